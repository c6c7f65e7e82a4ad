"""Two homes compared as advice: what changed in meaning, which cases it changes, and where the two first differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import registered
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.advice import Advice, AnswerGiven
from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile
from mvpod_expert.replay.model import Reading, Replayed
from mvpod_expert.replay.replaying import plan_drift, read_again, rule_drift
from mvpod_workbench.comparing.home_changes import HomeChange, home_changes
from mvpod_workbench.comparing.minimal_witness import Searched, search
from mvpod_workbench.lookup.rulesets import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.trace import Decision

ASPECTS = ("mode", "verdict", "points", "vetoes", "plan", "moves")
"""What can be otherwise, the weightiest first; what capabilities find comes after, each by its name."""

WITHOUT_ADVICE = {"support", "reworded"}
SEEN_OUTCOMES = frozenset({"conclude", "evidence", "exclude", "recommend", "assign", "reask"})
"""What the search knows of rules; proposals of moves, and whatever else there will be, it does not."""


@dataclass(frozen=True)
class NamedCase:
    """A market cell to hold both homes against: its name, and a case file with that cell alone."""

    name: str
    case: CaseFile


@dataclass(frozen=True)
class CaseChange:
    """A case on which the two homes differ.

    Args:
        name: what it is called.
        replayed: the decision before and after, the rules and the plan.
        changes: what is otherwise.
        moves: the first moves before and after.
    """

    name: str
    replayed: Replayed
    changes: tuple[str, ...]
    moves: tuple[tuple[str, ...], tuple[str, ...]]


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
        """Nothing changes in the advice, as far as cases and the search over answers go and nothing lies beyond."""
        return not (self.is_other_advice or self.beyond)

    @property
    def is_other_advice(self) -> bool:
        """A case, or some answers, come out otherwise."""
        return bool(self.changed or self.searched.difference)

    @property
    def is_same_beside(self) -> bool:
        """Nothing changes that the advice on a mode and its plan does not rest on: capabilities, promises, pictures."""
        return not any(change.changes_meaning and not change.may_change_advice for change in self.changes)

    @property
    def is_proven(self) -> bool:
        """That nothing changes holds for all answers."""
        means_the_same = not any(change.may_change_advice for change in self.changes)
        return self.is_same_advice and (means_the_same or not (self.searched.sampled or self.searched.left_out))


def compare_homes(old: Prepared, new: Prepared, more: Iterable[NamedCase] = ()) -> HomesCompared:
    """Compare two homes.

    Args:
        old: the one before.
        new: the one after.
        more: saved cases, besides the documented ones of both.
    """
    changes = home_changes(old, new)
    advisers = [Adviser(each.knowledge, each.base, BitsetEngine(each.base)) for each in (old, new)]
    # A documented case that both have is held with today's answers.
    documented = {**old.knowledge.cases, **new.knowledge.cases}.items()
    files = ((name, CaseFile(file=name, client=None, cells=(case.cell,))) for name, case in documented)
    cases = [*(NamedCase(name, file) for name, file in files), *more]
    held = (_held(case, *advisers) for case in cases)
    ranks = {aspect: rank for rank, aspect in enumerate(ASPECTS)}
    changed = [each for each in held if each.changes]
    changed.sort(key=lambda each: ranks.get(each.changes[0], len(ranks)))
    return HomesCompared(changes, len(cases), tuple(changed), search(old, new), tuple(_beyond(changes, old, new)))


def cells_of(case: CaseFile, name: str) -> Iterator[NamedCase]:
    """Return the market cells of a case file, each with what capabilities keep beside the cells."""
    for cell in case.cells:
        shown = name if cell.id == ONLY_CELL else f"{name} › {cell.id}"
        yield NamedCase(shown, case.model_copy(update={"cells": (cell,)}))


def _held(named: NamedCase, old: Adviser, new: Adviser) -> CaseChange:
    (cell,) = named.case.cells
    given = tuple(AnswerGiven.of(answer) for answer in cell.answers.values())
    runs = [_advised(named, adviser, read_again(given, adviser)[0]) for adviser in (old, new)]
    (before, beside_before), (after, beside_after) = runs
    answers_before, answers_after = ({each.fact: each for each in advice.answers} for advice in (before, after))
    readings = tuple(
        Reading(fact=answer.fact, was=answer.state, now=now.state if now else None)
        for answer in answers_before.values()
        if (now := answers_after.get(answer.fact)) is None or now.state != answer.state
    )
    plan = plan_drift(before.selected, after.selected, new)
    replayed = Replayed(
        id=named.name,
        client=None,
        flaws=(),
        before=before.mode,
        after=after.mode,
        readings=readings,
        rules=tuple(each for each in rule_drift(before, after, new) if each.change not in WITHOUT_ADVICE),
        plan=tuple(each for each in plan if each.change not in WITHOUT_ADVICE),
    )
    moves = tuple(tuple(move.item for move in advice.moves) for advice in (before, after))
    beside = [name for name in beside_after if beside_before.get(name) != beside_after[name]]
    otherwise = [*_changes(before.mode, after.mode), *(["plan"] if replayed.plan else [])]
    otherwise += [*(["moves"] if moves[0] != moves[1] else []), *beside]
    return CaseChange(named.name, replayed, tuple(otherwise), (moves[0], moves[1]))


def _advised(named: NamedCase, adviser: Adviser, answers: Mapping[str, Answer]) -> tuple[Advice, dict[str, Any]]:
    """Return the advice on a cell, numbers and other files settled, and what each capability finds of the case."""
    cell = named.case.cells[0]
    known = {mode.id for mode in adviser.knowledge.decision.modes}
    # A mode that was chosen otherwise counts where the home still has it.
    override = cell.override if cell.override is not None and cell.override.mode in known else None
    cell = cell.model_copy(update={"answers": answers, "override": override})
    case = named.case.model_copy(update={"cells": (cell,)})
    advice = adviser.advise(cell, source=named.name)
    found: dict[str, Any] = {}
    for capability in registered():
        found[capability.key] = (
            [getattr(advice, part.name, None) for part in capability.parts.get("Advice", ())],
            dict(adviser.service(capability.key).of_case(case, [advice])),
        )
    return advice, found


def _changes(*decisions: Decision) -> Iterator[str]:
    before, after = (
        {
            "mode": decision.recommended,
            "verdict": decision.verdict,
            "points": {each.mode: each.net for each in decision.ranking},
            "vetoes": {each.mode for each in decision.ranking if each.excluded_by},
        }
        for decision in decisions
    )
    return (aspect for aspect, found in before.items() if found != after[aspect])


SEARCHED: Mapping[str, frozenset[str]] = {
    "rule": frozenset({"", "when", "then", "stratum"}),
    "fact": frozenset({""}),
    "item": frozenset({"", "brings", "kind"}),
    "shelf": frozenset({"", "chooses", "order"}),
    "decision": frozenset({"strengths", "modes", "second_from"}),
}
"""By kind, the fields of which the search over all answers sees every effect; an empty one is the entry itself."""


def _beyond(changes: tuple[HomeChange, ...], old: Prepared, new: Prepared) -> Iterator[HomeChange]:
    """Return the changes that can change advice where the search does not look; unknown fields are among them."""
    for change in changes:
        if not change.may_change_advice:
            continue
        rules = [each.knowledge.rules.get(change.id) for each in (old, new) if change.kind == "rule"]
        is_unseen = any(
            rule.stratum == "compare" or any(outcome.kind not in SEEN_OUTCOMES for outcome in rule.then)
            for rule in rules
            if rule is not None
        )
        field = change.field.split(" › ")[0]
        if is_unseen or change.of != ADVICE or field not in SEARCHED.get(change.kind, ()):
            yield change
