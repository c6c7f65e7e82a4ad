"""Answers that follow from others: what overlaps is asked once, and what a file states counts as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as drawn

from mvpod_expert import load
from mvpod_expert.mode.completion import follows
from mvpod_expert.mode.explanation.near_miss import near_miss
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.money import worth
from tests.explanation.cells import answer_in, asked_of, few, moved, random_states, randoms
from tests.explanation.cells import cell as completed
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from mvpod_expert.model.cases import Given

MOST_QUESTIONS = 56
MOST_FOR_THE_PLAN = 9
COMPLETION = ADVISER.completion
SELLER: dict[str, Given] = {
    "head_account_usd_year": 300_000,
    "gross_margin_band": 40,
    "accounts_per_seller": 5,
    "seller_cost_usd_year": 60_000,
}
SHARE, WORD = "share_must_contract_with_maker_pct", "customer_demands_direct"


def answered(**given: Given) -> Cell:
    """Return a cell with answers."""
    answers = {}
    for name, value in given.items():
        number = worth(value) if isinstance(value, str) else value
        state = str(value) if number is None else KNOWLEDGE.facts[name].band_of(number)
        answers[name] = Answer(fact=name, given=value, state=state, layer="cell")
    return Cell(id="main", answers=answers)


@pytest.mark.parametrize(
    ("given", "fact", "state"),
    [
        ({SHARE: 10}, WORD, "none"),
        ({SHARE: 11}, WORD, "some_key_accounts"),
        ({SHARE: 50}, WORD, "some_key_accounts"),
        ({SHARE: 51}, WORD, "most"),
        ({SHARE: 5, WORD: "some_key_accounts"}, WORD, "some_key_accounts"),
        ({SHARE: 5, WORD: UNKNOWN}, WORD, "none"),
        ({"service_intensity": "high"}, "expertise_location", None),
        ({"service_intensity": "high_central"}, "expertise_location", "central_scarce"),
        ({"partner_type": "to_be_built"}, "dealers_can_be_built", "true"),
        ({"value_focus": "cash"}, "value_of_credit", "cash"),
        ({"value_focus": "cash"}, "value_of_returns", None),
        ({"value_focus": "cash", "value_of_credit": "growth"}, "value_of_credit", "growth"),
        ({"deal_size_usd": 60_000}, "deal_size_usd", "medium"),
        ({"deal_size_usd": 60_000, "seller_cost_usd_year": 50_000}, "deal_size_usd", "large"),
        ({"deal_size_usd": 60_000, "seller_cost_usd_year": 300_000}, "deal_size_usd", "small"),
        ({"deal_size_usd": 60_000, "seller_cost_usd_year": "high"}, "deal_size_usd", "medium"),
        ({"deal_size_usd": "large", "seller_cost_usd_year": 300_000}, "deal_size_usd", "large"),
        (
            {"deal_size_usd": "430,000 CNY at 7.2", "seller_cost_usd_year": "360,000 CNY at 7.2"},
            "deal_size_usd",
            "large",
        ),
    ],
)
def test_what_follows_and_what_is_stated(given: dict[str, Given], fact: str, state: str | None) -> None:
    """Tools of this kind ask the same thing twice, or overwrite what a person said with what they worked out."""
    found = COMPLETION.answers(answered(**given).answers)
    assert (found[fact].state if fact in found else None) == state
    again = COMPLETION.answers(found)
    assert again == found


@few
@drawn(randoms)
def test_completing_is_one_law(rng: Random) -> None:
    """Tools of this kind conclude otherwise after a second pass, or when answers come in another order."""
    stated = {fact: answer_in(KNOWLEDGE.facts[fact], state) for fact, state in random_states(rng).items()}
    found = COMPLETION.answers(stated)
    assert COMPLETION.answers(found) == found
    shuffled = dict(rng.sample(list(stated.items()), len(stated)))
    assert COMPLETION.answers(shuffled) == found
    half = COMPLETION.answers(dict(list(shuffled.items())[::2]))
    assert half.keys() <= found.keys()
    assert COMPLETION.answers({**half, **stated}) == found
    for fact, answer in half.items():
        is_stated = fact in stated and stated[fact].is_known
        assert is_stated or answer == found[fact] or not answer.is_known
    states = {fact: answer.state for fact, answer in found.items()}
    closed = COMPLETION.closed(states)
    assert COMPLETION.closed(closed) == closed
    assert states.items() <= closed.items()
    assert {closed[fact] for fact in closed.keys() - states.keys()} <= {UNKNOWN}
    of_states = COMPLETION.states({fact: answer.state for fact, answer in stated.items()})
    numbers = {fact.id for fact in KNOWLEDGE.asked() if fact.worked_out and fact.worked_out.product_of}
    assert of_states.keys() | numbers >= found.keys()


@few
@drawn(randoms)
def test_a_trial_is_what_the_changed_answers_would_give(rng: Random) -> None:
    """Tools of this kind move one answer in a search and leave standing what was concluded from the old one."""
    cell = completed(random_states(rng))
    trials = ADVISER.trials(cell)
    facts = [fact for fact in KNOWLEDGE.asked() if trials.is_changeable(fact)]
    changes = {fact.id: rng.choice(fact.states) for fact in rng.sample(facts, 3)}
    assert trials.memory_with(changes.items()) == COMPLETION.cell(moved(cell, changes)).memory()
    for fact in KNOWLEDGE.asked():
        if fact.id not in changes and trials.memory_with(changes.items()).get(fact.id) != trials.memory.get(fact.id):
            assert changes.keys() & {each.id for each in trials.behind(fact)}


def test_what_follows_is_changed_by_what_it_follows_from() -> None:
    """Advice to change a conclusion while its reason stands can be followed by nobody."""
    about = asked_of(COMPLETION.cell(answered(value_focus="cash", **SELLER)))
    followed = {name for name, answer in about.cell.answers.items() if follows(answer, KNOWLEDGE.facts[name])}
    assert {"value_of_credit", "head_seller_payback"} <= followed
    proposed = {fact for fact, _ in about.turnings.candidates()}
    assert not proposed & followed
    payback = KNOWLEDGE.facts["head_seller_payback"]
    assert {fact.id for fact in about.trials.behind(payback)} == set(payback.sources)
    changes, *_ = about.trials.ways_to(payback, frozenset({"once"}))
    assert {fact for fact, _ in changes} <= set(payback.sources)
    assert about.trials.memory_with(changes)[payback.id] == "once"
    assert about.trials.memory_with([("value_focus", "control")])["value_of_hq_visit"] == "closeness"
    assert "value_of_credit" not in about.trials.memory_with([("value_focus", "control")])


def test_a_rule_that_tests_what_follows_is_made_to_fire_by_its_source() -> None:
    """Tools of this kind tell an expert to state what the case already implies."""
    about = asked_of(COMPLETION.cell(answered(service_intensity="low")))
    rule = next(
        rule
        for rule in KNOWLEDGE.rules.values()
        if any(test.fact == "expertise_location" and "central_scarce" in test.states for test in every_test(rule.when))
    )
    changed = {change.fact: change.to for change in near_miss(about, rule).changes}
    assert changed["service_intensity"] == "high_central"
    assert "expertise_location" not in changed


def test_the_questions_stay_few_and_each_is_asked_for_something() -> None:
    """Questionnaires of this kind grow: a new question has to replace one, and a fact without one says why."""
    questions = {fact.id for fact in KNOWLEDGE.questions()}
    bearing = ADVISER.open_facts.bear_on_mode
    assert bearing <= questions
    assert len(bearing) <= MOST_QUESTIONS
    planning = {fact for layer in BASE.layers for clause in layer.clauses for fact, _ in clause.literals}
    assert questions - bearing <= planning
    assert len(questions - bearing) <= MOST_FOR_THE_PLAN
    for fact in KNOWLEDGE.asked():
        assert fact.why is not None
        assert set(fact.sources) <= questions


def test_what_nobody_is_asked_is_closed() -> None:
    """An interview that waited for it would never end."""
    assert COMPLETION.closed({})["demand_volatility"] == UNKNOWN
    assert WORD not in COMPLETION.closed({})
    assert COMPLETION.closed({SHARE: UNKNOWN})[WORD] == UNKNOWN
    assert COMPLETION.closed({SHARE: "most"})[WORD] == "most"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("service_intensity: high, expertise_location: central_scarce", "service_intensity: high_central"),
        (
            "third_party_compliance_risk: high, partner_vetting_ability: none",
            "third_party_compliance_risk: high_unchecked",
        ),
        ("dealers_can_be_built: true", "partner_type: to_be_built"),
        ("partner_exclusivity: most", "partner_small_numbers: bound"),
        ("supplier_listing: partners", "tender_bidder: dealers"),
        ("own_leg_type: inside, self_serve_readiness: low", "self_serve_readiness: remote"),
        (
            "customer_demands_direct: most, share_must_contract_with_maker_pct: 60",
            "share_must_contract_with_maker_pct: half",
        ),
    ],
)
def test_ids_and_values_of_older_files_give_the_decision_of_todays(old: str, new: str, tmp_path: Path) -> None:
    """An upgrade that refuses last year's case file loses the case."""
    beside = "partner_availability: scarce, deal_size_usd: 3000, education_need: high"
    nets = []
    for name, answers in (("old.yaml", old), ("new.yaml", new)):
        (tmp_path / name).write_text(f"answers: {{{beside}, {answers}}}\n")
        (advice,) = load().advise(tmp_path / name).cells
        nets.append([(each.mode, each.net, each.excluded_by) for each in advice.mode.ranking])
    assert nets[0] == nets[1]
