"""Case files to cells with answers: shared answers first, a cell's own answers win; or an interview's journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mvpod_expert import composition
from mvpod_expert.capability import CaseContext, CaseSection, registered
from mvpod_expert.loading.answers import AnswerReader, read_source
from mvpod_expert.loading.text_files import STDIN, STDIN_NAME, read_stdin, read_text
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, items_of, mapping_of, wrong_type
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.cases import JOURNAL, ONLY_CELL, CaseFile, Cell, Override
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.model.money import CaseCurrency
from mvpod_expert.model.printable import as_text
from mvpod_expert.model.written_numbers import CURRENCIES, CURRENCY_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.knowledge import KnowledgeBase

CASE_KEYS = ("client", "offer", "currency", "rates", "source", "answers", "cells", "override")
CELL_KEYS = ("id", "region", "segment", "source", "answers", "override")


def read_case(path: Path, knowledge: KnowledgeBase, report: DiagnosticCollector) -> CaseFile | None:
    """Read a case file, or standard input for `-`; return nothing when it cannot be used."""
    is_stdin = str(path) == STDIN
    shown = STDIN_NAME if is_stdin else str(path)
    text = read_stdin(report) if is_stdin else read_text(path, shown, report)
    return None if text is None else parse_case(text, shown, knowledge, report)


def parse_case(text: str, file: str, knowledge: KnowledgeBase, report: DiagnosticCollector) -> CaseFile | None:
    """Read a case from its text; `file` is the name shown in findings."""
    found = report.found
    node = parse_yaml(text, file, report)
    case = case_reader(node, file, knowledge, report).case(node, file) if node is not None else None
    return case if report.found == found else None


def parse_record(node: Node, file: str, knowledge: KnowledgeBase, report: DiagnosticCollector) -> Record:
    """Read what a case, with or without a journal, adds up to for an interview; see `parse_case`."""
    return case_reader(node, file, knowledge, report).record(node, file)


def case_reader(
    node: Node, file: str, knowledge: KnowledgeBase, report: DiagnosticCollector, *more: Node
) -> CaseReader:
    """Return what reads a case, with the sections of the capabilities whose keys stand in it, or in some more nodes."""
    folder = Path() if file == STDIN_NAME else Path(file).parent
    context = CaseContext(knowledge, report, folder)
    cells = node.get("cells")
    mappings = [node, *(cells.listed if cells is not None else ()), *more]
    keys = {key.text for mapping in mappings if isinstance(mapping, Mapping) for key, _ in mapping}
    sections = tuple(
        capability.case_section(context)
        for capability in registered()
        if not keys.isdisjoint((*capability.case_keys, *capability.cell_keys))
    )
    modes = [mode.id for mode in knowledge.decision.modes]
    return CaseReader(knowledge, report, modes, sections)


class CaseReader:
    """Reads cases against one vocabulary, with the modes that can be chosen, and the sections of capabilities."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        report: DiagnosticCollector,
        modes: Collection[str],
        sections: Sequence[CaseSection],
    ) -> None:
        self.knowledge = knowledge
        self.report = report
        self.modes = modes
        self.sections = sections
        self.currency = CaseCurrency.of(None, knowledge.decision.rates)
        self.stated_rates: dict[str, float] = {}

    def case(self, node: Node, file: str) -> CaseFile | None:
        """Read a whole case file, or nothing when there were findings."""
        if node.get(JOURNAL) is None:
            sections = self.sections_of(node, file)
            return sections[0] if sections is not None else None
        found = self.report.found
        from mvpod_expert.loading.journal_reader import report_unfit  # noqa: PLC0415 - few cases have a journal

        record = self.record(node, file)
        report_unfit(record, self.report)
        if self.report.found > found:
            return None
        try:
            return record.case(file)
        except UnusableInputError as error:
            self.report.report_again(error.diagnostics)
            return None

    def record(self, node: Node, file: str) -> Record:
        """Read the sections of a case and, after them, its journal; what has findings is left out."""
        from mvpod_expert.loading.journal_reader import read_journal  # noqa: PLC0415 - likewise
        from mvpod_expert.model.interview_record import Record  # noqa: PLC0415

        sections = self.sections_of(node, file)
        record = Record()
        if sections is not None and isinstance(node, Mapping):
            from mvpod_expert.loading.filled_sections import WrittenSections  # noqa: PLC0415 - a plain case needs none

            read = (self, *sections)
            record = Record.of(sections[0], WrittenSections(node, file, self.knowledge, read))
        journal = node.get(JOURNAL)
        facts = self.knowledge.facts
        return record if journal is None else read_journal(journal, facts, self.report, self.modes, record)

    def cell(self, node: Mapping, name: str, whole: Cell) -> Cell:
        """Return a cell with what stands in its entry under an id, without answers; `whole` is what all cells share."""
        cell: Cell = composition.Cell(
            id=name, answers={}, **self._parts(lambda each: each.read_cell(node, name, whole))
        )
        return cell

    def _parts(self, read: Callable[[CaseSection], ById[str, Any]]) -> dict[str, Any]:
        """Return the fields that the sections of the capabilities read."""
        return {name: part for section in self.sections for name, part in read(section).items()}

    def sections_of(self, node: Node, file: str) -> tuple[CaseFile, Cell] | None:
        """Read all but the journal; return the case, and what its cells share."""
        found = self.report.found
        has_journal = node.get(JOURNAL) is not None
        case_keys = (*CASE_KEYS, *dict.fromkeys(key for capability in registered() for key in capability.case_keys))
        page = mapping_of(node, self.report, allowed=(*case_keys, JOURNAL) if has_journal else case_keys)
        if page is None:
            return None
        shared_node, cells_node = page.get("answers"), page.get("cells")
        enough = ("answers", "cells", *(key for capability in registered() for key in capability.standalone_keys))
        if not has_journal and all(page.get(key) is None for key in enough):
            if self.report.found > found:
                return None
            self.report.add(Code.KEY_MISSING, page, details={"key": "answers"})
            return None
        self.currency = self._currency(page)
        answers = AnswerReader(
            self.knowledge.facts, self.report, currency=self.currency, source=read_source(page, self.report, "")
        )
        shared = answers.read(shared_node, "answers", "shared") if shared_node else {}
        parts = self._parts(lambda each: each.read_shared(page, has_cells=cells_node is not None))
        whole = composition.Cell(id=ONLY_CELL, answers=shared, override=self._override(page, ""), **parts)
        cells = self._cells(cells_node, whole, answers) if cells_node else (whole,)
        client, offer = (self._text(page, key, "") for key in ("client", "offer"))
        beside = self._parts(lambda each: each.read_case(page, cells))
        if self.report.found > found:
            return None
        beside |= {"currency": self.currency.code, "rates": self.stated_rates}
        return composition.CaseFile(file=as_text(file), client=client, offer=offer, cells=cells, **beside), whole

    def _currency(self, node: Mapping) -> CaseCurrency:
        """Read the currency of the case, and the rates it states beside those of the knowledge."""
        written = self._text(node, "currency", "")
        currency = CURRENCY_OF.get(written.casefold()) if written is not None else None
        known = tuple(each.upper() for each in CURRENCIES)
        if written is not None and currency is None:
            self.report.among(Code.VALUE_NOT_ALLOWED, (written,), known, node.at("currency"), about="currency")
        rates = node.get("rates")
        for key, value in mapping_of(rates, self.report, "rates", known) or () if rates is not None else ():
            rate = value.number if isinstance(value, Scalar) else None
            if rate is not None and rate > 0:
                self.stated_rates[key.text.casefold()] = rate
            else:
                details = {"low": "0", "high": ""}
                self.report.add(Code.NUMBER_LIMIT, value, about=f"rates › {key.text}", details=details)
        return CaseCurrency(currency, {**self.currency.per_dollar, **self.stated_rates})

    def _cells(self, node: Node, whole: Cell, reader: AnswerReader) -> tuple[Cell, ...]:
        """Read the cells; `whole` is what all of them share."""
        cell_keys = (*CELL_KEYS, *dict.fromkeys(key for capability in registered() for key in capability.cell_keys))
        cells: list[Cell] = []
        places: dict[str, Node] = {}
        for number, written in enumerate(items_of(node, self.report, "cells"), start=1):
            about = f"cells › [{number}]"
            item = mapping_of(written, self.report, about, cell_keys)
            if item is None:
                continue
            own = self._text(item, "id", about)
            if own is None:
                if item.get("id") is None:
                    self.report.add(Code.KEY_MISSING, item, about=about, details={"key": "id"})
                continue
            id_node = item.at("id")
            if own in places:
                self.report.twice(own, id_node, places[own], about="cells")
            places[own] = id_node
            answers_node = item.get("answers")
            source = read_source(item, self.report, about) or reader.source
            own_reader = reader._replace(source=source)
            answers = own_reader.read(answers_node, f"cells › {own} › answers", "cell") if answers_node else {}
            said = {
                "region": self._text(item, "region", about),
                "segment": self._text(item, "segment", about),
                "answers": {**whole.answers, **answers},
                "override": self._override(item, f"cells › {own}") or whole.override,
            }
            cells.append(self.cell(item, own, whole).model_copy(update=said))
        return tuple(cells)

    def _override(self, node: Mapping, about: str) -> Override | None:
        """Read the mode that was chosen otherwise; both it and the reason are needed."""
        written, where = node.get("override"), " › ".join(filter(None, [about, "override"]))
        if written is None:
            return None
        from mvpod_expert.loading.validation import validate  # noqa: PLC0415 - few cases have an override

        if isinstance(written, Mapping):
            written = Mapping(*written.span, tuple((key, _as_word(each)) for key, each in written))
        override = validate(Override, written, self.report, about=where)
        if override is None:
            return None
        at, where = written.at("mode"), f"{where} › mode"
        is_mode = self.report.among(Code.VALUE_NOT_ALLOWED, (override.mode,), self.modes, at, about=where)
        return override if is_mode else None

    def _text(self, node: Mapping, key: str, about: str) -> str | None:
        value = node.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.is_empty or not value.text.strip():
            wrong_type(value, "text", self.report, " › ".join(filter(None, [about, key])))
            return None
        return value.text.strip()


def _as_word(node: Node) -> Node:
    """Return a value with a number as a word, which it is in the texts of a case."""
    return replace(node, quoted=True) if isinstance(node, Scalar) and not node.is_empty else node
