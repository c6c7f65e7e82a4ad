"""The description of a rule: when it fires, what follows, why, its examples, and which rules it has to do with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.references import Thing, option
from mvpod_expert.model.rules import Conclude, Evidence, Outcome, Reask, Recommend, Rule
from mvpod_expert.views.description import Description, Line, Ref, Words, paragraph, plain_text, point
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, body_of
from mvpod_workbench.views.reference.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class RuleDescriber(Naming):
    """Describes rules, each with so many of the others that share most of its facts; by default with all of them."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages, most_related: int | None = None) -> None:
        super().__init__(knowledge, t)
        self.most_related = most_related

    def of_rule(self, rule: Rule) -> Description:
        """Describe a rule."""
        t, because = self.t, rule.because
        support = self.support(because.basis, because.principle, because.sources)
        tested = self.row(self.fact(fact, with_id=True) for fact in self.touching.facts_of(rule.id))
        parts = (
            (t("rule.when"), self.condition(rule.when)),
            (t("rule.then"), (Line(self.effect(each, self.body(rule))) for each in rule.then)),
            (t("rule.because"), (paragraph(because.reason.in_(self.lang)), paragraph(*support))),
            (t("reference.examples"), self._examples(rule)),
            (t("reference.tested"), (paragraph(*tested),)),
            (t("reference.rests_on_rules"), self._rests_on(rule)),
            (t("reference.enables"), self._enables(rule)),
            (t("reference.same_facts"), self._same_facts(rule)),
        )
        return self.described(Thing("rule", rule.id), rule.place, (), parts)

    def condition(self, condition: Condition, depth: int = 0) -> Iterator[Line]:
        """Report a condition line by line."""
        match condition:
            case Test(fact=fact, states=states):
                ordered = [state for state in self.knowledge.facts[fact].states if state in states]
                yield point(self.states(fact, *ordered), depth=depth)
            case Not(part=part):
                yield point(self.t("condition.not", needed=1, parts=1), depth=depth)
                yield from self.condition(part, depth + 1)
            case All(parts=(part,)) | Any(parts=(part,)):
                yield from self.condition(part, depth)
            case All(parts=parts) | Any(parts=parts) | AtLeast(parts=parts):
                needed = condition.needed
                yield point(self.t(f"condition.{condition.kind}", needed=needed, parts=len(parts)), depth=depth)
                for part in parts:
                    yield from self.condition(part, depth + 1)

    def plainly(self, rule: Rule, field: str) -> tuple[str, ...]:
        """Return what a rule tests (`when`) or does (`then`), a line each, without what the words refer to."""
        if field == "when":
            return tuple("  " * line.depth + plain_text(line.words) for line in self.condition(rule.when))
        return tuple(plain_text(self.effect(outcome, self.body(rule))) for outcome in rule.then)

    def body(self, rule: Rule) -> BodyName:
        """Return the rule set that a rule belongs to."""
        return body_of(Thing("rule", rule.id), self.knowledge)

    def effect(self, outcome: Outcome, body: BodyName = ADVICE) -> Words:
        """Say one outcome; what is recommended comes into the plan, or the roadmap, or is opened again."""
        if isinstance(outcome, Conclude):
            return self._said("outcome.conclude", answer=(self.states(outcome.fact, outcome.state),))
        filled: dict[str, Words] = {}
        for name, value in outcome:
            match name:
                case "item" | "to":
                    filled[name] = (self.ref(Thing("item", value)),)
                case "fact":
                    filled[name] = (self.fact(value),)
                case "mode":
                    filled[name] = self.refs("mode", (value,))
                case "strength":
                    points = self.knowledge.decision.points(value)
                    signed = f"{outcome.signed(points):+d}" if isinstance(outcome, Evidence) else str(points)
                    filled |= {"strength": (self.title(Thing("strength", value)),), "points": (signed,)}
        return self._said(self.key(f"outcome.{outcome.kind}", body), **filled)

    def shortly(self, rule: Rule, *, about: str | None = None) -> Line:
        """Name a rule with what it does, on one line: of its outcomes only those on a mode, where there are any."""
        on = [each for each in rule.then if about is not None and getattr(each, "mode", None) == about]
        effects = self.t("list.semicolon").join(map(plain_text, self._effects(on or rule.then, self.body(rule))))
        return point(self.rule(rule.id), self.t("reference.does"), effects)

    def _effects(self, outcomes: Sequence[Outcome], body: BodyName) -> Iterator[Words]:
        """Say outcomes; what is asked again or put into the plan together is said once."""
        asked = self.row(self.fact(each.fact) for each in outcomes if isinstance(each, Reask))
        items = self.row(self.ref(Thing("item", each.item)) for each in outcomes if isinstance(each, Recommend))
        if asked:
            yield self._said("outcome.reask", fact=asked)
        if items:
            yield self._said(self.key("outcome.recommend", body), item=items)
        yield from (self.effect(outcome) for outcome in outcomes if not isinstance(outcome, Reask | Recommend))

    def _examples(self, rule: Rule) -> Iterator[Line]:
        for key, examples in (("fires", rule.fires), ("silent", rule.silent)):
            yield point(self.t(f"reference.{key}"))
            for example in examples:
                # The facts can be followed from the condition; here they would only stand in the way of reading.
                pairs = (self.names.pair(fact, state) for fact, state in example.states.items())
                yield point(self.t("list.semicolon").join(pairs), depth=1)

    def _rests_on(self, rule: Rule) -> Iterator[Line]:
        for fact in self.touching.facts_of(rule.id):
            states = (option(fact, state) for state in self.knowledge.facts[fact].states)
            names = self.row(ref for state in states for ref in self.rules(self.touching.to(state, "concludes")))
            if names:
                yield Line(self._said("reference.concludes_fact", fact=(self.fact(fact),), rules=names))

    def _enables(self, rule: Rule) -> Iterator[Line]:
        for concluded in rule.concluded():
            yield from map(self.shortly, self.touching.rules_testing(concluded.fact))
        for item in (Thing("item", each.item) for each in rule.then if isinstance(each, Recommend)):
            names = self.row(map(self.ref, self.touching.from_(item, "brings")))
            if names:
                yield Line(self._said("reference.brings_on", item=(self.ref(item, with_id=False),), items=names))

    def _same_facts(self, rule: Rule) -> Iterator[Line]:
        decision = self.knowledge.decision
        hubs = {decision.decided_fact, decision.compared_fact}
        own = [fact for fact in self.touching.facts_of(rule.id) if fact not in hubs]
        shared: dict[str, list[str]] = {}
        for fact in own:
            for other in self.touching.rules_testing(fact):
                if other.id != rule.id:
                    shared.setdefault(other.id, []).append(fact)
        order = list(self.knowledge.rules)
        nearest = sorted(shared, key=lambda each: (-len(shared[each]), order.index(each)))
        for other_id in nearest[: self.most_related]:
            if len(own) == 1:
                yield point(self.rule(other_id))
                continue
            names = self.t("list.comma").join(map(self.names.fact, shared[other_id]))
            yield Line(self._said("reference.shares", rule=(self.rule(other_id),), facts=(names,)))

    def _said(self, key: str, **filled: Words) -> Words:
        """Say a sentence whose blanks are filled with references."""
        marks = {name: f"\0{name}\0" for name in filled}
        words: list[str | Ref] = []
        for number, piece in enumerate(self.t(key, **marks).split("\0")):
            words += filled[piece] if number % 2 else [piece]
        return tuple(word for word in words if word != "")
