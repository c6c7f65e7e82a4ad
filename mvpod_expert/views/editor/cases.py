"""The schemas of the case files of clients and of case tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mvpod_expert.model.decision import Verdict
from mvpod_expert.views.editor.parts import NOT_BLANK, SCALAR, ref

if TYPE_CHECKING:
    from mvpod_expert.views.editor.parts import Parts, Schema

NO_MODE = "none"
BESIDE: dict[str, Schema] = {"economics": {"type": "object"}, "vendors": {"type": "array", "minItems": 1}}
"""What calculators beside the rules read; the program says in detail what may stand there."""
PROSE: Schema = {"type": "string", "pattern": NOT_BLANK}


class CaseShapes:
    """Makes the schemas of cases.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.say = parts.say

    def case(self) -> Schema:
        """Give the schema of a client's case file."""
        override = self.parts.mapping({"mode": ref("mode"), "because": SCALAR}, ("mode", "because"))
        cell = self.parts.mapping(
            {
                "id": SCALAR,
                "region": SCALAR,
                "segment": SCALAR,
                "answers": ref("answers"),
                "override": override,
                **BESIDE,
            },
            ("id",),
        )
        return self.parts.mapping(
            {
                "client": SCALAR,
                "answers": ref("answers"),
                "cells": self.parts.listed(cell, 1),
                "override": override,
                **BESIDE,
            },
            anyOf=[{"required": ["answers"]}, {"required": ["cells"]}],
        )

    def tests(self) -> Schema:
        """Give the schema of a file of case tests."""
        knowledge, lang = self.parts.knowledge, self.parts.lang
        titled = {rule.id: rule.title.in_(lang) for rule in knowledge.rules.values() if rule.stratum != "compare"}
        doubts = {rule.id: rule.title.in_(lang) for rule in knowledge.rules_of("doubt")}
        modes = {mode.id: mode.title.in_(lang) for mode in knowledge.decision.modes}
        verdicts = {each: self.say(f"verdict.{each}") for each in get_args(Verdict)}
        rules, items = self.parts.listed(self.parts.one_of_ids(titled)), self.parts.listed(ref("item"))
        expect = self.parts.mapping(
            {
                "mode": self.parts.one_of_ids({**modes, NO_MODE: self.say("editor.no_mode")}),
                "verdict": self.parts.one_of_ids(verdicts),
                "fires": rules,
                "silent": rules,
                "plan": items,
                "not_in_plan": items,
                "assigned": self._assigned(),
                "doubts": self.parts.listed(self.parts.one_of_ids(doubts) if doubts else {"not": {}}),
            },
            minProperties=1,
        )
        reviewed = self.parts.mapping(
            {
                "by": PROSE,
                "on": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                "verdict": {"type": "string", "enum": ["accept", "reject"]},
                "note": PROSE,
            },
            ("by", "on", "verdict"),
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
        lang, by_kind = self.parts.lang, {shelf.kind: shelf for shelf in self.parts.knowledge.shelves}
        rows: dict[str, Schema] = {}
        for shelf in self.parts.knowledge.shelves:
            among = by_kind.get(shelf.chooses.among) if shelf.chooses else None
            if among is not None:
                option = self.parts.one_of_ids({item.id: item.title.in_(lang) for item in among.items})
                rows |= {item.id: {"title": item.title.in_(lang), **option} for item in shelf.items}
        return self.parts.mapping(rows, told=False)
