"""The decision: evidence adds up point by point, vetoed modes are out, the lead gives the verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.model.decision import LeadRecord
from mvpod_expert.model.rules import Conclude, Exclude
from mvpod_expert.model.trace import Decision, Firing, WeighedEvidence
from tests.engine.builders import BECAUSE, MODES, table

LEANING_FROM, CLEAR_FROM = 2, 8
TABLE = table(LEANING_FROM, CLEAR_FROM)


def firing(name: str, *effects: WeighedEvidence | Exclude | Conclude) -> Firing:
    return Firing(rule=name, stratum="weigh", matched=(), effects=effects, because=BECAUSE)


def points(mode: str, points_: int) -> WeighedEvidence:
    return WeighedEvidence(mode=mode, strength="weak", points=points_)


def veto(mode: str) -> Exclude:
    return Exclude(mode=mode)


def decided(*firings: Firing, possible: tuple[str, ...] = ("direct",)) -> Decision:
    return decide(standings(firings, TABLE), TABLE, possible)


def lead(by: int, *firings: Firing, possible: tuple[str, ...] = ("direct",)) -> Decision:
    """Decide with direct ahead of channel by some points, hybrid far behind."""
    ahead = firing("ahead", points("direct", 10 + by), points("channel", 10))
    return decided(ahead, *firings, possible=possible)


def test_evidence_adds_up_and_every_point_has_its_rule() -> None:
    """For, against and net are the sums of the contributions, which are listed in the order they fired."""
    ranking = standings(
        [
            firing("one", points("direct", 6), points("channel", -4)),
            firing("two", points("direct", -2)),
            firing("three", points("direct", 4)),
        ],
        TABLE,
    )
    direct, hybrid, channel = ranking
    assert [each.mode for each in ranking] == ["direct", "hybrid", "channel"]
    assert (direct.net, direct.for_, direct.against) == (8, 10, 2)
    assert [(contribution.rule, contribution.points) for contribution in direct.contributions] == [
        ("one", 6),
        ("two", -2),
        ("three", 4),
    ]
    assert (channel.net, channel.for_, channel.against) == (-4, 0, 4)
    assert (hybrid.net, hybrid.for_, hybrid.against, hybrid.contributions) == (0, 0, 0, ())


@given(
    st.lists(st.tuples(st.sampled_from(MODES), st.integers(-6, 6).filter(bool)), max_size=12),
    st.sets(st.sampled_from(MODES)),
)
def test_totals_are_exact_and_feasible_modes_come_first(evidence: list[tuple[str, int]], vetoed: set[str]) -> None:
    """Whatever the evidence, every total is the sum of its parts, and the ranking is by feasibility, then by net."""
    firings = [firing(f"rule-{number}", points(*each)) for number, each in enumerate(evidence)]
    firings += [firing(f"veto-{mode}", veto(mode)) for mode in vetoed]
    ranking = standings(firings, TABLE)
    assert sorted(each.mode for each in ranking) == sorted(MODES)
    for each in ranking:
        given_points = [amount for mode, amount in evidence if mode == each.mode]
        assert each.net == each.for_ - each.against == sum(given_points)
        assert [one.points for one in each.contributions] == given_points
        assert bool(each.excluded_by) == (each.mode in vetoed)
    order = [(bool(each.excluded_by), -each.net, MODES.index(each.mode)) for each in ranking]
    assert order == sorted(order)


def test_equal_modes_stand_in_the_order_of_the_table() -> None:
    """Without evidence nothing but the table orders the modes."""
    assert [standing.mode for standing in standings([], TABLE)] == list(MODES)


def test_a_vetoed_mode_stands_last_whatever_its_evidence() -> None:
    """The best supported mode is out, every rule that vetoes it is named, and the next one leads."""
    decision = decided(
        firing("much", points("direct", 60), points("hybrid", 2)),
        firing("law", veto("direct")),
        firing("also", veto("direct"), points("hybrid", 6)),
        possible=("hybrid",),
    )
    assert [each.mode for each in decision.ranking] == ["hybrid", "channel", "direct"]
    assert decision.ranking[-1].excluded_by == ("law", "also")
    assert decision.ranking[-1].net == 60
    assert (decision.recommended, decision.verdict, decision.margin) == ("hybrid", "clear", 8)


def test_among_vetoed_modes_net_evidence_orders() -> None:
    """Of two modes that are out, the better supported one stands first."""
    ranking = standings([firing("veto", veto("direct"), veto("channel"), points("channel", 2))], TABLE)
    assert [each.mode for each in ranking] == ["hybrid", "channel", "direct"]


@pytest.mark.parametrize(
    ("by", "verdict", "recommended"),
    [
        (0, "open", "direct"),
        (1, "open", "direct"),
        (LEANING_FROM - 1, "open", "direct"),
        (LEANING_FROM, "leaning", "direct"),
        (CLEAR_FROM - 1, "leaning", "direct"),
        (CLEAR_FROM, "clear", "direct"),
        (CLEAR_FROM + 1, "clear", "direct"),
    ],
)
def test_the_verdict_changes_at_its_limits(by: int, verdict: str, recommended: str | None) -> None:
    """A lead at a limit belongs to the firmer verdict, one point less does not."""
    decision = lead(by)
    assert (decision.verdict, decision.recommended, decision.margin) == (verdict, recommended, by)


@pytest.mark.parametrize("possible", [("direct", "channel"), ("channel",), ()])
def test_how_well_supported_and_whether_it_can_change_are_told_apart(possible: tuple[str, ...]) -> None:
    """However large the lead, it is not settled while another mode could lead; the verdict is the lead's alone."""
    decision = lead(50, possible=possible)
    assert (decision.verdict, decision.recommended, decision.settled) == ("clear", "direct", False)
    assert lead(50, possible=("direct",)).settled


