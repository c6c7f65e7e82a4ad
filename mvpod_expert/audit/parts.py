"""Where audit keeps its data in the shared models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.audit.standard import AuditKnowledge, AuditStandard
    from mvpod_expert.model.cases import Answer, CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation

KEY, AUDITS = "audit", "audits"


def knowledge_of(knowledge: KnowledgeBase) -> AuditKnowledge | None:
    """Return what existing plans are held against; none in a home without it."""
    return getattr(knowledge, KEY, None)


def answers_in(case: CaseFile) -> Mapping[str, Answer] | None:
    """Return what was answered about the plan the client already has, if anything."""
    return getattr(case, KEY, None)


def results_in(recommendation: Recommendation) -> tuple[Audit, ...]:
    """Return the audits of a recommendation: one for each case that tells of a plan."""
    return getattr(recommendation, AUDITS, ())


def standard_of(knowledge: KnowledgeBase) -> AuditStandard | None:
    """Return the standard existing plans are held against; none in a home without an audit."""
    own = knowledge_of(knowledge)
    return own.standard if own is not None else getattr(knowledge, "standard", None)
