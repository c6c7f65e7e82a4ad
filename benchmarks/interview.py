"""How many questions an interview takes to a proven decision, against the file's order, and how long each choice takes.

Both orders stop by the same proof and leave out the questions that cannot bear on the mode, so only the order differs.
Held on the documented cases (what they do not tell is "unknown") and on random ones. Run with `make bench`;
docs/interview.md tells the figures.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

from mvpod_expert.consultation.interview import Interview
from mvpod_expert.consultation.open_facts import OpenFacts
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

RANDOM_CASES = 2000
NOT_KNOWN = 0.1

Case = dict[str, Answer]


def answer(fact: str, state: str) -> Answer:
    """Give an answer by its state."""
    return Answer(fact=fact, given=state, state=state, layer="interview")


def documented(knowledge: KnowledgeBase) -> list[Case]:
    """Give the documented cases, every question answered."""
    return [
        {fact.id: case.cell.answers.get(fact.id) or answer(fact.id, UNKNOWN) for fact in knowledge.asked()}
        for case in knowledge.cases.values()
    ]


def random_cases(knowledge: KnowledgeBase, count: int) -> list[Case]:
    """Make cases in which every answer is equally likely and one in ten is not known."""
    chance = random.Random(2026)
    return [
        {
            fact.id: answer(fact.id, UNKNOWN if chance.random() < NOT_KNOWN else chance.choice(fact.known_states))
            for fact in knowledge.asked()
        }
        for _ in range(count)
    ]


class Trial:
    """Holds interviews both ways.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.base = base
        bearing = OpenFacts(knowledge, base).bear_on_mode
        self.fixed_order = [fact.id for fact in knowledge.asked() if fact.id in bearing]
        self.waits: list[float] = []

    def interviewed(self, case: Mapping[str, Answer]) -> int:
        """Give how many questions the interview asks."""
        talk = Interview(self.knowledge, self.base, {})
        while True:
            start = time.perf_counter()
            step = talk.next_step()
            self.waits.append((time.perf_counter() - start) * 1000)
            if step.question is None:
                return len(talk.answers)
            talk.record(case[step.question.id])

    def in_file_order(self, case: Mapping[str, Answer]) -> int:
        """Give how many questions the file's order takes; once settled, further answers change nothing, so halve."""
        low, high = 0, len(self.fixed_order)
        while low < high:
            middle = (low + high) // 2
            talk = Interview(self.knowledge, self.base, {fact: case[fact] for fact in self.fixed_order[:middle]})
            if talk.next_step().question is None:
                high = middle
            else:
                low = middle + 1
        return low

    def show(self, title: str, cases: Sequence[Mapping[str, Answer]]) -> None:
        """Print one line of the comparison."""
        ours = [self.interviewed(case) for case in cases]
        theirs = [self.in_file_order(case) for case in cases]
        longer = sum(one > other for one, other in zip(ours, theirs, strict=True))
        print(
            f"{title} ({len(cases)}): median {statistics.median(ours):.4g} questions, in file order "
            f"{statistics.median(theirs):.4g}; mean {statistics.mean(ours):.1f} and {statistics.mean(theirs):.1f}, "
            f"{100 * sum(ours) / sum(theirs):.0f} %; longer than in file order: {longer}"
        )


def main() -> None:
    """Print the comparison; `python benchmarks/interview.py 200` takes that many random cases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RANDOM_CASES
    knowledge = load_knowledge(find_home())
    trial = Trial(knowledge, compile_rules(knowledge))
    print(f"questions: {len(list(knowledge.asked()))}, of which {len(trial.fixed_order)} bear on the mode")
    trial.show("documented cases", documented(knowledge))
    trial.show("random cases", random_cases(knowledge, count))
    waits = sorted(trial.waits)
    print(
        f"next question: median {statistics.median(waits):.1f} ms, 99th percentile "
        f"{waits[int(len(waits) * 0.99)]:.1f} ms, longest {waits[-1]:.1f} ms over {len(waits)} choices"
    )


if __name__ == "__main__":
    main()
