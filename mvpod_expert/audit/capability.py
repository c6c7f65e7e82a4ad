"""What the audit declares: the plan a client already has under `audit:`, held against what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.audit.model import Audit, Audited
from mvpod_expert.audit.parts import AUDITS, KEY, knowledge_of
from mvpod_expert.audit.reader import read_audit
from mvpod_expert.audit.standard import AuditKnowledge
from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.model.cases import Answer

if TYPE_CHECKING:
    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class AuditCapability(Capability):
    """The audit of an existing plan."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, AuditKnowledge | None),),
        "CaseFile": (Part(KEY, Mapping[str, Answer] | None),),
        "Recommendation": (Part(AUDITS, tuple[Audit, ...], ()),),
    }
    case_keys = (KEY,)
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: Audited}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/audit/` and `rules/audit/`."""
        symbols = source.symbols
        return {KEY: read_audit(source.library, symbols.decision, symbols.shelves, symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `audit:`."""
        from mvpod_expert.audit.case_section import AuditSection  # noqa: PLC0415 - a case may tell of no plan

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
        from mvpod_expert.audit.service import AuditService  # noqa: PLC0415 - a case may tell of no plan

        return AuditService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.audit.presenter import AuditPresenter  # noqa: PLC0415 - not before there is something to present

        return AuditPresenter(knowledge, t)


CAPABILITY = AuditCapability()
