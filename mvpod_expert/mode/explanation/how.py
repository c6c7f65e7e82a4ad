"""HOW: the evidence for and against each mode, from the recorded trace. Nothing is decided again here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.how_model import Argument, Ground, How, HowAbout, ModeAccount, Proof
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Conclude, Exclude, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Firing, Matched, Standing


class HowExplainer:
    """Explains advice from its trace.

    Args:
        knowledge: the knowledge base the advice was made with, for the order of its principles and sources.
        advice: the advice.
    """

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
            proofs=tuple(self._proof(firing) for firing in bringing),
            brought_by=planned.brought_by if planned else (),
        )

    def about_answer(self, fact: str) -> HowAbout:
        """Report how an answer counts: every firing that rests on it, be it through what others concluded.

        Of a fact that rules conclude, the firings that conclude it are reported as well.
        """
        known = [(each.fact, each.state) for each in self.advice.answers if each.state != UNKNOWN]
        state = next((state for name, state in (*known, *self._concluded_by) if name == fact), None)
        proofs = (self._proof(firing) for firing in self.advice.trace)
        return HowAbout(
            about="answer",
            name=fact,
            is_there=state is not None,
            state=state,
            proofs=tuple(proof for proof in proofs if _is_about(proof, fact)),
        )

    def principles(self, firings: Iterable[Firing]) -> tuple[str, ...]:
        """Return the principles that firings lean on, in the order of the knowledge base."""
        cited = {name for firing in firings for name in firing.because.principle}
        return tuple(principle for principle in self.knowledge.principles if principle in cited)

    def accounts(self) -> tuple[ModeAccount, ...]:
        """Return the modes in the order of the ranking."""
        ranking = self.advice.mode.ranking
        leader = ranking[0]
        return tuple(self._account(standing, leader) for standing in ranking)

    def _account(self, standing: Standing, leader: Standing) -> ModeAccount:
        arguments: list[Argument] = []
        for firing in self.advice.trace:
            for effect in firing.effects:
                if isinstance(effect, WeighedEvidence) and effect.mode == standing.mode:
                    arguments.append(self._argument(firing, standing.mode, effect.points))
                elif isinstance(effect, Exclude) and effect.mode == standing.mode:
                    arguments.append(self._argument(firing, standing.mode, None))
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
        grounds = tuple(self._ground(matched) for matched in firing.matched)
        return Proof(rule=firing.rule, grounds=grounds, effects=firing.effects)

    def _argument(self, firing: Firing, mode: str, points: int | None) -> Argument:
        grounds = tuple(self._ground(matched) for matched in firing.matched)
        return Argument(rule=firing.rule, mode=mode, points=points, grounds=grounds)

    def _ground(self, matched: Matched) -> Ground:
        firing = self._concluded_by.get((matched.fact, matched.state))
        if firing is None:
            return Ground(matched=matched)
        return Ground(matched=matched, rule=firing.rule, behind=tuple(map(self._ground, firing.matched)))


def _is_about(proof: Proof, fact: str) -> bool:
    concluded = (effect.fact for effect in proof.effects if isinstance(effect, Conclude))
    return fact in concluded or any(_rests_on(ground, fact) for ground in proof.grounds)


def _rests_on(ground: Ground, fact: str) -> bool:
    return ground.matched.fact == fact or any(_rests_on(each, fact) for each in ground.behind)
