"""The audit of an existing plan: what its defects rest on, unknown apart from missing, and the order of the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.audit.service import Auditor, ToBe
from mvpod_expert.audit.standard import Measure
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN
from tests.hypothesis_profiles import random_examples
from tests.loading.homes import ROOT
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.audit.model import Audit

assert audit_parts.KNOWLEDGE.of(KNOWLEDGE) is not None

AUDITED = audit_parts.KNOWLEDGE.of(KNOWLEDGE)
ENGINES = {name: Auditor(AUDITED, BASE.beside["audit"], name) for name in ("bitset", "durable")}
AUDITOR = ENGINES["bitset"]
MEASURES = {item.id: item for item in AUDITED.items() if isinstance(item, Measure)}
FACTS = [fact for fact in AUDITED.asked() if fact.kind == "choice"]


def audited(states: dict[str, str], capacity: int | None = None, auditor: Auditor = AUDITOR) -> Audit:
    answers = {fact: Answer(fact=fact, given=state, state=state, layer="shared") for fact, state in states.items()}
    if capacity is not None:
        name = AUDITOR.standard.capacity
        band = AUDITED.facts[name].band_of(capacity)
        answers[name] = Answer(fact=name, given=capacity, state=band, layer="shared")
    return auditor.audit(answers)


PLANS = st.fixed_dictionaries({}, optional={fact.id: st.sampled_from([*fact.known_states, UNKNOWN]) for fact in FACTS})
CAPACITIES = st.none() | st.integers(1, 8)


@random_examples(60)
@given(PLANS, PLANS)
def test_answering_more_never_takes_a_finding_or_a_measure_away(some: dict[str, str], more: dict[str, str]) -> None:
    """What was told of a plan stays true whatever the open answers turn out to be."""
    known = {fact: state for fact, state in some.items() if state != UNKNOWN}
    before, after = audited(some), audited({**more, **known})
    for one, other in zip((*before.defects, before.balance), (*after.defects, after.balance), strict=True):
        assert one.state in {None, other.state}
    assert {measure.measure for measure in before.measures} <= {measure.measure for measure in after.measures}


@random_examples(60)
@given(PLANS, CAPACITIES)
def test_a_roadmap_respects_every_dependency_and_the_capacity(plan: dict[str, str], capacity: int | None) -> None:
    """Nothing begins before, or with, what it waits for; no quarter has more than the client can carry out."""
    measures = audited(plan, capacity).measures
    quarter = {measure.measure: measure.quarter for measure in measures}
    assert len(quarter) == len(measures)
    assert [measure.quarter for measure in measures] == sorted(measure.quarter for measure in measures)
    for each in measures:
        assert set(each.after) == set(MEASURES[each.measure].after) & quarter.keys()
        assert all(quarter[name] < each.quarter for name in each.after)
    if capacity is not None:
        assert all(list(quarter.values()).count(each) <= capacity for each in quarter.values())


@random_examples(60)
@given(PLANS, CAPACITIES)
def test_a_quick_win_is_small_and_waits_for_nothing(plan: dict[str, str], capacity: int | None) -> None:
    """Neither for a measure of the roadmap nor for one that an open answer may yet call for; and it goes first."""
    measures = audited(plan, capacity).measures
    for each in measures:
        if each.is_quick_win:
            assert (each.effort, each.after, each.to_settle) == (AUDITOR.standard.efforts[0].id, (), ())
    for quarter in {measure.quarter for measure in measures}:
        firsts = [measure.is_quick_win for measure in measures if measure.quarter == quarter]
        assert firsts == sorted(firsts, reverse=True)


@random_examples(60)
@given(PLANS)
def test_unknown_never_counts_as_missing(plan: dict[str, str]) -> None:
    """An answer that is not known, or was not asked for, is a gap in what is known and none in the plan."""
    for area in audited(plan).areas:
        assert area.there + area.partly + area.missing + area.unknown == area.wanted
        for element in area.elements:
            assert (element.how_far == "unknown") == (plan.get(element.fact, UNKNOWN) == UNKNOWN)
    silent = audited(dict.fromkeys(plan, UNKNOWN))
    assert silent.measures == ()
    assert all(defect.state is None for defect in (*silent.defects, silent.balance))


WHOLE_PLANS = st.fixed_dictionaries({fact.id: st.sampled_from(fact.known_states) for fact in FACTS})
EFFORTS = st.sampled_from(AUDITED.facts["effort_on_order_line"].states)


@random_examples(300)
@given(WHOLE_PLANS, EFFORTS)
def test_where_all_is_known_every_defect_and_the_balance_are_told(plan: dict[str, str], effort: str) -> None:
    """Present, partly or not: no combination of answers, lines that do not apply included, falls between the rules."""
    audit = audited({**plan, "effort_on_order_line": effort})
    assert all(defect.state is not None for defect in (*audit.defects, audit.balance))


LINES = ("customer_line", "order_line", "support_line")


@pytest.mark.parametrize(
    ("lines", "only_orders", "balance"),
    [
        (("missing", "there", "missing"), "present", "order_line_alone"),
        (("missing", "there", "there"), "present", "customer_line_missing"),
        (("missing", "missing", "missing"), "absent", "no_line"),
        (("not_applicable", "not_applicable", "there"), "absent", "balanced"),
        (("not_applicable", "not_applicable", "missing"), "absent", "support_line_missing"),
        (("not_applicable", "not_applicable", UNKNOWN), "absent", None),
        ((UNKNOWN, "there", "there"), None, None),
        (("there", "missing", UNKNOWN), "absent", "order_line_missing"),
    ],
)
def test_lines_of_partners_are_not_missing(
    lines: tuple[str, str, str], only_orders: str | None, balance: str | None
) -> None:
    """A company that sells through partners alone has no order line of its own, and lacks none."""
    audit = audited(dict(zip(LINES, lines, strict=True)))
    (found,) = [defect for defect in audit.defects if defect.fact == "defect_order_line_only"]
    assert (found.state, audit.balance.state) == (only_orders, balance)
    settled = {fact for fact, state in zip(LINES, lines, strict=True) if state != UNKNOWN}
    assert not settled & {*found.open_facts, *audit.balance.open_facts}


@pytest.mark.parametrize("chosen", ["channel", "direct"])
def test_the_recommended_mode_says_which_lines_are_called_for(chosen: str) -> None:
    """Through partners alone the client's own customer and order line are no gap; sold direct, leaving them out is."""
    report = DiagnosticCollector()
    case = read_case(ROOT / "examples" / "existing-plan-zh.yaml", KNOWLEDGE, report)
    assert case is not None
    cell = next(each for each in Adviser(KNOWLEDGE, BASE, BitsetEngine(BASE)).recommend([case]).cells if each.chosen)
    to_be = ToBe("case", [cell.model_copy(update={"mode": cell.mode.model_copy(update={"recommended": chosen})})])
    states = {"customer_line": "not_applicable", "order_line": "not_applicable", "channel_line": "not_applicable"}
    answers = {fact: Answer(fact=fact, given=state, state=state, layer="shared") for fact, state in states.items()}
    areas = AUDITOR.audit(answers, to_be=to_be).areas
    found = {element.fact: element.how_far for area in areas for element in area.elements if element.fact in states}
    called_for, others = ("missing", "not_wanted") if chosen == "direct" else ("not_wanted", "missing")
    assert found == {"customer_line": called_for, "order_line": called_for, "channel_line": others}


