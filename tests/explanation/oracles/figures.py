"""The checker's part about numbers: what they settled is what was answered, sums add up, contradictions reported."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from mvpod_expert.economics import capability as economics_parts
from tests.explanation.oracles.flaws import OracleFlaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.replay.model import Violation

TOLERANCE = 1e-9


def check_figures(advice: Advice) -> Iterator[Violation]:
    """Go through the economics of a market cell and the answers they settled.

    Args:
        advice: the advice.
    """
    economics = economics_parts.ECONOMICS.of(advice)
    if economics is None:
        # A result that is advised on again from its saved answers alone has no numbers to hold them against.
        return
    settled = {each.fact: each for each in economics.fills}
    answers = {each.fact: each for each in advice.answers}
    for name, answer in answers.items():
        fill = settled.get(name)
        if answer.layer == "figures" and (fill is None or fill.state != answer.state or fill.given != answer.given):
            yield OracleFlaw(kind="figures", about=name, detail=answer.state)
    for name, fill in settled.items():
        held = answers.get(name)
        if held is None or (held.layer == "figures") != (fill.outcome == "filled"):
            yield OracleFlaw(kind="figures", about=name, detail=fill.state)
    for figure in economics.figures:
        total = sum(figure.parts.values())
        if figure.parts and not isclose(total, figure.value or 0, rel_tol=TOLERANCE, abs_tol=1e-6):
            yield OracleFlaw(kind="figures", about=figure.result, detail=f"{total:g}")
    told = any(contradiction.kind == "mode" for contradiction in economics.contradictions)
    best = economics.best
    if best is not None and told != (best.recommended in best.modes[1:]):
        yield OracleFlaw(kind="figures", about=best.modes[0], detail=best.standing)
