"""How facts may be written: tested in a condition, given in an example, or answered in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, counts_money
from mvpod_expert.model.frozen import SOURCE_LENGTH
from mvpod_expert.views.schema_parts import ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.schema_parts import Parts, Schema


class FactShapes:
    """Makes the pieces for facts.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.t = parts.t
        self.lang = parts.lang

    def definitions(self) -> dict[str, Schema]:
        """Return how each fact is tested, concluded, exemplified and answered."""
        made: dict[str, Schema] = {}
        for fact in self.parts.knowledge.facts.values():
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
            "at_least": self.parts.mapping({"count": count, "of": parts}, ("count", "of")),
        }
        told = {key: self.parts.told(key, piece) for key, piece in connectives.items()}
        tested = self._by_fact(facts, "tested")
        return tested | {"properties": told | tested["properties"], "minProperties": 1}

    def examples(self, facts: Iterable[Fact]) -> Schema:
        """Return what an example says: answers, and derived facts as if concluded."""
        facts = tuple(facts)
        named = {fact.id: ref(f"state_{fact.id}" if fact.derived else f"given_{fact.id}") for fact in facts}
        return {"type": "object", "properties": named, "additionalProperties": False}

    def answers(self) -> Schema:
        """Return the answers of a case; a fact without a value is unanswered."""
        return self._by_fact(self.parts.knowledge.asked(), "answer") | {"type": ["object", "null"]}

    def concluded(self, facts: Iterable[Fact]) -> Schema:
        """Return the facts that rules conclude, each with its value."""
        return self._by_fact(facts, "state")

    def states(self, facts: Iterable[Fact]) -> Schema:
        """Return facts, each with a list of its states."""
        named = {fact.id: self.parts.listed(ref(f"state_{fact.id}")) for fact in facts}
        return {"type": "object", "properties": named, "additionalProperties": False}

    def _by_fact(self, facts: Iterable[Fact], prefix: str) -> Schema:
        named = {fact.id: ref(f"{prefix}_{fact.id}") for fact in facts}
        return {"type": "object", "properties": named, "additionalProperties": False}

    def _tested(self, fact: Fact) -> Schema:
        # Every option of an asked fact at once would look like "always", and is refused.
        most = len(fact.states) - (0 if fact.derived else 1)
        state = ref(f"state_{fact.id}")
        listed = {"type": "array", "items": state, "minItems": 1, "maxItems": most, "uniqueItems": True}
        return self._told(fact, {"anyOf": [state, listed]})

    def _state(self, fact: Fact) -> Schema:
        if fact.kind == "flag":
            return self._told(fact, {"type": "boolean"})
        return self._told(fact, self.parts.one_of_ids({state: self._meaning(fact, state) for state in fact.states}))

    def _answer(self, fact: Fact) -> Schema:
        """Return how a fact is answered: with nothing, with a value, or with a value and where it comes from."""
        given = ref(f"given_{fact.id}")
        source = {"type": "string", "maxLength": SOURCE_LENGTH}
        more = self.parts.mapping({"value": given, "source": source, "estimated": {"type": "boolean"}}, ("value",))
        return self._told(fact, {"anyOf": [given, {"type": "null"}, more]})

    def _given(self, fact: Fact) -> Schema:
        words = [UNKNOWN, *([NOT_APPLICABLE] if fact.may_not_apply else [])]
        meanings = [self.t(f"editor.{word}") for word in words]
        word: Schema = {"type": "string", "enum": words, "enumDescriptions": meanings}
        if fact.kind == "number" and fact.range is not None:
            number = {"type": "number", "minimum": fact.range.min, "maximum": fact.range.max}
            bands = self.parts.one_of_ids({state: self._meaning(fact, state) for state in fact.states})
            money: list[Schema] = [{"type": "string", "pattern": "[0-9]"}] if counts_money(fact.unit) else []
            return self._told(fact, {"anyOf": [number, bands, word, *money]})
        if fact.kind == "flag":
            return self._told(fact, {"anyOf": [{"type": "boolean"}, word]})
        named = {state: self._meaning(fact, state) for state in fact.states}
        return self._told(fact, self.parts.one_of_ids(named | dict(zip(words, meanings, strict=True))))

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
