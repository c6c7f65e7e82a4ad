"""The interviewer: which question comes next, and when no further one can matter.

A question is asked while some undecided rule that touches a mode still in play waits for it. Until the advice is sound
the questions come first that distinguish what documented cases would make of the answers (`case_completions`); after
that those that bring the proof nearer (`question_value`). Among those that are nearly the best, the current topic goes
on, then the topics in the order of the questionnaire. The interview is settled when no answer to the remaining
questions, "unknown" included, changes which mode leads. What is asked next depends on the answers and on the last one
given, so an interrupted interview goes on as it would have.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.case_completions import CaseCompletions
from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.journal import PROVEN, QUICK, QUICK_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.mode.interview.case_completions import Outlook
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.journal import Depth
    from mvpod_expert.model.knowledge import KnowledgeBase

NOTHING_PUT_OFF: Mapping[str, int] = MappingProxyType({})
NEARLY_BEST = 0.6
"""The share of the best question's worth from which a question may go first for its topic's sake."""


@dataclass(frozen=True)
class NextStep:
    """What the interview does next.

    Args:
        question: the fact to ask, or nothing when it ends.
        remaining: how many facts have not been answered.
        settled_on: when it ends because nothing can change the lead: the mode that leads, alone; empty when every
            mode is vetoed; nothing when it goes on or has asked everything.
        reached: when it ends because its depth is reached: that depth.
        can_matter: how many questions can still change the mode.
        outlook: what documented cases say; nothing when the mode is settled.
    """

    question: Fact | None
    remaining: int
    settled_on: tuple[str, ...] | None = None
    reached: Depth | None = None
    can_matter: int = 0
    outlook: Outlook | None = None


class Interviewer:
    """Chooses the questions about a market cell.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        ask_all: ask every question, even when the mode is settled.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, *, ask_all: bool = False) -> None:
        self.knowledge = knowledge
        self.ask_all = ask_all
        self.possibilities = Possibilities(knowledge, base)
        self.decisiveness = Decisiveness(self.possibilities)
        self.completions = CaseCompletions(knowledge, self.decisiveness.scales)
        self._topics = {fact.id: fact.topic.en for fact in knowledge.asked()}
        self._order = list(dict.fromkeys(self._topics.values()))

    def next_step(
        self, states: Mapping[str, str], put_off: Mapping[str, int] = NOTHING_PUT_OFF, depth: Depth = PROVEN
    ) -> NextStep:
        """Return the next question, or why there is none.

        Args:
            states: the answers' states, `unknown` included, in the order in which they were given.
            put_off: how often a question was skipped; once, it comes at the end, and twice, not again.
            depth: when to stop before the mode is settled.
        """
        unanswered = [fact.id for fact in self.knowledge.questions() if fact.id not in states]
        if not unanswered:
            return NextStep(None, 0)
        answered = sum(fact.id in states for fact in self.knowledge.questions())
        rounds = [[fact for fact in unanswered if put_off.get(fact, 0) == times] for times in (0, 1)]
        if self.ask_all:
            first = next((fact for facts in rounds for fact in facts), None)
            question = self.knowledge.facts[first] if first else None
            return NextStep(question, len(unanswered), can_matter=len(unanswered))
        closed = self.possibilities.completion.closed(states)
        waiting = [fact.id for fact in self.knowledge.asked() if fact.id not in closed]
        possibility = self.possibilities.possible(closed, may_stay_open=waiting)
        is_settled = len(possibility.modes) == 1 and not self.possibilities.may_exclude_all(closed)
        if is_settled or not possibility.modes:
            return NextStep(None, len(unanswered), possibility.modes)
        live = self.possibilities.live_facts(closed)
        askable = {fact for fact in live if self.knowledge.facts[fact].is_knowable(closed)}
        outlook = self.completions.outlook(closed, [fact for fact in unanswered if fact in askable])
        has_reached = depth != PROVEN and (outlook.is_sound or (depth == QUICK and answered >= QUICK_QUESTIONS))
        can_ask = [[fact for fact in facts if fact in askable] for facts in rounds]
        chosen = None if has_reached else self._chosen(states, outlook, next(filter(None, can_ask), []))
        return NextStep(
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
