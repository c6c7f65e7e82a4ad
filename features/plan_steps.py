"""The steps about the plan and what decided: each looks at the page a person reads and at the exact numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd import given, parsers, then

from features.steps import KNOWLEDGE, planned

if TYPE_CHECKING:
    from features.consultation import Answers, Consultation


@given("a market cell where")
def _cell_where(consultation: Consultation, datatable: list[list[str]]) -> None:
    for question, words in datatable:
        consultation.answer(question, words)


@given(parsers.parse('two market cells, "{one}" and "{other}" in mode, with many customers who buy in both'))
def _two_cells(consultation: Consultation, one: str, other: str) -> None:
    answers: dict[str, Answers] = {
        "direct": {"target_account_count": 40, "customer_concentration": "high", "own_sales_resources": "high"},
        "channel": {"integration_need": "high", "education_need": "low", "partner_capability": "high"}
        | {"incumbent_channel_lock": "none"},
    }
    consultation.case = consultation.write(
        "cells.yaml",
        {
            "answers": {"customers_cross_cells": "many"},
            "cells": [{"id": mode, "answers": answers[mode]} for mode in (one, other)],
        },
    )


@then("it was decided by")
def _decided_by(consultation: Consultation, datatable: list[list[str]]) -> None:
    mode = consultation.exact.cell["mode"]
    leader = mode["ranking"][0]
    gained = {each["rule"] for each in leader["contributions"] if each["points"] > 0}
    lost = {each["rule"] for rival in mode["ranking"][1:] for each in rival["contributions"] if each["points"] < 0}
    missing = {row[0] for row in datatable} - gained - lost
    assert not missing, f"{sorted(missing)}; for {leader['mode']}: {sorted(gained)}; against others: {sorted(lost)}"


@then("the plan contains")
def _plan_contains(consultation: Consultation, datatable: list[list[str]]) -> None:
    for (item,) in datatable:
        planned(consultation, item)


@then(parsers.parse('the plan does not contain "{item}"'))
def _not_planned(consultation: Consultation, item: str) -> None:
    assert item in {each.id for each in KNOWLEDGE.items()}
    assert item not in [each["item"] for each in selected(consultation.exact.cell)]


def selected(cell: Any) -> list[Any]:
    """Return all that was selected for a market cell: its plan and its annex."""
    return [*cell["plan"], *cell["annex"]]


def _rows(consultation: Consultation, kind: str) -> list[Any]:
    return [each for each in selected(consultation.exact.cell) if each["kind"] == kind]


@then(parsers.parse('the boundary is drawn first by "{criterion}"'))
def _first_boundary(consultation: Consultation, criterion: str) -> None:
    (row,) = _rows(consultation, "demarcation")
    assert row["chosen"][0]["option"] == criterion


@then(parsers.parse('one boundary is "{criterion}"'))
def _one_boundary(consultation: Consultation, criterion: str) -> None:
    (row,) = _rows(consultation, "demarcation")
    assert criterion in [each["option"] for each in row["chosen"]], row["chosen"]
    assert 1 <= len(row["chosen"]) <= 2


@then("every task of the hybrid grid has exactly one accountable side")
def _grid(consultation: Consultation) -> None:
    tasks = [item.id for item in KNOWLEDGE.items() if item.kind == "task"]
    rows = {row["item"]: row["chosen"] for row in _rows(consultation, "task")}
    assert len(tasks) == 9
    assert sorted(rows) == sorted(tasks)
    assert all(len(chosen) == 1 for chosen in rows.values())


@then(parsers.parse('"{mode}" is excluded'))
def _excluded(consultation: Consultation, mode: str) -> None:
    standing = next(each for each in consultation.exact.cell["mode"]["ranking"] if each["mode"] == mode)
    assert standing["excluded_by"]
    assert f"Why not {mode}: vetoed" in consultation.seen.out


@then(parsers.parse('"{mode}" has "{rule}" against it'))
def _against(consultation: Consultation, mode: str, rule: str) -> None:
    standing = next(each for each in consultation.exact.cell["mode"]["ranking"] if each["mode"] == mode)
    assert rule in [each["rule"] for each in standing["contributions"] if each["points"] < 0]


@then(parsers.parse('I see how many points "{mode}" is behind'))
def _how_far_behind(consultation: Consultation, mode: str) -> None:
    ranking = consultation.exact.cell["mode"]["ranking"]
    net = {each["mode"]: each["net"] for each in ranking}
    assert f"Why not {mode}: {ranking[0]['net'] - net[mode]} points behind" in consultation.seen.out


@then("no rule has weighed anything")
def _nothing_weighed(consultation: Consultation) -> None:
    assert not [firing for firing in consultation.exact.cell["trace"] if firing["stratum"] == "weigh"]


@then("the plan tells for each line of the stage what to measure")
def _measured(consultation: Consultation) -> None:
    cells = {row["item"] for row in _rows(consultation, "line-cell")}
    measuring = {line for metric in _rows(consultation, "metric") for line in metric["brought_by"]}
    assert len(cells) == 3
    assert cells <= measuring
    is_planned = any(each["kind"] == "metric" for each in consultation.exact.cell["plan"])
    assert ("To be settled with the client for each: Baseline" in consultation.seen.said) == is_planned


@then("I am told that the recommendation depends on a technology")
def _depends(consultation: Consultation) -> None:
    flipping = [each for each in consultation.exact.cell["contingencies"] if each["flips"]]
    assert flipping
    assert "Yes: the recommendation depends on whether these are adopted." in consultation.seen.said


@then("the technologies come before the three lines and the scenarios in the plan")
def _technology_first(consultation: Consultation) -> None:
    kinds = [each["kind"] for each in selected(consultation.exact.cell)]
    assert kinds.index("technology") < kinds.index("scenario")
    if "line-cell" in kinds:
        assert kinds.index("technology") < kinds.index("line-cell")


@then(parsers.parse('the answers to "{one}" and "{other}" are said to contradict each other'))
def _contradict(consultation: Consultation, one: str, other: str) -> None:
    facts = {consultation.fact(one).id, consultation.fact(other).id}
    found = [{each["fact"] for each in doubt["matched"]} for doubt in consultation.exact.cell["doubts"]]
    assert facts in found, found
    part = consultation.seen.part("Answers that contradict each other", "Evidence, in points")
    assert "Ask again:" in part


@then("no decision is called clear")
def _not_clear(consultation: Consultation) -> None:
    assert consultation.exact.cell["mode"]["verdict"] != "clear"


@then("the cells are compared, and the customers of both are to be settled")
def _compared(consultation: Consultation) -> None:
    (comparison,) = consultation.exact.data["comparisons"]
    assert comparison["state"] == "direct_and_channel"
    assert comparison["plan"]
    assert "The market cells side by side" in consultation.seen.out
    title = comparison["plan"][0]["title"]["en"]
    assert title in consultation.seen.said


@then("the four vendor gates are in the plan")
def _gates(consultation: Consultation) -> None:
    assert [row["item"] for row in _rows(consultation, "gate")] == [
        "gate-function",
        "gate-case",
        "gate-vision",
        "gate-implementation",
    ]


@then("every system function in the plan names the items it has to carry")
def _must_haves(consultation: Consultation) -> None:
    functions = _rows(consultation, "function")
    carried = {name for each in selected(consultation.exact.cell) for name in each["carried_by"]}
    assert {row["item"] for row in functions} >= carried
    assert all(row["brought_by"] or row["rules"] for row in functions)


@then(parsers.parse('the verdict is "{verdict}"'))
def _verdict(consultation: Consultation, verdict: str) -> None:
    assert consultation.exact.cell["mode"]["verdict"] == verdict
    assert f"({verdict})" in consultation.seen.out


@then(parsers.parse('every verdict is "{verdict}"'))
def _verdicts(consultation: Consultation, verdict: str) -> None:
    assert {cell["mode"]["verdict"] for cell in consultation.exact.data["cells"]} == {verdict}


@then("the plans of the two cells differ in their lines")
def _lines_differ(consultation: Consultation) -> None:
    one, other = ({item["item"] for item in selected(cell)} for cell in consultation.exact.data["cells"])
    assert {"customer-line-mature", "order-line-mature", "support-line-mature"} <= one
    assert {"channel-recruit-fast-growing", "channel-govern-fast-growing", "support-line-fast-growing"} <= other
    assert not one & {"channel-recruit-fast-growing"}
