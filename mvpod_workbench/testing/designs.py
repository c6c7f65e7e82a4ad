"""The rules beside other ways to decide: each held against the documented decisions by cross-validation.

Whatever a design leaves open is fitted within the folds. Decisions of one company stay in one fold. The folds are drawn
anew with every seed, so that the spread over seeds shows what the drawing of folds is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Literal

from mvpod_expert.engine.clauses import any_holds
from mvpod_workbench.testing.accuracy import Decided, Documented, fit_points, leading
from mvpod_workbench.testing.learned_designs import arguments_learned, regression

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.frozen import Text
    from mvpod_workbench.testing.accuracy import Accuracy
    from mvpod_workbench.testing.design_files import Design

FOLDS = 10
SEEDS = 5

BuiltIn = Literal["one_mode", "names_fitted", "arguments_learned", "regression", "structure_chosen"]

Decide = Callable[[Documented], Decided]
Fit = Callable[[Sequence[Documented]], Decide]
"""Takes the decisions to learn from, and gives what decides on others."""


@dataclass(frozen=True)
class _Contender:
    """A design with what is fitted in it.

    Args:
        name: its title, or the name of a built-in one.
        knobs: how many numbers or choices are fitted.
        fit: how; nothing where a library for it is missing.
    """

    name: Text | BuiltIn
    knobs: int
    fit: Fit | None


@dataclass(frozen=True)
class Held:
    """How a design held up; counts are means over the seeds.

    Args:
        strict: strict hits.
        spread: the standard deviation of the strict hits over the seeds.
        lenient: lenient hits.
        surer: the share of strict hits among the half of the decisions with the largest leads; nothing without leads.
    """

    contender: _Contender
    strict: float
    spread: float
    lenient: float
    surer: float | None


def compare_designs(
    accuracy: Accuracy, adviser: Adviser, designs: Sequence[Design], only: Collection[str] = ()
) -> Iterator[Held]:
    """Hold the rules and other designs against the scored decisions.

    Args:
        accuracy: the scored decisions.
        adviser: advises on parts of them.
        designs: the other designs.
        only: the names of built-in designs and the titles of others, in English, to look at; all where there are none.
    """
    contenders = list(_contenders(accuracy, adviser, designs))
    for contender in (*contenders, _chosen_within(contenders)):
        name = contender.name if isinstance(contender.name, str) else contender.name.en
        if only and name not in only:
            continue
        if contender.fit is not None:
            yield _cross_validated(contender, accuracy.documented)
        else:
            yield Held(contender, 0, 0, 0, None)


def _cross_validated(contender: _Contender, cases: Sequence[Documented], seeds: int = SEEDS) -> Held:
    """Hold a design against decisions it has not seen, once for each seed."""
    assert contender.fit is not None  # noqa: S101 - the caller has looked
    strict, lenient, surer = [], [], []
    for seed in range(seeds):
        decided: dict[str, Decided] = {}
        for fold in folds(cases, seed):
            held_out = {each.case.id for each in fold}
            decide = contender.fit([case for case in cases if case.case.id not in held_out])
            decided |= {each.case.id: decide(each) for each in fold}
        hits = {case.case.id: decided[case.case.id][0] == case.case.outcome.mode for case in cases}
        strict.append(sum(hits.values()))
        lenient.append(sum(case.accepts(decided[case.case.id][0]) for case in cases))
        leads = {name: lead for name, (_, lead) in decided.items() if lead is not None}
        if leads:
            half = sorted(leads, key=lambda name: -leads[name])[: len(cases) // 2]
            surer.append(fmean(hits[name] for name in half))
    return Held(contender, fmean(strict), pstdev(strict), fmean(lenient), fmean(surer) if surer else None)


def folds(cases: Sequence[Documented], seed: int) -> list[list[Documented]]:
    """Draw folds with all decisions of one company in one, and every mode spread over all of them."""
    rng = Random(seed)  # noqa: S311 - a sample, not a secret
    by_company: dict[str, list[Documented]] = {}
    for case in cases:
        by_company.setdefault(case.company, []).append(case)
    companies = list(by_company.values())
    rng.shuffle(companies)
    companies.sort(key=lambda own: own[0].case.outcome.mode)
    found: list[list[Documented]] = [[] for _ in range(FOLDS)]
    for place, own in enumerate(companies):
        found[place % FOLDS] += own
    return [fold for fold in found if fold]


def _contenders(accuracy: Accuracy, adviser: Adviser, designs: Sequence[Design]) -> Iterator[_Contender]:
    table = adviser.knowledge.decision
    points = tuple(float(strength.points) for strength in table.strengths)

    def names_fitted(cases: Sequence[Documented]) -> Decide:
        fitted = fit_points(cases, points)
        return lambda case: case.decided(fitted)

    def one_mode(cases: Sequence[Documented]) -> Decide:
        used = [case.case.outcome.mode for case in cases]
        best = max(accuracy.modes, key=used.count)
        return lambda _: (best, None)

    yield _Contender("one_mode", 1, one_mode)
    for design in designs:
        if design.entries:
            yield _Contender(design.title, 0, _listed(design))
        elif design.gate:
            yield _Contender(design.title, 1, _gated(design, points))
        elif design.by_points:
            yield _Contender(design.title, 1, _from_points(design, points))
        else:
            yield _Contender(design.title, 0, _by_parts(design, adviser))
    yield _Contender("regression", *regression(adviser.knowledge, accuracy.modes, accuracy.documented))
    yield _Contender("arguments_learned", *arguments_learned(accuracy, adviser.knowledge))
    yield _Contender("names_fitted", 1, names_fitted)


def _chosen_within(contenders: Sequence[_Contender]) -> _Contender:
    """Return the design that chooses the structure too within each fold, by a cross-validation of its own.

    Of the designs that fit one number or none, it takes those within a standard error of the best, of these the ones
    with the fewest fitted numbers, and of these the best.
    """
    few = [each for each in contenders if each.fit is not None and each.knobs <= 1]

    def fit(cases: Sequence[Documented]) -> Decide:
        hits = [_cross_validated(each, cases, seeds=1).strict for each in few]
        error = (max(hits) * (len(cases) - max(hits)) / len(cases)) ** 0.5
        near = [(-each.knobs, hit, each) for each, hit in zip(few, hits, strict=True) if hit >= max(hits) - error]
        best = max(near, key=lambda found: found[:2])[2]
        assert best.fit is not None  # noqa: S101 - those without were left out
        return best.fit(cases)

    return _Contender("structure_chosen", 2, fit)


def _listed(design: Design) -> Fit:
    def decide(case: Documented) -> Decided:
        return next((mode for clauses, mode in design.entries if any_holds(clauses, case.states)), None), None

    return lambda _: decide


def _leg(design: Design, net: Mapping[str, float]) -> Decided:
    return leading({mode: net[mode] for mode in design.legs if mode in net})


def _best(
    thresholds: Sequence[float], cases: Sequence[Documented], decide: Callable[[Documented, float], Decided]
) -> Decide:
    """Fit a threshold: the one with most strict, then most lenient hits; the first among equals."""

    def merit(threshold: float) -> tuple[int, int]:
        modes = [(case, decide(case, threshold)[0]) for case in cases]
        strict = sum(mode == each.case.outcome.mode for each, mode in modes)
        return strict, sum(each.accepts(mode) for each, mode in modes)

    best = max(thresholds, key=merit)
    return lambda case: decide(case, best)


def _gated(design: Design, points: tuple[float, ...]) -> Fit:
    def decide(case: Documented, least: float) -> Decided:
        net = case.net(points)
        opened = sum(any_holds(clauses, case.states) for clauses in design.gate)
        mode, lead = _leg(design, net)
        return (design.second, None) if opened >= least and design.second in net else (mode, lead)

    return lambda cases: _best(range(1, len(design.gate) + 2), cases, decide)


def _from_points(design: Design, points: tuple[float, ...]) -> Fit:
    def decide(case: Documented, least: float) -> Decided:
        net = case.net(points)
        mode, lead = _leg(design, net)
        over = net.get(design.second, least - 1) - least
        return (design.second, over) if over >= 0 else (mode, min(-over, lead) if lead is not None else -over)

    return lambda cases: _best(range(-8, 25, 2), cases, decide)


def _by_parts(design: Design, adviser: Adviser) -> Fit:
    def net(case: Documented, instead: Mapping[str, str]) -> dict[str, float]:
        cell = adviser.documented[case.case.id]
        ranking = adviser.decide_again(cell, adviser.trials(cell).memory_with(instead.items())).ranking
        return {each.mode: float(each.net) for each in ranking if not each.excluded_by}

    def decide(case: Documented) -> Decided:
        if not any_holds(design.divided, case.states):
            return _leg(design, net(case, {}))
        (head, one), (tail, other) = (_leg(design, net(case, part or {})) for part in (design.head, design.tail))
        leads = [lead for lead in (one, other) if lead is not None]
        return (design.second if head != tail else head), min(leads, default=None)

    return lambda _: decide
