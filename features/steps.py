"""The steps of the stories: each runs the real program and looks at what a person sees."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then, when

from features.consultation import Answers, Consultation
from features.program import CHECKOUT, Conversation, mvpod
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from pathlib import Path

KNOWLEDGE = load_knowledge(find_home())
EXAMPLE = CHECKOUT / "examples" / "industrial-sensors.yaml"


@pytest.fixture
def consultation(tmp_path: Path) -> Consultation:
    """One consultant's session."""
    return Consultation(tmp_path, KNOWLEDGE)


@given(parsers.parse('the {question} is "{words}"'))
def _answered(consultation: Consultation, question: str, words: str) -> None:
    consultation.answer(question, words)


@given("the example client with two market cells")
def _example(consultation: Consultation) -> None:
    consultation.case = EXAMPLE


@when("I ask for a recommendation")
def _recommend(consultation: Consultation) -> None:
    consultation.recommend()


@when("I ask for a recommendation in Chinese")
def _recommend_in_chinese(consultation: Consultation) -> None:
    consultation.recommend("--lang", "zh")


@when("I ask both engines for a recommendation")
def _both(consultation: Consultation) -> None:
    consultation.recommend("--engine", "durable")
    consultation.earlier = consultation.exact
    consultation.recommend("--engine", "bitset")


@when(parsers.parse('I answer every other question with "don\'t know", one after the other'))
def _answer_on(consultation: Consultation) -> None:
    consultation.earlier = consultation.exact
    for fact in list(KNOWLEDGE.asked())[::6]:
        consultation.answers.setdefault(fact.id, "unknown")
        consultation.recommend()


@then(parsers.parse('the recommendation is "{mode}"'))
def _recommended(consultation: Consultation, mode: str) -> None:
    assert consultation.exact.cell["mode"]["recommended"] == mode
    assert f"Recommended: {mode} (" in consultation.seen.out
    assert consultation.seen.code == 0


@then("I see the evidence for and against each mode, in points that add up")
def _adds_up(consultation: Consultation) -> None:
    for standing in consultation.exact.cell["mode"]["ranking"]:
        assert sum(consultation.argument_points(standing["mode"])) == standing["net"]
        assert f"{standing['net']:+d} (+{standing['for']} -{standing['against']})" in consultation.seen.out


@then(parsers.parse('the reason "{title}" is given with its principle and what it rests on'))
def _reason(consultation: Consultation, title: str) -> None:
    part = consultation.seen.part(title, "For ", "Why not ")
    assert re.search(r"\[(article|literature|practice|our proposal)\] [A-Z]\d.* · rule [a-z-]+", part)


@then("the plan names a boundary")
def _boundary(consultation: Consultation) -> None:
    assert 1 <= [item["kind"] for item in consultation.exact.cell["plan"]].count("boundary") <= 2


@then(parsers.parse('the plan contains "{item}"'))
def _planned(consultation: Consultation, item: str) -> None:
    assert item in [each["item"] for each in consultation.exact.cell["plan"]]
    title = next(each.title.en for each in KNOWLEDGE.items() if each.id == item)
    assert title in consultation.seen.said


@then("I see how many points the channel is behind, and its best argument")
def _behind(consultation: Consultation) -> None:
    net = {each["mode"]: each["net"] for each in consultation.exact.cell["mode"]["ranking"]}
    part = consultation.seen.part(f"Why not channel: {net['direct'] - net['channel']} points behind", "The MVPOD")
    assert "For channel (+" in part


@then(parsers.parse('"{mode}" is vetoed by "{title}"'))
def _vetoed(consultation: Consultation, mode: str, title: str) -> None:
    assert title in consultation.seen.part(f"Why not {mode}: vetoed", "For ", "Why not")


@then(parsers.parse('there is no recommendation, and the verdict is "{verdict}"'))
def _undecided(consultation: Consultation, verdict: str) -> None:
    assert consultation.exact.cell["mode"]["recommended"] is None
    assert f"Undecided: {verdict}" in consultation.seen.out


@then(parsers.parse("the program ends with code {code:d}"))
def _code(consultation: Consultation, code: int) -> None:
    assert consultation.seen.code == code


@then(parsers.parse('"{question}" is listed as not known'))
def _not_known(consultation: Consultation, question: str) -> None:
    fact = consultation.fact(question)
    assert f"({fact.id}, answered: don't know)" in consultation.seen.said.replace("( ", "(")


@then("I see which modes the open answers leave possible")
def _possible(consultation: Consultation) -> None:
    modes = consultation.exact.cell["unknowns"]["possible_modes"]
    assert len(modes) > 1
    assert f"Depending on the answers, {' or '.join(modes)} could lead" in consultation.seen.said


@then("no argument has gone")
def _none_gone(consultation: Consultation) -> None:
    before, after = (
        {firing["rule"] for firing in printed.cell["trace"] if firing["stratum"] != "plan"}
        for printed in (consultation.earlier, consultation.exact)
    )
    assert before
    assert before <= after


@then(parsers.parse('the cells are advised "{first}" and "{second}"'))
def _two(consultation: Consultation, first: str, second: str) -> None:
    assert [cell["mode"]["recommended"] for cell in consultation.exact.data["cells"]] == [first, second]


@then("they differ in nothing but their names")
def _same(consultation: Consultation) -> None:
    one, other = consultation.earlier.data, consultation.exact.data
    assert (one.pop("engine"), other.pop("engine")) == ("durable", "bitset")
    assert one == other


@then(parsers.parse('the page says "{words}"'))
def _says(consultation: Consultation, words: str) -> None:
    assert words in consultation.seen.said


