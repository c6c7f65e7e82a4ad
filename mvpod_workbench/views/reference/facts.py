"""The description of a fact and its states: what is asked, which rules test each answer, and what else hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import Description, Line, Section, joined, paragraph, point, sections
from mvpod_workbench.lookup.cross_references import TESTING
from mvpod_workbench.lookup.rulesets import authoring, body_names, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.references import Relation
    from mvpod_workbench.views.reference.rules import RuleDescriber

GROUPS = {"reask": "doubts", "conclude": "conclusions", "exclude": "vetoes", "evidence": "evidence"}
CHANGING: tuple[tuple[str, Relation], ...] = (("changed_to", "changes_to"), ("changed_from", "changes_from"))
ORDER = ("evidence", "vetoes", "doubts", "conclusions")


class FactDescriber:
    """Describes facts and their states.

    Args:
        rules: describes the rules that test them.
    """

    def __init__(self, rules: RuleDescriber) -> None:
        self.rules = rules
        self.t = rules.t
        self.naming = rules.naming
        self.knowledge = rules.knowledge

    def describe(self, fact: Fact) -> Description:
        """Report everything about a fact."""
        t, thing = self.t, Thing("fact", fact.id)
        touching = self.naming.touching
        doubts = tuple(Line(self.rules.shortly(self.knowledge.rules[each.id])) for each in touching.to(thing, "reasks"))
        pictures = tuple(point(self.naming.title(each)) for each in touching.to(thing, "shows"))
        by_state = tuple(self._state(fact, state) for state in fact.known_states)
        return self.naming.described(
            thing,
            fact.place,
            self._lead(fact),
            (
                *(each for each in by_state if each.lines),
                *sections(
                    (t("reference.asked_again"), doubts),
                    (t("reference.promises"), tuple(self.promises(thing))),
                    (t("reference.cases"), tuple(self._cases(fact))),
                    (t("reference.pictures"), pictures),
                ),
            ),
        )

    def describe_state(self, thing: Thing) -> Description:
        """Report everything about one state of a fact."""
        fact = self.knowledge.facts[thing.fact]
        return self.naming.described(
            thing,
            fact.place,
            (paragraph(self.t("reference.of_fact"), self.naming.fact(fact.id, with_id=True)),),
            sections(
                (self.heading(fact, thing.state), self._state(fact, thing.state).lines),
                (self.t("reference.cases"), tuple(self._cases(fact, thing.state))),
            ),
            title=f"{fact.title.in_(self.t.lang)} · {self.naming.title(thing)}",
        )

    def heading(self, fact: Fact, state: str) -> str:
        """Name a state with its id."""
        title = self.naming.names.state(fact.id, state)
        return title if title == state else self.t("reference.state", title=title, id=state)

    def promises(self, thing: Thing) -> Iterator[Line]:
        """Report the promises about a fact, a mode or a source."""
        lang = self.t.lang
        for each in self.naming.touching.to(thing, "promises_on", "never_favours", "leans_on"):
            if each.kind != "promise":
                continue
            promise = self.knowledge.directions[int(each.id) - 1]
            fact = self.knowledge.facts[promise.raising]
            through = " → ".join(fact.state_title(state).in_(lang) for state in promise.through or fact.states)
            comma = self.t("list.comma")
            over = comma.join(self.naming.names.mode(mode) for mode in promise.over)
            yield point(
                self.naming.fact(promise.raising),
                self.t(
                    "reference.promised",
                    through=through,
                    mode=self.naming.names.mode(promise.never_favours),
                    over=over,
                    reason=promise.reason.in_(lang),
                ),
                *self.naming.support(promise.basis, (), promise.sources),
            )

    def _lead(self, fact: Fact) -> Iterator[Line]:
        t, lang = self.t, self.t.lang
        if fact.question:
            yield paragraph(t("reference.question", text=fact.question.in_(lang)))
        for key, text in (("why", fact.why), ("how", fact.how)):
            if text:
                yield paragraph(t(f"reference.{key}", text=text.in_(lang)))
        body = body_of(Thing("fact", fact.id), self.knowledge)
        traits = [t(self.naming.key(f"reference.kind_{fact.kind}", body))]
        if fact.range:
            unit = fact.unit.in_(lang) if fact.unit else ""
            traits.append(t("reference.range", low=f"{fact.range.min:,}", high=f"{fact.range.max:,}", unit=unit))
        if fact.scope == "company":
            traits.append(t("reference.whole_company"))
        if fact.may_not_apply:
            traits.append(t("reference.may_not_apply"))
        if fact.client_can_change:
            traits.append(t("reference.client_can_change"))
        yield paragraph(t("list.semicolon").join(traits))
        for own in authoring().values():
            yield from own.about_fact(fact, self.naming)
        if fact.principle:
            yield paragraph(t("reference.serves"), *self.naming.principles(fact.principle))

    def _state(self, fact: Fact, state: str) -> Section:
        lines: list[Line] = []
        meaning = next((each.meaning for each in fact.options if each.id == state), None)
        # A series moves in ways that need no words beyond their names.
        if meaning is not None and meaning != fact.state_title(state):
            lines.append(paragraph(meaning.in_(self.t.lang)))
        if fact.bands and state != NOT_APPLICABLE:
            lines.append(paragraph(self._band(fact, state)))
        thing = option(fact.id, state)
        concluding = self.naming.rules(self.naming.touching.to(thing, "concludes"))
        if concluding:
            lines.append(point(self.t("reference.concluded_by")))
            lines += [point(ref, depth=1) for ref in concluding]
        lines += self._tests(thing)
        lines += self._changes(thing)
        return Section(self.heading(fact, state), tuple(lines))

    def _band(self, fact: Fact, state: str) -> str:
        low = ""
        for band in fact.bands:
            if band.id == state:
                high = f"{band.limit:,}" if band.limit is not None else ""
                key = "band_up_to" if band.up_to is not None else "band_below"
                return self.t(f"reference.{key}", low=low, high=high)
            low = f"{band.limit:,}"
        return ""

    def _tests(self, thing: Thing) -> Iterator[Line]:
        planned = {body: self.naming.key("reference.group_plan", body) for body in body_names()}
        groups: dict[str, list[Line]] = {f"reference.group_{group}": [] for group in ORDER}
        groups |= {group: [] for group in planned.values()}
        for relation in TESTING:
            for each in self.naming.touching.to(thing, relation):
                rule = self.knowledge.rules[each.id]
                group = GROUPS.get(rule.then[0].kind, "")
                words = self.rules.shortly(rule)
                if relation == "tests_not":
                    words = (*words, self.t("reference.if_not"))
                key = f"reference.group_{group}" if group else planned[self.rules.body(rule)]
                groups[key].append(Line(words, depth=1))
        for group, lines in groups.items():
            if lines:
                yield point(self.t(group, count=len(lines)))
                yield from lines

    def _changes(self, thing: Thing) -> Iterator[Line]:
        for key, relation in CHANGING:
            items = self.naming.touching.to(thing, relation)
            if items:
                yield point(self.t(f"reference.{key}"))
                for item in items:
                    yield point(self.naming.ref(item), depth=1)

    def _cases(self, fact: Fact, only: str | None = None) -> Iterator[Line]:
        for state in fact.known_states:
            cases = self.naming.touching.to(option(fact.id, state), "answers")
            if cases and only in {None, state}:
                label = self.naming.names.state(fact.id, state)
                names = joined([self.naming.ref(case) for case in cases], self.t("list.comma"))
                yield point(self.t("list.pair", name=label, value=""), *names)
