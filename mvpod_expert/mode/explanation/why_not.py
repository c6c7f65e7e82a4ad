"""WHY NOT: what speaks for another mode, what stood against it, and every smallest change that makes it win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import WhyNot
from mvpod_expert.model.decision import lead_needed

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.context import ExplanationContext

FIRST_UP_TO = 2
THEN_UP_TO = 3
"""Where no two answers make the mode win, three are tried; three at once takes seconds."""


def why_not(asked: ExplanationContext, mode: str, up_to: int | None = None) -> WhyNot:
    """Explain why a mode is not recommended.

    Args:
        asked: the cell and its advice.
        mode: the mode asked about.
        up_to: the most answers changed together; without it two, or three where no two are enough.

    Returns:
        The explanation; for the recommended mode one without changes, short by nothing.
    """
    accounts = HowExplainer(asked.knowledge, asked.advice).accounts()
    account = next(each for each in accounts if each.mode == mode)
    size = up_to or FIRST_UP_TO
    sets: list[tuple[tuple[str, str], ...]] = []
    if asked.decision.recommended != mode:
        sets = asked.turnings.sets(mode, size)
        if not sets and up_to is None:
            size = THEN_UP_TO
            sets = asked.turnings.sets(mode, size)
    rivals = [each for each in accounts if each.mode != mode and not each.vetoes]
    leader = max(rivals, key=lambda each: each.net, default=None)
    short_by: int | None = None
    if asked.decision.recommended == mode:
        short_by = 0
    elif not account.vetoes and leader is not None:
        order = [each.id for each in asked.knowledge.decision.modes]
        short_by = max(1, *(rival.net + lead_needed(order, mode, rival.mode) - account.net for rival in rivals))
    return WhyNot(
        mode=mode,
        decision=asked.decision,
        account=account,
        leader=leader if asked.decision.recommended != mode else None,
        short_by=short_by,
        turnings=asked.verified((changes, mode) for changes in sets),
        up_to=size,
    )
