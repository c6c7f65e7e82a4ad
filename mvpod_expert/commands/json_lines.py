"""Advice as JSON lines, one market cell a line as it is decided: for many cells, in little memory.

Texts of the catalogue, reasons and outcomes of rules stand once, on the first line; cells name items and rules by ids.
What goes without saying is left out: what is empty of items, the state of an answer where it is what was given, the
layer where it is the cell, the text of a move where it is the catalogue's, and of a way what the cell says already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from mvpod_expert import __version__
from mvpod_expert.mode.planning import comparisons
from mvpod_expert.model.advice import SCHEMA_VERSION, Advice, Comparison
from mvpod_expert.model.printable import as_text, escape_json

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.trace import Firing

TOLD_ONCE = {"kind", "title", "text", "parts", "blanks", "principle", "basis", "sources", "carried_by"}
"""What an item of a plan says as the catalogue does; its first line has it for all of them."""

STRENGTHS: Any = {"__all__": {"contributions": {"__all__": {"strength"}}}}
ITEMS = ("plan", "annex")
LEFT_OUT = "budget"
"""Why most items of the annex are there: others of their shelf have more merit."""

MOVES: Any = {"__all__": {**dict.fromkeys(TOLD_ONCE - {"text"}, True), **STRENGTHS["__all__"]}}
BESIDE: Any = {
    **{part: {"__all__": {**dict.fromkeys(TOLD_ONCE, True), "chosen": STRENGTHS}} for part in ITEMS},
    "moves": MOVES,
    "ways": {"__all__": {"moves": MOVES, "trace": True}},
    "mode": {"ranking": STRENGTHS},
    "trace": True,
}


def json_lines(cases: Iterable[CaseFile], adviser: Adviser) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the advice on cases, each with whether it is advice that leaves a mode open."""
    yield _first(adviser), False
    texts = {item.id: item.text.model_dump(mode="json") for item in adviser.knowledge.items()}
    for case in cases:
        decided: list[tuple[Cell, str]] = []
        for cell in map(adviser.filled_cell, case.cells):
            advice = adviser.advise(cell, client=case.client, source=case.file)
            if advice.chosen is not None:
                decided.append((cell, advice.chosen))
            yield _line("cell", advice, texts), advice.chosen is None
        for comparison in comparisons(case.file, decided, adviser.tracer, adviser.planner):
            yield _line("comparison", comparison, texts), False
        advised = _AdvisedAnew(case, adviser)
        for service in adviser.services_for(case, *case.cells):
            for name, parts in service.of_case(case, advised).items():
                for part in parts:
                    yield _text({"line": name, **part.model_dump(mode="json", by_alias=True)}), False


def _first(adviser: Adviser) -> str:
    knowledge = adviser.knowledge
    blanks = adviser.planner.blanks
    items = {
        item.id: {
            **item.model_dump(mode="json", by_alias=True, include=TOLD_ONCE),
            "blanks": blanks[item.kind],
        }
        for item in knowledge.items()
    }
    rules = {
        rule.id: rule.model_dump(mode="json", by_alias=True, include={"stratum", "then", "because"})
        for rule in knowledge.rules.values()
    }
    edition = adviser.stamped(()).knowledge.model_dump(mode="json")
    return _text(
        {
            "line": "knowledge",
            "schema_version": SCHEMA_VERSION,
            "knowledge": edition,
            "engine": adviser.engine.name,
            "program": __version__,
            "strengths": {each.id: each.points for each in knowledge.decision.strengths},
            "items": items,
            "rules": rules,
        }
    )


def _line(kind: str, told: Advice | Comparison, texts: Mapping[str, object]) -> str:
    data = told.model_dump(mode="json", by_alias=True, exclude=BESIDE)
    for part in data.keys() & set(ITEMS):
        data[part] = [
            {key: value for key, value in item.items() if value not in ([], None, 0, LEFT_OUT)} for item in data[part]
        ]
    for move in [*data.get("moves", ()), *(move for way in data.get("ways", ()) for move in way["moves"])]:
        if move["text"] == texts[move["item"]]:
            del move["text"]
    trace = data["trace"] = _matched(told.trace)
    for way, whole in zip(data.get("ways", ()), getattr(told, "ways", ()), strict=True):
        fired = _matched(whole.trace)
        way["moves"] = [move["item"] if move in data["moves"] else move for move in way["moves"]]
        way["trace"] = {rule: facts for rule, facts in fired.items() if trace.get(rule) != facts}
        way["without"] = [each.rule for each in told.trace if each.stratum == "plan" and each.rule not in fired]
    for answer in data.get("answers", ()):
        if answer["state"] == answer["given"]:
            del answer["state"]
        if answer["layer"] == "cell":
            del answer["layer"]
    return _text({"line": kind, **data})


def _matched(trace: Iterable[Firing]) -> dict[str, list[str]]:
    return {firing.rule: [each.fact for each in firing.matched] for firing in trace}


def _text(data: dict[str, Any]) -> str:
    return escape_json(as_text(json.dumps(data, ensure_ascii=False, separators=(",", ":"))))


class _AdvisedAnew(Sequence["Advice"]):
    """The advice on the cells of a case, computed again for each that is looked at, so that none has to be kept."""

    def __init__(self, case: CaseFile, adviser: Adviser) -> None:
        self._case = case
        self._adviser = adviser

    def __len__(self) -> int:
        return len(self._case.cells)

    @overload
    def __getitem__(self, place: int) -> Advice: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Advice]: ...
    def __getitem__(self, place: int | slice) -> Advice | Sequence[Advice]:
        """Advise on the cell at a place."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._adviser.advise(self._case.cells[place], client=self._case.client, source=self._case.file)
