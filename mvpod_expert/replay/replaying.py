"""Replaying a saved result: advising again and comparing everything, or what has changed in meaning since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.engine.port import ENGINES
from mvpod_expert.model.advice import Advice, AnswerGiven, Recommendation, SavedResult, checksum
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, fact_formerly
from mvpod_expert.model.money import worth
from mvpod_expert.replay.checker import check_advice, check_answers
from mvpod_expert.replay.differing import count_values, differences
from mvpod_expert.replay.model import (
    DriftKind,
    ItemDrift,
    NotRecomputed,
    Reading,
    Replay,
    Replayed,
    RuleDrift,
    Violation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.model.trace import Firing

MOST_DRAWS = 1_000_000
SAVED_BY = ("program", "checksum")
"""What is about the saving and not about the advice."""
WITH_LIBRARIES: dict[NotRecomputed, str] = {"ranges": "economics", "trends": "trends"}
"""The part of a market cell that is computed with optional libraries."""


def replay(saved: SavedResult, source: str, adviser: Adviser, program: str = "") -> Replay:
    """Replay a saved result that was read at a source, with today's adviser and version of mvpod.

    With the knowledge it was made with, the adviser advises again on the saved inputs and every value is compared; the
    independent checker goes through trace, points, decision and plan. With another knowledge the checker finds whether
    the result follows from itself, and what has changed in meaning is reported.
    """
    result, data = saved
    today = adviser.stamped(()).knowledge
    is_same = today.sha256 == result.knowledge.sha256
    again = _advised_again(result, data, adviser) if is_same else None
    told, follows, without = _comparable(data, again) if isinstance(again, Recommendation) else ({}, {}, ())
    return Replay(
        source=source,
        before=result.knowledge,
        after=today,
        made_by=result.program,
        program=program,
        is_intact=checksum(data) == result.checksum,
        cells=tuple(_replayed(advice, adviser, is_same=is_same) for advice in result.cells),
        flaws=(again,) if isinstance(again, Violation) else (),
        compared=count_values(told),
        differences=tuple(differences(told, follows)),
        not_recomputed=without,
    )


def _advised_again(result: Recommendation, data: Mapping[str, Any], adviser: Adviser) -> Recommendation | Violation:
    """Advise again on the saved inputs; inputs that no case reader let through may be anything."""
    for case in result.cases:
        for cell in case.cells:
            for flaw in check_answers(map(AnswerGiven.of, cell.answers.values()), adviser.knowledge):
                return Violation(kind="inputs", about=case.file, detail=flaw.about)
    settings = _settings(data)
    again = adviser.with_settings(settings) if settings else adviser
    try:
        return again.recommend(result.cases)
    except Exception as error:  # noqa: BLE001 - a file can say anything; whatever it breaks is a flaw of the file
        return Violation(kind="inputs", about=result.cases[0].file, detail=f"{type(error).__name__}: {error}")


def _settings(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the saved number and seed of draws of each capability that drew."""
    settings: dict[str, dict[str, Any]] = {}
    for cell in data["cells"]:
        for key, part in cell.items():
            if isinstance(part, dict) and part.get("draws"):
                settings.setdefault(key, {"draws": min(max(part["draws"], 1), MOST_DRAWS), "seed": part["seed"]})
    return settings


def _comparable(
    data: Mapping[str, Any], again: Recommendation
) -> tuple[Mapping[str, Any], Mapping[str, Any], tuple[NotRecomputed, ...]]:
    """Return both results as JSON without what only one of the machines had the libraries for, and what that is."""
    follows = {**again.model_dump(mode="json", by_alias=True), **{key: data.get(key) for key in SAVED_BY}}
    told = {**data, **{key: data.get(key) for key in SAVED_BY}}
    if told.get("engine") in ENGINES:
        follows["engine"] = told["engine"]
    pairs = zip(told.get("cells", ()), follows["cells"], strict=False)
    lacking = {what for one, other in pairs for what in _lacking(one) ^ _lacking(other)}
    left_out = {WITH_LIBRARIES[what] for what in lacking}
    for document in (told, follows) if lacking else ():
        document["cells"] = [
            {key: value for key, value in each.items() if key not in left_out} for each in document["cells"]
        ]
        if "trends" in lacking:
            document.pop("sales_strength", None)
    return told, follows, tuple(each for each in WITH_LIBRARIES if each in lacking)


