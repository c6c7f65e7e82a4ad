"""From firings to the decision: evidence is added up, vetoed modes are out, the lead gives the verdict.

And how much of revenue each route would carry under a mode, by the shares that were answered.

Weights of evidence add (Good 1950, Probability and the Weighing of Evidence; used so in PROSPECTOR, Duda, Gaschnig and
Hart 1979), so every point of a total is the point of one rule. They are points, never probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.advice import MarketPart, RouteShares, ShareRange
from mvpod_expert.model.decision import LEVEL, DecisionTable, ShareTable
from mvpod_expert.model.rules import Exclude
from mvpod_expert.model.trace import Contribution, Decision, Firing, Standing, WeighedEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

WHOLE = 100.0

Interval = tuple[float, float]


def standings(firings: Iterable[Firing], table: DecisionTable) -> tuple[Standing, ...]:
    """Add up the evidence of the weigh stratum; other firings are passed over.

    The modes come back feasible ones first, by net evidence, equal ones in the table's order.
    """
    contributions: dict[str, list[Contribution]] = {mode.id: [] for mode in table.modes}
    vetoes: dict[str, list[str]] = {mode.id: [] for mode in table.modes}
    for firing in firings:
        for effect in firing.effects:
            if isinstance(effect, WeighedEvidence):
                contributions[effect.mode].append(
                    Contribution(rule=firing.rule, strength=effect.strength, points=effect.points)
                )
            elif isinstance(effect, Exclude):
                vetoes[effect.mode].append(firing.rule)
    unranked = [
        Standing(
            mode=mode,
            net=sum(each.points for each in found),
            for_=sum(each.points for each in found if each.points > 0),
            against=-sum(each.points for each in found if each.points < 0),
            excluded_by=tuple(vetoes[mode]),
            contributions=tuple(found),
        )
        for mode, found in contributions.items()
    ]
    return tuple(sorted(unranked, key=lambda each: (bool(each.excluded_by), -each.net)))


def decide(
    ranking: tuple[Standing, ...],
    table: DecisionTable,
    possible_modes: tuple[str, ...],
    *,
    may_exclude_all: bool = False,
    in_doubt: bool = False,
) -> Decision:
    """Decide on a ranking: the first mode is decided on, and the larger its lead the better it is supported.

    At a tie the mode that the table lists first is decided on, unless nothing speaks for it. A decision is settled when
    no other mode is possible, whatever is not known, and that could not veto every mode either; never where answers
    contradict each other (`in_doubt`), and then it is not clear.
    """
    feasible = [each for each in ranking if not each.excluded_by]
    if not feasible:
        return Decision(recommended=None, verdict="no_feasible_mode", margin=None, ranking=ranking)
    leader = feasible[0]
    margin = leader.net - feasible[1].net if len(feasible) > 1 else None
    if margin is not None and margin == LEVEL and not leader.for_:
        return Decision(recommended=None, verdict="too_close_to_call", margin=margin, ranking=ranking)
    return Decision(
        recommended=leader.mode,
        verdict=table.verdict(margin, in_doubt=in_doubt),
        record=table.record_of(margin),
        settled=possible_modes == (leader.mode,) and not may_exclude_all and not in_doubt,
        margin=margin,
        ranking=ranking,
    )


def near_modes(decision: Decision, table: DecisionTable) -> tuple[str, ...]:
    """Return the mode that leads; where the decision is open, with all that are about even with it.

    Where numbers that contradict it have opened the decision, the next mode counts as even however far behind.
    """
    feasible = [each for each in decision.ranking if not each.excluded_by]
    if decision.verdict not in {"open", "too_close_to_call"}:
        return tuple(each.mode for each in feasible[:1])
    limit = max(table.leaning_from, (decision.margin or 0) + 1)
    return tuple(each.mode for each in feasible if feasible[0].net - each.net < limit)


def route_shares(cell: Cell, mode: str | None, knowledge: KnowledgeBase) -> RouteShares | None:
    """Estimate the share of revenue that our own route and partners would carry under a mode.

    What must deal with one side bounds the other's share. In a mode of two routes our own people take, between these
    bounds, the part of the head that they can look after. There is no estimate without a mode, where no share was
    answered, and where the home estimates none.
    """
    table = knowledge.decision.shares
    if table is None or mode is None:
        return None
    spans = {name: _span(cell, knowledge.facts[name]) for name in (table.bound_to_own, table.bound_to_partners)}
    if not any(spans.values()):
        return None
    own_least, own_most = spans[table.bound_to_own] or (0.0, WHOLE)
    partners_least, partners_most = spans[table.bound_to_partners] or (0.0, WHOLE)
    low, high = own_least, WHOLE - partners_least
    likely: float | None = None
    if mode == table.own:
        low, likely = max(low, table.limit), WHOLE - (partners_least + min(partners_most, WHOLE - table.limit)) / 2
    elif mode == table.partners:
        high, likely = min(high, WHOLE - table.limit), (own_least + min(own_most, WHOLE - table.limit)) / 2
    fits = low <= high
    if likely is None and fits:
        reached = _reached(cell, table, knowledge)
        free = high - low
        low, high = _within(own_least + free * reached[0], low, high), _within(own_most + free * reached[1], low, high)
    low, high = sorted((low, high))
    likely = (low + high) / 2 if likely is None else _within(likely, low, high)
    own = ShareRange(low=round(low), likely=round(likely), high=round(high))
    head = _span(cell, knowledge.facts[table.head])
    return RouteShares(
        own=own,
        partners=ShareRange(low=round(WHOLE - own.high), likely=round(WHOLE - own.likely), high=round(WHOLE - own.low)),
        fits=fits,
        head=_part(cell, head, table.head_value) if head is not None else None,
        tail=_part(cell, (WHOLE - head[1], WHOLE - head[0]), table.tail_value) if head is not None else None,
        rests_on=tuple(name for name, span in spans.items() if span is not None),
    )


def _span(cell: Cell, fact: Fact) -> Interval | None:
    """Return between which numbers an answer lies: the number, or the ends of its band."""
    answer = cell.answers.get(fact.id)
    if answer is None or answer.state not in fact.states or fact.range is None:
        return None
    if isinstance(answer.given, int | float):
        return float(answer.given), float(answer.given)
    place = fact.states.index(answer.state)
    low = fact.bands[place - 1].limit if place else fact.range.min
    high = fact.bands[place].limit if fact.bands[place].limit is not None else fact.range.max
    return float(low or 0), float(high or 0)


def _reached(cell: Cell, table: ShareTable, knowledge: KnowledgeBase) -> Interval:
    """Return the share of what is free that own people would take: the head's, as far as they can be paid for."""
    head = _span(cell, knowledge.facts[table.head]) or (0.0, WHOLE)
    answer = cell.answers.get(table.reach)
    low, high = table.reached.get(answer.state if answer is not None else "", (0.0, WHOLE))
    return head[0] * low / WHOLE**2, head[1] * high / WHOLE**2


def _part(cell: Cell, span: Interval, value: str) -> MarketPart:
    answer = cell.answers.get(value)
    given = answer.given if answer is not None and answer.is_known else None
    return MarketPart(low=round(span[0]), high=round(span[1]), fact=value, value=given)


def _within(number: float, low: float, high: float) -> float:
    return min(max(number, low), high)
