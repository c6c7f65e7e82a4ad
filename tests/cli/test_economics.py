"""`mvpod economics` as a person and as a program sees it, in both languages; its numbers in advice and reports too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-valves-complete.yaml"
CELL = ("--cell", "east-china-process")
PARTLY = """\
answers: {market_stage: mature}
economics:
  currency: CNY
  gross_margin: 50%
  direct: {accounts_covered: 100, win_rate: 30%, revenue_per_account: 100000, reps: 4}
"""


def schema(name: str) -> object:
    return json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_the_json_keeps_its_schema_and_its_sums(tmp_path: Path) -> None:
    """Parts add up to contributions, counts to the draws; the same numbers stand in the advice."""
    data = mvpod("economics", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(data, schema("economics"))
    for cell in data["cells"]:
        found = cell["economics"]
        assert found["missing"] == []
        for figure in found["figures"]:
            if figure["parts"]:
                assert sum(figure["parts"].values()) == pytest.approx(figure["value"])
        assert sum(found["best"]["draws_best"].values()) == found["draws"] == 10_000
    advice = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(advice, schema("recommendation"))
    assert [cell["economics"] for cell in advice["cells"]] == [cell["economics"] for cell in data["cells"]]


def test_a_saved_result_with_numbers_replays(tmp_path: Path) -> None:
    """The checker goes through the numbers too."""
    saved = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).out
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    assert mvpod("replay", "saved.json", folder=tmp_path).code == 0
    bent = saved.replace('"layer": "figures"', '"layer": "cell"', 1)
    (tmp_path / "bent.json").write_text(bent, encoding="utf-8")
    assert mvpod("replay", "bent.json", folder=tmp_path).code == 1


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wider_than_a_narrow_terminal(lang: str, tmp_path: Path) -> None:
    """At 60 columns every line fits, with everything printed; nothing is left untranslated."""
    narrow = surroundings() | {"COLUMNS": "60"}
    done = mvpod("economics", EXAMPLE, "--everything", "--lang", lang, folder=tmp_path, environment=narrow)
    assert done.code == 0
    assert [line for line in done.out.splitlines() if cell_len(line) > 60] == []
    words = {
        "zh": ("数字与规则、回答矛盾之处", "要多少人", "由什么左右"),
        "en": ("contradict", "People needed", "What drives"),
    }
    for word in words[lang]:
        assert word in done.out


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_is_a_case_that_can_be_computed_whole(lang: str, tmp_path: Path) -> None:
    """Copied as it is, nothing is missing and nothing is wrong; every input stands in it with its unit."""
    printed = mvpod("economics", "--template", "--lang", lang, folder=tmp_path)
    assert printed.code == 0
    (tmp_path / "case.yaml").write_text(printed.out, encoding="utf-8")
    (cell,) = mvpod("economics", "case.yaml", "--format", "json", folder=tmp_path).data["cells"]
    assert cell["economics"]["missing"] == []
    assert "cost_share" in printed.out


def test_the_same_seed_gives_the_same_page_and_another_one_does_not(tmp_path: Path) -> None:
    """Draws and seed are the caller's."""
    one, again, other = (
        mvpod("economics", EXAMPLE, *CELL, "--draws", "500", "--seed", seed, folder=tmp_path).out
        for seed in ("3", "3", "4")
    )
    assert one == again != other
    assert "500 draws" in one


def test_what_is_missing_is_named_with_how_to_estimate_it(tmp_path: Path) -> None:
    """What can be computed is; for the rest the numbers are named."""
    (tmp_path / "case.yaml").write_text(PARTLY, encoding="utf-8")
    printed = mvpod("economics", "case.yaml", folder=tmp_path)
    assert printed.code == 0
    assert "Direct revenue a year: CNY 3M" in printed.out
    assert "(direct.cost_per_rep)" in printed.part("missing")
    assert "Pay, bonus, social insurance, travel and tools" in printed.said