def _interview(consultation: Consultation, company: str, *options: str, most: int = 99) -> None:
    """Answer as a documented company would, up to a number of answers."""
    case = next(each for each in KNOWLEDGE.cases.values() if each.company.en == company)
    file = consultation.folder / "answers.yaml"
    talk = Conversation("interview", "--answers", file, *options, folder=consultation.folder)
    while (said := talk.listen()) is not None and len(consultation.asked) < most:
        squeezed = "".join(said.split())
        fact = next(
            fact
            for fact in KNOWLEDGE.asked()
            if fact.question is not None and "".join(fact.question.en.split()) in squeezed
        )
        consultation.asked.append(fact.id)
        answer = case.cell.answers.get(fact.id)
        talk.say("unknown" if answer is None else str(answer.given))
    consultation.page = talk.end()


@given(parsers.parse('I was interviewed about "{company}" and left after {count:d} answers'))
def _left(consultation: Consultation, company: str, count: int) -> None:
    _interview(consultation, company, most=count)
    assert len(consultation.asked) == count
    consultation.before, consultation.asked = consultation.asked, []


@when(parsers.parse('I am interviewed about "{company}"'))
def _interviewed(consultation: Consultation, company: str) -> None:
    _interview(consultation, company)


@when(parsers.parse('I am interviewed about "{company}" and want every question'))
def _interviewed_all(consultation: Consultation, company: str) -> None:
    _interview(consultation, company, "--all")


@then("I was not asked everything")
def _less(consultation: Consultation) -> None:
    assert 0 < len(consultation.asked) < len(list(KNOWLEDGE.asked()))


@then("I was asked everything")
def _everything(consultation: Consultation) -> None:
    assert consultation.asked == [fact.id for fact in KNOWLEDGE.asked()]


@then(parsers.parse('the interview ends with the recommendation "{mode}"'))
def _ends(consultation: Consultation, mode: str) -> None:
    assert f"Recommended: {mode} (" in consultation.seen.out
    assert consultation.seen.code == 0


@then(parsers.parse('a recommendation on the saved answers is "{mode}" as well'))
def _as_well(consultation: Consultation, mode: str) -> None:
    consultation.case = consultation.folder / "answers.yaml"
    consultation.recommend()
    _recommended(consultation, mode)


@then(parsers.parse('the interview says that no remaining answer changes "{mode}"'))
def _proof(consultation: Consultation, mode: str) -> None:
    assert re.search(rf"No answer to the remaining \d+ questions changes {mode}", consultation.seen.said)


@then(parsers.parse("the {count:d} answers were read back and not asked again"))
def _not_again(consultation: Consultation, count: int) -> None:
    assert len(consultation.before) == count
    assert not set(consultation.before) & set(consultation.asked)
    assert "answers read back" in consultation.seen.said


@given(parsers.parse('my own copy of the rules, in which "{old}" became "{new}"'))
def _own_copy(consultation: Consultation, old: str, new: str) -> None:
    for folder in ("rules", "knowledge"):
        shutil.copytree(CHECKOUT / folder, consultation.folder / "mine" / folder)
    for path in sorted((consultation.folder / "mine" / "rules").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if old in text:
            consultation.edited = path
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            return
    pytest.fail(f"no rule file says {old!r}")


def _rules(consultation: Consultation, command: str) -> None:
    mine = consultation.folder / "mine"
    options = ["--home", "mine"] if mine.exists() else []
    consultation.page = mvpod("rules", command, *options, folder=consultation.folder)


@when("I check the rules")
def _check(consultation: Consultation) -> None:
    _rules(consultation, "check")


@when("I test the rules")
def _test(consultation: Consultation) -> None:
    _rules(consultation, "test")


@when("I measure the accuracy")
def _accuracy(consultation: Consultation) -> None:
    _rules(consultation, "accuracy")


@then("nothing is found")
def _fine(consultation: Consultation) -> None:
    assert consultation.seen.code == 0
    assert consultation.seen.out.startswith("No findings: ")


@then("I am told the file, the line and the column")
def _told(consultation: Consultation) -> None:
    assert consultation.edited is not None
    place = re.match(r"(rules/\S+\.yaml):(\d+):(\d+): error MV302", consultation.seen.out)
    assert place
    assert consultation.edited.as_posix().endswith(place.group(1))
    line = consultation.edited.read_text(encoding="utf-8").splitlines()[int(place.group(2)) - 1]
    assert line[int(place.group(3)) - 1 :].startswith("hihg")


@then(parsers.parse('I am asked whether I meant "{word}"'))
def _meant(consultation: Consultation, word: str) -> None:
    assert f"did you mean: {word}" in consultation.seen.said


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
        _planned(consultation, item)


@then(parsers.parse('the plan does not contain "{item}"'))
def _not_planned(consultation: Consultation, item: str) -> None:
    assert item in {each.id for each in KNOWLEDGE.items()}
    assert item not in [each["item"] for each in consultation.exact.cell["plan"]]


def _rows(consultation: Consultation, kind: str) -> list[Any]:
    return [each for each in consultation.exact.cell["plan"] if each["kind"] == kind]


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
    assert "Baseline: ____" in consultation.seen.out


@then("I am told that the recommendation depends on a technology")
def _depends(consultation: Consultation) -> None:
    flipping = [each for each in consultation.exact.cell["contingencies"] if each["flips"]]
    assert flipping
    assert "Yes: the recommendation depends on whether these are adopted." in consultation.seen.said


@then("the technologies come before the three lines and the scenarios in the plan")
def _technology_first(consultation: Consultation) -> None:
    kinds = [each["kind"] for each in consultation.exact.cell["plan"]]
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
    carried = {name for each in consultation.exact.cell["plan"] for name in each["carried_by"]}
    assert {row["item"] for row in functions} >= carried
    assert all(row["brought_by"] or row["rules"] for row in functions)
