"""`mvpod recommend` as a person and as a program sees it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.commands.error_handler import run
from tests.shipped import KNOWLEDGE

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-sensors.yaml"


def without_engine(text: str) -> Any:
    data = json.loads(text)
    del data["engine"], data["checksum"]
    return data


def write_documented_cases(folder: Path) -> list[Path]:
    paths = []
    for case in list(KNOWLEDGE.cases.values())[::4]:
        path = folder / f"{case.id}.json"
        answers = {fact: answer.given for fact, answer in case.cell.answers.items()}
        path.write_text(json.dumps({"client": case.company.zh, "answers": answers}), encoding="utf-8")
        paths.append(path)
    return paths


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_documented_cases(tmp_path_factory.mktemp("cases"))


def test_the_json_keeps_its_contract_and_its_schema(documented: list[Path], tmp_path: Path) -> None:
    """The keys are the agreed ones, the document fits the published schema, and the points add up."""
    data = mvpod("recommend", *documented, "--format", "json", folder=tmp_path).data
    schema = json.loads((ROOT / "docs" / "schema" / "recommendation.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert set(data) == {
        *("schema_version", "knowledge", "engine", "cells", "comparisons", "vendors", "audits"),
        *("sales_strength", "cases", "program", "checksum"),
    }
    assert set(data["knowledge"]) == {"version", "sha256"}
    assert len(data["cells"]) == len(documented)
    for cell in data["cells"]:
        assert {"id", "mode", "plan", "trace", "unknowns", "doubts", "contingencies"} <= set(cell)
        assert {"recommended", "verdict", "ranking"} <= set(cell["mode"])
        for standing in cell["mode"]["ranking"]:
            assert {"mode", "net", "for", "against", "excluded_by"} <= set(standing)
            assert standing["net"] == standing["for"] - standing["against"]
            assert standing["net"] == sum(each["points"] for each in standing["contributions"])


def test_both_engines_give_the_same_advice(documented: list[Path], tmp_path: Path) -> None:
    """Nothing but the engine's name differs, on the example and on every documented case."""
    durable, bitset = (
        mvpod("recommend", EXAMPLE, *documented, "--format", "json", "--engine", engine, folder=tmp_path)
        for engine in ("durable", "bitset")
    )
    assert (durable.data["engine"], bitset.data["engine"]) == ("durable", "bitset")
    assert without_engine(durable.out) == without_engine(bitset.out)


