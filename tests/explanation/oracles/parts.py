"""What is reported held against what follows, by parts; part of the checker, sharing no code with what made them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isclose
from typing import TYPE_CHECKING

from mvpod_expert.model.frozen import FrozenModel, Text
from tests.explanation.oracles.flaws import OracleFlaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.replay.model import Violation


TOLERANCE = 1e-6
"""Points and shares are saved with six decimals."""
NOTHING = "-"
MOST_SHOWN = 60


def differing(about: str, told: FrozenModel, derived: Mapping[str, object]) -> Iterator[Violation]:
    """Return the parts of something that are reported otherwise than they follow.

    Args:
        about: what it is.
        told: what is reported of it.
        derived: what follows, by the names of the fields.
    """
    for part, follows in derived.items():
        stated = getattr(told, part)
        if not _same(stated, follows):
            yield differs(about, part, stated, follows)


def differs(about: str, part: str, told: object, derived: object) -> Violation:
    """Say that one part is reported otherwise than it follows."""
    return OracleFlaw(kind="differs", about=about, part=part, told=_shown(told), derived=_shown(derived))


def _same(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=TOLERANCE)
    return one == other


def _shown(value: object) -> str:
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case int() | float():
            text = f"{value:g}"
        case Text():
            text = f"{value.zh} | {value.en}"
        case FrozenModel():
            text = _shown(value.model_dump(mode="json", exclude_none=True))
        case Mapping():
            text = ", ".join(f"{_shown(key)}: {_shown(each)}" for key, each in value.items())
        case Collection() if not isinstance(value, str):
            text = ", ".join(_shown(each) for each in value)
        case _:
            text = str(value)
    return (text[:MOST_SHOWN] + "…" if len(text) > MOST_SHOWN else text) or NOTHING
