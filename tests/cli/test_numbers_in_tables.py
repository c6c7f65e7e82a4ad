"""No wrong number in silence: `mvpod metrics` over numbers that people and spreadsheets write in several ways."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from openpyxl.styles import Font

from features.program import unmeasured as mvpod
from tests.loading.workbook_files import QUARTERS, formatted, series, workbook

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "period,metric,value\n"


def points(path: Path, name: str = "win_rate") -> dict[str, float]:
    """Return what was read of a series, by period."""
    told = mvpod("metrics", path.name, "--format", "json", folder=path.parent)
    assert told.code == 0, told.err
    found = {each["series"]: each for each in told.data["cells"][0]["series"]}
    return {each["period"]: each["value"] for each in found[name]["points"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("期间;指标;数值\n2024Q1;K33;120.000\n", "may be 120000 or 120"),
        ("期间;指标;数值\n2024Q1;K33;1,234\n", "may be 1234 or 1.234"),
        ("period\tmetric\tvalue\n2024Q1\tK33\t1.234\n", "may be 1234 or 1.234"),
        (HEAD + "2024Q1,K25,1.10\n2024Q2,K25,2.18\n", "C3: 2.18 may be 218% or 2.18%"),
        (HEAD + "2024Q1,K05,0.98\n2024Q2,K05,1.02\n", "C3: 1.02 may be 102% or 1.02%"),
        ("period,metric,value,unit\n2024Q1,K09,0.31,%\n", "C2: 0.31 may be 31% or 0.31%"),
        ("period,metric,value,unit\n2024Q1,K09,31,%\n2024Q2,K09,0.33,%\n", "0.33 may be 33% or 0.33%"),
        (HEAD + "2024Q1,K33,$1234\n", "'usd' is no unit of this metric"),
        (HEAD + "2024Q1,K01,¥50\n", "'cny' is no unit of this metric"),
        (HEAD + "2024Q1,K01,5²\n", "is more than a number"),
        (HEAD + "FY2024,K01,50\n", "in which month a fiscal year begins"),
        (HEAD + "Market 2024,K01,50\n", "'Market 2024' is no period"),
        (HEAD + "2024Q1,K01," + "9" * 5_000 + "\n", "is larger than any number that can be read"),
        (HEAD + "2024Q1,K01," + "x" * 140_000 + "\n", "more than 32,767 characters"),
        (HEAD + "2024Q1,K01,1e999\n", "is larger than any number that can be read"),
    ],
)
def test_what_may_be_two_numbers_is_told_with_both(text: str, words: str, tmp_path: Path) -> None:
    """Tools of this kind take one reading: thousands for decimals, fractions for per cent, dollars for yuan."""
    (tmp_path / "h.csv").write_text(text, encoding="utf-8")
    told = mvpod("metrics", "h.csv", "--lang", "en", folder=tmp_path)
    assert (told.code, told.out) == (2, "")
    assert words in told.said
    assert len(told.err) < 2_000
    assert mvpod("metrics", "h.csv", "--lang", "zh", folder=tmp_path).code == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (".5", 0.5),
        ("5%", 0.05),
        ("(3%)", None),
        ("31 %", 0.31),
        ("３１％", 0.31),
        ("0.312", 0.312),
        ("1.", 1.0),
        ("1e-1", 0.1),
    ],
)
def test_short_forms_of_numbers_are_read(written: str, value: float | None, tmp_path: Path) -> None:
    """Tools of this kind call .5 text; a negative share in accounting's brackets is negative, and out of range."""
    (tmp_path / "h.csv").write_text(f"{HEAD}2024Q1,K09,{written}\n", encoding="utf-8")
    if value is None:
        assert (
            "is outside what this metric can be (0% to 100%)"
            in mvpod("metrics", "h.csv", "--lang", "en", folder=tmp_path).said
        )
    else:
        assert points(tmp_path / "h.csv") == {"2024Q1": pytest.approx(value)}


def test_money_is_read_with_its_currency_and_thousands(tmp_path: Path) -> None:
    """Yuan signs, thin spaces and apostrophes between thousands, and a unit of ten thousand beside the number."""
    rows = [
        "2024Q1,K33,¥1 234,",
        "2024Q2,K33,1\u2009234元,",
        '2024Q3,K33,"1,234",',
        "2024Q4,K33,12.5,万元",
        "2025Q1,K33,1'234,元",
    ]
    (tmp_path / "h.csv").write_text("period,metric,value,unit\n" + "\n".join(rows), encoding="utf-8")
    assert list(points(tmp_path / "h.csv", "synergy").values()) == [1234, 1234, 1234, 125_000, 1234]


def test_per_cent_cells_of_excel_are_per_cent(tmp_path: Path) -> None:
    """Tools of this kind read the 31% of a per cent cell as 0.31, and with a column of units as 0.31%."""
    workbook(tmp_path / "a.xlsx", series([0.31, 0.4]), formatted("0%"))
    assert points(tmp_path / "a.xlsx") == {"2022Q1": 0.31, "2022Q2": 0.4}
    filled = [["period", "metric", "value", "unit"], ["2022Q1", "K09", 0.31, "%"]]
    workbook(tmp_path / "b.xlsx", filled, lambda sheet: setattr(sheet["C2"], "number_format", "0%"))
    assert points(tmp_path / "b.xlsx") == {"2022Q1": 0.31}
    workbook(tmp_path / "c.xlsx", filled)
    assert "C2: 0.31 may be 31% or 0.31%" in mvpod("metrics", "c.xlsx", "--lang", "en", folder=tmp_path).said
    workbook(tmp_path / "d.xlsx", series([1.02, 1.52], "K05"), formatted("0%"))
    assert points(tmp_path / "d.xlsx", "net_revenue_retention") == {"2022Q1": 1.02, "2022Q2": 1.52}
    workbook(tmp_path / "e.xlsx", series([1234], "K33"), formatted("[$€-407]#,##0"))
    assert "'eur' is no unit of this metric" in mvpod("metrics", "e.xlsx", "--lang", "en", folder=tmp_path).said
    workbook(tmp_path / "f.xlsx", series([1.234, 12.345], "K33"))
    assert points(tmp_path / "f.xlsx", "synergy") == {"2022Q1": 1.234, "2022Q2": 12.345}


