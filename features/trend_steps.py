"""The steps about metrics over time: what was recorded, what it says, and what to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, mvpod

if TYPE_CHECKING:
    from features.consultation import Consultation

CLOSENESS = (71, 72, 70, 69, 68, 66, 67, 64, 63, 61, 60, 58)
WON = (31, 30, 32, 31, 33, 30, 32, 31, 31, 32, 30, 31)
CYCLE = (100, 112, 104, 110, 98, 113, 121, 108, 117, 109, 119, 122)
QUARTERS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]


def write(consultation: Consultation, rows: list[str]) -> None:
    text = "\n".join(["period,metric,value", *rows, ""])
    (consultation.folder / "history.csv").write_text(text, encoding="utf-8")


@given("three years of quarters in which relationship closeness falls while the win rate holds")
def _falling(consultation: Consultation) -> None:
    rows = [f"{each},K01,{value}" for each, value in zip(QUARTERS, CLOSENESS, strict=True)]
    write(consultation, rows + [f"{each},K09,{value}%" for each, value in zip(QUARTERS, WON, strict=True)])


@given("a sales cycle that lengthens a little, among eight metrics that only scatter")
def _among_many(consultation: Consultation) -> None:
    rows = [f"{each},K10a,{value}" for each, value in zip(QUARTERS, CYCLE, strict=True)]
    for turn, code in enumerate(("K02", "K04", "K07", "K08", "K09", "K15", "K18", "K26")):
        turned = WON[turn:] + WON[:turn]
        rows += [f"{each},{code},{value}%" for each, value in zip(QUARTERS, turned, strict=True)]
    write(consultation, rows)


@given("seven quarters of the win rate")
def _seven(consultation: Consultation) -> None:
    write(consultation, [f"{each},K09,{value}%" for each, value in zip(QUARTERS[:7], WON[:7], strict=True)])


@given("a client whose case names its table of metrics")
def _client(consultation: Consultation) -> None:
    consultation.case = CHECKOUT / "examples" / "industrial-valves-complete.yaml"


@when("I ask how the metrics move")
def _metrics(consultation: Consultation) -> None:
    consultation.page = mvpod("metrics", "history.csv", folder=consultation.folder)
    consultation.numbers = mvpod("metrics", "history.csv", "--format", "json", folder=consultation.folder)


@then(parsers.parse('I am told "{words}", by a rule that rests on V2'))
def _told_by_rule(consultation: Consultation, words: str) -> None:
    assert words in " ".join(consultation.seen.out.split())
    findings = consultation.exact.data["cells"][0]["findings"]
    assert findings[0]["because"]["principle"] == ["V2"]
    assert findings[0]["matched"] == {"relationship_closeness": "falling", "win_rate": "steady"}


@then(parsers.re('I am told "(?P<words>[^"]+)"$'))
def _told(consultation: Consultation, words: str) -> None:
    assert words in " ".join(consultation.seen.out.split())


@then(parsers.parse('"{title}" is to be opened again in the plan'))
def _reopened(consultation: Consultation, title: str) -> None:
    assert f"- {title}" in consultation.seen.out.partition("What to open again")[2]


@then("the sales cycle cannot be read yet")
def _unread(consultation: Consultation) -> None:
    read = {each["series"]: each for each in consultation.exact.data["cells"][0]["series"]}
    cycle = read["sales_cycle"]
    assert cycle["health"] == "unread"
    assert cycle["trend"]["p_value"] < 0.05 < cycle["trend"]["adjusted_p"]


@then("no rule fires")
def _no_rule(consultation: Consultation) -> None:
    assert consultation.exact.data["cells"][0]["findings"] == []


@then("what lies ahead has an interval")
def _interval(consultation: Consultation) -> None:
    read = {each["series"]: each for each in consultation.exact.data["cells"][0]["series"]}
    ahead = read["relationship_closeness"]["forecast"]
    assert len(ahead) == 4
    assert all(each["low"] < each["value"] < each["high"] for each in ahead)


@then("nothing is said of probabilities")
def _no_probability(consultation: Consultation) -> None:
    assert "probab" not in consultation.seen.out
    assert "confiden" not in consultation.seen.out


@then("the forecast of the sales strength has an interval and names what drives it, on the screen and in reports")
def _strength(consultation: Consultation) -> None:
    (strength,) = consultation.exact.data["sales_strength"]
    ahead = strength["index"]["forecast"][-1]
    assert ahead["low"] < ahead["value"] < ahead["high"]
    assert strength["drivers"]
    assert strength["included"] > 1
    pages = [consultation.seen.said]
    for length in ("report", "full"):
        file = consultation.folder / f"{length}.md"
        assert consultation.case is not None
        mvpod("report", consultation.case, "--length", length, "--lang", "en", "-o", file, folder=consultation.folder)
        pages.append(file.read_text(encoding="utf-8"))
    for page in pages:
        told = page.partition("Sales strength of the whole company")[2][:1500]
        assert "forecast interval" in told
        assert "moved most by" in told


@then("the advice tells the findings of the trends and how each line stands")
def _in_advice(consultation: Consultation) -> None:
    part = " ".join(consultation.seen.part("How metrics move", "Evidence, in points").split())
    assert "orders live on old relationships" in part
    assert "Channel: worsening" in part
    assert consultation.exact.cell["trends"]["reopen"]
