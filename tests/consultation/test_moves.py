"""The few moves a client makes first: chosen by merit, in an order that can be carried out, in the client's terms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from features.program import mvpod
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.budgets import Budgets
from mvpod_expert.mode.views.move_rows import move_rows
from mvpod_expert.model.cases import Cell
from mvpod_expert.model.precedence import circle_among, waves
from mvpod_expert.model.rules import Propose, Rationale
from mvpod_expert.model.trace import Firing, Matched, WeighedProposal
from mvpod_expert.views.messages import Messages
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles
from tests.explanation.oracles.plans import check_whole
from tests.loading.homes import copied, findings, replaced
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

SOON = 92
"""The days of the first quarter."""
SHELF = next(shelf for shelf in KNOWLEDGE.shelves if shelf.ranked)
POINTS = {each.id: each.points for each in KNOWLEDGE.decision.strengths}
BECAUSE = Rationale(principle=("M1",), basis="proposal", reason=SHELF.title)
BEGINS = {item.id: item.schedule.begins for item in SHELF.items if item.schedule}
FILE = "knowledge/catalogue/02-moves.yaml"
TOP, PLANS = "move-top-accounts-get-an-owner", "move-account-plans"


def firing(item: str, strength: str, *facts: str) -> Firing:
    """Return the firing of a rule that proposes an item on some facts."""
    return Firing(
        rule=f"for-{item}-{strength}",
        stratum="plan",
        matched=tuple(Matched(fact=fact, state="x", origin="answer") for fact in facts),
        effects=(WeighedProposal(item=item, strength=strength, points=POINTS[strength]),),
        because=BECAUSE,
    )


def planned(*firings: Firing) -> list[str]:
    """Return the ids of the moves."""
    cell = Cell(id="main", answers={})
    return [move.item for move in Budgets(KNOWLEDGE).moves(firings, cell)[0]]


def alone(count: int) -> list[str]:
    """Return ids of moves that wait for nothing and that nothing waits for."""
    after = {item.id: item.schedule.after for item in SHELF.items if item.schedule}
    waited = {name for names in after.values() for name in names}
    return [name for name, names in after.items() if not names and name not in waited][:count]


def test_the_moves_with_the_most_points_are_taken_and_no_more_than_the_shelf_allows() -> None:
    """Tools of this kind list everything that applies; a client can begin a handful of things."""
    weak, strong = alone(14)[:7], alone(14)[7:]
    found = planned(*(firing(item, "moderate") for item in weak), *(firing(item, "strong") for item in strong))
    assert sorted(found) == sorted(strong)


def test_a_sixth_move_needs_more_than_a_weak_argument() -> None:
    """Lists are padded to a round number: beyond the least, a move has to be worth it."""
    assert SHELF.ranked is not None
    assert len(planned(*(firing(item, "weak") for item in alone(9)))) == SHELF.ranked.at_least


def test_of_equal_merit_the_move_that_rests_on_more_answers_goes_first() -> None:
    """Generic advice crowds out what is particular to a client where both score the same."""
    items = alone(8)
    specific = items[-1]
    found = planned(*(firing(item, "moderate", "a") for item in items[:-1]), firing(specific, "moderate", "a", "b"))
    assert specific in found
    assert len(found) == len(items) - 1


def test_a_move_takes_along_what_comes_before_it_and_follows_it() -> None:
    """Plans start with the second step where steps are scored one by one."""
    others = [firing(item, "moderate") for item in alone(7)]
    found = planned(*others, firing(PLANS, "strong"), firing(TOP, "weak"))
    assert {TOP, PLANS} <= set(found)
    assert found.index(TOP) < found.index(PLANS)
    assert TOP not in planned(firing(PLANS, "strong")), "what no rule proposed is not added"


def test_steps_come_in_waves_by_what_comes_before_and_room() -> None:
    """The one planner of the audit's roadmap and of the moves."""
    after = {"c": ("b", "elsewhere"), "b": ("a",), "a": (), "d": ()}
    assert list(waves(after, lambda step: step)) == [("a", "d"), ("b",), ("c",)]
    assert list(waves(after, lambda step: step, 1)) == [("a",), ("b",), ("c",), ("d",)]
    assert circle_among(after) == ()
    assert set(circle_among({**after, "a": ("c",)})) == {"a", "b", "c"}


