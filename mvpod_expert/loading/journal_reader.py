"""The journal's format: one line an entry, a JSON object, which is YAML too; written here, and read with places.

`{"answer": FACT, "given": VALUE, "source": ..., "estimated": true}`, `{"withdraw": FACT}`, `{"skip": FACT}`,
`{"cell": NAME, "region": ..., "segment": ..., "like": NAME}`, `{"enter": NAME}`, `{"rename": NAME, "region": ...,
"segment": ...}`, `{"remove": NAME}`, `{"client": NAME}`, `{"offer": TEXT}`, `{"currency": "cny"}`, `{"override": MODE,
"because": ...}`, `{"fill": [SECTION, KEY, ...], "given": VALUE, "here": true}`, `{"depth": "sound"}`,
`{"phase": "plan"}`, `{"done": "advice"}`, `{"knowledge": EDITION}`. The list of them stands under `journal:`, the last
key of a case file.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.loading.answers import AnswerReader, read_attribution
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, plain, wrong_type
from mvpod_expert.model.cases import JOURNAL, Layer, Override
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import Fact, fact_formerly, shared_facts
from mvpod_expert.model.frozen import PROSE_LENGTH
from mvpod_expert.model.journal import (
    DEPTHS,
    MARK,
    NO_OVERRIDE,
    Answered,
    Entered,
    Entry,
    FilledIn,
    Noted,
    Opened,
    Overridden,
    PutOff,
    Removed,
    Renamed,
    Unfit,
    Withdrawn,
)
from mvpod_expert.model.printable import as_text
from mvpod_expert.model.written_numbers import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as ById

    from mvpod_expert.model.interview_record import Record

HEADER = f"""\
{MARK} one line an entry, which counts over what stands above. `mvpod recommend` reads this file.
{JOURNAL}:
"""
"""What comes before the entries."""
KEYS: dict[str, tuple[str, ...]] = {
    "answer": ("given", "here", "source", "estimated"),
    **dict.fromkeys(("withdraw", "skip"), ()),
    "cell": ("region", "segment", "like"),
    "enter": (),
    "rename": ("region", "segment"),
    **dict.fromkeys(("remove", "client", "offer", "currency", "depth"), ()),
    "override": ("because",),
    **dict.fromkeys(("phase", "done", "knowledge"), ()),
    "fill": ("given", "here"),
}
NAMED = {Opened: "cell", Renamed: "rename", Entered: "enter", Removed: "remove"}
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is, and YAML may not or takes for a line break."""


def written(value: object) -> str:
    """Write plain data as JSON on one line, so that YAML reads it back as it is; surrogates become U+FFFD."""
    text = as_text(json.dumps(value, ensure_ascii=False))
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def line(entry: Entry) -> str:
    """Write an entry as one line of a journal."""
    match entry:
        case Answered(answer=answer):
            pairs = {
                "answer": answer.fact,
                "given": answer.given,
                "here": answer.layer == "cell" or None,
                "source": answer.source,
                "estimated": answer.estimated or None,
            }
        case Withdrawn() | PutOff():
            pairs = {"withdraw" if isinstance(entry, Withdrawn) else "skip": entry.fact}
        case Opened() | Renamed() | Entered() | Removed():
            kind = NAMED[type(entry)]
            pairs = {kind: entry.cell, **{key: getattr(entry, key) for key in KEYS[kind]}}
        case Noted(kind=kind, value=value):
            pairs = {kind: value}
        case FilledIn():
            # What is filled in may be nothing, which takes out what was there.
            here = {"here": True} if entry.here else {}
            return f"- {written({'fill': entry.path, 'given': entry.given, **here})}\n"
        case Overridden(override=None):
            pairs = {"override": NO_OVERRIDE}
        case Overridden(override=Override(mode=mode, because=because)):
            pairs = {"override": mode, "because": because}
        case Unfit():
            raise AssertionError(entry)
    return f"- {written({key: value for key, value in pairs.items() if value is not None})}\n"


def read_journal(
    node: Node, facts: ById[str, Fact], report: DiagnosticCollector, modes: Collection[str], record: Record
) -> Record:
    """Return the record with the entries of a journal after it; those that are none are reported and left out.

    Answers that were changed or taken back later are not checked, and one that does not fit today's questions is set
    aside in the record; `report_unfit` makes findings of those.

    Args:
        node: the list of entries; a value left empty is an empty journal.
        facts: the vocabulary.
        report: takes the findings.
        modes: the modes that can be chosen otherwise than advised.
        record: what the entries come after.
    """
    if node.is_empty:
        return record
    if not isinstance(node, Listing):
        wrong_type(node, "list", report, JOURNAL)
        return record
    shared = shared_facts(facts)
    for number, item in enumerate(node.items, start=1):
        entry = _EntryReader(facts, report, f"{JOURNAL} › [{number}]", modes, record).entry(item)
        if entry is not None:
            record = record.after(entry, shared)
    return record


def report_unfit(record: Record, report: DiagnosticCollector) -> None:
    """Report every answer of a record that does not fit today's questions, once."""
    for cell in record.cells.values():
        for unfit in cell.unfit.values():
            report.report_again(finding for finding in unfit.findings if finding not in report.diagnostics)


