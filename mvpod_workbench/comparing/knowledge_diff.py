"""Two homes compared as advice: what changed in meaning, which cases it changes, and where the two first differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.advice import AnswerGiven
from mvpod_expert.model.cases import Cell
from mvpod_expert.replay.model import Reading, Replayed
from mvpod_expert.replay.replaying import plan_drift, read_again, rule_drift
from mvpod_workbench.comparing.home_changes import HomeChange, home_changes
from mvpod_workbench.comparing.minimal_witness import Searched, search
from mvpod_workbench.proofs.solver import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.advice import Decision
    from mvpod_expert.model.cases import Override

Aspect = Literal["mode", "verdict", "points", "vetoes", "plan"]

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
"""What can be otherwise, the weightiest first."""

WITHOUT_ADVICE = {"support", "reworded"}


@dataclass(frozen=True)
class NamedCase:
    """A case to hold both homes against: its name, its answers as they were given, and the mode chosen otherwise."""

    name: str
    answers: tuple[AnswerGiven, ...]
    override: Override | None = None


@dataclass(frozen=True)
class CaseChange:
    """A case on which the two homes differ."""

    name: str
    replayed: Replayed
    changes: tuple[Aspect, ...]


@dataclass(frozen=True)
class HomesCompared:
    """What came of comparing two homes.

    Args:
        changes: what changed in meaning or in words.
        cases: how many cases were held against both.
        changed: those that come out otherwise, first those with another mode.
        searched: where the two first differ over all answers.
        beyond: changes of meaning that the search over answers does not see.
    """

    changes: tuple[HomeChange, ...]
    cases: int
    changed: tuple[CaseChange, ...]
    searched: Searched
    beyond: tuple[HomeChange, ...]

    @property
    def is_same_advice(self) -> bool:
        """Nothing is known to change in the advice."""
        return not (self.changed or self.searched.difference or self.beyond)

    @property
    def is_same_beside(self) -> bool:
        """Nothing changes in what an audit asks, concludes and calls for, or in what is said of trends."""
        return not any(change.changes_meaning and change.of != "advice" for change in self.changes)

    @property
    def is_proven(self) -> bool:
        """That nothing changes holds for all answers."""
        means_the_same = not any(change.may_change_advice for change in self.changes)
        return self.is_same_advice and (means_the_same or not (self.searched.sampled or self.searched.left_out))


def compare_homes(old: Prepared, new: Prepared, more: Iterable[NamedCase] = (), *, steps: int = STEPS) -> HomesCompared:
    """Compare two homes.

    Args:
        old: the one before.
        new: the one after.
        more: saved cases, besides the documented ones of both.
        steps: the solver's budget for one question.
    """
    changes = home_changes(old, new)
    advisers = [Adviser(each.knowledge, each.base, BitsetEngine(each.base)) for each in (old, new)]
    cases = [*_documented(old, new), *more]
    held = (_held(case, *advisers) for case in cases)
    changed = tuple(sorted((each for each in held if each.changes), key=lambda each: ASPECTS.index(each.changes[0])))
    return HomesCompared(changes, len(cases), changed, search(old, new, steps=steps), tuple(_beyond(changes, old, new)))


def given_in(cell: Cell) -> tuple[AnswerGiven, ...]:
    """Return a cell's answers as they were given."""
    return tuple(
        AnswerGiven(fact=answer.fact, given=answer.given, state=answer.state, layer=answer.layer)
        for answer in cell.answers.values()
    )


def _documented(old: Prepared, new: Prepared) -> Iterator[NamedCase]:
    """Return the documented cases of both homes; one that both have with today's answers."""
    cases = {**old.knowledge.cases, **new.knowledge.cases}
    for case in cases.values():
        yield NamedCase(case.id, given_in(case.cell))


def _held(case: NamedCase, old: Adviser, new: Adviser) -> CaseChange:
    answers_before, _ = read_again(case.answers, old)
    answers_after, _ = read_again(case.answers, new)
    before, after = (
        adviser.advise(Cell(id=case.name, answers=answers, override=_override(case, adviser)), source=case.name)
        for adviser, answers in ((old, answers_before), (new, answers_after))
    )
    readings = tuple(
        Reading(fact=answer.fact, was=answer.state, now=now.state if now else None)
        for answer in answers_before.values()
        if (now := answers_after.get(answer.fact)) is None or now.state != answer.state
    )
    replayed = Replayed(
        id=case.name,
        client=None,
        flaws=(),
        before=before.mode,
        after=after.mode,
        readings=readings,
        rules=tuple(each for each in rule_drift(before, after, new) if each.change not in WITHOUT_ADVICE),
        plan=tuple(
            each for each in plan_drift(before.selected, after.selected, new) if each.change not in WITHOUT_ADVICE
        ),
    )
    return CaseChange(case.name, replayed, tuple(_changes(replayed)))


def _override(case: NamedCase, adviser: Adviser) -> Override | None:
    """Return the mode that was chosen otherwise, where the home still has it."""
    known = {mode.id for mode in adviser.knowledge.decision.modes}
    return case.override if case.override is not None and case.override.mode in known else None


def _changes(replayed: Replayed) -> Iterator[Aspect]:
    before, after = replayed.before, replayed.after
    if before.recommended != after.recommended:
        yield "mode"
    if before.verdict != after.verdict:
        yield "verdict"
    if _points(before) != _points(after):
        yield "points"
    if _vetoes(before) != _vetoes(after):
        yield "vetoes"
    if replayed.plan:
        yield "plan"


def _points(decision: Decision) -> dict[str, int]:
    return {each.mode: each.net for each in decision.ranking}


def _vetoes(decision: Decision) -> set[str]:
    return {each.mode for each in decision.ranking if each.excluded_by}


def _beyond(changes: tuple[HomeChange, ...], old: Prepared, new: Prepared) -> Iterator[HomeChange]:
    """Return what the search does not see: cells compared, when a lead is clear, what items would change."""
    for change in changes:
        if not change.may_change_advice:
            continue
        sides = [each.knowledge for each in (old, new)]
        rules = [side.rules[change.id] for side in sides if change.kind == "rule" and change.id in side.rules]
        items = [
            item.changes for side in sides for item in side.items() if change.kind == "item" and item.id == change.id
        ]
        is_compared = any(rule.stratum == "compare" for rule in rules)
        would_change = bool(items) and any(each != items[0] for each in items)
        if is_compared or would_change or (change.kind, change.id) == ("decision", "clear_from"):
            yield change
