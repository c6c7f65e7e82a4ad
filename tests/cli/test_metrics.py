"""`mvpod metrics` as a person and as a program sees it: broken tables, good ones, and histories in a case."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
from openpyxl import Workbook
from rich.cells import cell_len

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden_metrics"
HISTORY = ROOT / "examples" / "metrics-history.csv"
CASE = ROOT / "examples" / "industrial-valves-complete.yaml"
HEAD = "period,metric,value\n"
BROKEN: dict[str, bytes] = {
    "no-period": (HEAD + "2024Q1,K09,31%\nlast spring,K09,32%\n,K09,33%\n").encode(),
    "no-such-metric": (HEAD + "2024Q1,win-rat,31%\n2024Q2,win-rat,31%\n").encode(),
    "two-figures": (HEAD + "2024Q1,K10,118\n").encode(),
    "text-in-numbers": (HEAD + '2024Q1,K09,about 31%\n2024Q2,K09,n/a\n2024Q3,K09,"31,5"\n').encode(),
    "out-of-range": (HEAD + "2024Q1,K01,720\n").encode(),
    "mixed-units": (HEAD + "2024Q1,K09,31\n2024Q2,K09,0.33\n").encode(),
    "wrong-unit": b"period,metric,value,unit\n2024Q1,K10a,118,hours\n2024Q1,K01,71%,\n",
    "row-twice": (HEAD + "2024-03,K09,31%\n2024-03,K09,31%\n2024-03,K01,71\n2024/3/31,K01,72\n").encode(),
    "mixed-periods": (HEAD + "2024Q1,K09,31%\n2024-04,K09,33%\n").encode(),
    "no-header": b"2024Q1,K09,31%\n2024Q2,K09,33%\n",
    "gbk": "期间,指标,数值\n2024年1月,赢单率,31%\n".encode("gbk"),
    "empty": b"\n",
    "no-values": (HEAD + "2024Q1,K09,\n").encode(),
    "cell-too-many": (HEAD + "2024Q1,K09,31%,x\n").encode(),
    "quote-open": (HEAD + '2024Q1,K09,"31%\n').encode(),
    "workbook-called-csv": b"PK\x03\x04rest",
    "wide-unknown": "月份;赢单率;赢单\n2024年1月;31%;5\n".encode(),
    "ambiguous-dates": (HEAD + "03/04/2024,K09,31%\nMar-24,K09,32%\n2024.1,K09,33%\n").encode(),
    "not-only-numbers": (HEAD + "2024-01,K33,3万\n2024-02,K33,#N/A\n2024-03,K33,1 234\n2024-04,K33,暂缺\n").encode(),
    "decimal-commas": "期间;指标;数值\n2024年1月;赢单率;31,5%\n".encode(),
    "column-twice": b"period,K09,win rate\n2024-01,31%,32%\n",
    "period-column-twice": b"period,month,K09\n2024-01,2024-01,31%\n",
    "periods-across": "指标,2024-01,2024-02\n赢单率,31%,32%\n".encode(),
    "title-above": "公司指标表\n期间,指标,数值\n2024-01,K09,31%\n".encode(),
    "short-code": (HEAD + "2024-01,K9,31%\n").encode(),
    "months-after-quarters": (HEAD + "2024Q1,K09,31%\n2024-04,K09,32%\n2024-05,K09,33%\n").encode(),
    "utf-16": (HEAD + "2024-01,K09,31%\n").encode("utf-16"),
    "old-excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
    "open-document": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "all-out-of-range": (HEAD + "".join(f"{year}Q1,K01,720\n" for year in range(2000, 2013))).encode(),
    "thousands-of-mistakes": (HEAD + "".join(f"week {n},K09,31%\n" for n in range(3_000))).encode(),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_told_with_row_and_column(name: str, lang: str, tmp_path: Path) -> None:
    """All findings at once, in words a person can act on; the text is pinned."""
    (tmp_path / "history.csv").write_bytes(BROKEN[name])
    told = mvpod("metrics", "history.csv", "--lang", lang, folder=tmp_path)
    assert told.code == 2
    assert told.out == ""
    place = GOLDEN / f"metrics-{name}.{lang}.txt"
    if os.environ.get("MVPOD_UPDATE_GOLDEN"):
        place.write_text(told.err, encoding="utf-8")
    assert told.err == place.read_text(encoding="utf-8")
    assert "Traceback" not in told.err


def series(told: object) -> dict[str, dict[str, object]]:
    assert isinstance(told, dict)
    return {each["series"]: each for each in told["cells"][0]["series"]}


def rows(periods: list[str], cells: list[str]) -> str:
    return "".join(f"{period},{cell}\n" for period, cell in zip(periods, cells, strict=True))


def test_long_and_wide_csv_and_excel_say_the_same(tmp_path: Path) -> None:
    """Order of rows, form of table, BOM, separator, per cent or fraction, title or code: one history."""
    months = [f"2024-{number:02d}" for number in range(1, 11)]
    numbers = [20, 22, 21, 24, 25, 27, 26, 29, 30, 32]
    long = "".join(f"{month},K09,{number}%\n" for month, number in zip(months, numbers, strict=True))
    (tmp_path / "long.csv").write_text(HEAD + long, encoding="utf-8-sig")
    backwards = "".join(reversed(long.splitlines(keepends=True)))
    (tmp_path / "back.csv").write_text(HEAD + backwards, encoding="utf-8")
    wide = "月份;赢单率\n" + "".join(f"{m};{n / 100}\n" for m, n in zip(months, numbers, strict=True))
    (tmp_path / "wide.csv").write_text(wide, encoding="utf-8")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Date", "win rate"])
    for month, number in zip(months, numbers, strict=True):
        sheet.append([date.fromisoformat(f"{month}-28"), number / 100])
    book.save(tmp_path / "book.xlsx")
    told = []
    for name in ("long.csv", "back.csv", "wide.csv", "book.xlsx"):
        found = series(mvpod("metrics", name, "--format", "json", folder=tmp_path).data)["win_rate"]
        told.append({key: value for key, value in found.items() if key != "taken"})
    assert told[0] == told[1]
    for other in told[2:]:
        assert other["trend"]["movement"] == told[0]["trend"]["movement"] == "rising"  # type: ignore[index]
        assert other["points"] == told[0]["points"]


def test_excel_tells_the_cell_of_a_mistake(tmp_path: Path) -> None:
    """A finding in a workbook names the cell as Excel does; formulas without results are reported."""
    book = Workbook()
    book.worksheets[0].append(["period", "K09"])
    book.worksheets[0].append([date(2024, 1, 31), "n/a"])
    book.save(tmp_path / "text.xlsx")
    told = mvpod("metrics", "text.xlsx", "--lang", "en", folder=tmp_path)
    assert told.code == 2
    assert "text.xlsx:2:" in told.err
    assert "B2: 'n/a' is no number" in told.err
    book.worksheets[0]["B2"] = "=1/3"
    book.save(tmp_path / "formula.xlsx")
    assert "(B2)" in mvpod("metrics", "formula.xlsx", "--lang", "en", folder=tmp_path).err


def workbook(folder: Path, name: str, *rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return book


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["2024-01", "K09", "#DIV/0!"]], "C2: '#DIV/0!' is the error of a formula"),
        ([["2024-01", "K09", 0.31], ["2024-02", "K09", 31]], "C3: this metric has 0.31 and 31"),
        ([["2024-01", "K09", 0.31], ["2024-01", "K09", 0.32]], "C3: 2024-01 stands in C2 already, with another value"),
        ([[2024.1, "K09", 0.31]], "A2: '2024.1' is no period: it may be January or October"),
        ([["03/04/2024", "K09", 0.31]], "which is the day and which the month cannot be told"),
        ([["2024-01", "win ratee", 0.31]], "B2: there is no metric 'win ratee'"),
        ([["2024-01", "K33", "1.234.567"]], "write the decimal point as a point"),
        ([["2024-01", "K01", -5]], "C2: -5 is outside what this metric can be (0 to 100)"),
        ([], "there is a header and not one value"),
    ],
)
def test_excel_says_what_csv_says(rows: list[list[object]], words: str, tmp_path: Path) -> None:
    """A finding in a workbook has the cell's name, what is wrong and what to do."""
    workbook(tmp_path, "h.xlsx", ["period", "metric", "value"], *rows)
    told = mvpod("metrics", "h.xlsx", "--lang", "en", folder=tmp_path)
    assert (told.code, told.out) == (2, "")
    assert words in told.said