def test_without_numpy_the_likely_values_are_computed_and_it_is_said_what_to_install(tmp_path: Path) -> None:
    """A hidden numpy costs the ranges, never the results; plain numbers do not even need it."""
    hiding = tmp_path / "hiding" / "numpy"
    hiding.mkdir(parents=True)
    (hiding / "__init__.py").write_text("raise ImportError('hidden for a test')\n", encoding="utf-8")
    hidden = {**surroundings(), "PYTHONPATH": os.pathsep.join([str(hiding.parent), str(ROOT)])}
    (tmp_path / "plain.yaml").write_text(PARTLY, encoding="utf-8")

    def run(case: Path | str) -> str:
        command = [sys.executable, "-m", "mvpod_expert", "economics", str(case)]
        return subprocess.run(
            command, env=hidden, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert "pip install 'mvpod[figures]'" in " ".join(run(EXAMPLE).split())
    assert "contributes most" in " ".join(run(EXAMPLE).split())
    assert "numpy" not in run("plain.yaml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--template"),
        ((ROOT / "examples" / "industrial-sensors.yaml",), "has no economics:"),
        ((EXAMPLE, "--cell", "east-china-proces"), "east-china-process"),
        ((EXAMPLE, "--draws", "3"), "--draws"),
    ],
    ids=["no case", "no numbers", "no such cell", "too few draws"],
)
def test_wrong_usage_is_told(arguments: tuple[str | Path, ...], said: str, tmp_path: Path) -> None:
    """Exit 2, one line, nothing computed."""
    printed = mvpod("economics", *arguments, folder=tmp_path)
    assert (printed.code, printed.out) == (2, "")
    assert said in printed.err


@pytest.mark.parametrize(("lang", "form"), [("zh", "docx"), ("en", "html"), ("en", "md")])
@pytest.mark.thorough
def test_the_report_has_the_numbers_in_every_form(lang: str, form: str, tmp_path: Path) -> None:
    """Table, tornado, formulas and sources stand in page, Markdown and Word."""
    docx = pytest.importorskip("docx")
    made = tmp_path / f"r.{form}"
    assert mvpod("report", EXAMPLE, "-o", made, "--length", "full", "--lang", lang, folder=tmp_path).code == 0
    if form == "docx":
        document = docx.Document(str(made))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        text = made.read_text(encoding="utf-8")
    shown = {
        "zh": ("经济账", "由什么左右", "给伙伴的让利", "直销费用率 ÷ 渠道费用率", "talley-1961"),
        "en": (
            "Economics",
            "What drives",
            "partner margin",
            "cost of selling direct / cost of the channel",
            "talley-1961",
        ),
    }[lang]
    assert [each for each in shown if each not in text] == []
    if form == "html":
        assert text.count(shown[1]) == 2


def test_what_a_file_says_stays_text_in_page_and_terminal(tmp_path: Path) -> None:
    """A currency and a segment are words, whatever they look like."""
    (tmp_path / "case.yaml").write_text(
        'economics:\n  currency: "<script>alert(1)</script>"\n  segments:\n'
        '    - {id: "\\e[31m<b>{{ 7*7 }}.accounts", accounts: {low: 1, likely: 2, high: 3}}\n',
        encoding="utf-8",
    )
    printed = mvpod("economics", "case.yaml", "--everything", folder=tmp_path)
    assert "Target accounts: 2 accounts" in printed.out
    assert "\x1b" not in printed.out
    assert mvpod("report", "case.yaml", "-o", "r.html", folder=tmp_path).code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "<b>" not in page


LEG = """\
economics:
  currency: CNY
  selling_hours_per_rep: 800
  segments:
    - {id: key, accounts: 100, visits_per_year: 12, hours_per_visit: 4}
    - {id: tail, accounts: 400}
  hybrid: {direct_segments: [key], channel_accounts: 300}
cells:
  - {id: shared}
  - {id: own, economics: {hybrid: {direct_reps: 9}}}
  - id: other
    economics:
      segments: [{id: mines, accounts: 20, visits_per_year: 10, hours_per_visit: 8}]
      hybrid: {direct_segments: [mines], channel_accounts: 0}
"""


def test_the_segments_of_the_direct_leg_are_shared_by_cells_that_name_no_others(tmp_path: Path) -> None:
    """A cell's own number of sellers wins; a cell with segments of its own names its own; it is told which was used."""
    (tmp_path / "case.yaml").write_text(LEG, encoding="utf-8")
    cells = mvpod("economics", "case.yaml", "--format", "json", folder=tmp_path).data["cells"]
    found = [next(e for e in cell["economics"]["figures"] if e["result"] == "hybrid_reps") for cell in cells]
    assert [(each["value"], each["leg_reps"]) for each in found] == [(6, "workload"), (9, "given"), (2, "workload")]
    assert [cell["economics"]["direct_segments"] for cell in cells] == [["key"], ["key"], ["mines"]]
    told = mvpod("economics", "case.yaml", "--cell", "other", folder=tmp_path).said
    assert "by the workload of the segments it takes (mines)" in told
    (tmp_path / "case.yaml").write_text(LEG.replace("{direct_segments: [mines], ", "{"), encoding="utf-8")
    refused = mvpod("economics", "case.yaml", folder=tmp_path)
    assert refused.code == 2
    assert "MV204" in refused.err
    assert "mines" in refused.err
