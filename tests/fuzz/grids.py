"""Edits of tables: of cells, rows and columns; written as CSV, or as a workbook with formats and hidden parts."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.exceptions import IllegalCharacterError

from tests.fuzz.mutators import AWKWARD, mutated

if TYPE_CHECKING:
    from random import Random

Grid = list[list[Any]]
CELLS: tuple[str, ...] = (
    *("0.31", "31%", "31", "1.5", "1.51", "152%", ".5", "5.", "-3", "(3)", "3-", "1,234", "1.234", "1.234.567", "31,5"),
    *(
        "20,0000",
        "1e3",
        "1e400",
        "３１",
        "31²",
        "¥31",
        "31元",
        "$5",
        "12万",
        "#DIV/0!",
        "=1+1",
        "n/a",
        "约31%",
        "-",
        "9" * 400,
    ),
    *(
        "2024-03",
        "2024Q1",
        "2024",
        "2024年3月",
        "Mar 2024",
        "Mayor 2024",
        "03/04/2024",
        "2024-02-30",
        "24Q1",
        "45000",
        "Q1 2024",
    ),
    *(
        "K09",
        "K05",
        "win_rate",
        "win rate",
        "赢率",
        "k09 ",
        "K99",
        "period",
        "value",
        "%",
        "fraction",
        "元",
        "万元",
        "days",
        "",
    ),
)
NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMATS = (
    "0%",
    "0.00%",
    "0,",
    "0.0,,",
    ";;;",
    '0"万元"',
    "@",
    "General",
    "yyyy-mm",
    "[$€-407]0",
    "#,##0.00",
    '"-"',
    "0.0E+0",
)


def edited_grid(grid: Grid, random: Random, rounds: int) -> Grid:  # noqa: C901 - one branch an edit
    """Return a table with some cells, rows or columns written otherwise."""
    grid = [list(row) for row in grid]
    for _ in range(random.choice((0, 1, 1, rounds))):
        row = random.choice(grid) if grid else []
        at = random.randrange(len(row)) if row else 0
        match random.randrange(10):
            case 0 | 1 | 2 if row:
                row[at] = random.choice(CELLS)
            case 3 if row:
                row[at] = random.choice(AWKWARD)
            case 4 if row:
                text = str(row[at])
                cut = random.randrange(len(text) + 1)
                row[at] = random.choice(
                    (text[:cut] + text[cut + 1 :], f"{text}%", f" {text}", f"-{text}", text.upper())
                )
            case 5:
                grid.insert(random.randrange(len(grid) + 1), list(row))
            case 6 if grid:
                grid.pop(random.randrange(len(grid)))
            case 7 if row:
                row.pop(at)
            case 8:
                for each in grid:
                    each[at:at] = [each[at] if at < len(each) else ""]
            case _:
                other = random.choice(grid) if grid else []
                if row and other:
                    place = random.randrange(len(other))
                    row[at], other[place] = other[place], row[at]
    return grid


def as_csv(grid: Grid, random: Random) -> bytes:
    """Write a table as CSV: with any separator, byte-order mark, line end and encoding."""
    out = io.StringIO()
    csv.writer(out, delimiter=random.choice(",,,;\t"), lineterminator=random.choice(("\n", "\r\n"))).writerows(grid)
    text = random.choice(("", "", "\ufeff")) + out.getvalue()
    return text.encode(random.choice(("utf-8",) * 8 + ("gbk", "utf-16")), errors="replace")


def as_workbook(grid: Grid, random: Random) -> bytes:  # noqa: C901 - one branch an edit
    """Write a table as a workbook; sometimes with its XML or its archive damaged."""
    book = Workbook()
    if random.random() < 0.1:
        book.epoch = MAC_EPOCH
    sheet = book.active
    for number, row in enumerate(grid, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            try:
                cell.value = _typed(str(text), random)
            except (ValueError, IllegalCharacterError):  # what no workbook may hold
                cell.value = "?"
    for _ in range(random.choice((0, 0, 1, 3))):
        some = sheet.cell(random.randint(1, len(grid) + 1), random.randint(1, 5))
        some.number_format = random.choice(FORMATS)
    match random.randrange(20):
        case 0:
            sheet.row_dimensions[random.randint(1, len(grid) + 1)].hidden = True
        case 1:
            sheet.column_dimensions["B"].hidden = True
        case 2:
            sheet.merge_cells("A2:B3")
        case 3:
            book.create_sheet("raw").sheet_state = random.choice(("hidden", "veryHidden", "visible"))
        case 4:
            sheet["XFD900000"] = 1
        case 5:
            sheet.sheet_state = "hidden"
            book.create_sheet("raw")
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what may be odd about it is the point
        book.save(out)
    data = out.getvalue()
    chance = random.random()
    if chance < 0.2:
        return damaged_archive(data, random, ("xl/",))
    return mutated(data, random, 2) if chance < 0.3 else data


def damaged_archive(data: bytes, random: Random, folders: tuple[str, ...]) -> bytes:
    """Return an archive with one of its XML parts damaged, left out or written twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        names = whole.namelist()
        chosen = random.choice([name for name in names if name.startswith(folders) and name.endswith(".xml")])
        for name in names:
            part = whole.read(name)
            if name == chosen:
                if random.random() < 0.1:
                    continue
                part = mutated(part, random, 2)
            other.writestr(name, part)
    return out.getvalue()


def _typed(text: str, random: Random) -> Any:
    """Return what Excel would make of a text, mostly: a number, a date, a text."""
    if re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?", text) and random.random() < 0.8:
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?%", text) and random.random() < 0.5:
        return float(text[:-1]) / 100
    if re.fullmatch(r"20[0-9]{2}-[01][0-9]", text) and random.random() < 0.5:
        year, month = map(int, text.split("-"))
        return random.choice((date(year, month, 1), datetime(year, month, 28))) if 1 <= month <= 12 else text  # noqa: DTZ001
    return NO_XML.sub("", text[:30_000])
