"""The checker accepts every trace the program makes, and finds what is tampered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.consultation.advising import Adviser
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.selection import select_engine
from mvpod_expert.explanation.checker import check_trace
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import ReferenceCase

KNOWLEDGE = load_knowledge(find_home())
BASE = compile_rules(KNOWLEDGE)
ADVISERS = {name: Adviser(KNOWLEDGE, BASE, select_engine(BASE, name).engine) for name in ("bitset", "durable")}
CASES = list(KNOWLEDGE.cases.values())


@pytest.mark.parametrize("engine", ADVISERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_trace_replays(case: ReferenceCase, engine: str) -> None:
    """On the documented cases nothing is wrong, with either engine."""
    assert check_trace(ADVISERS[engine].advise(case.cell), case.cell, KNOWLEDGE) == []


def _advice() -> Advice:
    return ADVISERS["bitset"].advise(CASES[0].cell)


def test_a_firing_left_out_is_found() -> None:
    """A rule that holds must be in the trace, and its points too."""
    advice = _advice()
    problems = check_trace(advice.model_copy(update={"trace": advice.trace[1:]}), CASES[0].cell, KNOWLEDGE)
    assert f"{advice.trace[0].rule} holds but did not fire" in problems


def test_a_firing_counted_twice_is_found() -> None:
    """A rule counts once."""
    advice = _advice()
    twice = advice.model_copy(update={"trace": (*advice.trace, advice.trace[-1])})
    assert f"{advice.trace[-1].rule} fired twice" in check_trace(twice, CASES[0].cell, KNOWLEDGE)


def test_changed_points_are_found() -> None:
    """Totals, points and what the rule says have to agree."""
    advice = _advice()
    firing = next(each for each in advice.trace if each.effects[0].kind == "evidence")
    effect = firing.effects[0].model_copy(update={"points": 99})
    changed = firing.model_copy(update={"effects": (effect, *firing.effects[1:])})
    trace = tuple(changed if each is firing else each for each in advice.trace)
    problems = check_trace(advice.model_copy(update={"trace": trace}), CASES[0].cell, KNOWLEDGE)
    assert f"{firing.rule} has other effects than written" in problems
    assert any("do not add up" in each for each in problems)


def test_an_invented_match_is_found() -> None:
    """What a firing says it matched must be in the working memory, and suffice."""
    advice = _advice()
    firing = advice.trace[-1]
    matched = firing.matched[0].model_copy(update={"state": "invented"})
    changed = firing.model_copy(update={"matched": (matched, *firing.matched[1:])})
    problems = check_trace(advice.model_copy(update={"trace": (*advice.trace[:-1], changed)}), CASES[0].cell, KNOWLEDGE)
    assert f"{firing.rule} matched {matched.fact}=invented, not in memory" in problems
    assert f"{firing.rule} does not follow from what it matched" in problems
