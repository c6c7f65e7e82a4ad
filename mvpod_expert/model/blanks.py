"""Blanks in a text of the catalogue: `{region}`, `{segment}` or `{fact}`, filled in from a case."""

import re
from collections.abc import Callable

CELL_BLANKS = ("region", "segment")
_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the names of the blanks in a text."""
    return tuple(_BLANK.findall(text))


def filled(text: str, value: Callable[[str], str]) -> str:
    """Return a text with every blank replaced by its value."""
    return _BLANK.sub(lambda found: value(found[1]), text)
