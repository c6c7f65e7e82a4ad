"""Laws checked in a saved result: part of the checker, with no code of what holds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Conclude
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law


def check_laws(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
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
            yield Violation(kind="law", about=law.id)


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


def barred_items(advice: Advice, selected: set[str], knowledge: KnowledgeBase) -> frozenset[str]:
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