def test_without_durable_rules_bitset_runs_and_says_so_in_one_line(tmp_path: Path) -> None:
    """A hidden durable-rules costs one plain line and changes nothing else; asked for by name it is refused."""
    hiding = tmp_path / "hiding" / "durable"
    hiding.mkdir(parents=True)
    (hiding / "__init__.py").write_text("raise ImportError('hidden for a test')\n", encoding="utf-8")
    command = [sys.executable, "-m", "mvpod_expert", "recommend", str(EXAMPLE), "--format", "json"]
    hidden = {**surroundings(), "PYTHONPATH": os.pathsep.join([str(hiding.parent), str(ROOT)])}
    done = subprocess.run(command, env=hidden, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.count("\n") == 1
    assert "bitset engine runs instead" in done.stderr
    assert json.loads(done.stdout)["engine"] == "bitset"
    assert without_engine(done.stdout) == without_engine(
        mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).out
    )
    refused = subprocess.run(
        [*command, "--engine", "durable"], env=hidden, capture_output=True, encoding="utf-8", check=False
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "use --engine bitset" in refused.stderr


@pytest.mark.parametrize(
    ("answers", "code", "verdict"),
    [
        ({}, 4, "too_close_to_call"),
        ({"customer_demands_direct": "most", "partner_availability": "none"}, 0, "clear"),
        (
            {
                "customer_demands_direct": "most",
                "partner_availability": "none",
                "customer_requires_local_partner": "most",
            },
            4,
            "no_feasible_mode",
        ),
    ],
)
def test_the_exit_code_tells_whether_there_is_a_decision(
    answers: dict[str, str], code: int, verdict: str, tmp_path: Path
) -> None:
    """Exit 0 with a decision, 4 without one."""
    (tmp_path / "case.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
    printed = mvpod("recommend", "case.json", "--format", "json", folder=tmp_path)
    assert (printed.code, printed.cell["mode"]["verdict"]) == (code, verdict)
    assert (printed.cell["mode"]["recommended"] is None) == (code == 4)


def test_a_cells_own_answers_win_over_shared_ones(tmp_path: Path) -> None:
    """Layers have a fixed priority, and an empty value hides nothing."""
    case = {
        "answers": {"partner_availability": "none", "product_complexity": "high"},
        "cells": [
            {"id": "a", "answers": {"partner_availability": "scarce", "product_complexity": None}},
            {"id": "b"},
        ],
    }
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    first, second = mvpod("recommend", "case.json", "--format", "json", folder=tmp_path).data["cells"]
    assert not any(each["excluded_by"] for each in first["mode"]["ranking"])
    assert [each["mode"] for each in second["mode"]["ranking"] if each["excluded_by"]] == ["channel", "hybrid"]
    layers = {each["fact"]: each["layer"] for firing in first["trace"] for each in firing["matched"]}
    assert layers["partner_availability"] == "cell"
    assert layers["product_complexity"] == "shared"


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(
    width: int,
    lang: str,
    documented: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Chinese characters count two cells; nothing is coloured in a pipe; no line starts with a closing mark."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.argv", ["mvpod", "recommend", str(EXAMPLE), *map(str, documented), "--lang", lang])
    assert run() in {0, 4}
    printed = capfd.readouterr().out
    assert "\x1b" not in printed
    wide = [line for line in printed.splitlines() if cell_len(line) > width]
    assert wide == []
    assert not [line for line in printed.splitlines() if line.strip()[:1] in set("，。；：、！？）》」』")]


def test_standard_input_and_three_doors_give_the_same(tmp_path: Path) -> None:
    """`-` reads the case; the console script, the checkout's door and the module are one program."""
    text = EXAMPLE.read_text(encoding="utf-8")
    by_module = mvpod("recommend", "-", folder=tmp_path, typed=text)
    script = Path(sys.executable).with_name("mvpod")
    for command in ([str(script)], [sys.executable, str(ROOT / "cli.py")]):
        done = subprocess.run(
            [*command, "recommend", "-"],
            input=text,
            env=surroundings(),
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout == by_module.out


def test_another_home_is_read(tmp_path: Path) -> None:
    """`--home` and MVPOD_HOME name another rules/ and knowledge/."""
    for folder in ("rules", "knowledge"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    table = tmp_path / "home" / "knowledge" / "decision.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace('edition: "2026.11"', 'edition: "mine"'), "utf-8")
    named = mvpod("recommend", EXAMPLE, "--format", "json", "--home", "home", folder=tmp_path)
    assert named.data["knowledge"]["version"] == "mine"
    environment = {**surroundings(), "MVPOD_HOME": "home"}
    done = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path, environment=environment)
    assert done.code == 0
    assert done.out == named.out
    missing = mvpod("recommend", EXAMPLE, "--home", "nowhere", folder=tmp_path)
    assert missing.code == 2
    assert "nowhere: error MV107" in missing.err


@pytest.mark.parametrize(
    ("variable", "value", "word"), [("LC_ALL", "zh_CN.UTF-8", "建议"), ("LANG", "de_DE", "Recomm")]
)
def test_the_language_follows_the_locale(variable: str, value: str, word: str, tmp_path: Path) -> None:
    """Chinese for a Chinese locale, English otherwise; the help too."""
    environment = {name: text for name, text in surroundings().items() if name not in {"LC_ALL", "LC_MESSAGES", "LANG"}}
    environment |= {variable: value, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "mvpod_expert", "recommend", str(EXAMPLE)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert word in done.stdout
    done = subprocess.run([*command, "--help"], env=environment, capture_output=True, encoding="utf-8", check=True)
    assert ("语言" in done.stdout) == (variable == "LC_ALL")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """`mvpod … | head -1` prints no complaint."""
    command = f"'{sys.executable}' -m mvpod_expert recommend '{EXAMPLE}' --format json | head -1"
    done = subprocess.run(
        ["bash", "-c", command], env=surroundings(), cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.parametrize(
    "arguments",
    [["recommend"], ["recommend", "x.yaml", "--engin", "bitset"], ["advise"], ["recommend", "x", "--lang", "de"]],
)
def test_wrong_usage_is_told_with_exit_2(arguments: list[str], tmp_path: Path) -> None:
    """What is wrong with the command line, and where to look."""
    printed = mvpod(*arguments, folder=tmp_path)
    assert (printed.code, printed.out) == (2, "")
    assert "--help" in printed.err


def test_our_own_mistake_is_told_with_exit_3(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A bug shows one line, no traceback, and is distinguished from the person's mistakes."""

    def broken(*_: object) -> None:
        message = "the engine room is flooded"
        raise ValueError(message)

    monkeypatch.setattr("mvpod_expert.commands.recommend.read_case", broken)
    monkeypatch.setattr("sys.argv", ["mvpod", "recommend", str(EXAMPLE)])
    assert run() == 3
    printed = capfd.readouterr()
    assert "ValueError: the engine room is flooded" in printed.err
    assert "Traceback" not in printed.err
