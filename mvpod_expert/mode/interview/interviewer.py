"""The interviewer: which question comes next, and when no further one can matter.

A question is asked while some undecided rule that touches a mode still in play waits for it. Until the advice is sound
the questions come first that distinguish what documented cases would make of the answers (`CaseCompletions`); after
that those that bring the proof nearer (`question_value`). Among those that are nearly the best, the current topic goes
on, then the topics in the order of the questionnaire. The interview is settled when no answer to the remaining
questions, "unknown" included, changes which mode leads. What is asked next depends on the answers and on the last one
given, so an interrupted interview goes on as it would have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.model.journal import PROVEN, QUICK, QUICK_QUESTIONS, Depth

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.knowledge import KnowledgeBase

NOTHING_PUT_OFF: Mapping[str, int] = MappingProxyType({})
NEARLY_BEST = 0.6
"""The share of the best question's worth from which a question may go first for its topic's sake."""
SOUND_SHARE = 0.95
SOUND_LEAD = 6
"""Points; the lead from which documented decisions went the advised way in three of four."""


class Outlook(NamedTuple):
    """What an unfinished interview may come to.

    Args:
        likely: the mode that leads most completions; nothing where none of them has a leader, or there are none.
        times: how many completions it leads.
        of: how many completions there are.
        lead: the points by which it leads the next mode now; nothing where it does not lead.
        worth: what each open question would settle, for those that settle anything.
    """

    likely: str | None
    times: int
    of: int
    lead: int | None
    worth: Mapping[str, float]

    @property
    def is_sound(self) -> bool:
        """Return whether the current mode leads by enough, and nearly every documented case would leave it there."""
        return self.of > 0 and self.times >= SOUND_SHARE * self.of and self.lead is not None and self.lead >= SOUND_LEAD


class Step(NamedTuple):
    """Where the interview is.

    Args:
        question: what is asked; nothing when no question is left that can matter.
        remaining: how many questions are unanswered.
        answered: how many are answered.
        earlier: the answer it has, when a person went back to it.
        for_plan: the mode is settled and it is asked for the plan.
        settled_on: the mode that is proven, alone; empty when every mode is vetoed; nothing when neither is.
        reached: the depth that was asked for and is reached before a proof.
        can_matter: how many questions can still change the mode.
        outlook: what documented cases say of an unsettled mode.
        plan_questions: how many questions can still change the plan.
    """

    question: Fact | None
    remaining: int
    answered: int = 0
    earlier: Answer | None = None
    for_plan: bool = False
    settled_on: tuple[str, ...] | None = None
    reached: Depth | None = None
    can_matter: int = 0
    outlook: Outlook | None = None
    plan_questions: int = 0

    @property
    def at_most(self) -> dict[str, int]:
        """Return how many more questions each depth can take at most."""
        sound = 0 if self.outlook is not None and self.outlook.is_sound else self.can_matter
        quick = min(sound, max(0, QUICK_QUESTIONS - self.answered))
        return {"quick": quick, "sound": sound, "proven": self.can_matter}


class Interviewer:
    """Chooses the questions about a market cell; with `ask_all` every question, even when the mode is settled."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, *, ask_all: bool = False) -> None:
        self.knowledge = knowledge
        self.ask_all = ask_all
        self.possibilities = Possibilities(knowledge, base)
        self.decisiveness = Decisiveness(self.possibilities)
        self.completions = CaseCompletions(knowledge, self.decisiveness)
        self._topics = {fact.id: fact.topic.en for fact in knowledge.asked()}
        self._order = list(dict.fromkeys(self._topics.values()))

    def next_step(
        self, states: Mapping[str, str], put_off: Mapping[str, int] = NOTHING_PUT_OFF, depth: Depth = PROVEN
    ) -> Step:
        """Return the next question about the mode, or why there is none.

        The answers' states, `unknown` included, are in the order in which they were given. A question that was put off
        comes at the end, and put off twice, not again. The depth is when to stop before the mode is settled.
        """
        unanswered = [fact.id for fact in self.knowledge.questions() if fact.id not in states]
        if not unanswered:
            return Step(None, 0)
        answered = sum(fact.id in states for fact in self.knowledge.questions())
        rounds = [[fact for fact in unanswered if put_off.get(fact, 0) == times] for times in (0, 1)]
        if self.ask_all:
            first = next((fact for facts in rounds for fact in facts), None)
            question = self.knowledge.facts[first] if first else None
            return Step(question, len(unanswered), can_matter=len(unanswered))
        closed = self.possibilities.completion.closed(states)
        waiting = [fact.id for fact in self.knowledge.asked() if fact.id not in closed]
        possibility = self.possibilities.possible(closed, may_stay_open=waiting)
        is_settled = len(possibility.modes) == 1 and not self.possibilities.may_exclude_all(closed)
        if is_settled or not possibility.modes:
            return Step(None, len(unanswered), settled_on=possibility.modes)
        live = self.possibilities.live_facts(closed)
        askable = {fact for fact in live if self.knowledge.facts[fact].is_knowable(closed)}
        outlook = self.completions.outlook(closed, [fact for fact in unanswered if fact in askable])
        has_reached = depth != PROVEN and (outlook.is_sound or (depth == QUICK and answered >= QUICK_QUESTIONS))
        can_ask = [[fact for fact in facts if fact in askable] for facts in rounds]
        chosen = None if has_reached else self._chosen(states, outlook, next(filter(None, can_ask), []))
        return Step(
            self.knowledge.facts[chosen] if chosen else None,
            len(unanswered),
            reached=("sound" if outlook.is_sound else depth) if has_reached else None,
            can_matter=sum(map(len, can_ask)),
            outlook=outlook,
        )

    def _chosen(self, states: Mapping[str, str], outlook: Outlook, asked: Sequence[str]) -> str | None:
        """Choose among the questions that settle nearly the most, those of the current topic before the others."""
        worth = outlook.worth if not outlook.is_sound else {}
        if not any(worth.get(fact, 0) > 0 for fact in asked):
            worth = self.decisiveness.worth(states)
        best = sorted(asked, key=lambda fact: -worth.get(fact, 0))
        near = [fact for fact in best if worth.get(fact, 0) >= NEARLY_BEST * worth.get(best[0], 0)]
        asked_last = next(
            (fact for fact in reversed(list(states)) if self.knowledge.facts[fact].question is not None), None
        )
        at = self._order.index(self._topics[asked_last]) if asked_last is not None else 0
        return min(near, key=lambda fact: (self._order.index(self._topics[fact]) - at) % len(self._order), default=None)


