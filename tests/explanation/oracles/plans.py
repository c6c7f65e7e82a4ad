"""The rest of a plan by hand: laws, moves, budgets, and what technologies change, without the code that is tested."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Conclude, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedProposal
from mvpod_expert.replay.checker import check_advice
from tests.explanation.oracles.decisions import check_contingencies
from tests.explanation.oracles.flaws import OracleFlaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Item, Schedule, Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.replay.model import Violation


def check_whole(advice: Advice, knowledge: KnowledgeBase) -> list[Violation]:
    """Go through the advice on one market cell as a replay does, and through what a replay leaves to advising again."""
    return [
        *check_advice(advice, knowledge),
        *check_contingencies(advice, knowledge),
        *_check_rows(advice, knowledge),
        *check_moves(advice, knowledge),
        *check_budgets(advice, knowledge),
        *check_laws(advice, knowledge),
    ]


def _check_rows(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
    """See that each row falls to the option with most evidence that no law bars."""
    evidence: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedChoice):
                evidence[effect.item][effect.to] += effect.points
    for item in advice.selected:
        options = evidence[item.item]
        barred = barred_options(advice, item.item, knowledge)
        open_to = {option: points for option, points in options.items() if option not in barred} or options
        if item.chosen and item.chosen[0].points != max(open_to.values(), default=0):
            yield OracleFlaw(kind="row", about=item.item)


def check_laws(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
    """Say what is given although it never stands together."""
    known = _known(advice, knowledge)
    given = {each.item for each in advice.plan} | {move.item for move in advice.moves}
    for law in knowledge.laws:
        if not _binds(law, known) or not (law.items or law.rows):
            continue
        chosen = _chosen(advice)
        stand = all(chosen.get(row, frozenset()) & set(options) for row, options in law.rows.items())
        is_all_there_is = bool(law.rows) and _has_no_other(advice, tuple(law.rows)[-1], law, knowledge)
        if stand and set(law.items) <= given and not is_all_there_is:
            yield OracleFlaw(kind="law", about=law.id)


def barred_options(advice: Advice, row: str, knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the options that laws bar for a row, given what the other rows fall to.

    Args:
        advice: the advice on one market cell.
        row: the row.
        knowledge: the knowledge it was made with.
    """
    known, chosen = _known(advice, knowledge), _chosen(advice)
    barred: set[str] = set()
    for law in knowledge.laws:
        if law.rows and tuple(law.rows)[-1] == row and _binds(law, known):
            others = [name for name in law.rows if name != row]
            if all(chosen.get(name, frozenset()) & set(law.rows[name]) for name in others):
                barred |= set(law.rows[row])
    return frozenset(barred)


