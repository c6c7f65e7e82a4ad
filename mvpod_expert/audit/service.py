"""The audits of plans that one adviser makes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.auditor import Auditor, ToBe
from mvpod_expert.audit.capability import ANSWERS, AUDITS, KEY, KNOWLEDGE
from mvpod_expert.capability import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.capability import ServiceContext
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile


class _AuditService(Service):
    """Audits existing plans for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    @cached_property
    def auditor(self) -> Auditor | None:
        """What audits plans, where the knowledge has an audit; made when first needed."""
        own = KNOWLEDGE.of(self.context.knowledge)
        base = self.context.base.beside.get(KEY)
        return Auditor(own, base, self.context.engine) if own is not None and base is not None else None

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the audit of the plan the case tells of."""
        answers = ANSWERS.of(case)
        if answers is None or self.auditor is None:
            return {}
        to_be = ToBe(case.file, advised)
        return {AUDITS.name: (self.auditor.audit(answers, client=case.client, source=case.file, to_be=to_be),)}


SERVICE = _AuditService


def auditor_of(adviser: Adviser) -> Auditor:
    """Return what audits plans with an adviser's knowledge and engine; its knowledge must have an audit."""
    service = adviser.service(KEY)
    assert isinstance(service, _AuditService)  # noqa: S101 - the service registered under this key
    assert service.auditor is not None  # noqa: S101 - the caller has looked for an audit in the knowledge
    return service.auditor
