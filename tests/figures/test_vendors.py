"""Gates, points, ranking and questions, worked by hand."""

from __future__ import annotations

import pytest

from mvpod_expert.vendors.gates import Claims, claims, judge
from mvpod_expert.vendors.table import KnockOut, VendorTable
from tests.figures.vendors_given import CRITERIA, TABLE, WORD, gate, selected, vendor
from tests.figures.vendors_given import criterion as made

FULL = dict.fromkeys(CRITERIA[1:], 2)


def test_points_are_the_weighted_shares_of_the_gates() -> None:
    """(2+1)/4 of 60 and (1+2+2)/6 of 40 make 45 + 33.33."""
    (found,) = selected(vendor("a", {"A2": 1, "B1": 1, "B2": 2, "B3": 2})).vendors
    assert (found.state, [each.low for each in found.gates]) == ("passed", [0.75, 0.833333])
    assert found.points == pytest.approx(78.333333)


def test_a_share_below_the_mark_fails_the_gate() -> None:
    """1+1+2 of 6 is 67 %, less than 70 %, and whoever fails a gate has no points."""
    (found,) = selected(vendor("a", {"A2": 2, "B1": 1, "B2": 1, "B3": 2})).vendors
    assert (found.state, found.points, found.ranked, found.at_most) == ("failed", None, None, None)


def test_exactly_the_mark_passes() -> None:
    """7 points of 10 are 70 %."""
    scores = dict(zip(("Z1", "Z2", "Z3", "Z4", "Z5"), (2, 2, 1, 1, 1), strict=True))
    five = gate("five", 100, [made(name) for name in scores])
    assert judge(five, Claims(scores, {}, {})).state == "passed"
    assert judge(five, Claims({**scores, "Z1": 1}, {}, {})).state == "failed"


@pytest.mark.parametrize(
    ("fits", "score", "state"),
    [
        ({}, 2, "passed"),
        ({"need-0": "config"}, 2, "passed"),
        ({"need-0": "custom"}, 1, "passed"),
        ({"need-0": "missing"}, 0, "failed"),
        ({"need-0": "custom", "need-1": "custom"}, 1, "failed"),
    ],
)
def test_a_score_follows_from_the_must_haves(fits: dict[str, str], score: int, state: str) -> None:
    """All as it comes is 2, some code 1, one missing 0; two of five by code are above a fifth and knock out."""
    (found,) = selected(vendor("a", FULL, fits)).vendors
    assert (found.scores[0].low, found.scores[0].high, found.gates[0].state) == (score, score, state)
    knocked = [out.knock_out for out in found.gates[0].knock_outs if out.strikes == "yes"]
    assert knocked == (["code"] if len(fits) > 1 else [])


def test_a_knock_out_fails_a_gate_with_points_enough() -> None:
    """Two must-haves by code leave 3 of 4 points, which is above the mark, and knock out all the same."""
    (out,) = selected(vendor("a", FULL, {"need-0": "custom", "need-1": "custom"})).vendors
    first = out.gates[0]
    assert (first.low, first.state, [(each.knock_out, each.strikes) for each in first.knock_outs]) == (
        0.75,
        "failed",
        [("code", "yes")],
    )
    (held,) = selected(vendor("a", FULL, {"need-0": "custom"})).vendors
    assert (held.gates[0].low, held.gates[0].state, held.gates[0].knock_outs) == (0.75, "passed", ())


def test_unknown_leaves_a_gate_undecided_unless_it_does_not_matter() -> None:
    """B3 unknown: with 4 points of the others 67 % at worst and 100 % at best; the unknown B1 may knock out."""
    (found,) = selected(vendor("a", {"A2": 2, "B1": 2, "B2": 2, "B3": None})).vendors
    assert (found.state, found.gates[1].low, found.gates[1].high) == ("undecided", 0.666667, 1.0)
    (found,) = selected(vendor("a", {"A2": 2, "B1": None, "B2": 2, "B3": 2})).vendors
    assert [(out.knock_out, out.strikes) for out in found.gates[1].knock_outs] == [("none", "maybe")]


def test_an_unknown_function_may_turn_out_custom() -> None:
    """A knock-out on custom code alone threatens, though a missing function would not bring it about."""
    knock_out = KnockOut(id="code-only", title=WORD, fits=("custom",), above=0.1, basis="proposal")
    said = Claims({"Z1": 2}, {"need-0": "missing", "need-1": None}, {})
    judged = judge(gate("code", 100, [made("Z1")], [knock_out]), said)
    assert (judged.state, judged.threatened) == ("undecided", ("code-only",))


