"""The steps of the stories about owning the rules: an author's own copy, and what the workbench says of it."""

from __future__ import annotations

import json
import shlex
import signal
from typing import TYPE_CHECKING

import openpyxl
import pytest
import yaml
from pytest_bdd import given, parsers, then, when

from features.program import CHECKOUT, SECONDS, mvpod
from features.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from features.consultation import Consultation

MINE = "mine"
TESTS = "rules/mine.cases.yaml"
DRAFTS = "rules/mode/drafts.yaml"
PROOFS = "proofs"


def typed(consultation: Consultation, line: str, keys: str | None = None) -> None:
    """Type a command line of mvpod about one's own copy, and keep what is seen."""
    home = ["--home", MINE] if "explain-code" not in line else []
    consultation.page = mvpod(*shlex.split(line), *home, folder=consultation.folder, typed=keys)


def mine(consultation: Consultation, file: str) -> Path:
    """Return a file of one's own copy."""
    return consultation.folder / MINE / file


@given(parsers.parse('my own rule "{rule}": when "{tests}", then "{does}", strength "{strength}"'))
def _rule_at_work(consultation: Consultation, rule: str, tests: str, does: str, strength: str) -> None:
    _rule(consultation, rule, tests, does, strength)
    drafts = mine(consultation, DRAFTS)
    drafts.write_text(drafts.read_text(encoding="utf-8").replace("    draft: true\n", ""), encoding="utf-8")


@when(parsers.parse('I add the rule "{rule}": when "{tests}", then "{does}", strength "{strength}"'))
def _rule(consultation: Consultation, rule: str, tests: str, does: str, strength: str) -> None:
    typed(consultation, f"rules new rule {rule} --when {tests} --then {does} --strength {strength}")
    assert consultation.seen.code == 0, consultation.seen.said


@given("the case test")
def _case_test(consultation: Consultation, docstring: str) -> None:
    mine(consultation, TESTS).write_text(f"tests:\n{docstring}\n", encoding="utf-8")


@given(parsers.parse('the file "{file}" of my own'))
def _file(consultation: Consultation, file: str, docstring: str) -> None:
    mine(consultation, file).write_text(f"{docstring}\n", encoding="utf-8")


@given("the case")
def _case(consultation: Consultation, docstring: str) -> None:
    consultation.case = consultation.folder / "case.yaml"
    consultation.case.write_text(docstring, encoding="utf-8")


