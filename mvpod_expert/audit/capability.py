"""What the audit declares: the plan a client already has under `audit:`, held against what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.audit.auditor import Auditor, ToBe
from mvpod_expert.audit.model import Audit, Audited
from mvpod_expert.audit.parts import AUDITS, KEY, answers_in, knowledge_of
from mvpod_expert.audit.reader import read_audit
from mvpod_expert.audit.standard import AuditKnowledge
from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.loading.case_files import CaseReader
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class AuditSection(CaseSection):
    """Reads `audit:` of a case file."""

    case_keys = (KEY,)

    def __init__(self, context: CaseContext) -> None:
        self.context = context
        self.knowledge = knowledge_of(context.knowledge)

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Return the answers about the plan the client already has."""
        del cells
        written, report = node.get(KEY), self.context.report
        if written is None:
            return {KEY: None}
        if self.knowledge is None:
            report.add(Code.AUDIT_UNDECLARED, node.key(KEY) or written, about=KEY)
            return {KEY: None}
        reader = CaseReader(self.knowledge.facts, report, takes_former=self.context.takes_former)
        return {KEY: reader.answers(written, KEY, "shared")}


class AuditService(Service):
    """Audits existing plans for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    @cached_property
    def auditor(self) -> Auditor | None:
        """What audits plans, where the knowledge has an audit; made when first needed."""
        own = knowledge_of(self.context.knowledge)
        base = self.context.base.beside.get(KEY)
        return Auditor(own, base, self.context.engine) if own is not None and base is not None else None

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the audit of the plan the case tells of."""
        answers = answers_in(case)
        if answers is None or self.auditor is None:
            return {}
        to_be = ToBe(case.file, advised)
        return {AUDITS: (self.auditor.audit(answers, client=case.client, source=case.file, to_be=to_be),)}


def auditor_of(adviser: Adviser) -> Auditor:
    """Return what audits plans with an adviser's knowledge and engine; its knowledge must have an audit."""
    service = adviser.services[KEY]
    assert isinstance(service, AuditService)  # noqa: S101 - the service registered under this key
    assert service.auditor is not None  # noqa: S101 - the caller has looked for an audit in the knowledge
    return service.auditor


class AuditCapability(Capability):
    """The audit of an existing plan."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, AuditKnowledge | None),),
        "CaseFile": (Part(KEY, Mapping[str, Answer] | None),),
        "Recommendation": (Part(AUDITS, tuple[Audit, ...], ()),),
    }
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: Audited}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/audit/` and `rules/audit/`."""
        symbols = source.symbols
        return {KEY: read_audit(source.library, symbols.decision, symbols.shelves, symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `audit:`."""
        return AuditSection(context)

    def own_rules(self, knowledge: KnowledgeBase) -> KnowledgeBase | None:
        """Return the rules of the audit with its questions and measures."""
        return knowledge_of(knowledge)

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.audit.authoring import AuditAuthoring  # noqa: PLC0415 - advice does without it

        return AuditAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what audits plans for one adviser."""
        return AuditService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.audit.presenter import AuditPresenter  # noqa: PLC0415 - not before there is something to present

        return AuditPresenter(knowledge, t)


CAPABILITY = AuditCapability()