def test_the_moves_of_any_client_hold_together() -> None:
    """Five to seven, or all of fewer, after what comes before; sums add up; no blank is left; the checker agrees."""
    assert SHELF.ranked is not None
    for profile in plausible_profiles(KNOWLEDGE, BASE, 25, seed=7):
        (cell,) = case_of(profile, KNOWLEDGE.facts).cells
        advice = ADVISER.advise(cell)
        effects = [effect for firing in advice.trace for effect in firing.effects]
        proposed = {effect.item for effect in effects if isinstance(effect, WeighedProposal)}
        assert min(SHELF.ranked.at_least, len(proposed)) <= len(advice.moves) <= SHELF.ranked.at_most
        assert [move.within for move in advice.moves] == sorted(move.within for move in advice.moves)
        done: set[str] = set()
        for move in advice.moves:
            assert set(move.after) <= done
            done.add(move.item)
            assert move.points == sum(share.points for share in move.contributions) > 0
            assert "{" not in move.text.zh + move.text.en
        assert not done & {each.item for each in advice.plan}, "the plan holds none of the moves"
        assert not check_whole(advice, KNOWLEDGE)


@pytest.mark.parametrize("said", ["few", "some", "many", "unknown"])
def test_everything_else_follows_in_quarters_that_the_client_can_carry(said: str) -> None:
    """Tools of this kind hand over a list that would take years; here it is dated by what the client says it can do."""
    assert SHELF.ranked is not None
    assert SHELF.ranked.pace is not None
    pace, work = SHELF.ranked.pace, {shelf.kind for shelf in KNOWLEDGE.shelves if shelf.step}
    for profile in plausible_profiles(KNOWLEDGE, BASE, 8, seed=17):
        (cell,) = case_of({**profile, pace.fact: said}, KNOWLEDGE.facts).cells
        advice, given = ADVISER.advise(cell), cell.answers[pace.fact].given
        roadmap, first = advice.roadmap, [move.item for move in advice.moves]
        if roadmap is None:
            assert not advice.plan
            continue
        expected = (pace.usual, False) if said == "unknown" else (given, True)
        assert (roadmap.capacity, roadmap.is_answered) == expected
        soon = [move.item for move in advice.moves if move.within <= SOON]
        parts = {name for move, names in BEGINS.items() if move in proposed_in(advice.trace) for name in names}
        carried = [[name for name in quarter if name not in parts] for quarter in roadmap.quarters]
        assert carried[0][: len(soon)] == soon, "what is due in the quarter begins in it, whatever else waits"
        assert len(carried[0]) <= max(roadmap.capacity, len(soon))
        assert all(len(quarter) <= roadmap.capacity for quarter in carried[1:])
        assert len(roadmap.quarters) <= pace.quarters
        begun = [name for quarter in roadmap.quarters for name in quarter]
        steps = {each.item for each in advice.plan if each.kind in work}
        told = [*begun, *roadmap.later]
        assert len(told) == len(set(told))
        assert {*steps, *first} <= set(told) <= {*steps, *proposed_in(advice.trace)}, (
            "nothing selected is lost, nothing is made up"
        )