def test_hidden_rows_and_sheets_are_told(tmp_path: Path) -> None:
    """Tools of this kind count rows that a filter hides; whether they count is for a person to say."""

    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    workbook(tmp_path / "a.xlsx", series([0.31, 0.4]), hide)
    told = mvpod("metrics", "a.xlsx", "--lang", "en", folder=tmp_path)
    assert (told.code, "hidden or filtered out (3)" in told.said) == (2, True)
    accounts = [["key", "deal_size_usd"], ["A", 1000], ["B", 2_000_000]]
    for change, words in (
        (hide, "hidden or filtered out (3)"),
        (lambda sheet: sheet.merge_cells("A2:A3"), "cells are merged (A2:A3)"),
        (lambda sheet: setattr(sheet["B2"], "value", "=1+1"), "no result stored (B2)"),
        (lambda sheet: setattr(sheet["B3"], "number_format", "#,##0,"), "another number than the cells hold (B3)"),
        (lambda sheet: setattr(sheet["A3"], "font", Font(strike=True)), "struck out (A3)"),
    ):
        workbook(tmp_path / "k.xlsx", accounts, change)
        told = mvpod("portfolio", "k.xlsx", "-o", "k.csv", "--lang", "en", folder=tmp_path)
        assert (told.code, words in told.said) == (2, True), told.said
    book = workbook(tmp_path / "b.xlsx", series([0.31, 0.4]))
    book.create_sheet("draft").sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    told = mvpod("metrics", "b.xlsx", "--lang", "en", folder=tmp_path)
    assert (told.code, "Not read: the hidden sheets draft" in told.err) == (0, True)
    (tmp_path / "case.yaml").write_text("answers: {market_stage: mature}\nmetrics: b.xlsx\n", encoding="utf-8")
    for asked in (["recommend", "case.yaml"], ["explain", "case.yaml"], ["report", "case.yaml", "-o", "r.md"]):
        assert "Not read: the hidden sheets of b.xlsx: draft" in mvpod(*asked, "--lang", "en", folder=tmp_path).err


def test_quarter_ends_are_quarters(tmp_path: Path) -> None:
    """Tools of this kind see months with gaps, and forecast April."""
    (tmp_path / "h.csv").write_text("date,K09\n2024-03-31,31%\n2024-06-30,32%\n2024-09-30,33%\n", encoding="utf-8")
    assert list(points(tmp_path / "h.csv")) == ["2024Q1", "2024Q2", "2024Q3"]


def test_a_name_in_two_unicode_forms_is_one_market_cell(tmp_path: Path) -> None:
    """Tools of this kind keep Café apart from Café, one typed on a Mac; `--cell` and the case may have either too."""
    two = [unicodedata.normalize(form, "Café") for form in ("NFC", "NFD")]
    rows = "".join(f"2024Q{n + 1},{name},K09,3{n}%\n" for n, name in enumerate(two))
    (tmp_path / "h.csv").write_text("period,cell,metric,value\n" + rows, encoding="utf-8")
    for named in two:
        told = mvpod("metrics", "h.csv", "--cell", named, "--format", "json", folder=tmp_path).data["cells"]
        assert len(told) == 1
        assert len(told[0]["series"][0]["points"]) == 2
        case = f"metrics: h.csv\nanswers: {{market_stage: mature}}\ncells:\n  - {{id: {named}}}\n"
        (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
        assert mvpod("recommend", "case.yaml", folder=tmp_path).code != 2


def test_rounding_makes_no_trend(tmp_path: Path) -> None:
    """Tools of this kind call 0.1 + 0.2 after 0.3 a clear rise of about zero."""
    values = [0.3] * 6 + [0.1 + 0.2] * 6
    (tmp_path / "h.csv").write_text(
        "period,K09\n" + "".join(f"{q},{v!r}\n" for q, v in zip(QUARTERS, values, strict=True)), encoding="utf-8"
    )
    told = mvpod("metrics", "h.csv", "--lang", "en", folder=tmp_path)
    assert "the same in every period, so there is no trend" in told.out
    assert "▄▄▄▄▄▄▄▄▄▄▄▄" in told.out


def test_many_wrong_columns_and_series_are_counted(tmp_path: Path) -> None:
    """Tools of this kind print thousands of findings; 49 are reported and the others counted."""
    (tmp_path / "a.csv").write_text(
        "period," + ",".join(f"column{n}" for n in range(300)) + "\n2024Q1,1\n", encoding="utf-8"
    )
    assert "251 more columns were not read" in mvpod("metrics", "a.csv", "--lang", "en", folder=tmp_path).said
    rows = "".join(f"2024Q1,c{n},K09,300%\n" for n in range(300))
    (tmp_path / "b.csv").write_text("period,cell,metric,value\n" + rows, encoding="utf-8")
    told = mvpod("metrics", "b.csv", "--lang", "en", folder=tmp_path)
    assert "250 more that are not listed" in told.said
    assert "300 findings" in told.said
