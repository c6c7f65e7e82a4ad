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

from mvpod_expert.vendors.model import WeightReach
from mvpod_expert.vendors.table import BEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.vendors.model import GateState, VendorGiven
    from mvpod_expert.vendors.table import Criterion, Fit, KnockOut, VendorGate, VendorTable


CODE: Fit = "custom"
NOT_THERE: Fit = "missing"


@dataclass(frozen=True)
class Claims:
    """What is said of one vendor.

    Args:
        scores: the known scores by criterion.
        fits: the must-haves, each with its fit, or nothing where it is not known.
        held_at: criteria whose scores are set, those that follow from functions too.
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


@dataclass(frozen=True)
class _Judged:
    """A gate's outcome over all completions: shares of its points, whether it is passed, and what knocks out."""

    low: Fraction
    high: Fraction
    always: bool
    sometime: bool
    struck: tuple[str, ...]
    threatened: tuple[str, ...]

    @property
    def state(self) -> GateState:
        """Whether it is passed."""
        if self.always:
            return "passed"
        return "undecided" if self.sometime else "failed"


@dataclass(frozen=True)
class _Completion:
    """A gate when unknown fits have turned out one way: all unknown scores at their worst, and at their best."""

    worst: Mapping[str, int]
    best: Mapping[str, int]
    shares: Mapping[Fit, Fraction]

    def strikes(self, knock_out: KnockOut, scores: Mapping[str, int]) -> bool:
        """Return whether a knock-out strikes at given scores."""
        if knock_out.criterion is not None and knock_out.at_most is not None:
            return scores[knock_out.criterion] <= knock_out.at_most
        counted = sum((self.shares[fit] for fit in knock_out.fits), Fraction())
        return knock_out.above is not None and counted > Fraction(str(knock_out.above))


def judge(gate: VendorGate, said: Claims) -> _Judged:
    """Judge a vendor at a gate.

    Args:
        gate: the gate.
        said: what is said of the vendor.
    """
    completions = list(_completions(gate, said))
    most = BEST * len(gate.criteria)
    needed = Fraction(str(gate.passes_at)) * most

    def passes(each: _Completion, scores: Mapping[str, int]) -> bool:
        return sum(scores.values()) >= needed and not any(each.strikes(one, scores) for one in gate.knock_outs)

    struck = [
        one.id for one in gate.knock_outs if all(completion.strikes(one, completion.best) for completion in completions)
    ]
    return _Judged(
        low=Fraction(min(sum(completion.worst.values()) for completion in completions), most),
        high=Fraction(max(sum(completion.best.values()) for completion in completions), most),
        always=all(passes(completion, completion.worst) for completion in completions),
        sometime=any(passes(completion, completion.best) for completion in completions),
        struck=tuple(struck),
        threatened=tuple(
            one.id
            for one in gate.knock_outs
            if one.id not in struck and any(completion.strikes(one, completion.worst) for completion in completions)
        ),
    )


def score_range(criterion: Criterion, said: Claims) -> tuple[int, int]:
    """Return the lowest and the highest score a criterion can turn out to have."""
    found = [_score(criterion, said, shares) for shares in _shares(said)]
    return min(low for low, _ in found), max(high for _, high in found)


def _completions(gate: VendorGate, said: Claims) -> Iterator[_Completion]:
    ways = _shares(said)
    counts_fits = any(each.from_functions for each in gate.criteria) or any(out.fits for out in gate.knock_outs)
    for shares in ways if counts_fits else islice(ways, 1):
        scores = {criterion.id: _score(criterion, said, shares) for criterion in gate.criteria}
        yield _Completion(
            worst={name: low for name, (low, _) in scores.items()},
            best={name: high for name, (_, high) in scores.items()},
            shares=shares,
        )


def _shares(said: Claims) -> Iterator[Mapping[Fit, Fraction]]:
    """Return the shares of must-haves that are missing or custom code, for all ways unknown ones can turn out."""
    counted = Counter(said.fits.values())
    total, unknown = len(said.fits) or 1, counted[None]
    for missing in range(unknown + 1):
        for code in range(unknown - missing + 1):
            absent, custom = counted[NOT_THERE] + missing, counted[CODE] + code
            config = counted["config"]
            yield {
                "missing": Fraction(absent, total),
                "custom": Fraction(custom, total),
                "config": Fraction(config, total),
                "standard": Fraction(len(said.fits) - absent - custom - config, total),
            }