def test_a_stage_stands_where_the_move_that_begins_it_stands() -> None:
    """Planners of this kind date moves and the stages of a migration by two orders, a quarter apart."""
    profiles = plausible_profiles(KNOWLEDGE, BASE, 100, seed=29)
    cells = [cell for profile in profiles for cell in case_of(profile, KNOWLEDGE.facts).cells]
    items = {item.id: item for item in KNOWLEDGE.items()}
    seen = 0
    for cell in (*cells, *(case.cell for case in KNOWLEDGE.cases.values())):
        roadmap = ADVISER.advise(cell).roadmap
        if roadmap is None:
            continue
        told = [*roadmap.quarters, roadmap.later]
        quarter = {name: number for number, names in enumerate(told) for name in names}
        place = {name: number for number, name in enumerate(name for names in told for name in names)}
        for name, number in quarter.items():
            beginning = [move for move in BEGINS if name in BEGINS[move] and move in quarter]
            if beginning:
                seen += 1
                assert number in {quarter[move] for move in beginning}
                assert place[name] > min(place[move] for move in beginning)
            schedule = items[name].schedule
            assert all(place[each] < place[name] for each in (schedule.after if schedule else ()) if each in place)
        stages = [name for name in items if items[name].kind == "migration" and name in place]
        own = [name for name in stages if not any(name in names and move in place for move, names in BEGINS.items())]
        assert [name for name in place if name in own] == own, "stage one comes before stage three"
        for first, later in pairwise(stages):
            assert later not in own or place[first] < place[later]
    assert seen > len(cells)


def test_what_a_client_can_carry_has_to_be_a_number(tmp_path: Path) -> None:
    """A pace that names a choice would never be filled: told with the facts that would do."""
    home = copied(tmp_path)
    replaced(home, FILE, "fact: steps_a_quarter", "fact: jurisdiction")
    assert [each.code.value for each in findings(home)] == ["MV301"]


def test_the_independent_check_sees_a_move_that_was_bent() -> None:
    """A saved result edited by hand is found out."""
    (cell,) = case_of(next(plausible_profiles(KNOWLEDGE, BASE, 1, seed=3)), KNOWLEDGE.facts).cells
    advice = ADVISER.advise(cell)
    first, *rest = advice.moves
    for bent in ((first.model_copy(update={"points": 99}), *rest), tuple(rest), (first, first, *rest)):
        # One left out is seen where it had more points than another that was taken.
        flaws = check_whole(advice.model_copy(update={"moves": bent}), KNOWLEDGE)
        is_seen = any(flaw.kind == "move" for flaw in flaws)
        assert is_seen or (len(bent) < len(advice.moves) and first.points <= min(each.points for each in rest))


def test_a_step_already_done_is_not_proposed() -> None:
    """Templates repeat what a client has. Where the three lines work, no move builds them."""
    building = {PLANS, "move-gates-from-lead-to-cash", "move-support-line-basics"}
    working = {"customer_line_today": "working", "order_line_today": "working", "support_line_today": "working"}
    none = dict.fromkeys(working, "none")
    for profile in plausible_profiles(KNOWLEDGE, BASE, 25, seed=11):
        (cell,) = case_of({**profile, **working}, KNOWLEDGE.facts).cells
        advice = ADVISER.advise(cell)
        assert not building & proposed_in(advice.trace)
    (cell,) = case_of({**profile, **none}, KNOWLEDGE.facts).cells
    assert {"move-gates-from-lead-to-cash", "move-support-line-basics"} <= proposed_in(ADVISER.advise(cell).trace)


DONE = [
    ("customer_line_today", "working", (TOP, PLANS)),
    ("support_line_today", "working", ("move-support-line-basics", "move-presales-pool")),
    ("own_leg_type", "inside", ("move-inside-sales-cell",)),
    ("own_leg_type", "self_serve", ("move-inside-sales-cell", "move-self-service-pilot", "move-hire-in-cohorts")),
    ("digital_governance_readiness", "high", ("move-deal-registration-live", "move-conflict-desk")),
    ("existing_channel_dependence", "high", ("move-recruit-pilot-partners", "move-tail-to-partners")),
    ("revenue_model", "subscription", ("move-standing-orders",)),
    ("offer_type", "service", ("move-price-the-service", "move-plain-offer", "move-standing-orders")),
    ("offer_type", "project", ("move-self-service-pilot", "move-two-tier-distribution")),
]


