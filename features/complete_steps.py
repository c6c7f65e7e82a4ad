"""The steps about the client who brings everything: one case file, one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, mvpod

if TYPE_CHECKING:
    from features.consultation import Consultation

CASE = CHECKOUT / "examples" / "industrial-valves-complete.yaml"
REPORT = "report.md"


def _chapters(consultation: Consultation) -> dict[str, str]:
    text = (consultation.folder / REPORT).read_text(encoding="utf-8").replace("\\", "")
    parts = [each.partition("\n") for each in text.split("\n## ")]
    assert len({title for title, _, _ in parts}) == len(parts)
    return {title: " ".join(rest.split()) for title, _, rest in parts}


def _first(consultation: Consultation) -> str:
    return _chapters(consultation)["Key points"]


@given("the valve maker who brings everything")
def _everything(consultation: Consultation) -> None:
    consultation.case = CASE


@when("I write the report")
def _write(consultation: Consultation) -> None:
    consultation.page = mvpod(
        "report", CASE, "-o", REPORT, "--length", "full", "--lang", "en", folder=consultation.folder
    )
    assert consultation.seen.code == 0


@when("I save the advice and check it again")
def _save(consultation: Consultation) -> None:
    assert mvpod("report", CASE, "-o", "advice.json", folder=consultation.folder).code == 0
    consultation.page = mvpod("replay", "advice.json", "--lang", "en", folder=consultation.folder)


@when(parsers.parse("I write the report as a {length}"))
def _write_at_length(consultation: Consultation, length: str) -> None:
    options = ("--length", length, "--lang", "en", "--force")
    consultation.page = mvpod("report", CASE, "-o", REPORT, *options, folder=consultation.folder)
    assert consultation.seen.code == 0


@then("it says the decision, the objection and the first moves of each market cell, and names no rule")
def _memo(consultation: Consultation) -> None:
    text = (consultation.folder / REPORT).read_text(encoding="utf-8")
    for words in ("**Recommended: direct (", "**Recommended: channel ("):
        assert words in text
    assert text.count("# What speaks against it") == text.count("# First moves") == 2
    assert "rule few-accounts-can-be-served-direct" not in text
    assert "\\[practice\\]" not in text


@then("rules and sources stand in its notes alone")
def _notes(consultation: Consultation) -> None:
    text = (consultation.folder / REPORT).read_text(encoding="utf-8")
    before, _, notes = text.partition("## Notes: what each statement rests on")
    assert "few-accounts-can-be-served-direct" not in before
    assert "few-accounts-can-be-served-direct" in notes


@then("its first page says what is recommended in each market cell")
def _recommended(consultation: Consultation) -> None:
    first = _first(consultation)
    assert "refineries and chemical plants | Direct (" in first
    assert "small machine builders | Channel (" in first


@then("it says that in East China the numbers speak for another mode")
def _numbers(consultation: Consultation) -> None:
    said = "East China / 炼化与化工 refineries and chemical plants: By the numbers hybrid contributes most"
    assert said in _first(consultation)


@then(parsers.parse('it names "{finding}" of the metrics'))
def _metrics(consultation: Consultation, finding: str) -> None:
    assert finding in _first(consultation)


@then(parsers.parse('it says that the plan he has chooses "{mode}" and shows "{defect}"'))
def _plan(consultation: Consultation, mode: str, defect: str) -> None:
    first = _first(consultation)
    for advice in ("direct", "channel"):
        assert f"the plan chooses {mode}, the advice is {advice}" in first
    assert defect in first


@then(parsers.parse('it says that "{leader}" is first, "{undecided}" is undecided and "{out}" is out'))
def _vendors(consultation: Consultation, leader: str, undecided: str, out: str) -> None:
    first = _first(consultation)
    assert f"{leader} is first with" in first
    assert f"Still undecided: {undecided}." in first
    assert f"Out: {out} (" in first


@then("the metrics have one chapter, for both market cells")
def _once(consultation: Consultation) -> None:
    chapters = _chapters(consultation)
    having = [title for title, text in chapters.items() if "relationship closeness (K01)" in text]
    assert having == ["How metrics move"]
    assert "East China" in chapters["How metrics move"]
    assert "Southwest China" in chapters["How metrics move"]


@then("audit and vendors come before the plans, and the proofs come last")
def _order(consultation: Consultation) -> None:
    titles = list(_chapters(consultation))
    plans = [number for number, title in enumerate(titles) if title.startswith("What follows: the plan")]
    proofs = [number for number, title in enumerate(titles) if title.startswith("The proof")]
    assert len(plans) == len(proofs) == 2
    before = max(titles.index("Audit of the existing plan"), titles.index("Choosing a vendor"))
    assert before < min(plans) < max(plans) < min(proofs)
    assert max(proofs) == len(titles) - 1


@then("the vendors carry what direct and channel need")
def _must_haves(consultation: Consultation) -> None:
    (selection,) = consultation.exact.data["vendors"]
    assert selection["cells"] == ["east-china-process", "southwest-machinery"]
    for cell in consultation.exact.data["cells"]:
        needed = {item["item"] for item in cell["plan"] if item["kind"] == "function"}
        assert needed <= {each["function"] for each in selection["must_haves"]}


@then("the advice names the defects of the plan he has")
def _defects(consultation: Consultation) -> None:
    assert "Outdated: present" in consultation.seen.said
    assert "Order line only: present" in consultation.seen.said


@then("every step of it follows")
def _follows(consultation: Consultation) -> None:
    assert consultation.seen.code == 0
