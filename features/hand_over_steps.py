"""The steps about the few moves, the roadmap, budgets, laws and the short screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import given, parsers, then, when

from features.plan_steps import selected
from features.program import mvpod
from features.steps import EXAMPLE, KNOWLEDGE

if TYPE_CHECKING:
    from features.consultation import Consultation

MOST_LINES, WIDTH = 40, 80
FEWEST, MOST = 5, 7
BEGINS = {item.id: item.schedule.begins for item in KNOWLEDGE.items() if item.schedule}


@given(parsers.parse("it says that it completes {steps:d} improvements a quarter"))
def _carries(consultation: Consultation, steps: int) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "steps_a_quarter: 5" in text
    consultation.case = consultation.folder / "carried.yaml"
    consultation.case.write_text(text.replace("steps_a_quarter: 5", f"steps_a_quarter: {steps}"), encoding="utf-8")


@when("I ask for the short advice")
def _short(consultation: Consultation) -> None:
    assert consultation.case is not None
    consultation.page = mvpod("recommend", consultation.case, "--lang", "en", folder=consultation.folder)
    consultation.numbers = mvpod("recommend", consultation.case, "--format", "json", folder=consultation.folder)


@then("each cell has five to seven first moves, by date, with their role, reason, metric and what would stop them")
def _moves(consultation: Consultation) -> None:
    for cell in consultation.exact.data["cells"]:
        moves = cell["moves"]
        assert FEWEST <= len(moves) <= MOST
        assert [move["within"] for move in moves] == sorted(move["within"] for move in moves)
        for number, move in enumerate(moves, start=1):
            heading = f"{number}. {move['title']['en']} ({move['within']} days, {move['who']['en']})"
            assert heading in consultation.seen.said
            told = consultation.seen.said.partition(heading)[2].partition("What would stop it: ")
            assert "Why: " in told[0]
            assert "Metric: " in told[0]
            assert told[2].startswith(move["parts"]["stops"][0]["en"])


@then(parsers.parse("after the first quarter no quarter begins more than {steps:d} steps, and the rest waits"))
def _quarters(consultation: Consultation, steps: int) -> None:
    for cell in consultation.exact.data["cells"]:
        roadmap = cell["roadmap"]
        begun = {name for quarter in roadmap["quarters"] for move in quarter for name in BEGINS.get(move, ())}
        assert all(len([each for each in quarter if each not in begun]) <= steps for quarter in roadmap["quarters"][1:])
        assert {move["item"] for move in cell["moves"]} <= {each for quarter in roadmap["quarters"] for each in quarter}
        assert roadmap["later"]


@then("no shelf gives more than its budget, and the annex says why the rest is left out")
def _budgets(consultation: Consultation) -> None:
    for cell in consultation.exact.data["cells"]:
        for shelf in KNOWLEDGE.shelves:
            if shelf.budget is not None:
                assert sum(each["kind"] == shelf.kind for each in cell["plan"]) <= shelf.budget.at_most
        assert {each["because"] for each in cell["annex"]} & {"budget", "standard"}
    assert "(left out: others of its kind fit this case better)" in consultation.seen.said


@then(parsers.parse('"{row}" falls to our own people'))
def _ours(consultation: Consultation, row: str) -> None:
    (found,) = (each for each in selected(consultation.exact.cell) if each["item"] == row)
    assert found["chosen"][0]["option"] in {"own-field", "own-inside"}


@then(parsers.parse('the annex leaves out "{item}" because of a law'))
def _barred(consultation: Consultation, item: str) -> None:
    assert [each["because"] for each in consultation.exact.cell["annex"] if each["item"] == item] == ["law"]


@then(parsers.parse('nothing given to the client is "{item}"'))
def _not_given(consultation: Consultation, item: str) -> None:
    cell = consultation.exact.cell
    assert item in {each.id for each in KNOWLEDGE.items()}
    assert item not in [each["item"] for each in (*cell["plan"], *cell["moves"])]


@then("there is no plan, and the page says what to find out first")
def _little(consultation: Consultation) -> None:
    cell = consultation.exact.cell
    assert cell["provisional"]
    assert not cell["plan"]
    assert cell["roadmap"] is None
    assert "What to find out first, and why" in consultation.seen.said


@then("each way has its first moves, with the question that decides and what both share")
def _ways(consultation: Consultation) -> None:
    cell, told = consultation.exact.cell, consultation.seen.said
    assert len(cell["ways"]) > 1
    assert "The question that decides: " in told
    assert bool(cell["shared"]) == ("whichever way" in told)
    for way in cell["ways"]:
        is_shared = way["moves"][0]["item"] in cell["shared"]
        head = "First moves, whichever way" if is_shared else f"First moves if {way['mode']}"
        assert head in told
        assert way["moves"][0]["title"]["en"] in told.partition(head)[2]


@then("every step that a move begins stands behind that move in its quarter")
def _begun(consultation: Consultation) -> None:
    seen = 0
    for cell in consultation.exact.data["cells"]:
        for quarter in cell["roadmap"]["quarters"]:
            for place, name in enumerate(quarter):
                moves = [move for move, names in BEGINS.items() if name in names]
                if set(moves) & {each for names in cell["roadmap"]["quarters"] for each in names}:
                    assert set(moves) & set(quarter[:place])
                    seen += 1
    assert seen


@then("each cell takes at most 40 lines of 80 columns, and the last line is a decision")
def _one_screen(consultation: Consultation) -> None:
    lines = consultation.seen.out.rstrip().splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) <= MOST_LINES * len(consultation.exact.data["cells"])
    assert lines[-1].endswith("channel (clear)")
