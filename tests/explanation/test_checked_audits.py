"""The checker on audits: what any plan's audit tells follows, and each thing that is tampered with is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.consultation.auditing import ToBe
from mvpod_expert.explanation.checked_audits import check_audit
from mvpod_expert.model.audit import Audit
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from tests.explanation.cells import ADVISER, KNOWLEDGE, cell, few
from tests.explanation.saved import WITH_PLAN, advised
from tests.explanation.tampering import by_kind, changes, plain, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from mvpod_expert.model.advice import Advice

assert KNOWLEDGE.audit is not None
assert ADVISER.auditor is not None
AUDITED, AUDITOR = KNOWLEDGE.audit, ADVISER.auditor
CELLS = advised(WITH_PLAN)
UNDECIDED = ADVISER.advise(cell({}), client=WITH_PLAN.client, source=WITH_PLAN.file)


def audited(answers: Mapping[str, Answer], cells: Sequence[Advice]) -> Audit:
    return AUDITOR.audit(
        answers, client=WITH_PLAN.client, source=WITH_PLAN.file, to_be=ToBe(WITH_PLAN.file, list(cells))
    )


def answers(rng: Random) -> dict[str, Answer]:
    """Answer much or little about a plan, with what is not known or does not apply."""
    known = rng.choice([0.3, 0.8, 1.0])
    found: dict[str, Answer] = {}
    for fact in AUDITED.asked():
        state = rng.choice([*fact.known_states, NOT_APPLICABLE if fact.may_not_apply else fact.states[-1], UNKNOWN])
        number = rng.choice([1, 2, 3, 5, 40, 80])
        if rng.random() > known:
            continue
        if fact.kind == "number" and state in fact.states:
            assert fact.range is not None
            number = min(number, int(fact.range.max))
            found[fact.id] = Answer(fact=fact.id, given=number, state=fact.band_of(number), layer="shared")
        else:
            found[fact.id] = Answer(fact=fact.id, given=state, state=state, layer="shared")
    return found


@few
@given(st.randoms(use_true_random=False))
def test_the_audit_of_any_plan_follows(rng: Random) -> None:
    """Against plans of both kinds and against a case that is not decided; with the knowledge or without."""
    for cells in (CELLS, CELLS[:1], [UNDECIDED]):
        audit = audited(answers(rng), cells)
        assert check_audit(audit, cells, KNOWLEDGE) == []
        assert check_audit(audit, cells) == []


def saved() -> Audit:
    """Give the audit of the example client, with two answers nobody knows."""
    assert WITH_PLAN.audit is not None
    told = dict(WITH_PLAN.audit)
    for name in [element.fact for element in AUDITOR.standard.elements()][4:6]:
        told[name] = Answer(fact=name, given=UNKNOWN, state=UNKNOWN, layer="shared")
    return audited(told, CELLS)


SAVED = plain(saved())
KINDS = by_kind(SAVED)
TAKEN: dict[str, str] = {
    "answers[]: turned round": "in the order they were given",
    "trace.matched[]: turned round": "no order means anything",
}
"""What a change of need not show, and why."""


def is_found(tampered: object) -> bool:
    """Tell whether a change shows: the reader refuses the file, or the checker names something."""
    audit = read(Audit, tampered)
    return audit is None or check_audit(audit, CELLS, KNOWLEDGE) != []


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - TAKEN.keys()))
def test_each_thing_that_is_tampered_with_shows(kind: str) -> None:
    """One number, word or list at a time."""
    tried = [(said, each) for path in KINDS[kind] for said, each in changes(SAVED, path)]
    assert tried
    untold = [said for said, tampered in tried if not is_found(tampered)]
    assert [said for said in untold if f"{kind}: {said.split(': ')[1]}" not in TAKEN] == []


@pytest.mark.parametrize("kind", sorted(TAKEN))
def test_what_is_taken_as_it_stands_is_told_truly(kind: str) -> None:
    """Nothing stands on that list which the checker would find at once."""
    assert TAKEN[kind]
    name, _, way = kind.partition(": ")
    tried = [each for path in KINDS[name] for said, each in changes(SAVED, path) if said.endswith(way)]
    assert not all(map(is_found, tried))
