"""Answers held against the vocabulary, firings followed in their order, and the truth of conditions as written.

Part of the checker, and what engines are held to; it shares no code with the engines or the views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.money import worth
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Propose
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence, WeighedProposal
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.model.advice import AnswerGiven
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.model.trace import Firing, Matched


def truth(condition: Condition, memory: Mapping[str, str]) -> bool | None:
    """Return a condition's truth in strong Kleene logic: nothing when the open facts leave it undecided.

    Args:
        condition: the condition.
        memory: fact to state; `not_applicable` is a state, a fact that is not known is left out.
    """
    match condition:
        case Test(fact=fact, states=states):
            state = memory.get(fact)
            return None if state is None else state in states
        case Not(part=part):
            inner = truth(part, memory)
            return None if inner is None else not inner
        case All(parts=parts):
            return _at_least(len(parts), [truth(part, memory) for part in parts])
        case Any(parts=parts):
            return _at_least(1, [truth(part, memory) for part in parts])
        case AtLeast(count=count, parts=parts):
            return _at_least(count, [truth(part, memory) for part in parts])


def _at_least(count: int, truths: list[bool | None]) -> bool | None:
    if sum(each is True for each in truths) >= count:
        return True
    return False if sum(each is not False for each in truths) < count else None


def follow(
    trace: Sequence[Firing],
    answers: Mapping[str, AnswerGiven],
    memory: dict[str, str],
    knowledge: KnowledgeBase | None,
    chosen: str | None = None,
) -> Iterator[Violation]:
    """Follow firings in their order; a match must be an answer, or concluded or decided before.

    What is concluded is added to the memory. Without the knowledge, only what follows from the firings is checked.
    """
    fired: set[str] = set()
    for firing in trace:
        if firing.rule in fired:
            yield Violation(kind="fired_twice", about=firing.rule)
        fired.add(firing.rule)
        facts = [each.fact for each in firing.matched]
        for fact in {fact for fact in facts if facts.count(fact) > 1}:
            yield Violation(kind="not_matched", about=firing.rule, detail=f"{fact}, {fact}")
        for each in firing.matched:
            is_decided = each.origin == "decision" and firing.stratum == "plan"
            there = chosen if is_decided else memory.get(each.fact)
            if each.state != there or not _is_from(each, answers.get(each.fact)):
                yield Violation(kind="not_matched", about=firing.rule, detail=f"{each.fact}={each.state}")
        if knowledge is not None:
            yield from check_firing(firing, knowledge)
        memory |= {effect.fact: effect.state for effect in firing.effects if isinstance(effect, Conclude)}


def _is_from(matched: Matched, answer: AnswerGiven | None) -> bool:
    """Return whether what was matched comes from where it is said to come from."""
    if answer is None:
        return matched.origin != "answer" and matched.layer is None and matched.given is None
    told = (matched.origin, matched.layer, matched.given, matched.times)
    return told == ("answer", answer.layer, answer.given, answer.times)


def missed(rules: Iterable[Rule], fired: Iterable[str], memory: Mapping[str, str]) -> Iterator[Violation]:
    """Return the rules that hold and did not fire; memory has all that was concluded."""
    done = set(fired)
    for rule in rules:
        if rule.id not in done and truth(rule.when, memory) is True:
            yield Violation(kind="missed", about=rule.id)


def check_firing(firing: Firing, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Hold one firing against its rule: it follows from what it matched, and says what is written."""
    rule = knowledge.rules.get(firing.rule)
    if rule is None:
        yield Violation(kind="rule_unknown", about=firing.rule)
        return
    if truth(rule.when, {each.fact: each.state for each in firing.matched}) is not True:
        yield Violation(kind="does_not_follow", about=rule.id)
    is_as_written = list(firing.effects) == _written(rule, knowledge) and firing.stratum == rule.stratum
    if not is_as_written or firing.because != rule.because:
        yield Violation(kind="other_effects", about=rule.id)


def _written(rule: Rule, knowledge: KnowledgeBase) -> list[object]:
    """Return the effects a rule has as it is written, its strength names as points."""
    points = {each.id: each.points for each in knowledge.decision.strengths}
    effects: list[object] = []
    for outcome in rule.then:
        match outcome:
            case Evidence(mode=mode, strength=strength, direction=direction):
                signed = points[strength] if direction == "for" else -points[strength]
                effects.append(WeighedEvidence(mode=mode, strength=strength, points=signed))
            case Assign(item=item, to=to, strength=strength):
                effects.append(WeighedChoice(item=item, to=to, strength=strength, points=points[strength]))
            case Propose(item=item, strength=strength):
                effects.append(WeighedProposal(item=item, strength=strength, points=points[strength]))
            case _:
                effects.append(outcome)
    return effects


def check_answers(answers: Iterable[AnswerGiven], knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Return the answers that are not in the state which their number or their word makes, or stand twice."""
    before: set[str] = set()
    for answer in answers:
        if answer.fact in before:
            yield Violation(kind="answered_twice", about=answer.fact)
        before.add(answer.fact)
        fact = knowledge.facts.get(answer.fact)
        number = answer.given
        if fact is None or fact.derived or (answer.state not in fact.known_states and answer.state != UNKNOWN):
            made = ""
        elif fact.kind == "number" and answer.state not in {UNKNOWN, NOT_APPLICABLE}:
            given = worth(number) if isinstance(number, str) else number
            if answer.times is not None and fact.relative_to is not None:
                given = answer.times * fact.relative_to.usual
            made = str(number) if given is None else next((band.id for band in fact.bands if band.holds(given)), "")
        else:
            made = str(answer.given).lower()
        if made != answer.state:
            yield Violation(kind="band", about=answer.fact, detail=answer.state)
