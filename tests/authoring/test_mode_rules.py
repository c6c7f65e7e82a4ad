"""What the mode rules as a whole promise: they name ideas and not companies, keep their directions, bear rescaling."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from benchmarks.designs import chosen_within, contenders, cross_validated
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.conditions import All, Test, every_test
from mvpod_expert.model.laws import Direction
from mvpod_expert.model.rules import Evidence
from mvpod_workbench.proofs.directions import DirectionSweep
from mvpod_workbench.sampling.profiles import Profile, plausible_profiles
from mvpod_workbench.testing.accuracy import Accuracy, determinants, measure_accuracy
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.knowledge import KnowledgeBase

ENGINE = BitsetEngine(BASE)


def narrow_rules(knowledge: KnowledgeBase, base: RuleBase, engine: Engine, profiles: Iterator[Profile]) -> list[str]:
    """Return the weigh rules that name one company's profile rather than an idea.

    Such a rule fires in exactly one documented case and in none of the profiles.
    """
    in_cases = dict.fromkeys((rule.id for rule in knowledge.rules_of("weigh")), 0)
    for case in knowledge.cases.values():
        for name in _weighed(knowledge, base, engine, case.cell.memory()):
            in_cases[name] += 1
    suspects = {name for name, count in in_cases.items() if count == 1}
    for profile in profiles:
        if not suspects:
            break
        suspects -= _weighed(knowledge, base, engine, profile)
    return sorted(suspects)


def _weighed(knowledge: KnowledgeBase, base: RuleBase, engine: Engine, profile: Profile) -> set[str]:
    memory = dict(profile)
    fire_stratum(base, engine, knowledge.rules, "derive", memory)
    return {each.rule for each in fire_stratum(base, engine, knowledge.rules, "weigh", memory)}


# Facts whose sign depends on the rest of the case: alone they may decide nothing.
CONDITIONAL = {"service_intensity", "purchase_frequency", "demand_volatility", "market_stage"}
A_QUARTER = 25


@cache
def measured() -> Accuracy:
    return measure_accuracy(Adviser(KNOWLEDGE, BASE, ENGINE))


def test_the_documented_decisions_are_reproduced_well_enough() -> None:
    accuracy = measured()

    assert len(accuracy.documented) == 100
    assert accuracy.hits["lenient"] >= accuracy.hits["strict"] > accuracy.hits["baseline"]
    assert accuracy.hits["left_out_strict"] >= 78
    assert accuracy.hits["left_out_lenient"] >= 86
    assert accuracy.hits["left_out_strict"] > 2 * accuracy.hits["baseline"]
    assert sum(accuracy.confusion.values()) == 100


def test_the_record_is_that_of_the_rules_and_the_words_follow_it() -> None:
    """`knowledge/record.yaml` is fresh, a larger lead never has the worse record, and clear means nine in ten."""
    accuracy = measured()

    assert KNOWLEDGE.decision.record == accuracy.record
    went = [each.went / each.of for each in accuracy.record]
    assert went == sorted(went)
    assert [KNOWLEDGE.decision.verdict(each.lead_from) for each in accuracy.record] == ["open", "leaning", "clear"]
    assert went[-1] >= 0.85
    assert went[0] <= 0.7


def test_what_decisions_rest_on_is_counted_by_taking_the_answer_away_or_giving_another() -> None:
    """How far head and tail differ moves many; what no case answers moves none, and would move some if it were."""
    found = {each.fact: each for each in determinants(Adviser(KNOWLEDGE, BASE, ENGINE))}

    assert found["segment_divergence"].moved >= 10
    assert (found["value_focus"].answered, found["value_focus"].moved) == (0, 0)
    assert all(found[fact].swayed for fact in ("value_focus", "market_stage", "existing_channel_dependence"))
    assert all(each.moved <= each.answered for each in found.values())
    assert "customers_cross_cells" not in found, "only the plan reads it"


def test_the_rules_beat_two_facts_when_both_see_nothing_of_the_case() -> None:
    adviser = Adviser(KNOWLEDGE, BASE, ENGINE)
    cases = measured().documented
    designs = {each.name: each for each in contenders(adviser)}
    two_facts = cross_validated(designs["two facts"].fit, cases)
    fitted = designs["these rules, the points of strong fitted"]
    rules = cross_validated(fitted.fit, cases)

    assert rules.strict - two_facts.strict >= 10
    chosen = cross_validated(chosen_within([designs["always one mode"], fitted]), cases)
    assert chosen.strict == rules.strict, "between these and one mode for all, every fold chooses these"
    assert rules.surer is not None
    assert rules.surer >= 0.85


def test_doubling_or_halving_one_strength_changes_at_most_a_quarter() -> None:
    moved = measured().rescaled

    assert {(each.strength, each.factor) for each in moved} == {
        (strength.id, factor) for strength in KNOWLEDGE.decision.strengths for factor in (0.5, 2)
    }
    assert max(len(each.changed) for each in moved) <= A_QUARTER


def test_no_rule_names_one_companys_profile() -> None:
    profiles = plausible_profiles(KNOWLEDGE, BASE, 10_000, seed=20260101)

    assert narrow_rules(KNOWLEDGE, BASE, ENGINE, profiles) == []


def test_a_rule_that_names_one_companys_profile_is_found() -> None:
    case = next(iter(KNOWLEDGE.cases.values()))
    narrow = next(rule for rule in KNOWLEDGE.rules_of("weigh"))
    when = All(
        parts=tuple(
            Test(fact=fact, states=frozenset({state}), place=narrow.place) for fact, state in case.cell.memory().items()
        )
    )
    knowledge = KNOWLEDGE.model_copy(update={"rules": {narrow.id: narrow.model_copy(update={"when": when})}})
    base = compile_rules(knowledge)

    found = narrow_rules(knowledge, base, BitsetEngine(base), plausible_profiles(KNOWLEDGE, BASE, 500, seed=1))

    assert found == [narrow.id]


@pytest.mark.parametrize("count", [300, pytest.param(3_000, marks=pytest.mark.thorough)])
def test_every_promised_direction_holds_in_many_contexts(count: int) -> None:
    contexts = list(plausible_profiles(KNOWLEDGE, BASE, count, seed=7))
    sweep = DirectionSweep(KNOWLEDGE, BASE)

    broken = [each for promise in KNOWLEDGE.directions for each in sweep.broken_of(promise, contexts)]

    assert [(each.direction.raising, each.lower, each.higher, each.over, each.rules) for each in broken] == []
    assert len(KNOWLEDGE.directions) >= 20


def test_a_direction_the_rules_do_not_keep_is_found_with_the_rules_behind_it() -> None:
    honest = KNOWLEDGE.directions[0]
    wrong = Direction(
        raising="product_complexity",
        never_favours="direct",
        basis="proposal",
        reason=honest.reason,
        place=honest.place,
    )
    knowledge = KNOWLEDGE.model_copy(update={"directions": (wrong,)})

    contexts = plausible_profiles(KNOWLEDGE, BASE, 50, seed=3)
    broken = list(DirectionSweep(knowledge, BASE).broken_of(wrong, contexts))

    assert broken[0].direction == wrong
    assert "hard-to-learn-product-favours-direct" in broken[0].rules or broken[0].lower == "low"


@pytest.mark.parametrize("fact", sorted(CONDITIONAL))
def test_a_fact_whose_sign_depends_on_others_decides_nothing_alone(fact: str) -> None:
    alone = [
        rule.id
        for rule in KNOWLEDGE.rules_of("weigh")
        if {test.fact for test in every_test(rule.when)} == {fact}
        and any(isinstance(outcome, Evidence) for outcome in rule.then)
    ]

    assert alone == []


def test_a_plausible_profile_answers_everything_and_trips_no_doubt() -> None:
    profiles = list(islice(plausible_profiles(KNOWLEDGE, BASE, 20, seed=11), 20))

    assert all(profile.keys() == {fact.id for fact in KNOWLEDGE.asked()} for profile in profiles)
    assert len({tuple(sorted(profile.items())) for profile in profiles}) == 20
