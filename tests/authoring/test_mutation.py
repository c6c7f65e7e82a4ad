"""Mutation: wrong rules are noticed by the tests that should, and the tests it proposes notice them."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_workbench.lookup.choosing_rules import NoSuchRulesError, chosen_rules
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.sampling.fast_evaluator import adviser_with
from mvpod_workbench.testing.case_test_model import NO_MODE, CaseTest, Expected
from mvpod_workbench.testing.case_tests import unmet
from mvpod_workbench.testing.mutants import mutants_of
from mvpod_workbench.testing.mutation import Judged, MutationTest, Score
from mvpod_workbench.testing.scale_mutants import judged_scales, number_mutants
from mvpod_workbench.testing.suggestions import Suggester
from tests.authoring.shipped import BASE, CASE_TESTS, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_workbench.testing.scale_mutants import JudgedScale
    from mvpod_workbench.testing.suggestions import Suggestion

TEST = MutationTest(KNOWLEDGE, BASE, CASE_TESTS)
SAMPLE = ["vetoes", "contradictions", "lines"]


@cache
def judged(*names: str) -> Score:
    return Score(tuple(TEST.judged(chosen_rules(KNOWLEDGE, names))))


def test_most_small_mistakes_in_a_sample_are_noticed() -> None:
    """A floor under the shipped tests: what changes the sampled rules is mostly seen."""
    score = judged(*SAMPLE)
    assert score.percent >= 80
    assert score.count("examples") > score.count("case_tests") > 0


def test_every_kind_of_mistake_is_made() -> None:
    """Condition, outcome and rule; a mutant is never the rule itself."""
    kinds = set()
    for rule in KNOWLEDGE.rules.values():
        for mutant in mutants_of(rule, KNOWLEDGE):
            kinds.add(mutant.change)
            assert mutant.changed != rule
            if mutant.changed is not None:
                assert (mutant.changed.when == rule.when) != (mutant.changed.then == rule.then)
    assert {"all_to_any", "not_added", "count", "option_swapped", "option_dropped", "option_added"} <= kinds
    assert {"strength", "direction", "mode", "veto_to_evidence", "item_swapped", "falls_to", "deleted"} <= kinds


UNREACHED = {
    ("gate", "budget › at_most"): "gates rest on the mode alone, so all of them are in the annex",
    ("legal", "budget › at_most", "2"): "a market has one jurisdiction, so one item",
    ("line-cell", "budget › at_most", "4"): "there are three lines, with one cell each",
    ("arrangement", "budget › at_most", "4"): "in a thousand drawn clients no fourth rests on an answer",
    (
        "channel-activity",
        "budget › least",
        "3",
    ): "in a thousand drawn clients none that three answers call for is left out",
    ("test", "budget › standard", "2"): "one of the two tests rests on the mode alone",
    ("function", "budget › grades › could › count", "3"): "the grades come to as many as are given at most",
}
"""Numbers that may be moved without a client noticing, and why."""


def test_every_limit_weight_and_order_is_noticed_and_without_tests_none_is() -> None:
    """Rule tests of other tools check rules alone; a limit moved by a digit changes what all of them are given.

    Each limit of a band is moved down, up and to its own other side, each strength, limit of a verdict and pair of
    modes changed; the numbers offered as examples of both sides are read as the bands offered.
    """
    judged = [
        each
        for body in bodies(KNOWLEDGE, BASE)
        for each in judged_scales(
            MutationTest(body.knowledge, body.base, CASE_TESTS if body.is_advice else (), is_advice=body.is_advice),
            frozenset({*body.knowledge.facts, "decision"}),
        )
    ]
    assert _left(judged) == []
    assert len(judged) > 140
    assert {"leaning_from", "clear_from", "modes › order", "second_from"} <= {each.mutant.part for each in judged}
    for each in judged:
        fact = KNOWLEDGE.facts.get(each.mutant.entry)
        for number, band in each.mutant.sides if fact else ():
            assert fact is not None
            assert fact.band_of(number) == band
    bare = MutationTest(KNOWLEDGE.model_copy(update={"cases": {}}), BASE, [])
    of_one = list(judged_scales(bare, frozenset({"head_account_usd_year", "decision"})))
    assert {each.fate for each in of_one} <= {"survived", "equivalent"}
    assert [each.mutant.part for each in of_one if each.fate == "survived"].count("leaning_from") == 2


@pytest.mark.thorough
def test_every_number_of_figures_vendors_trends_and_shelves_is_noticed() -> None:
    """Tools of this kind mutate rules; a pass mark of a vendor or a limit of a budget then moves in silence."""
    entries = {each.entry for each in number_mutants(KNOWLEDGE)} - {"decision"}
    assert {"economics", "vendors", "trends", "move", "function"} <= entries
    judged_numbers = list(judged_scales(TEST, frozenset(entries)))
    assert len(judged_numbers) > 200
    left = _left(judged_numbers)
    assert [each for each in left if each[:2] not in UNREACHED and (*each[:2], each[3]) not in UNREACHED] == []
    assert {each[:2] for each in left} == {each[:2] for each in UNREACHED}


def _left(judged_scales: list[JudgedScale]) -> list[tuple[str, str, str, str]]:
    left = [each.mutant for each in judged_scales if each.fate in {"survived", "documented"}]
    return [(each.entry, each.part, each.was, each.now) for each in left]


def test_a_rule_without_case_tests_has_its_outcomes_noticed_by_none() -> None:
    """Examples only say whether a rule fires; without case tests and cases a changed strength survives."""
    alone = MutationTest(KNOWLEDGE.model_copy(update={"cases": {}}), BASE, [])
    rule = KNOWLEDGE.rules["hard-to-learn-product-favours-direct"]
    fates = {each.mutant.change: each.fate for each in alone.judged([rule])}
    assert (fates["deleted"], fates["not_added"]) == ("examples", "examples")
    assert {fates["strength"], fates["direction"], fates["mode"]} == {"survived"}


def test_what_a_case_test_expects_notices_a_changed_outcome() -> None:
    """The veto's own case test notices that it became evidence."""
    (found,) = [
        each
        for each in judged("vetoes").judged
        if each.mutant.rule.id == "a-required-local-agent-excludes-direct" and each.mutant.change == "veto_to_evidence"
    ]
    assert (found.fate, found.by) == ("case_tests", "every-mode-is-out")


