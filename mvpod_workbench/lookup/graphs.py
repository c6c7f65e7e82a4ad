"""The picture of one family: facts, the rules that test them, and what follows; drawn by the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.conditions import signed_tests
from mvpod_expert.model.references import Relation, Thing
from mvpod_expert.model.rules import Evidence, Outcome, Rule
from mvpod_workbench.lookup.choosing_rules import family_name
from mvpod_workbench.lookup.cross_references import CrossReferences, follows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.frozen import Text


class Arrow(NamedTuple):
    """One arrow: from a fact to a rule, or from a rule to what follows.

    Args:
        way: what it means: how the one refers to the other.
        states: the states that are tested or concluded.
        points: the points of evidence or of a choice, signed.
        to_item: what a row of the plan falls to.
    """

    origin: Thing
    target: Thing
    way: Relation
    states: tuple[str, ...] = ()
    points: int | None = None
    to_item: str | None = None


class Graph(NamedTuple):
    """Facts (by the title of their topic), rules and what follows from them, with the arrows between."""

    title: Text
    facts: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]
    ends: tuple[Thing, ...]
    arrows: tuple[Arrow, ...]


def families(touching: CrossReferences) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of every family file, by folders and name, such as `mode/partners` or `audit/plan/balancing`."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in touching.knowledge.rules.values():
        name = family_name(rule)
        found[name] = (*found.get(name, ()), rule)
    return found


def graph_of_rules(title: Text, rules: Iterable[Rule], touching: CrossReferences, only: str = "") -> Graph:
    """Draw some rules, with all facts that they test, or only one."""
    drawn = tuple(rules)
    points = {strength.id: strength.points for strength in touching.knowledge.decision.strengths}
    arrows = [
        arrow
        for rule in drawn
        for arrow in (*_tests(rule, only), *(_follows(rule, outcome, points) for outcome in rule.then))
    ]
    ends = dict.fromkeys(end for arrow in arrows for end in (arrow.origin, arrow.target))
    topics: dict[str, tuple[str, ...]] = {}
    for fact in touching.knowledge.facts.values():
        if Thing("fact", fact.id) in ends:
            topics[fact.topic.en] = (*topics.get(fact.topic.en, ()), fact.id)
    followed = tuple(end for end in ends if end.kind in {"mode", "item"})
    return Graph(title, topics, tuple(rule.id for rule in drawn), followed, tuple(dict.fromkeys(arrows)))


def graph_around(thing: Thing, touching: CrossReferences) -> Graph:
    """Draw a rule with the rules before and after it, or a fact with the rules that conclude and test it."""
    knowledge = touching.knowledge
    is_fact = thing.kind == "fact"
    seen = {thing.id} if is_fact else set(touching.facts_of(thing.id))
    before = [rule for rule in knowledge.rules.values() if any(each.fact in seen for each in rule.concluded())]
    if is_fact:
        around, title = (*before, *touching.rules_testing(thing.id)), knowledge.facts[thing.id].title
    else:
        rule = knowledge.rules[thing.id]
        after = (each for concluded in rule.concluded() for each in touching.rules_testing(concluded.fact))
        around, title = (*before, rule, *after), rule.title
    rules = {each.id: each for each in around}
    return graph_of_rules(title, rules.values(), touching, thing.id if is_fact else "")


def _tests(rule: Rule, only: str) -> Iterator[Arrow]:
    states: dict[tuple[str, Relation], set[str]] = {}
    for test, negated in signed_tests(rule.when):
        states.setdefault((test.fact, "tests_not" if negated else "tests"), set()).update(test.states)
    for (fact, way), named in states.items():
        if only in {"", fact}:
            yield Arrow(Thing("fact", fact), Thing("rule", rule.id), way, tuple(sorted(named)))


def _follows(rule: Rule, outcome: Outcome, points: Mapping[str, int]) -> Arrow:
    """Draw what a rule does: the first of its references, with its points."""
    relation, end = next(follows(outcome))
    strength = getattr(outcome, "strength", None)
    signed = outcome.signed(points[outcome.strength]) if isinstance(outcome, Evidence) else points.get(strength or "")
    states: tuple[str, ...] = ()
    if end.kind == "option":
        end, states = Thing("fact", end.fact), (end.state,)
    return Arrow(Thing("rule", rule.id), end, relation, states, signed, getattr(outcome, "to", None))