@random_examples(25)
@given(PLANS, st.randoms(use_true_random=False))
def test_the_order_of_answers_and_the_engine_do_not_matter(plan: dict[str, str], chance: object) -> None:
    """The same answers make the same audit."""
    shuffled = list(plan.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = audited(plan)
    for auditor in ENGINES.values():
        other = audited(dict(shuffled), auditor=auditor)
        assert one.model_copy(update={"answers": ()}) == other.model_copy(update={"answers": ()})


@pytest.mark.parametrize("fact", ["plan_boundary", "channel_line"])
def test_not_applicable_is_a_gap_where_the_recommended_plan_has_it(fact: str) -> None:
    """A plan that sees no need for a boundary lacks one when a hybrid is recommended; without a case it does not."""
    case = usable(lambda report: read_case(ROOT / "examples" / "existing-plan-zh.yaml", KNOWLEDGE, report))
    cells = Adviser(KNOWLEDGE, BASE, BitsetEngine(BASE)).recommend([case]).cells
    answers = {fact: Answer(fact=fact, given="not_applicable", state="not_applicable", layer="shared")}

    def how_far(to_be: ToBe | None) -> str:
        areas = AUDITOR.audit(answers, to_be=to_be).areas
        return next(element.how_far for area in areas for element in area.elements if element.fact == fact)

    assert how_far(None) == "not_wanted"
    assert how_far(ToBe("case", cells)) == "missing"
    assert AUDITOR.audit(answers).measures == ()
    assert AUDITOR.audit(answers, to_be=ToBe("case", cells)).measures
    direct_alone = [cell for cell in cells if cell.chosen == "direct"]
    assert len(direct_alone) == 1
    assert how_far(ToBe("case", direct_alone)) == "not_wanted"
