"""`metrics: history.csv` of a case file: a history beside the case, never outside its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Scalar, kind_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.trends.reader import read_history

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.history import History


class CaseHistories:
    """Reads the histories that a case names, each once.

    Args:
        folder: the folder of the case file.
        knowledge: the knowledge base.
        report: takes the findings.
    """

    def __init__(self, folder: Path, knowledge: KnowledgeBase, report: DiagnosticCollector) -> None:
        self.folder = folder
        self.knowledge = knowledge
        self.report = report
        self.read_before: dict[Path, History | None] = {}

    def read(self, node: Node, about: str) -> History | None:
        """Read the history a case names.

        Args:
            node: the name, as a path from the case file.
            about: the path by ids.
        """
        if isinstance(node, Scalar) and node.plain is None:
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            details = {"expected": "text"}
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details=details)
            return None
        path = self.folder / node.text.strip()
        try:
            is_beside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, ValueError):  # a name that no file can have, or links in a circle
            is_beside = False
        if not is_beside:
            details = {"trouble": "outside", "names": ""}
            self.report.add(Code.HISTORY_UNUSABLE, node, about=about, written=node.text, details=details)
            return None
        if path not in self.read_before:
            self.read_before[path] = read_history(path, self.knowledge, self.report)
        return self.read_before[path]
