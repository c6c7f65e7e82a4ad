"""The checker: the trace, points, decision and plan of a saved result, step by step, without code of engines or views.

With the knowledge a result was made with it holds every step against the rules as written; without it, it still finds
whether the result agrees with itself. All else that a result holds is compared with what advising again gives. Engines
are held to the truth of conditions as it is defined here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.money import worth
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Propose, Recommend, Rule
from mvpod_expert.model.trace import Firing, Matched, WeighedChoice, WeighedEvidence, WeighedProposal
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.model.advice import Advice, AnswerGiven
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlanItem


def check_advice(advice: Advice, knowledge: KnowledgeBase | None = None) -> list[Violation]:
    """Return what does not follow in the advice on one market cell.

    Without the knowledge that it was made with, only what follows from the result itself is checked.
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


def truth(condition: Condition, memory: Mapping[str, str]) -> bool | None:
    """Return a condition's truth in strong Kleene logic: nothing when the open facts leave it undecided.

    The memory has the state of each known fact; `not_applicable` is a state.
    """
    match condition:
        case Test(fact=fact, states=states):
            state = memory.get(fact)
            return None if state is None else state in states
        case Not(part=part):
            inner = truth(part, memory)
            return None if inner is None else not inner
        case All(parts=parts):
            return _at_least(len(parts), [truth(part, memory) for part in parts])
        case Any(parts=parts):
            return _at_least(1, [truth(part, memory) for part in parts])
        case AtLeast(count=count, parts=parts):
            return _at_least(count, [truth(part, memory) for part in parts])


def _at_least(count: int, truths: list[bool | None]) -> bool | None:
    if sum(each is True for each in truths) >= count:
        return True
    return False if sum(each is not False for each in truths) < count else None


def follow(
    trace: Sequence[Firing],
    answers: Mapping[str, AnswerGiven],
    memory: dict[str, str],
    knowledge: KnowledgeBase | None,
    chosen: str | None = None,
) -> Iterator[Violation]:
    """Follow firings in their order; a match must be an answer, or concluded or decided before.

    What is concluded is added to the memory. Without the knowledge, only what follows from the firings is checked.
    """
    fired: set[str] = set()
    for firing in trace:
        if firing.rule in fired:
            yield Violation(kind="fired_twice", about=firing.rule)
        fired.add(firing.rule)
        facts = [each.fact for each in firing.matched]
        for fact in {fact for fact in facts if facts.count(fact) > 1}:
            yield Violation(kind="not_matched", about=firing.rule, detail=f"{fact}, {fact}")
        for each in firing.matched:
            is_decided = each.origin == "decision" and firing.stratum == "plan"
            there = chosen if is_decided else memory.get(each.fact)
            if each.state != there or not _is_from(each, answers.get(each.fact)):
                yield Violation(kind="not_matched", about=firing.rule, detail=f"{each.fact}={each.state}")
        if knowledge is not None:
            yield from check_firing(firing, knowledge)
        memory |= {effect.fact: effect.state for effect in firing.effects if isinstance(effect, Conclude)}


def _is_from(matched: Matched, answer: AnswerGiven | None) -> bool:
    """Return whether what was matched comes from where it is said to come from."""
    if answer is None:
        return matched.origin != "answer" and matched.layer is None and matched.given is None
    told = (matched.origin, matched.layer, matched.given, matched.times)
    return told == ("answer", answer.layer, answer.given, answer.times)


def missed(rules: Iterable[Rule], fired: Iterable[str], memory: Mapping[str, str]) -> Iterator[Violation]:
    """Return the rules that hold and did not fire; memory has all that was concluded."""
    done = set(fired)
    for rule in rules:
        if rule.id not in done and truth(rule.when, memory) is True:
            yield Violation(kind="missed", about=rule.id)


def check_firing(firing: Firing, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Hold one firing against its rule: it follows from what it matched, and says what is written."""
    rule = knowledge.rules.get(firing.rule)
    if rule is None:
        yield Violation(kind="rule_unknown", about=firing.rule)
        return
    if truth(rule.when, {each.fact: each.state for each in firing.matched}) is not True:
        yield Violation(kind="does_not_follow", about=rule.id)
    is_as_written = list(firing.effects) == _written(rule, knowledge) and firing.stratum == rule.stratum
    if not is_as_written or firing.because != rule.because:
        yield Violation(kind="other_effects", about=rule.id)


def _written(rule: Rule, knowledge: KnowledgeBase) -> list[object]:
    """Return the effects a rule has as it is written, its strength names as points."""
    points = {each.id: each.points for each in knowledge.decision.strengths}
    effects: list[object] = []
    for outcome in rule.then:
        match outcome:
            case Evidence(mode=mode, strength=strength, direction=direction):
                signed = points[strength] if direction == "for" else -points[strength]
                effects.append(WeighedEvidence(mode=mode, strength=strength, points=signed))
            case Assign(item=item, to=to, strength=strength):
                effects.append(WeighedChoice(item=item, to=to, strength=strength, points=points[strength]))
            case Propose(item=item, strength=strength):
                effects.append(WeighedProposal(item=item, strength=strength, points=points[strength]))
            case _:
                effects.append(outcome)
    return effects


def check_answers(answers: Iterable[AnswerGiven], knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Return the answers that are not in the state which their number or their word makes, or stand twice."""
    before: set[str] = set()
    for answer in answers:
        if answer.fact in before:
            yield Violation(kind="answered_twice", about=answer.fact)
        before.add(answer.fact)
        fact = knowledge.facts.get(answer.fact)
        number = answer.given
        if fact is None or fact.derived or (answer.state not in fact.known_states and answer.state != UNKNOWN):
            made = ""
        elif fact.kind == "number" and answer.state not in {UNKNOWN, NOT_APPLICABLE}:
            given = worth(number) if isinstance(number, str) else number
            if answer.times is not None and fact.relative_to is not None:
                given = answer.times * fact.relative_to.usual
            made = str(number) if given is None else next((band.id for band in fact.bands if band.holds(given)), "")
        else:
            made = str(answer.given).lower()
        if made != answer.state:
            yield Violation(kind="band", about=answer.fact, detail=answer.state)
