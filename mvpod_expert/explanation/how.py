"""HOW: the evidence for and against each mode, from the recorded trace. Nothing is decided again here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import WeighedEvidence
from mvpod_expert.model.rules import Conclude, Exclude

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice, Firing, Matched, Standing
    from mvpod_expert.model.decision import Mode
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.noun import Text
    from mvpod_expert.model.principles import Principle
    from mvpod_expert.model.rules import Rule


@dataclass(frozen=True)
class Ground:
    """A state an argument rests on, in words; the answers behind a derived state are listed under it."""

    title: Text
    state: Text
    matched: Matched
    unit: Text | None = None
    behind: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Argument:
    """One rule's say about one mode: signed points, or a veto (no points)."""

    rule: Rule
    points: int | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class ModeAccount:
    """How one mode stands, with every argument; the points of the arguments sum to `standing.net`.

    Args:
        behind_by: how many points it lacks to the leader; none for the leader and for vetoed modes.
    """

    mode: Mode
    standing: Standing
    pro: tuple[Argument, ...]
    contra: tuple[Argument, ...]
    vetoes: tuple[Argument, ...]
    behind_by: int | None


class HowExplainer:
    """Explains advice from its trace.

    Args:
        knowledge: the knowledge base the advice was made with.
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

    def accounts(self) -> tuple[ModeAccount, ...]:
        """Give the modes in the order of the ranking."""
        ranking = self.advice.mode.ranking
        leader = ranking[0]
        return tuple(self._account(standing, leader) for standing in ranking)

    def principles(self) -> tuple[Principle, ...]:
        """Give the principles that the firings lean on, in the order of the knowledge base."""
        used = {name for firing in self.advice.trace for name in firing.because.principle}
        return tuple(each for each in self.knowledge.principles.values() if each.id in used)

    def _account(self, standing: Standing, leader: Standing) -> ModeAccount:
        points: list[tuple[int, Firing]] = []
        vetoes: list[Argument] = []
        for firing in self.advice.trace:
            for effect in firing.effects:
                if isinstance(effect, WeighedEvidence) and effect.mode == standing.mode:
                    points.append((effect.points, firing))
                elif isinstance(effect, Exclude) and effect.mode == standing.mode:
                    vetoes.append(self._argument(firing, None))
        points.sort(key=lambda pair: -abs(pair[0]))
        is_comparable = standing is not leader and not standing.excluded_by and not leader.excluded_by
        return ModeAccount(
            mode=self.knowledge.decision.mode(standing.mode),
            standing=standing,
            pro=tuple(self._argument(firing, number) for number, firing in points if number > 0),
            contra=tuple(self._argument(firing, number) for number, firing in points if number < 0),
            vetoes=tuple(vetoes),
            behind_by=leader.net - standing.net if is_comparable else None,
        )

    def _argument(self, firing: Firing, points: int | None) -> Argument:
        return Argument(
            rule=self.knowledge.rules[firing.rule],
            points=points,
            grounds=tuple(self._ground(matched) for matched in firing.matched),
        )

    def _ground(self, matched: Matched) -> Ground:
        fact = self.knowledge.facts[matched.fact]
        source = self._concluded_by.get((matched.fact, matched.state))
        behind = tuple(self._ground(each) for each in source.matched) if source else ()
        state = fact.state_title(matched.state)
        return Ground(title=fact.title, state=state, matched=matched, unit=fact.unit, behind=behind)
