"""`mvpod rules list`, `graph` and `schemas` as people and programs use them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pexpect
import pytest
from rich.cells import cell_len

from features.program import unmeasured as mvpod

TINY = Path(__file__).with_name("tiny")


def run(*arguments: str, folder: Path = TINY) -> tuple[int, str, str]:
    printed = mvpod("rules", *arguments, folder=folder)
    return printed.code, printed.out, printed.err


def test_a_pipe_gets_one_plain_line_a_thing() -> None:
    """Kind, id and title with tabs between; the count goes beside, not among them."""
    code, out, err = run("list", "facts", "--home", ".")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "fact\tproduct\tProduct"
    assert all(line.count("\t") == 2 for line in lines)
    assert err.strip() == f"{len(lines)} facts"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_terminal_gets_aligned_lines_within_its_width(lang: str) -> None:
    """At 60 columns, with Chinese characters two cells wide."""
    environment = {**os.environ, "COLUMNS": "60", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    command = ["-m", "mvpod_expert", "rules", "list", "facts", "--home", str(TINY), "--lang", lang]
    child = pexpect.spawn(sys.executable, command, env=environment, encoding="utf-8", dimensions=(40, 60), timeout=30)
    child.expect(pexpect.EOF)
    lines = [line for line in child.before.replace("\r", "").split("\n") if line.strip()]
    assert all(cell_len(line) <= 60 for line in lines)
    starts = {len(line) - len(line.split(maxsplit=1)[1]) for line in lines[:-1]}
    assert len(starts) == 1
    assert lines[-1].strip() in {"7 facts", "7 个事实"}


def test_lists_are_narrowed_and_can_be_data() -> None:
    """Filters work together; what fits nothing is said."""
    code, out, _ = run("list", "rules", "--basis", "literature", "--home", ".", "--format", "json")
    data = json.loads(out)
    assert (code, data["schema_version"], data["count"]) == (0, "1.0", len(data["things"]))
    assert [each["id"] for each in data["things"]] == ["effort-favours-direct"]
    assert data["things"][0]["title"].keys() == {"zh", "en"}
    assert data["things"][0]["file"] == "rules/mode/m.yaml"
    assert run("list", "-k", "no such words", "--home", ".")[:2] == (0, "")
    assert "product" in run("list", "all", "--home", ".", "--tests", "product")[1]


def test_a_wrong_filter_is_told_with_what_was_meant() -> None:
    """Exit 2 and the nearest word."""
    code, out, err = run("list", "rules", "--tests", "prodcut", "--home", ".")
    assert (code, out) == (2, "")
    assert "product" in err
    assert run("list", "things", "--home", ".")[0] == 2


def test_a_picture_is_printed_or_written(tmp_path: Path) -> None:
    """By the family's name or title, or around a fact; a family nobody wrote is reported."""
    code, printed, _ = run("graph", "mode/m", "--home", ".")
    assert code == 0
    assert printed.splitlines()[1] == "flowchart LR"
    file = tmp_path / "new" / "picture.mmd"
    assert run("graph", "partners", "-o", str(file), "--home", str(TINY))[0] == 0
    assert file.read_text(encoding="utf-8").startswith("%% mvpod rules graph\n")
    code, _, err = run("graph", "no-such-family", "--home", ".")
    assert code == 2
    assert "no-such-family" in err


def test_json_tells_a_thing_and_its_links_both_ways() -> None:
    """For every kind, with the state of a fact that is meant."""
    data = json.loads(run("show", "partners", "--home", ".", "--format", "json")[1])
    assert (data["schema_version"], data["kind"], data["id"]) == ("1.0", "fact", "partners")
    assert {"relation": "tests", "kind": "rule", "id": "partners-help-where-we-lack", "state": "some"}.items() <= next(
        each for each in data["referred_to_by"] if each["id"] == "partners-help-where-we-lack"
    ).items()
    assert {each["relation"] for each in data["refers_to"]} == {"cites"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("rules", "knowledge"):
        shutil.copytree(TINY / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("thing", "test"),
    [
        ("few-accounts-can-be-served-direct", "hard-product-few-large-accounts-goes-direct"),
        ("target_account_count", "hard-product-few-large-accounts-goes-direct"),
    ],
)
def test_the_case_tests_that_name_a_thing_are_told(thing: str, test: str) -> None:
    """A rule that must fire, a fact that is answered; with the file and line, and as data."""
    shown = mvpod("rules", "show", thing, "--lang", "en", "--everything", folder=TINY).said
    assert f"{test}, rules/mode/decisions.cases.yaml:" in shown
    assert test in mvpod("rules", "show", thing, "--format", "json", folder=TINY).data["case_tests"]


def test_settings_are_added_to_and_nothing_is_lost(home: Path) -> None:
    """What stood there stays, another schema too; a second run changes nothing."""
    settings = home / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"editor.tabSize": 3, "yaml.schemas": {"./own.json": "own/*.yaml"}}', encoding="utf-8")
    assert run("schemas", "-o", "schemas", "--home", ".", folder=home)[0] == 0
    merged = json.loads(settings.read_text(encoding="utf-8"))
    assert merged["editor.tabSize"] == 3
    assert merged["yaml.schemas"]["./own.json"] == "own/*.yaml"
    assert merged["yaml.schemas"]["./schemas/case.schema.json"]
    shared = json.loads((home / "schemas" / "shared.schema.json").read_text(encoding="utf-8"))
    assert shared["definitions"]["state_partners"]["enum"] == ["none", "some"]
    before = settings.read_bytes()
    assert run("schemas", "-o", "schemas", "--home", ".", folder=home)[0] == 0
    assert settings.read_bytes() == before


@pytest.mark.parametrize("written", ['{\n  // mine\n  "a": 1\n}', "[1]", '{"a": 1, "a": 2}', '{"yaml.schemas": []}'])
def test_settings_that_would_lose_something_are_left_as_they_are(home: Path, written: str) -> None:
    """Comments, and what is no mapping: exit 2, and what to add by hand; the schemas are there all the same."""
    settings = home / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(written, encoding="utf-8")
    code, _, err = run("schemas", "-o", "schemas", "--home", ".", folder=home)
    assert code == 2
    assert settings.read_text(encoding="utf-8") == written
    assert '"./schemas/case.schema.json"' in err
    assert (home / "schemas" / "case.schema.json").is_file()
    assert (home / ".vscode" / "extensions.json").is_file()


def test_a_market_cell_the_case_does_not_have_is_told(tmp_path: Path) -> None:
    """A rule is held against a cell that is named wrong: the cells there are, and no empty page."""
    case = Path(__file__).parents[2] / "examples" / "industrial-sensors.yaml"
    rule = "few-accounts-can-be-served-direct"
    printed = mvpod("rules", "show", rule, "--case", case, "--cell", "nowhere", "--lang", "en", folder=tmp_path)
    assert (printed.code, printed.out) == (2, "")
    assert "no market cell 'nowhere'; it has east-china-automotive, southwest-machinery" in printed.said
