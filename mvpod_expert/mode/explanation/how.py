"""HOW advice came about: the evidence for and against each mode, and proofs of single answers and items.

All of it is read from the recorded trace; nothing is decided again here.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from mvpod_expert.model.advice import Advice
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import Result
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_expert.model.rules import Conclude, Exclude, Recommend
from mvpod_expert.model.trace import (
    Decision,
    Effect,
    Firing,
    Matched,
    Standing,
    WeighedChoice,
    WeighedEvidence,
    WeighedProposal,
)


class Ground(Result):
    """A state an argument rests on; under a derived one, the rule that concluded it and what that rested on."""

    matched: Matched
    rule: str | None = None
    behind: tuple["Ground", ...] = ()


class Argument(Result):
    """One rule's say about one mode: signed points, or a veto (no points)."""

    rule: str
    mode: str
    points: int | None
    grounds: tuple[Ground, ...]


class ModeAccount(Result):
    """How one mode stands, with every argument; the points of the arguments sum to `net`.

    Args:
        behind_by: how many points it lacks to the leader; none for the leader and for vetoed modes.
    """

    mode: str
    net: int
    for_: int = Field(alias="for")
    against: int
    behind_by: int | None
    pro: tuple[Argument, ...]
    contra: tuple[Argument, ...]
    vetoes: tuple[Argument, ...]


class How(Result):
    """HOW: the modes in the order of the ranking, and the principles that the arguments lean on."""

    kind: Literal["how"] = "how"
    decision: Decision
    accounts: tuple[ModeAccount, ...]
    principles: tuple[str, ...]
    sources: tuple[str, ...]


class Proof(Result):
    """One firing with the tree of what it rests on, and what followed."""

    rule: str
    grounds: tuple[Ground, ...]
    effects: tuple[Effect, ...]


class HowAbout(Result):
    """HOW one answer counts, or HOW one item came into the plan.

    Args:
        about: whether it is about an answer or an item.
        name: the fact or the item.
        is_there: the answer is known; the item is in the plan.
        state: the answer's state.
        proofs: every firing that rests on the answer, be it through what others concluded; or that brings the item.
        brought_by: the items of the plan that bring the item along.
    """

    kind: Literal["how_about"] = "how_about"
    about: Literal["answer", "item"]
    name: str
    is_there: bool
    state: str | None = None
    proofs: tuple[Proof, ...]
    brought_by: tuple[str, ...] = ()


class HowExplainer:
    """Explains advice from its trace; the knowledge it was made with orders principles and sources."""

    def __init__(self, knowledge: KnowledgeBase, advice: Advice) -> None:
        self.knowledge = knowledge
        self.advice = advice
        self._concluded_by = {
            (effect.fact, effect.state): firing
            for firing in advice.trace
            for effect in firing.effects
            if isinstance(effect, Conclude)
        }

    def how(self) -> How:
        """Return the whole account of the decision."""
        deciding = [firing for firing in self.advice.trace if firing.stratum in {"derive", "weigh"}]
        leant_on = {name for firing in deciding for name in firing.because.sources}
        return How(
            decision=self.advice.mode,
            accounts=self.accounts(),
            principles=self.principles(deciding),
            sources=tuple(source for source in self.knowledge.sources if source in leant_on),
        )

    def about_item(self, item: str) -> HowAbout:
        """Report how an item came into the plan, or among the moves."""
        planned = next((each for each in self.advice.selected if each.item == item), None)
        is_moved = any(move.item == item for move in self.advice.moves)
        bringing = [
            firing
            for firing in self.advice.trace
            if any(
                isinstance(effect, Recommend | WeighedChoice | WeighedProposal) and effect.item == item
                for effect in firing.effects
            )
        ]
        return HowAbout(
            about="item",
            name=item,
            is_there=planned is not None or is_moved,
            proofs=tuple(map(self._proof, bringing)),
            brought_by=planned.brought_by if planned else (),
        )

    def about_answer(self, fact: str) -> HowAbout:
        """Report how an answer counts: every firing that rests on it, be it through what others concluded.

        Of a fact that rules conclude, the firings that conclude it are reported as well.
        """
        known = [(each.fact, each.state) for each in self.advice.answers if each.state != UNKNOWN]
        state = next((state for name, state in (*known, *self._concluded_by) if name == fact), None)
        resting = tuple(
            proof
            for proof in map(self._proof, self.advice.trace)
            if any(isinstance(effect, Conclude) and effect.fact == fact for effect in proof.effects)
            or any(_rests_on(ground, fact) for ground in proof.grounds)
        )
        return HowAbout(about="answer", name=fact, is_there=state is not None, state=state, proofs=resting)

    def principles(self, firings: Iterable[Firing]) -> tuple[str, ...]:
        """Return the principles that firings lean on, in the order of the knowledge base."""
        cited = {name for firing in firings for name in firing.because.principle}
        return tuple(principle for principle in self.knowledge.principles if principle in cited)

    def accounts(self) -> tuple[ModeAccount, ...]:
        """Return the modes in the order of the ranking."""
        ranking = self.advice.mode.ranking
        return tuple(self._account(standing, ranking[0]) for standing in ranking)

    def _account(self, standing: Standing, leader: Standing) -> ModeAccount:
        arguments: list[Argument] = []
        for firing in self.advice.trace:
            for effect in firing.effects:
                if isinstance(effect, WeighedEvidence | Exclude) and effect.mode == standing.mode:
                    points = effect.points if isinstance(effect, WeighedEvidence) else None
                    grounds = tuple(map(self._ground, firing.matched))
                    arguments.append(Argument(rule=firing.rule, mode=standing.mode, points=points, grounds=grounds))
        arguments.sort(key=lambda each: -abs(each.points or 0))
        is_comparable = standing is not leader and not standing.excluded_by and not leader.excluded_by
        return ModeAccount(
            mode=standing.mode,
            net=standing.net,
            for_=standing.for_,
            against=standing.against,
            behind_by=leader.net - standing.net if is_comparable else None,
            pro=tuple(argument for argument in arguments if argument.points is not None and argument.points > 0),
            contra=tuple(argument for argument in arguments if argument.points is not None and argument.points < 0),
            vetoes=tuple(argument for argument in arguments if argument.points is None),
        )

    def _proof(self, firing: Firing) -> Proof:
        return Proof(rule=firing.rule, grounds=tuple(map(self._ground, firing.matched)), effects=firing.effects)

    def _ground(self, matched: Matched) -> Ground:
        firing = self._concluded_by.get((matched.fact, matched.state))
        if firing is None:
            return Ground(matched=matched)
        return Ground(matched=matched, rule=firing.rule, behind=tuple(map(self._ground, firing.matched)))


def _rests_on(ground: Ground, fact: str) -> bool:
    return ground.matched.fact == fact or any(_rests_on(each, fact) for each in ground.behind)
