"""The selectivity of the advice on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names
from mvpod_workbench.testing.selectivity import APART, MOST_APART, MOST_MEAN

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.selectivity import Overlap, Selectivity

MOST_NAMED = 5


def show_selectivity(measured: Selectivity, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
    """Print what was measured."""
    names = Names(knowledge, t)
    page.line(t("selectivity.title", count=len(measured.clients)), "title")
    counts = (t("selectivity.count", moves=moves, clients=clients) for moves, clients in measured.counts.items())
    page.line(t("selectivity.counts", counts=names.comma(counts)), indent=2)
    page.title(t("selectivity.overlap"))
    goals = {"mean": MOST_MEAN, "highest": MOST_APART, "apart": APART}
    page.line(t("selectivity.goals", **goals, read=len(measured.read), asked=measured.asked), "faint", indent=2)
    for mode in measured.modes:
        page.line(f"- {_overlap(mode, names, t)}", indent=2, hang=2)
    ranked = sorted(measured.shares.items(), key=lambda found: -found[1])
    for key, found in (
        ("common", measured.common),
        ("annexed", ((item, 0.0) for item in measured.annexed)),
        ("never", ((item, 0.0) for item in measured.never)),
        ("most", ranked[:MOST_NAMED]),
    ):
        page.title(t(f"selectivity.{key}"))
        lines = [t("selectivity.share", item=names.item(item), id=item, share=f"{share:.0%}") for item, share in found]
        for line in lines or [t("selectivity.none")]:
            page.line(f"- {line}", indent=2, hang=2)


def _overlap(found: Overlap, names: Names, t: Messages) -> str:
    if found.mean is None:
        return t("selectivity.too_few", mode=names.mode(found.mode), clients=found.clients)
    return t(
        "selectivity.mode",
        mode=names.mode(found.mode),
        clients=found.clients,
        items=f"{found.items:.0f}",
        mean=f"{found.mean:.2f}",
        highest=f"{found.highest or 0:.2f}",
        above=found.above,
        pairs=f"{found.pairs:,}",
        above_any=found.above_any,
        pairs_any=f"{found.pairs_any:,}",
    )
