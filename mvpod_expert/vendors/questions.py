"""What to ask vendors next: what is unknown, or claimed and not shown, by what its answer alone can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.vendors.gates import Assessed, Claims, assess, judge, leaders, shown_of
from mvpod_expert.vendors.model import Decides, NextQuestion, VendorGiven
from mvpod_expert.vendors.table import BEST, Criterion, Fit, VendorTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.vendors.gates import Weights


POSSIBLE_FITS: tuple[Fit, ...] = ("standard", "custom", "missing")
"""What an unknown function can turn out to be; set up counts like standard."""
ORDER: tuple[Decides, ...] = ("knock_out", "gate", "first")


class Questions:
    """Finds what to ask, by the experts' file, what is said of each vendor by id, and the gates' weights."""

    def __init__(self, table: VendorTable, said: Mapping[str, Claims], weights: Weights) -> None:
        self.table = table
        self.said = said
        self.weights = weights
        self.assessed = {name: assess(table, each) for name, each in said.items()}

    def of(self, given: Sequence[VendorGiven]) -> tuple[NextQuestion, ...]:
        """Return the questions, those first that can change most; a vendor that fails for certain is asked nothing."""
        asked = [vendor for vendor in given if self.assessed[vendor.id].state != "failed"]
        found = [question for vendor in asked for question in (*self._criteria(vendor), *self._functions(vendor.id))]
        places = {name: place for place, name in enumerate(self.table.criteria())}
        found.sort(
            key=lambda each: (
                *(name not in each.decides for name in ORDER),
                -each.swing,
                each.vendor,
                places.get(each.criterion or "", len(places)),
                each.function or "",
            )
        )
        return tuple(found)

    def _criteria(self, vendor: VendorGiven) -> Iterator[NextQuestion]:
        said = self.said[vendor.id]
        for gate in self.table.gates:
            for criterion in gate.criteria:
                shown = shown_of(criterion, vendor, said)
                scores = () if shown == "shown" else self._scores(criterion, said)
                options = [said if score is None else said.with_score(criterion.id, score) for score in scores]
                if options:
                    # What is said otherwise of a criterion touches its own gate alone.
                    others = self.assessed[vendor.id].gates
                    outcomes = [Assessed({**others, gate.id: judge(gate, each)}) for each in options]
                    question = NextQuestion(vendor=vendor.id, criterion=criterion.id, shown=shown, decides=(), swing=0)
                    yield self._weighed(question, outcomes)

    @staticmethod
    def _scores(criterion: Criterion, said: Claims) -> Sequence[int | None]:
        """Return the scores that the answer can come to; none for the one it has."""
        score = said.scores.get(criterion.id)
        if criterion.from_functions and score is None:
            # Its fits are asked one by one; what is claimed of them still has to be shown.
            return (None, 0) if any(said.fits.values()) else ()
        if score is None:
            return range(BEST + 1)
        return range(score + 1) if score > 0 else ()

    def _functions(self, vendor: str) -> Iterator[NextQuestion]:
        said = self.said[vendor]
        unknown = [name for name, fit in said.fits.items() if fit is None]
        if not unknown:
            return
        # Gates count fits, whichever functions have them, so one unknown function can change what every other can.
        outcomes = [assess(self.table, said.with_fit(unknown[0], each)) for each in POSSIBLE_FITS]
        question = NextQuestion(vendor=vendor, function=unknown[0], shown="unknown", decides=(), swing=0)
        weighed = self._weighed(question, outcomes)
        yield from (weighed.model_copy(update={"function": name}) for name in unknown)

    def _weighed(self, question: NextQuestion, outcomes: Sequence[Assessed]) -> NextQuestion:
        """Return a question with how many points its outcomes are apart, and what they decide."""
        points = zip(*((each.points(self.weights), each.at_most(self.weights)) for each in outcomes), strict=True)
        swing = max(max(ends) - min(ends) for ends in points)
        decides = tuple(self._decided(question.vendor, outcomes))
        return question.model_copy(update={"swing": float(swing), "decides": decides})

    def _decided(self, vendor: str, outcomes: Sequence[Assessed]) -> Iterator[Decides]:
        if len({tuple(judged.struck for judged in outcome.gates.values()) for outcome in outcomes}) > 1:
            yield "knock_out"
        if len({tuple(judged.state for judged in outcome.gates.values()) for outcome in outcomes}) > 1:
            yield "gate"
        if len({leaders({**self.assessed, vendor: outcome}, self.weights) for outcome in outcomes}) > 1:
            yield "first"
