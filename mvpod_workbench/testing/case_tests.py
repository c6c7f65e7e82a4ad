"""Case tests, run: each is advised on as a client would be, and the advice is held against what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.errors import EngineFailureError, PlanNotWholeError
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.mode.explanation.near_miss import near_miss
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Assign, Propose, Recommend, Rule
from mvpod_expert.model.trace import WeighedChoice
from mvpod_workbench.lookup.fields import written
from mvpod_workbench.testing.case_test_model import NO_MODE, CaseTest, Expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.mode.explanation.model import NearMiss
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase

Matter = Literal[
    "mode",
    "not_mode",
    "verdict",
    "fires",
    "silent",
    "plan",
    "not_in_plan",
    "brought_by",
    "assigned",
    "points",
    "row_points",
    "doubts",
    "states",
    "found",
]


class Unmet(NamedTuple):
    """One expectation the advice does not meet.

    Args:
        expected: the mode, verdict, rule or item (for doubts: the rules) that was expected.
        came: what came instead; for an item that is in the plan, what brought it; for points, the sum and then each
            rule's share.
        near: how near a rule came to doing what is expected, or what it matched where it must not fire.
    """

    matter: Matter
    expected: str
    came: tuple[str, ...] = ()
    near: NearMiss | None = None


@dataclass(frozen=True)
class CaseResult:
    """One case test, the advice on it and what the advice does not meet.

    Args:
        problem: why there is no advice, if so.
    """

    test: CaseTest
    advice: Advice | None
    unmet: tuple[Unmet, ...] = ()
    problem: Diagnostic | None = None

    @property
    def passed(self) -> bool:
        """The advice is as expected."""
        return self.problem is None and not self.unmet


def run_case_tests(knowledge: KnowledgeBase, base: RuleBase, tests: Iterable[CaseTest]) -> Iterator[CaseResult]:
    """Advise on every test, on the bitset engine, and compare."""
    adviser = Adviser(knowledge, base, BitsetEngine(base))
    for test in tests:
        try:
            recommended = adviser.recommend([test.case()])
        except (PlanNotWholeError, EngineFailureError) as error:
            problem = Diagnostic(
                code=Code.TEST_CANNOT_RUN, place=test.place, about=test.cell.id, details={"reason": str(error)}
            )
            yield CaseResult(test, None, problem=problem)
        else:
            (advice,) = recommended.cells
            asked = ExplanationContext(adviser, adviser.filled_cell(test.cell), advice)
            missed = _of_found(test.expect, recommended) if test.expect.found else ()
            yield CaseResult(test, advice, (*unmet(test, asked), *missed))


def unmet(test: CaseTest, asked: ExplanationContext) -> Iterator[Unmet]:
    """Return what a test expects and the advice does not meet."""
    yield from _of_decision(test.expect, asked.advice)
    yield from _of_states(test.expect, asked)
    yield from _of_rules(test.expect, asked)
    yield from _of_plan(test.expect, asked)
    yield from _of_rows(test.expect, asked.advice)


def _of_decision(expect: Expected, advice: Advice) -> Iterator[Unmet]:
    mode = advice.mode.recommended or NO_MODE
    if expect.mode not in {None, mode}:
        yield Unmet("mode", str(expect.mode), (mode,))
    if expect.not_mode == mode:
        yield Unmet("not_mode", mode, (mode,))
    if expect.verdict not in {None, advice.mode.verdict}:
        yield Unmet("verdict", str(expect.verdict), (advice.mode.verdict,))
    doubts = tuple(doubt.rule for doubt in advice.doubts)
    for standing in advice.mode.ranking:
        expected = expect.points.get(standing.mode, standing.net)
        if expected != standing.net:
            shares = (f"{contribution.rule} {contribution.points:+d}" for contribution in standing.contributions)
            yield Unmet("points", f"{standing.mode} {expected:+d}", (f"{standing.net:+d}", *shares))
    if expect.doubts is not None and set(expect.doubts) != set(doubts):
        yield Unmet("doubts", ", ".join(expect.doubts), doubts)


def _of_states(expect: Expected, asked: ExplanationContext) -> Iterator[Unmet]:
    rules = asked.knowledge.rules
    concluded = {each.fact: each.state for fired in asked.advice.trace for each in rules[fired.rule].concluded()}
    known = {**concluded, **asked.memory, asked.knowledge.decision.decided_fact: asked.decision.recommended}
    for fact, state in expect.states.items():
        came = known.get(fact) or UNKNOWN
        if came != state:
            yield Unmet("states", f"{fact}: {state}", (came,))


def _of_rules(expect: Expected, asked: ExplanationContext) -> Iterator[Unmet]:
    fired = {firing.rule for firing in asked.advice.trace}
    missed: list[tuple[Matter, str]] = [("fires", name) for name in expect.fires if name not in fired]
    missed += [("silent", name) for name in expect.silent if name in fired]
    for matter, name in missed:
        yield Unmet(matter, name, near=near_miss(asked, asked.knowledge.rules[name]))


def _of_plan(expect: Expected, asked: ExplanationContext) -> Iterator[Unmet]:
    bringing = {item.item: (*item.rules, *item.brought_by) for item in asked.advice.selected}
    chosen = {item.item: item.chosen for item in asked.advice.selected}
    for name in expect.plan:
        if name not in bringing:
            yield Unmet("plan", name, near=_nearest_bringer(asked, name))
    for name in expect.not_in_plan:
        if name in bringing:
            yield Unmet("not_in_plan", name, bringing[name])
    for row, option in expect.assigned.items():
        came = tuple(f"{each.option} {each.points:+d}" for each in chosen.get(row, ()))
        if not came or chosen[row][0].option != option:
            yield Unmet("assigned", f"{row} → {option}", came)
    for name, rules in expect.brought_by.items():
        by = bringing.get(name, ())
        yield from (Unmet("brought_by", f"{rule} → {name}", by) for rule in rules if rule not in by)


def _of_rows(expect: Expected, advice: Advice) -> Iterator[Unmet]:
    for row, options in expect.row_points.items():
        for option, expected in options.items():
            shares = list(_shares(advice, row, option))
            came = sum(points for _, points in shares)
            if came != expected:
                by = (f"{rule} {points:+d}" for rule, points in shares)
                yield Unmet("row_points", f"{row} → {option} {expected:+d}", (f"{came:+d}", *by))


def _shares(advice: Advice, row: str, option: str) -> Iterator[tuple[str, int]]:
    """Return each rule's points for an option of a row."""
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedChoice) and (effect.item, effect.to) == (row, option):
                yield firing.rule, effect.points


