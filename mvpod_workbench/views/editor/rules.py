"""The schemas of rule files, and of facts in them: tested in a condition, given in an example, answered in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.rule_files import ACTIONS_OF, is_testable
from mvpod_expert.loading.rule_outcomes import BESIDES
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, counts_money
from mvpod_expert.model.rules import OUTCOMES_OF, Rationale, Rule
from mvpod_expert.views.schema_parts import SOURCE, Parts, or_null, ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.schema_parts import Schema


class FactShapes(Parts):
    """Makes the pieces for facts."""

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

    def examples(self, facts: Iterable[Fact]) -> Schema:
        """Return what an example says: answers, and derived facts as if concluded."""
        named = {fact.id: ref(f"state_{fact.id}" if fact.derived else f"given_{fact.id}") for fact in facts}
        return self.mapping(named, told=False)

    def answers(self) -> Schema:
        """Return the answers of a case; a fact without a value is unanswered."""
        return self._by_fact(self.knowledge.asked(), "answer") | {"type": ["object", "null"]}

    def concluded(self, facts: Iterable[Fact]) -> Schema:
        """Return the facts that rules conclude, each with its value."""
        return self._by_fact(facts, "state")

    def states(self, facts: Iterable[Fact]) -> Schema:
        """Return facts, each with a list of its states."""
        return self.mapping({fact.id: self.listed(ref(f"state_{fact.id}")) for fact in facts}, told=False)

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
        meanings = [self.t(f"editor.{word}") for word in words]
        word: Schema = {"type": "string", "enum": words, "enumDescriptions": meanings}
        if fact.kind == "number" and fact.range is not None:
            number: Schema = {"type": "number", "minimum": fact.range.min, "maximum": fact.range.max}
            if fact.is_per_cent:
                number["not"] = {"exclusiveMinimum": -1, "exclusiveMaximum": 1, "not": {"const": 0}}
            bands = self.one_of_ids({state: self._meaning(fact, state) for state in fact.states})
            sign = "[0-9]" if counts_money(fact.unit) else "[0-9].*[%％]" if fact.is_per_cent else None
            signed: list[Schema] = [{"type": "string", "pattern": sign}] if sign is not None else []
            return self._told(fact, {"anyOf": [number, bands, word, *signed]})
        if fact.kind == "flag":
            return self._told(fact, {"anyOf": [{"type": "boolean"}, word]})
        named = {state: self._meaning(fact, state) for state in fact.states}
        return self._told(fact, self.one_of_ids(named | dict(zip(words, meanings, strict=True))))

    def _told(self, fact: Fact, schema: Schema) -> Schema:
        """Return a piece with the fact's words, which the editor shows beside it."""
        title = fact.title.in_(self.lang)
        lines = [f"**{title}**", fact.question.in_(self.lang) if fact.question else ""]
        lines.append("\n".join(f"- `{state}`: {self._meaning(fact, state)}" for state in fact.states))
        markdown = "\n\n".join(line for line in lines if line)
        return {"title": title, "description": " ".join(lines[:2]).replace("*", "").strip(), **schema} | {
            "markdownDescription": markdown
        }

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


NOT_HEAD = ("family", "stratum", "when", "then", "because", "fires", "silent", "place", "review")


class RuleShapes(FactShapes):
    """Makes the schemas of rules."""

    def shared_pieces(self) -> dict[str, Schema]:
        """Return the pieces that files about the same facts share."""
        condition = self.condition("condition_asked", self.knowledge.asked(), "condition_asked")
        own = {"because": self.noun(Rationale, {}), "condition_asked": condition}
        return self.definitions() | self.of_facts() | own | {"answers": self.answers()}

    def page(self, stratum: Stratum, kinds: Iterable[str] = ()) -> tuple[Schema, dict[str, Schema]]:
        """Return the schema of the files of one folder, and the pieces only it has.

        Args:
            stratum: when its rules fire.
            kinds: the kinds of outcomes, where they are fewer than those of the stratum.
        """
        facts = self.knowledge.facts.values()
        tested = tuple(fact for fact in facts if is_testable(fact, stratum, self.knowledge.decision))
        is_asked_only = all(not fact.derived for fact in tested)
        condition = ref("condition_asked" if is_asked_only else "condition")
        example = self.examples(facts)
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
        actions = [action for kind in kinds for action in ACTIONS_OF.get(kind, (kind,)) if self._is_offered(action)]
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
            "conclude": self.concluded(concludable),
            "for": ref("mode"),
            "against": ref("mode"),
            "exclude": ref("mode"),
            "recommend": self.one_or_more(ref("item")),
            "reask": self.one_or_more(ref("asked_fact")),
            "assign": self.titled(self._rows()),
            "propose": self.titled(self._ranked()),
            "to": ref("item"),
            "strength": ref("strength"),
        }

    def _is_offered(self, action: str) -> bool:
        offered = {"assign": self._rows, "propose": self._ranked}.get(action)
        return offered is None or bool(offered())

    def _ranked(self) -> list[Item]:
        return [item for shelf in self.knowledge.shelves if shelf.ranked for item in shelf.items]

    def _rows(self) -> list[Item]:
        return [item for shelf in self.knowledge.shelves if shelf.chooses for item in shelf.items]

    def _choices(self) -> Iterator[Schema]:
        """Say what each row of the plan can fall to."""
        by_kind = {shelf.kind: shelf for shelf in self.knowledge.shelves}
        for shelf in self.knowledge.shelves:
            if shelf.chooses is not None and shelf.items and shelf.chooses.among in by_kind:
                rows = {"properties": {"assign": {"enum": [item.id for item in shelf.items]}}, "required": ["assign"]}
                to = self.titled(by_kind[shelf.chooses.among].items)
                yield {"if": rows, "then": {"properties": {"to": to}}}
