"""Replaying a saved result: advising again and comparing everything, or what has changed in meaning since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mvpod_expert.engine.port import ENGINES
from mvpod_expert.model.advice import AnswerGiven, Recommendation, checksum
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, fact_formerly
from mvpod_expert.model.money import worth
from mvpod_expert.replay.checked_firings import check_answers
from mvpod_expert.replay.checker import check_advice
from mvpod_expert.replay.differing import count_values, differences
from mvpod_expert.replay.model import ItemDrift, Reading, Replay, Replayed, RuleDrift, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice, SavedResult
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.model.trace import Firing
    from mvpod_expert.replay.model import NotRecomputed

MOST_DRAWS = 1_000_000
SAVED_BY = ("program", "checksum")
"""What is about the saving and not about the advice."""


def replay(saved: SavedResult, source: str, adviser: Adviser, program: str = "") -> Replay:
    """Replay a saved result.

    With the knowledge it was made with, the adviser advises again on the saved inputs and every value is compared; the
    independent checker recomputes trace, points, decision and plan. With another knowledge the checker finds whether
    the result follows from itself, and what has changed in meaning is reported.

    Args:
        saved: the result.
        source: where it was read.
        adviser: today's.
        program: the current version of mvpod.
    """
    result, data = saved
    today = adviser.stamped(()).knowledge
    is_same = today.sha256 == result.knowledge.sha256
    again = _advised_again(result, data, adviser) if is_same else None
    comparable = _comparable(data, again) if isinstance(again, Recommendation) else None
    return Replay(
        source=source,
        before=result.knowledge,
        after=today,
        made_by=result.program,
        program=program,
        is_intact=checksum(data) == result.checksum,
        cells=tuple(_replayed(advice, adviser, is_same=is_same) for advice in result.cells),
        flaws=(again,) if isinstance(again, Violation) else (),
        compared=count_values(comparable.told) if comparable is not None else 0,
        differences=tuple(differences(comparable.told, comparable.follows)) if comparable is not None else (),
        not_recomputed=comparable.without if comparable is not None else (),
    )


def _advised_again(result: Recommendation, data: Mapping[str, Any], adviser: Adviser) -> Recommendation | Violation:
    """Advise again on the saved inputs; inputs that no case reader let through may be anything."""
    for case in result.cases:
        for flaw in _unfit(case, adviser):
            return Violation(kind="inputs", about=case.file, detail=flaw.about)
    settings = _settings(data)
    again = adviser.with_settings(settings) if settings else adviser
    try:
        return again.recommend(result.cases)
    except Exception as error:  # noqa: BLE001 - a file can say anything; whatever it breaks is a flaw of the file
        return Violation(kind="inputs", about=result.cases[0].file, detail=f"{type(error).__name__}: {error}")


def _unfit(case: CaseFile, adviser: Adviser) -> Iterator[Violation]:
    """Yield saved answers that the vocabulary does not have."""
    for cell in case.cells:
        yield from check_answers(map(AnswerGiven.of, cell.answers.values()), adviser.knowledge)


def _settings(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the saved number and seed of draws of each capability that drew."""
    settings: dict[str, dict[str, Any]] = {}
    for cell in data["cells"]:
        for key, part in cell.items():
            if isinstance(part, dict) and part.get("draws"):
                settings.setdefault(key, {"draws": min(max(part["draws"], 1), MOST_DRAWS), "seed": part["seed"]})
    return settings


class _Comparable(NamedTuple):
    """Two results as JSON, without what only one of the two machines had the libraries for."""

    told: Mapping[str, Any]
    follows: Mapping[str, Any]
    without: tuple[NotRecomputed, ...]


def _comparable(data: Mapping[str, Any], again: Recommendation) -> _Comparable:
    follows = {**again.model_dump(mode="json", by_alias=True), **{key: data.get(key) for key in SAVED_BY}}
    told = {**data, **{key: data.get(key) for key in SAVED_BY}}
    if told.get("engine") in ENGINES:
        follows["engine"] = told["engine"]
    pairs = list(zip(told.get("cells", ()), follows["cells"], strict=False))
    without: dict[NotRecomputed, str] = {}
    for one, other in pairs:
        if _is_undrawn(one) != _is_undrawn(other):
            without["ranges"] = "economics"
        if _is_unread(one) != _is_unread(other):
            without["trends"] = "trends"
    for document in (told, follows) if without else ():
        document["cells"] = [
            {key: value for key, value in each.items() if key not in without.values()} for each in document["cells"]
        ]
        if "trends" in without:
            document.pop("sales_strength", None)
    return _Comparable(told, follows, tuple(without))


def _is_undrawn(cell: Mapping[str, Any]) -> bool:
    return bool((cell.get("economics") or {}).get("undrawn"))


def _is_unread(cell: Mapping[str, Any]) -> bool:
    return any(each.get("silent") == "library_missing" for each in (cell.get("trends") or {}).get("series", ()))


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
    """Return the id of today for each former one."""
    return {old: each.id for each in named for old in each.formerly}


def _support(firing: Firing) -> tuple[object, ...]:
    return firing.because.principle, firing.because.basis, firing.because.sources


def plan_drift(before: Iterable[PlanItem], after: Iterable[PlanItem], adviser: Adviser) -> Iterable[ItemDrift]:
    """Return the items that came, went, fall to others or say something else; the later plan is the adviser's."""
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
