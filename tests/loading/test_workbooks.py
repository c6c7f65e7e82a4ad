"""Workbooks: a cell counts as its format shows it, what is out of sight is reported, bombs are stopped while read."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import MAC_EPOCH

from mvpod_expert.loading.workbook_parts import MOST_ROWS, SheetError
from mvpod_expert.loading.workbooks import read_sheet
from tests.loading.workbook_files import NAMESPACE, formatted, rewritten, series, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from mvpod_expert.loading.workbooks import SheetError, read_sheet
start = resource.getrusage(resource.RUSAGE_SELF)
try:
    print("read", len(read_sheet(Path(sys.argv[1])).rows))
except SheetError as error:
    print(error.trouble)
end = resource.getrusage(resource.RUSAGE_SELF)
print(end.ru_utime - start.ru_utime, (end.ru_maxrss - start.ru_maxrss) / 1000)
"""


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (0.31, "0%", "31%"),
        (0.314, "0.0%;[Red]-0.0%", "31.4%"),
        (-0.03, "0%;(0%)", "-3%"),
        (1.52, "0%", "152%"),
        (31, '0"%"', "31%"),
        (31, "0\\%", "31%"),
        (0.31, "General", "0.31"),
        (1234.5, "#,##0.00", "1234.5"),
        (1234.5, "[$€-407] #,##0.00", "€1234.5"),
        (1234, "_ ¥* #,##0_ ;_ ¥* -#,##0_ ", "¥1234"),
        (12, '0.0"万元"', "12万元"),
        (2024, '0"年"', "2024年"),
        (1e-7, "0.00", "0.0000001"),
        (1e300, "General", "1E+300"),
        (5.0, "0.00E+00", "5"),
    ],
)
def test_a_cell_is_read_as_its_format_shows_it(number: float, number_format: str, shown: str, tmp_path: Path) -> None:
    """Tools of this kind read 31% as 0.31 of a per cent, euros as yuan, and 12万元 as twelve yuan."""
    workbook(tmp_path / "t.xlsx", series([number]), formatted(number_format))
    sheet = read_sheet(tmp_path / "t.xlsx")
    assert sheet.rows[1][1] == shown
    assert (2, 2) in sheet.numbers


