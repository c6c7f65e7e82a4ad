"""What the documented cases say about an interview that is not finished: who would lead if the rest were as in them.

The answers given are completed with those of each documented case in turn, and each completion is weighed. The share of
completions that a mode leads is how often, among cases known as thinly, the mode that leads now would have been borne
out; it is a record of cases and no probability. A question is worth what knowing its answer takes off the mean Gini
impurity of the leaders (Breiman et al. 1984): documented cases keep together what goes together, which no independent
draw of answers does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mvpod_expert.mode.interview.question_value import EvidenceScorer, Standing
    from mvpod_expert.model.knowledge import KnowledgeBase

SOUND_SHARE = 0.95
SOUND_LEAD = 6
"""Points; the lead from which documented decisions went the advised way in three of four."""


@dataclass(frozen=True)
class Outlook:
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


class CaseCompletions:
    """Completes answers with those of documented cases.

    Args:
        knowledge: the knowledge base.
        scales: weigh answers.
        leaving_out: cases that are not looked at, by id; a measurement leaves out the case that it measures.
    """

    def __init__(self, knowledge: KnowledgeBase, scales: EvidenceScorer, leaving_out: Collection[str] = ()) -> None:
        self.scales = scales
        self._knowledge = knowledge
        self._leaving_out = leaving_out

    @cached_property
    def cases(self) -> list[dict[str, str]]:
        """What is known of each case, and of all else that nobody knows it."""
        unknown = {fact.id: UNKNOWN for fact in self._knowledge.asked()}
        completion = self.scales.within.completion
        return [
            unknown | {name: answer.state for name, answer in completion.answers(case.cell.answers).items()}
            for case in self._knowledge.cases.values()
            if case.id not in self._leaving_out
        ]

    def outlook(self, states: Mapping[str, str], asked: Iterable[str]) -> Outlook:
        """Return what the answers may come to.

        Args:
            states: the answers' states, `unknown` included.
            asked: the open questions whose worth is reported.
        """
        leaders = [_leader(self.scales.weigh({**case, **states})) for case in self.cases]
        counted = Counter(leader for leader in leaders if leader is not None)
        likely, times = max(counted.items(), key=lambda pair: pair[1], default=(None, 0))
        whole = _impurity(Counter(leaders))
        worth = {fact: whole - self._impurity_after(fact, leaders) for fact in asked} if whole else {}
        decided, margin = self.scales.weigh(states).decided()
        lead = None if decided is None or decided != likely else (SOUND_LEAD if margin is None else margin)
        return Outlook(likely, times, len(self.cases), lead, worth)

    def _impurity_after(self, fact: str, leaders: Iterable[str | None]) -> float:
        """Return what is left once a question, and what follows from its answer, is known."""
        told = (fact, *self.scales.within.completion.followers.get(fact, ()))
        by_state: dict[tuple[str, ...], Counter[str | None]] = defaultdict(Counter)
        for case, leader in zip(self.cases, leaders, strict=True):
            by_state[tuple(case[each] for each in told)][leader] += 1
        return sum(map(_impurity, by_state.values()))


def _leader(standing: Standing) -> str | None:
    feasible = {mode: net for mode, net in standing.net.items() if mode not in standing.vetoed}
    return max(feasible, key=lambda mode: feasible[mode], default=None)


def _impurity(counted: Counter[str | None]) -> float:
    """Return the Gini impurity of a group, times its size."""
    size = counted.total()
    return size - sum(count * count for count in counted.values()) / size if size else 0.0
