"""Moves checked from the trace and the catalogue: part of the checker, sharing no code with what chooses them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.trace import WeighedProposal
from mvpod_expert.replay.checked_laws import barred_items
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Schedule
    from mvpod_expert.model.knowledge import KnowledgeBase

Shares = dict[str, list[tuple[str, int]]]


def check_moves(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Check the moves, and those of either way where two are shown."""
    yield from _check(advice, knowledge)
    for way in advice.ways:
        decided = advice.mode.model_copy(update={"recommended": way.mode})
        before = tuple(firing for firing in advice.trace if firing.stratum != "plan")
        taken = {"moves": way.moves, "trace": (*before, *way.trace), "mode": decided, "override": None, "annex": ()}
        yield from _check(advice.model_copy(update=taken), knowledge)


def _check(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Add up what speaks for each move; see that the order holds and that nothing with more points was passed over."""
    proposed: Shares = defaultdict(list)
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedProposal):
                proposed[effect.item].append((firing.rule, effect.points))
    schedules = {item.id: item.schedule for shelf in knowledge.shelves if shelf.ranked for item in shelf.items}
    measured = {name: schedule.metric for name in proposed if (schedule := schedules.get(name)) is not None}
    names = {*proposed, *measured.values(), *(each.item for each in advice.selected)}
    barred = barred_items(advice, names, knowledge)
    for name in [name for name in proposed if name in barred or measured.get(name) in barred]:
        del proposed[name]
    most = sum(shelf.ranked.at_most for shelf in knowledge.shelves if shelf.ranked)
    place = {move.item: number for number, move in enumerate(advice.moves)}
    if len(place) != len(advice.moves) or len(place) > most:
        yield Violation(kind="move", about=advice.moves[-1].item)
    for move in advice.moves:
        told = [(contribution.rule, contribution.points) for contribution in move.contributions]
        schedule = schedules.get(move.item)
        first = tuple(each for each in schedule.after if each in place) if schedule is not None else ()
        is_right = told == proposed.get(move.item) and move.points == sum(points for _, points in told)
        if not is_right or move.after != first or any(place[each] > place[move.item] for each in first):
            yield Violation(kind="move", about=move.item)
    for name in _passed_over(advice, proposed, schedules):
        yield Violation(kind="move", about=name)


def _passed_over(advice: Advice, proposed: Shares, schedules: Mapping[str, Schedule | None]) -> Iterator[str]:
    """Return proposals left out although one with fewer points was taken for its own sake."""
    taken = {move.item: move.points for move in advice.moves}
    needed = {each for move in advice.moves for each in move.after}
    least = min((points for name, points in taken.items() if name not in needed), default=0)
    for name, shares in proposed.items():
        schedule = schedules.get(name)
        waits = schedule is not None and any(each in proposed for each in schedule.after)
        if name not in taken and not waits and taken and sum(points for _, points in shares) > least:
            yield name
