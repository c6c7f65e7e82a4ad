"""`mvpod vendors` as a person and as a program sees it, in both languages; its findings in advice and reports too."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest
from rich.cells import cell_len

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "analytics-software-vendors.yaml"
HOSTILE = """\
answers: {market_stage: mature}
vendors:
  - id: a
    name: "<script>alert(1)</script> **[x](y)** {{ 7*7 }} | \\e[31mred"
    notes: "<b>bold</b> {% raw %} `code`"
    criteria: {C3: {score: 0, evidence: "<i>seen</i>"}}
"""


def schema(name: str) -> object:
    return json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_the_json_keeps_its_schema_and_stands_in_the_advice(tmp_path: Path) -> None:
    """The same selection in both documents; only those that pass all gates are ranked."""
    data = mvpod("vendors", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(data, schema("vendors"))
    (selection,) = data["selections"]
    for each in selection["vendors"]:
        passed = all(gate["state"] == "passed" for gate in each["gates"])
        assert (each["state"] == "passed") == passed == (each["ranked"] is not None) == (each["points"] is not None)
    advice = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(advice, schema("recommendation"))
    assert advice["vendors"] == data["selections"]


def test_the_matrix_covers_exactly_the_functions_of_the_plans(tmp_path: Path) -> None:
    """Every function that carries an item of a plan is a must-have of every vendor, and no other."""
    advice = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data
    (selection,) = advice["vendors"]
    carried = {
        (item["item"], function)
        for cell in advice["cells"]
        for item in cell["plan"]
        for function in item["carried_by"]
        if function in {each["item"] for each in cell["plan"]}
    }
    told = {(item, each["function"]) for each in selection["must_haves"] for item in each["items"]}
    assert told == carried == {(each["item"], name) for each in selection["traced"] for name in each["functions"]}
    functions = {function for _, function in carried}
    assert all(set(each["fits"]) == functions for each in selection["vendors"])


def test_a_cell_alone_has_its_own_must_haves(tmp_path: Path) -> None:
    """With --cell only that cell's plan counts; a cell nobody knows is reported with what was meant."""
    data = mvpod("vendors", EXAMPLE, "--cell", "japan", "--format", "json", folder=tmp_path).data
    assert data["selections"][0]["cells"] == ["japan"]
    assert {tuple(each["cells"]) for each in data["selections"][0]["traced"]} == {("japan",)}
    wrong = mvpod("vendors", EXAMPLE, "--cell", "jpan", folder=tmp_path)
    assert (wrong.code, wrong.out) == (2, "")
    assert "japan" in wrong.err


def test_a_saved_result_with_vendors_replays(tmp_path: Path) -> None:
    """A result that holds vendors is read and checked like any other."""
    (tmp_path / "saved.json").write_text(mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).out, "utf-8")
    assert mvpod("replay", "saved.json", folder=tmp_path).code == 0


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("more", [(), ("--everything",)])
def test_it_reads_well_at_sixty_columns(lang: str, more: tuple[str, ...], tmp_path: Path) -> None:
    """No line is wider than the terminal, and every vendor and gate is there."""
    narrow = surroundings() | {"COLUMNS": "60"}
    done = mvpod("vendors", EXAMPLE, "--lang", lang, *more, folder=tmp_path, environment=narrow)
    assert done.code == 0
    assert max(map(cell_len, done.out.splitlines())) <= 60
    for words in ("Vendor A", "Vendor D", "功能匹配" if lang == "zh" else "Function match"):
        assert words in done.out


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_can_be_read_back(lang: str, tmp_path: Path) -> None:
    """It has every criterion and must-have, and as a file of vendors everything in it is unknown."""
    text = mvpod("vendors", EXAMPLE, "--template", "--lang", lang, folder=tmp_path).out
    (tmp_path / "vendors.yaml").write_text(text, encoding="utf-8")
    data = mvpod("vendors", EXAMPLE, "--vendors", "vendors.yaml", "--format", "json", folder=tmp_path).data
    ((vendor,),) = (each["vendors"] for each in data["selections"])
    assert set(vendor["fits"].values()) == {"unknown"}
    assert {each["shown"] for each in vendor["scores"]} == {"unknown"}
    assert all(f"      {each['criterion']}: " in text for each in vendor["scores"])
    assert vendor["state"] == "undecided"


def test_without_vendors_it_says_what_is_missing(tmp_path: Path) -> None:
    """Wrong usage, in one line, with the way to the template."""
    (tmp_path / "case.yaml").write_text("answers: {market_stage: mature}\n", encoding="utf-8")
    printed = mvpod("vendors", "case.yaml", folder=tmp_path)
    assert (printed.code, printed.out) == (2, "")
    assert "--template" in printed.err


@pytest.mark.parametrize(("lang", "name"), [("zh", "r.html"), ("en", "r.md"), ("en", "r.docx")])
def test_every_form_of_report_has_the_vendors(lang: str, name: str, tmp_path: Path) -> None:
    """Page, Markdown and Word say who is first, and what to ask."""
    assert mvpod("report", EXAMPLE, "-o", name, "--lang", lang, folder=tmp_path).code == 0
    content = (tmp_path / name).read_bytes()
    if name.endswith("docx"):
        content = ZipFile(BytesIO(content)).read("word/document.xml")
    words = {"zh": ("下一步问什么", "核心人员不具名"), "en": ("What to ask next", "Core people not named")}[lang]
    assert [each for each in ("Vendor C", *words) if each not in content.decode()] == []


def test_a_report_without_vendors_says_nothing_of_them(tmp_path: Path) -> None:
    """No empty section."""
    (tmp_path / "case.yaml").write_text("answers: {market_stage: mature}\n", encoding="utf-8")
    mvpod("report", "case.yaml", "-o", "r.md", folder=tmp_path)
    assert "Choosing a vendor" not in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_nothing_a_client_typed_is_taken_for_markup(tmp_path: Path) -> None:
    """Names and notes come out as they were written, on the page, in Markdown, in Word and in the terminal."""
    (tmp_path / "case.yaml").write_text(HOSTILE, encoding="utf-8")
    for name in ("r.html", "r.md", "r.docx"):
        assert mvpod("report", "case.yaml", "-o", name, folder=tmp_path).code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>bold" not in page
    markdown = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "<script" not in markdown.replace("\\<", "")
    assert "**[x](y)**" not in markdown
    document = ZipFile(tmp_path / "r.docx").read("word/document.xml").decode()
    assert "{{ 7*7 }}" in document
    shown = mvpod("vendors", "case.yaml", folder=tmp_path)
    assert shown.code == 0
    assert "\x1b" not in shown.out
    assert "<script>alert(1)</script>" in shown.said
