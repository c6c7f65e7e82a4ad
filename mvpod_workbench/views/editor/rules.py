"""The schemas of rule files, and of facts in them: tested in a condition, given in an example, answered in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.rule_files import ACTIONS_OF, is_testable
from mvpod_expert.loading.rule_outcomes import BESIDES
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, counts_money
from mvpod_expert.model.rules import OUTCOMES_OF, Rationale, Rule, Stratum
from mvpod_expert.views.schema_parts import SOURCE, Parts, Schema, or_null, ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.catalogue import Item


NOT_HEAD = ("family", "stratum", "when", "then", "because", "fires", "silent", "place", "review")


class RuleShapes(Parts):
    """Makes the schemas of rules, and the pieces for their facts."""

    def of_facts(self) -> dict[str, Schema]:
        """Return how each fact is tested, concluded, exemplified and answered."""
        made: dict[str, Schema] = {}
        for fact in self.knowledge.facts.values():
            made[f"tested_{fact.id}"] = self._tested(fact)
            made[f"state_{fact.id}"] = self._state(fact)
            if not fact.derived:
                made[f"given_{fact.id}"] = self._given(fact)
                made[f"answer_{fact.id}"] = self._answer(fact)
        return made

    def condition(self, name: str, facts: Iterable[Fact], inside_not: str) -> Schema:
        """Give a condition over some facts, that refers to itself by its name, and to what may stand below a `not`."""
        parts = {"type": "array", "minItems": 1, "items": ref(name)}
        count = {"type": "integer", "minimum": 1}
        connectives: Mapping[str, Schema] = {
            "all": parts,
            "any": parts,
            "not": ref(inside_not),
            "at_least": self.mapping({"count": count, "of": parts}, ("count", "of")),
        }
        told = {key: self.told(key, piece) for key, piece in connectives.items()}
        tested = self._by_fact(facts, "tested")
        return tested | {"properties": told | tested["properties"], "minProperties": 1}

    def _by_fact(self, facts: Iterable[Fact], prefix: str) -> Schema:
        return self.mapping({fact.id: ref(f"{prefix}_{fact.id}") for fact in facts}, told=False)

    def _tested(self, fact: Fact) -> Schema:
        # Every option of an asked fact at once would look like "always", and is refused.
        most = len(fact.states) - (0 if fact.derived else 1)
        state = ref(f"state_{fact.id}")
        listed = {"type": "array", "items": state, "minItems": 1, "maxItems": most, "uniqueItems": True}
        return self._told(fact, {"anyOf": [state, listed]})

    def _state(self, fact: Fact) -> Schema:
        if fact.kind == "flag":
            return self._told(fact, {"type": "boolean"})
        return self._told(fact, self.one_of_ids({state: self._meaning(fact, state) for state in fact.states}))

    def _answer(self, fact: Fact) -> Schema:
        """Return how a fact is answered: with nothing, with a value, or with a value and where it comes from."""
        given = ref(f"given_{fact.id}")
        more = self.mapping({"value": given, "source": SOURCE, "estimated": {"type": "boolean"}}, ("value",))
        return self._told(fact, {"anyOf": [given, {"type": "null"}, more]})

    def _given(self, fact: Fact) -> Schema:
        words = [UNKNOWN, *([NOT_APPLICABLE] if fact.may_not_apply else [])]
        meant = {word: self.t(f"editor.{word}") for word in words}
        named = {state: self._meaning(fact, state) for state in fact.states}
        if fact.kind == "number" and fact.range is not None:
            number: Schema = {"type": "number", "minimum": fact.range.min, "maximum": fact.range.max}
            if fact.is_per_cent:
                number["not"] = {"exclusiveMinimum": -1, "exclusiveMaximum": 1, "not": {"const": 0}}
            sign = "[0-9]" if counts_money(fact.unit) else "[0-9].*[%％]" if fact.is_per_cent else None
            signed: list[Schema] = [{"type": "string", "pattern": sign}] if sign is not None else []
            return self._told(fact, {"anyOf": [number, self.one_of_ids(named), self.one_of_ids(meant), *signed]})
        if fact.kind == "flag":
            return self._told(fact, {"anyOf": [{"type": "boolean"}, self.one_of_ids(meant)]})
        return self._told(fact, self.one_of_ids(named | meant))

    def _told(self, fact: Fact, schema: Schema) -> Schema:
        """Return a piece with the fact's words, which the editor shows beside it."""
        title = fact.title.in_(self.lang)
        lines = [f"**{title}**", fact.question.in_(self.lang) if fact.question else ""]
        lines.append("\n".join(f"- `{state}`: {self._meaning(fact, state)}" for state in fact.states))
        markdown = "\n\n".join(line for line in lines if line)
        said = " ".join(lines[:2]).replace("*", "").strip()
        return {"title": title, "description": said, **schema} | {"markdownDescription": markdown}

    def _meaning(self, fact: Fact, state: str) -> str:
        title = fact.state_title(state).in_(self.lang)
        meaning = next((option.meaning.in_(self.lang) for option in fact.options if option.id == state), "")
        if meaning:
            return self.t("list.pair", name=title, value=meaning)
        limit = next((band for band in fact.bands if band.id == state), None)
        if limit is None:
            return title
        key = "band_last" if limit.limit is None else "band_below" if limit.below is not None else "band_up_to"
        number = f"{limit.limit:,}" if limit.limit is not None else ""
        return title + self.t("list.extra", text=self.t(f"editor.{key}", number=number))

    def shared_pieces(self) -> dict[str, Schema]:
        """Return the pieces that files about the same facts share."""
        condition = self.condition("condition_asked", self.knowledge.asked(), "condition_asked")
        own = {"because": self.noun(Rationale, {}), "condition_asked": condition}
        # A fact without a value is unanswered.
        answers = self._by_fact(self.knowledge.asked(), "answer") | {"type": ["object", "null"]}
        return self.definitions() | self.of_facts() | own | {"answers": answers}

    def page(self, stratum: Stratum, kinds: Iterable[str] = ()) -> tuple[Schema, dict[str, Schema]]:
        """Return the schema of the files of one folder, for all outcomes of its stratum or some; and its own pieces."""
        facts = self.knowledge.facts.values()
        tested = tuple(fact for fact in facts if is_testable(fact, stratum, self.knowledge.decision))
        is_asked_only = all(not fact.derived for fact in tested)
        condition = ref("condition_asked" if is_asked_only else "condition")
        # Derived facts stand in an example as if concluded.
        given = {fact.id: ref(f"state_{fact.id}" if fact.derived else f"given_{fact.id}") for fact in facts}
        example = self.mapping(given, told=False)
        examples = self.mapping(dict.fromkeys(("fires", "silent"), self.listed(ref("example"), 1)), ("fires", "silent"))
        head = self.shape(Rule, *NOT_HEAD)
        rule = self.mapping(
            {
                **head["properties"],
                "review_by": or_null(ref("date")),
                "when": condition,
                "then": self.listed(self._outcome(tuple(kinds) or OUTCOMES_OF[stratum]), 1),
                "because": ref("because"),
                "examples": examples,
            },
            (*head["required"], "when", "then", "because", "examples"),
        )
        own = {"rule": self.entry(rule), "example": example}
        if not is_asked_only:
            own["condition"] = self.condition("condition", tested, "condition_asked")
        page = self.mapping(
            {"family": ref("text"), "review_by": or_null(ref("date")), "rules": self.listed(ref("rule"), 1)},
            ("family", "rules"),
        )
        return page, own

    def _outcome(self, kinds: Iterable[str]) -> Schema:
        offered = self._offered()
        actions = [each for kind in kinds for each in ACTIONS_OF.get(kind, (kind,)) if offered.get(each, True)]
        besides = dict.fromkeys(beside for action in actions for beside in BESIDES.get(action, ()))
        pieces = self._pieces()
        # An action stands alone, but for what belongs beside it: required, or refused.
        belongs: dict[str, Schema | list[str]] = {}
        for action in actions:
            own = BESIDES.get(action, ())
            foreign = [each for each in besides if each not in own]
            refused: Schema = {"not": {"anyOf": [{"required": [each]} for each in foreign]}} if foreign else {}
            belongs[action] = {"required": list(own)} | refused
        return self.mapping(
            {name: pieces[name] for name in (*actions, *besides)},
            oneOf=[{"required": [action]} for action in actions],
            dependencies=belongs,
            allOf=list(self._choices()) if "assign" in actions else [],
        )

    def _pieces(self) -> dict[str, Schema]:
        decision = self.knowledge.decision
        elsewhere = {decision.decided_fact, decision.compared_fact}
        concludable = [fact for fact in self.knowledge.facts.values() if fact.derived and fact.id not in elsewhere]
        return {
            "conclude": self._by_fact(concludable, "state"),
            "for": ref("mode"),
            "against": ref("mode"),
            "exclude": ref("mode"),
            "recommend": self.one_or_more(ref("item")),
            "reask": self.one_or_more(ref("asked_fact")),
            **{action: self.titled(items) for action, items in self._offered().items()},
            "to": ref("item"),
            "strength": ref("strength"),
        }

    def _offered(self) -> dict[str, list[Item]]:
        """Return the rows that can be assigned, and the items that can be proposed."""
        shelves = self.knowledge.shelves
        return {
            "assign": [item for shelf in shelves if shelf.chooses for item in shelf.items],
            "propose": [item for shelf in shelves if shelf.ranked for item in shelf.items],
        }

    def _choices(self) -> Iterator[Schema]:
        """Say what each row of the plan can fall to."""
        by_kind = {shelf.kind: shelf for shelf in self.knowledge.shelves}
        for shelf in self.knowledge.shelves:
            if shelf.chooses is not None and shelf.items and shelf.chooses.among in by_kind:
                rows = {"properties": {"assign": {"enum": [item.id for item in shelf.items]}}, "required": ["assign"]}
                to = self.titled(by_kind[shelf.chooses.among].items)
                yield {"if": rows, "then": {"properties": {"to": to}}}
