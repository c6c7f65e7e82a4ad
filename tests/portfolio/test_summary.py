"""What a head of sales looks at: sums that are the sums of the accounts, and one account explained in full."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow.parquet
import pytest

from features.program import unmeasured as mvpod
from mvpod_portfolio.summary import NEAREST, summarise
from tests.fuzz.running import STEERING
from tests.portfolio.accounts import cell_of, random_accounts, table_of
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with accounts, decided as Parquet and as CSV."""
    folder = tmp_path_factory.mktemp("portfolio")
    chance = random.Random(9)
    beside: dict[str, list[Any]] = {
        "key": [f"A{number}" for number in range(COUNT)],
        "region": [chance.choice(["North", "South", None]) for _ in range(COUNT)],
        "revenue": [chance.choice([None, 10.0, 20.5, 3000.0]) for _ in range(COUNT)],
        "today": [chance.choice(["direct", "渠道", ""]) for _ in range(COUNT)],
    }
    pyarrow.parquet.write_table(table_of(random_accounts(COUNT, 9), **beside), folder / "accounts.parquet")
    for name in ("decided.parquet", "decided.csv"):
        assert mvpod("portfolio", "accounts.parquet", "-o", name, folder=folder).code == 0
    return folder


@pytest.mark.parametrize("name", ["decided.parquet", "decided.csv"])
def test_the_sums_are_those_of_the_accounts(name: str, folder: Path) -> None:
    """Tools of this kind show a dashboard that does not add up to the rows below it."""
    rows = pyarrow.parquet.read_table(folder / "decided.parquet").to_pylist()
    summary = summarise(folder / name)
    assert {mode: sums.accounts for (mode,), sums in summary.sums["mode"].items()} == Counter(
        row["mode"] or "" for row in rows
    )
    assert summary.total.value == pytest.approx(sum(row["value"] or 0 for row in rows))
    assert summary.verdicts == Counter(row["verdict"] for row in rows)
    assert summary.settled.accounts == sum(row["settled"] for row in rows)
    regions = Counter((row["region"] or "", row["mode"] or "") for row in rows)
    assert {key: sums.accounts for key, sums in summary.sums["region"].items()} == regions
    routes = Counter((row["route"], row["mode"] or "") for row in rows if row["route"])
    assert {key: sums.accounts for key, sums in summary.sums["route"].items()} == routes
    questions = Counter(fact for row in rows for fact in row["open_facts"])
    assert {fact: sums.accounts for (fact,), sums in summary.sums["question"].items()} == questions
    value = sum(row["value"] or 0 for row in rows if "market_stage" in row["open_facts"])
    assert summary.sums["question"]["market_stage",].value == pytest.approx(value)
    waiting = [row for row in rows if row["mode"] and not row["settled"] and row["margin"] is not None]
    nearest = sorted((row["margin"], -(row["value"] or 0)) for row in waiting)[:NEAREST]
    assert [(each.margin, -each.value) for each in summary.nearest] == nearest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_is_shown_and_written_in_every_form(lang: str, folder: Path) -> None:
    """The same tables on the terminal, as a page, as Markdown and as a workbook."""
    direct = KNOWLEDGE.decision.mode("direct").title
    for ending in ("html", "md", "xlsx"):
        output = f"summary-{lang}.{ending}"
        for _ in range(2):  # what we wrote ourselves is written over
            found = mvpod(
                *("portfolio", "decided.parquet", "--summary", "--summary-to", output, "--lang", lang), folder=folder
            )
            assert found.code == 0, found.said
        assert getattr(direct, lang) in found.out
        if ending in {"html", "md"}:
            assert "A" in (folder / output).read_text(encoding="utf-8")
    rows = pyarrow.parquet.read_table(folder / "decided.parquet").to_pylist()
    sheet = openpyxl.load_workbook(folder / f"summary-{lang}.xlsx").worksheets[0]
    counts = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert counts[getattr(direct, lang)] == sum(row["mode"] == "direct" for row in rows)
    (drawn,) = sheet.conditional_formatting
    assert drawn.rules[0].type == "dataBar"


def test_hostile_names_of_accounts_are_shown_in_every_form(tmp_path: Path) -> None:
    """Workbooks hold no control characters, and libraries that write them stop at one in somebody's name."""
    name = "\x1b[31mred\x07\u202e [bold]x[/bold] <script>alert(1)</script>"
    (tmp_path / "a.csv").write_text(
        f"key,region,partner_capability\n{name},{name},low\n=1+1,=1+1,low\n", encoding="utf-8"
    )
    mvpod("portfolio", "a.csv", "-o", "a.parquet", "--lang", "en", folder=tmp_path)
    for ending in ("html", "md", "xlsx"):
        found = mvpod(
            *("portfolio", "a.parquet", "--summary", "--summary-to", f"s.{ending}", "--lang", "en"), folder=tmp_path
        )
        assert (found.code, STEERING.search(found.said)) == (0, None), found.said
    for ending in ("html", "md"):
        text = (tmp_path / f"s.{ending}").read_text(encoding="utf-8")
        assert "red" in text
        assert "<script>alert" not in text
        assert STEERING.search(text) is None
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "s.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert any("red" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" and STEERING.search(str(cell.value)) is None for cell in cells)


@pytest.mark.parametrize("name", ["decided.parquet", "decided.csv"])
def test_one_account_is_explained_in_full(name: str, folder: Path) -> None:
    """Tools of this kind score a million rows, and cannot say why of one."""
    states = random_accounts(COUNT, 9)[7]
    expected = ADVISER.advise(cell_of(states)).mode
    found = mvpod("explain", name, "--row", "A7", "--format", "json", folder=folder)
    assert found.code == 0, found.said
    explanation = found.data["cells"][0]["explanation"]
    assert explanation["decision"]["recommended"] == expected.recommended
    assert {each["mode"]: each["net"] for each in explanation["decision"]["ranking"]} == {
        each.mode: each.net for each in expected.ranking
    }
    missing = mvpod("explain", name, "--row", "nobody", "--lang", "en", folder=folder)
    assert (missing.code, "There is no account nobody" in missing.said) == (2, True)
    foreign = mvpod("explain", "accounts.parquet", "--row", "A7", "--lang", "en", folder=folder)
    assert (foreign.code, "not a result of mvpod portfolio" in foreign.said) == (2, True)


def test_a_summary_in_no_form_is_refused_before_anything_is_decided(tmp_path: Path) -> None:
    """Tools of this kind work for an hour, write over the last result, and then refuse a name."""
    (tmp_path / "a.csv").write_text("account,partner_capability\nA,high\n", encoding="utf-8")
    arguments = ("portfolio", "a.csv", "-o", "b.parquet", "--summary-to", "s.pdf", "--lang", "en")
    found = mvpod(*arguments, folder=tmp_path)
    assert (found.code, "s.pdf" in found.said) == (2, True), found.said
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
