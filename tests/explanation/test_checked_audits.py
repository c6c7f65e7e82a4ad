"""The checker on audits: what any plan's audit reports follows, and each thing that is tampered with is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.audit.model import Audit
from mvpod_expert.audit.service import ToBe, auditor_of
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from tests.explanation.cells import ADVISER, KNOWLEDGE, cell, few
from tests.explanation.oracles.audits import check_audit
from tests.explanation.saved import WITH_PLAN, advised
from tests.explanation.tampering import plain, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from mvpod_expert.model.advice import Advice

assert audit_parts.KNOWLEDGE.of(KNOWLEDGE) is not None
AUDITED, AUDITOR = audit_parts.KNOWLEDGE.of(KNOWLEDGE), auditor_of(ADVISER)
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
    """Return the audit of the example client, with two answers nobody knows."""
    assert WITH_PLAN.audit is not None
    told = dict(WITH_PLAN.audit)
    for name in [element.fact for element in AUDITOR.standard.elements()][4:6]:
        told[name] = Answer(fact=name, given=UNKNOWN, state=UNKNOWN, layer="shared")
    return audited(told, CELLS)


SAVED = plain(saved())


def named(tampered: Any) -> set[tuple[str, str, str | None]]:
    """Return what the checker names: the kind of flaw, what it is about, and the part."""
    audit = read(Audit, tampered)
    assert audit is not None
    return {(flaw.kind, flaw.about, getattr(flaw, "part", None)) for flaw in check_audit(audit, CELLS, KNOWLEDGE)}


def in_each(key: str, place: int, **changed: object) -> Any:
    """Change one entry of a list."""
    return {**SAVED, key: [{**each, **changed} if at == place else each for at, each in enumerate(SAVED[key])]}


LATE = next(at for at, each in enumerate(SAVED["measures"]) if each["after"])
SMALL = next(at for at, each in enumerate(SAVED["measures"]) if each["is_quick_win"])
MEASURES = [
    (LATE, {"after": []}, "after"),
    (LATE, {"quarter": 1, "wave": "now"}, "quarter"),
    (LATE, {"wave": SAVED["measures"][0]["wave"], "quarter": 9}, "wave"),
    (LATE, {"is_quick_win": True}, "is_quick_win"),
    (SMALL, {"is_quick_win": False}, "is_quick_win"),
    (SMALL, {"to_settle": ["value_targets"]}, "to_settle"),
    (SMALL, {"effort": "large"}, "effort"),
    (SMALL, {"rules": []}, "rules"),
    (SMALL, {"owner": {"zh": "别人", "en": "somebody else"}}, "owner"),
]


@pytest.mark.parametrize(("place", "changed", "part"), MEASURES)
def test_the_checker_names_the_measure_and_what_is_wrong_with_it(
    place: int, changed: dict[str, object], part: str
) -> None:
    """When it begins, what comes before it, whether it is a quick win, and what the catalogue says of it."""
    assert ("differs", SAVED["measures"][place]["measure"], part) in named(in_each("measures", place, **changed))


def test_the_quarter_of_one_measure_alone_is_named_when_it_is_moved() -> None:
    """Not all those that would begin otherwise because of it."""
    name = SAVED["measures"][LATE]["measure"]
    for quarter in (1, 9):
        assert named(in_each("measures", LATE, quarter=quarter)) == {("differs", name, "quarter")}


def test_the_order_within_a_quarter_and_the_capacity_count() -> None:
    """Quick wins first; another capacity makes another roadmap, and one of nothing none at all."""
    swapped = [SAVED["measures"][1], SAVED["measures"][0], *SAVED["measures"][2:]]
    assert named({**SAVED, "measures": swapped}) == {("differs", SAVED["measures"][1]["measure"], "order")}
    for capacity in (SAVED["capacity"] + 1, 0, -1):
        assert ("differs", SAVED["measures"][-1]["measure"], "quarter") in named({**SAVED, "capacity": capacity})


def test_the_checker_names_measures_that_are_missing_or_made_up() -> None:
    """All that the firings call for, and no others."""
    first = SAVED["measures"][0]
    unasked = next(
        item.id for item in AUDITED.items() if item.id not in {each["measure"] for each in SAVED["measures"]}
    )
    assert ("measure_missing", first["measure"], None) in named({**SAVED, "measures": SAVED["measures"][1:]})
    for name in (unasked, first["measure"]):
        more = [*SAVED["measures"], {**first, "measure": name}]
        assert ("measure_unfounded", name, None) in named({**SAVED, "measures": more})
    assert ("not_declared", "made-up", None) in named(in_each("measures", 0, measure="made-up"))


def test_the_checker_names_rules_that_were_missed_or_made_up() -> None:
    """Nothing true is left out, and nothing else is reported."""
    trace, rule = SAVED["trace"], SAVED["trace"][0]["rule"]
    silent = next(name for name in AUDITED.rules if name not in {each["rule"] for each in trace})
    for spoilt, kind, about in (
        (trace[1:], "missed", rule),
        ([*trace, trace[0]], "fired_twice", rule),
        ([*trace, {**trace[0], "rule": "made-up"}], "rule_unknown", "made-up"),
        ([*trace, {**trace[0], "rule": silent}], "does_not_follow", silent),
        ([{**trace[0], "effects": []}, *trace[1:]], "other_effects", rule),
        ([{**trace[0], "matched": [{**trace[0]["matched"][0], "state": "made_up"}]}, *trace[1:]], "not_matched", rule),
        ([{**trace[0], "matched": [{**trace[0]["matched"][0], "layer": "cell"}]}, *trace[1:]], "not_matched", rule),
    ):
        assert (kind, about, None) in named({**SAVED, "trace": spoilt})


def test_the_checker_names_defects_areas_and_elements_that_are_told_otherwise() -> None:
    """As-is against to-be is counted again, from the answers and the plans of the cells."""
    found = next(at for at, each in enumerate(SAVED["defects"]) if each["rules"])
    defect, area = SAVED["defects"][found], SAVED["areas"][0]
    element = area["elements"][0]
    gone = {**element, "how_far": "there"}
    for tampered, about, part in (
        (in_each("defects", found, state="none_at_all"), defect["fact"], "state"),
        (in_each("defects", found, rules=[]), defect["fact"], "rules"),
        (in_each("areas", 0, missing=area["missing"] + 1), area["area"], "missing"),
        (in_each("areas", 0, wanted=area["wanted"] - 1), area["area"], "wanted"),
        (in_each("areas", 0, elements=[gone, *area["elements"][1:]]), element["fact"], "how_far"),
        ({**SAVED, "capacity": SAVED["capacity"] + 1}, SAVED["source"], "capacity"),
        ({**SAVED, "mode": {**SAVED["mode"], "stated": "channel"}}, SAVED["source"], "stated"),
        ({**SAVED, "mode": {**SAVED["mode"], "recommended": []}}, SAVED["source"], "recommended"),
        ({**SAVED, "client": "somebody else"}, SAVED["source"], "client"),
    ):
        assert ("differs", about, part) in named(tampered)


def test_without_the_knowledge_the_audit_still_has_to_agree_with_itself() -> None:
    """Years later, when rules and measures are others."""
    for tampered, kind, part in (
        (in_each("areas", 0, missing=9), "differs", "missing"),
        (in_each("defects", 0, state="absent"), "differs", "state"),
        ({**SAVED, "measures": SAVED["measures"][1:]}, "measure_missing", None),
        (in_each("measures", LATE, quarter=1), "differs", "quarter"),
        ({**SAVED, "capacity": 1}, "differs", "quarter"),
        (in_each("answers", 0, state="channel", given="channel"), None, None),
    ):
        audit = read(Audit, tampered)
        assert audit is not None
        flaws = {(flaw.kind, getattr(flaw, "part", None)) for flaw in check_audit(audit, CELLS)}
        assert (kind, part) in flaws if kind else flaws == set()