def test_no_mutant_called_equivalent_differs_anywhere() -> None:
    """Where nothing is to be noticed, no profile makes the two fire differently."""
    rng = Random(2)
    same = [each for each in judged("lines").judged if each.fate == "equivalent"]
    assert same
    for each in same:
        changed = TEST.trials.changed(each.mutant.rule.id, each.mutant.changed)
        for _ in range(300):
            memory = {fact.id: rng.choice(fact.known_states) for fact in KNOWLEDGE.facts.values()}
            assert changed.holds(memory) == any(
                all(memory[fact] in states for fact, states in clause.literals)
                for clause in TEST.trials.clauses[each.mutant.rule.id]
            )


def _noticed(found: Judged, suggestion: Suggestion) -> tuple[bool, bool]:
    """Return whether a suggested case test passes with the rules as they are, and fails with the mutant."""
    answers = {
        fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in suggestion.given.items()
    }
    expect = Expected.model_validate(suggestion.expect)
    test = CaseTest(id="t", cell=Cell(id="t", answers=answers), expect=expect, place=found.mutant.rule.place)
    changed = TEST.trials.changed(found.mutant.rule.id, found.mutant.changed)
    now, then = (
        list(unmet(test, ExplanationContext(adviser, test.cell, adviser.advise(test.cell))))
        for adviser in (Adviser(KNOWLEDGE, BASE, BitsetEngine(BASE)), adviser_with(KNOWLEDGE, changed))
    )
    return not now, bool(then)


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.long
def test_the_tests_worth_writing_notice_what_they_were_written_for() -> None:
    """As the rules are they pass; with the mutant the adviser itself makes them fail."""
    suggester = Suggester(TEST.trials, [each.cell.memory() for each in CASE_TESTS])
    few = MutationTest(KNOWLEDGE, BASE, [each for each in CASE_TESTS if each.expect.verdict])
    found = Score(tuple(few.judged(chosen_rules(KNOWLEDGE, ["buying", "grid", "vetoes"]))))
    survivors = Random(5).sample(found.survivors, 40)
    kinds = set()
    for survivor in survivors:
        suggestion = suggester.suggestion(survivor)
        if suggestion is None:
            continue
        kinds.add((survivor.mutant.rule.stratum, suggestion.kind))
        if suggestion.kind == "case":
            try:
                assert _noticed(survivor, suggestion) == (True, True), survivor
            except UnusableInputError:
                continue
        else:
            changed = TEST.trials.changed(survivor.mutant.rule.id, survivor.mutant.changed)
            assert changed.holds(suggestion.given) == (suggestion.kind == "silent")
    assert {("weigh", "case"), ("plan", "case")} <= kinds
    assert any(kind != "case" for _, kind in kinds)


def test_rules_are_chosen_by_id_file_and_folder() -> None:
    """A name that fits nothing says what was probably meant."""
    assert [rule.id for rule in chosen_rules(KNOWLEDGE, ["large-deals-pay-for-direct"])] == [
        "large-deals-pay-for-direct"
    ]
    vetoes = {rule.id for rule in chosen_rules(KNOWLEDGE, ["vetoes"])}
    assert vetoes == {rule.id for rule in chosen_rules(KNOWLEDGE, ["rules/mode/vetoes.yaml"])}
    assert vetoes < {rule.id for rule in chosen_rules(KNOWLEDGE, ["rules/mode/"])}
    with pytest.raises(NoSuchRulesError) as error:
        chosen_rules(KNOWLEDGE, ["vetos"])
    assert error.value.meant == "vetoes"


def test_undecided_is_written_as_no_mode() -> None:
    """A test worth writing may expect that no mode is recommended."""
    assert NO_MODE not in {mode.id for mode in KNOWLEDGE.decision.modes}
