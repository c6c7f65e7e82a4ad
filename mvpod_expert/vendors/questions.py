"""What to ask vendors next: what is unknown, or claimed and not shown, by what its answer alone can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.vendors.gates import Assessed, assess, assess_again, leaders
from mvpod_expert.vendors.model import NextQuestion
from mvpod_expert.vendors.table import BEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from mvpod_expert.vendors.gates import Claims
    from mvpod_expert.vendors.model import Decides, Shown, VendorGiven
    from mvpod_expert.vendors.table import Criterion, Fit, VendorTable

POSSIBLE_FITS: tuple[Fit, ...] = ("standard", "custom", "missing")
"""What an unknown function can turn out to be; set up counts like standard."""
ORDER: tuple[Decides, ...] = ("knock_out", "gate", "first")


class Questions:
    """Finds what to ask.

    Args:
        table: the experts' file.
        said: what is said of each vendor, by id.
        weights: the gates' weights.
    """

    def __init__(self, table: VendorTable, said: Mapping[str, Claims], weights: Mapping[str, Fraction]) -> None:
        self.table = table
        self.said = said
        self.weights = weights
        self.assessed = {name: assess(table, each) for name, each in said.items()}

    def of(self, given: Sequence[VendorGiven]) -> tuple[NextQuestion, ...]:
        """Return the questions, those first that can change most; a vendor that fails for certain is asked nothing."""
        found = [
            question
            for vendor in given
            if self.assessed[vendor.id].state != "failed"
            for question in (*self._criteria(vendor), *self._functions(vendor))
        ]
        return tuple(
            sorted(
                found,
                key=lambda each: (
                    *(name not in each.decides for name in ORDER),
                    -each.swing,
                    each.vendor,
                    self._position(each),
                    each.function or "",
                ),
            )
        )

    def _position(self, question: NextQuestion) -> int:
        names = self.table.criteria()
        return names.index(question.criterion) if question.criterion is not None else len(names)

    def _criteria(self, vendor: VendorGiven) -> Iterator[NextQuestion]:
        for gate in self.table.gates:
            for criterion in gate.criteria:
                written = vendor.criteria.get(criterion.id)
                evidence = written.evidence if written is not None else None
                score = written.score if written is not None else None
                if evidence is not None and (score is not None or criterion.from_functions):
                    continue
                yield from self._criterion(vendor.id, gate.id, criterion, score)

    def _criterion(self, vendor: str, gate: str, criterion: Criterion, score: int | None) -> Iterator[NextQuestion]:
        said = self.said[vendor]

        def question(options: Sequence[Claims], shown: Shown) -> NextQuestion:
            outcomes = [assess_again(self.table, self.assessed[vendor], option, gate) for option in options]
            return self._question(vendor, outcomes, criterion=criterion.id, shown=shown)

        if criterion.from_functions and score is None:
            # Its fits are asked one by one; what is claimed of them still has to be shown.
            if any(said.fits.values()):
                yield question([said, said.with_score(criterion.id, 0)], "claimed")
        elif score is None:
            yield question([said.with_score(criterion.id, each) for each in range(BEST + 1)], "unknown")
        elif score > 0:
            yield question([said.with_score(criterion.id, each) for each in range(score + 1)], "claimed")

    def _functions(self, vendor: VendorGiven) -> Iterator[NextQuestion]:
        said = self.said[vendor.id]
        unknown = [name for name, fit in said.fits.items() if fit is None]
        if not unknown:
            return
        # Gates count fits, whichever functions have them, so one unknown function can change what every other can.
        outcomes = [assess(self.table, said.with_fit(unknown[0], each)) for each in POSSIBLE_FITS]
        question = self._question(vendor.id, outcomes, function=unknown[0], shown="unknown")
        yield from (question.model_copy(update={"function": name}) for name in unknown)

    def _question(
        self,
        vendor: str,
        outcomes: Sequence[Assessed],
        *,
        criterion: str | None = None,
        function: str | None = None,
        shown: Shown,
    ) -> NextQuestion:
        points = [(outcome.points(self.weights), outcome.at_most(self.weights)) for outcome in outcomes]
        swing = max(
            max(low for low, _ in points) - min(low for low, _ in points),
            max(high for _, high in points) - min(high for _, high in points),
        )
        return NextQuestion(
            vendor=vendor,
            criterion=criterion,
            function=function,
            shown=shown,
            decides=tuple(self._decided(vendor, outcomes)),
            swing=float(swing),
        )

    def _decided(self, vendor: str, outcomes: Sequence[Assessed]) -> Iterator[Decides]:
        if len({tuple(judged.struck for judged in outcome.gates.values()) for outcome in outcomes}) > 1:
            yield "knock_out"
        if len({tuple(judged.state for judged in outcome.gates.values()) for outcome in outcomes}) > 1:
            yield "gate"
        if len({leaders({**self.assessed, vendor: outcome}, self.weights) for outcome in outcomes}) > 1:
            yield "first"
