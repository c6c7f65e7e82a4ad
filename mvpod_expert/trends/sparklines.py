"""A series as one line of block characters: what rises and falls is seen without a picture; a gap stays a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"


def sparkline(values: Sequence[float | None], room: int) -> str:
    """Draw values between their lowest and their highest; the last ones where there is no room for all.

    Args:
        values: the values, none for a gap.
        room: how many characters there are.
    """
    shown = values[-room:]
    known = [each for each in shown if each is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    if low == high:
        return "".join(GAP if each is None else BLOCKS[len(BLOCKS) // 2 - 1] for each in shown)
    top = len(BLOCKS) - 1
    return "".join(GAP if each is None else BLOCKS[round((each - low) / (high - low) * top)] for each in shown)
