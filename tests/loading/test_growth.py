"""Work that grows with its input, and no faster: counted as executed lines at once, twice and four times the size.

Time says little on a busy machine. Where the work is done by a library, what the library was given is counted instead.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.csv_text import parse_csv
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.trends.reader import read_history
from mvpod_workbench.tables.writing import table_changes
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

SIZES = (100, 200, 400)
FIXED = 1.15
"""Four times the input may take four times the steps, and a little for what libraries do once in a while."""


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of the program run."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "mvpod" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows(work: Callable[[int], object]) -> None:
    """Hold the steps at four times the size against those at once and twice."""
    work(SIZES[0])  # what is made once is made
    once, twice, four_times = (steps(lambda size=size: work(size)) for size in SIZES)  # type: ignore[misc]
    assert once > 0
    assert four_times - twice <= FIXED * 2 * (twice - once) + 200, (once, twice, four_times)


TABLES: dict[str, Callable[[int], str]] = {
    "rows": lambda size: "period,K09\n" + "".join(f"20{n % 90 + 10}Q{n % 4 + 1},31%\n" for n in range(size)),
    "columns": lambda size: ",".join(f"c{n}" for n in range(size)) + "\n" + "1," * size + "\n",
    "one long cell": lambda size: "a,b\n" + "x" * (50 * size) + ",1\n",
    "lines within a cell": lambda size: 'a,b\n"' + "x\n" * size + '",1\n',
    "quotes within a cell": lambda size: 'a,b\n"' + '""' * size + '",1\n',
    "empty rows": lambda size: "a,b\n" + ",\n" * size,
    "semicolons and commas": lambda size: "a;b,c\n" + "1;2,3\n" * size,
    "a quote that does not close": lambda size: 'a,b\n"' + "x,y\n" * size,
}


@pytest.mark.parametrize("kind", TABLES)
def test_reading_csv_grows_with_the_text(kind: str) -> None:
    """Readers of this kind look for the end of a cell from its beginning each time, or join lines one by one."""
    grows(lambda size: parse_csv(TABLES[kind](size), "t.csv", DiagnosticCollector()))


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "keys": lambda size: "".join(f"k{n}: v\n" for n in range(size)),
    "a list": lambda size: "- v\n" * size,
    "lists beside one another": lambda size: "a: [" + "[b], " * size + "]\n",
    "one long word": lambda size: "a: " + "x" * (50 * size) + "\n",
    "one long line": lambda size: "a: {" + "".join(f"k{n}: v, " for n in range(size)) + "}\n",
    "a block": lambda size: "a: |\n" + "  line\n" * size,
    "comments": lambda size: "# comment\n" * size + "a: b\n",
    "keys that stand twice": lambda size: "a: b\n" * size,
    "words of YAML 1.1": lambda size: "".join(f"k{n}: yes\n" for n in range(size)),
    "brackets that do not close": lambda size: "a: " + "[" * size,
    "aliases": lambda size: "a: &a b\nc: [" + "*a, " * size + "]\n",
    "quotes": lambda size: "".join(f'k{n}: "it\'s"\n' for n in range(size)),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_reading_yaml_grows_with_the_text(kind: str) -> None:
    """Readers of this kind write aliases out, or compare each key with all before it."""
    grows(lambda size: parse_yaml(DOCUMENTS[kind](size), "x.yaml", DiagnosticCollector()))


CASES: dict[str, Callable[[int], str]] = {
    "cells": lambda size: (
        "cells:\n" + "".join(f"- {{id: c{n}, answers: {{market_stage: mature}}}}\n" for n in range(size))
    ),
    "cells of one name": lambda size: "cells:\n" + "- {id: c, answers: {market_stage: mature}}\n" * size,
    "unknown facts": lambda size: "answers:\n" + "".join(f"  f{n}: a\n" for n in range(size)),
    "a journal": lambda size: "journal:\n" + '- {"answer": "deal_size_usd", "given": 5}\n' * size,
    "vendors": lambda size: "vendors:\n" + "".join(f"- {{id: v{n}, name: V}}\n" for n in range(size)),
}


@pytest.mark.parametrize("kind", CASES)
def test_reading_a_case_grows_with_the_text(kind: str) -> None:
    """Readers of this kind go through all entries again for each, and an export of a thousand takes minutes."""
    grows(lambda size: parse_case(CASES[kind](size), "x.yaml", KNOWLEDGE, DiagnosticCollector()))


@pytest.mark.parametrize("kind", ["rows", "findings", "cells"])
def test_reading_a_history_grows_with_the_rows(kind: str, tmp_path: Path) -> None:
    """Readers of this kind look through all rows for one that stands twice."""
    rows = {"rows": "20{0}-{1:02},a,K09,31%", "findings": "20{0}-{1:02},a,K09,n/a", "cells": "2024-01,c{2},K09,31%"}

    def work(size: int) -> None:
        lines = [rows[kind].format(10 + n // 12 % 89, n % 12 + 1, n) for n in range(size)]
        (tmp_path / "h.csv").write_text("period,cell,metric,value\n" + "\n".join(lines) + "\n", encoding="utf-8")
        read_history(tmp_path / "h.csv", KNOWLEDGE, DiagnosticCollector())

    grows(work)


@pytest.mark.parametrize("kind", ["other rows", "rows of one id", "columns of one name", "lines above of one name"])
def test_comparing_tables_grows_with_the_rows(kind: str) -> None:
    """Tools of this kind try "a (2)", "a (3)" and so on anew for every row that has a name once more."""

    def rows(size: int, word: str) -> list[list[str]]:
        match kind:
            case "other rows":
                return [["id", "x"], *([f"{word}{n}", "1"] for n in range(size))]
            case "rows of one id":
                return [["id", "x"], *(["a", word] for _ in range(size))]
            case "columns of one name":
                return [["id", *(["x"] * size)], ["a", *([word] * size)]]
        return [*(["title", word] for _ in range(size)), ["id", "x"]]

    grows(lambda size: table_changes(rows(size, "p"), rows(size, "q")))