def _barred_items(advice: Advice, selected: set[str], knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the items that give way to laws.

    Args:
        advice: the advice on one market cell.
        selected: the items of the plan, and the moves that are proposed.
        knowledge: the knowledge it was made with.
    """
    known = _known(advice, knowledge)
    standing = set(selected)
    for law in knowledge.laws:
        if law.items and _binds(law, known) and standing.issuperset(law.items):
            standing.remove(law.items[-1])
    return frozenset(selected - standing)


def _has_no_other(advice: Advice, row: str, law: Law, knowledge: KnowledgeBase) -> bool:
    """Return whether all evidence for a row speaks for options that laws bar."""
    barred = barred_options(advice, row, knowledge) | set(law.rows[row])
    spoken = {
        effect.to
        for firing in advice.trace
        for effect in firing.effects
        if effect.kind == "assign" and effect.item == row
    }
    return spoken <= barred


def _binds(law: Law, known: dict[str, str]) -> bool:
    lifted = [fact for fact, states in law.unless.items() if known.get(fact) in states]
    return not lifted and all(known.get(fact) in states for fact, states in law.answers.items())


def _known(advice: Advice, knowledge: KnowledgeBase) -> dict[str, str]:
    known = {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, Conclude):
                known[effect.fact] = effect.state
    if advice.chosen is not None:
        known[knowledge.decision.decided_fact] = advice.chosen
    return known


def _chosen(advice: Advice) -> dict[str, frozenset[str]]:
    return {each.item: frozenset(choice.option for choice in each.chosen) for each in advice.plan}


Shares = dict[str, list[tuple[str, int]]]


def check_moves(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
    """Check the moves, and those of either way where two are shown."""
    yield from _check_moves(advice, knowledge)
    for way in advice.ways:
        decided = advice.mode.model_copy(update={"recommended": way.mode})
        before = tuple(firing for firing in advice.trace if firing.stratum != "plan")
        taken = {"moves": way.moves, "trace": (*before, *way.trace), "mode": decided, "override": None, "annex": ()}
        yield from _check_moves(advice.model_copy(update=taken), knowledge)


def _check_moves(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
    """Add up what speaks for each move; see that the order holds and that nothing with more points was passed over."""
    proposed: Shares = defaultdict(list)
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedProposal):
                proposed[effect.item].append((firing.rule, effect.points))
    schedules = {item.id: item.schedule for shelf in knowledge.shelves if shelf.ranked for item in shelf.items}
    measured = {name: schedule.metric for name in proposed if (schedule := schedules.get(name)) is not None}
    names = {*proposed, *measured.values(), *(each.item for each in advice.selected)}
    barred = _barred_items(advice, names, knowledge)
    for name in [name for name in proposed if name in barred or measured.get(name) in barred]:
        del proposed[name]
    most = sum(shelf.ranked.at_most for shelf in knowledge.shelves if shelf.ranked)
    place = {move.item: number for number, move in enumerate(advice.moves)}
    if len(place) != len(advice.moves) or len(place) > most:
        yield OracleFlaw(kind="move", about=advice.moves[-1].item)
    for move in advice.moves:
        told = [(contribution.rule, contribution.points) for contribution in move.contributions]
        schedule = schedules.get(move.item)
        first = tuple(each for each in schedule.after if each in place) if schedule is not None else ()
        is_right = told == proposed.get(move.item) and move.points == sum(points for _, points in told)
        if not is_right or move.after != first or any(place[each] > place[move.item] for each in first):
            yield OracleFlaw(kind="move", about=move.item)
    for name in _passed_over(advice, proposed, schedules):
        yield OracleFlaw(kind="move", about=name)


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


OF_A_MOVE = 10


def check_budgets(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
    """Count what is given of each shelf, add up merit from the trace, and see that nothing with more was left out."""
    told = [answer for answer in advice.answers if answer.state != UNKNOWN and answer.layer != "figures"]
    is_little = len(told) < knowledge.decision.provisional.answers_below
    is_early = is_little or advice.chosen is None or advice.mode.verdict == "open"
    if advice.override is None and is_early:
        yield from (OracleFlaw(kind="budget", about=each.item) for each in advice.plan)
        return
    items = {item.id: item for shelf in knowledge.shelves for item in shelf.items}
    for each in advice.selected:
        if each.item in items and each.merit != _merit(each, advice, items):
            yield OracleFlaw(kind="merit", about=each.item)
    for shelf in knowledge.shelves:
        yield from _of_shelf(shelf, advice)


def _merit(selected: PlanItem, advice: Advice, items: dict[str, Item]) -> int:
    carrying = [name for name, item in items.items() if selected.item in item.carried_by]
    if carrying:
        sums = sum(each.merit for each in advice.plan if each.item in selected.brought_by)
        return round(100 * sums / len(carrying))
    facts = {
        matched.fact
        for firing in advice.trace
        for effect in firing.effects
        for matched in firing.matched
        if isinstance(effect, Recommend | WeighedChoice) and effect.item in {selected.item, *selected.brought_by}
        if matched.origin in {"answer", "derived"}
    }
    measures = [selected.item, *items[selected.item].brings]
    links = sum(name == move.metric for move in advice.moves for name in measures)
    schedules = (items[move.item].schedule for move in advice.moves if move.item in items)
    links += sum(schedule is not None and selected.item in schedule.begins for schedule in schedules)
    return len(facts) + OF_A_MOVE * links


def _of_shelf(shelf: Shelf, advice: Advice) -> Iterator[OracleFlaw]:
    given = [each for each in advice.plan if each.kind == shelf.kind]
    left = [each for each in advice.annex if each.kind == shelf.kind]
    budget = shelf.budget
    if budget is None:
        yield from (OracleFlaw(kind="budget", about=each.item) for each in left)
        return
    own = [each.merit for each in given if each.merit >= budget.least]
    if len(given) > budget.at_most or len(given) - len(own) > budget.standard:
        yield OracleFlaw(kind="budget", about=given[-1].item)
    for each in left:
        if each.because == "law":
            continue
        is_own = each.merit >= budget.least
        is_full = len(given) == budget.at_most and each.merit <= min((one.merit for one in given), default=0)
        if (is_own or each.because == "budget") and not is_full:
            yield OracleFlaw(kind="budget", about=each.item)
        if is_own and each.because == "standard":
            yield OracleFlaw(kind="budget", about=each.item)
    order = {item.id: place for place, item in enumerate(shelf.items)}
    # An item that is on no shelf is a violation already; here it comes last.
    ranked = sorted(given, key=lambda each: (-each.merit, order.get(each.item, len(order))))
    grades = [grade.id for grade in budget.grades for _ in range(grade.count)]
    for graded, grade in zip(ranked, [*grades, *[None] * len(ranked)], strict=False):
        if graded.grade != grade:
            yield OracleFlaw(kind="budget", about=graded.item)
