"""The steps about numbers: what a consultant gives, what they settle, and where they contradict the rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, mvpod

if TYPE_CHECKING:
    from features.consultation import Consultation

VALVES = CHECKOUT / "examples" / "industrial-valves-complete.yaml"
HYBRID_ANSWERS = {
    "segment_divergence": "high",
    "customer_concentration": "medium",
    "customer_demands_direct": "some_key_accounts",
    "customer_requires_local_partner": "some",
    "own_sales_resources": "medium",
}
POOR_HYBRID = {
    "currency": "CNY",
    "gross_margin": 0.4,
    "direct": {
        "accounts_covered": 100,
        "win_rate": 0.2,
        "revenue_per_account": 100_000,
        "reps": 5,
        "cost_per_rep": 300_000,
    },
    "channel": {
        "accounts_covered": 500,
        "win_rate": {"low": 0.15, "likely": 0.2, "high": 0.25},
        "revenue_per_account": 60_000,
        "partner_margin": 0.2,
        "management_cost": 400_000,
    },
    "hybrid": {"direct_accounts": 20, "channel_accounts": 480, "coordination_cost": 300_000, "conflict_loss": 400_000},
}
WITHOUT_COST = {
    "currency": "CNY",
    "gross_margin": 0.5,
    "direct": {"accounts_covered": 100, "win_rate": 0.3, "revenue_per_account": 100_000, "reps": 4},
}


def with_numbers(consultation: Consultation, numbers: Any) -> None:
    consultation.case = consultation.write("case.yaml", {"answers": consultation.answers, "economics": numbers})


@given("the valve maker with full economics")
def _valves(consultation: Consultation) -> None:
    consultation.case = VALVES


@given("answers for which the rules recommend a hybrid")
def _hybrid(consultation: Consultation) -> None:
    consultation.answers |= HYBRID_ANSWERS


@given("numbers by which the hybrid contributes less than the channel alone")
def _poor_hybrid(consultation: Consultation) -> None:
    with_numbers(consultation, POOR_HYBRID)


@given("numbers of the direct mode without the cost of a seller")
def _without_cost(consultation: Consultation) -> None:
    with_numbers(consultation, WITHOUT_COST)


@when(parsers.parse("I give selling direct {direct:d}% and the channel {channel:d}% of sales, as at Ingersoll-Rand"))
def _shares(consultation: Consultation, direct: int, channel: int) -> None:
    if consultation.numbers is not None:
        consultation.earlier = consultation.exact
    shares = {"direct": {"cost_share": f"{direct}%"}, "channel": {"cost_share": f"{channel}%"}}
    with_numbers(consultation, shares)


@when("I ask for the economics")
def _economics(consultation: Consultation) -> None:
    assert consultation.case is not None
    consultation.page = mvpod("economics", consultation.case, folder=consultation.folder)
    consultation.numbers = mvpod("economics", consultation.case, "--format", "json", folder=consultation.folder)


@then("nothing is said of numbers")
def _nothing_said(consultation: Consultation) -> None:
    assert consultation.exact.cell["economics"] is None
    assert "The numbers beside the rules" not in consultation.seen.out


@then(parsers.parse('"{fact}" is settled by the numbers as "{state}"'))
def _settled(consultation: Consultation, fact: str, state: str) -> None:
    assert f"{fact}: {state} ← settled by" in consultation.seen.said
    others = {fact.id for fact in consultation.knowledge.facts.values() if fact.sources}
    answers = consultation.exact.cell["answers"]
    layers = [answer["layer"] for answer in answers if answer["fact"] not in others]
    assert layers.count("figures") == 1


@then(parsers.parse('direct gains {points:d} points by "{title}"'))
def _gains(consultation: Consultation, points: int, title: str) -> None:
    before, after = (
        next(each["net"] for each in printed.cell["mode"]["ranking"] if each["mode"] == "direct")
        for printed in (consultation.earlier, consultation.exact)
    )
    assert after - before == points
    assert f"+{points} {title}" in consultation.seen.said


@then("the explanation says that the answer comes from the numbers")
def _explained(consultation: Consultation) -> None:
    assert consultation.case is not None
    told = mvpod("explain", consultation.case, "how", "direct_cost_ratio", folder=consultation.folder)
    assert "(from the numbers)" in told.said


@then(parsers.parse('the advice shows both: "{words}"'))
def _shows_both(consultation: Consultation, words: str) -> None:
    assert words in consultation.seen.part("The numbers beside the rules", "Evidence, in points").replace(
        "\n", " "
    ).replace("    ", " ").replace("  ", " ")
    assert consultation.exact.cell["economics"]["contradictions"]


@then("it says in how many of 10,000 draws that is so, and never a probability")
def _draws(consultation: Consultation) -> None:
    assert re.search(r", in [\d,]+ of 10,000 draws from your ranges", consultation.seen.said)
    assert "probab" not in consultation.seen.part("The numbers beside the rules", "Evidence, in points")


@then("I see what drives the lead of hybrid over direct, the widest swing first")
def _tornado(consultation: Consultation) -> None:
    part = consultation.seen.part("What drives the lead of hybrid over direct", "Answers that the numbers")
    lengths = [line.count("█") for line in part.splitlines() if "┃" in line]
    assert len(lengths) >= 3
    assert lengths == sorted(lengths, reverse=True)


@then("every result has a unit, a formula and what it rests on")
def _formulas(consultation: Consultation) -> None:
    figures = consultation.exact.data["cells"][0]["economics"]["figures"]
    page = consultation.seen.part("People needed", "What drives")
    supports = re.findall(r"\[(?:article|literature|practice|mvpod's proposal)\] [VMO]\d", page)
    assert len(supports) == len(re.findall(r"^    = ", page, re.MULTILINE)) == len(figures)
    assert re.search(r"Sellers needed: [\d.]+ people \(range", consultation.seen.said)


@then(parsers.parse('"{name}" is said to be missing, and how to estimate it'))
def _missing(consultation: Consultation, name: str) -> None:
    part = " ".join(consultation.seen.part("missing").split())
    assert name in part
    assert "Pay, bonus, social insurance, travel and tools" in part


@then("the revenue is computed all the same")
def _revenue(consultation: Consultation) -> None:
    assert "Direct revenue a year: CNY 3M" in consultation.seen.said
    figures = consultation.exact.data["cells"][0]["economics"]["figures"]
    assert next(figure["value"] for figure in figures if figure["result"] == "direct_revenue") == pytest.approx(
        3_000_000
    )
