"""The schemas of rule files: one for each folder of rules/, with the facts and outcomes that are allowed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.rules import OUTCOMES_OF, Rationale, Rule
from mvpod_expert.views.schema_parts import or_null, ref
from mvpod_workbench.views.editor.facts import FactShapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.schema_parts import Parts, Schema

NOT_HEAD = ("family", "stratum", "when", "then", "because", "fires", "silent", "place", "review")
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "conclude": ("conclude",),
    "evidence": ("for", "against"),
    "exclude": ("exclude",),
    "recommend": ("recommend",),
    "assign": ("assign",),
    "propose": ("propose",),
    "reask": ("reask",),
}
BESIDES: Mapping[str, tuple[str, ...]] = {
    "for": ("strength",),
    "against": ("strength",),
    "assign": ("to", "strength"),
    "propose": ("strength",),
}


class RuleShapes:
    """Makes the schemas of rules.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.knowledge = parts.knowledge
        self.facts = FactShapes(parts)

    def definitions(self) -> dict[str, Schema]:
        """Return the pieces that are the same in every folder."""
        because = self.parts.noun(Rationale, {})
        return {"because": because, "condition_asked": self._condition_asked()}

    def page(self, stratum: Stratum, kinds: Iterable[str] = ()) -> tuple[Schema, dict[str, Schema]]:
        """Return the schema of the files of one folder, and the pieces only it has.

        Args:
            stratum: when its rules fire.
            kinds: the kinds of outcomes, where they are fewer than those of the stratum.
        """
        parts, tested = self.parts, tuple(self._testable(stratum))
        is_asked_only = all(not fact.derived for fact in tested)
        condition = ref("condition_asked" if is_asked_only else "condition")
        example = self.facts.examples(self.knowledge.facts.values())
        examples = parts.mapping(
            dict.fromkeys(("fires", "silent"), parts.listed(ref("example"), 1)), ("fires", "silent")
        )
        head = parts.shape(Rule, *NOT_HEAD)
        rule = parts.mapping(
            {
                **head["properties"],
                "review_by": or_null(ref("date")),
                "when": condition,
                "then": parts.listed(self._outcome(tuple(kinds) or OUTCOMES_OF[stratum]), 1),
                "because": ref("because"),
                "examples": examples,
            },
            (*head["required"], "when", "then", "because", "examples"),
        )
        own = {"rule": parts.entry(rule), "example": example}
        if not is_asked_only:
            own["condition"] = self.facts.condition("condition", tested, "condition_asked")
        page = parts.mapping(
            {"family": ref("text"), "review_by": or_null(ref("date")), "rules": parts.listed(ref("rule"), 1)},
            ("family", "rules"),
        )
        return page, own

    def _condition_asked(self) -> Schema:
        return self.facts.condition("condition_asked", self.knowledge.asked(), "condition_asked")

    def _testable(self, stratum: Stratum) -> Iterator[Fact]:
        decided, compared = self.knowledge.decision.decided_fact, self.knowledge.decision.compared_fact
        for fact in self.knowledge.facts.values():
            is_there = {
                "doubt": not fact.derived,
                "derive": fact.id not in {decided, compared},
                "weigh": fact.id not in {decided, compared},
                "plan": fact.id != compared,
                "compare": not fact.derived or fact.id == compared,
            }
            if is_there[stratum]:
                yield fact

    def _outcome(self, kinds: Iterable[str]) -> Schema:
        actions = [action for kind in kinds for action in ACTIONS[kind] if self._is_offered(action)]
        besides = dict.fromkeys(beside for action in actions for beside in BESIDES.get(action, ()))
        pieces = self._pieces()
        # An action stands alone, but for what belongs beside it: required, or refused.
        belongs: dict[str, Schema | list[str]] = {}
        for action in actions:
            own = BESIDES.get(action, ())
            foreign = [each for each in besides if each not in own]
            refused: Schema = {"not": {"anyOf": [{"required": [each]} for each in foreign]}} if foreign else {}
            belongs[action] = {"required": list(own)} | refused
        return self.parts.mapping(
            {name: pieces[name] for name in (*actions, *besides)},
            oneOf=[{"required": [action]} for action in actions],
            dependencies=belongs,
            allOf=list(self._choices()) if "assign" in actions else [],
        )

    def _pieces(self) -> dict[str, Schema]:
        decision, parts = self.knowledge.decision, self.parts
        elsewhere = {decision.decided_fact, decision.compared_fact}
        concludable = [fact for fact in self.knowledge.facts.values() if fact.derived and fact.id not in elsewhere]
        return {
            "conclude": self.facts.concluded(concludable),
            "for": ref("mode"),
            "against": ref("mode"),
            "exclude": ref("mode"),
            "recommend": parts.one_or_more(ref("item")),
            "reask": parts.one_or_more(ref("asked_fact")),
            "assign": parts.titled(self._rows()),
            "propose": parts.titled(self._ranked()),
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
                to = self.parts.titled(by_kind[shelf.chooses.among].items)
                yield {"if": rows, "then": {"properties": {"to": to}}}
