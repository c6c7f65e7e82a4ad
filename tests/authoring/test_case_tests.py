"""Case tests run by the adviser; quick trials agree with it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, get_args

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Stratum
from mvpod_expert.resources import Home
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.sampling.profiles import plausible_profiles
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_test_model import Expected
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.example_tests import examples_of, run_examples
from tests.authoring.shipped import BASE, CASE_TESTS, KNOWLEDGE
from tests.shipped import ADVISER

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_case_tests_pass_and_speak_of_every_mode_verdict_and_veto() -> None:
    """The experts' expectations hold, and none of the main ideas is left out."""
    results = list(run_case_tests(KNOWLEDGE, BASE, CASE_TESTS))
    assert [result.test.id for result in results if not result.passed] == []
    assert {result.test.expect.mode for result in results} >= {"direct", "channel", "hybrid", "none"}
    assert {result.test.expect.verdict for result in results if result.test.expect.verdict} == {
        "clear",
        "leaning",
        "open",
        "too_close_to_call",
        "no_feasible_mode",
    }
    fired = {name for each in CASE_TESTS for name in each.expect.fires}
    vetoes = {rule.id for rule in KNOWLEDGE.rules.values() if any(each.kind == "exclude" for each in rule.then)}
    assert vetoes <= fired


@pytest.mark.parametrize(
    ("expect", "matters"),
    [
        ({"mode": "channel"}, ["mode"]),
        ({"not_mode": "direct"}, ["not_mode"]),
        ({"verdict": "leaning"}, ["verdict"]),
        ({"doubts": ("few-accounts-cannot-be-scattered",)}, ["doubts"]),
        ({"fires": ("learning-phase-favours-direct",)}, ["fires"]),
        ({"silent": ("hard-to-learn-product-favours-direct",)}, ["silent"]),
        ({"plan": ("synergy-test",)}, ["plan"]),
        ({"not_in_plan": ("structure-direct",)}, ["not_in_plan"]),
        ({"assigned": {"contract-and-collection-ours": "distributor"}}, ["assigned"]),
        ({"points": {"direct": 2, "channel": 1}}, ["points", "points"]),
        ({"row_points": {"contract-and-collection-ours": {"distributor": 6, "own-field": 0}}}, ["row_points"]),
        ({"brought_by": {"structure-direct": ("every-hybrid-pays-both-sides",)}}, ["brought_by"]),
        ({"found": {"moves": {"move-plain-offer": None, "nothing": {"within": 30}}}}, ["found"]),
        ({"found": {"mode": {"margin": 0}, "roadmap": {"capacity": 99, "later": [1]}}}, ["found", "found", "found"]),
        ({"mode": "hybrid", "verdict": "leaning", "plan": ("prm", "structure-direct")}, ["mode", "verdict", "plan"]),
    ],
)
def test_every_expectation_can_fail(expect: dict[str, object], matters: list[str]) -> None:
    """On a profile that is clearly direct, each wrong expectation is the one that is reported."""
    test = next(each for each in CASE_TESTS if each.id == "hard-product-few-large-accounts-goes-direct")
    wrong = test.model_copy(update={"expect": Expected.model_validate(expect)})
    (result,) = run_case_tests(KNOWLEDGE, BASE, [wrong])
    assert [each.matter for each in result.unmet] == matters
    for each in result.unmet:
        assert (each.near is not None) == (each.matter in {"fires", "silent", "plan"})


def test_a_case_test_looks_at_what_capabilities_find(tmp_path: Path) -> None:
    """Test suites of rules see rules alone; a limit of a figure or of a vendor is then nobody's."""
    folder = tmp_path / "rules/mode"
    folder.mkdir(parents=True)
    given = "given: {}\n    economics: {channel: {partner_margin: 20%}, partner: {sales: 500, people_cost: 100}}"
    found = "{economics: {figures: {partner_viability: {value: 0, meets: false}}}}"
    text = f"tests:\n  - id: one\n    {given}\n    expect: {{found: {found}}}\n"
    (folder / "figures.cases.yaml").write_text(text, encoding="utf-8")
    read = read_case_tests(Home(tmp_path), KNOWLEDGE)
    assert read.findings == ()
    (result,) = run_case_tests(KNOWLEDGE, BASE, read.tests)
    assert [(each.expected, each.came) for each in result.unmet] == [
        ("economics › figures › partner_viability › meets: false", ("true",))
    ]
    (folder / "figures.cases.yaml").write_text(text.replace("20%", "half"), encoding="utf-8")
    assert [each.place.line for each in read_case_tests(Home(tmp_path), KNOWLEDGE).findings] == [4]


def test_unmet_points_say_which_rules_they_come_from() -> None:
    """First what came, then each rule's share of it, which add up."""
    test = next(each for each in CASE_TESTS if each.id == "nothing-special-to-know-suits-a-channel")
    wrong = test.model_copy(update={"expect": Expected(points={"channel": 9, "direct": 0})})
    (result,) = run_case_tests(KNOWLEDGE, BASE, [wrong])
    (told,) = result.unmet
    assert (told.expected, told.came) == ("channel +9", ("+2", "common-know-how-suits-channel +2"))


def test_examples_come_out_as_they_do_when_everything_is_fired() -> None:
    """Firing no more than a rule needs tells nothing else."""
    engine = BitsetEngine(BASE)
    results = iter(run_examples(KNOWLEDGE, BASE))
    for rule in KNOWLEDGE.rules.values():
        for kind, example in examples_of(rule):
            memory = {fact: state for fact, state in example.states.items() if state != UNKNOWN}
            fired = {
                each.rule
                for stratum in get_args(Stratum)
                for each in fire_stratum(BASE, engine, KNOWLEDGE.rules, stratum, memory)
            }
            result = next(results)
            assert (result.rule.id, result.kind, result.fired) == (rule.id, kind, rule.id in fired)
    assert next(results, None) is None


def test_trials_agree_with_the_adviser() -> None:
    """Mode, margin, firings, items and rows are those of the advice, on whole, sparse and documented answers."""
    trials = FastEvaluator(KNOWLEDGE, BASE)
    rng = Random(7)
    profiles = [case.cell.memory() for case in KNOWLEDGE.cases.values()]
    for profile in plausible_profiles(KNOWLEDGE, BASE, 30, 7):
        profiles += [profile, dict(rng.sample(sorted(profile.items()), 12))]
    modes = set()
    for memory in profiles:
        answers = {fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in memory.items()}
        advice = ADVISER.advise(Cell(id="x", answers=answers))
        outcome = trials.outcome(memory)
        modes.add(outcome.mode)
        assert (outcome.mode, outcome.margin) == (advice.mode.recommended, advice.mode.margin)
        assert outcome.fired == {firing.rule for firing in advice.trace}
        rows = {f"{item.item} → {item.chosen[0].option}" for item in advice.selected if item.chosen}
        assert outcome.items == {item.item for item in advice.selected} | rows
    assert modes >= {"direct", "channel", "hybrid", None}
