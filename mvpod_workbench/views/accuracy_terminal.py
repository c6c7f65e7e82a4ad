"""How good the advice is, in a terminal: its accuracy on the documented cases, and how selective it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.line_breaking import cells
from mvpod_expert.views.names import Names, TerminalView
from mvpod_workbench.testing.accuracy import Accuracy, Determinant, Judged, accepts
from mvpod_workbench.testing.selectivity import APART, MOST_APART, MOST_MEAN, Overlap, Selectivity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MOST_NAMED = 5


class AccuracyView(TerminalView):
    """Prints a comparison with the documented cases."""

    def show(self, accuracy: Accuracy) -> None:
        """Print the hits, the record, the confusion matrix and every case that is no strict hit."""
        of = len(accuracy.documented)
        self.print("accuracy.title", "title", count=len(accuracy.judged), scored=of)
        for key, hits in accuracy.hits.items():
            self.print("accuracy.line", indent=2, label=self.t(f"accuracy.{key}"), hits=hits, of=of)
        self.print("accuracy.left_out_note", "faint", indent=2)
        self._leads(accuracy)
        self._confusion(accuracy)
        self._rescaled(accuracy)
        misses = [each for each in accuracy.judged if each.advice.mode.recommended != each.case.outcome.mode]
        self.page.title(self.t("accuracy.misses"))
        for miss in misses:
            self.page.line(f"- {self._miss(miss)}", indent=2, hang=2)
        if not misses:
            self.print("accuracy.none_missed", "good", indent=2)
        self.page.line()
        self.print("accuracy.caution", "faint")

    def determinants(self, found: Iterable[Determinant]) -> None:
        """Print how many decisions rest on each question."""
        self.page.title(self.t("accuracy.determinants"))
        for each in found:
            self.print("accuracy.determinant", indent=2, hang=2, title=self.fact(each.fact), **each._asdict())

    def record(self, accuracy: Accuracy, written: Path | None) -> None:
        """Say where the record was written, or that the one that advice is shown with is not this one."""
        if written is not None:
            self.page.line()
            self.print("accuracy.record_written", "good", file=written)
        elif accuracy.record != self.knowledge.decision.record:
            self.page.line()
            self.print("accuracy.record_stale", "warn")

    def _leads(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.record"))
        for each in accuracy.record:
            verdict = self.t(f"verdict.{self.knowledge.decision.verdict(each.lead_from)}")
            high = each.lead_below - 1 if each.lead_below is not None else None
            low, went, of = each.lead_from, each.went, each.of
            self.print("accuracy.record_line", indent=2, verdict=verdict, low=low, high=high, went=went, of=of)

    def _confusion(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.confusion"))
        modes = [mode.id for mode in self.knowledge.decision.modes]
        columns: list[str | None] = [*modes, None]
        rows = [["", *map(self._mode, columns)]]
        rows += [[self._mode(used), *(str(accuracy.confusion[used, each]) for each in columns)] for used in modes]
        width = max(map(cells, rows[0])) + 2
        for row in rows:
            self.page.raw("  " + "".join(_right(text, width) for text in row))

    def _rescaled(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.rescaled"))
        titles = {strength.id: self.say(strength.title) for strength in self.knowledge.decision.strengths}
        for each in accuracy.rescaled:
            names = self.comma(f"{case.id} {self.say(case.company)}" for case in each.changed)
            strength, factor, count = titles[each.strength], f"{each.factor:g}", len(each.changed)
            self.print(
                "accuracy.rescaled_line", indent=2, hang=4, strength=strength, factor=factor, count=count, cases=names
            )

    def _miss(self, judged: Judged) -> str:
        case, decision = judged.case, judged.advice.mode
        return self.t(
            "accuracy.miss",
            id=case.id,
            company=self.say(case.company),
            offer=self.say(case.offer),
            used=self._mode(case.outcome.mode),
            advised=self._mode(decision.recommended),
            verdict=self.t(f"verdict.{decision.verdict}"),
            nets=", ".join(f"{self._mode(each.mode)} {each.net:+d}" for each in decision.ranking),
            lenient=accepts(case, decision.recommended),
            scored=case.outcome.scored,
        )

    def _mode(self, mode: str | None) -> str:
        return self.mode(mode) if mode else self.t("accuracy.undecided")


def _right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text


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
