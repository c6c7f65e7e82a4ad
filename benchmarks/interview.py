"""How many questions an interview takes to each depth, against the file's order, and how long each choice takes.

Each depth's mode is held against the proven one. A documented case is interviewed without that case among the
completions.

Both orders stop by the same proof and leave out the questions that cannot bear on the mode, so only the order differs.
Held on the documented cases (what they do not tell is "unknown") and on random ones. Run with `make bench`;
docs/interview.md tells the figures.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.completion import Completion
from mvpod_expert.mode.interview.interviewer import CaseCompletions, Interviewer
from mvpod_expert.mode.interview.session import PLAN, Session
from mvpod_expert.mode.open_facts import OpenFacts
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import DEPTHS, QUICK_QUESTIONS, Answered, Noted
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.journal import Depth
    from mvpod_expert.model.knowledge import KnowledgeBase

RANDOM_CASES = 2000
NOT_KNOWN = 0.1
DEPTHS_MEASURED_IN = 10
"""One random case in so many is interviewed for the depths, which takes long."""

Case = dict[str, str]


def documented(knowledge: KnowledgeBase) -> list[Case]:
    """Return the documented cases, every question answered, with what follows from numbers."""
    return [
        {fact.id: _state(knowledge, answers, fact) for fact in knowledge.asked()}
        for case in knowledge.cases.values()
        for answers in (Completion(knowledge.facts).answers(case.cell.answers),)
    ]


def _state(knowledge: KnowledgeBase, answers: Mapping[str, Answer], fact: Fact) -> str:
    """Return a case's answer; where it only states what would follow from it, the answer that is nearest to that."""
    if fact.id in answers:
        return answers[fact.id].state
    for other in knowledge.facts.values():
        if other.worked_out is not None and other.worked_out.answer_to == fact.id and other.id in answers:
            nearest = [source for source, state in other.worked_out.states.items() if state == answers[other.id].state]
            return nearest[0] if nearest else UNKNOWN
    return UNKNOWN


def take(given: Case, case: Mapping[str, str], question: str, followed: Mapping[str, tuple[str, ...]]) -> None:
    """Answer a question as a case does; a number that follows from it is worked out in the case already."""
    given[question] = case[question]
    for fact in followed.get(question, ()):
        if case.get(fact, UNKNOWN) != UNKNOWN:
            given[fact] = case[fact]