def test_a_workbook_is_read_where_nothing_has_to_be_guessed(tmp_path: Path) -> None:
    """Days, days with a time, numbers of days, full-width digits, a hidden sheet beside: all are the same months."""
    months: list[object] = [45292, date(2024, 2, 29), datetime(2024, 3, 31, 8, 30), 45383.5, "２０２４－０５", 202406]  # noqa: DTZ001 - as Excel keeps them
    book = workbook(tmp_path, "h.xlsx", ["Date", "K33"], *([each, n * 1e6] for n, each in enumerate(months)))
    book.create_sheet("old").sheet_state = "hidden"
    book.save(tmp_path / "h.xlsx")
    found = series(mvpod("metrics", "h.xlsx", "--format", "json", folder=tmp_path).data)["synergy"]
    points = [{"period": f"2024-{n + 1:02d}", "value": n * 1e6} for n in range(6)]
    assert found["points"] == points


def test_a_workbook_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    """Merged cells, several sheets, an empty one with the table hidden beside it, the old format under a new name."""
    head, row = ["period", "metric", "value"], ["2024-01", "K09", 0.31]
    merged = workbook(tmp_path, "merged.xlsx", [*head], [*row], [None, "K01", 50])
    merged.worksheets[0].merge_cells("A2:A3")
    merged.save(tmp_path / "merged.xlsx")
    hidden = workbook(tmp_path, "hidden.xlsx", [*head], [*row])
    hidden.create_sheet("seen")
    hidden.save(tmp_path / "several.xlsx")
    hidden.worksheets[0].sheet_state = "hidden"
    hidden.active = 1
    hidden.save(tmp_path / "hidden.xlsx")
    (tmp_path / "old.xlsx").write_bytes(BROKEN["old-excel"])
    for name, words in {
        "merged": "(A2:A3); unmerge them",
        "several": "several sheets (Sheet, seen); only one may be visible",
        "hidden": "hidden sheets are not read, so show the one that is meant",
        "old": "save it in Excel as .xlsx without a password",
    }.items():
        told = mvpod("metrics", f"{name}.xlsx", "--lang", "en", folder=tmp_path)
        assert told.code == 2
        assert words in told.said


