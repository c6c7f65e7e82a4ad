"""Vendor gates and ranking: what scores and fits come to at a gate, under every completion of what is unknown.

Unknown scores can be anything from 0 to the best, unknown fits anything from standard to missing. Criteria and
knock-outs never get worse with a better score, so of the scores only the two ends have to be tried; of the fits only
how many are missing or custom counts, and all such counts are tried.

The vendors that pass all gates are ranked. A vendor's points are linear in every weight, the other weights scaled
along. So the weights under which a vendor is first are one interval, and its ends are exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from mvpod_expert.vendors.model import GateState, Shown, VendorGiven, WeightReach
from mvpod_expert.vendors.table import BEST, FITS, Criterion, Fit, KnockOut, VendorGate, VendorTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Shares = Mapping[Fit, Fraction]
    """The shares of must-haves that have each fit."""
    _Outcome = tuple[int, set[str]]
    """The points of a gate, and what knocks out."""
    Weights = Mapping[str, Fraction]


@dataclass(frozen=True)
class Claims:
    """What is said of one vendor: the known scores by criterion, and the must-haves, each with its fit if it is known.

    `held_at` are criteria whose scores are set, those that follow from functions too.
    """

    scores: Mapping[str, int]
    fits: Mapping[str, Fit | None]
    held_at: Mapping[str, int]

    def with_score(self, criterion: str, score: int) -> Claims:
        """Return the same with one score set."""
        return Claims(self.scores, self.fits, {**self.held_at, criterion: score})

    def with_fit(self, function: str, fit: Fit) -> Claims:
        """Return the same with one fit set."""
        return Claims(self.scores, {**self.fits, function: fit}, self.held_at)


def claims(given: VendorGiven, must_haves: tuple[str, ...]) -> Claims:
    """Take what counts out of what a case says of a vendor."""
    scores = {name: each.score for name, each in given.criteria.items() if each.score is not None}
    return Claims(scores, {name: given.functions.get(name) for name in must_haves}, {})


def shown_of(criterion: Criterion, given: VendorGiven, said: Claims) -> Shown:
    """Return whether a score is unknown, claimed alone, or shown by evidence."""
    if criterion.id not in said.scores and not (criterion.from_functions and any(said.fits.values())):
        return "unknown"
    written = given.criteria.get(criterion.id)
    return "claimed" if written is None or written.evidence is None else "shown"


@dataclass(frozen=True)
class _Judged:
    """A gate's outcome over all completions: shares of its points, whether it is passed, and what knocks out."""

    low: Fraction
    high: Fraction
    state: GateState
    struck: tuple[str, ...]
    threatened: tuple[str, ...]


def judge(gate: VendorGate, said: Claims) -> _Judged:
    """Judge a vendor at a gate, by what is said of it."""
    worst, best = zip(*_completions(gate, said), strict=True)
    most = BEST * len(gate.criteria)
    needed = Fraction(str(gate.passes_at)) * most
    state: GateState = "failed"
    if all(points >= needed and not struck for points, struck in worst):
        state = "passed"
    elif any(points >= needed and not struck for points, struck in best):
        state = "undecided"
    names = [one.id for one in gate.knock_outs]
    certain = [name for name in names if all(name in struck for _, struck in best)]
    possible = (name for name in names if name not in certain and any(name in struck for _, struck in worst))
    low, high = min(points for points, _ in worst), max(points for points, _ in best)
    return _Judged(Fraction(low, most), Fraction(high, most), state, tuple(certain), tuple(possible))


def score_range(criterion: Criterion, said: Claims) -> tuple[int, int]:
    """Return the lowest and the highest score a criterion can turn out to have."""
    found = [_score(criterion, said, shares) for shares in _shares(said)]
    return min(low for low, _ in found), max(high for _, high in found)


def _completions(gate: VendorGate, said: Claims) -> Iterator[tuple[_Outcome, _Outcome]]:
    """Return the outcomes for each way unknown fits turn out: all unknown scores at their worst, and at their best."""
    ways = _shares(said)
    counts_fits = any(each.from_functions for each in gate.criteria) or any(out.fits for out in gate.knock_outs)
    for shares in ways if counts_fits else islice(ways, 1):
        scores = {criterion.id: _score(criterion, said, shares) for criterion in gate.criteria}
        worst, best = ({name: ends[end] for name, ends in scores.items()} for end in (0, 1))
        yield _outcome(gate, worst, shares), _outcome(gate, best, shares)


def _outcome(gate: VendorGate, scores: Mapping[str, int], shares: Shares) -> _Outcome:
    return sum(scores.values()), {one.id for one in gate.knock_outs if _strikes(one, scores, shares)}


def _strikes(knock_out: KnockOut, scores: Mapping[str, int], shares: Shares) -> bool:
    if knock_out.criterion is not None and knock_out.at_most is not None:
        return scores[knock_out.criterion] <= knock_out.at_most
    counted = sum((shares[fit] for fit in knock_out.fits), Fraction())
    return knock_out.above is not None and counted > Fraction(str(knock_out.above))


