"""Decision tables as an author handles them, with the real program: listed, shown, to Excel and back."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pexpect
import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from tests.loading.homes import copied, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.resources import Home

TABLE = "rules/tables/support-line.csv"
LAST = "partners-in-a-mature-market-need-an-efficient-maker"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied(tmp_path)


def without_last(home: Home) -> None:
    path = home.root / TABLE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(LAST)), encoding="utf-8")


def exported(home: Home) -> Path:
    printed = mvpod("rules", "export", "support-line", "-o", "sheet.xlsx", "--home", home.root, folder=home.root)
    assert printed.code == 0, printed.err
    return home.root / "sheet.xlsx"


def brought_back(home: Home, *options: str) -> tuple[int, str]:
    printed = mvpod("rules", "import", "sheet.xlsx", "--to", TABLE, "--home", home.root, *options, folder=home.root)
    return printed.code, printed.said


def edited(path: Path, cells: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book["support-line"][name] = value
    book.save(path)


def test_tables_are_listed_and_shown(home: Home) -> None:
    """All in a line each; one with its rows, at a width where it fits and where it does not."""
    listed = mvpod("rules", "tables", "--home", home.root, "--lang", "zh", folder=home.root)
    assert listed.code == 0
    assert "support-line unique 6 完整" in listed.said
    shown = mvpod("rules", "tables", TABLE, "--home", home.root, "--lang", "zh", folder=home.root)
    assert "11 渠道 新进入 方案加入：支撑线（势）·新进入" in shown.said
    assert "9 种组合都有行。" in shown.said
    wide = mvpod("rules", "tables", "support-line", "--home", home.root, "--lang", "en", folder=home.root)
    assert "11 | channel | new entry | puts into the plan" in wide.said
    assert max(map(len, wide.out.splitlines())) <= 80


@pytest.mark.thorough
def test_a_gap_is_told_with_the_row_to_add(home: Home) -> None:
    """By the check as a warning, by the table's own page with a row to paste, which closes the gap."""
    without_last(home)
    # The row's own rule is expected by a case test, which is another finding and not this one's.
    (home.root / "rules" / "plan" / "stages.cases.yaml").unlink()
    check = mvpod("rules", "check", "--home", home.root, folder=home.root)
    assert check.code == 1
    assert f"{TABLE}:7:1: warning MV347" in check.out
    assert "sales_mode=channel, market_stage=mature" in check.said
    shown = mvpod("rules", "tables", "support-line", "--home", home.root, folder=home.root)
    assert shown.code == 1
    offered = mvpod("rules", "tables", "support-line", "--add-missing", "--home", home.root, folder=home.root)
    assert offered.out == "support-line-channel-mature,channel,mature,,,,,,,\n"
    assert offered.out in shown.out
    data = mvpod("rules", "tables", "--format", "json", "--home", home.root, folder=home.root).data
    support = next(each for each in data["tables"] if each["id"] == "support-line")
    assert (support["missing"], support["combinations"]) == (1, 9)
    assert support["offered"][0]["cells"] == {"sales_mode": "channel", "market_stage": "mature"}
    github = mvpod("rules", "tables", "--format", "github", "--home", home.root, folder=home.root)
    assert github.out.startswith(f"::warning file={TABLE},line=7,col=1,title=MV347::")
    path = home.root / TABLE
    row = "support-line-channel-mature,channel,mature,support-line-mature,题,Title,M4,proposal,理由。,Reason.\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert mvpod("rules", "check", "--home", home.root, folder=home.root).code == 0


def test_an_edited_table_counts_at_once(home: Home) -> None:
    """The kept knowledge knows of tables: a mistake made after a first run is reported."""
    assert mvpod("rules", "tables", "--home", home.root, folder=home.root).code == 0
    line, column = replaced(home, TABLE, "hybrid,mature", "hybrid,matur")
    for command in ("tables", "check"):
        printed = mvpod("rules", command, "--home", home.root, folder=home.root)
        assert printed.code == 1
        assert f"{TABLE}:{line}:{column + len('hybrid,')}: error MV302" in printed.out
        assert "support-line › C10" in printed.out


def test_a_table_comes_back_from_excel_as_it_went(home: Home) -> None:
    """Exported and brought back, nothing differs; header and choices are there for who edits it."""
    path = exported(home)
    assert brought_back(home, "--lang", "en") == (0, f"No difference from {TABLE}.")
    sheet = openpyxl.load_workbook(path)["support-line"]
    assert sheet.freeze_panes == "B8"
    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert set(offered) >= {"B8", "C8", "D8"}
    assert all(each.data_type == "s" for row in sheet.iter_rows() for each in row if each.value is not None)


def test_what_was_edited_in_excel_is_shown_checked_and_only_then_written(home: Home) -> None:
    """Changes by cell names; a finding keeps the file as it was; without --write nothing is written either."""
    path = exported(home)
    before = (home.root / TABLE).read_bytes()
    edited(path, {"C13": "matur", "F8": "A new title"})
    code, said = brought_back(home, "--write", "--lang", "en")
    assert code == 1
    assert f"changed C13 {LAST} · market_stage: mature → matur" in said
    assert "error MV302: 'matur' is not an option of market_stage in tables › support-line › C13" in said
    assert "1 finding; nothing was written." in said
    assert (home.root / TABLE).read_bytes() == before
    edited(path, {"C13": "mature"})
    code, said = brought_back(home, "--lang", "en")
    assert code == 1
    assert "At entry the support line earns credibility → A new title" in said
    assert (home.root / TABLE).read_bytes() == before
    code, said = brought_back(home, "--write", "--lang", "zh")
    assert (code, "已写入" in said) == (0, True)
    after = (home.root / TABLE).read_text(encoding="utf-8-sig")
    assert after == before.decode("utf-8-sig").replace("At entry the support line earns credibility", "A new title")
    assert [each.name for each in (home.root / "rules" / "tables").iterdir() if each.suffix != ".csv"] == []
    assert brought_back(home)[0] == 0


