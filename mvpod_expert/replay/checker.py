"""The checker: goes through a saved result step by step. It shares no code with the engines or the views.

It evaluates the condition trees themselves (`truth`) and decides by hand (`checked_decisions`). With the knowledge a
result was made with it holds every step against the rules as written; without it, it can still say whether the result
follows from itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import Comparison
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Exclude, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence
from mvpod_expert.replay.checked_decisions import check_contingencies, check_decision
from mvpod_expert.replay.checked_firings import check_answers, check_firing, follow, missed
from mvpod_expert.replay.checked_plans import barred_options, check_budgets, check_laws, check_moves
from mvpod_expert.replay.model import Violation
from mvpod_expert.replay.truth import truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase


def check_advice(advice: Advice, knowledge: KnowledgeBase | None = None) -> list[Violation]:
    """Go through the advice on one market cell.

    Args:
        advice: the advice, with the answers, the trace and the plan.
        knowledge: the knowledge it was made with; without it, only what follows from the result itself is checked.

    Returns:
        What does not follow; nothing when all of it does.
    """
    flaws = list(_trace(advice, knowledge))
    flaws += _totals(advice)
    flaws += _rows(advice, knowledge)
    if knowledge is not None:
        flaws += check_answers(advice.answers, knowledge)
        flaws += check_decision(advice, knowledge)
        flaws += check_contingencies(advice, knowledge)
        flaws += _plan(advice, knowledge)
        flaws += check_moves(advice, knowledge)
        flaws += check_budgets(advice, knowledge)
        flaws += check_laws(advice, knowledge)
    return flaws


def check_comparison(comparison: Comparison, cells: Mapping[str, Advice], knowledge: KnowledgeBase) -> list[Violation]:
    """Go through the comparison of two market cells.

    Args:
        comparison: the comparison.
        cells: the advice on the cells of the same case, by id.
        knowledge: the knowledge it was made with.
    """
    table = knowledge.decision
    two = [cells[cell] for cell in comparison.cells if cell in cells]
    chosen = [mode.id for mode in table.modes if mode.id in {each.chosen for each in two}]
    state = "_and_".join(chosen) if len(chosen) == len(comparison.cells) else "same"
    if len(two) != len(comparison.cells) or comparison.state != state:
        return [Violation(kind="comparison", about=" / ".join(comparison.cells))]
    flaws = [
        Violation(kind="comparison", about=cell)
        for like, beside in zip(two, comparison.alike or (), strict=False)
        for cell in beside
        if cell not in cells or not _stands_like(cells[cell], like, state, knowledge)
    ]
    memories = [_known(each) | {table.compared_fact: state} for each in two]
    fired = {firing.rule for firing in comparison.trace}
    for firing in comparison.trace:
        matched = {each.fact: each.state for each in firing.matched}
        if not any(matched.items() <= memory.items() for memory in memories):
            flaws.append(Violation(kind="not_matched", about=firing.rule, detail=str(matched)))
        flaws += check_firing(firing, knowledge)
    comparing = [rule for memory in memories for rule in _comparing(memory, knowledge)]
    flaws += [Violation(kind="missed", about=rule) for rule in dict.fromkeys(comparing) if rule not in fired]
    return flaws + list(_plan(comparison, knowledge))


def _comparing(memory: Mapping[str, str], knowledge: KnowledgeBase) -> list[str]:
    return [rule.id for rule in knowledge.rules_of("compare") if truth(rule.when, memory) is True]


def _stands_like(one: Advice, other: Advice, state: str, knowledge: KnowledgeBase) -> bool:
    """Return whether a cell has the mode of another one, and answers that make the same compare rules hold."""
    compared = {knowledge.decision.compared_fact: state}
    return one.chosen == other.chosen and _comparing(_known(one) | compared, knowledge) == _comparing(
        _known(other) | compared, knowledge
    )


def _known(advice: Advice) -> dict[str, str]:
    return {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}


def _trace(advice: Advice, knowledge: KnowledgeBase | None) -> Iterator[Violation]:
    memory = _known(advice)
    answers = {answer.fact: answer for answer in advice.answers}
    yield from follow(advice.trace, answers, memory, knowledge, advice.chosen)
    if knowledge is not None:
        decided = {knowledge.decision.decided_fact: advice.chosen} if advice.chosen is not None else {}
        fired = {firing.rule for firing in advice.trace}
        planning = [rule for rule in knowledge.rules.values() if rule.stratum == "plan"]
        before = [rule for rule in knowledge.rules.values() if rule.stratum not in {"plan", "compare"}]
        yield from missed(before, fired, memory)
        yield from missed(planning, fired, memory | decided)


def _totals(advice: Advice) -> Iterator[Violation]:
    """Add up every mode's points and vetoes from the trace."""
    points: dict[str, list[tuple[str, int]]] = defaultdict(list)
    vetoed: dict[str, list[str]] = defaultdict(list)
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedEvidence):
                points[effect.mode].append((firing.rule, effect.points))
            elif isinstance(effect, Exclude):
                vetoed[effect.mode].append(firing.rule)
    for standing in advice.mode.ranking:
        ours = points[standing.mode]
        total = sum(number for _, number in ours)
        told = [(contribution.rule, contribution.points) for contribution in standing.contributions]
        if not standing.net == standing.for_ - standing.against == total or told != ours:
            yield Violation(kind="points", about=standing.mode)
        if list(standing.excluded_by) != vetoed[standing.mode]:
            yield Violation(kind="vetoes", about=standing.mode)


def _rows(advice: Advice, knowledge: KnowledgeBase | None) -> Iterator[Violation]:
    """Add up the evidence for the options of each row of the plan; a law may bar the one with most."""
    evidence: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedChoice):
                evidence[effect.item][effect.to] += effect.points
    for item in advice.selected:
        options = evidence.get(item.item, {})
        told = {choice.option: choice.points for choice in item.chosen}
        sums = {
            choice.option: sum(contribution.points for contribution in choice.contributions) for choice in item.chosen
        }
        barred = barred_options(advice, item.item, knowledge) if knowledge is not None else frozenset()
        open_to = {option: points for option, points in options.items() if option not in barred} or options
        best = max(open_to.values(), default=0)
        is_right = told == sums and told.items() <= options.items() and bool(told) == bool(options)
        is_first = not item.chosen or item.chosen[0].points == best or knowledge is None
        if not is_right or not is_first:
            yield Violation(kind="row", about=item.item)


def _plan(advice: Advice | Comparison, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Follow what rules recommend, and what each item brings along, chooses and is carried by."""
    items = {item.id: item for shelf in knowledge.shelves for item in shelf.items}
    planned = {each.item: each for each in (advice.plan if isinstance(advice, Comparison) else advice.selected)}
    founded: set[str] = set()
    waiting = [
        effect.item
        for firing in advice.trace
        for effect in firing.effects
        if isinstance(effect, Recommend | WeighedChoice)
    ]
    while waiting:
        name = waiting.pop()
        if name in founded or name not in items:
            continue
        founded.add(name)
        chosen = [choice.option for choice in planned[name].chosen] if name in planned else []
        waiting += [*items[name].brings, *items[name].carried_by, *chosen]
    for name in sorted(founded - planned.keys()):
        yield Violation(kind="plan_missing", about=name)
    for name in sorted(planned.keys() - founded):
        yield Violation(kind="plan_unfounded", about=name)
