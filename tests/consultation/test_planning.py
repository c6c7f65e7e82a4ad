"""Plans: what rules recommend, what that brings along, what each row falls to, and that no needed part is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.errors import PlanNotWholeError
from mvpod_expert.mode.planning import Planner
from mvpod_expert.model.catalogue import Choosing, Item, Shelf
from mvpod_expert.model.rules import Recommend
from mvpod_expert.model.trace import Firing, WeighedChoice
from tests.engine.builders import BECAUSE, PLACE, POINTS, TEXT, knowledge, vocabulary

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlanItem

SIDES = ("ours", "theirs", "online")


def item(name: str, kind: str, brings: tuple[str, ...] = (), carried_by: tuple[str, ...] = ()) -> Item:
    return Item(
        id=name,
        kind=kind,
        title=TEXT,
        text=TEXT,
        brings=brings,
        carried_by=carried_by,
        principle=("M1",),
        basis="proposal",
        place=PLACE,
    )


def shelf(kind: str, *items: Item, chooses: Choosing | None = None) -> Shelf:
    return Shelf(kind=kind, title=TEXT, chooses=chooses, items=items)


def base(at_most: int = 1, needs: tuple[str, ...] = ()) -> KnowledgeBase:
    shelves = (
        shelf("task", item("lead", "task", carried_by=("crm",)), chooses=Choosing(among="side", at_most=at_most)),
        shelf("side", *(item(each, "side", brings=("price-rule",) if each == "theirs" else ()) for each in SIDES)),
        shelf("policy", item("price-rule", "policy", carried_by=("prices",)), item("contract", "policy")),
        shelf("function", item("crm", "function"), item("prices", "function")),
    )
    plain = knowledge(vocabulary(), ())
    hybrid = [
        mode.model_copy(update={"needs": needs}) if mode.id == "hybrid" else mode for mode in plain.decision.modes
    ]
    table = plain.decision.model_copy(update={"modes": tuple(hybrid)})
    return plain.model_copy(update={"shelves": shelves, "decision": table})


def fires(rule: str, *effects: Recommend | WeighedChoice) -> Firing:
    return Firing(rule=rule, stratum="plan", matched=(), effects=effects, because=BECAUSE)


def assigned(to: str, strength: str = "weak") -> WeighedChoice:
    return WeighedChoice(item="lead", to=to, strength=strength, points=POINTS[strength])


def planned(firings: list[Firing], at_most: int = 1) -> dict[str, PlanItem]:
    return {each.item: each for each in Planner(base(at_most)).plan(firings)}


def test_the_option_with_most_evidence_wins_and_its_points_are_those_of_its_rules() -> None:
    plan = planned([fires("one", assigned("ours")), fires("two", assigned("theirs")), fires("three", assigned("ours"))])

    (choice,) = plan["lead"].chosen
    assert (choice.option, choice.points) == ("ours", 4)
    assert [contribution.rule for contribution in choice.contributions] == ["one", "three"]
    assert plan["lead"].rules == ("one", "two", "three")


def test_equal_evidence_goes_by_the_catalogues_order_whatever_the_rules_order() -> None:
    firings = [fires("one", assigned("online")), fires("two", assigned("theirs"))]

    assert planned(firings)["lead"].chosen[0].option == "theirs"
    assert planned(firings[::-1])["lead"].chosen[0].option == "theirs"


@pytest.mark.parametrize(("strength", "options"), [("weak", ["ours"]), ("moderate", ["ours", "theirs"])])
def test_a_second_choice_needs_evidence_of_its_own(strength: str, options: list[str]) -> None:
    firings = [fires("one", assigned("ours", "strong")), fires("two", assigned("theirs", strength))]

    assert [each.option for each in planned(firings, at_most=2)["lead"].chosen] == options
    assert [each.option for each in planned(firings, at_most=1)["lead"].chosen] == ["ours"]


@given(st.lists(st.tuples(st.sampled_from(SIDES), st.sampled_from(sorted(POINTS))), min_size=1))
def test_a_row_falls_to_exactly_one_side(evidence: list[tuple[str, str]]) -> None:
    firings = [fires(f"rule-{number}", assigned(*each)) for number, each in enumerate(evidence)]

    (choice,) = planned(firings)["lead"].chosen
    totals = {side: sum(POINTS[strength] for to, strength in evidence if to == side) for side in SIDES}
    assert choice.points == max(totals.values()) == totals[choice.option]


def test_items_bring_others_along_through_several_steps() -> None:
    plan = planned([fires("one", assigned("theirs"))])

    assert list(plan) == ["lead", "theirs", "price-rule", "crm", "prices"]
    assert plan["price-rule"].brought_by == ("theirs",)
    assert plan["prices"].brought_by == ("price-rule",)
    assert plan["crm"].brought_by == ("lead",)
    assert plan["price-rule"].rules == ()


def test_an_item_recommended_and_brought_along_says_both() -> None:
    plan = planned([fires("one", assigned("theirs")), fires("two", Recommend(item="price-rule"))])

    assert (plan["price-rule"].rules, plan["price-rule"].brought_by) == (("two",), ("theirs",))


def test_a_plan_that_lacks_what_its_mode_needs_is_not_given() -> None:
    planner = Planner(base(needs=("task", "policy")))

    with pytest.raises(PlanNotWholeError, match="hybrid lacks policy"):
        planner.plan([fires("one", assigned("ours"))], "hybrid")
    assert planner.plan([fires("one", assigned("theirs"))], "hybrid")
    assert planner.plan([], "direct") == ()