def _lacking(cell: Mapping[str, Any]) -> set[NotRecomputed]:
    """Return what was not computed of a cell for want of a library."""
    series = (cell.get("trends") or {}).get("series", ())
    lacking: dict[NotRecomputed, bool] = {
        "ranges": bool((cell.get("economics") or {}).get("undrawn")),
        "trends": any(each.get("silent") == "library_missing" for each in series),
    }
    return {what for what, is_lacking in lacking.items() if is_lacking}


def _replayed(advice: Advice, adviser: Adviser, *, is_same: bool) -> Replayed:
    if is_same:
        flaws = tuple(check_advice(advice, adviser.knowledge))
        return Replayed(id=advice.id, client=advice.client, flaws=flaws, before=advice.mode, after=advice.mode)
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
        before=advice.mode,
        after=after.mode,
        readings=tuple(readings),
        rules=tuple(rule_drift(advice, after, adviser)),
        plan=tuple(plan_drift(advice.selected, after.selected, adviser)),
    )


def read_again(given: Iterable[AnswerGiven], adviser: Adviser) -> tuple[dict[str, Answer], list[Reading]]:
    """Read answers with today's vocabulary; those that do not fit any more are left out, and reported."""
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
            answers[name] = Answer(**{**dict(each), "fact": name, "given": given_now, "state": state})
    return answers, readings


def _state(fact: Fact, answer: AnswerGiven) -> str | None:
    if answer.state == UNKNOWN or (answer.state == NOT_APPLICABLE and fact.may_not_apply):
        return answer.state
    if fact.kind != "number":
        return answer.state if answer.state in fact.states else fact.state_formerly(answer.state)
    number, limits = answer.given, fact.range
    if isinstance(number, str):
        if number == answer.state:
            return number if number in fact.states else fact.state_formerly(number)
        dollars = worth(number)
        if dollars is None:
            return None
        number = dollars
    if isinstance(number, bool) or limits is None or not limits.min <= float(number) <= limits.max:
        return None
    return fact.band_of(float(number)) if answer.times is None else fact.band_beside(answer.times)


def rule_drift(before: Advice, after: Advice, adviser: Adviser) -> Iterable[RuleDrift]:
    """Return the rules that say or do something else in the later advice, which is the adviser's."""
    rules = adviser.knowledge.rules
    today = _names_today(rules.values())
    old = {today.get(firing.rule, firing.rule): firing for firing in before.trace}
    new = {firing.rule: firing for firing in after.trace}
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        effects = was.effects if was else (), now.effects if now else ()
        if was is None or now is None:
            change: DriftKind = "fires" if was is None else "silent" if name in rules else "gone"
        elif effects[0] != effects[1]:
            change = "effects"
        elif _support(now) != _support(was):
            change = "support"
        else:
            continue
        title = rules[name].title if name in rules else None
        yield RuleDrift(rule=name, change=change, title=title, was=effects[0], now=effects[1])


def _names_today(named: Iterable[Rule | Item]) -> dict[str, str]:
    """Return the id of today for each former one."""
    return {old: each.id for each in named for old in each.formerly}


def _support(firing: Firing) -> tuple[object, ...]:
    return firing.because.principle, firing.because.basis, firing.because.sources


def plan_drift(before: Iterable[PlanItem], after: Iterable[PlanItem], adviser: Adviser) -> Iterable[ItemDrift]:
    """Return the items that came, went, fall to others or say something else; the later plan is the adviser's."""
    today = _names_today(adviser.knowledge.items())
    old = {today.get(each.item, each.item): each for each in before}
    new = {each.item: each for each in after}
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        title = (now or old[name]).title
        fell = tuple(today.get(each.option, each.option) for each in was.chosen) if was else ()
        falls = tuple(each.option for each in now.chosen) if now else ()
        if was is None or now is None:
            yield ItemDrift(item=name, change="came" if was is None else "went", title=title, was=fell, to=falls)
            continue
        if fell != falls:
            yield ItemDrift(item=name, change="reassigned", title=title, was=fell, to=falls)
        if (was.title, was.text, was.parts) != (title, now.text, now.parts):
            yield ItemDrift(item=name, change="reworded", title=title)
