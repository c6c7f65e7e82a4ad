"""How well the rules reproduce the documented decisions, and the record of leads that advice is reported with.

Strict: the recommended mode is the one that was used; lenient: an also acceptable one counts too; undecided never does.
Held from outside: for each scored case the points of the strongest name, the one number that the cases set, are fitted
to the decisions of all other companies, and the case is judged with those. The record counts these judgements by lead,
never those of the rules as they stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.model.decision import LEVEL, LeadRecord
from mvpod_expert.model.trace import WeighedEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import ReferenceCase
    from mvpod_expert.model.decision import DecisionTable

FACTORS = (0.5, 2.0)

Points = tuple[float, ...]
"""What each strength name counts, in the order of the decision table."""

Decided = tuple[str | None, float | None]
"""The mode decided on, or nothing; and its lead in points, or nothing with fewer than two feasible modes."""


@dataclass(frozen=True)
class Documented:
    """A documented case reduced to what weighing needs.

    Args:
        counts: for each feasible mode the signed count of its firings by strength.
        states: the known answers.
    """

    case: ReferenceCase
    counts: Mapping[str, Sequence[int]]
    states: Mapping[str, str]

    @property
    def company(self) -> str:
        """The first word of the company's name: divisions of one company are not independent of each other."""
        return self.case.company.en.split()[0].casefold()

    def accepts(self, mode: str | None) -> bool:
        """Return whether a fair judge accepts a mode."""
        return mode is not None and mode in {self.case.outcome.mode, *self.case.outcome.also_acceptable}

    def net(self, points: Points) -> dict[str, float]:
        """Return each feasible mode's net points."""
        return {
            mode: sum(count * each for count, each in zip(counts, points, strict=True))
            for mode, counts in self.counts.items()
        }

    def decided(self, points: Points) -> Decided:
        """Decide with these points."""
        return leading(self.net(points))


def leading(net: Mapping[str, float]) -> Decided:
    """Return the mode ahead of all others, at a tie the one listed first, and its lead."""
    ranked = sorted(net, key=lambda mode: -net[mode])
    if len(ranked) < 2:  # noqa: PLR2004 - the leader and the next one
        return (ranked[0] if ranked else None), None
    lead = net[ranked[0]] - net[ranked[1]]
    return ranked[0], lead


@dataclass(frozen=True)
class Judged:
    """One documented case, the advice on it, and what was decided from outside.

    Args:
        from_outside: the mode, and its lead in points, with the case's company left out of the fit; nothing where the
            case is not scored.
    """

    case: ReferenceCase
    advice: Advice
    from_outside: Decided | None

    @property
    def is_strict_hit(self) -> bool:
        """The recommended mode is the one that was used."""
        return self.advice.mode.recommended == self.case.outcome.mode

    @property
    def is_lenient_hit(self) -> bool:
        """The recommended mode is one a fair judge accepts."""
        outcome = self.case.outcome
        return self.advice.mode.recommended in {outcome.mode, *outcome.also_acceptable}


@dataclass(frozen=True)
class _Rescaled:
    """The scored cases whose decision changes when the points of one strength name are multiplied by a factor."""

    strength: str
    factor: float
    changed: tuple[ReferenceCase, ...]


@dataclass(frozen=True)
class Accuracy:
    """The whole comparison; counts are over the scored cases.

    Args:
        documented: the scored cases, reduced.
        record: how they went by lead, held from outside.
    """

    judged: tuple[Judged, ...]
    documented: tuple[Documented, ...]
    modes: tuple[str, ...]
    rescaled: tuple[_Rescaled, ...]
    record: tuple[LeadRecord, ...]

    @cached_property
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
        """How many scored cases are strict hits, held from outside."""
        return sum(mode == each.case.outcome.mode for each, mode in self._from_outside())

    @property
    def left_out_lenient(self) -> int:
        """How many scored cases are lenient hits, held from outside."""
        return sum(
            mode in {each.case.outcome.mode, *each.case.outcome.also_acceptable} for each, mode in self._from_outside()
        )

    @property
    def majority(self) -> int:
        """How many scored cases the best single mode would hit: the baseline."""
        used = [each.case.outcome.mode for each in self.scored]
        return max(used.count(mode) for mode in self.modes)

    def confusion(self) -> Mapping[tuple[str, str | None], int]:
        """Count the scored cases by (mode used, mode recommended)."""
        return Counter((each.case.outcome.mode, each.advice.mode.recommended) for each in self.scored)

    def _from_outside(self) -> Iterator[tuple[Judged, str | None]]:
        return ((each, each.from_outside[0]) for each in self.scored if each.from_outside is not None)


