"""The journal of an interview, as it stands in a case file, to the record it adds up to.

One mapping an entry: `{answer: FACT, given: VALUE}`, `{withdraw: FACT}`, `{skip: FACT}`, `{cell: NAME, region: ...,
segment: ..., like: NAME}`, `{enter: NAME}`, `{client: NAME}`, `{override: MODE, because: ...}`, `{phase: plan}`,
`{knowledge: EDITION}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.answers import read_answer
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, kind_of
from mvpod_expert.model.cases import Override
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import fact_formerly, shared_facts
from mvpod_expert.model.frozen import PROSE_LENGTH
from mvpod_expert.model.journal import (
    NO_OVERRIDE,
    Answered,
    Entered,
    Entry,
    Noted,
    Opened,
    Overridden,
    PutOff,
    Record,
    Unfit,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as ById

    from mvpod_expert.model.cases import Layer
    from mvpod_expert.model.facts import Fact

JOURNAL = "journal"
KEYS: dict[str, tuple[str, ...]] = {
    "answer": ("given", "here"),
    "withdraw": (),
    "skip": (),
    "cell": ("region", "segment", "like"),
    "enter": (),
    "client": (),
    "override": ("because",),
    "phase": (),
    "knowledge": (),
}


def read_journal(
    node: Node, facts: ById[str, Fact], report: DiagnosticCollector, modes: Collection[str] = ()
) -> Record:
    """Read a journal.

    Answers that were changed or taken back later are not checked, and one that does not fit today's questions is set
    aside in the record; `report_unfit` makes findings of those.

    Args:
        node: the list of entries; a value left empty is an empty journal.
        facts: the vocabulary.
        report: takes the findings about entries that are none.
        modes: the modes that can be chosen otherwise than advised.

    Returns:
        The record; without the entries that have findings.
    """
    record = Record()
    if isinstance(node, Scalar) and node.plain is None:
        return record
    if not isinstance(node, Listing):
        report.add(Code.TYPE_WRONG, node, about=JOURNAL, written=kind_of(node), details={"expected": "list"})
        return record
    shared = shared_facts(facts)
    for number, item in enumerate(node.items, start=1):
        entry = _EntryReader(facts, report, f"{JOURNAL} › [{number}]", modes).entry(item, record)
        if entry is not None:
            record = record.after(entry, shared)
    return record


def report_unfit(record: Record, report: DiagnosticCollector) -> None:
    """Report every answer of a record that does not fit today's questions, once."""
    for cell in record.cells.values():
        for unfit in cell.unfit.values():
            report.diagnostics += [each for each in unfit.findings if each not in report.diagnostics]


class _EntryReader:
    """Reads one entry."""

    def __init__(self, facts: ById[str, Fact], report: DiagnosticCollector, about: str, modes: Collection[str]) -> None:
        self.modes = modes
        self.facts = facts
        self.report = report
        self.about = about

    def entry(self, node: Node, record: Record) -> Entry | None:
        """Read an entry that follows a record, or report why it is none."""
        if not isinstance(node, Mapping) or not node.entries:
            self._wrong(node, "mapping")
            return None
        (key, value), *_ = node.entries
        if key.text not in KEYS:
            self.report.add(Code.KEY_UNKNOWN, key, about=self.about, allowed=KEYS, written=key.text)
            return None
        allowed = (key.text, *KEYS[key.text])
        wrong = [name for name, _ in node if name.text not in allowed]
        for name in wrong:
            self.report.add(Code.KEY_UNKNOWN, name, about=self.about, allowed=allowed, written=name.text)
        if not isinstance(value, Scalar) or not value.text.strip():
            self._wrong(value, "text")
            return None
        return None if wrong else self._read(key.text, value, node, record)

    def _read(self, kind: str, value: Scalar, node: Mapping, record: Record) -> Entry | None:  # noqa: PLR0911
        match kind:
            case "answer":
                return self._answer(value, node)
            case "withdraw":
                return Withdrawn(fact=self._today(value.text))
            case "skip":
                # A question that is not asked any more need not be put off.
                fact = self._today(value.text)
                return PutOff(fact=fact) if fact in self.facts else None
            case "cell":
                return self._opened(value, node, record)
            case "enter":
                return Entered(cell=value.text) if self._is_there(value, record) else None
            case "override":
                return self._overridden(value, node)
            case "client":
                return Noted(kind="client", value=value.text)
            case "phase":
                return Noted(kind="phase", value=value.text)
            case "knowledge":
                return Noted(kind="knowledge", value=value.text)
        raise AssertionError(kind)

    def _answer(self, fact: Scalar, node: Mapping) -> Entry | None:
        given, here = node.get("given"), node.get("here")
        if not isinstance(given, Scalar):
            self._wrong(given or node, "text")
            return None
        found = DiagnosticCollector()
        layer: Layer = "cell" if isinstance(here, Scalar) and here.plain is True else "interview"
        answer = read_answer(self.facts, fact, given, layer, found, about=self.about)
        if answer is None:
            return Unfit(fact=self._today(fact.text), written=given.text, findings=tuple(found.diagnostics))
        return Answered(answer=answer)

    def _today(self, name: str) -> str:
        """Give the id that a fact has today."""
        fact = None if name in self.facts else fact_formerly(self.facts, name)
        return name if fact is None else fact.id

    def _overridden(self, mode: Scalar, node: Mapping) -> Entry | None:
        because = _text(node.get("because"))
        if mode.text == NO_OVERRIDE:
            return Overridden(override=None)
        if mode.text not in self.modes:
            allowed = (*self.modes, NO_OVERRIDE)
            self.report.add(Code.VALUE_NOT_ALLOWED, mode, about=self.about, allowed=allowed, written=mode.text)
            return None
        if because is None:
            self.report.add(Code.KEY_MISSING, node, about=self.about, details={"key": "because"})
            return None
        if len(because) > PROSE_LENGTH:
            place, limit = node.get("because") or node, {"limit": str(PROSE_LENGTH)}
            self.report.add(Code.TEXT_TOO_LONG, place, about=f"{self.about} › because", details=limit)
            return None
        return Overridden(override=Override(mode=mode.text, because=because))

    def _opened(self, name: Scalar, node: Mapping, record: Record) -> Entry | None:
        like = node.get("like")
        if isinstance(like, Scalar) and not self._is_there(like, record):
            return None
        if name.text in record.cells:
            self.report.add(Code.ID_TWICE, name, about=self.about, details={"id": name.text})
            return None
        region, segment, source = (_text(node.get(key)) for key in KEYS["cell"])
        return Opened(cell=name.text, region=region, segment=segment, like=source)

    def _is_there(self, name: Scalar, record: Record) -> bool:
        if name.text not in record.cells:
            self.report.add(
                Code.VALUE_NOT_ALLOWED, name, about=self.about, allowed=tuple(record.cells), written=name.text
            )
        return name.text in record.cells

    def _wrong(self, node: Node, expected: str) -> None:
        self.report.add(Code.TYPE_WRONG, node, about=self.about, written=kind_of(node), details={"expected": expected})


def _text(node: Node | None) -> str | None:
    return node.text.strip() or None if isinstance(node, Scalar) else None
