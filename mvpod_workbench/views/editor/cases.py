"""The schemas of the case files of clients and of case tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.economics import parts as economics_parts
from mvpod_expert.model.decision import Verdict
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.vendors import parts as vendors_parts
from mvpod_workbench.views.editor.parts import ENDING, NOT_BLANK, SHARED_BY_AUDIT, WORD, or_null, ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.views.editor.parts import Parts, Schema

NO_MODE = "none"
PLAN = f"plan{ENDING}"
POINTS: Schema = {"type": "integer"}
PROSE: Schema = {"type": "string", "pattern": NOT_BLANK}


class CaseShapes:
    """Makes the schemas of cases.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.t = parts.t

    def case(self) -> Schema:
        """Give the schema of a client's case file, or of a plan where the questions are those about a plan.

        What calculators and the audit read beside the answers has a key where the home declares it.
        """
        parts, knowledge = self.parts, self.parts.knowledge
        override = parts.mapping({"mode": ref("mode"), "because": WORD}, ("mode", "because"))
        beside: dict[str, Schema] = {"answers": ref("answers"), "override": override}
        if economics_parts.table_of(knowledge) is not None:
            beside["economics"] = ref("economics")
        if trends_parts.table_of(knowledge) is not None:
            beside["metrics"] = or_null(WORD)
        if vendors_parts.table_of(knowledge) is not None:
            beside["vendors"] = ref("vendors")
        cell = parts.mapping({"id": WORD, "region": WORD, "segment": WORD, **beside}, ("id",))
        audit = {"audit": ref("answers", SHARED_BY_AUDIT)} if audit_parts.knowledge_of(knowledge) is not None else {}
        # Vendors may stand in a file of their own, which has nothing else in it.
        alone = {"required": ["vendors"], "maxProperties": 1}
        return parts.mapping(
            {
                "client": WORD,
                **beside,
                "cells": parts.listed(cell, 1),
                **audit,
                "journal": or_null(parts.listed({"type": "object", "minProperties": 1})),
            },
            anyOf=[*({"required": [key]} for key in ("answers", "cells", "economics", "journal")), alone],
        )

    def plan_or_case(self, case: Schema, audited: KnowledgeBase) -> Schema:
        """Give the schema for files among which plans lie too, which are told by the questions they answer.

        Args:
            case: the schema of cases.
            audited: the knowledge base of the audit.
        """
        ours, theirs = self.parts.knowledge.facts.keys(), audited.facts.keys()
        # An answer about a plan, and none about a market cell.
        answers = {
            "properties": {
                "answers": {
                    "type": "object",
                    "propertyNames": {"not": {"enum": sorted(ours - theirs)}},
                    "not": {"propertyNames": {"not": {"enum": sorted(theirs - ours)}}},
                }
            },
            "required": ["answers"],
        }
        cells = {"properties": {"cells": {"type": "array", "contains": answers}}, "required": ["cells"]}
        return {"if": {"anyOf": [answers, cells]}, "then": {"$ref": PLAN}, "else": case}

    def tests(self) -> Schema:
        """Give the schema of a file of case tests."""
        knowledge, lang = self.parts.knowledge, self.parts.lang
        titled = self.parts.titled(rule for rule in knowledge.rules.values() if rule.stratum != "compare")
        doubts = tuple(knowledge.rules_of("doubt"))
        modes = {mode.id: mode.title.in_(lang) for mode in knowledge.decision.modes}
        verdicts = {each: self.t(f"verdict.{each}") for each in get_args(Verdict)}
        rules, items = self.parts.listed(titled), self.parts.listed(ref("item"))
        expect = self.parts.mapping(
            {
                "mode": self.parts.one_of_ids({**modes, NO_MODE: self.t("editor.no_mode")}),
                "not_mode": self.parts.one_of_ids({**modes, NO_MODE: self.t("editor.no_mode")}),
                "verdict": self.parts.one_of_ids(verdicts),
                "fires": rules,
                "silent": rules,
                "plan": items,
                "not_in_plan": items,
                "brought_by": {"type": "object", "propertyNames": ref("item"), "additionalProperties": rules},
                "assigned": self._assigned(),
                "points": self.parts.mapping(
                    {mode: {"title": title, **POINTS} for mode, title in modes.items()}, told=False
                ),
                "row_points": self._row_points(),
                "doubts": self.parts.listed(self.parts.titled(doubts) if doubts else {"not": {}}),
            },
            minProperties=1,
        )
        reviewed = self.parts.mapping(
            {
                "by": PROSE,
                "date": ref("date"),
                "verdict": {"type": "string", "enum": ["accept", "reject"]},
                "note": PROSE,
            },
            ("by", "date", "verdict"),
        )
        test = self.parts.mapping(
            {
                "id": ref("id"),
                "title": ref("text"),
                "given": ref("answers"),
                "expect": expect,
                "reviewed": reviewed,
            },
            ("id", "given", "expect"),
        )
        return self.parts.mapping({"tests": self.parts.listed(test, 1)}, ("tests",))

    def _assigned(self) -> Schema:
        """Give the rows of the plan, each with what it may fall to."""
        rows = {name: {"title": title, **self.parts.one_of_ids(options)} for name, title, options in self._rows()}
        return self.parts.mapping(rows, told=False)

    def _row_points(self) -> Schema:
        """Give the rows of the plan, each with the points of what it may fall to."""
        rows: dict[str, Schema] = {}
        for name, title, options in self._rows():
            points = {option: {"title": words, **POINTS} for option, words in options.items()}
            rows[name] = {"title": title, **self.parts.mapping(points, told=False)}
        return self.parts.mapping(rows, told=False)

    def _rows(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Give each row's id and title, and the titles of the options it may fall to."""
        lang, by_kind = self.parts.lang, {shelf.kind: shelf for shelf in self.parts.knowledge.shelves}
        for shelf in self.parts.knowledge.shelves:
            among = by_kind.get(shelf.chooses.among) if shelf.chooses else None
            if among is not None:
                options = {item.id: item.title.in_(lang) for item in among.items}
                yield from ((item.id, item.title.in_(lang), options) for item in shelf.items)
