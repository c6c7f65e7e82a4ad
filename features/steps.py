"""The steps of the stories: each runs the real program and looks at what a person sees."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import given, parsers, then, when

from features.consultation import Consultation
from features.program import CHECKOUT, Conversation, mvpod
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

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
    assert re.search(rf"Recommended: {mode}(, \w+)*( or \w+)? \(", consultation.seen.out)
    assert consultation.seen.code == 0


@then("I see the evidence for and against each mode, in points that add up")
def _adds_up(consultation: Consultation) -> None:
    for standing in consultation.exact.cell["mode"]["ranking"]:
        assert sum(consultation.argument_points(standing["mode"])) == standing["net"]
        assert f"{standing['net']:+d} (+{standing['for']} -{standing['against']})" in consultation.seen.out


@then(parsers.parse('the reason "{title}" is given with its principle and what it rests on'))
def _reason(consultation: Consultation, title: str) -> None:
    part = consultation.seen.part(title, "For ", "Why not ")
    assert re.search(r"\[(article|literature|practice|mvpod's proposal)\] [A-Z]\d.* · rule [a-z-]+", part)


@then(parsers.parse('the deal is told to be "{band}"'))
def _deal(consultation: Consultation, band: str) -> None:
    (deal,) = (each for each in consultation.exact.cell["answers"] if each["fact"] == "deal_size_usd")
    assert deal["state"] == band


@then("the plan names a boundary")
def _boundary(consultation: Consultation) -> None:
    assert (
        1
        <= [item["kind"] for item in [*consultation.exact.cell["plan"], *consultation.exact.cell["annex"]]].count(
            "boundary"
        )
        <= 2
    )


@then(parsers.parse('the plan contains "{item}"'))
def planned(consultation: Consultation, item: str) -> None:
    assert item in [each["item"] for each in [*consultation.exact.cell["plan"], *consultation.exact.cell["annex"]]]
    title = next(each.title.en for each in KNOWLEDGE.items() if each.id == item)
    # Where too little is settled for a plan, what was selected is not listed.
    assert title in consultation.seen.said or not consultation.exact.cell["plan"]


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
    assert one.pop("checksum") != other.pop("checksum")  # it covers the engine's name
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
        if "Press Enter for the advice" in said:
            talk.t("")
            continue
        squeezed = "".join(said.split())
        fact = next(
            fact
            for fact in KNOWLEDGE.asked()
            if fact.question is not None and "".join(fact.question.en.split()) in squeezed
        )
        consultation.asked.append(fact.id)
        answer = case.cell.answers.get(fact.id)
        talk.t("unknown" if answer is None else str(answer.given))
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
    assert 0 < len(consultation.asked) < len(list(KNOWLEDGE.questions()))


@then("I was asked everything")
def _everything(consultation: Consultation) -> None:
    assert consultation.asked == [fact.id for fact in KNOWLEDGE.questions()]


@then(parsers.parse('the interview ends with the recommendation "{mode}"'))
def _ends(consultation: Consultation, mode: str) -> None:
    assert re.search(rf"Recommended: {mode}( or \w+)? \(", consultation.seen.out)
    assert consultation.seen.code == 0


@then(parsers.parse('a recommendation on the saved answers is "{mode}" as well'))
def _as_well(consultation: Consultation, mode: str) -> None:
    consultation.case = consultation.folder / "answers.yaml"
    consultation.recommend()
    _recommended(consultation, mode)


@then(parsers.parse('the interview says that no remaining answer changes "{mode}"'))
def _proof(consultation: Consultation, mode: str) -> None:
    assert re.search(rf"No answer to the remaining \d+ questions changes {mode}", consultation.seen.said)


@then(parsers.parse('the interview says "{words}"'))
def _interview_says(consultation: Consultation, words: str) -> None:
    assert words in consultation.seen.said


@then(parsers.parse("the {count:d} answers were read back and not asked again"))
def _not_again(consultation: Consultation, count: int) -> None:
    assert len(consultation.before) == count
    assert not set(consultation.before) & set(consultation.asked)
    assert "answers read back" in consultation.seen.said


@given("my own copy of the rules")
def _own_copy(consultation: Consultation) -> None:
    for folder in ("rules", "knowledge"):
        shutil.copytree(CHECKOUT / folder, consultation.folder / "mine" / folder)


@given(parsers.parse('my own copy of the rules, in which "{old}" became "{new}"'))
def _edited_copy(consultation: Consultation, old: str, new: str) -> None:
    _own_copy(consultation)
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
