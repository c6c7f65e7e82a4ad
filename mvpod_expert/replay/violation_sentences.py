"""What does not follow in a saved result, in words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation
    from mvpod_expert.views.messages import Messages

BELONGS = " / "


class FlawSentences:
    """Says flaws.

    Args:
        knowledge: today's knowledge base.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.names = Names(knowledge, t)

    def sentence(self, flaw: Violation) -> str:
        """Say one flaw: by the name of what it is about, where the knowledge has one."""
        about = flaw.about
        if flaw.part is not None:
            named = BELONGS.join(self._beside.get(each, each) for each in about.split(BELONGS))
            part = self.t(f"flaw_part.{flaw.part}")
            return self.t("flaw.differs", about=named, part=part, told=flaw.told, derived=flaw.derived)
        if flaw.kind in {"measure_missing", "measure_unfounded"}:
            about = self._beside.get(about, about)
        elif any(mode.id == about for mode in self.knowledge.decision.modes):
            about = self.names.mode(about)
        else:
            about = self.names.item(about)
        return self.t(f"flaw.{flaw.kind}", about=about, detail=flaw.detail)

    @cached_property
    def _beside(self) -> dict[str, str]:
        """What stands beside the modes and the plan: series and lines, gates and criteria, areas and measures."""
        return {name: title.in_(self.t.lang) for name, title in self._titles()}

    def _titles(self) -> Iterator[tuple[str, Text]]:
        yield from ((item.id, item.title) for item in self.knowledge.items())
        audit, trends, vendors = self.knowledge.audit, self.knowledge.trends, self.knowledge.vendors
        if audit is not None and audit.standard is not None:
            yield from ((fact.id, fact.title) for fact in audit.facts.values())
            yield from ((item.id, item.title) for item in audit.items())
            yield from ((area.id, area.title) for area in audit.standard.areas)
        if trends is not None:
            yield from ((line.id, line.title) for line in trends.lines)
            yield from ((each.id, each.title) for each in trends.series)
        for gate in vendors.gates if vendors is not None else ():
            yield gate.id, gate.title
            yield from ((each.id, each.title) for each in gate.criteria)