class _EntryReader:
    """Reads one entry that follows a record."""

    def __init__(
        self, facts: ById[str, Fact], report: DiagnosticCollector, about: str, modes: Collection[str], record: Record
    ) -> None:
        self.facts = facts
        self.report = report
        self.about = about
        self.modes = modes
        self.record = record

    def entry(self, node: Node) -> Entry | None:
        """Read the entry, or report why it is none."""
        if not isinstance(node, Mapping) or not node.entries:
            wrong_type(node, "mapping", self.report, self.about)
            return None
        (kind, value), *_ = node.entries
        allowed = (kind.text, *KEYS[kind.text]) if kind.text in KEYS else tuple(KEYS)
        foreign = [key for key, _ in node if key.text not in allowed]
        for key in foreign or ([kind] if kind.text not in KEYS else []):
            self.report.add(Code.KEY_UNKNOWN, key, about=self.about, allowed=allowed, written=key.text)
        nested = next((each for _, each in node if not isinstance(each, Scalar)), None)
        if foreign or kind.text not in KEYS:
            return None
        if kind.text == "fill":
            return self._filled_in(value, node)
        if nested is not None or not isinstance(value, Scalar) or not value.text.strip():
            wrong_type(nested or value, "text", self.report, self.about)
            return None
        more = {key.text: each for key, each in node if isinstance(each, Scalar)}
        return self._read(kind.text, value, more, node)

    def _read(self, kind: str, value: Scalar, more: ById[str, Scalar], node: Mapping) -> Entry | None:  # noqa: C901, PLR0911
        match kind:
            case "answer":
                return self._answer(value, more, node)
            case "withdraw":
                return Withdrawn(fact=self._today(value.text))
            case "skip":
                # A question that is not asked any more need not be put off.
                fact = self._today(value.text)
                return PutOff(fact=fact) if fact in self.facts else None
            case "cell" | "rename":
                return self._named(kind, value, more)
            case "enter" | "remove" if not self._is_there(value):
                return None
            case "enter":
                return Entered(cell=value.text)
            case "remove" if len(self.record.cells) == 1:
                self._not_among(value, ())
                return None
            case "remove":
                return Removed(cell=value.text)
            case "override":
                return self._overridden(value, more.get("because"), node)
            case "depth" | "currency" if value.text not in (known := DEPTHS if kind == "depth" else tuple(CURRENCIES)):
                self._not_among(value, known)
                return None
            case "client" | "offer" | "currency" | "depth" | "phase" | "done" | "knowledge":
                return Noted(kind=kind, value=value.text)
        raise AssertionError(kind)

    def _answer(self, fact: Scalar, more: ById[str, Scalar], node: Mapping) -> Entry | None:
        if "given" not in more:
            wrong_type(node, "text", self.report, self.about)
            return None
        found = DiagnosticCollector()
        layer: Layer = "cell" if "here" in more and more["here"].plain is True else "interview"
        given, known = more["given"], self.facts.get(self._today(fact.text))
        if known is not None and known.is_per_cent and given.number is not None:
            given = replace(given, text=f"{given.text}%")  # the interview has read it: 0.3 is 0.3%
        answer = AnswerReader(self.facts, found).answer(fact, given, layer, self.about)
        if answer is None:
            return Unfit(fact=self._today(fact.text), written=more["given"].text, findings=tuple(found.diagnostics))
        return Answered(answer=read_attribution(node, self.report, self.about).on(answer))

    def _filled_in(self, path: Node, node: Mapping) -> Entry | None:
        keys = [key.text for key in path.listed if isinstance(key, Scalar) and key.text.strip()]
        given = node.get("given")
        if not keys or len(keys) < len(path.listed) or given is None:
            wrong_type(path, "list", self.report, self.about)
            return None
        is_here = isinstance(here := node.get("here"), Scalar) and here.plain is True
        return FilledIn(path=tuple(keys), given=plain(given), here=is_here, origin=node)

    def _today(self, name: str) -> str:
        """Return the id that a fact has today."""
        fact = None if name in self.facts else fact_formerly(self.facts, name)
        return name if fact is None else fact.id

    def _overridden(self, mode: Scalar, said: Scalar | None, node: Mapping) -> Entry | None:
        because = said.text.strip() if said is not None else ""
        if mode.text == NO_OVERRIDE:
            return Overridden(override=None)
        if mode.text not in self.modes:
            self._not_among(mode, (*self.modes, NO_OVERRIDE))
            return None
        if not because:
            self.report.add(Code.KEY_MISSING, node, about=self.about, details={"key": "because"})
            return None
        if len(because) > PROSE_LENGTH:
            place, limit = node.at("because"), {"limit": str(PROSE_LENGTH)}
            self.report.add(Code.TEXT_TOO_LONG, place, about=f"{self.about} › because", details=limit)
            return None
        return Overridden(override=Override(mode=mode.text, because=because))

    def _named(self, kind: str, name: Scalar, more: ById[str, Scalar]) -> Entry | None:
        """Read that a cell is opened, or that the current one gets another name."""
        if "like" in more and not self._is_there(more["like"]):
            return None
        if name.text in self.record.cells and (kind == "cell" or name.text != self.record.at):
            self.report.twice(name.text, name, about=self.about)
            return None
        texts = {key: more[key].text.strip() or None for key in KEYS[kind] if key in more}
        return Opened(cell=name.text, **texts) if kind == "cell" else Renamed(cell=name.text, **texts)

    def _is_there(self, name: Scalar) -> bool:
        is_there = name.text in self.record.cells
        if not is_there:
            self._not_among(name, tuple(self.record.cells))
        return is_there

    def _not_among(self, name: Scalar, allowed: tuple[str, ...]) -> None:
        self.report.add(Code.VALUE_NOT_ALLOWED, name, about=self.about, allowed=allowed, written=name.text)