class CaseCompletions:
    """Completes answers with those of each documented case in turn, and weighs each completion.

    The share of completions that a mode leads is how often, among cases known as thinly, the mode that leads now would
    have been borne out; it is a record of cases and no probability. A question is worth what knowing its answer takes
    off the mean Gini impurity of the leaders (Breiman et al. 1984): documented cases keep together what goes together,
    which no independent draw of answers does. A measurement leaves out the case that it measures.
    """

    def __init__(self, knowledge: KnowledgeBase, decisiveness: Decisiveness, leaving_out: Collection[str] = ()) -> None:
        self.decisiveness = decisiveness
        self.completion = decisiveness.within.completion
        self._knowledge = knowledge
        self._leaving_out = leaving_out

    @cached_property
    def cases(self) -> list[dict[str, str]]:
        """What is known of each case, and of all else that nobody knows it."""
        unknown = {fact.id: UNKNOWN for fact in self._knowledge.asked()}
        return [
            unknown | {name: answer.state for name, answer in self.completion.answers(case.cell.answers).items()}
            for case in self._knowledge.cases.values()
            if case.id not in self._leaving_out
        ]

    def outlook(self, states: Mapping[str, str], asked: Iterable[str]) -> Outlook:
        """Return what answers' states (`unknown` included) may come to, and the worth of the open questions `asked`."""
        leaders = [next(iter(self.decisiveness.weigh({**case, **states}).leading), None) for case in self.cases]
        counted = Counter(leader for leader in leaders if leader is not None)
        likely, times = max(counted.items(), key=lambda pair: pair[1], default=(None, 0))
        whole = _impurity(Counter(leaders))
        worth = {fact: whole - self._impurity_after(fact, leaders) for fact in asked} if whole else {}
        decided, margin = self.decisiveness.weigh(states).decided()
        lead = None if decided is None or decided != likely else (SOUND_LEAD if margin is None else margin)
        return Outlook(likely, times, len(self.cases), lead, worth)

    def _impurity_after(self, fact: str, leaders: Iterable[str | None]) -> float:
        """Return what is left once a question, and what follows from its answer, is known."""
        told = (fact, *self.completion.followers.get(fact, ()))
        by_state: dict[tuple[str, ...], Counter[str | None]] = defaultdict(Counter)
        for case, leader in zip(self.cases, leaders, strict=True):
            by_state[tuple(case[each] for each in told)][leader] += 1
        return sum(map(_impurity, by_state.values()))


def _impurity(counted: Counter[str | None]) -> float:
    """Return the Gini impurity of a group, times its size."""
    size = counted.total()
    return size - sum(count * count for count in counted.values()) / size if size else 0.0
