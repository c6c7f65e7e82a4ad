"""How well the rules reproduce the documented decisions, and the record of leads that advice is reported with.

Strict: the recommended mode is the one that was used; lenient: an also acceptable one counts too; undecided never does.
Held from outside: for each scored case the points of the strongest name, the one number that the cases set, are fitted
to the decisions of all other companies, and the case is judged with those. The record counts these judgements by lead,
never those of the rules as they stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.decision import LEVEL, DecisionTable, LeadRecord
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.trace import WeighedEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import ReferenceCase

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


class Judged(NamedTuple):
    """One documented case, and the advice on it."""

    case: ReferenceCase
    advice: Advice


class _Rescaled(NamedTuple):
    """The scored cases whose decision changes when the points of one strength name are multiplied by a factor."""

    strength: str
    factor: float
    changed: tuple[ReferenceCase, ...]


@dataclass(frozen=True)
class Accuracy:
    """The whole comparison; counts are over the scored cases.

    Args:
        judged: every documented case.
        documented: the scored cases, reduced.
        hits: how many the rules hit, `strict` and `lenient`; the same held from outside, `left_out_strict` and
            `left_out_lenient`; and how many the best single mode would hit, `baseline`.
        record: how they went by lead, held from outside.
    """

    judged: tuple[Judged, ...]
    documented: tuple[Documented, ...]
    hits: Mapping[str, int]
    rescaled: tuple[_Rescaled, ...]
    record: tuple[LeadRecord, ...]

    @property
    def confusion(self) -> Counter[tuple[str, str | None]]:
        """The scored cases counted by (mode used, mode recommended)."""
        scored = (each for each in self.judged if each.case.outcome.scored)
        return Counter((each.case.outcome.mode, each.advice.mode.recommended) for each in scored)


def accepts(case: ReferenceCase, mode: str | None) -> bool:
    """Return whether a fair judge accepts a mode."""
    return mode is not None and mode in {case.outcome.mode, *case.outcome.also_acceptable}


def hits(decided: Iterable[tuple[ReferenceCase, str | None]]) -> tuple[int, int]:
    """Count the strict and the lenient hits."""
    listed = list(decided)
    return sum(mode == case.outcome.mode for case, mode in listed), sum(accepts(*each) for each in listed)


def measure_accuracy(adviser: Adviser) -> Accuracy:
    """Advise on every documented case and judge the advice, with and without its company in the fit."""
    table, cases = adviser.knowledge.decision, adviser.knowledge.cases.values()
    strengths = [strength.id for strength in table.strengths]
    judged = tuple(Judged(case, adviser.advise(case.cell)) for case in cases)
    scored = tuple(
        Documented(case, _counts(advice, strengths), adviser.documented[case.id].memory())
        for case, advice in judged
        if case.outcome.scored
    )
    current = tuple(float(strength.points) for strength in table.strengths)
    fits = {
        company: fit_points([each for each in scored if each.company != company], current)
        for company in {each.company for each in scored}
    }
    outside = [(each.case, each.decided(fits[each.company])) for each in scored]
    counts = (
        *hits((case, advice.mode.recommended) for case, advice in judged if case.outcome.scored),
        *hits((case, mode) for case, (mode, _) in outside),
        max(Counter(each.case.outcome.mode for each in scored).values(), default=0),
    )
    names = ("strict", "lenient", "left_out_strict", "left_out_lenient", "baseline")
    return Accuracy(
        judged,
        scored,
        dict(zip(names, counts, strict=True)),
        tuple(_rescaled(scored, current, strengths)),
        tuple(_record(outside, table)),
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
        moved = sum(abs(new - old) for new, old in zip(points, current, strict=True))
        return *hits((each.case, each.decided(points)[0]) for each in cases), -moved

    return max(candidates, key=merit, default=current)


def _record(decided: Iterable[tuple[ReferenceCase, Decided]], table: DecisionTable) -> Iterator[LeadRecord]:
    leads = [(lead, mode == case.outcome.mode) for case, (mode, lead) in decided if lead is not None]
    for low, high in pairwise((LEVEL, table.leaning_from, table.clear_from, None)):
        went = [hit for lead, hit in leads if low is not None and lead >= low and (high is None or lead < high)]
        yield LeadRecord(lead_from=low or 0, lead_below=high, went=sum(went), of=len(went))


def _rescaled(cases: Sequence[Documented], current: Points, strengths: list[str]) -> Iterator[_Rescaled]:
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


class Determinant(NamedTuple):
    """A question that mode rules read.

    Args:
        fact: the question.
        answered: how many scored decisions answer it.
        moved: how many of them would be decided otherwise without the answer.
        swayed: how many scored decisions another answer would decide otherwise, whether they answer it or not.
    """

    fact: str
    answered: int
    moved: int
    swayed: int


def determinants(adviser: Adviser) -> tuple[Determinant, ...]:
    """Return the questions that mode rules read, those on which most decisions rest first.

    A question that no decision answers moves none. Its rules rest on their reasons, and how many decisions an answer
    would change tells what they are worth.
    """
    knowledge = adviser.knowledge
    within = Possibilities(knowledge, adviser.base)
    scorer = Decisiveness(within)
    weighed = frozenset().union(*within.facts_of)
    read = weighed.union(*(knowledge.facts[fact].sources for fact in weighed))
    scored = [adviser.trials(adviser.documented[case.id]) for case in knowledge.cases.values() if case.outcome.scored]
    decided = [(trials, scorer.weigh(trials.memory).decided()[0]) for trials in scored]

    found = []
    for fact in (fact for fact in knowledge.asked() if fact.id in read):
        changeable = [each for each in decided if each[0].is_changeable(fact)]
        answered = [each for each in changeable if fact.id in each[0].memory]
        without = [(trials.memory_with([(fact.id, UNKNOWN)]), mode) for trials, mode in answered]
        moved = sum(scorer.weigh(memory).decided()[0] != mode for memory, mode in without)
        swayed = sum(
            any(
                scorer.weigh(trials.memory_with([(fact.id, state)])).decided()[0] != mode for state in fact.known_states
            )
            for trials, mode in changeable
        )
        found.append(Determinant(fact.id, len(answered), moved, swayed))
    return tuple(sorted(found, key=lambda each: (-each.moved, -each.swayed)))