@given(parsers.parse('I wrote "{words}" beside "{line}"'))
def _comment(consultation: Consultation, words: str, line: str) -> None:
    path = next(path for path in sorted(mine(consultation, "rules").rglob("*.yaml")) if line in path.read_text("utf-8"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(line, f"{line}   # {words}", 1), encoding="utf-8")
    consultation.edited = path


@when(parsers.parse('I type "mvpod {line}"'))
def _type(consultation: Consultation, line: str) -> None:
    typed(consultation, line)


@when(parsers.parse('I compare it with the rules as they came, "{lang}"'))
def _compare(consultation: Consultation, lang: str) -> None:
    shipped = consultation.folder / "shipped"
    if not shipped.exists():
        shipped.symlink_to(CHECKOUT)
    typed(consultation, f"rules diff shipped {MINE} --lang {lang}")


@then(parsers.parse('the page does not say "{words}"'))
def _silent(consultation: Consultation, words: str) -> None:
    assert words not in consultation.seen.said


@then("my comment is still there")
def _kept(consultation: Consultation) -> None:
    assert consultation.edited is not None
    assert "   # " not in consultation.edited.read_text(encoding="utf-8")
    assert "  # ask Lin Mei" in consultation.edited.read_text(encoding="utf-8")


@when(parsers.parse('I make "{rule}" wrong on purpose'))
def _mutate(consultation: Consultation, rule: str) -> None:
    typed(consultation, f"rules mutate {rule} --format json")


@when("I keep the first test it suggests")
def _keep(consultation: Consultation) -> None:
    consultation.earlier_numbers = consultation.seen
    suggested = next(each["test"] for each in consultation.seen.data["groups"]["advice"]["survivors"] if each["test"])
    test = yaml.safe_load("\n".join(suggested))[0]
    test["title"] = {"zh": "改错了就不符", "en": "Fails when the rule is wrong"}
    mine(consultation, TESTS).write_text(json.dumps({"tests": [test]}, ensure_ascii=False), encoding="utf-8")


@then("fewer mistakes go unnoticed than before")
def _fewer(consultation: Consultation) -> None:
    before, after = (each.data["groups"]["advice"]["counts"] for each in (consultation.earlier, consultation.seen))
    assert after["survived"] < before["survived"]
    assert after["case_tests"] > before["case_tests"]


@when("I have the rules proved")
def _prove(consultation: Consultation) -> None:
    typed(consultation, f"rules verify --witnesses {PROOFS}")


@then(parsers.parse('the answers shown for {code} make both "{one}" and "{other}" fire'))
def _both_fire(consultation: Consultation, code: str, one: str, other: str) -> None:
    fired = [
        {each["rule"] for each in _advised(consultation, case)["trace"]}
        for case in sorted((consultation.folder / PROOFS).glob(f"{code}-*.yaml"))
    ]
    assert any({one, other} <= rules for rules in fired), fired


@then(parsers.parse('the answers shown for {code} come closer to "{mode}" when "{fact}" is raised to "{state}"'))
def _closer(consultation: Consultation, code: str, mode: str, fact: str, state: str) -> None:
    shown = min((consultation.folder / PROOFS).glob(f"{code}-*.yaml"))
    text = shown.read_text(encoding="utf-8")
    case = yaml.safe_load(text)
    case["answers"][fact] = state
    raised = consultation.write("raised.yaml", case)
    assert _net(consultation, raised, mode) > _net(consultation, shown, mode)


def _net(consultation: Consultation, case: Path, mode: str) -> int:
    printed = mvpod("recommend", case, "--format", "json", "--home", MINE, folder=consultation.folder)
    return next(each["net"] for each in printed.cell["mode"]["ranking"] if each["mode"] == mode)


def _advised(consultation: Consultation, case: Path) -> dict[str, list[dict[str, str]]]:
    printed = mvpod("recommend", case, "--format", "json", "--home", MINE, folder=consultation.folder)
    cell: dict[str, list[dict[str, str]]] = printed.cell
    return cell


@when(parsers.parse('the table "{table}" goes to Excel and comes back with "{was}" as "{becomes}"'))
def _excel(consultation: Consultation, table: str, was: str, becomes: str) -> None:
    typed(consultation, f"rules export {table} -o sheet.xlsx")
    workbook = openpyxl.load_workbook(consultation.folder / "sheet.xlsx")
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value == was]
    assert len(cells) == 1
    cells[0].value = becomes
    workbook.save(consultation.folder / "sheet.xlsx")
    consultation.edited = mine(consultation, f"rules/tables/{table}.csv")
    typed(consultation, f"rules import sheet.xlsx --to {table}")


@then(parsers.parse('the table says "{words}"'))
def _table_says(consultation: Consultation, words: str) -> None:
    assert consultation.edited is not None
    assert words in consultation.edited.read_text(encoding="utf-8")


@when(parsers.parse('"{name}" rejects the first advice under review, because "{reason}"'))
def _reject(consultation: Consultation, name: str, reason: str) -> None:
    typed(consultation, f"rules judge --count 1 --by '{name}' --lang en", f"r\n\n{reason}\n")
    assert "1 verdict saved" in consultation.seen.said


@then(parsers.parse('the page "{page}" of the reference in "{folder}" names "{words}"'))
def _reference(consultation: Consultation, page: str, folder: str, words: str) -> None:
    assert words in (consultation.folder / folder / page).read_text(encoding="utf-8")


@pytest.fixture
def watcher(consultation: Consultation) -> Iterator[Watched]:
    """The program watching one's own copy."""
    watched = Watched("--home", MINE, "--lang", "en", folder=consultation.folder)
    watched.until("ms).")
    yield watched
    watched.end()


@given("mvpod watches my copy while I edit")
def _watching(watcher: Watched) -> None:
    assert watcher.process.poll() is None


@when(parsers.parse('I save "{file}" with "{old}" as "{new}"'))
def _save(consultation: Consultation, watcher: Watched, file: str, old: str, new: str) -> None:
    path = mine(consultation, file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    consultation.heard = " ".join(watcher.until("ms).").split())


@then(parsers.parse('I hear "{words}"'))
def _hear(consultation: Consultation, words: str) -> None:
    assert words in consultation.heard


@then("Ctrl-C ends it")
def _ends(watcher: Watched) -> None:
    watcher.process.send_signal(signal.SIGINT)
    watcher.until("Interrupted.")
    assert watcher.process.wait(SECONDS) == 130
