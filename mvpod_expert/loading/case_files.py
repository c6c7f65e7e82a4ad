"""Case files to cells with answers: shared answers first, a cell's own answers win; or an interview's journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.economics.reader import EconomicsReader
from mvpod_expert.loading.answers import read_answer
from mvpod_expert.loading.text_files import STDIN, STDIN_NAME, read_stdin, read_text
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, kind_of
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.mode.interview.journal_reader import JOURNAL, read_journal, report_unfit
from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile, Cell, Layer, Override
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.trends.case_reader import CaseHistories
from mvpod_expert.vendors.reader import VENDORS, VendorReader

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as ById

    from mvpod_expert.economics.inputs import AmountLayer, EconomicsGiven
    from mvpod_expert.economics.table import EconomicsTable
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.history import History
    from mvpod_expert.vendors.model import VendorGiven

WHERE = ("region", "segment")
CASE_KEYS = ("client", "answers", "cells", "override", "economics", "metrics", VENDORS, "audit")
CELL_KEYS = ("id", "region", "segment", "answers", "override", "economics", "metrics", VENDORS)
OVERRIDE_KEYS = ("mode", "because")


def read_case(path: Path, knowledge: KnowledgeBase, report: DiagnosticCollector) -> CaseFile | None:
    """Read a case file, or standard input for `-`.

    Args:
        path: the file.
        knowledge: the knowledge base, for its questions and modes.
        report: takes the findings.

    Returns:
        The case, or nothing when it cannot be used.
    """
    is_stdin = str(path) == STDIN
    shown = STDIN_NAME if is_stdin else str(path)
    text = read_stdin(report) if is_stdin else read_text(path, shown, report)
    if text is None:
        return None
    return parse_case(text, shown, knowledge, report)


def parse_case(text: str, file: str, knowledge: KnowledgeBase, report: DiagnosticCollector) -> CaseFile | None:
    """Read a case from its text; `file` is the name shown in findings."""
    node = parse_yaml(text, file, report)
    modes = [mode.id for mode in knowledge.decision.modes]
    folder = Path() if file == STDIN_NAME else Path(file).parent
    histories = CaseHistories(folder, knowledge, report)
    vendors = VendorReader(knowledge.vendors, knowledge.functions(), report)
    reader = CaseReader(
        knowledge.facts, report, modes, knowledge.economics, vendors, histories=histories, audit=knowledge.audit
    )
    return reader.case(node, file) if node is not None else None


class CaseReader:
    """Reads cases against one vocabulary.

    Args:
        facts: the vocabulary.
        report: takes the findings.
        modes: the modes that can be chosen.
        table: what the experts say of numbers.
        vendors: reads vendors.
        takes_former: former ids of facts and options are understood; the knowledge itself uses today's alone.
        histories: reads the metrics over time that a case names.
        audit: what an existing plan is held against.
    """

    def __init__(  # noqa: PLR0913 - one for each part of the knowledge that a case is read against
        self,
        facts: ById[str, Fact],
        report: DiagnosticCollector,
        modes: Collection[str] = (),
        table: EconomicsTable | None = None,
        vendors: VendorReader | None = None,
        *,
        takes_former: bool = True,
        histories: CaseHistories | None = None,
        audit: KnowledgeBase | None = None,
    ) -> None:
        self.audit = audit
        self.takes_former = takes_former
        self.facts = facts
        self.report = report
        self.modes = modes
        self.economics = EconomicsReader(table, report)
        self.histories = histories
        self.vendors = vendors or VendorReader(None, (), report)

    def case(self, node: Node, file: str) -> CaseFile | None:
        """Read a whole case file.

        Returns:
            The case, or nothing when there were findings.
        """
        found = len(self.report.diagnostics)
        journal = node.get(JOURNAL) if isinstance(node, Mapping) else None
        if journal is not None:
            return self._journalled(node, journal, file)
        if not self._is_mapping(node, "", CASE_KEYS):
            return None
        assert isinstance(node, Mapping)  # noqa: S101 - checked by _is_mapping
        shared_node, cells_node = node.get("answers"), node.get("cells")
        if shared_node is None and cells_node is None and node.get("economics") is None:
            if len(self.report.diagnostics) > found:
                return None
            self.report.add(Code.KEY_MISSING, node, details={"key": "answers"})
            return None
        shared = self.answers(shared_node, "answers", "shared") if shared_node else {}
        whole = Cell(
            id=ONLY_CELL,
            answers=shared,
            override=self._override(node, ""),
            economics=self._economics(node, "economics", "shared"),
            history=self._history(node, "metrics"),
        )
        if cells_node is None and whole.economics is not None:
            self.economics.check(whole.economics, "economics")
        cells = self._cells(cells_node, whole) if cells_node else (whole,)
        if whole.history is not None:
            cells = self._with_histories(cells, whole.history, node, is_one=cells_node is None)
        client = self._text(node, "client", "")
        vendors = self._vendors(node, VENDORS)
        audit = self._audit(node)
        if len(self.report.diagnostics) > found:
            return None
        return CaseFile(file=file, client=client, cells=cells, vendors=vendors, audit=audit)

    def _audit(self, node: Mapping) -> dict[str, Answer] | None:
        """Read what was answered about the plan the client already has."""
        written = node.get("audit")
        if written is None:
            return None
        if self.audit is None:
            self.report.add(Code.AUDIT_UNDECLARED, node.key("audit") or written, about="audit")
            return None
        reader = CaseReader(self.audit.facts, self.report, takes_former=self.takes_former)
        return reader.answers(written, "audit", "shared")

    def _journalled(self, node: Node, journal: Node, file: str) -> CaseFile | None:
        found = len(self.report.diagnostics)
        self._is_mapping(node, "", (JOURNAL,))
        record = read_journal(journal, self.facts, self.report, self.modes)
        report_unfit(record, self.report)
        return record.case(file) if len(self.report.diagnostics) == found else None

    def answers(self, node: Node, about: str, layer: Layer) -> dict[str, Answer]:
        """Read a mapping of fact to answer; a fact without a value is unanswered."""
        answers: dict[str, Answer] = {}
        if isinstance(node, Scalar) and node.plain is None:
            return answers
        if not isinstance(node, Mapping):
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": "mapping"})
            return answers
        for key, value in node:
            answer = read_answer(
                self.facts, key, value, layer, self.report, about=about, takes_former=self.takes_former
            )
            if answer is None:
                continue
            if answer.fact in answers:
                twice = [place] if (place := answers[answer.fact].place) else []
                self.report.add(Code.ID_TWICE, key, about=about, related=twice, details={"id": answer.fact})
            answers[answer.fact] = answer
        return answers

    def _vendors(self, node: Mapping, about: str) -> tuple[VendorGiven, ...]:
        written = node.get(VENDORS)
        return self.vendors.read(written, about) if written is not None else ()

    def _economics(self, node: Mapping, about: str, layer: AmountLayer) -> EconomicsGiven | None:
        written = node.get("economics")
        return self.economics.read(written, about, layer) if written is not None else None

    def _economics_of(self, item: Mapping, own: str, shared: EconomicsGiven | None) -> EconomicsGiven | None:
        """Read a cell's own numbers over the shared ones."""
        about = f"cells › {own} › economics"
        given = self._economics(item, about, "cell")
        merged = shared.over(given) if shared is not None and given is not None else given or shared
        if merged is not None:
            self.economics.check(merged, about)
        return merged

    def _history(self, node: Mapping, about: str) -> History | None:
        written = node.get("metrics")
        return self.histories.read(written, about) if written is not None and self.histories is not None else None

    def _with_histories(
        self, cells: tuple[Cell, ...], history: History, node: Mapping, *, is_one: bool
    ) -> tuple[Cell, ...]:
        """See that each market cell of a shared history is one of the case; a case of one cell takes the only one."""
        known = {name for cell in cells for name in (cell.id, _where(cell))}
        foreign = [name for name in history.cells if name not in known]
        if is_one and len(history.cells) == 1:
            return (cells[0].model_copy(update={"history": history.of_cell(*history.cells)}),)
        if foreign and cells:
            names = {"trouble": "cells", "names": ", ".join(foreign)}
            self.report.add(Code.HISTORY_UNUSABLE, node.get("metrics") or node, about="metrics", details=names)
        return cells

    def _history_of(self, item: Mapping, own: str, shared: History | None) -> History | None:
        """Give what a cell's own history, or else the shared one, says of the cell."""
        where = [value.text.strip() for key in WHERE if isinstance(value := item.get(key), Scalar)]
        named = [each for each in (own, " / ".join(where)) if each]
        history = self._history(item, f"cells › {own} › metrics") or shared
        found = history.of_cell(*named) if history is not None else None
        return found if found is not None and found.series else None

    def _cells(self, node: Node, whole: Cell) -> tuple[Cell, ...]:
        """Read the cells; `whole` is what all of them share."""
        if not isinstance(node, Listing):
            self.report.add(Code.TYPE_WRONG, node, about="cells", written=kind_of(node), details={"expected": "list"})
            return ()
        if not node.items:
            self.report.add(Code.LIST_EMPTY, node, about="cells")
        cells: list[Cell] = []
        places: dict[str, Node] = {}
        for number, item in enumerate(node.items, start=1):
            about = f"cells › [{number}]"
            if not self._is_mapping(item, about, CELL_KEYS):
                continue
            assert isinstance(item, Mapping)  # noqa: S101 - checked by _is_mapping
            own = self._text(item, "id", about)
            if own is None:
                if item.get("id") is None:
                    self.report.add(Code.KEY_MISSING, item, about=about, details={"key": "id"})
                continue
            id_node = item.get("id") or item
            if own in places:
                self.report.add(Code.ID_TWICE, id_node, about="cells", related=[places[own]], details={"id": own})
            places[own] = id_node
            answers_node = item.get("answers")
            answers = self.answers(answers_node, f"cells › {own} › answers", "cell") if answers_node else {}
            cells.append(
                Cell(
                    id=own,
                    region=self._text(item, "region", about),
                    segment=self._text(item, "segment", about),
                    answers={**whole.answers, **answers},
                    override=self._override(item, f"cells › {own}") or whole.override,
                    economics=self._economics_of(item, own, whole.economics),
                    history=self._history_of(item, own, whole.history),
                    vendors=self._vendors(item, f"cells › {own} › {VENDORS}"),
                )
            )
        return tuple(cells)

    def _is_mapping(self, node: Node, about: str, allowed: tuple[str, ...]) -> bool:
        if not isinstance(node, Mapping):
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": "mapping"})
            return False
        for key, _ in node:
            if key.text not in allowed:
                self.report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed, written=key.text)
        return True

    def _override(self, node: Mapping, about: str) -> Override | None:
        """Read the mode that was chosen otherwise; both it and the reason are needed."""
        written = node.get("override")
        where = " › ".join(filter(None, [about, "override"]))
        if written is None or not self._is_mapping(written, where, OVERRIDE_KEYS):
            return None
        assert isinstance(written, Mapping)  # noqa: S101 - checked by _is_mapping
        for key in OVERRIDE_KEYS:
            if written.get(key) is None:
                self.report.add(Code.KEY_MISSING, written, about=where, details={"key": key})
        mode, because = (self._text(written, key, where) for key in OVERRIDE_KEYS)
        if mode is None or because is None:
            return None
        if mode not in self.modes:
            place = written.get("mode") or written
            self.report.add(Code.VALUE_NOT_ALLOWED, place, about=f"{where} › mode", allowed=self.modes, written=mode)
            return None
        return Override(mode=mode, because=because)

    def _text(self, node: Mapping, key: str, about: str) -> str | None:
        value = node.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.plain is None or not value.text.strip():
            where = " › ".join(filter(None, [about, key]))
            self.report.add(Code.TYPE_WRONG, value, about=where, written=kind_of(value), details={"expected": "text"})
            return None
        return value.text.strip()


def _where(cell: Cell) -> str:
    return " / ".join(filter(None, (cell.region, cell.segment)))
