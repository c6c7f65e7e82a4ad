"""What was filled in at an interview, put into the sections of a case as if it had been written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Document, Listing, Mapping, Node, Plain, Scalar, named, plain
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.form import entry_number
from mvpod_expert.model.journal import FilledIn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mvpod_expert.loading.case_files import CaseReader
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.interview_record import CellRecord, Record
    from mvpod_expert.model.knowledge import KnowledgeBase

    Read = tuple[CaseReader, CaseFile, Cell]

WHERE = ("region", "segment")
NOWHERE = Node(Document("", ()), 0, 0, 0)


class WrittenSections:
    """What stands before a journal, a page with a name in findings; it is read again with what was filled in since.

    `read` is what reads it, the case and what its cells share, where it was read already.
    """

    def __init__(self, node: Mapping, file: str, knowledge: KnowledgeBase, read: Read | None = None) -> None:
        self.node = _without_answers(node)
        self.file = file
        self.knowledge = knowledge
        self._last: tuple[list[FilledIn], set[str], Read] | None = ([], set(), read) if read is not None else None

    def case(self, record: Record, names: Collection[str]) -> CaseFile:
        """Return the case with some cells of a record; see `SectionReader`."""
        own = {name: self._cell(record, name) for name in names}
        reader, case, whole = self._read(record)
        found = reader.report.found
        written = {cell.id: cell for cell in case.cells}
        cells = []
        for name, node in own.items():
            cell = record.cells[name]
            if len(record.cells) == 1 and self._item(cell) is None:
                cells.append(whole)
            elif cell.written in written and not cell.filled:
                cells.append(written[cell.written])
            else:
                cells.append(reader.cell(node, cell.written or name, whole))
        if reader.report.found > found:
            raise UnusableInputError(reader.report.diagnostics[found:])
        return case.model_copy(update={"cells": tuple(cells)})

    def _read(self, record: Record) -> Read:
        """Read the page with what was filled in, once as long as that stays the same: it may name a large file."""
        entries = self._entries(record)
        keys = {path[0] for cell in record.cells.values() for path in cell.filled}
        if self._last is None or self._last[:2] != (entries, keys):
            from mvpod_expert.loading.case_files import case_reader  # noqa: PLC0415 - it needs this module and brings YAML

            report, page = DiagnosticCollector(), _filled_in(self.node, entries)
            reader = case_reader(page, self.file, self.knowledge, report, page_of(dict.fromkeys(keys)))
            sections = reader.sections_of(page, self.file)
            report.raise_if_any()
            assert sections is not None  # noqa: S101 - else there were findings
            self._last = entries, keys, (reader, *sections)
        return self._last[2]

    def section(self, record: Record, key: str) -> object:
        """Return what a section says for the current cell, as plain data."""
        page = _filled_in(self.node, self._entries(record))
        shared, own = (node.get(key) for node in (page, self._cell(record, record.at)))
        return _over(plain(own) if own is not None else None, plain(shared) if shared is not None else None)

    def _entries(self, record: Record) -> list[FilledIn]:
        """Return what was filled into the page, for the only cell too where it is not listed under `cells:`."""
        only = next(iter(record.cells.values())) if len(record.cells) == 1 else None
        of_cell = only.filled.values() if only is not None and self._item(only) is None else ()
        written = record.sections.currency if record.sections is not None else None
        said = [FilledIn(path=("currency",), given=record.currency)] if record.currency != written else []
        return [*said, *record.filled.values(), *of_cell]

    def _cell(self, record: Record, name: str) -> Mapping:
        """Return the entry of a cell, with what was filled in; a cell that was opened has no other."""
        cell = record.cells[name]
        own = self._item(cell)
        if own is None:
            opened = page_of({key: value for key in WHERE if (value := getattr(cell, key)) is not None})
            return opened if len(record.cells) == 1 else _filled_in(opened, cell.filled.values())
        return _filled_in(own, cell.filled.values())

    def _item(self, cell: CellRecord) -> Mapping | None:
        cells = self.node.get("cells")
        items = [item for item in (cells.listed if cells is not None else ()) if isinstance(item, Mapping)]
        return next((item for item in items if cell.written is not None and named(item) == cell.written), None)


def _over(own: Plain, shared: Plain) -> Plain:
    """Return what holds where a cell has a section of its own: its entries win, and a list wins as a whole."""
    if isinstance(own, dict) and isinstance(shared, dict):
        return {**shared, **{key: _over(value, shared.get(key)) for key, value in own.items()}}
    return shared if own is None else own


def _without_answers(node: Mapping) -> Mapping:
    """Return a page or the entry of a cell without answers, which the record has in the currency of their day."""
    entries = [(key, value) for key, value in node if key.text != "answers"]
    for number, (key, value) in enumerate(entries):
        if key.text == "cells" and value.listed:
            cells = (_without_answers(each) if isinstance(each, Mapping) else each for each in value.listed)
            entries[number] = key, Listing(*value.span, tuple(cells))
    return Mapping(*node.span, tuple(entries))


def _filled_in(page: Mapping, entries: Iterable[FilledIn]) -> Mapping:
    """Return a page or the entry of a cell with what was filled in; what it says otherwise keeps its places."""
    for entry in entries:
        changed = _changed(page, entry.path, entry.given, entry.origin or NOWHERE)
        assert isinstance(changed, Mapping)  # noqa: S101 - a path has a key
        page = changed
    return page


def page_of(given: dict[str, Any], at: Node = NOWHERE) -> Mapping:
    """Return keys and values as nodes that stand at a place."""
    entries = tuple((_scalar(key, at), _node(value, at)) for key, value in given.items())
    return Mapping(*at.span, entries)


def _node(given: object, at: Node) -> Node:
    match given:
        case dict():
            return page_of(given, at)
        case list() | tuple():
            return Listing(*at.span, tuple(_node(each, at) for each in given))
    return _scalar(given, at)


def _scalar(given: object, at: Node) -> Scalar:
    text = "" if given is None else str(given).lower() if isinstance(given, bool) else str(given)
    tag = "null" if given is None else "bool" if isinstance(given, bool) else "str"
    return Scalar(*at.span, text, quoted=False, tag=tag)


def _changed(node: Node, path: Sequence[str], given: object, at: Node) -> Node:
    """Return a node with something else at the end of a path; keys are added to those of a mapping that is there."""
    if not path:
        for key, value in given.items() if isinstance(given, dict) and isinstance(node, Mapping) else ():
            node = _changed(node, (key,), value, at)
        return node if isinstance(given, dict) and isinstance(node, Mapping) else _node(given, at)
    key, *rest = path
    number = entry_number(key)
    if number is not None and not isinstance(node, Mapping):
        items = list(node.listed)
        place = min(number - 1, len(items))
        items[place : place + 1] = [_changed(items[place] if place < len(items) else NOWHERE, rest, given, at)]
        return Listing(*at.span, tuple(items))
    entries = {name.text: (name, value) for name, value in (node.entries if isinstance(node, Mapping) else ())}
    name, value = entries.get(key, (_scalar(key, at), NOWHERE))
    entries[key] = name, _changed(value, rest, given, at)
    if given is None and not rest:
        del entries[key]
    kept = node if isinstance(node, Mapping) else at
    return Mapping(*kept.span, tuple(entries.values()))
