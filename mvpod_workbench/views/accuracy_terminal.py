"""The accuracy on the documented cases in a terminal: hits, the record by lead, and every miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.line_breaking import cells
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.testing.accuracy import accepts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_workbench.testing.accuracy import Accuracy, Determinant, Judged


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
