"""The steps about vendors: held against the client's plan, gate by gate, and what to ask them next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, mvpod

if TYPE_CHECKING:
    from features.consultation import Consultation

VENDORS = CHECKOUT / "examples" / "analytics-software-vendors.yaml"


def selection(consultation: Consultation) -> Any:
    (found,) = consultation.exact.data["vendors"]
    return found


def vendor(consultation: Consultation, name: str) -> Any:
    return next(each for each in selection(consultation)["vendors"] if each["name"] == name)


@given("the analytics firm with four vendors")
def _four(consultation: Consultation) -> None:
    consultation.case = VENDORS


@when("I compare the vendors")
def _compare(consultation: Consultation) -> None:
    assert consultation.case is not None
    consultation.page = mvpod("vendors", consultation.case, "--everything", folder=consultation.folder)
    consultation.numbers = mvpod("recommend", consultation.case, "--format", "json", folder=consultation.folder)


@when(parsers.parse('it turns out that "{name}" keeps core people on more than two other projects'))
def _shared(consultation: Consultation, name: str) -> None:
    text = VENDORS.read_text(encoding="utf-8")
    start = text.index(f"name: {name}")
    turned = text[:start] + text[start:].replace("I6: unknown", "I6: 0", 1)
    assert turned != text
    consultation.case = consultation.folder / "vendors.yaml"
    consultation.case.write_text(turned, encoding="utf-8")


@when("I ask for the template in Chinese")
def _template(consultation: Consultation) -> None:
    consultation.page = mvpod("vendors", VENDORS, "--template", "--lang", "zh", folder=consultation.folder)
    consultation.numbers = mvpod("recommend", VENDORS, "--format", "json", folder=consultation.folder)


@then("every system function of the plan is a must-have, and no other")
def _must_haves(consultation: Consultation) -> None:
    cells = consultation.exact.data["cells"]
    needed = {item["item"] for cell in cells for item in cell["plan"] if item["kind"] == "function"}
    assert {each["function"] for each in selection(consultation)["must_haves"]} == needed


@then(parsers.parse('"{name}" cannot carry "{item}", by name'))
def _not_carried(consultation: Consultation, name: str, item: str) -> None:
    part = " ".join(consultation.seen.part(f"{name}: passed", "Vendor C").split())
    assert "it cannot carry" in part
    assert item in part


@then(parsers.parse('"{name}" fails, for "{reason}"'))
def _fails(consultation: Consultation, name: str, reason: str) -> None:
    assert vendor(consultation, name)["state"] == "failed"
    assert f"knocked out - {reason}" in " ".join(consultation.seen.part(f"{name}: failed", "Vendor ").split())


@then(parsers.parse('"{name}" is first with {points:d} points'))
def _first(consultation: Consultation, name: str, points: int) -> None:
    assert f"{name} is first with {points} of 100 points" in consultation.seen.said
    assert vendor(consultation, name)["ranked"] == 1


@then(parsers.parse('"{name}" is undecided, and has no place in the ranking'))
def _undecided(consultation: Consultation, name: str) -> None:
    assert (vendor(consultation, name)["state"], vendor(consultation, name)["ranked"]) == ("undecided", None)
    assert f"Still undecided: {name}" in consultation.seen.said


@then(parsers.parse('the first question is to "{name}" on "{title}", which was claimed and not shown'))
def _question(consultation: Consultation, name: str, title: str) -> None:
    first = " ".join(consultation.seen.part("What to ask next", "  2. ").split())
    assert f"1. {name}: C3 {title} (claimed, not shown)" in first
    assert "may knock out, can change a gate, can change who is first" in first


@then("it comes with the evidence to see")
def _evidence(consultation: Consultation) -> None:
    assert "Evidence to see: The scenario seen at the customer's." in consultation.seen.part("1. ", "  2. ")


@then(parsers.parse('"{name}" takes over when the weight of "{gate}" falls below {weight}'))
def _takes_over(consultation: Consultation, name: str, gate: str, weight: str) -> None:
    part = " ".join(consultation.seen.part("How steady the ranking is").split())
    assert f"{gate} (weight 30): Vendor B is first from {weight} to 100; below, {name}" in part


@then(parsers.parse('without what was claimed and not shown "{name}" is first'))
def _unshown(consultation: Consultation, name: str) -> None:
    assert f"If every score without evidence fell to 0, first would be {name}." in consultation.seen.said


@then("it asks for every must-have and says what evidence to see")
def _asks(consultation: Consultation) -> None:
    page = consultation.seen.out
    for each in selection(consultation)["must_haves"]:
        assert f"      {each['function']}: unknown  # " in page
    scores = selection(consultation)["vendors"][0]["scores"]
    assert page.count("要看的凭据：") == len(scores)