def test_items_of_the_plan_are_named_by_the_worst_of_their_functions() -> None:
    """An item is not carried when one of its functions is missing, whatever the others are."""
    (found,) = selected(vendor("a", FULL, {"need-0": "custom", "need-1": "missing", "need-4": None})).vendors
    assert (found.items.missing, found.items.custom, found.items.unknown) == (("both",), (), ("rest",))


def test_a_failing_vendor_is_not_ranked_however_many_points_it_had() -> None:
    """Gates come before points."""
    best = vendor("best", {**FULL, "B1": 0})
    plain = vendor("plain", {"A2": 1, "B1": 2, "B2": 2, "B3": 1})
    assert selected(best, plain).leaders == ("plain",)


def test_the_reach_of_a_weight_is_exact() -> None:
    """One leads at the first gate by 25 points of 100, the other at the second by 16.67: level at a weight of 40."""
    one = vendor("one", {"A2": 2, "B1": 2, "B2": 2, "B3": 1})
    other = vendor("other", {"A2": 1, "B1": 2, "B2": 2, "B3": 2})
    found = selected(one, other)
    assert found.leaders == ("one",)
    first, second = found.weights
    assert (first.low, first.high, first.below, first.above) == (pytest.approx(40), 100, ("other",), ())
    assert (second.low, second.high, second.below, second.above) == (0, pytest.approx(60), (), ("other",))
    assert (found.steady, found.equal_weights) == (True, ("one",))


def test_who_is_level_is_said_to_be_level() -> None:
    """Two alike are both first, and weights cannot part what is level everywhere."""
    found = selected(vendor("one", FULL), vendor("two", FULL))
    assert (found.leaders, found.weights, found.steady, found.certain) == (("one", "two"), (), None, None)


def test_scores_without_evidence_fall_to_nothing() -> None:
    """What is claimed counts, and it is told what is left when it turns out wrong."""
    claimed = vendor("claimed", FULL, shown=("A1", "A2"))
    shown = vendor("shown", {**FULL, "A2": 1})
    found = selected(claimed, shown)
    assert (found.leaders, found.leaders_if_unshown_fails) == (("claimed",), ("shown",))
    assert found.vendor("claimed").state_if_unshown_fails == "failed"
    assert [score.shown for score in found.vendor("claimed").scores] == ["shown", "shown", *["claimed"] * 3]


def test_a_leader_is_certain_when_no_unknown_can_put_another_first() -> None:
    """A rival that can reach more leaves it open; one that cannot, settles it."""
    leader = vendor("leader", FULL)
    assert selected(leader, vendor("rival", {**FULL, "A2": 1})).certain is True
    lesser = vendor("leader", {**FULL, "B3": 1})
    assert selected(lesser, vendor("rival", {**FULL, "A2": None})).certain is False


def test_questions_that_can_knock_out_come_first() -> None:
    """Unknown B1 can knock out; claimed B3 changes who is first; shown scores are not asked about again."""
    one = vendor("one", {"A2": 2, "B1": None, "B2": 2, "B3": 2})
    asked = selected(one, vendor("two", FULL, shown=[each for each in CRITERIA if each != "B3"])).questions
    assert [(each.vendor, each.criterion, each.shown, each.decides) for each in asked] == [
        ("one", "B1", "unknown", ("knock_out", "gate", "first")),
        ("two", "B3", "claimed", ("gate", "first")),
    ]
    assert [each.swing for each in asked] == [pytest.approx(40 * 2 / 6)] * 2


def test_a_vendor_that_fails_for_certain_is_asked_nothing() -> None:
    """No answer to anything unknown could bring it back."""
    assert not selected(vendor("a", {"A2": None, "B1": 0, "B2": 2, "B3": 2})).questions


def test_an_unknown_function_is_asked_about() -> None:
    """It moves the score that follows from the must-haves from 2 to 0."""
    (asked,) = selected(vendor("a", FULL, {"need-3": None})).questions
    assert (asked.function, asked.shown, asked.swing) == ("need-3", "unknown", 30.0)


def test_without_a_plan_there_is_nothing_to_match() -> None:
    """No must-haves: the score that would follow from them is not known."""
    said = claims(vendor("a", FULL), ())
    assert (judge(TABLE.gates[0], said).low, judge(TABLE.gates[0], said).high) == (0.5, 1)


def test_one_gate_alone_has_no_weight_to_move() -> None:
    """With one gate every weight is the whole."""
    table = VendorTable.model_validate({**TABLE.model_dump(), "gates": (gate("only", 100, [made("A2")]),)})
    assert selected(vendor("a", {"A2": 2}), vendor("b", {"A2": 2}), table=table).weights == ()
