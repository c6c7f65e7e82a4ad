"""The steps about the plan a client already has: what it has, what the audit says, and what is to be done first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, mvpod
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from features.consultation import Consultation
    from mvpod_expert.model.facts import Fact

PLAN = "plan.yaml"


def _fact(consultation: Consultation, title: str) -> Fact:
    audited = consultation.knowledge.audit
    assert audited is not None
    return next(fact for fact in audited.asked() if fact.title.en == title)


def _state(fact: Fact, words: str) -> str:
    return next(state for state in (*fact.known_states, UNKNOWN) if fact.state_title(state).en == words)


def _audit(consultation: Consultation) -> Any:
    return consultation.exact.data["audits"][0]


@given(parsers.parse('a plan whose "{title}" is "{words}"'))
@given(parsers.parse('its "{title}" is "{words}"'))
def _plan(consultation: Consultation, title: str, words: str) -> None:
    fact = _fact(consultation, title)
    consultation.answers[fact.id] = _state(fact, words)


@given("the example client with a plan of its own")
def _example(consultation: Consultation) -> None:
    consultation.case = CHECKOUT / "examples" / "existing-plan-zh.yaml"


@when("I have the plan audited")
def _audited(consultation: Consultation) -> None:
    plan = consultation.case or consultation.write(PLAN, {"answers": consultation.answers})
    consultation.page = mvpod("audit", plan, "--lang", "en", folder=consultation.folder)
    consultation.numbers = mvpod("audit", plan, "--format", "json", folder=consultation.folder)


@when(parsers.parse('I am asked about the plan and know only that its "{title}" is "{words}"'))
def _asked(consultation: Consultation, title: str, words: str) -> None:
    audited = consultation.knowledge.audit
    assert audited is not None
    known = _fact(consultation, title)
    typed = "".join(f"{words if fact.id == known.id else 'u'}\n" for fact in audited.asked())
    consultation.page = mvpod(
        "audit", "--answers", PLAN, "--lang", "en", folder=consultation.folder, typed=f"{typed}\n"
    )


@then("the answers are a plan that gets the same audit again")
def _again(consultation: Consultation) -> None:
    again = mvpod("audit", PLAN, "--lang", "en", folder=consultation.folder)
    assert again.code == consultation.seen.code == 0
    assert again.part("The four defects").split("For what to do")[0] in consultation.seen.out


@then(parsers.parse('the roadmap has "{title}"'))
def _has(consultation: Consultation, title: str) -> None:
    assert title in [each["title"]["en"] for each in _audit(consultation)["measures"]]


@then(parsers.parse('the roadmap has "{title}" after "{earlier}"'))
def _after(consultation: Consultation, title: str, earlier: str) -> None:
    by_title = {each["title"]["en"]: each for each in _audit(consultation)["measures"]}
    assert by_title[earlier]["measure"] in by_title[title]["after"]
    assert by_title[earlier]["quarter"] < by_title[title]["quarter"]


@then("the roadmap is empty")
def _empty(consultation: Consultation) -> None:
    assert _audit(consultation)["measures"] == []


@then("nothing is counted as missing")
def _nothing_missing(consultation: Consultation) -> None:
    assert all(area["missing"] == 0 for area in _audit(consultation)["areas"])


@then(parsers.parse('"{one}" and "{other}" are quick wins of the first quarter'))
def _quick(consultation: Consultation, one: str, other: str) -> None:
    measures = _audit(consultation)["measures"]
    quick = {measure["title"]["en"] for measure in measures if measure["is_quick_win"] and measure["quarter"] == 1}
    assert {one, other} <= quick


@then("the boundary that the plan leaves out as not applicable is missing")
def _boundary(consultation: Consultation) -> None:
    elements = [each for area in _audit(consultation)["areas"] for each in area["elements"]]
    boundary = next(element for element in elements if element["fact"] == "plan_boundary")
    assert boundary["how_far"] == "missing"
