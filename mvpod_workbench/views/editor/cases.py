"""The schemas of the case files of clients and of case tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mvpod_expert.model.decision import Verdict
from mvpod_expert.model.written_numbers import CURRENCIES
from mvpod_expert.views.schema_parts import NOT_BLANK, SOURCE, WORD, Parts, Schema, or_null, ref
from mvpod_workbench.lookup.rulesets import authoring

if TYPE_CHECKING:
    from collections.abc import Iterator


NO_MODE = "none"
POINTS: Schema = {"type": "integer"}
PROSE: Schema = {"type": "string", "pattern": NOT_BLANK}


def _shared(key: str, piece: Schema) -> Schema:
    """Return a reference to a piece that stands among the shared ones, unless it is one itself."""
    return piece if "$ref" in piece else ref(key)


POSITIVE: Schema = {"type": "number", "exclusiveMinimum": 0}


class CaseShapes(Parts):
    """Makes the schemas of cases."""

    def beside(self, *, in_cell: bool) -> dict[str, Schema]:
        """Return what capabilities read beside the answers, by its key."""
        keys = (own.case_keys(self, in_cell=in_cell) for own in authoring().values())
        return {key: piece for found in keys for key, piece in found.items()}

    def case(self) -> Schema:
        """Return the schema of a client's case file, or of a plan where the questions are those about a plan."""
        override = self.mapping({"mode": ref("mode"), "because": WORD}, ("mode", "because"))
        inside = {key: _shared(key, piece) for key, piece in self.beside(in_cell=True).items()}
        at_top = {key: _shared(key, piece) for key, piece in self.beside(in_cell=False).items() if key not in inside}
        cell = {"source": SOURCE, "answers": ref("answers"), "override": override, **inside}
        cells = self.mapping({"id": WORD, "region": WORD, "segment": WORD, **cell}, ("id",))
        enough = [{"required": [key]} for key in ("answers", "cells", "journal")]
        return self.mapping(
            {
                "client": WORD,
                "offer": WORD,
                "currency": {"enum": [code.upper() for code in CURRENCIES]},
                "rates": self.mapping({code.upper(): POSITIVE for code in CURRENCIES}),
                **cell,
                "cells": self.listed(cells, 1),
                **at_top,
                "journal": or_null(self.listed({"type": "object", "minProperties": 1})),
            },
            anyOf=[*enough, *(each for own in authoring().values() for each in own.enough)],
        )

    def tests(self) -> Schema:
        """Return the schema of a file of case tests."""
        knowledge, lang = self.knowledge, self.lang
        titled = self.titled(rule for rule in knowledge.rules.values() if rule.stratum != "compare")
        doubts = tuple(knowledge.rules_of("doubt"))
        modes = {mode.id: mode.title.in_(lang) for mode in knowledge.decision.modes}
        verdicts = {arg: self.t(f"verdict.{arg}") for arg in get_args(Verdict)}
        rules, items = self.listed(titled), self.listed(ref("item"))
        assigned = {name: {"title": title, **self.one_of_ids(options)} for name, title, options in self._rows()}
        expect = self.mapping(
            {
                **dict.fromkeys(("mode", "not_mode"), self.one_of_ids({**modes, NO_MODE: self.t("editor.no_mode")})),
                "verdict": self.one_of_ids(verdicts),
                "fires": rules,
                "silent": rules,
                "plan": items,
                "not_in_plan": items,
                "brought_by": {"type": "object", "propertyNames": ref("item"), "additionalProperties": rules},
                "assigned": self.mapping(assigned, told=False),
                "points": self.mapping({mode: {"title": title, **POINTS} for mode, title in modes.items()}, told=False),
                "row_points": self._row_points(),
                "states": self.mapping(
                    {fact.id: {"enum": list(fact.states)} for fact in knowledge.facts.values()}, told=False
                ),
                "doubts": self.listed(self.titled(doubts) if doubts else {"not": {}}),
                "found": {"type": "object", "minProperties": 1},
            },
            minProperties=1,
        )
        verdict = {"type": "string", "enum": ["accept", "reject"]}
        reviewed = {"by": PROSE, "date": ref("date"), "verdict": verdict, "note": PROSE}
        test = self.mapping(
            {
                "id": ref("id"),
                "title": ref("text"),
                "given": ref("answers"),
                **{key: _shared(key, piece) for key, piece in self.beside(in_cell=False).items()},
                "expect": expect,
                "reviewed": self.mapping(reviewed, ("by", "date", "verdict")),
            },
            ("id", "given", "expect"),
        )
        return self.mapping({"tests": self.listed(test, 1)}, ("tests",))

    def _row_points(self) -> Schema:
        """Return the rows of the plan, each with the points of what it may fall to."""
        rows: dict[str, Schema] = {}
        for name, title, options in self._rows():
            points = {option: {"title": words, **POINTS} for option, words in options.items()}
            rows[name] = {"title": title, **self.mapping(points, told=False)}
        return self.mapping(rows, told=False)

    def _rows(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Return each row's id and title, and the titles of the options it may fall to."""
        lang, by_kind = self.lang, {shelf.kind: shelf for shelf in self.knowledge.shelves}
        for shelf in self.knowledge.shelves:
            among = by_kind.get(shelf.chooses.among) if shelf.chooses else None
            if among is not None:
                options = {item.id: item.title.in_(lang) for item in among.items}
                yield from ((item.id, item.title.in_(lang), options) for item in shelf.items)
