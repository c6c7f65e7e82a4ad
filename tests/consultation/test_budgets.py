"""What a client is given of all that was selected: by merit and budget, the rest with the reason it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.mode.budgets import Budgets
from mvpod_expert.model.plan import LeftOut
from mvpod_expert.model.rules import Rationale, Recommend
from mvpod_expert.model.trace import Firing, Matched
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles
from tests.explanation.oracles.plans import check_whole
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice

BUDGETS = {shelf.kind: shelf.budget for shelf in KNOWLEDGE.shelves if shelf.budget}
METRICS = [item.id for item in KNOWLEDGE.items() if item.kind == "metric"]
ADVISED = [
    ADVISER.advise(case_of(profile, KNOWLEDGE.facts).cells[0])
    for profile in plausible_profiles(KNOWLEDGE, BASE, 12, seed=77)
]


def recommending(item: str, *facts: str) -> Firing:
    """Return the firing of a rule that recommends an item on some facts, the decided mode always among them."""
    decided = Matched(fact=KNOWLEDGE.decision.decided_fact, state="direct", origin="decision")
    return Firing(
        rule=f"for-{item}",
        stratum="plan",
        matched=(decided, *(Matched(fact=fact, state="x", origin="answer") for fact in facts)),
        effects=(Recommend(item=item),),
        because=Rationale(principle=("M1",), basis="proposal", reason=KNOWLEDGE.shelves[0].title),
    )


def divided(*firings: Firing) -> tuple[list[str], dict[str, str]]:
    """Return the metrics in the plan, and those left out with why."""
    selected = ADVISER.planner.plan(firings)
    plan, annex = Budgets(KNOWLEDGE).divide(selected, firings, ())
    return (
        [each.item for each in plan if each.kind == "metric"],
        {each.item: each.because for each in annex if each.kind == "metric"},
    )


@pytest.mark.parametrize("advice", ADVISED)
def test_no_shelf_gives_more_than_its_budget_and_the_rest_says_why(advice: Advice) -> None:
    """Tools of this kind hand everybody a hundred items; here the rest is available, each with its reason."""
    for kind, budget in BUDGETS.items():
        assert sum(each.kind == kind for each in advice.plan) <= budget.at_most
    assert all(isinstance(each, LeftOut) for each in advice.annex)
    assert not {each.item for each in advice.plan} & {each.item for each in advice.annex}
    assert not check_whole(advice, KNOWLEDGE)


def test_what_rests_on_more_answers_goes_before_what_rests_on_fewer() -> None:
    """Of nine metrics the one with the least behind it is left out, wherever it stands in the catalogue."""
    most = BUDGETS["metric"].at_most
    assert most == 8
    first, *others = METRICS[: most + 1]
    given, left = divided(recommending(first, "a"), *(recommending(name, "a", "b") for name in others))
    assert given == others
    assert left == {first: "budget"}


def test_what_only_the_mode_asks_for_is_the_same_for_every_client_and_no_part_of_the_plan() -> None:
    """A rule that tests the mode alone tells nothing of this client."""
    given, left = divided(recommending(METRICS[0]), recommending(METRICS[1], "a"))
    assert given == [METRICS[1]]
    assert left == {METRICS[0]: "standard"}


def test_what_a_first_move_is_measured_by_is_in_the_plan() -> None:
    """A move whose metric is left out could not be followed."""
    for advice in filter(lambda each: each.plan, ADVISED):
        measured = {move.metric for move in advice.moves}
        selected = {each.item for each in advice.selected}
        assert measured & selected <= {each.item for each in advice.plan}


def test_system_functions_are_graded_and_carry_something_in_the_plan() -> None:
    """Tools of this kind call all functions must-haves; a vendor's list has three."""
    for advice in ADVISED:
        functions = sorted((each for each in advice.plan if each.kind == "function"), key=lambda each: -each.merit)
        assert [each.grade for each in functions[:3]] == ["must"] * len(functions[:3])
        planned = {each.item for each in advice.plan}
        assert all(planned & set(each.brought_by) for each in functions)


def test_the_checker_tells_when_an_item_was_kept_or_left_out_against_its_merit() -> None:
    """A saved result in which somebody moved an item is found out."""
    advice = next(each for each in ADVISED if any(left.because == "budget" for left in each.annex))
    left = next(each for each in advice.annex if each.because == "budget")
    data = left.model_dump(exclude={"because"})
    taken = next(each for each in advice.plan if each.kind == left.kind)
    moved = type(taken).model_validate(data | {"chosen": left.chosen})
    altered = advice.model_copy(update={"plan": (*advice.plan, moved)})
    assert "budget" in {flaw.kind for flaw in check_whole(altered, KNOWLEDGE)}
    raised = taken.model_copy(update={"merit": taken.merit + 1})
    plan = tuple(raised if each is taken else each for each in advice.plan)
    assert "merit" in {flaw.kind for flaw in check_whole(advice.model_copy(update={"plan": plan}), KNOWLEDGE)}
