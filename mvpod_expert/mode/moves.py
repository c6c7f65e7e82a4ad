"""What rules propose to the few moves a client makes first: chosen by merit, in an order that can be carried out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from mvpod_expert.model.catalogue import filled
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.plan import PlannedMove
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.trace import Contribution, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.catalogue import Item, Ranking, Schedule
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Firing


@dataclass
class _Proposal:
    """What speaks for an item: the shares of the rules, and the facts they matched."""

    shares: list[Contribution] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)

    @property
    def points(self) -> int:
        """The merit for this case."""
        return sum(share.points for share in self.shares)


Proposed = dict[str, _Proposal]

UNNAMED = {
    "region": Text.model_construct(zh="本市场", en="this market"),
    "segment": Text.model_construct(zh="目标客户", en="the target accounts"),
}
"""What is said where a cell has no region or segment."""

LONGEST_NAME = 200
"""The letters of a region or segment that a move repeats: a whole page of them would be no text of a plan any more."""


class MovePlanner:
    """Chooses and orders moves.

    Args:
        knowledge: the knowledge base, with its ranked shelves.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.shelves = [(shelf, shelf.ranked) for shelf in knowledge.shelves if shelf.ranked is not None]
        self.facts = knowledge.facts
        self.metrics = {item.id: _schedule(item).metric for shelf, _ in self.shelves for item in shelf.items}

    def moves(
        self, firings: Iterable[Firing], cell: Cell, barred: Container[str] = ()
    ) -> tuple[tuple[PlannedMove, ...], tuple[str, ...]]:
        """Return the moves for a cell in the order in which they are made, and the other proposed ones by merit.

        Args:
            firings: the firings of the plan stratum.
            cell: the answers that fill the blanks of the texts.
            barred: items that a law forbids here.
        """
        proposed: Proposed = defaultdict(_Proposal)
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, WeighedProposal) and effect.item not in barred:
                    share = Contribution(rule=firing.rule, strength=effect.strength, points=effect.points)
                    proposed[effect.item].shares.append(share)
                    proposed[effect.item].facts.update(each.fact for each in firing.matched)
        moves: list[PlannedMove] = []
        others: list[str] = []
        for shelf, ranking in self.shelves:
            items = {item.id: item for item in shelf.items if item.id in proposed}
            chosen, waiting = _chosen(items, proposed, ranking)
            others += waiting
            moves += (
                _planned(item, after, proposed[item.id].shares, cell, self.facts)
                for item, after in _ordered(items, chosen, proposed)
            )
        return tuple(moves), tuple(others)


def _ordered(items: Mapping[str, Item], chosen: set[str], proposed: Proposed) -> Iterable[tuple[Item, tuple[str, ...]]]:
    """Return the chosen items in order, each with the chosen ones that come before it."""
    order = [name for name in items if name in chosen]
    after = {name: tuple(each for each in _schedule(items[name]).after if each in chosen) for name in order}

    def rank(name: str) -> tuple[int, int, int]:
        return _schedule(items[name]).within, -proposed[name].points, order.index(name)

    for (name,) in waves(after, rank, capacity=1):
        yield items[name], after[name]


def _chosen(items: Mapping[str, Item], proposed: Proposed, ranking: Ranking) -> tuple[set[str], list[str]]:
    """Choose by merit, and return what is chosen and the others.

    Of equal ones the one goes first that rests on more answers of this case, then the earlier, the smaller, and the
    catalogue's order. An item takes along what comes before it, so that it is never left waiting for something that is
    not done; where there is no room for both, neither is taken.
    """

    def worth(name: str) -> tuple[int, int, int, int]:
        schedule = _schedule(items[name])
        proposal = proposed[name]
        return -proposal.points, -len(proposal.facts), schedule.within, ranking.effort_rank(schedule.effort)

    chosen: set[str] = set()
    ranked = sorted(items, key=worth)
    for name in ranked:
        together = chosen | _with_what_comes_before(name, items)
        if len(together) <= (ranking.at_most if proposed[name].points >= ranking.more_from else ranking.at_least):
            chosen = together
    return chosen, [name for name in ranked if name not in chosen]


def _with_what_comes_before(name: str, items: Mapping[str, Item]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found and each in items:
            found.add(each)
            waiting += _schedule(items[each]).after
    return found


def _schedule(item: Item) -> Schedule:
    """Return how an item is carried out; every item of a ranked shelf says so."""
    assert item.schedule is not None  # noqa: S101 - the loader refuses an item of a ranked shelf without one
    return item.schedule


def _planned(
    item: Item, after: tuple[str, ...], shares: Sequence[Contribution], cell: Cell, facts: Mapping[str, Fact]
) -> PlannedMove:
    schedule = _schedule(item)
    zh, en = (filled(item.text.in_(lang), partial(_value, cell=cell, facts=facts, lang=lang)) for lang in ("zh", "en"))
    return PlannedMove(
        item=item.id,
        title=item.title,
        text=Text(zh=zh, en=en),
        parts=item.parts,
        who=schedule.who,
        within=schedule.within,
        effort=schedule.effort,
        after=after,
        metric=schedule.metric,
        points=sum(share.points for share in shares),
        contributions=tuple(shares),
        principle=item.principle,
        basis=item.basis,
        sources=item.sources,
    )


def _value(name: str, *, cell: Cell, facts: Mapping[str, Fact], lang: Lang) -> str:
    """Return what a case says for a blank: a number with its unit, else the words of the answer."""
    if name in UNNAMED:
        given = (cell.region if name == "region" else cell.segment) or UNNAMED[name].in_(lang)
        return given if len(given) <= LONGEST_NAME else f"{given[:LONGEST_NAME]}…"
    fact, answer = facts[name], cell.answers.get(name)
    if answer is None:
        return fact.state_title(UNKNOWN).in_(lang)
    if fact.unit is not None and isinstance(answer.given, int | float):
        unit = fact.unit.in_(lang)
        return fact.in_units(answer.given, lang) if unit.isascii() else f"{answer.given:,.15g}{unit}"
    return fact.state_title(answer.state).in_(lang)
