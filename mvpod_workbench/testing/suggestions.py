"""Tests worth writing: for a change nothing notices, the smallest example or case test found that would.

For a changed condition the answers are exact and smallest (`witnesses`). For a changed outcome they are searched among
sparse random answers on which the rule fires, then thinned out; that none was found proves nothing.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_workbench.sampling.profiles import Profile, thinned
from mvpod_workbench.testing.case_test_model import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.sampling.fast_evaluator import FastEvaluator, Outcome
    from mvpod_workbench.testing.mutation import Judged

TRIES = 240
MOST_MORE = 7


class Suggestion(NamedTuple):
    """A test that would notice.

    Args:
        kind: an example that fires, one that stays silent, or a case test.
        given: fact to state.
        expect: what a case test expects, by the keys of its file; items only where the mode does not tell.
    """

    kind: Literal["fires", "silent", "case"]
    given: Profile
    expect: Mapping[str, str | tuple[str, ...] | Mapping[str, str]] = {}


class Suggester:
    """Looks for tests that would notice a change.

    Args:
        trials: tries answers.
        starts: answers to begin with, where a plan rule needs a decided mode: the case tests' own.
    """

    def __init__(self, trials: FastEvaluator, starts: list[Profile]) -> None:
        self.trials = trials
        self.starts = [(start, trials.outcome(start, plan=False).mode) for start in sorted(starts, key=len)]
        self.asked = {fact.id: fact.known_states for fact in trials.knowledge.asked()}

    def suggestion(self, judged: Judged) -> Suggestion | None:
        """Return a test for a surviving mutant, or nothing when none was found."""
        mutant = judged.mutant
        if judged.witness is not None:
            return Suggestion("fires" if judged.fires else "silent", judged.witness)
        if mutant.rule.stratum in {"doubt", "compare"}:
            return None
        trials, changed = self.trials, self.trials.changed(mutant.rule.id, mutant.changed)
        # A plan shows in its items, so a plan rule needs the whole outcome; the mode is decided before.
        is_of_plan = mutant.rule.stratum == "plan"

        def outcomes(answers: Profile) -> tuple[Outcome, Outcome]:
            return trials.outcome(answers, plan=is_of_plan), trials.outcome(answers, changed, plan=is_of_plan)

        def differ(answers: Profile) -> bool:
            now, then = outcomes(answers)
            return (now.mode, now.items) != (then.mode, then.items)

        doubts = [trials.masks[number] for number in trials.layers.get("doubt", [])]
        for answers in self._candidates(mutant.rule):
            if differ(answers) and not any(mask.true(answers) for mask in doubts):
                thin = thinned(answers, differ)
                return Suggestion("case", thin, self._expected(*outcomes(thin)))
        return None

    def _candidates(self, rule: Rule) -> Iterator[Profile]:
        rng = Random(f"1 {rule.id}")  # noqa: S311 - a sample, and the same one each time
        table = self.trials.knowledge.decision
        unfolded = self.trials.base.unfolded.get(rule.id) or tuple(self.trials.clauses[rule.id])
        bearing = sorted(self.asked)
        for number in range(TRIES):
            clause = unfolded[number % len(unfolded)]
            wanted = {fact: sorted(states) for fact, states in clause.literals if fact in self.asked}
            modes = next((states for fact, states in clause.literals if fact == table.decided_fact), None)
            answers: Profile = {}
            if modes is not None:
                fitting = [start for start, mode in self.starts if mode in modes]
                answers = dict(fitting[number % len(fitting)]) if fitting else {}
            more = number * (MOST_MORE + 1) // TRIES
            answers |= {fact: rng.choice(self.asked[fact]) for fact in rng.sample(bearing, min(more, len(bearing)))}
            yield answers | {fact: rng.choice(states) for fact, states in wanted.items()}

    def _expected(self, now: Outcome, then: Outcome) -> dict[str, str | tuple[str, ...] | Mapping[str, str]]:
        if now.mode != then.mode:
            return {"mode": now.mode or NO_MODE}
        order = self.trials.planner.order
        gone, come = now.items - then.items, then.items - now.items
        rows = (each.partition(" → ") for each in sorted(gone - order.keys()))
        expected = {
            "mode": now.mode,
            "plan": tuple(sorted(gone & order.keys(), key=order.__getitem__)),
            "not_in_plan": tuple(sorted(come & order.keys(), key=order.__getitem__)),
            "assigned": {row: option for row, _, option in rows},
        }
        return {key: value for key, value in expected.items() if value}
