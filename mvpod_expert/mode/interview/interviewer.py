"""The interviewer: which question comes next, and when no further one can matter.

Vetoes come first, then what settles most, topic by topic (`decisiveness`). A question is asked while some undecided
rule that touches a mode still in play waits for it. The interview is settled when no answer to the remaining questions,
"unknown" included, changes which mode leads. What is asked next depends on the answers and on the last one given, so
an interrupted interview goes on as it would have.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

NOTHING_PUT_OFF: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class NextStep:
    """What the interview does next.

    Args:
        question: the fact to ask, or nothing when it ends.
        remaining: how many facts have not been answered.
        settled_on: when it ends because nothing can change the lead: the mode that leads, alone; empty when every
            mode is vetoed; nothing when it goes on or has asked everything.
    """

    question: Fact | None
    remaining: int
    settled_on: tuple[str, ...] | None = None


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
        self._topics = {fact.id: fact.topic.en for fact in knowledge.asked()}

    def next_step(self, states: Mapping[str, str], put_off: Mapping[str, int] = NOTHING_PUT_OFF) -> NextStep:
        """Return the next question, or why there is none.

        Args:
            states: the answers' states, `unknown` included, in the order in which they were given.
            put_off: how often a question was skipped; once, it comes at the end, and twice, not again.
        """
        unanswered = [fact for fact in self.knowledge.asked() if fact.id not in states]
        if not unanswered:
            return NextStep(None, 0)
        rounds = [[fact.id for fact in unanswered if put_off.get(fact.id, 0) == times] for times in (0, 1)]
        if self.ask_all:
            first = next((fact for facts in rounds for fact in facts), None)
            return NextStep(self.knowledge.facts[first] if first else None, len(unanswered))
        possibility = self.possibilities.possible(states, may_stay_open=[fact.id for fact in unanswered])
        is_settled = len(possibility.modes) == 1 and not self.possibilities.may_exclude_all(states)
        if is_settled or not possibility.modes:
            return NextStep(None, len(unanswered), possibility.modes)
        standoff = self.decisiveness.standoff(states)
        topic = self._topics[list(states)[-1]] if states else ""
        bests = (self.decisiveness.best(standoff, facts, self._topics, topic) for facts in rounds)
        chosen = next(filter(None, bests), None)
        return NextStep(self.knowledge.facts[chosen] if chosen else None, len(unanswered))
