"""How, what if, how sure and cases alike, held against the advice they explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.mode.explanation.alternatives import similar, stakes, what_if, why_not
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.model.decision import lead_needed
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from tests.explanation.cells import (
    ADVISER,
    DOCUMENTED,
    FACTS,
    KNOWLEDGE,
    answer_in,
    asked,
    asked_about,
    asked_of,
    few,
    moved,
    randoms,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.mode.explanation.how import Ground

LEANING_FROM = KNOWLEDGE.decision.leaning_from


def leaves(ground: Ground) -> Iterator[Ground]:
    if not ground.behind:
        yield ground
    for each in ground.behind:
        yield from leaves(each)


@few
@given(asked_about())
def test_the_points_of_the_arguments_sum_to_the_totals(about: ExplanationContext) -> None:
    """For each mode: what speaks for it less what speaks against it is its net; and every argument ends at answers."""
    for account in HowExplainer(about.knowledge, about.advice).accounts():
        pro = sum(each.points or 0 for each in account.pro)
        contra = sum(each.points or 0 for each in account.contra)
        assert (pro, -contra, pro + contra) == (account.for_, account.against, account.net)
        for argument in (*account.pro, *account.contra, *account.vetoes):
            for ground in argument.grounds:
                for leaf in leaves(ground):
                    assert leaf.matched.origin == "answer"
                    assert about.memory[leaf.matched.fact] == leaf.matched.state


def test_a_derived_state_names_the_rule_that_concluded_it() -> None:
    """Somewhere in the documented cases an argument rests on one, with the answers behind it."""
    grounds = [
        ground
        for states in DOCUMENTED.values()
        for account in HowExplainer(KNOWLEDGE, asked(states).advice).accounts()
        for argument in account.pro
        for ground in argument.grounds
        if ground.matched.origin == "derived"
    ]
    assert grounds
    for ground in grounds:
        assert any(each.fact == ground.matched.fact for each in KNOWLEDGE.rules[ground.rule or ""].concluded())
        assert ground.behind


def test_how_an_answer_counts_and_how_an_item_came() -> None:
    """Taking the answer away takes each of these firings away; each item has what brings it."""
    about = asked(DOCUMENTED["H15"])
    explainer = HowExplainer(KNOWLEDGE, about.advice)
    counted = 0
    for fact in about.memory:
        how = explainer.about_answer(fact)
        assert (how.is_there, how.state) == (True, about.memory[fact])
        counted += len(how.proofs)
        for proof in how.proofs:
            assert any(leaf.matched.fact == fact for ground in proof.grounds for leaf in leaves(ground))
    assert counted >= len([firing for firing in about.advice.trace if firing.stratum == "weigh"])
    for item in about.advice.selected:
        how = explainer.about_item(item.item)
        assert how.is_there
        assert {each.rule for each in how.proofs} == set(item.rules)
        assert how.brought_by == item.brought_by
        assert how.proofs or how.brought_by
    assert not explainer.about_answer("value_of_poc").is_there


def test_only_what_decided_is_cited() -> None:
    """How cites the principles and sources of derive and weigh rules, not those of the plan."""
    how = HowExplainer(KNOWLEDGE, asked(DOCUMENTED["H15"]).advice).how()
    rules = {each.rule for account in how.accounts for each in (*account.pro, *account.contra, *account.vetoes)}
    cited = {name for rule in rules for name in KNOWLEDGE.rules[rule].because.sources}
    assert cited <= set(how.sources)
    assert set(how.sources) < set(KNOWLEDGE.sources)


@few
@given(asked_about(), st.sampled_from([mode.id for mode in KNOWLEDGE.decision.modes]))
def test_how_many_points_a_mode_lacks(about: ExplanationContext, mode: str) -> None:
    """With that many more it would be recommended, with one less it would not."""
    explained = why_not(about, mode, 1)
    standing = {each.mode: each for each in about.decision.ranking}
    if standing[mode].excluded_by:
        assert explained.short_by is None
        assert {vetoe.rule for vetoe in explained.account.vetoes} == set(standing[mode].excluded_by)
        return
    rivals = [each for each in standing.values() if each.mode != mode and not each.excluded_by]
    order = [each.id for each in KNOWLEDGE.decision.modes]
    if about.decision.recommended == mode:
        assert (explained.short_by, explained.leader, explained.turnings) == (0, None, ())
    else:
        lacking = max(each.net + lead_needed(order, mode, each.mode) for each in rivals) - standing[mode].net
        assert explained.short_by == max(1, lacking)
        assert explained.leader is not None
        assert explained.leader.net == max(each.net for each in rivals)


@few
@given(asked_about(), randoms)
def test_what_if_tells_all_that_changes_and_nothing_else(about: ExplanationContext, rng: Random) -> None:
    """Before and after are the advice on the answers as they are and as supposed; the differences are exact.

    Tools of this kind withhold a plan and then list its items as changes: where one side has no plan, none is compared.
    """
    facts = rng.sample(FACTS, 2)
    supposed = {fact.id: rng.choice((*fact.states, UNKNOWN)) for fact in facts}
    explained = what_if(about, [answer_in(KNOWLEDGE.facts[fact], state) for fact, state in supposed.items()])
    stated = {fact: answer for fact, answer in about.cell.answers.items() if answer.layer != "figures"}
    others = {fact: answer_in(KNOWLEDGE.facts[fact], state) for fact, state in supposed.items()}
    after = ADVISER.advise(about.cell.model_copy(update={"answers": stated | others}))
    assert (explained.before, explained.after) == (about.decision, after.mode)
    has_plans = bool(about.advice.plan and after.plan)
    before_rules, after_rules = (
        {each.rule for each in one.trace if has_plans or each.stratum != "plan"} for one in (about.advice, after)
    )
    assert {each.rule for each in explained.came} == after_rules - before_rules
    assert {each.rule for each in explained.went} == before_rules - after_rules
    before_plan, after_plan = (
        {each.item: [choice.option for choice in each.chosen] for each in one.selected if has_plans}
        for one in (about.advice, after)
    )
    for change in explained.plan:
        assert list(change.was) == before_plan.get(change.item, [])
        assert list(change.to) == after_plan.get(change.item, [])
    kinds = {
        kind: {each.item for each in explained.plan if each.change == kind} for kind in ("came", "went", "reassigned")
    }
    assert kinds["came"] == after_plan.keys() - before_plan.keys()
    assert kinds["went"] == before_plan.keys() - after_plan.keys()
    both = before_plan.keys() & after_plan.keys()
    assert kinds["reassigned"] == {item for item in both if before_plan[item] != after_plan[item]}
    assert [each.fact for each in explained.changes] == [fact.id for fact in FACTS if fact.id in supposed]


@few
@given(asked_about())
def test_the_flips_are_all_single_answers_that_change_the_decision(about: ExplanationContext) -> None:
    """Trying each state of each question, answered or not, gives the same ones; what follows is never one of them."""
    found = {(flip.changes[0].fact, flip.changes[0].to): flip.recommended for flip in sensitivity(about).flips}
    for fact in FACTS:
        for state in fact.states:
            if about.memory.get(fact.id) in {state, NOT_APPLICABLE} or not about.trials.is_changeable(fact):
                assert (fact.id, state) not in found
                continue
            other = ADVISER.completion.cell(moved(about.cell, {fact.id: state}))
            mode = ADVISER.decide_again(other, other.memory()).recommended
            assert (mode != about.decision.recommended) == ((fact.id, state) in found)
            assert found.get((fact.id, state), mode) == mode


def test_a_number_is_told_how_far_it_is_from_a_limit_that_matters() -> None:
    """At the limit it is in the other band, just before it is not; and the evidence differs between the two."""
    abouts = [asked(states) for states in DOCUMENTED.values()]
    steps = [(about.cell, number) for about in abouts for number in sensitivity(about).numbers]
    assert any(known.answers[step.fact].times for known, step in steps)
    for known, step in steps:
        fact, times = KNOWLEDGE.facts[step.fact], known.answers[step.fact].times
        moved = 1 if times is None or fact.relative_to is None else times * fact.relative_to.usual / step.given
        is_up = fact.states.index(step.to) > fact.states.index(step.band)
        assert step.distance == round(abs(step.limit - step.given), 6)
        just_past = step.limit if step.at_limit else step.limit + (1e-6 if is_up else -1e-6)
        just_before = step.limit - (1e-6 if is_up else -1e-6) if step.at_limit else step.limit
        assert fact.band_of(round(just_past * moved, 6)) == step.to
        assert fact.band_of(round(just_before * moved, 6)) != step.to


def test_a_number_that_turns_the_decision_is_told_to() -> None:
    """The decision told for the nearest band is the one made there."""
    for states in DOCUMENTED.values():
        about = asked(states)
        for step in sensitivity(about).numbers:
            decided = ADVISER.decide_again(about.cell, about.trials.memory_with([(step.fact, step.to)])).recommended
            assert decided == step.recommended
            assert step.turns == (decided != about.decision.recommended)


def test_the_decisive_question_is_open_and_its_answers_are_told() -> None:
    """One question, each of its answers with the decision it would make; none when nothing is open."""
    about = asked(dict(list(DOCUMENTED["H28"].items())[::3]))
    sure = sensitivity(about)
    assert sure.question is not None
    assert sure.question.fact in {each.fact for each in sure.open_facts}
    fact = KNOWLEDGE.facts[sure.question.fact]
    assert tuple(prospect.state for prospect in sure.question.prospects) == fact.states
    for each in sure.question.prospects:
        decided = ADVISER.decide_again(about.cell, about.trials.memory_with([(fact.id, each.state)]))
        assert (decided.recommended, decided.margin) == (each.recommended, each.margin)
    everything = {each.id: each.states[0] for each in FACTS}
    assert sensitivity(asked(everything)).question is None


@pytest.mark.parametrize("case", ["H28", "L13", "J16", "H05"])
def test_the_decisive_question_turns_the_decision_where_one_alone_can(case: str) -> None:
    """Tools of this kind name as decisive a question whose every answer leaves the decision as it is."""
    sure = sensitivity(asked(dict(list(DOCUMENTED[case].items())[::3])))
    turning = {flip.changes[0].fact for flip in sure.flips} & {each.fact for each in sure.open_facts}
    assert turning
    assert sure.question is not None
    assert sure.question.fact in turning


@pytest.mark.thorough
def test_a_documented_case_is_nearest_to_itself() -> None:
    """With nothing different, and the share of answers that agree is the whole."""
    for name, cell in ADVISER.documented.items():
        nearest = similar(asked_of(cell)).cases[0]
        assert (nearest.case, nearest.likeness, nearest.different, nearest.not_told) == (name, 1.0, (), 0)


@few
@given(asked_about())
def test_likeness_is_the_share_of_what_agrees_by_weight(about: ExplanationContext) -> None:
    """Cases come by likeness; alike and different are what they say, the weightiest first."""
    weights = stakes(KNOWLEDGE)
    ours = {fact: state for fact, state in about.memory.items() if fact in weights}
    found = about.by_likeness
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
    for near in found:
        theirs = DOCUMENTED[near.case]
        assert {each.fact for each in near.alike} == {fact for fact in ours if theirs.get(fact) == ours[fact]}
        assert near.not_told == sum(fact not in theirs for fact in ours)
        agreeing = sum(weights[each.fact] for each in near.alike)
        assert near.likeness == round(agreeing / sum(weights[fact] for fact in ours), 3)
        for answers in (near.alike, near.different):
            assert [answer.weight for answer in answers] == sorted((answer.weight for answer in answers), reverse=True)
            for each in answers:
                assert each.documented == (each.fact in KNOWLEDGE.cases[near.case].documented)


def test_too_little_known_is_like_nothing() -> None:
    """Two answers are no likeness."""
    assert similar(asked(dict(list(DOCUMENTED["H01"].items())[:2]))).cases == ()


def test_what_is_at_stake_is_shared_among_the_facts_of_a_rule() -> None:
    """Every fact that bears on the mode has a weight, and no other; all together they are the rules' points."""
    weights = stakes(KNOWLEDGE)
    bearing = frozenset().union(*ADVISER.open_facts.possibilities.facts_of)
    assert set(weights) == bearing
    points = {strength.id: strength.points for strength in KNOWLEDGE.decision.strengths}
    strongest = max(points.values())
    total = sum(
        max(points[each.strength] if each.kind == "evidence" else strongest for each in rule.then)
        for rule in KNOWLEDGE.rules_of("weigh")
    )
    assert round(sum(weights.values()), 6) == total