def _score(criterion: Criterion, said: Claims, shares: Mapping[Fit, Fraction]) -> tuple[int, int]:
    held = said.held_at.get(criterion.id, said.scores.get(criterion.id))
    if held is not None:
        return held, held
    if not criterion.from_functions or not said.fits:
        return 0, BEST
    score = next(
        (
            limit.score
            for limit in criterion.from_functions
            if shares[NOT_THERE] <= Fraction(str(limit.missing)) and shares[CODE] <= Fraction(str(limit.custom))
        ),
        0,
    )
    return score, score


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

    def points(self, weights: Mapping[str, Fraction]) -> Fraction:
        """Return the weighted points, with nothing for what is unknown."""
        return sum((weights[name] * each.low for name, each in self.gates.items()), Fraction()) * WHOLE

    def at_most(self, weights: Mapping[str, Fraction]) -> Fraction:
        """Return the weighted points when all that is unknown turns out best."""
        return sum((weights[name] * each.high for name, each in self.gates.items()), Fraction()) * WHOLE


def assess(table: VendorTable, said: Claims) -> Assessed:
    """Judge a vendor at every gate."""
    return Assessed({gate.id: judge(gate, said) for gate in table.gates})


def assess_again(table: VendorTable, before: Assessed, said: Claims, gate: str) -> Assessed:
    """Judge a vendor anew at the one gate that what is said otherwise now can touch."""
    return Assessed({**before.gates, gate: next(judge(each, said) for each in table.gates if each.id == gate)})


def weights_of(table: VendorTable) -> dict[str, Fraction]:
    """Return the gates' weights; they sum to 1."""
    total = sum(gate.weight for gate in table.gates)
    return {gate.id: Fraction(gate.weight, total) for gate in table.gates}


def equal_weights(table: VendorTable) -> dict[str, Fraction]:
    """Return every gate the same weight."""
    return {gate.id: Fraction(1, len(table.gates)) for gate in table.gates}


def leaders(assessed: Mapping[str, Assessed], weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return who has the most points of those who pass all gates, by id; several when they are level."""
    points = {name: each.points(weights) for name, each in assessed.items() if each.state == "passed"}
    return tuple(sorted(name for name, each in points.items() if each == max(points.values())))


def moved(weights: Mapping[str, Fraction], gate: str, weight: Fraction) -> dict[str, Fraction]:
    """Return the weights with one of them set and the others scaled so that all sum to 1 again."""
    others = [name for name in weights if name != gate]
    rest = sum((weights[name] for name in others), Fraction())
    scaled = {name: weights[name] / rest if rest else Fraction(1, len(others)) for name in others}
    return {name: weight if name == gate else (1 - weight) * scaled[name] for name in weights}


def reach(assessed: Mapping[str, Assessed], weights: Mapping[str, Fraction]) -> tuple[WeightReach, ...]:
    """Return for each gate the weights between which the first place stays; nothing without one leader and a rival."""
    passed = {name: each for name, each in sorted(assessed.items()) if each.state == "passed"}
    first = leaders(passed, weights)
    if len(first) != 1 or len(passed) == 1 or len(weights) == 1:
        return ()
    return tuple(_reach(gate, passed, first[0], weights) for gate in weights)


def _reach(gate: str, passed: Mapping[str, Assessed], first: str, weights: Mapping[str, Fraction]) -> WeightReach:
    ends = [moved(weights, gate, Fraction(end)) for end in (0, 1)]
    lines = {name: (each.points(ends[0]), each.points(ends[1])) for name, each in passed.items()}
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

    def points(name: str) -> Fraction:
        return lines[name][0] + at * (lines[name][1] - lines[name][0])

    def slope(name: str) -> Fraction:
        return (lines[name][1] - lines[name][0]) * towards

    level = [name for name in lines if points(name) == points(first)]
    steepest = max(map(slope, level))
    return tuple(name for name in level if slope(name) == steepest)


def is_steady(reaches: Iterable[WeightReach], within: int) -> bool:
    """Return whether the first place stays when any one weight moves by so many points of 100."""
    return all(
        each.low <= max(0, each.weight - within) and each.high >= min(WHOLE, each.weight + within) for each in reaches
    )
