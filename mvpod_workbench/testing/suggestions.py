"""Tests worth writing: for a change nothing notices, the smallest example or case test found that would.

For a changed condition the answers are exact and smallest (`witnesses`). For a changed outcome they are searched among
sparse random answers on which the rule fires, then thinned out; that none was found proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from mvpod_workbench.testing.case_test_model import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.sampling.fast_evaluator import Changed, FastEvaluator, Outcome
    from mvpod_workbench.sampling.profiles import Profile
    from mvpod_workbench.testing.mutation import Judged

TRIES = 240
MOST_MORE = 7


@dataclass(frozen=True)
class Suggestion:
    """A test that would notice.

    Args:
        kind: an example that fires, one that stays silent, or a case test.
        given: fact to state.
        mode: for a case test, the mode to expect (`none` where none is recommended), where that tells.
        plan: items the plan must have, where those tell.
        not_in_plan: items it must not have.
        assigned: what a row falls to.
    """

    kind: Literal["fires", "silent", "case"]
    given: Profile
    mode: str | None = None
    plan: tuple[str, ...] = ()
    not_in_plan: tuple[str, ...] = ()
    assigned: tuple[tuple[str, str], ...] = ()


class Suggester:
    """Looks for tests that would notice a change.

    Args:
        trials: tries answers.
        starts: answers to begin with, where a plan rule needs a decided mode: the case tests' own.
    """

    def __init__(self, trials: FastEvaluator, starts: list[Profile]) -> None:
        self.trials = trials
        self.starts = sorted(starts, key=len)
        self.asked = {fact.id: fact.known_states for fact in trials.knowledge.asked()}

    def suggestion(self, judged: Judged) -> Suggestion | None:
        """Return a test for a surviving mutant, or nothing when none was found."""
        mutant = judged.mutant
        if judged.witness is not None:
            return Suggestion("fires" if judged.fires else "silent", judged.witness)
        if mutant.rule.stratum in {"doubt", "compare"}:
            return None
        changed = self.trials.changed(mutant.rule.id, mutant.changed)
        # A plan shows in its items, so a plan rule needs the whole outcome; the mode is decided before.
        is_of_plan = mutant.rule.stratum == "plan"
        doubts = [self.trials.masks[number] for number in self.trials.layers.get("doubt", [])]
        for answers in self._candidates(mutant.rule):
            if self._differ(answers, changed, is_of_plan) and not any(mask.true(answers) for mask in doubts):
                return self._written(self._thinned(answers, changed, is_of_plan), changed, is_of_plan)
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
                fitting = [start for start in self.starts if self.trials.outcome(start, plan=False).mode in modes]
                answers = dict(fitting[number % len(fitting)]) if fitting else {}
            more = number * (MOST_MORE + 1) // TRIES
            answers |= {fact: rng.choice(self.asked[fact]) for fact in rng.sample(bearing, min(more, len(bearing)))}
            yield answers | {fact: rng.choice(states) for fact, states in wanted.items()}

    def _outcomes(self, answers: Mapping[str, str], changed: Changed, is_of_plan: bool) -> tuple[Outcome, Outcome]:  # noqa: FBT001 - which outcome is wanted
        trials = self.trials
        return trials.outcome(answers, plan=is_of_plan), trials.outcome(answers, changed, plan=is_of_plan)

    def _differ(self, answers: Mapping[str, str], changed: Changed, is_of_plan: bool) -> bool:  # noqa: FBT001
        now, then = self._outcomes(answers, changed, is_of_plan)
        return (now.mode, now.items) != (then.mode, then.items)

    def _thinned(self, answers: Profile, changed: Changed, is_of_plan: bool) -> Profile:  # noqa: FBT001
        """Take out every answer without which the difference stays."""
        kept = dict(answers)
        for fact in list(answers):
            fewer = {name: state for name, state in kept.items() if name != fact}
            if self._differ(fewer, changed, is_of_plan):
                kept = fewer
        return kept

    def _written(self, answers: Profile, changed: Changed, is_of_plan: bool) -> Suggestion:  # noqa: FBT001
        now, then = self._outcomes(answers, changed, is_of_plan)
        if now.mode != then.mode or not is_of_plan:
            return Suggestion("case", answers, now.mode or NO_MODE)
        order = self.trials.planner.order
        gone, come = now.items - then.items, then.items - now.items
        return Suggestion(
            "case",
            answers,
            now.mode,
            plan=tuple(sorted((each for each in gone if each in order), key=order.__getitem__)),
            not_in_plan=tuple(sorted((each for each in come if each in order), key=order.__getitem__)),
            assigned=tuple(
                (row, option) for row, _, option in (each.partition(" → ") for each in sorted(gone - order.keys()))
            ),
        )