def _shares(said: Claims) -> Iterator[Shares]:
    """Return the shares of must-haves that are missing or custom code, for all ways unknown ones can turn out."""
    counted = Counter(said.fits.values())
    total, unknown = len(said.fits) or 1, counted[None]
    for missing in range(unknown + 1):
        for code in range(unknown - missing + 1):
            more: dict[Fit, int] = {"missing": missing, "custom": code, "standard": unknown - missing - code}
            yield {fit: Fraction(counted[fit] + more.get(fit, 0), total) for fit in FITS}


def _score(criterion: Criterion, said: Claims, shares: Shares) -> tuple[int, int]:
    held = said.held_at.get(criterion.id, said.scores.get(criterion.id))
    if held is not None:
        return held, held
    if not criterion.from_functions or not said.fits:
        return 0, BEST
    for limit in criterion.from_functions:
        if shares["missing"] <= Fraction(str(limit.missing)) and shares["custom"] <= Fraction(str(limit.custom)):
            return limit.score, limit.score
    return 0, 0


WHOLE = 100


@dataclass(frozen=True)
class Assessed:
    """A vendor at all gates."""

    gates: Mapping[str, _Judged]

    @property
    def state(self) -> GateState:
        """Whether all gates are passed."""
        states = {gate.state for gate in self.gates.values()}
        if "failed" in states:
            return "failed"
        return "undecided" if "undecided" in states else "passed"

    def points(self, weights: Weights) -> Fraction:
        """Return the weighted points, with nothing for what is unknown."""
        return sum((weights[name] * each.low for name, each in self.gates.items()), Fraction()) * WHOLE

    def at_most(self, weights: Weights) -> Fraction:
        """Return the weighted points when all that is unknown turns out best."""
        return sum((weights[name] * each.high for name, each in self.gates.items()), Fraction()) * WHOLE


def assess(table: VendorTable, said: Claims) -> Assessed:
    """Judge a vendor at every gate."""
    return Assessed({gate.id: judge(gate, said) for gate in table.gates})


def weights_of(table: VendorTable, *, are_equal: bool = False) -> dict[str, Fraction]:
    """Return the gates' weights, or the same for all; they sum to 1."""
    weights = {gate.id: 1 if are_equal else gate.weight for gate in table.gates}
    return {gate: Fraction(weight, sum(weights.values())) for gate, weight in weights.items()}


def passed(assessed: Mapping[str, Assessed], weights: Weights) -> dict[str, Fraction]:
    """Return the points of those who pass all gates."""
    return {name: each.points(weights) for name, each in assessed.items() if each.state == "passed"}


def leaders(assessed: Mapping[str, Assessed], weights: Weights) -> tuple[str, ...]:
    """Return who has the most points of those who pass all gates, by id; several when they are level."""
    points = passed(assessed, weights)
    return tuple(sorted(name for name, each in points.items() if each == max(points.values())))


def moved(weights: Weights, gate: str, weight: Fraction) -> dict[str, Fraction]:
    """Return the weights with one of them set and the others scaled so that all sum to 1 again."""
    others = [name for name in weights if name != gate]
    rest = sum((weights[name] for name in others), Fraction())
    scaled = {name: weights[name] / rest if rest else Fraction(1, len(others)) for name in others}
    return {name: weight if name == gate else (1 - weight) * scaled[name] for name in weights}


def reach(assessed: Mapping[str, Assessed], weights: Weights) -> tuple[WeightReach, ...]:
    """Return for each gate the weights between which the first place stays; nothing without one leader and a rival."""
    first = leaders(assessed, weights)
    if len(first) != 1 or len(passed(assessed, weights)) == 1 or len(weights) == 1:
        return ()
    return tuple(_reach(gate, assessed, first[0], weights) for gate in weights)


def _reach(gate: str, assessed: Mapping[str, Assessed], first: str, weights: Weights) -> WeightReach:
    nothing, everything = (passed(assessed, moved(weights, gate, Fraction(end))) for end in (0, 1))
    lines = {name: (nothing[name], everything[name]) for name in sorted(nothing)}
    low, high = Fraction(0), Fraction(1)
    for rival in lines.values():
        at_nothing, at_all = (own - other for own, other in zip(lines[first], rival, strict=True))
        if at_nothing < 0:
            low = max(low, at_nothing / (at_nothing - at_all))
        if at_all < 0:
            high = min(high, at_nothing / (at_nothing - at_all))
    return WeightReach(
        gate=gate,
        weight=float(weights[gate] * WHOLE),
        low=float(low * WHOLE),
        high=float(high * WHOLE),
        below=_takes_over(lines, first, low, -1) if low > 0 else (),
        above=_takes_over(lines, first, high, 1) if high < 1 else (),
    )


def _takes_over(
    lines: Mapping[str, tuple[Fraction, Fraction]], first: str, at: Fraction, towards: int
) -> tuple[str, ...]:
    """Return who is first just beyond a weight: of those level with the first there, whose points fall off least."""
    points = {name: low + at * (high - low) for name, (low, high) in lines.items()}
    slopes = {name: (high - low) * towards for name, (low, high) in lines.items() if points[name] == points[first]}
    return tuple(name for name, slope in slopes.items() if slope == max(slopes.values()))


def is_steady(reaches: Iterable[WeightReach], within: int) -> bool:
    """Return whether the first place stays when any one weight moves by so many points of 100."""
    return all(
        each.low <= max(0, each.weight - within) and each.high >= min(WHOLE, each.weight + within) for each in reaches
    )
