"""Vendor gates: what a vendor's scores and fits come to at a gate, under every completion of what is unknown.

Unknown scores can be anything from 0 to the best, unknown fits anything from standard to missing. Criteria and
knock-outs never get worse with a better score, so of the scores only the two ends have to be tried; of the fits only
how many are missing or custom counts, and all such counts are tried.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from mvpod_expert.vendors.table import BEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.vendors.model import GateState, VendorGiven
    from mvpod_expert.vendors.table import Criterion, Fit, KnockOut, VendorGate

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
class Judged:
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


def judge(gate: VendorGate, said: Claims) -> Judged:
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
    return Judged(
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