@pytest.mark.parametrize(("fact", "state", "done"), DONE)
def test_what_an_answer_says_is_done_is_neither_a_move_nor_a_step(fact: str, state: str, done: tuple[str, ...]) -> None:
    """Advisers of this kind propose an inside team to whoever sells from the desk already, where no rule asks."""
    barred = 0
    for profile in plausible_profiles(KNOWLEDGE, BASE, 12, seed=31):
        (cell,) = case_of({**profile, fact: state}, KNOWLEDGE.facts).cells
        advice = ADVISER.advise(cell)
        told = {move.item for move in advice.moves}
        told |= {name for names in advice.roadmap.quarters for name in names} if advice.roadmap else set()
        assert not told & set(done)
        (cell,) = case_of(profile, KNOWLEDGE.facts).cells
        barred += bool(proposed_in(ADVISER.advise(cell).trace) & set(done))
    assert barred, "with other answers it is proposed"


def proposed_in(trace: tuple[Firing, ...]) -> set[str]:
    """Return the moves that the rules of a trace propose."""
    return {effect.item for one in trace for effect in one.effects if isinstance(effect, WeighedProposal)}


def test_no_move_decides_the_mode_and_every_move_has_a_rule() -> None:
    """The first step of every plan was to decide what had just been decided."""
    proposed = {each.item for rule in KNOWLEDGE.rules_of("plan") for each in rule.then if isinstance(each, Propose)}
    assert proposed == {item.id for item in SHELF.items}
    for item in SHELF.items:
        assert "模式" not in item.title.zh
        assert "mode" not in item.title.en.lower().split()


def test_a_blank_names_a_fact_that_every_rule_of_its_move_tests() -> None:
    """Texts with blanks print holes where nobody answered."""
    blanks = {"move-reconcile-the-numbers": "direct_cost_ratio", "move-inside-sales-cell": "deal_size_usd"}
    for rule in KNOWLEDGE.rules_of("plan"):
        for each in rule.then:
            if isinstance(each, Propose) and each.item in blanks:
                assert all(blanks[each.item] in example.states for example in rule.fires), rule.id


CASE = """\
client: Example
cells:
  - id: east
    region: East China
    segment: car makers
    answers:
      {deal_size_usd: 12000, target_account_count: 1500, self_serve_readiness: low, purchase_frequency: rare,
       gross_margin_band: high, own_sales_resources: high, partner_availability: none, customer_concentration: low}
"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", ("East China", "12,000 USD", "90 days")), ("zh", ("East China", "12,000美元", "90 天内"))],
)
def test_rows_say_each_move_in_the_clients_terms(tmp_path: Path, lang: str, said: tuple[str, ...]) -> None:
    """Region, segment and numbers stand in the sentence, in either language."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    case = read_case(tmp_path / "case.yaml", KNOWLEDGE, DiagnosticCollector())
    (cell,) = case.cells
    advice = ADVISER.advise(cell)
    rows = move_rows(advice, KNOWLEDGE, Messages("zh" if lang == "zh" else "en"))
    row = rows[[move.item for move in advice.moves].index("move-inside-sales-cell")]
    for text in said:
        assert text in row.text + row.by
    assert all((row.why, row.answers, row.closes, row.who, row.takes, row.metric, row.stops))


def test_json_has_the_moves_and_the_trace_what_proposed_them(tmp_path: Path) -> None:
    """What is printed can be traced."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    cell = mvpod("recommend", "case.yaml", "--format", "json", folder=tmp_path).cell
    fired = {firing["rule"] for firing in cell["trace"]}
    assert cell["moves"]
    assert all(share["rule"] in fired for move in cell["moves"] for share in move["contributions"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("within: 30\n", "within: 45\n", "MV204"),
        ("effort: small\n", "effort: tiny\n", "MV204"),
        ("{region}", "{country}", "MV301"),
        (f"after: [{TOP}]", "after: [move-nowhere]", "MV308"),
        (f"after: [{TOP}]", "after: [move-learning-team]", "MV204"),
    ],
)
def test_a_mistake_in_a_schedule_is_told_where_it_stands(old: str, new: str, code: str | None, tmp_path: Path) -> None:
    """Tables of measures name efforts and steps that do not exist, or wait for what is due later."""
    home = copied(tmp_path)
    replaced(home, FILE, old, new)
    found = findings(home)
    assert {each.code.value for each in found} == {code}
    assert {each.place.file for each in found} == {FILE}
