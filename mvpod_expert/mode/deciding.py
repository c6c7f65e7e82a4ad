"""From firings to the decision: evidence is added up, vetoed modes are out, the lead gives the verdict.

Weights of evidence add (Good 1950, Probability and the Weighing of Evidence; used so in PROSPECTOR, Duda, Gaschnig and
Hart 1979), so every point of a total is the point of one rule. They are points, never probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.decision import LEVEL
from mvpod_expert.model.rules import Exclude
from mvpod_expert.model.trace import Contribution, Decision, Standing, WeighedEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.trace import Firing


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

    At a tie the mode that the table lists first is decided on, unless nothing speaks for it.

    Args:
        ranking: the standings, as `standings` orders them.
        table: the decision table, for the limits and the record.
        possible_modes: the modes that could still lead, whatever is not known; a decision is settled only when
            there is no other.
        may_exclude_all: what is not known could still veto every mode; then no decision is settled.
        in_doubt: answers contradict each other; then no decision is settled, or clear.
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
