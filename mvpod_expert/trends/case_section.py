"""The history a case file names: a table beside the case, taken apart by market cell; and the field for its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseContext, CaseSection, Form
from mvpod_expert.loading.yaml_nodes import Scalar, wrong_type
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.form import Field
from mvpod_expert.trends.capability import CASE_KEY, HISTORY, TABLE
from mvpod_expert.trends.reader import read_history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.trends.history import History

WHERE = ("region", "segment")


class _HistorySection(CaseSection):
    """Reads `metrics:` of a case file, each table once; a shared one is taken apart by market cell."""

    def __init__(self, context: CaseContext) -> None:
        self.context = context
        self.report = context.report
        self.shared: History | None = None
        self._read_before: dict[Path, History | None] = {}

    def read_shared(self, node: MappingNode, *, has_cells: bool) -> Mapping[str, Any]:
        """Return the shared history; a case of one cell takes the only one that the table names."""
        history = self.shared = self._read(node, CASE_KEY)
        if history is not None and not has_cells and len(history.cells) == 1:
            history = history.of_cell(*history.cells)
        return {HISTORY.name: history}

    def read_cell(self, node: MappingNode, cell: str, shared: Cell) -> Mapping[str, Any]:
        """Return what the cell's own history, or else the shared one, holds for the cell."""
        where = [value.text.strip() for key in WHERE if isinstance(value := node.get(key), Scalar)]
        named = [name for name in (cell, " / ".join(where)) if name]
        history = self._read(node, f"cells › {cell} › {CASE_KEY}") or self.shared
        found = history.of_cell(*named) if history is not None else None
        return {HISTORY.name: found if found is not None and found.series else None}

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Report market cells of a shared history that the case does not have."""
        if self.shared is None or not cells or (node.get("cells") is None and len(self.shared.cells) == 1):
            return {}
        known = {name for cell in cells for name in (cell.id, " / ".join(filter(None, (cell.region, cell.segment))))}
        foreign = [name for name in self.shared.cells if name not in known]
        if foreign:
            details = {"trouble": "cells", "names": ", ".join(foreign)}
            self.report.add(Code.HISTORY_UNUSABLE, node.get(CASE_KEY) or node, about=CASE_KEY, details=details)
        return {}

    def _read(self, mapping: MappingNode, about: str) -> History | None:
        """Read the history that is named there; it lies in the folder of the case, or below."""
        node = mapping.get(CASE_KEY)
        if node is None or node.is_empty:
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            wrong_type(node, "text", self.report, about)
            return None
        folder = self.context.folder
        path = folder / node.text.strip()
        try:
            is_beside = path.resolve().is_relative_to(folder.resolve())
        except (OSError, ValueError):  # a name that no file can have, or links in a circle
            is_beside = False
        if not is_beside:
            details = {"trouble": "outside", "names": ""}
            self.report.add(Code.HISTORY_UNUSABLE, node, about=about, written=node.text, details=details)
            return None
        if path not in self._read_before:
            self._read_before[path] = read_history(path, self.context.knowledge, self.report)
        return self._read_before[path]


SECTION = _HistorySection


class _HistoryForm(Form):
    """Asks for one file."""

    key = CASE_KEY
    heading = "trends.form_title"
    is_of_cell = True

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the field for the file."""
        if TABLE.of(self.knowledge) is not None:
            yield Field((), self.title, self.t("trends.form_file"), how=self.t("trends.form_file_how"))


FORM = _HistoryForm
