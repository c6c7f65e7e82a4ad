"""Borderline profiles: plausible answers whose decision is a close call, for an expert to judge.

Each starts from a rule that few tests make fire, with some more answers at random. It is kept when no doubt rule
fires and the decision is near a boundary or one changed answer turns it; answers without any say in it are left out.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from mvpod_workbench.sampling.fast_evaluator import FastEvaluator, Outcome
from mvpod_workbench.sampling.profiles import Profile, thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

NEAR = 2
MORE_ANSWERS = (4, 9)
FEWEST, MOST = 4, 9
TRIES = 20_000


class Borderline(NamedTuple):
    """One profile to judge.

    Args:
        answers: fact to state; every one has a say in the decision.
        turn: one changed answer that turns the decision, and the mode then.
        about: the rule it was made for.
    """

    answers: Profile
    about: str
    turn: tuple[str, str, str | None] | None = None


class BorderlineProfiles:
    """Draws profiles.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        tested: the answers of the case tests; none is drawn again, and rules they make fire come later.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, tested: Iterable[Mapping[str, str]]) -> None:
        self.knowledge = knowledge
        self.base = base
        self.trials = FastEvaluator(knowledge, base)
        self.known = [dict(each) for each in tested]
        self.fired = Counter(dict.fromkeys((rule.id for rule in knowledge.rules_of("weigh")), 0))
        for answers in self.known:
            self._count(answers)
        weighed = {fact for name in self.fired for clause in base.unfolded[name] for fact, _ in clause.literals}
        self.facts = [fact for fact in knowledge.asked() if fact.id in weighed]
        self.order = {fact.id: place for place, fact in enumerate(knowledge.asked())}

    def drawn(self, count: int, seed: int) -> Iterator[Borderline]:
        """Draw profiles; fewer where no more are found.

        Args:
            count: how many.
            seed: the same seed, rules and tests give the same profiles.
        """
        rng = Random(seed)  # noqa: S311 - a sample, not a secret
        for _ in range(TRIES):
            if not count:
                return
            least = min(self.fired.values())
            about = rng.choice(sorted(name for name, times in self.fired.items() if times <= least + 1))
            found = self._borderline(about, rng)
            if found is not None and found.answers not in self.known:
                self.known.append(found.answers)
                self._count(found.answers)
                count -= 1
                yield found

    def _count(self, answers: Mapping[str, str]) -> None:
        self.fired.update(self.trials.outcome(answers, plan=False).fired & self.fired.keys())

    def _borderline(self, about: str, rng: Random) -> Borderline | None:
        more = rng.sample(self.facts, min(len(self.facts), rng.randint(*MORE_ANSWERS)))
        answers = {fact.id: rng.choice(fact.states) for fact in more}
        clause = rng.choice(self.base.unfolded[about])
        answers |= {fact: rng.choice(sorted(states)) for fact, states in clause.literals}
        outcome = self.trials.outcome(answers, plan=False)
        if about not in outcome.fired or self._is_doubtful(outcome) or not outcome.feasible:
            return None
        answers = self._with_a_say(answers)
        if not FEWEST <= len(answers) <= MOST:
            return None
        turn = self._turn(answers)
        table = self.knowledge.decision
        margin = outcome.margin if outcome.margin is not None else table.clear_from * NEAR
        limits = (table.leaning_from, table.clear_from)
        is_near = any(abs(margin - limit) <= NEAR for limit in limits)
        return Borderline(answers, about, turn) if turn is not None or is_near else None

    def _is_doubtful(self, outcome: Outcome) -> bool:
        return any(self.knowledge.rules[name].stratum == "doubt" for name in outcome.fired)

    def _with_a_say(self, answers: Profile) -> Profile:
        """Leave out the answers without which the same rules fire; the others in the questionnaire's order."""
        fired = self.trials.outcome(answers, plan=False).fired
        in_order = dict(sorted(answers.items(), key=lambda pair: self.order[pair[0]]))
        return thinned(in_order, lambda fewer: self.trials.outcome(fewer, plan=False).fired == fired)

    def _turn(self, answers: Profile) -> tuple[str, str, str | None] | None:
        """Return one changed answer that turns the decision."""
        mode = self.trials.outcome(answers, plan=False).mode
        for fact, state in answers.items():
            for other in self.knowledge.facts[fact].states:
                changed = self.trials.outcome({**answers, fact: other}, plan=False)
                if other != state and changed.mode != mode and not self._is_doubtful(changed):
                    return fact, other, changed.mode
        return None
