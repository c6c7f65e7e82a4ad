"""The picture of one family: facts, the rules that test them, and what follows; drawn by the views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import signed_tests
from mvpod_expert.model.references import Thing
from mvpod_expert.model.rules import Evidence
from mvpod_workbench.lookup.choosing_rules import family_name
from mvpod_workbench.lookup.cross_references import follows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.references import Relation
    from mvpod_expert.model.rules import Outcome, Rule
    from mvpod_workbench.lookup.cross_references import CrossReferences


@dataclass(frozen=True)
class Arrow:
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


@dataclass(frozen=True)
class Graph:
    """Facts, rules and what follows from them, with the arrows between.

    Args:
        title: what it is a picture of.
        facts: by the title of their topic, in the order of the files.
    """

    title: Text
    facts: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]
    ends: tuple[Thing, ...]
    arrows: tuple[Arrow, ...]


def families(touching: CrossReferences) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of every family file, by folders and name, such as `mode/partners` or `audit/plan/balancing`."""
    found: dict[str, list[Rule]] = {}
    for rule in touching.knowledge.rules.values():
        found.setdefault(family_name(rule), []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def graph_of_rules(
    title: Text, rules: Iterable[Rule], touching: CrossReferences, only: frozenset[str] = frozenset()
) -> Graph:
    """Draw some rules.

    Args:
        title: what it is a picture of.
        rules: the rules.
        touching: what touches what.
        only: the facts whose tests are drawn; all when empty.
    """
    drawn = tuple(rules)
    points = {strength.id: strength.points for strength in touching.knowledge.decision.strengths}
    arrows = [
        arrow
        for rule in drawn
        for arrow in (*_tests(rule, only), *(_follows(rule, outcome, points) for outcome in rule.then))
    ]
    concluded = {arrow.target.id for arrow in arrows if arrow.target.kind == "fact"}
    tested = {arrow.origin.id for arrow in arrows if arrow.origin.kind == "fact"}
    topics: dict[str, tuple[str, ...]] = {}
    for fact in touching.knowledge.facts.values():
        if fact.id in tested | concluded:
            topics[fact.topic.en] = (*topics.get(fact.topic.en, ()), fact.id)
    ends = dict.fromkeys(arrow.target for arrow in arrows if arrow.target.kind in {"mode", "item"})
    return Graph(title, topics, tuple(rule.id for rule in drawn), tuple(ends), tuple(dict.fromkeys(arrows)))


def graph_around(thing: Thing, touching: CrossReferences) -> Graph:
    """Draw a rule with the rules before and after it, or a fact with the rules that conclude and test it."""
    knowledge = touching.knowledge
    if thing.kind == "fact":
        concluding = [rule for rule in knowledge.rules.values() if any(c.fact == thing.id for c in rule.concluded())]
        around = {each.id: each for each in (*concluding, *touching.rules_testing(thing.id))}
        return graph_of_rules(knowledge.facts[thing.id].title, around.values(), touching, frozenset({thing.id}))
    rule = knowledge.rules[thing.id]
    tested = set(touching.facts_of(rule.id))
    before = [each for each in knowledge.rules.values() if any(c.fact in tested for c in each.concluded())]
    after = [each for concluded in rule.concluded() for each in touching.rules_testing(concluded.fact)]
    around = {each.id: each for each in (*before, rule, *after)}
    return graph_of_rules(rule.title, around.values(), touching)


def _tests(rule: Rule, only: frozenset[str]) -> Iterator[Arrow]:
    states: dict[tuple[str, Relation], set[str]] = {}
    for test, negated in signed_tests(rule.when):
        states.setdefault((test.fact, "tests_not" if negated else "tests"), set()).update(test.states)
    for (fact, way), named in states.items():
        if not only or fact in only:
            yield Arrow(Thing("fact", fact), Thing("rule", rule.id), way, tuple(sorted(named)))


def _follows(rule: Rule, outcome: Outcome, points: Mapping[str, int]) -> Arrow:
    """Draw what a rule does: the first of its references, with its points."""
    relation, end = next(follows(outcome))
    strength = getattr(outcome, "strength", None)
    signed = outcome.signed(points[outcome.strength]) if isinstance(outcome, Evidence) else points.get(strength or "")
    here = Thing("rule", rule.id)
    states: tuple[str, ...] = ()
    if end.kind == "option":
        end, states = Thing("fact", end.fact), (end.state,)
    return Arrow(here, end, relation, states, signed, getattr(outcome, "to", None))