def random_cases(knowledge: KnowledgeBase, count: int) -> list[Case]:
    """Make cases in which every answer is equally likely and one in ten is not known."""
    chance = random.Random(2026)
    return [
        {
            fact.id: UNKNOWN if chance.random() < NOT_KNOWN else chance.choice(fact.known_states)
            for fact in knowledge.questions()
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
        self.interviewer = Interviewer(knowledge, base)
        bearing = OpenFacts(knowledge, base).bear_on_mode
        self.fixed_order = [fact.id for fact in knowledge.questions() if fact.id in bearing]
        self.completion = Completion(knowledge.facts)
        self._questions = frozenset(fact.id for fact in knowledge.questions())
        self.waits: list[float] = []

    def asked(self, given: Mapping[str, str]) -> int:
        """Return how many of the answers were asked for."""
        return len(self._questions & given.keys())

    def interviewed(self, case: Mapping[str, str]) -> int:
        """Return the number of questions the interview asks."""
        given: dict[str, str] = {}
        while True:
            start = time.process_time()
            step = self.interviewer.next_step(given)
            self.waits.append((time.process_time() - start) * 1000)
            if step.question is None:
                return self.asked(given)
            take(given, case, step.question.id, self.completion.followers)

    def in_file_order(self, case: Mapping[str, str]) -> int:
        """Give how many questions the file's order takes; once settled, further answers change nothing, so halve."""
        low, high = 0, len(self.fixed_order)
        while low < high:
            middle = (low + high) // 2
            given = {fact: case[fact] for fact in self.fixed_order[:middle]}
            if self.interviewer.next_step(given).question is None:
                high = middle
            else:
                low = middle + 1
        return low

    def show(self, title: str, cases: Sequence[Mapping[str, str]]) -> None:
        """Print one line of the comparison."""
        ours = [self.interviewed(case) for case in cases]
        theirs = [self.in_file_order(case) for case in cases]
        longer = sum(one > other for one, other in zip(ours, theirs, strict=True))
        print(
            f"{title} ({len(cases)}): median {statistics.median(ours):.4g} questions, in file order "
            f"{statistics.median(theirs):.4g}; mean {statistics.mean(ours):.1f} and {statistics.mean(theirs):.1f}, "
            f"{100 * sum(ours) / sum(theirs):.0f} %; longer than in file order: {longer}"
        )


@dataclass(frozen=True)
class Reached:
    """What an interview came to at one depth: after how many questions, and which mode."""

    questions: int
    mode: str | None


def depths(trial: Trial, case: Mapping[str, str], leaving_out: Sequence[str] = ()) -> dict[Depth, Reached]:
    """Hold one interview to its proof; give what it came to at each depth on the way.

    Args:
        trial: the interviewer.
        case: the answers.
        leaving_out: documented cases that are left out of the completions.
    """
    interviewer = trial.interviewer
    interviewer.completions = CaseCompletions(interviewer.knowledge, interviewer.decisiveness, leaving_out)
    given: dict[str, str] = {}
    reached: dict[Depth, Reached] = {}
    while True:
        step = interviewer.next_step(given)
        if step.outlook is not None:
            likely = Reached(trial.asked(given), step.outlook.likely)
            if step.outlook.is_sound:
                reached.setdefault("sound", likely)
            if step.outlook.is_sound or likely.questions >= QUICK_QUESTIONS:
                reached.setdefault("quick", likely)
        if step.question is None:
            closed = trial.completion.closed(given)
            leading = step.settled_on or interviewer.decisiveness.weigh(closed).leading
            proven = Reached(trial.asked(given), leading[0] if leading else None)
            return {depth: reached.get(depth, proven) for depth in DEPTHS}
        take(given, case, step.question.id, trial.completion.followers)


def show_depths(title: str, held: Sequence[Mapping[Depth, Reached]]) -> None:
    """Print the questions of each depth, and how often its mode is the proven one."""
    for depth in DEPTHS:
        questions = sorted(each[depth].questions for each in held)
        same = sum(each[depth].mode == each["proven"].mode for each in held)
        print(
            f"{title} ({len(held)}), {depth}: median {statistics.median(questions):.4g} questions, most "
            f"{questions[-1]}; the proven mode in {100 * same / len(held):.0f} %"
        )


def resampled(cases: Sequence[Case], asked: Sequence[str], count: int) -> list[Case]:
    """Make cases each of whose answers comes from a documented case drawn for it."""
    chance = random.Random(2027)
    return [{fact: chance.choice(cases)[fact] for fact in asked} for _ in range(count)]


def show_waits(title: str, waits: Sequence[float]) -> None:
    """Print what a person waits for."""
    ranked = sorted(waits)
    late = ranked[int(len(ranked) * 0.99)]
    print(
        f"{title}: median {statistics.median(ranked):.1f} ms, 99th percentile {late:.1f} ms, "
        f"longest {ranked[-1]:.1f} ms over {len(ranked)}"
    )


def whole_steps(knowledge: KnowledgeBase, base: RuleBase, cases: Sequence[Mapping[str, str]]) -> dict[str, list[float]]:
    """Time all that stands between an answer and the next question: evidence, what is parked, the choice, the proof."""
    waits: dict[str, list[float]] = {"mode": [], "plan": []}
    for case in cases:
        session = Session(knowledge, base, Record())
        for phase, phase_waits in waits.items():
            if phase == PLAN:
                session.take(Noted(kind="phase", value=PLAN))
            while True:
                start = time.process_time()
                session.standing()
                session.parked()
                step = session.step()
                phase_waits.append((time.process_time() - start) * 1000)
                if step.question is None:
                    break
                fact, state = step.question.id, case[step.question.id]
                session.take(Answered(answer=Answer(fact=fact, given=state, state=state, layer="interview")))
    return waits


def fewest(trial: Trial, case: Mapping[str, str]) -> int:
    """Return the number of of the questions that were asked settle the mode, chosen by one who knows the answers.

    Questions are dropped one by one, the last asked first, as long as the others still settle it.
    """
    given: dict[str, str] = {}
    while (step := trial.interviewer.next_step(given)).question is not None:
        take(given, case, step.question.id, trial.completion.followers)
    for fact in reversed(list(given)):
        less = {name: state for name, state in given.items() if name != fact}
        if trial.interviewer.next_step(less).question is None:
            given = less
    return trial.asked(given)


def main() -> None:
    """Print the comparison; `python benchmarks/interview.py 200` takes that many random cases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RANDOM_CASES
    knowledge = load_knowledge(find_home())
    base = compile_rules(knowledge)
    trial = Trial(knowledge, base)
    print(f"questions: {len(list(knowledge.questions()))}, of which {len(trial.fixed_order)} bear on the mode")
    trial.show("documented cases", documented(knowledge))
    trial.show("random cases", random_cases(knowledge, count))
    cases = documented(knowledge)
    show_depths(
        "documented cases",
        [depths(trial, case, [name]) for name, case in zip(knowledge.cases, cases, strict=True)],
    )
    few = max(1, count // DEPTHS_MEASURED_IN)
    asked = [fact.id for fact in knowledge.questions()]
    show_depths("answers drawn from documented cases", [depths(trial, case) for case in resampled(cases, asked, few)])
    show_depths("random cases", [depths(trial, case) for case in random_cases(knowledge, few)])
    least = [fewest(trial, case) for case in documented(knowledge)]
    print(f"documented cases, chosen by one who knows the answers: mean {statistics.mean(least):.1f}")
    show_waits("choosing the next question, the proof included", trial.waits)
    for phase, waits in whole_steps(knowledge, base, documented(knowledge)[::3]).items():
        show_waits(f"from an answer to the next question, about the {phase}", waits)


if __name__ == "__main__":
    main()