@pytest.mark.parametrize(
    ("number", "number_format", "is_told"),
    [
        (1_234_567, "0,", True),
        (1_234_567, '#,##0.0,,"M"', True),
        (1_234_567, "0,.0", True),
        (12_345, '0!.0,"万"', True),
        (2_500_000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', True),
        (-1_234_567, "#,##0;(#,##0,)", True),
        (0.5, ";;;", True),
        (5, '"-"', True),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', False),
        (1_234_567, "#,##0.00", False),
        (1_234_567, "#,##0;(#,##0,)", False),
        (1_234_567, "General", False),
        (1_234_567, '[$-804]#,##0"元"', False),
        (1_234_567, "0.00E+00", False),
        (0.25, "# ?/?", False),
    ],
)
def test_a_number_that_is_shown_as_another_is_named(
    number: float, number_format: str, is_told: bool, tmp_path: Path
) -> None:
    """Tools of this kind read 1,234,567 where the sheet shows 1,235 with "in thousands" above it; nobody sees which."""
    workbook(tmp_path / "t.xlsx", series([number]), formatted(number_format))
    assert read_sheet(tmp_path / "t.xlsx").not_as_shown == (("B2",) if is_told else ())


def test_dates_of_1904_keep_their_day(tmp_path: Path) -> None:
    """Tools of this kind are 1,462 days off; the workbook's own system counts."""
    book = workbook(tmp_path / "t.xlsx", [["period", "K09"], [date(2024, 1, 31), 0.3]])
    book.epoch = MAC_EPOCH
    book.save(tmp_path / "t.xlsx")
    sheet = read_sheet(tmp_path / "t.xlsx")
    assert (sheet.is_1904, sheet.rows[1][0]) == (True, "2024-01-31")


def test_a_strict_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    """Tools of this kind find no sheet in it, since its names of elements are others."""
    path = tmp_path / "t.xlsx"
    workbook(path, series([0.3, 0.4]))

    def strict(data: bytes) -> bytes:
        data = data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    rewritten(path, sheet=strict, workbook=strict, styles=strict)
    assert read_sheet(path).rows == (("period", "K09"), ("2022Q1", "0.3"), ("2022Q2", "0.4"))


def test_what_is_out_of_sight_is_named(tmp_path: Path) -> None:
    """Tools of this kind count hidden, filtered and struck-out rows without a word."""
    path = tmp_path / "t.xlsx"

    def change(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        sheet.row_dimensions[90].hidden = True  # type: ignore[attr-defined] # nothing stands there
        sheet.column_dimensions["B"].hidden = True  # type: ignore[attr-defined]
        sheet["A4"].font = Font(strike=True)  # type: ignore[index]

    workbook(path, series([0.3, 0.4, 0.5]), change).create_sheet("raw")
    book = workbook(path, series([0.3, 0.4, 0.5]), change)
    book.create_sheet("raw").sheet_state = "hidden"
    book.save(path)
    sheet = read_sheet(path)
    assert (sheet.hidden, sheet.struck, sheet.hidden_sheets) == (("3", "B"), ("A4",), ("raw",))


@pytest.mark.parametrize("nought", [b"0", b"0.0", b"0.00E0"])
def test_a_row_or_column_without_height_or_width_is_out_of_sight(nought: bytes, tmp_path: Path) -> None:
    """Tools of this kind know the word "hidden" alone; other programs write a height of zero, as 0 or 0.0."""
    path = tmp_path / "t.xlsx"
    workbook(path, series([0.3, 0.4]))
    rewritten(path, sheet=lambda data: data.replace(b'<row r="3"', b'<row ht="' + nought + b'" r="3"'))
    assert read_sheet(path).hidden == ("3",)
    cols = b'<cols><col min="2" max="2" width="' + nought + b'"/></cols><sheetData>'
    workbook(path, series([0.3, 0.4]))
    rewritten(path, sheet=lambda data: data.replace(b"<sheetData>", cols))
    assert read_sheet(path).hidden == ("B",)


def test_a_formatted_cell_far_away_counts_for_nothing(tmp_path: Path) -> None:
    """Tools of this kind call eleven rows too large because of one border below; a value there is too large."""
    path = tmp_path / "t.xlsx"
    far = f"XFD{MOST_ROWS * 100}"

    def stray(sheet: object) -> None:
        sheet[far].font = Font(bold=True)  # type: ignore[index]

    workbook(path, series([0.3]), stray)
    assert len(read_sheet(path).rows) == 2
    workbook(path, series([0.3]), lambda sheet: sheet.cell(MOST_ROWS + 1, 1, "x"))
    with pytest.raises(SheetError, match="too_large"):
        read_sheet(path)


def test_a_formula_without_a_result_is_named_and_one_with_an_empty_text_is_not(tmp_path: Path) -> None:
    """Excel writes the empty result of =IF(A1="","",1) as a text; a library writes no result at all."""
    path = tmp_path / "t.xlsx"
    workbook(path, [["period", "K09"], ["2024Q1", "=1/3"], ["2024Q2", '=""']])
    rewritten(
        path,
        sheet=lambda data: data.replace(b'<c r="B3"><f>""</f><v></v></c>', b'<c r="B3" t="str"><f>""</f><v></v></c>'),
    )
    assert read_sheet(path).uncomputed == ("B2",)


WRITTEN_OTHERWISE = {
    "a text in the cell": (b'<c r="B2" t="inlineStr"><is><t>103</t></is></c>', "103"),
    "a text in pieces": (b'<c r="B2" t="inlineStr"><is><r><t>1</t></r><r><t>03</t></r></is></c>', "103"),
    "a text and how it is pronounced": (
        b'<c r="B2" t="inlineStr"><is><t>103</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',
        "103",
    ),
    "no place": (b"<c><v>103</v></c>", "103"),
    "a text and a value": (b'<c r="B2" t="inlineStr"><is><t>1</t></is><v>03</v></c>', "not_workbook"),
    "a place twice": (b'<c r="B2"><v>103</v></c><c r="B2"><v>104</v></c>', "not_workbook"),
    "another's place": (b'<c r="A2"><v>103</v></c>', "not_workbook"),
    "a text that is not there": (b'<c r="B2" t="s"><v>-1</v></c>', "not_workbook"),
}
"""A cell as other programs than ours write it, and what is read or the trouble."""


@pytest.mark.parametrize("name", WRITTEN_OTHERWISE)
def test_a_cell_is_read_however_it_is_written_or_the_workbook_is_refused(name: str, tmp_path: Path) -> None:
    """Tools of this kind drop a text with a pronunciation beside it, and take the last of two values for a cell."""
    cell, expected = WRITTEN_OTHERWISE[name]
    path = tmp_path / "t.xlsx"
    workbook(path, series([102]))
    rewritten(path, sheet=lambda data: data.replace(b'<c r="B2" t="n"><v>102</v></c>', cell))
    try:
        found = read_sheet(path).rows[1]
    except SheetError as error:
        found = "2022Q1", error.trouble
    assert found == ("2022Q1", expected)


def inside(extra: bytes, before: bytes = b"</sheetData>") -> Callable[[bytes], bytes]:
    return lambda data: data.replace(before, extra + before)


def merged(ranges: bytes) -> Callable[[bytes], bytes]:
    return inside(b"<mergeCells>" + ranges + b"</mergeCells>", b"<pageMargins")


BOMBS: dict[str, tuple[str, Callable[[bytes], bytes] | bytes, str]] = {
    "all merged": ("sheet", merged(b'<mergeCell ref="A1:XFD1048576"/>'), "read 2"),
    "many merges": ("sheet", merged(b'<mergeCell ref="A1:B2"/>' * 600_000), "read 2"),
    "rows": ("sheet", inside(b"<row><c><v>1</v></c></row>" * 400_000), "too_large"),
    "eight million cells": ("sheet", inside((b"<row>" + b"<c><v>1</v></c>" * 8_000 + b"</row>") * 1_000), "too_large"),
    "empty cells": ("sheet", inside(b"<row>" + b"<c/>" * 3_500_000 + b"</row>"), "too_large"),
    "empty rows": ("sheet", inside(b"<row/>" * 2_500_000), "too_large"),
    "deep": ("sheet", inside(b"<a>" * 2_000_000 + b"</a>" * 2_000_000), "too_large"),
    "a long tag": ("sheet", inside(b"<row " + b" ".join(b'a%d="1"' % n for n in range(500_000)) + b"/>"), "too_large"),
    "blanks": ("sheet", inside(b" " * 200_000_000), "too_large"),
    "entities": ("sheet", lambda data: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + data, "not_workbook"),
    "a long text": ("sheet", lambda data: data.replace(b"2022Q1", b"2" * 15_000_000), "read 2"),
    "strings": ("strings", b"<sst " + NAMESPACE + b">" + b"<si/>" * 3_000_000 + b"</sst>", "too_large"),
    "formats": ("styles", lambda data: data.replace(b"</cellXfs>", b"<xf/>" * 2_000_000 + b"</cellXfs>"), "too_large"),
    "a theme": ("theme", b" " * 200_000_000, "read 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    """Tools of this kind take minutes and gigabytes for some kilobytes; here limits are checked while reading.

    Run apart, so that the memory is that of this file: at most 300 MB, and seconds of a slow machine.
    """
    part, change, expected = BOMBS[name]
    path = tmp_path / "t.xlsx"
    workbook(path, series([0.3]))
    rewritten(path, **{part: change})
    done = subprocess.run([sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=True)
    told, measured = done.stdout.splitlines()
    seconds, megabytes = map(float, measured.split())
    assert told == expected
    assert seconds < 6
    assert megabytes < 250


def test_a_size_that_is_a_lie_is_noticed_while_unpacking(tmp_path: Path) -> None:
    """Tools of this kind trust the directory of an archive, which an attacker writes."""
    path = tmp_path / "t.xlsx"
    workbook(path, series([0.3]))
    rewritten(path, sheet=inside(b" " * 50_000_000))
    size = len(path.read_bytes())
    assert size < 100_000
    data = path.read_bytes()
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    path.write_bytes(data[:entry] + (1_000).to_bytes(4, "little") + data[entry + 4 :])
    with pytest.raises(SheetError):
        read_sheet(path)
