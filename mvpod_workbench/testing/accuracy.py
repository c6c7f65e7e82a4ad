"""How well the rules reproduce the documented decisions, and whether the numbers behind them were fitted to them.

Strict: the recommended mode is the one that was used; lenient: an also acceptable one counts too; undecided never does.
Leave-one-out: for each scored case the points behind the strength names, and nothing else, are fitted to the other
cases, and the case is judged with those.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import WeighedEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import ReferenceCase

MAX_POINTS = 12

FACTORS = (0.5, 2.0)

Weights = tuple[float, ...]


@dataclass(frozen=True)
class Judged:
    """One documented case, the advice on it, and what the refitted points said."""

    case: ReferenceCase
    advice: Advice
    left_out: str | None

    @property
    def is_strict_hit(self) -> bool:
        """The recommended mode is the one that was used."""
        return self.advice.mode.recommended == self.case.outcome.mode

    @property
    def is_lenient_hit(self) -> bool:
        """The recommended mode is one a fair judge accepts."""
        return _accepts(self.case, self.advice.mode.recommended)


@dataclass(frozen=True)
class Rescaled:
    """The scored cases whose decision changes when the points of one strength name are multiplied by a factor."""

    strength: str
    factor: float
    changed: tuple[ReferenceCase, ...]


@dataclass(frozen=True)
class Accuracy:
    """The whole comparison; counts are over the scored cases."""

    judged: tuple[Judged, ...]
    modes: tuple[str, ...]
    rescaled: tuple[Rescaled, ...]

    @property
    def scored(self) -> tuple[Judged, ...]:
        """The cases that count."""
        return tuple(each for each in self.judged if each.case.outcome.scored)

    @property
    def strict(self) -> int:
        """How many scored cases are strict hits."""
        return sum(each.is_strict_hit for each in self.scored)

    @property
    def lenient(self) -> int:
        """How many scored cases are lenient hits."""
        return sum(each.is_lenient_hit for each in self.scored)

    @property
    def left_out_strict(self) -> int:
        """How many scored cases are strict hits with the points refitted without them."""
        return sum(each.left_out == each.case.outcome.mode for each in self.scored)

    @property
    def left_out_lenient(self) -> int:
        """How many scored cases are lenient hits with the points refitted without them."""
        return sum(_accepts(each.case, each.left_out) for each in self.scored)

    @property
    def majority(self) -> int:
        """How many scored cases the best single mode would hit: the baseline."""
        used = [each.case.outcome.mode for each in self.scored]
        return max(used.count(mode) for mode in self.modes)

    def confusion(self) -> Mapping[tuple[str, str | None], int]:
        """Count the scored cases by (mode used, mode recommended)."""
        counts: dict[tuple[str, str | None], int] = {}
        for each in self.scored:
            key = (each.case.outcome.mode, each.advice.mode.recommended)
            counts[key] = counts.get(key, 0) + 1
        return counts


@dataclass(frozen=True)
class _Counted:
    """A case reduced to what weighing needs: for each feasible mode the signed count of firings by strength."""

    case: ReferenceCase
    counts: Mapping[str, Sequence[int]]

    def decided(self, weights: Weights, leaning_from: int) -> str | None:
        """Give the mode these points decide on, or nothing."""
        net = {
            mode: sum(count * weight for count, weight in zip(counts, weights, strict=True))
            for mode, counts in self.counts.items()
        }
        ranked = sorted(net, key=lambda mode: -net[mode])
        if not ranked or (len(ranked) > 1 and net[ranked[0]] - net[ranked[1]] < leaning_from):
            return None
        return ranked[0]


def measure_accuracy(adviser: Adviser) -> Accuracy:
    """Advise on every documented case and judge the advice, with and without the case in the fit."""
    knowledge = adviser.knowledge
    table = knowledge.decision
    strengths = [strength.id for strength in table.strengths]
    advice = {case.id: adviser.advise(case.cell) for case in knowledge.cases.values()}
    counted = {case.id: _Counted(case, _counts(advice[case.id], strengths)) for case in knowledge.cases.values()}
    scored = [each for each in counted.values() if each.case.outcome.scored]
    current = tuple(strength.points for strength in table.strengths)
    candidates = list(combinations(range(1, MAX_POINTS + 1), len(strengths)))
    judged = []
    for case in knowledge.cases.values():
        left_out: str | None = None
        if case.outcome.scored:
            others = [each for each in scored if each.case.id != case.id]
            weights = _fit(others, candidates, current, table.leaning_from)
            left_out = counted[case.id].decided(weights, table.leaning_from)
        judged.append(Judged(case, advice[case.id], left_out))
    return Accuracy(
        tuple(judged),
        tuple(mode.id for mode in table.modes),
        tuple(_rescaled(scored, current, strengths, table.leaning_from)),
    )


def _rescaled(cases: list[_Counted], current: Weights, strengths: list[str], leaning_from: int) -> Iterator[Rescaled]:
    for place, strength in enumerate(strengths):
        for factor in FACTORS:
            weights = tuple(points * factor if at == place else points for at, points in enumerate(current))
            changed = tuple(
                each.case
                for each in cases
                if each.decided(weights, leaning_from) != each.decided(current, leaning_from)
            )
            yield Rescaled(strength, factor, changed)


def _fit(cases: list[_Counted], candidates: Iterable[Weights], current: Weights, leaning_from: int) -> Weights:
    """Give the ascending points that hit most cases; among equals, those whose proportions change least."""

    def merit(weights: Weights) -> tuple[int, int, float]:
        decided = [(each.case, each.decided(weights, leaning_from)) for each in cases]
        strict = sum(mode == case.outcome.mode for case, mode in decided)
        lenient = sum(_accepts(case, mode) for case, mode in decided)
        distance = sum(abs(new / weights[-1] - old / current[-1]) for new, old in zip(weights, current, strict=True))
        return strict, lenient, -distance - abs(weights[-1] - current[-1]) / 1000

    return max(candidates, key=merit)


def _counts(advice: Advice, strengths: list[str]) -> dict[str, list[int]]:
    counts = {each.mode: [0] * len(strengths) for each in advice.mode.ranking if not each.excluded_by}
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedEvidence) and effect.mode in counts:
                counts[effect.mode][strengths.index(effect.strength)] += 1 if effect.points > 0 else -1
    return counts


def _accepts(case: ReferenceCase, mode: str | None) -> bool:
    return mode is not None and mode in {case.outcome.mode, *case.outcome.also_acceptable}
