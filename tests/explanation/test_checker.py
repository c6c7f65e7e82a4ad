"""The checker accepts every result the program makes, and finds what is tampered with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from mvpod_expert.composition import Advice
from mvpod_expert.engine.port import select_engine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import CaseFile, Override
from mvpod_expert.replay.checker import check_advice
from tests.explanation.cells import ADVISER, KNOWLEDGE, asked_about, cell, few
from tests.explanation.oracles.decisions import check_comparison, decided_by_hand
from tests.explanation.oracles.plans import check_whole
from tests.shipped import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.advice import Comparison
    from mvpod_expert.model.cases import ReferenceCase

CASES = list(KNOWLEDGE.cases.values())[::4]
DURABLE = Adviser(KNOWLEDGE, BASE, select_engine(BASE, "durable").engine)
HYBRID = KNOWLEDGE.cases["H28"].cell
Plain = dict[str, Any]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_result_follows(case: ReferenceCase) -> None:
    """On the documented cases nothing is wrong, with either engine, with the current knowledge or without."""
    for adviser in (ADVISER, DURABLE):
        advice = adviser.advise(case.cell)
        assert check_whole(advice, KNOWLEDGE) == []
        assert check_advice(advice) == []


@few
@given(asked_about())
def test_results_on_random_answers_follow(about: ExplanationContext) -> None:
    """Undecided ones and those with every mode vetoed too; and when another mode was chosen."""
    assert check_whole(about.advice, KNOWLEDGE) == []
    chosen = about.cell.model_copy(update={"override": Override(mode="hybrid", because="they insist")})
    assert check_whole(ADVISER.advise(chosen), KNOWLEDGE) == []


def first(plain: Plain, kind: str) -> Plain:
    """Return the first firing with an effect of a kind."""
    return next(each for each in plain["trace"] if each["effects"][0]["kind"] == kind)


def invent_a_match(plain: Plain) -> None:
    plain["trace"][0]["matched"][0]["state"] = "invented"


def fire_twice(plain: Plain) -> None:
    plain["trace"].append(plain["trace"][-1])


def leave_a_firing_out(plain: Plain) -> None:
    plain["trace"].remove(first(plain, "recommend"))


def change_points(plain: Plain) -> None:
    first(plain, "evidence")["effects"][0]["points"] = 99


def invent_a_rule(plain: Plain) -> None:
    plain["trace"].append({**first(plain, "recommend"), "rule": "invented-rule"})


def change_the_reason(plain: Plain) -> None:
    first(plain, "evidence")["because"]["basis"] = "article"
    first(plain, "evidence")["because"]["reason"] = {"zh": "另说", "en": "otherwise"}


def change_the_net(plain: Plain) -> None:
    plain["mode"]["ranking"][0]["net"] += 2


def veto(plain: Plain) -> None:
    plain["mode"]["ranking"][-1]["excluded_by"] = ["invented-rule"]


def swap(plain: Plain) -> None:
    plain["mode"]["ranking"].reverse()


def recommend_another(plain: Plain) -> None:
    plain["mode"]["recommended"] = plain["mode"]["ranking"][1]["mode"]


def call_it_clear(plain: Plain) -> None:
    plain["mode"]["verdict"] = "too_close_to_call"


def drop_an_item(plain: Plain) -> None:
    plain["plan"].remove(next(each for each in plain["plan"] if each["rules"]))


def add_an_item(plain: Plain) -> None:
    missing = next(item.id for item in KNOWLEDGE.items() if item.id not in {each["item"] for each in plain["plan"]})
    plain["plan"].append({**plain["plan"][0], "item": missing})


def misspell_an_item(plain: Plain) -> None:
    next(each for each in plain["plan"] if each.get("grade"))["item"] += " "


def reassign(plain: Plain) -> None:
    row = next(each for each in plain["plan"] if each["chosen"])
    row["chosen"][0]["points"] += 1


def leave_a_row_open(plain: Plain) -> None:
    next(each for each in plain["plan"] if each["chosen"])["chosen"] = []


def move_a_number(plain: Plain) -> None:
    next(each for each in plain["answers"] if each["fact"] == "deal_size_usd")["given"] = 1


def promise_another_mode(plain: Plain) -> None:
    contingency = plain["contingencies"][0]
    contingency["recommended"] = None if contingency["recommended"] else "direct"


TAMPERINGS: list[tuple[Callable[[Plain], None], str]] = [
    (invent_a_match, "not_matched"),
    (invent_a_match, "does_not_follow"),
    (fire_twice, "fired_twice"),
    (leave_a_firing_out, "missed"),
    (change_points, "other_effects"),
    (change_points, "points"),
    (invent_a_rule, "rule_unknown"),
    (change_the_reason, "other_effects"),
    (change_the_net, "points"),
    (veto, "vetoes"),
    (swap, "ranking"),
    (recommend_another, "decision"),
    (call_it_clear, "decision"),
    (drop_an_item, "plan_missing"),
    (add_an_item, "plan_unfounded"),
    (misspell_an_item, "plan_unfounded"),
    (reassign, "row"),
    (leave_a_row_open, "row"),
    (move_a_number, "band"),
    (promise_another_mode, "contingency"),
]


@pytest.mark.parametrize(("tamper", "kind"), TAMPERINGS, ids=lambda each: getattr(each, "__name__", each))
def test_what_is_tampered_with_is_found(tamper: Callable[[Plain], None], kind: str) -> None:
    """Each way of spoiling a sound result shows as the flaw it is."""
    plain = ADVISER.advise(HYBRID).model_dump(mode="json", by_alias=True)
    tamper(plain)
    spoilt = Advice.model_validate_json(json.dumps(plain))
    assert kind in {flaw.kind for flaw in check_whole(spoilt, KNOWLEDGE)}


@pytest.mark.parametrize("tamper", [invent_a_match, fire_twice, change_points, change_the_net, veto, reassign])
def test_a_result_that_disagrees_with_itself_is_found_without_its_knowledge(tamper: Callable[[Plain], None]) -> None:
    """Years later, when the rules are others."""
    plain = ADVISER.advise(HYBRID).model_dump(mode="json", by_alias=True)
    tamper(plain)
    assert check_advice(Advice.model_validate_json(json.dumps(plain)))


def compared() -> tuple[Comparison, dict[str, Advice]]:
    """Return two cells of one client and their comparison."""
    crossing = ("price_spread", "customers_cross_cells", "partners_cross_cells")
    shared = {fact: KNOWLEDGE.facts[fact].states[-1] for fact in crossing}
    cells = [
        cell(KNOWLEDGE.cases[name].cell.memory() | shared).model_copy(update={"id": name}) for name in ("H01", "H15")
    ]
    result = ADVISER.recommend([CaseFile(file="case.yaml", client=None, cells=tuple(cells))])
    comparison = next(each for each in result.comparisons if each.trace)
    return comparison, {each.id: each for each in result.cells}


def test_comparisons_follow_and_tampering_with_them_is_found() -> None:
    """Their state, their matches, their rules and what they put into the plan."""
    comparison, cells = compared()
    assert check_comparison(comparison, cells, KNOWLEDGE) == []
    firing = comparison.trace[0]
    matched = firing.matched[0].model_copy(update={"state": "invented"})
    for spoilt, kind in (
        ({"state": "invented"}, "comparison"),
        ({"trace": comparison.trace[1:]}, "missed"),
        ({"trace": (firing.model_copy(update={"matched": (matched,)}), *comparison.trace[1:])}, "not_matched"),
        ({"plan": ()}, "plan_missing"),
    ):
        flaws = check_comparison(comparison.model_copy(update=spoilt), cells, KNOWLEDGE)
        assert kind in {flaw.kind for flaw in flaws}


@few
@given(asked_about())
def test_deciding_by_hand_agrees_with_the_adviser(about: ExplanationContext) -> None:
    """Two ways that share no code."""
    decision = about.decision
    assert decided_by_hand(dict(about.memory), KNOWLEDGE) == (decision.recommended, decision.margin)