def test_a_small_lead_stays_open_even_when_nothing_else_can_lead() -> None:
    """That no open answer matters does not make up for a lead of one point."""
    decision = lead(1, possible=("direct",))
    assert (decision.verdict, decision.settled) == ("open", True)


def test_the_record_of_a_lead_is_that_of_its_band() -> None:
    """A lead at a limit takes the record from there on."""
    bands = (
        LeadRecord(lead_from=0, lead_below=LEANING_FROM, went=5, of=10),
        LeadRecord(lead_from=LEANING_FROM, lead_below=CLEAR_FROM, went=7, of=10),
        LeadRecord(lead_from=CLEAR_FROM, went=9, of=10),
    )
    kept = TABLE.model_copy(update={"record": bands})
    told = [kept.record_of(by) for by in (0, 1, LEANING_FROM - 1, LEANING_FROM, CLEAR_FROM - 1, CLEAR_FROM, 500)]
    assert [each.went if each is not None else None for each in told] == [5, 5, 5, 7, 7, 9, 9]


@pytest.mark.parametrize("level", [("direct", "hybrid"), ("hybrid", "channel"), ("direct", "channel"), MODES])
def test_at_a_tie_the_mode_listed_first_goes_first(level: tuple[str, ...]) -> None:
    """Whatever the order of the arguments, and however many modes are level."""
    first, second = [mode for mode in MODES if mode in level][:2]
    decision = decided(firing("tie", *(points(mode, 6) for mode in reversed(level))), possible=level)
    assert (decision.recommended, decision.verdict, decision.margin) == (first, "open", 0)
    assert [each.mode for each in decision.ranking][:2] == [first, second]
    assert not decision.settled


def test_at_a_tie_a_mode_for_which_nothing_speaks_is_not_recommended() -> None:
    """Neither without any answer nor where all that is known speaks against another mode."""
    for firings in ((), (firing("one", points("hybrid", -4)),)):
        decision = decided(*firings, possible=MODES)
        assert (decision.recommended, decision.verdict, decision.margin) == (None, "too_close_to_call", 0)


def test_the_margin_is_over_the_next_feasible_mode() -> None:
    """A vetoed runner-up does not narrow the lead."""
    decision = lead(0, firing("law", veto("channel")))
    assert (decision.recommended, decision.verdict, decision.margin) == ("direct", "clear", 10)


def test_a_mode_alone_has_no_margin() -> None:
    """The only feasible mode is recommended, and settled only when nothing open can change that."""
    vetoes = firing("law", veto("channel"), veto("hybrid"))
    against = firing("doubt", points("direct", -6))
    alone = decided(vetoes, against)
    assert (alone.recommended, alone.verdict, alone.margin) == ("direct", "clear", None)
    assert not decided(vetoes, possible=("direct", "channel")).settled


def test_no_mode_is_recommended_when_all_are_vetoed() -> None:
    """Evidence does not bring a vetoed mode back."""
    decision = decided(firing("law", *(veto(mode) for mode in MODES), points("direct", 60)), possible=())
    assert (decision.recommended, decision.verdict, decision.margin) == (None, "no_feasible_mode", None)
    assert all(each.excluded_by for each in decision.ranking)


def test_conclusions_carry_no_points() -> None:
    """Firings of other strata are passed over."""
    derived = Firing(
        rule="derived", stratum="derive", matched=(), effects=(Conclude(fact="f", state="s"),), because=BECAUSE
    )
    assert standings([derived], TABLE) == standings([], TABLE)
