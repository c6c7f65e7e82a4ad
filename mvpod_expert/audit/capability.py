"""What the audit declares: the plan a client already has under `audit:`, held against what is recommended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, ModelName, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.audit.standard import AuditKnowledge, AuditStandard
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.knowledge import KnowledgeBase

KEY = "audit"
KNOWLEDGE: Part[AuditKnowledge | None] = Part(KEY, "mvpod_expert.audit.standard:AuditKnowledge")
ANSWERS: Part[Mapping[str, Answer] | None] = Part(KEY, "mvpod_expert.model.cases:Answers")
AUDITS: Part[tuple[Audit, ...]] = Part("audits", "mvpod_expert.audit.model:Audit", ())
"""One for each case that describes a plan."""


class _AuditCapability(Capability):
    """The audit of an existing plan."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]] = {
        "KnowledgeBase": (KNOWLEDGE,),
        "CaseFile": (ANSWERS,),
        "Recommendation": (AUDITS,),
    }
    case_keys = (KEY,)
    documents: ClassVar[Mapping[str, str]] = {KEY: "mvpod_expert.audit.model:Audited"}

    def own_rules(self, knowledge: KnowledgeBase) -> KnowledgeBase | None:
        """Return the rules of the audit with its questions and measures."""
        return KNOWLEDGE.of(knowledge)


CAPABILITY = _AuditCapability()


def standard_of(knowledge: KnowledgeBase) -> AuditStandard | None:
    """Return the standard existing plans are held against; none in a home without an audit."""
    own = KNOWLEDGE.of(knowledge)
    return own.standard if own is not None else getattr(knowledge, "standard", None)