def test_a_gap_and_an_overlap_keep_a_sheet_from_being_written(home: Home) -> None:
    """What the check would tell afterwards is reported before."""
    edited(exported(home), {"C13": "new_entry"})
    code, said = brought_back(home, "--write")
    assert code == 1
    assert "MV346" in said
    assert "A13" in said
    before = (home.root / TABLE).read_bytes()
    edited(exported(home), dict.fromkeys([f"{column}13" for column in "ABCDEFGHIJ"]))
    code, said = brought_back(home, "--write")
    assert code == 1
    assert "MV347" in said
    assert (home.root / TABLE).read_bytes() == before


def test_values_are_read_as_what_they_mean(home: Home) -> None:
    """Booleans, whole numbers and dates as text; merged cells and formulas without a result are reported."""
    path = home.root / "sheet.xlsx"
    exported(home)
    edited(path, {"B5": True, "I9": 5.0, "I10": "=1+1"})
    book = openpyxl.load_workbook(path)
    book["support-line"].merge_cells("I12:J12")
    book.save(path)
    code, said = brought_back(home, "--lang", "en")
    assert code == 1
    assert "complete: yes → true" in said
    assert "→ 5 " in said
    assert "Of merged cells only the upper left has a value, the others are read as empty: I12:J12" in said
    assert "no result stored and are read as empty; open and save the file in Excel once: I10" in said


def test_nothing_in_a_table_becomes_a_formula(home: Home) -> None:
    """A text that begins like a formula is text in the sheet, and comes back as it went."""
    replaced(home, TABLE, "支撑线不因规模小", "+1 支撑线不因规模小")
    replaced(home, TABLE, "Being small", "@SUM(A1) Being small")
    replaced(home, TABLE, "新进入：支撑线", "=1+1 新进入：支撑线")
    path = exported(home)
    sheet = openpyxl.load_workbook(path)["support-line"]
    for name in ("E8", "I8", "J8"):
        assert (sheet[name].data_type, sheet[name].quotePrefix) == ("s", True)
    assert brought_back(home)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "none.xlsx", "--to", "x"], "none.xlsx cannot be read"),
        (["import", "text.xlsx", "--to", "x"], "it is no .xlsx workbook"),
        (["import", "broken.xlsx", "--to", "x"], "it is no .xlsx workbook"),
        (["import", "long.xlsx", "--to", "x"], "more than 5000 rows"),
        (["import", "two.xlsx", "--to", "x"], "the workbook has several sheets: One, Two; name one with --sheet"),
        (["import", "sheet.xlsx", "--to", "../x.csv"], "--to is a .csv file in rules/tables/"),
        (["import", "sheet.xlsx", "--to", "rules/plan/lines.yaml"], "--to is a .csv file in rules/tables/"),
        (["import", "sheet.xlsx", "--to", "x", "--sheet", "Sheet9"], "there is no sheet 'Sheet9'; there are:"),
        (["export", "support-line", "-o", "x.csv"], "-o is an .xlsx file"),
        (["export", "suport-line", "-o", "x.xlsx"], "there is no such file"),
        (["tables", "suport-line"], "there are: support-line"),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments: list[str], said: str, home: Home) -> None:
    """Exit 2 and no traceback, whatever is named."""
    exported(home)
    (home.root / "text.xlsx").write_text("no workbook", encoding="utf-8")
    with ZipFile(home.root / "sheet.xlsx") as good, ZipFile(home.root / "broken.xlsx", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name)[:-9] if "workbook" in name else good.read(name))
    book = openpyxl.Workbook()
    book.active.title = "One"
    book.active["A6000"] = "x"
    book.save(home.root / "long.xlsx")
    book.create_sheet("Two")
    book.save(home.root / "two.xlsx")
    printed = mvpod("rules", *arguments, "--home", home.root, "--lang", "en", folder=home.root)
    assert printed.code == 2
    assert said in printed.said


def test_without_the_library_one_line_says_what_to_install(home: Home) -> None:
    """Everything else about tables works without it."""
    (home.root / "openpyxl.py").write_text("raise ModuleNotFoundError('openpyxl', name='openpyxl')", encoding="utf-8")
    printed = mvpod("rules", "export", "support-line", "-o", "x.xlsx", "--home", home.root, folder=home.root)
    assert printed.code == 2
    assert "-m pip install openpyxl" in " ".join(printed.err.split())
    assert mvpod("rules", "tables", "--home", home.root, folder=home.root).code == 0


def test_at_a_terminal_one_is_asked_before_anything_is_written(home: Home) -> None:
    """Yes writes, as --write does."""
    edited(exported(home), {"F8": "A new title"})
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mvpod_expert", "rules", "import", "sheet.xlsx", "--to", "support-line", "--home", str(home.root)],
        cwd=home.root,
        env={**surroundings(), "MVPOD_CACHE": "", "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        encoding="utf-8",
        timeout=60,
    )
    child.expect("Write rules/tables/support-line.csv")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "A new title" in (home.root / TABLE).read_text(encoding="utf-8")
