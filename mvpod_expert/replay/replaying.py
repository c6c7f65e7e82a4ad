"""Replaying a saved result: every step checked, and what has changed in meaning since, with today's knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, fact_formerly
from mvpod_expert.replay.checker import check_advice, check_comparison
from mvpod_expert.replay.coverage import counted_in_cell, replayed_beside, taken_in_cell
from mvpod_expert.replay.model import ItemDrift, Reading, Replay, Replayed, RuleDrift

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice, AnswerGiven, Firing, PlanItem
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.replay.model import Violation


def replay(result: Recommendation, source: str, adviser: Adviser) -> Replay:
    """Replay a saved result.

    Args:
        result: the result.
        source: where it was read.
        adviser: today's; it advises again on the same answers where its knowledge is another one.
    """
    today = adviser.stamped(()).knowledge
    is_same = today.sha256 == result.knowledge.sha256
    cells = tuple(_replayed(advice, adviser, is_same=is_same) for advice in result.cells)
    flaws: list[Violation] = []
    for comparison in result.comparisons if is_same else ():
        compared = {each.id: each for each in result.cells if each.source == comparison.source}
        flaws += check_comparison(comparison, compared, adviser.knowledge)
    beside = tuple(replayed_beside(result, adviser.knowledge if is_same else None))
    return Replay(source=source, before=result.knowledge, after=today, cells=cells, beside=beside, flaws=tuple(flaws))


def _replayed(advice: Advice, adviser: Adviser, *, is_same: bool) -> Replayed:
    if is_same:
        flaws = check_advice(advice, adviser.knowledge)
        return Replayed(
            id=advice.id,
            client=advice.client,
            flaws=tuple(flaws),
            checked=counted_in_cell(advice, is_same=True),
            taken=taken_in_cell(advice, is_same=True),
            before=advice.mode,
            after=advice.mode,
        )
    answers, readings = read_again(advice.answers, adviser)
    override = advice.override
    if override is not None and all(mode.id != override.mode for mode in adviser.knowledge.decision.modes):
        override = None
    cell = Cell(id=advice.id, region=advice.region, segment=advice.segment, answers=answers, override=override)
    after = adviser.advise(cell, client=advice.client, source=advice.source)
    return Replayed(
        id=advice.id,
        client=advice.client,
        flaws=tuple(check_advice(advice)),
        checked=counted_in_cell(advice, is_same=False),
        taken=taken_in_cell(advice, is_same=False),
        before=advice.mode,
        after=after.mode,
        readings=tuple(readings),
        rules=tuple(rule_drift(advice, after, adviser)),
        plan=tuple(plan_drift(advice.plan, after.plan, adviser)),
    )


def read_again(given: Iterable[AnswerGiven], adviser: Adviser) -> tuple[dict[str, Answer], list[Reading]]:
    """Read answers with today's vocabulary; those that do not fit any more are left out, and told."""
    answers: dict[str, Answer] = {}
    readings: list[Reading] = []
    for each in given:
        facts = adviser.knowledge.facts
        fact = facts.get(each.fact) or fact_formerly(facts, each.fact)
        state = None if fact is None or fact.derived else _state(fact, each)
        name = each.fact if fact is None else fact.id
        if state != each.state or name != each.fact:
            formerly = each.fact if name != each.fact else None
            readings.append(Reading(fact=name, formerly=formerly, was=each.state, now=state))
        if state is not None:
            given_now = state if each.given == each.state else each.given
            answers[name] = Answer(fact=name, given=given_now, state=state, layer=each.layer)
    return answers, readings


def _state(fact: Fact, answer: AnswerGiven) -> str | None:
    if answer.state == UNKNOWN or (answer.state == NOT_APPLICABLE and fact.may_not_apply):
        return answer.state
    if fact.kind != "number":
        return answer.state if answer.state in fact.states else fact.state_formerly(answer.state)
    number, limits = answer.given, fact.range
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not is_number or limits is None or not limits.min <= float(number) <= limits.max:
        return None
    return fact.band_of(float(number))


def rule_drift(before: Advice, after: Advice, adviser: Adviser) -> Iterable[RuleDrift]:
    """Give the rules that say or do something else in the later advice, which is the adviser's."""
    today = _names_today(adviser.knowledge.rules.values())
    old: dict[str, Firing] = {today.get(firing.rule, firing.rule): firing for firing in before.trace}
    new: dict[str, Firing] = {firing.rule: firing for firing in after.trace}
    rules = adviser.knowledge.rules
    for name, firing in old.items():
        title = rules[name].title if name in rules else None
        now = new.get(name)
        if now is None:
            change: Literal["gone", "silent"] = "silent" if name in rules else "gone"
            yield RuleDrift(rule=name, change=change, title=title, was=firing.effects)
        elif now.effects != firing.effects:
            yield RuleDrift(rule=name, change="effects", title=title, was=firing.effects, now=now.effects)
        elif _support(now) != _support(firing):
            yield RuleDrift(rule=name, change="support", title=title, was=firing.effects, now=now.effects)
    for name, firing in new.items():
        if name not in old:
            yield RuleDrift(rule=name, change="fires", title=rules[name].title, now=firing.effects)


def _names_today(named: Iterable[Rule | Item]) -> dict[str, str]:
    """Give the id of today for each former one."""
    return {old: each.id for each in named for old in each.formerly}


def _support(firing: Firing) -> tuple[object, ...]:
    return firing.because.principle, firing.because.basis, firing.because.sources


def plan_drift(before: Iterable[PlanItem], after: Iterable[PlanItem], adviser: Adviser) -> Iterable[ItemDrift]:
    """Give the items that came, went, fall to others or say something else; the later plan is the adviser's."""
    today = _names_today(adviser.knowledge.items())
    old = {today.get(each.item, each.item): each for each in before}
    new = {each.item: each for each in after}
    for name, item in old.items():
        was = tuple(today.get(choice.option, choice.option) for choice in item.chosen)
        if name not in new:
            yield ItemDrift(item=name, change="went", title=item.title, was=was)
            continue
        now = tuple(choice.option for choice in new[name].chosen)
        title = new[name].title
        if was != now:
            yield ItemDrift(item=name, change="reassigned", title=title, was=was, to=now)
        if (item.title, item.text, item.parts) != (title, new[name].text, new[name].parts):
            yield ItemDrift(item=name, change="reworded", title=title)
    for name, item in new.items():
        if name not in old:
            to = tuple(choice.option for choice in item.chosen)
            yield ItemDrift(item=name, change="came", title=item.title, to=to)
