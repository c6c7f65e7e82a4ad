"""The rules beside other ways to decide: each held against the documented decisions by cross-validation.

Whatever a design leaves open is fitted within the folds. Decisions of one company stay in one fold. The folds are drawn
anew with every seed, so that the spread over seeds shows what the drawing of folds is worth. No advice is made with
these designs; they show what the rules are worth. `make accuracy` prints the table (about a minute), docs/validity.md
discusses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from statistics import fmean, pstdev
from typing import NamedTuple

from benchmarks.learned_designs import arguments_learned, regression
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.resources import find_home
from mvpod_workbench.testing.accuracy import Decided, Documented, fit_points, hits, leading, measure_accuracy

FOLDS = 10
SEEDS = 5

Decide = Callable[[Documented], Decided]
Fit = Callable[[Sequence[Documented]], Decide]
"""Takes the decisions to learn from, and returns what decides on others."""

LEGS = ("direct", "channel")
"""The modes of one route, between which the net points decide."""
BOTH = "hybrid"
"""The mode of two routes."""
TWO_FACTS = (("segment_divergence", "high", BOTH), ("partner_customer_access", "high", "channel"))
THREE_FACTS = (("customer_requires_local_partner", "none", "direct"), *TWO_FACTS)
"""Facts and states in order, with the mode each decides on; where none holds, it is direct."""
GATE = {
    "segment_divergence": ("high",),
    "customer_concentration": ("medium", "high"),
    "customer_demands_direct": ("some_key_accounts",),
    "own_sales_resources": ("medium", "high"),
    "partner_customer_access": ("medium", "high"),
    "own_market_power": ("medium", "high"),
}
"""What speaks for a second route; how many must hold is fitted."""
HEAD = {
    "customer_concentration": "high",
    "customer_demands_direct": "most",
    "customer_requires_local_partner": "none",
    "target_account_count": "few",
}
TAIL = {
    "customer_concentration": "low",
    "customer_demands_direct": "none",
    "customization_level": "low",
    "buying_complexity": "low",
}
"""The answers that stand for the head of a market and for its tail, in place of those given."""


class Contender(NamedTuple):
    """A design, how many numbers or choices are fitted in it, and how."""

    name: str
    knobs: int
    fit: Fit


class Held(NamedTuple):
    """How a design held up; counts are means over the seeds.

    Args:
        strict: hits of the mode that was used.
        spread: the standard deviation of the strict hits over the seeds.
        lenient: hits of a mode that a fair judge accepts.
        surer: the share of strict hits among the half of the decisions with the largest leads; `None` without leads.
    """

    strict: float
    spread: float
    lenient: float
    surer: float | None


def cross_validated(fit: Fit, cases: Sequence[Documented], seeds: int = SEEDS) -> Held:
    """Hold a design against decisions it has not seen, once for each seed."""
    strict, lenient, surer = [], [], []
    for seed in range(seeds):
        decided: dict[str, Decided] = {}
        for fold in folds(cases, seed):
            held_out = {each.case.id for each in fold}
            decide = fit([case for case in cases if case.case.id not in held_out])
            decided |= {each.case.id: decide(each) for each in fold}
        found = hits((case.case, decided[case.case.id][0]) for case in cases)
        strict.append(found[0])
        lenient.append(found[1])
        used = {case.case.id: case.case.outcome.mode for case in cases}
        leads = {name: lead for name, (_, lead) in decided.items() if lead is not None}
        if leads:
            half = sorted(leads, key=lambda name: -leads[name])[: len(cases) // 2]
            surer.append(fmean(decided[name][0] == used[name] for name in half))
    return Held(fmean(strict), pstdev(strict), fmean(lenient), fmean(surer) if surer else None)


def folds(cases: Sequence[Documented], seed: int) -> list[list[Documented]]:
    """Draw folds with all decisions of one company in one, and every mode spread over all of them."""
    by_company: dict[str, list[Documented]] = {}
    for case in cases:
        by_company.setdefault(case.company, []).append(case)
    companies = list(by_company.values())
    Random(seed).shuffle(companies)
    companies.sort(key=lambda own: own[0].case.outcome.mode)
    found: list[list[Documented]] = [[] for _ in range(FOLDS)]
    for place, own in enumerate(companies):
        found[place % FOLDS] += own
    return [fold for fold in found if fold]


def contenders(adviser: Adviser) -> list[Contender]:
    """Return the designs in which at most one number is fitted, the rules among them."""
    modes = [mode.id for mode in adviser.knowledge.decision.modes]
    points = tuple(float(strength.points) for strength in adviser.knowledge.decision.strengths)

    def one_mode(cases: Sequence[Documented]) -> Decide:
        used = [case.case.outcome.mode for case in cases]
        best = max(modes, key=used.count)
        return lambda _: (best, None)

    def rules(cases: Sequence[Documented]) -> Decide:
        fitted = fit_points(cases, points)
        return lambda case: case.decided(fitted)

    return [
        Contender("always one mode", 1, one_mode),
        Contender("two facts", 0, _listed(TWO_FACTS)),
        Contender("three facts", 0, _listed(THREE_FACTS)),
        Contender("the route by points, then a gate", 1, _gated(points)),
        Contender("the route by points, then a threshold", 1, _from_points(points)),
        Contender("head and tail judged apart", 0, _by_parts(adviser)),
        Contender("these rules, the points of strong fitted", 1, rules),
    ]


def chosen_within(few: Sequence[Contender]) -> Fit:
    """Choose the structure too within each fold, by a cross-validation of its own.

    It takes those within a standard error of the best, of these the ones with the fewest fitted numbers, and of these
    the best.
    """

    def fit(cases: Sequence[Documented]) -> Decide:
        strict = [cross_validated(each, cases, seeds=1).strict for _, _, each in few]
        error = (max(strict) * (len(cases) - max(strict)) / len(cases)) ** 0.5
        near = [
            (-knobs, hit, each) for (_, knobs, each), hit in zip(few, strict, strict=True) if hit >= max(strict) - error
        ]
        return max(near, key=lambda each: each[:2])[2](cases)

    return fit


def _listed(entries: Sequence[tuple[str, str, str]]) -> Fit:
    def decide(case: Documented) -> Decided:
        return next((mode for fact, state, mode in entries if case.states.get(fact) == state), LEGS[0]), None

    return lambda _: decide


def _leg(net: Mapping[str, float]) -> Decided:
    return leading({mode: net[mode] for mode in LEGS if mode in net})


def _best(
    thresholds: Sequence[float], cases: Sequence[Documented], decide: Callable[[Documented, float], Decided]
) -> Decide:
    """Fit a threshold: the one with most strict, then most lenient hits; the first among equals."""
    best = max(thresholds, key=lambda threshold: hits((case.case, decide(case, threshold)[0]) for case in cases))
    return lambda case: decide(case, best)


def _gated(points: tuple[float, ...]) -> Fit:
    def decide(case: Documented, least: float) -> Decided:
        net = case.net(points)
        opened = sum(case.states.get(fact) in states for fact, states in GATE.items())
        return (BOTH, None) if opened >= least and BOTH in net else _leg(net)

    return lambda cases: _best(range(1, len(GATE) + 2), cases, decide)


def _from_points(points: tuple[float, ...]) -> Fit:
    def decide(case: Documented, least: float) -> Decided:
        net = case.net(points)
        mode, lead = _leg(net)
        over = net.get(BOTH, least - 1) - least
        return (BOTH, over) if over >= 0 else (mode, min(-over, lead) if lead is not None else -over)

    return lambda cases: _best(range(-8, 25, 2), cases, decide)


def _by_parts(adviser: Adviser) -> Fit:
    def leg(case: Documented, instead: Mapping[str, str]) -> Decided:
        cell = adviser.documented[case.case.id]
        ranking = adviser.decide_again(cell, adviser.trials(cell).memory_with(instead.items())).ranking
        return _leg({each.mode: float(each.net) for each in ranking if not each.excluded_by})

    def decide(case: Documented) -> Decided:
        if case.states.get("segment_divergence") != "high":
            return leg(case, {})
        (head, one), (tail, other) = leg(case, HEAD), leg(case, TAIL)
        leads = [lead for lead in (one, other) if lead is not None]
        return (BOTH if head != tail else head), min(leads, default=None)

    return lambda _: decide


def main() -> None:
    """Print the table."""
    knowledge = load_knowledge(find_home())
    base = compile_rules(knowledge)
    adviser = Adviser(knowledge, base, BitsetEngine(base))
    accuracy = measure_accuracy(adviser)
    print(f"Ways to decide, cross-validated {SEEDS} times in {FOLDS} folds, companies kept together")
    print(f"{'design':46} {'fitted':>7} {'strict':>7} {'spread':>7} {'lenient':>8} {'surer half':>11}")
    few = contenders(adviser)
    learned = (
        ("regularised logistic regression", *regression(knowledge, accuracy.documented)),
        ("these rules, each strength learned", *arguments_learned(accuracy, knowledge)),
    )
    for name, knobs, fit in (*few, *learned, ("the structure chosen within the folds as well", 2, chosen_within(few))):
        if fit is None:
            print(f"{name:46} {knobs:7}   needs scikit-learn and numpy (the dev extra)")
            continue
        held = cross_validated(fit, accuracy.documented)
        surer = "" if held.surer is None else f"{held.surer:.0%}"
        print(f"{name:46} {knobs:7} {held.strict:7.1f} {held.spread:7.1f} {held.lenient:8.1f} {surer:>11}", flush=True)


if __name__ == "__main__":
    main()
