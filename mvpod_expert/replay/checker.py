"""The checker: the trace, points, decision and plan of a saved result, step by step, without code of engines or views.

With the knowledge a result was made with it holds every step against the rules as written; without it, it still finds
whether the result agrees with itself. All else that a result holds is compared with what advising again gives.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Exclude, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence
from mvpod_expert.replay.checked_firings import check_answers, follow, missed
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.model.trace import Firing


def check_advice(advice: Advice, knowledge: KnowledgeBase | None = None) -> list[Violation]:
    """Return what does not follow in the advice on one market cell.

    Args:
        advice: the advice, with the answers, the trace and the plan.
        knowledge: the knowledge it was made with; without it, only what follows from the result itself is checked.
    """
    flaws = list(_trace(advice, knowledge))
    flaws += _totals(advice)
    flaws += _rows(advice)
    if knowledge is not None:
        flaws += check_answers(advice.answers, knowledge)
        flaws += _decision(advice, knowledge)
        flaws += check_plan(advice.trace, advice.selected, knowledge)
    return flaws


def _trace(advice: Advice, knowledge: KnowledgeBase | None) -> Iterator[Violation]:
    memory = {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}
    answers = {answer.fact: answer for answer in advice.answers}
    yield from follow(advice.trace, answers, memory, knowledge, advice.chosen)
    if knowledge is not None:
        decided = {knowledge.decision.decided_fact: advice.chosen} if advice.chosen is not None else {}
        fired = {firing.rule for firing in advice.trace}
        before = [rule for rule in knowledge.rules.values() if rule.stratum not in {"plan", "compare"}]
        yield from missed(before, fired, memory)
        yield from missed(knowledge.rules_of("plan"), fired, memory | decided)


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


def _rows(advice: Advice) -> Iterator[Violation]:
    """Add up the evidence for the options of each row of the plan."""
    evidence: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedChoice):
                evidence[effect.item][effect.to] += effect.points
    for item in advice.selected:
        options = evidence.get(item.item, {})
        told = {choice.option: choice.points for choice in item.chosen}
        sums = {choice.option: sum(each.points for each in choice.contributions) for choice in item.chosen}
        if not (told == sums and told.items() <= options.items() and bool(told) == bool(options)):
            yield Violation(kind="row", about=item.item)


def check_plan(trace: Iterable[Firing], plan: Iterable[PlanItem], knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Follow what rules recommend, and what each item brings along, chooses and is carried by."""
    items = {item.id: item for shelf in knowledge.shelves for item in shelf.items}
    planned = {each.item: each for each in plan}
    founded: set[str] = set()
    waiting = [
        effect.item for firing in trace for effect in firing.effects if isinstance(effect, Recommend | WeighedChoice)
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
