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
        t, page, of = self.t, self.page, len(accuracy.documented)
        page.line(t("accuracy.title", count=len(accuracy.judged), scored=of), "title")
        for key, hits in accuracy.hits.items():
            page.line(t("accuracy.line", label=t(f"accuracy.{key}"), hits=hits, of=of), indent=2)
        page.line(t("accuracy.left_out_note"), "faint", indent=2)
        self._record(accuracy)
        self._confusion(accuracy)
        self._rescaled(accuracy)
        misses = [each for each in accuracy.judged if each.advice.mode.recommended != each.case.outcome.mode]
        page.title(t("accuracy.misses"))
        for miss in misses:
            page.line(f"- {self._miss(miss)}", indent=2, hang=2)
        if not misses:
            page.line(t("accuracy.none_missed"), "good", indent=2)
        page.line()
        page.line(t("accuracy.caution"), "faint")

    def determinants(self, found: Iterable[Determinant]) -> None:
        """Print how many decisions rest on each question."""
        self.page.title(self.t("accuracy.determinants"))
        for each in found:
            line = self.t("accuracy.determinant", title=self.fact(each.fact), **each._asdict())
            self.page.line(line, indent=2, hang=2)

    def written(self, file: Path) -> None:
        """Say where the record was written."""
        self.page.line()
        self.page.line(self.t("accuracy.record_written", file=file), "good")

    def staleness(self, accuracy: Accuracy) -> None:
        """Say when the record that advice is shown with is not this one."""
        if accuracy.record != self.knowledge.decision.record:
            self.page.line()
            self.page.line(self.t("accuracy.record_stale"), "warn")

    def _record(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.record"))
        for each in accuracy.record:
            self.page.line(
                self.t(
                    "accuracy.record_line",
                    verdict=self.t(f"verdict.{self.knowledge.decision.verdict(each.lead_from)}"),
                    low=each.lead_from,
                    high=each.lead_below - 1 if each.lead_below is not None else None,
                    went=each.went,
                    of=each.of,
                ),
                indent=2,
            )

    def _confusion(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.confusion"))
        modes = [mode.id for mode in self.knowledge.decision.modes]
        columns: list[str | None] = [*modes, None]
        labels = [self._mode(column) for column in columns]
        width = max(map(cells, labels)) + 2
        self.page.raw("  " + " " * width + "".join(_right(label, width) for label in labels))
        for used in modes:
            row = "".join(_right(str(accuracy.confusion[used, column]), width) for column in columns)
            self.page.raw("  " + _right(self._mode(used), width) + row)

    def _rescaled(self, accuracy: Accuracy) -> None:
        self.page.title(self.t("accuracy.rescaled"))
        titles = {strength.id: self.say(strength.title) for strength in self.knowledge.decision.strengths}
        for each in accuracy.rescaled:
            names = self.comma(f"{case.id} {self.say(case.company)}" for case in each.changed)
            self.page.line(
                self.t(
                    "accuracy.rescaled_line",
                    strength=titles[each.strength],
                    factor=f"{each.factor:g}",
                    count=len(each.changed),
                    cases=names,
                ),
                indent=2,
                hang=4,
            )

    def _miss(self, judged: Judged) -> str:
        case, decision = judged.case, judged.advice.mode
        nets = ", ".join(f"{self._mode(each.mode)} {each.net:+d}" for each in decision.ranking)
        return self.t(
            "accuracy.miss",
            id=case.id,
            company=self.say(case.company),
            offer=self.say(case.offer),
            used=self._mode(case.outcome.mode),
            advised=self._mode(decision.recommended),
            verdict=self.t(f"verdict.{decision.verdict}"),
            nets=nets,
            lenient=accepts(case, decision.recommended),
            scored=case.outcome.scored,
        )

    def _mode(self, mode: str | None) -> str:
        return self.mode(mode) if mode else self.t("accuracy.undecided")


def _right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text
