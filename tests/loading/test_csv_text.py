"""CSV to cells: the values Python's csv reads, each where it stands."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.loading.csv_text import BLANKS, LONGEST_CELL, parse_csv
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

ROWS = st.lists(st.lists(st.text('a"; ,\n\té', max_size=5), min_size=1, max_size=4), min_size=1, max_size=5)


def without_empty_lines(rows: list[list[str]]) -> list[list[str]]:
    return [[] if row == [""] else row for row in rows]


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_cells_are_those_of_python_and_stand_where_they_are_said_to(
    rows: list[list[str]], separator: str, quoting: csv._QuotingType
) -> None:
    """Quotes, doubled quotes, separators and line ends in cells, blanks around them."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n", quoting=quoting).writerows(rows)
    text = f"sep={separator}\n{out.getvalue()}"
    grid = parse_csv(text, "t.csv", DiagnosticCollector())
    assert grid is not None
    read = csv.reader(io.StringIO(out.getvalue()), delimiter=separator, strict=True)
    expected = [[value.strip(BLANKS) for value in row] for row in read]
    assert without_empty_lines([[cell.text for cell in row] for row in grid]) == without_empty_lines(expected)
    lines = text.split("\n")
    for cell in (each for row in grid for each in row if each.text and '"' not in each.text):
        assert lines[cell.line - 1][cell.column - 1 :].startswith(cell.text.split("\n", 1)[0])


def test_a_cell_longer_than_any_is_told_with_its_place() -> None:
    """Tools of this kind end in an error of the library at csv's 131,072 characters, and name another line."""
    for length, count in ((LONGEST_CELL, 0), (LONGEST_CELL + 1, 1), (200_000, 1)):
        report = DiagnosticCollector()
        grid = parse_csv('a,b\n"two\nlines",' + "x" * length + "\n", "t.csv", report)
        assert (grid is None, len(report.diagnostics)) == (bool(count), count)
        if count:
            assert (report.diagnostics[0].place.line, report.diagnostics[0].details["longer_than"]) == (3, "32,767")
