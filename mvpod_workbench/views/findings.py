"""What rule authors see beside findings: that there are none, and what takes no part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages


def show_drafts(knowledge: KnowledgeBase, t: Messages, page: Terminal, name: str = "") -> None:
    """Say which entries are drafts and take no part in the advice; with a name, whether that one is."""
    ids = [each.id for each in knowledge.drafts if name in {"", each.id}]
    if ids:
        page.line(t("covered.drafts", count=len(ids), ids=t("list.comma").join(ids)), "warn", hang=2)


def show_knowledge_is_fine(
    knowledge: KnowledgeBase, files: int, t: Messages, page: Terminal, *, with_source: bool
) -> None:
    """Say that nothing was found, in how much, and what was not looked at."""
    counts = {
        "rules": len(knowledge.rules),
        "facts": len(knowledge.facts),
        "principles": len(knowledge.principles),
        "sources": len(knowledge.sources),
        "items": len(list(knowledge.items())),
        "cases": len(knowledge.cases),
    }
    page.line(t("check.fine", **counts), "good")
    page.line(t("covered.check", files=files), "faint")
    if with_source:
        page.line(t("check.source_fine"), "good")