def test_rows_in_any_number_and_order_are_one_history(tmp_path: Path) -> None:
    """Twenty thousand rows of seventy market cells, last first."""
    months = [f"{year}-{month:02d}" for year in range(2000, 2024) for month in range(1, 13)]
    rows = [f"{month},c{cell},K09,{20 + cell % 50}%\n" for cell in range(70) for month in months]
    (tmp_path / "h.csv").write_text("period,cell,metric,value\n" + "".join(reversed(rows)), encoding="utf-8")
    found = mvpod("metrics", "h.csv", "--cell", "c3", "--format", "json", folder=tmp_path).data
    points = series(found)["win_rate"]["points"]
    assert points == [{"period": month, "value": 0.23} for month in months]


def test_units_are_converted_and_gaps_told(tmp_path: Path) -> None:
    """Ten thousand yuan become yuan; a missing month is named and never filled in."""
    lines = "".join(f"2024-{n:02d},K33,{n},万元\n" for n in range(1, 12) if n != 5)
    (tmp_path / "h.csv").write_text("period,metric,value,unit\n" + lines, encoding="utf-8")
    found = series(mvpod("metrics", "h.csv", "--format", "json", folder=tmp_path).data)["synergy"]
    assert found["points"][0] == {"period": "2024-01", "value": 10000.0}  # type: ignore[index]
    assert found["gaps"] == ["2024-05"]
    assert "2024-05" in mvpod("metrics", "h.csv", "--lang", "en", folder=tmp_path).out


def test_cells_are_read_apart(tmp_path: Path) -> None:
    """Each market cell has its own trends; one that is not there is reported with those that are."""
    lines = "".join(f"2024-{n:02d},East,Oil,K09,{20 + n}%\n2024-{n:02d},West,Oil,K09,{40 - n}%\n" for n in range(1, 10))
    (tmp_path / "h.csv").write_text("period,region,segment,metric,value\n" + lines, encoding="utf-8")
    cells = mvpod("metrics", "h.csv", "--format", "json", folder=tmp_path).data["cells"]
    assert [(cell["cell"], cell["series"][0]["health"]) for cell in cells] == [
        ("East / Oil", "improving"),
        ("West / Oil", "worsening"),
    ]
    wrong = mvpod("metrics", "h.csv", "--cell", "North", "--lang", "en", folder=tmp_path)
    assert wrong.code == 2
    assert "East / Oil, West / Oil" in wrong.err


