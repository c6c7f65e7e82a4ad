"""The report's audit of an existing plan: findings, areas as paired bars, and the roadmap as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.audit.parts import knowledge_of
from mvpod_expert.audit.sentences import AuditSentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.audit.model import Audit, AuditedArea, Finding, PlannedMeasure
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


@dataclass(frozen=True)
class FindingBlock:
    """A defect, or the balance: what was concluded, why, and whether it is to be mended."""

    text: str
    reasons: tuple[str, ...]
    is_bad: bool


@dataclass(frozen=True)
class AreaBlock:
    """An area in numbers, which the picture is drawn from, and in words."""

    title: str
    wanted: int
    there: int
    partly: int
    counts: str
    listed: tuple[str, ...]


@dataclass(frozen=True)
class MeasureRow:
    """A row of the roadmap."""

    title: str
    is_quick_win: bool
    text: str
    kind: str
    owner: str
    when: str
    before: tuple[str, ...]
    details: tuple[str, ...]
    support: str


@dataclass(frozen=True)
class AuditPage:
    """The audit of one plan; `in_short` is what it says of the mode and the defects, and what comes first."""

    in_short: tuple[str, ...]
    against: str
    modes: tuple[str, ...]
    defects: tuple[FindingBlock, ...]
    balance: FindingBlock
    areas: tuple[AreaBlock, ...]
    alt: str
    capacity: str
    measures: tuple[MeasureRow, ...]

    @property
    def widest(self) -> int:
        """The most things that any area wants, for the scale of the picture."""
        return max(1, *(area.wanted for area in self.areas))


def audit_page(knowledge: KnowledgeBase, t: Messages, audit: Audit, names: Mapping[str, str]) -> AuditPage | None:
    """Put an audit into words.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        audit: the audit.
        names: what the market cells are called.
    """
    audited = knowledge_of(knowledge)
    if audited is None or audited.standard is None:
        return None
    told = AuditSentences(knowledge, audited, audited.standard, t, audit)
    areas = tuple(_area(each, told) for each in audit.areas)
    rooms = (
        t("audit.picture_room", title=each.title, there=each.there, partly=each.partly, wanted=each.wanted)
        for each in areas
    )
    return AuditPage(
        in_short=tuple(told.in_short(names)),
        against=told.against() if audit.against is None else t("audit.against_here"),
        modes=tuple(told.modes(names)),
        defects=tuple(_finding(each, told) for each in audit.defects),
        balance=_finding(audit.balance, told),
        areas=areas,
        alt=t("audit.picture_alt") + t("list.semicolon").join(rooms),
        capacity=told.capacity(),
        measures=tuple(_row(each, told) for each in audit.measures),
    )


def _finding(finding: Finding, told: AuditSentences) -> FindingBlock:
    return FindingBlock(told.finding(finding), tuple(told.reasons(finding)), told.is_bad(finding))


def _area(area: AuditedArea, told: AuditSentences) -> AreaBlock:
    return AreaBlock(
        title=area.title.in_(told.lang),
        wanted=area.wanted,
        there=area.there,
        partly=area.partly,
        counts=told.counts(area),
        listed=tuple(told.listed(area, "missing", "partly", "unknown", "there", "not_wanted")),
    )


def _row(each: PlannedMeasure, told: AuditSentences) -> MeasureRow:
    return MeasureRow(
        title=each.title.in_(told.lang),
        is_quick_win=each.is_quick_win,
        text=each.text.in_(told.lang),
        kind=told.t("audit.kind_effort", kind=told.kind(each), effort=told.effort(each)),
        owner=each.owner.in_(told.lang),
        when=told.when(each),
        before=tuple(told.before(each)),
        details=tuple(text.rstrip("。.") for text in told.details(each, with_owner=False)),
        support=told.support(each),
    )
