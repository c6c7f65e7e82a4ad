"""Designs that learn many numbers: a regression on the answers, and the rules with each argument's strength learned.

Both need libraries of the development extra; without them the comparison says so.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.trace import WeighedEvidence
from mvpod_workbench.testing.accuracy import leading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.testing.accuracy import Accuracy, Decided, Documented

    Decide = Callable[[Documented], Decided]
    Fit = Callable[[Sequence[Documented]], Decide]

PENALTIES = (0.03, 0.1, 0.3, 1.0)
"""The regression's inverse penalties; one is chosen within each fold, by a cross-validation of its own."""

INNER_FOLDS = 5

SLOPE = 0.1
"""How much a point moves the logit while arguments learn their strengths."""

STAYING = 0.1
"""The price of a squared point away from the weakest name: it takes several decisions to raise an argument."""

SWEEPS = 6

Effect = tuple[str, str, int]
"""A rule, the mode it speaks for or against, and the sign."""


def regression(knowledge: KnowledgeBase, cases: Sequence[Documented]) -> tuple[int, Fit | None]:
    """Return a regularised multinomial logistic regression on the answers, each fact a number from -1 to 1.

    Args:
        knowledge: the facts and modes.
        cases: those that will be judged; facts that few of them answer are left out.

    Returns:
        How many numbers it fits; and the fit, or nothing without the library.
    """
    facts = [fact for fact in knowledge.asked() if sum(fact.id in each.states for each in cases) > len(cases) / 2]
    knobs = (len(facts) + 1) * len(knowledge.decision.modes) + 1
    if find_spec("sklearn") is None:
        return knobs, None
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - an extra, and slow to bring in
    from sklearn.model_selection import GridSearchCV  # noqa: PLC0415 - the same
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - the same

    places = [
        {state: place * 2 / max(1, len(fact.states) - 1) - 1 for place, state in enumerate(fact.states)}
        for fact in facts
    ]

    def row(case: Documented) -> list[float]:
        return [known.get(case.states.get(fact.id, ""), 0.0) for fact, known in zip(facts, places, strict=True)]

    def fit(learnt: Sequence[Documented]) -> Decide:
        search = GridSearchCV(LogisticRegression(max_iter=2000), {"C": list(PENALTIES)}, cv=INNER_FOLDS)
        with threadpool_limits(1):  # for so few numbers threads cost far more than they bring
            search.fit([row(each) for each in learnt], [each.case.outcome.mode for each in learnt])

        def decide(case: Documented) -> Decided:
            scores = search.decision_function([row(case)])[0]
            return leading(dict(zip(map(str, search.classes_), map(float, scores), strict=True)))

        return decide

    return knobs, fit


def arguments_learned(accuracy: Accuracy, knowledge: KnowledgeBase) -> tuple[int, Fit | None]:
    """Return the rules with the strength of each argument learned: all start weak, and a name is raised where it pays.

    Returns:
        How many strengths it fits; and the fit, or nothing without the library.
    """
    scored = {each.case.id for each in accuracy.documented}
    fired = {case.id: _effects(advice.trace) for case, advice in accuracy.judged if case.id in scored}
    effects = sorted(set().union(*fired.values()))
    if find_spec("numpy") is None:
        return len(effects), None
    import numpy as np  # noqa: PLC0415 - an extra

    modes = [mode.id for mode in knowledge.decision.modes]
    names = [float(strength.points) for strength in knowledge.decision.strengths]

    def tensor(case: Documented) -> Any:
        made = np.zeros((len(modes), len(effects)))
        for place, (rule, mode, sign) in enumerate(effects):
            if (rule, mode, sign) in fired[case.case.id]:
                made[modes.index(mode), place] = sign
        return made

    def fit(learnt: Sequence[Documented]) -> Decide:
        moved = np.array([tensor(each) for each in learnt])
        open_to = np.array([[mode in each.counts for mode in modes] for each in learnt])
        used = np.array([modes.index(each.case.outcome.mode) for each in learnt])

        def price(points: Any) -> float:
            logits = np.where(open_to, moved @ points * SLOPE, -50.0)
            top = logits.max(axis=1)
            missed = np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top - logits[np.arange(len(used)), used]
            return float(missed.sum() + STAYING * ((points - names[0]) ** 2).sum())

        points = _descended(np.full(len(effects), names[0]), names, price)

        def decide(case: Documented) -> Decided:
            net = tensor(case) @ points
            return leading({mode: float(net[place]) for place, mode in enumerate(modes) if mode in case.counts})

        return decide

    return len(effects), fit


def _descended(points: Any, names: Sequence[float], price: Callable[[Any], float]) -> Any:
    """Return every argument in turn the strength with the lowest price, until none gets another."""
    best = price(points)
    for _ in range(SWEEPS):
        before = best
        for place in range(len(points)):
            for name in names:
                tried = points.copy()
                tried[place] = name
                if (cost := price(tried)) < best:
                    best, points = cost, tried
        if best == before:
            break
    return points


def _effects(trace: Any) -> set[Effect]:
    return {
        (firing.rule, effect.mode, 1 if effect.points > 0 else -1)
        for firing in trace
        for effect in firing.effects
        if isinstance(effect, WeighedEvidence)
    }
