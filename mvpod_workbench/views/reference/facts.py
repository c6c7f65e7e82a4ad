"""The description of a fact and its states: what is asked, which rules test each answer, and what else hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, Fact
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import Description, Line, Ref, paragraph, point
from mvpod_workbench.lookup.cross_references import TESTING
from mvpod_workbench.lookup.rulesets import authoring, body_names, body_of
from mvpod_workbench.views.reference.rules import RuleDescriber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_workbench.views.reference.naming import Part

GROUPS = {"evidence": "evidence", "exclude": "vetoes", "reask": "doubts", "conclude": "conclusions"}
"""The groups of rules that test a state, by the kind of what they do first; all others are about the plan."""


class FactDescriber(RuleDescriber):
    """Describes facts and their states."""

    def of_fact(self, fact: Fact) -> Description:
        """Describe a fact."""
        t, thing = self.t, Thing("fact", fact.id)
        parts = (
            *(self._state(fact, state) for state in fact.known_states),
            (
                t("reference.asked_again"),
                (self.shortly(self.knowledge.rules[each.id]) for each in self.touching.to(thing, "reasks")),
            ),
            self.promises(thing),
            (t("reference.cases"), self._cases(fact)),
            self.pictures(thing),
        )
        return self.described(thing, fact.place, self._lead(fact), parts)

    def of_option(self, thing: Thing) -> Description:
        """Describe one state of a fact."""
        fact = self.knowledge.facts[thing.fact]
        lead = (paragraph(self.t("reference.of_fact"), self.fact(fact.id, with_id=True)),)
        parts = (self._state(fact, thing.state), (self.t("reference.cases"), self._cases(fact, thing.state)))
        title = f"{fact.title.in_(self.lang)} · {self.title(thing)}"
        return self.described(thing, fact.place, lead, parts, title=title)

    def heading(self, fact: Fact, state: str) -> str:
        """Name a state with its id."""
        title = self.names.state(fact.id, state)
        return title if title == state else self.t("reference.state", title=title, id=state)

    def pictures(self, thing: Thing) -> Part:
        """Return the pictures that show a thing."""
        return self.t("reference.pictures"), (point(self.title(each)) for each in self.touching.to(thing, "shows"))

    def promises(self, thing: Thing) -> Part:
        """Return the promises about a fact, a mode or a source."""
        found = self.touching.to(thing, "promises_on", "never_favours", "leans_on")
        return self.t("reference.promises"), (self._promise(each) for each in found if each.kind == "promise")

    def _promise(self, thing: Thing) -> Line:
        promise = self.knowledge.directions[int(thing.id) - 1]
        fact = self.knowledge.facts[promise.raising]
        said = self.t(
            "reference.promised",
            through=" → ".join(fact.state_title(state).in_(self.lang) for state in promise.through or fact.states),
            mode=self.names.mode(promise.never_favours),
            over=self.names.comma(map(self.names.mode, promise.over)),
            reason=promise.reason.in_(self.lang),
        )
        return point(self.fact(promise.raising), said, *self.support(promise.basis, (), promise.sources))

    def _lead(self, fact: Fact) -> Iterator[Line]:
        t, lang = self.t, self.lang
        for key, text in (("question", fact.question), ("why", fact.why), ("how", fact.how)):
            if text:
                yield paragraph(t(f"reference.{key}", text=text.in_(lang)))
        body = body_of(Thing("fact", fact.id), self.knowledge)
        traits = [t(self.key(f"reference.kind_{fact.kind}", body))]
        if fact.range:
            unit = fact.unit.in_(lang) if fact.unit else ""
            traits.append(t("reference.range", low=f"{fact.range.min:,}", high=f"{fact.range.max:,}", unit=unit))
        has = {
            "whole_company": fact.scope == "company",
            "may_not_apply": fact.may_not_apply,
            "client_can_change": fact.client_can_change,
        }
        traits += [t(f"reference.{trait}") for trait, is_so in has.items() if is_so]
        yield paragraph(self.names.semicolon(traits))
        for own in authoring().values():
            yield from own.about_fact(fact, self)
        if fact.principle:
            things = [Thing("principle", each) for each in fact.principle]
            named = self.row(Ref(each, f"{each.id} {self.title(each)}", with_id=False) for each in things)
            yield paragraph(t("reference.serves"), *named)

    def _state(self, fact: Fact, state: str) -> Part:
        return self.heading(fact, state), self._of_state(fact, state)

    def _of_state(self, fact: Fact, state: str) -> Iterator[Line]:
        meaning = next((each.meaning for each in fact.options if each.id == state), None)
        # A series moves in ways that need no words beyond their names.
        if meaning is not None and meaning != fact.state_title(state):
            yield paragraph(meaning.in_(self.lang))
        if fact.bands and state != NOT_APPLICABLE:
            yield paragraph(self._band(fact, state))
        thing = option(fact.id, state)
        concluding = self.rules(self.touching.to(thing, "concludes"))
        if concluding:
            yield point(self.t("reference.concluded_by"))
            yield from (point(ref, depth=1) for ref in concluding)
        yield from self._tests(thing)
        for key, relation in (("changed_to", "changes_to"), ("changed_from", "changes_from")):
            items = self.touching.to(thing, relation)
            if items:
                yield point(self.t(f"reference.{key}"))
                yield from self.points(items, depth=1)

    def _band(self, fact: Fact, state: str) -> str:
        low = ""
        for band in fact.bands:
            high = f"{band.limit:,}" if band.limit is not None else ""
            if band.id == state:
                key = "band_up_to" if band.up_to is not None else "band_below"
                return self.t(f"reference.{key}", low=low, high=high)
            low = high
        return ""

    def _tests(self, thing: Thing) -> Iterator[Line]:
        planned = {body: self.key("reference.group_plan", body) for body in body_names()}
        names = [*(f"reference.group_{group}" for group in GROUPS.values()), *planned.values()]
        groups: dict[str, list[Line]] = {name: [] for name in names}
        for relation in TESTING:
            for each in self.touching.to(thing, relation):
                rule = self.knowledge.rules[each.id]
                group = GROUPS.get(rule.then[0].kind)
                if_not = (self.t("reference.if_not"),) if relation == "tests_not" else ()
                line = point(*self.shortly(rule).words, *if_not, depth=1)
                groups[f"reference.group_{group}" if group else planned[self.body(rule)]].append(line)
        for name, lines in groups.items():
            if lines:
                yield point(self.t(name, count=len(lines)))
                yield from lines

    def _cases(self, fact: Fact, only: str | None = None) -> Iterator[Line]:
        for state in fact.known_states:
            cases = self.touching.to(option(fact.id, state), "answers")
            if cases and only in {None, state}:
                yield point(self.names.pair_of(self.names.state(fact.id, state), ""), *self.row(map(self.ref, cases)))