def _of_found(expect: Expected, recommended: Recommendation) -> Iterator[Unmet]:
    """Compare with the JSON of the advice on the one cell, and of what stands beside the cells."""
    document = recommended.model_dump(mode="json", by_alias=True)
    (cell,) = document.pop("cells")
    for way, expected, came in _unlike(expect.found, {**document, **cell}, ()):
        yield Unmet("found", f"{' › '.join(way)}: {expected}", (came,) if came else ())


def _unlike(expected: object, came: object, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the way to each value that is not as expected, what was expected, and what came; empty for nothing."""
    if isinstance(expected, Mapping):
        for key, value in expected.items():
            yield from _unlike(value, _part(came, str(key)), (*way, str(key)))
    elif not _is_like(expected, came):
        yield way, written(expected) or "null", written(came)


def _is_like(expected: object, came: object) -> bool:
    if isinstance(expected, tuple | list):
        return isinstance(came, list) and len(expected) == len(came) and all(map(_is_like, expected, came))
    if isinstance(expected, int | float) and isinstance(came, int | float):
        return isclose(expected, came, rel_tol=1e-6)
    return expected == came


def _part(came: object, key: str) -> object:
    """Return what stands under a key; of a list, the entry that the key names first, or the only one there is."""
    if isinstance(came, list):
        named = (each for each in came if isinstance(each, dict) and key in list(each.values())[:1])
        found = next(named, None)
        return found if found is not None or len(came) != 1 else _part(came[0], key)
    return came.get(key) if isinstance(came, dict) else None


def _nearest_bringer(asked: ExplanationContext, item: str) -> NearMiss | None:
    """Return the rule that came nearest to bringing an item into the plan; it may be one that brings another item."""
    found = [near_miss(asked, rule) for rule in asked.knowledge.rules.values() if brings(rule, item)]
    return min(found, key=lambda near: len(near.changes), default=None)


def brings(rule: Rule, item: str) -> bool:
    """Return whether a plan rule puts an item into the plan itself."""
    return rule.stratum == "plan" and any(
        (isinstance(each, Recommend | Propose) and each.item == item)
        or (isinstance(each, Assign) and item in {each.item, each.to})
        for each in rule.then
    )
