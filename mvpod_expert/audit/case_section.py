"""What a case file says about the plan a client already has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.capability import KEY, KNOWLEDGE
from mvpod_expert.capability import CaseSection
from mvpod_expert.loading.answers import AnswerReader
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.capability import CaseContext
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.cases import Cell


class _AuditSection(CaseSection):
    """Reads `audit:` of a case file."""

    def __init__(self, context: CaseContext) -> None:
        self.context = context
        self.knowledge = KNOWLEDGE.of(context.knowledge)

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Return the answers about the plan the client already has."""
        written, report = node.get(KEY), self.context.report
        if written is None:
            return {KEY: None}
        if self.knowledge is None:
            report.add(Code.AUDIT_UNDECLARED, node.key(KEY) or written, about=KEY)
            return {KEY: None}
        reader = AnswerReader(self.knowledge.facts, report, takes_former=self.context.takes_former)
        return {KEY: reader.read(written, KEY, "shared")}


SECTION = _AuditSection
