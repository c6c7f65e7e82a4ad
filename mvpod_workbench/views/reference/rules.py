"""The description of a rule: when it fires, what follows, why, its examples, and which rules it has to do with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Not, Test
from mvpod_expert.model.references import Thing, option
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Propose, Reask, Recommend
from mvpod_expert.views.description import Description, Line, Ref, joined, paragraph, plain_text, point, sections
from mvpod_workbench.lookup.rulesets import ADVICE, body_of
from mvpod_workbench.views.reference.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Outcome, Rule
    from mvpod_expert.views.description import Words
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.rulesets import BodyName


class RuleDescriber:
    """Describes rules.

    Args:
        most_related: of the other rules that test the same facts, so many that share most; by default all.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, most_related: int | None = None) -> None:
        self.knowledge = knowledge
        self.t = t
        self.naming = Naming(knowledge, t)
        self.most_related = most_related
        self.hubs = {knowledge.decision.decided_fact, knowledge.decision.compared_fact}

    def describe(self, rule: Rule) -> Description:
        """Report everything about a rule."""
        t, because = self.t, rule.because
        support = self.naming.support(because.basis, because.principle, because.sources)
        tested = [self.naming.fact(fact, with_id=True) for fact in self.naming.touching.facts_of(rule.id)]
        reason = (paragraph(because.reason.in_(t.lang)), paragraph(*support))
        return self.naming.described(
            Thing("rule", rule.id),
            rule.place,
            (),
            sections(
                (t("rule.when"), tuple(self.condition(rule.when))),
                (t("rule.then"), tuple(Line(self.effect(each, self.body(rule))) for each in rule.then)),
                (t("rule.because"), reason),
                (t("reference.examples"), tuple(self._examples(rule))),
                (t("reference.tested"), (paragraph(*joined(tested, t("list.comma"))),)),
                (t("reference.rests_on_rules"), tuple(self._rests_on(rule))),
                (t("reference.enables"), tuple(self._enables(rule))),
                (t("reference.same_facts"), tuple(self._same_facts(rule))),
            ),
        )

    def condition(self, condition: Condition, depth: int = 0) -> Iterator[Line]:
        """Report a condition line by line."""
        match condition:
            case Test(fact=fact, states=states):
                ordered = [state for state in self.knowledge.facts[fact].states if state in states]
                yield point(self.naming.states(fact, ordered), depth=depth)
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
        """Report to which body of rules a rule belongs."""
        return body_of(Thing("rule", rule.id), self.knowledge)

    def effect(self, outcome: Outcome, body: BodyName = ADVICE) -> Words:  # noqa: PLR0911 - one for each kind
        """Say one outcome; what is recommended comes into the plan, or the roadmap, or is opened again."""
        naming, points = self.naming, self.knowledge.decision.points
        match outcome:
            case Conclude(fact=fact, state=state):
                return self._said("outcome.conclude", answer=(naming.pair(fact, state),))
            case Evidence(mode=mode, strength=strength):
                signed = f"{outcome.signed(points(strength)):+d}"
                strong = naming.title(Thing("strength", strength))
                return self._said("outcome.evidence", mode=(naming.mode(mode),), points=(signed,), strength=(strong,))
            case Exclude(mode=mode):
                return self._said("outcome.exclude", mode=(naming.mode(mode),))
            case Recommend(item=item):
                return self._said(self.naming.key("outcome.recommend", body), item=(naming.ref(Thing("item", item)),))
            case Assign(item=item, to=to, strength=strength):
                row, column = naming.ref(Thing("item", item)), naming.ref(Thing("item", to))
                return self._said("outcome.assign", item=(row,), to=(column,), points=(str(points(strength)),))
            case Propose(item=item, strength=strength):
                move = naming.ref(Thing("item", item))
                return self._said("outcome.propose", item=(move,), points=(str(points(strength)),))
            case Reask(fact=fact):
                return self._said("outcome.reask", fact=(naming.fact(fact),))

    def shortly(self, rule: Rule, *, about: str | None = None) -> Words:
        """Name a rule with what it does, on one line.

        Args:
            rule: the rule.
            about: of its outcomes only those on this mode or item, where there are any.
        """
        on = [each for each in rule.then if about in {getattr(each, "mode", None), getattr(each, "item", None)}]
        said = self._effects(on or rule.then, self.body(rule))
        effects = self.t("list.semicolon").join(map(plain_text, said))
        return (self.naming.rule(rule.id), self.t("reference.does"), effects)

    def _effects(self, outcomes: Iterable[Outcome], body: BodyName) -> Iterator[Words]:
        """Say outcomes; what is asked again or put into the plan together is said once."""
        naming, comma = self.naming, self.t("list.comma")
        asked = [naming.fact(outcome.fact) for outcome in outcomes if isinstance(outcome, Reask)]
        items = [naming.ref(Thing("item", outcome.item)) for outcome in outcomes if isinstance(outcome, Recommend)]
        if asked:
            yield self._said("outcome.reask", fact=joined(asked, comma))
        if items:
            yield self._said(self.naming.key("outcome.recommend", body), item=joined(items, comma))
        yield from (self.effect(outcome) for outcome in outcomes if not isinstance(outcome, Reask | Recommend))

    def _examples(self, rule: Rule) -> Iterator[Line]:
        for key, examples in (("fires", rule.fires), ("silent", rule.silent)):
            yield point(self.t(f"reference.{key}"))
            for example in examples:
                # The facts can be followed from the condition; here they would only stand in the way of reading.
                pairs = (self.naming.names.pair(fact, state) for fact, state in example.states.items())
                yield point(self.t("list.semicolon").join(pairs), depth=1)

    def _rests_on(self, rule: Rule) -> Iterator[Line]:
        for fact in self.naming.touching.facts_of(rule.id):
            concluding = [
                ref
                for state in self.knowledge.facts[fact].states
                for ref in self.naming.rules(self.naming.touching.to(option(fact, state), "concludes"))
            ]
            if concluding:
                names = joined(concluding, self.t("list.comma"))
                yield Line(self._said("reference.concludes_fact", fact=(self.naming.fact(fact),), rules=names))

    def _enables(self, rule: Rule) -> Iterator[Line]:
        touching, naming = self.naming.touching, self.naming
        for concluded in rule.concluded():
            for other in touching.rules_testing(concluded.fact):
                yield Line(self.shortly(other))
        for outcome in rule.then:
            brought = touching.from_(Thing("item", outcome.item), "brings") if isinstance(outcome, Recommend) else ()
            if brought:
                names = joined([naming.ref(each) for each in brought], self.t("list.comma"))
                item = naming.ref(Thing("item", outcome.item), with_id=False) if isinstance(outcome, Recommend) else ""
                yield Line(self._said("reference.brings_on", item=(item,), items=names))

    def _same_facts(self, rule: Rule) -> Iterator[Line]:
        touching = self.naming.touching
        own = [fact for fact in touching.facts_of(rule.id) if fact not in self.hubs]
        shared: dict[str, list[str]] = {}
        for fact in own:
            for other in touching.rules_testing(fact):
                if other.id != rule.id:
                    shared.setdefault(other.id, []).append(fact)
        order = list(self.knowledge.rules)
        nearest = sorted(shared, key=lambda each: (-len(shared[each]), order.index(each)))
        for other_id in nearest[: self.most_related]:
            if len(own) == 1:
                yield point(self.naming.rule(other_id))
                continue
            names = self.t("list.comma").join(self.naming.names.fact(fact) for fact in shared[other_id])
            yield Line(self._said("reference.shares", rule=(self.naming.rule(other_id),), facts=(names,)))

    def _said(self, key: str, **filled: Words) -> Words:
        """Say a sentence whose blanks are filled with references."""
        marks = {name: f"\0{name}\0" for name in filled}
        words: list[str | Ref] = []
        for number, piece in enumerate(self.t(key, **marks).split("\0")):
            words += filled[piece] if number % 2 else [piece]
        return tuple(word for word in words if word != "")
