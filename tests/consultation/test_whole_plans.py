"""The shipped knowledge: whatever is answered, a plan is whole, every line of it says why, and nothing is left over."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.cases import Cell
from mvpod_expert.model.decision import compared_state
from mvpod_expert.model.principles import NEEDS_SOURCE
from mvpod_workbench.checks.cross_file_checks import orphans
from mvpod_workbench.sampling.profiles import plausible_profiles
from mvpod_workbench.testing.example_tests import run_examples
from tests.explanation.cells import answer_in
from tests.explanation.oracles.plans import check_whole
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice

ITEMS = {item.id: item for item in KNOWLEDGE.items()}
STAGES = KNOWLEDGE.facts["market_stage"].states
MODES = tuple(mode.id for mode in KNOWLEDGE.decision.modes)


def cell(states: dict[str, str]) -> Cell:
    answers = {fact: answer_in(KNOWLEDGE.facts[fact], state) for fact, state in states.items()}
    return Cell(id="random", answers=answers)


def random_advice(count: int, seed: int) -> Iterator[tuple[Cell, Advice]]:
    """Advise on random profiles of which a random part is known."""
    rng = Random(seed)
    for profile in plausible_profiles(KNOWLEDGE, BASE, count, seed):
        share = rng.random()
        known = cell({fact: state for fact, state in profile.items() if rng.random() < share})
        yield known, ADVISER.advise(known)


def forced(mode: str, **answers: str) -> Advice:
    """Advise on a cell whose vetoes leave one mode."""
    vetoes = {
        "direct": {"partner_availability": "none"},
        "channel": {"intermediary_regulation": "intermediary_required", "role_separability": "low"},
        "hybrid": {"segment_divergence": "high", "customer_demands_direct": "some_key_accounts"},
    }
    return ADVISER.advise(cell(vetoes[mode] | answers))


@cache
def advised() -> list[tuple[Cell, Advice]]:
    return list(random_advice(150, seed=99))


def test_a_hybrid_always_has_a_boundary_a_whole_grid_policies_and_the_test() -> None:
    hybrids = [advice for _, advice in advised() if advice.mode.recommended == "hybrid"]
    tasks = {item.id for item in KNOWLEDGE.items() if item.kind == "task"}

    assert len(hybrids) > 12
    for advice in hybrids:
        planned = {each.item: each for each in advice.selected}
        kinds = {each.kind for each in advice.selected}
        assert {"demarcation", "boundary", "policy", "test"} <= kinds
        assert 1 <= len(planned["boundary-criterion"].chosen) <= 2
        assert all(len(planned[task].chosen) == 1 for task in tasks)


def test_every_direct_leg_has_three_lines_and_every_partner_leg_a_channel_line() -> None:
    for known, advice in advised():
        stage = known.answers.get("market_stage")
        if advice.mode.recommended is None or stage is None:
            continue
        planned = {each.item for each in advice.selected}
        suffix = stage.state.replace("_", "-")
        if advice.mode.recommended != "channel":
            assert {f"{line}-line-{suffix}" for line in ("customer", "order", "support")} <= planned
        if advice.mode.recommended != "direct":
            parts = ("recruit", "enable", "co-sell", "incentivise", "govern")
            assert {f"channel-{part}-{suffix}" for part in parts} <= planned


def test_every_line_of_a_plan_says_which_rule_principle_basis_and_source_it_rests_on() -> None:
    for _, advice in advised():
        fired = {firing.rule for firing in advice.trace if firing.stratum == "plan"}
        planned = {each.item for each in advice.selected}
        for each in advice.selected:
            assert each.rules or each.brought_by, each.item
            assert set(each.rules) <= fired
            assert set(each.brought_by) <= planned
            assert each.principle
            assert each.sources or each.basis not in NEEDS_SOURCE
            assert set(each.carried_by) <= planned


def test_every_plan_has_four_gates_and_a_system_function_for_each_item_that_needs_one() -> None:
    carried = {shelf.kind: shelf.carried for shelf in KNOWLEDGE.shelves}
    for _, advice in advised():
        if advice.mode.recommended is None:
            continue
        kinds = [each.kind for each in advice.selected]
        assert kinds.count("gate") == 4
        assert all(each.carried_by for each in advice.selected if carried[each.kind])


def test_traces_of_random_cases_replay() -> None:
    for _, advice in advised():
        assert check_whole(advice, KNOWLEDGE) == []


def test_deciding_again_tells_the_truth() -> None:
    """What a contingency says is what advising on the changed answers says."""
    seen = 0
    for known, advice in advised():
        for contingency in advice.contingencies[:2]:
            states = ADVISER.completion.cell(known).memory()
            changed = {fact: answer.state for fact, answer in known.answers.items()}
            for change in contingency.changes:
                assert states[change.fact] == change.from_
                changed[change.fact] = change.to
            again = ADVISER.advise(cell(changed))
            assert again.mode.recommended == contingency.recommended
            assert contingency.flips == (contingency.recommended != advice.mode.recommended)
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("mode", ["direct", "hybrid"])
def test_the_nine_cells_differ(mode: str, stage: str) -> None:
    advice = forced(mode, market_stage=stage)

    assert advice.mode.recommended == mode
    found = [ITEMS[each.item] for each in advice.selected if each.kind == "line-cell"]
    assert len(found) == 3
    assert all(each.parts["plays"] and each.parts["avoid"] and each.brings for each in found)


def test_no_orphans() -> None:
    assert [str(finding.about) for finding in orphans(KNOWLEDGE)] == []


def test_every_rule_fires_in_an_example_and_every_example_is_right() -> None:
    results = list(run_examples(KNOWLEDGE, BASE))

    assert [(result.rule.id, dict(result.example.states)) for result in results if not result.passed] == []
    assert {result.rule.id for result in results if result.fired} == set(KNOWLEDGE.rules)


def test_every_way_two_modes_compare_is_known() -> None:
    fact = KNOWLEDGE.facts[KNOWLEDGE.decision.compared_fact]

    assert {compared_state(KNOWLEDGE.decision, one, other) for one in MODES for other in MODES} == set(fact.states)
