"""The word a person probably meant."""

import re
from collections.abc import Iterable

NEGATED = re.compile(r"\s*(?:<>|!=|≠|!|~|(?:not|non|no|except)[\s_-]|非|不|除)", re.IGNORECASE)
"""What says that something else than the word is meant: the word itself would be the opposite."""
ALIKE = 0.5
LONGEST_WORD = 200
"""Comparing takes time with the square of the length, and nobody mistypes an id of a page."""


def closest_match(written: str, allowed: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the allowed word a person most likely meant, or nothing when none is as near as the cutoff (0 to 1)."""
    if len(written) > LONGEST_WORD or NEGATED.match(written):
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - few files have mistakes

    choices = [each for each in allowed if len(each) <= LONGEST_WORD]
    by_folded = {choice.casefold(): choice for choice in choices}
    folded = written.casefold().replace(" ", "_")
    found = get_close_matches(folded, by_folded, n=1, cutoff=cutoff)
    if not found:
        found = get_close_matches(folded.replace("_", "-"), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found and _is_plausible(folded, found[0]) else None


def _is_plausible(written: str, found: str) -> bool:
    """Return whether each word of a name resembles its counterpart: of plan_mode and plan_policies, one does not."""
    one, other = (re.split(r"[\s_-]+", each) for each in (written, found))
    if len(one) == 1 or len(one) != len(other):
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415 - likewise

    return all(SequenceMatcher(None, *pair).ratio() >= ALIKE for pair in zip(one, other, strict=True))
