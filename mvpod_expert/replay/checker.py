"""The checker: goes through a saved result step by step. It shares no code with the engines or the views.

It evaluates the condition trees themselves (`truth`) and decides by hand. With the knowledge a
result was made with it holds every step against the rules as written; without it, it can still say whether the result
follows from itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import Comparison
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Evidence, Exclude, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence
from mvpod_expert.replay.checked_firings import check_answers, check_firing, follow, missed, truth
from mvpod_expert.replay.checked_plans import barred_options, check_budgets, check_laws, check_moves
from mvpod_expert.replay.model import Violation

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
        flaws += _decision(advice, knowledge)
        flaws += _contingencies(advice, knowledge)
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


def _decision(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Decide by hand from the ranking; only whether the decision is settled is left to the search."""
    table, decision = knowledge.decision, advice.mode
    order = [mode.id for mode in table.modes]
    told = list(decision.ranking)
    is_of_modes = sorted(each.mode for each in told) == sorted(order)
    if not is_of_modes or told != sorted(told, key=lambda e: (bool(e.excluded_by), -e.net, order.index(e.mode))):
        yield Violation(kind="ranking", about=decision.ranking[0].mode if decision.ranking else "")
        return
    feasible = [each for each in told if not each.excluded_by]
    margin = feasible[0].net - feasible[1].net if len(feasible) > 1 else None
    mode = feasible[0].mode if feasible and (margin != 0 or feasible[0].for_) else None
    limits = [(0, "open"), (table.leaning_from, "leaning"), (table.clear_from, "clear")]
    reached = [word for least, word in limits if margin is None or margin >= least]
    verdict = "no_feasible_mode" if not feasible else reached[-1] if mode else "too_close_to_call"
    if advice.doubts and verdict == "clear":
        verdict = "leaning"
    if decision.against_numbers:
        verdict = {"clear": "leaning", "leaning": "open"}.get(verdict, verdict)
    records = [each for each in table.record if mode and margin is not None and margin >= each.lead_from]
    record = records[-1] if records else None
    said = (decision.recommended, decision.margin, decision.verdict, decision.record)
    # A capability keeps what its numbers contradict in a part of the advice of its own.
    contradicted = any(getattr(part, "contradictions", ()) for _, part in advice)
    is_told = decision.against_numbers == contradicted
    if said != (mode, margin, verdict, record) or (mode is None and decision.settled) or not is_told:
        yield Violation(kind="decision", about=decision.recommended or "")


def _contingencies(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Decide again with the answers that items of the plan would change, and with what follows from these."""
    known = {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}
    stated = {answer.fact for answer in advice.answers if answer.fact in known and answer.layer != "figures"}
    for contingency in advice.contingencies:
        changes = {change.fact: change.to for change in contingency.changes}
        changed = known | changes
        for fact in knowledge.facts.values():
            way = fact.worked_out
            if way is not None and way.answer_to in changes and fact.id not in {*stated, *changes}:
                changed.pop(fact.id, None)
                state = way.states.get(changes[way.answer_to])
                changed |= {fact.id: state} if state is not None else {}
        is_real = all(known.get(change.fact) == change.from_ for change in contingency.changes)
        mode, margin = decided_by_hand(changed, knowledge)
        flips = mode != advice.mode.recommended
        if not is_real or (contingency.recommended, contingency.margin, contingency.flips) != (mode, margin, flips):
            yield Violation(kind="contingency", about=", ".join(contingency.items))


def decided_by_hand(answers: dict[str, str], knowledge: KnowledgeBase) -> tuple[str | None, int | None]:
    """Derive, weigh and decide.

    Args:
        answers: fact to state, known answers only.
        knowledge: the knowledge base.

    Returns:
        The mode decided on, or nothing; and its lead over the next feasible one, or nothing with fewer than two.
    """
    memory, before = dict(answers), -1
    while len(memory) > before:
        before = len(memory)
        for rule in knowledge.rules.values():
            if rule.stratum == "derive" and truth(rule.when, memory) is True:
                memory.update({each.fact: each.state for each in rule.concluded()})
    points: dict[str, int] = defaultdict(int)
    vetoed: set[str] = set()
    argued: set[str] = set()
    strengths = {strength.id: strength.points for strength in knowledge.decision.strengths}
    for rule in knowledge.rules.values():
        if rule.stratum == "weigh" and truth(rule.when, memory) is True:
            for outcome in rule.then:
                if isinstance(outcome, Evidence):
                    sign = 1 if outcome.direction == "for" else -1
                    points[outcome.mode] += sign * strengths[outcome.strength]
                    argued |= {outcome.mode} if sign > 0 else set()
                elif isinstance(outcome, Exclude):
                    vetoed.add(outcome.mode)
    modes = [mode.id for mode in knowledge.decision.modes if mode.id not in vetoed]
    feasible = sorted(modes, key=lambda mode: -points[mode])
    if len(feasible) < 2:  # noqa: PLR2004 - the leader and the next one
        return (feasible[0] if feasible else None), None
    margin = points[feasible[0]] - points[feasible[1]]
    return (feasible[0] if margin or feasible[0] in argued else None), margin