def test_the_json_keeps_its_schema_and_engines_agree(tmp_path: Path) -> None:
    """Both engines fire the same rules over the trends."""
    told = [
        mvpod("metrics", HISTORY, "--format", "json", "--engine", engine, folder=tmp_path).data
        for engine in ("durable", "bitset")
    ]
    assert told[0] == told[1]
    schema = json.loads((ROOT / "docs" / "schema" / "metrics.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told[0], schema)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wider_than_a_narrow_terminal(lang: str, tmp_path: Path) -> None:
    """At 60 columns every line fits, with everything printed."""
    narrow = surroundings() | {"COLUMNS": "60"}
    done = mvpod("metrics", HISTORY, "--everything", "--lang", lang, folder=tmp_path, environment=narrow)
    assert done.code == 0
    assert [line for line in done.out.splitlines() if cell_len(line) > 60] == []
    assert "probab" not in done.out
    assert "概率" not in done.out


def test_the_template_can_be_filled_in(tmp_path: Path) -> None:
    """Every metric stands in it; with values it is read."""
    printed = mvpod("metrics", "--template", folder=tmp_path).out
    assert printed.count("\n") >= 43
    filled = printed.replace("K09,,%", "K09,31,%")
    (tmp_path / "h.csv").write_text(filled, encoding="utf-8")
    assert series(mvpod("metrics", "h.csv", "--format", "json", folder=tmp_path).data).keys() == {"win_rate"}


def test_a_case_takes_its_history_from_its_own_folder(tmp_path: Path) -> None:
    """A file outside is refused, whether by .. or by a link; one that is not there is reported."""
    inner = tmp_path / "inner"
    inner.mkdir()
    shutil.copy(HISTORY, tmp_path / "history.csv")
    (inner / "link.csv").symlink_to(tmp_path / "history.csv")
    for named in ("../history.csv", "link.csv", str(tmp_path / "history.csv")):
        (inner / "case.yaml").write_text(f"answers: {{market_stage: mature}}\nmetrics: {named}\n", encoding="utf-8")
        told = mvpod("recommend", "case.yaml", "--lang", "en", folder=inner)
        assert (told.code, "MV382" in told.err) == (2, True)
    (inner / "case.yaml").write_text("answers: {market_stage: mature}\nmetrics: gone.csv\n", encoding="utf-8")
    assert "MV101" in mvpod("recommend", "case.yaml", folder=inner).err


def test_cells_of_a_case_have_their_own_trends(tmp_path: Path) -> None:
    """A row names the cell by its id or by region and segment; a name the case does not have is reported."""
    lines = "".join(f"2024-{n:02d},east,K09,{20 + n}%\n2024-{n:02d},West / Oil,K09,{40 - n}%\n" for n in range(1, 10))
    (tmp_path / "h.csv").write_text("period,cell,metric,value\n" + lines, encoding="utf-8")
    case = "metrics: h.csv\nanswers: {market_stage: mature}\ncells:\n  - {id: east}\n"
    case += "  - {id: w, region: West, segment: Oil}\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    cells = mvpod("recommend", "case.yaml", "--format", "json", folder=tmp_path).data["cells"]
    assert [cell["trends"]["series"][0]["health"] for cell in cells] == ["improving", "worsening"]
    (tmp_path / "case.yaml").write_text(case.replace("id: east", "id: north"), encoding="utf-8")
    assert "east" in mvpod("recommend", "case.yaml", folder=tmp_path).err


@pytest.mark.parametrize("lang", LANGS)
def test_reports_have_the_trends(lang: str, tmp_path: Path) -> None:
    """The page has a curve in words for each series and the index of sales strength, once for both cells.

    Markdown has a table; what is saved replays.
    """
    page, text = tmp_path / "r.html", tmp_path / "r.md"
    for target in (page, text):
        assert mvpod("report", CASE, "-o", target, "--length", "full", "--lang", lang, folder=tmp_path).code == 0
    html = page.read_text(encoding="utf-8")
    assert html.count('class="run"') >= html.count('<figure class="curve">') == 22
    assert html.count('role="img" aria-label="') >= 22
    title = {"zh": "关系在走远，赢单率还守着", "en": "Closeness falls while the win rate holds"}[lang]
    assert title in html
    assert title in text.read_text(encoding="utf-8")
    saved = mvpod("recommend", CASE, "--format", "json", folder=tmp_path).out
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    assert mvpod("replay", "saved.json", folder=tmp_path).code == 0