def measure_accuracy(adviser: Adviser) -> Accuracy:
    """Advise on every documented case and judge the advice, with and without its company in the fit."""
    knowledge = adviser.knowledge
    table = knowledge.decision
    strengths = [strength.id for strength in table.strengths]
    advice = {case.id: adviser.advise(case.cell) for case in knowledge.cases.values()}
    reduced = {
        case.id: Documented(case, _counts(advice[case.id], strengths), adviser.documented[case.id].memory())
        for case in knowledge.cases.values()
    }
    scored = [each for each in reduced.values() if each.case.outcome.scored]
    current = tuple(float(strength.points) for strength in table.strengths)
    fits = {
        company: fit_points([each for each in scored if each.company != company], current)
        for company in {each.company for each in scored}
    }
    outside = {each.case.id: each.decided(fits[each.company]) for each in scored}
    judged = tuple(Judged(case, advice[case.id], outside.get(case.id)) for case in knowledge.cases.values())
    return Accuracy(
        judged,
        tuple(scored),
        tuple(mode.id for mode in table.modes),
        tuple(_rescaled(scored, current, strengths)),
        tuple(_record(((each.case, outside[each.case.id]) for each in scored), table)),
    )


def fit_points(cases: Sequence[Documented], current: Points) -> Points:
    """Return the points of the strongest name that hit most cases, between the next name's and twice those.

    The other names keep theirs: with a few dozen cases, every further number that is fitted costs more than it brings.

    Args:
        cases: the decisions to fit to.
        current: the points as they are; among equally good ones those nearest to them are taken.
    """
    *kept, _ = current
    below = int(kept[-1]) if kept else 0
    candidates = [(*kept, float(each)) for each in range(below + 1, 2 * below + 1)]

    def merit(points: Points) -> tuple[int, int, float]:
        decided = [(case, case.decided(points)[0]) for case in cases]
        strict = sum(mode == each.case.outcome.mode for each, mode in decided)
        lenient = sum(each.accepts(mode) for each, mode in decided)
        return strict, lenient, -sum(abs(new - old) for new, old in zip(points, current, strict=True))

    return max(candidates, key=merit, default=current)


def _record(decided: Iterable[tuple[ReferenceCase, Decided]], table: DecisionTable) -> Iterator[LeadRecord]:
    leads = [(lead, mode == case.outcome.mode) for case, (mode, lead) in decided if lead is not None]
    for low, high in pairwise((LEVEL, table.leaning_from, table.clear_from, None)):
        went = [hit for lead, hit in leads if low is not None and lead >= low and (high is None or lead < high)]
        yield LeadRecord(lead_from=low or 0, lead_below=high, went=sum(went), of=len(went))


def _rescaled(cases: list[Documented], current: Points, strengths: list[str]) -> Iterator[_Rescaled]:
    for place, strength in enumerate(strengths):
        for factor in FACTORS:
            points = tuple(each * factor if at == place else each for at, each in enumerate(current))
            changed = (case.case for case in cases if case.decided(points)[0] != case.decided(current)[0])
            yield _Rescaled(strength, factor, tuple(changed))


def _counts(advice: Advice, strengths: list[str]) -> dict[str, list[int]]:
    counts = {each.mode: [0] * len(strengths) for each in advice.mode.ranking if not each.excluded_by}
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedEvidence) and effect.mode in counts:
                counts[effect.mode][strengths.index(effect.strength)] += 1 if effect.points > 0 else -1
    return counts
