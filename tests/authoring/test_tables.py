"""Gaps and overlaps of tables, held against brute force; the rows that are offered close the gaps."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.loading.csv_text import parse_csv
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.hyperrectangles import Box, shared, size, uncovered
from mvpod_workbench.tables.overview import as_csv, look_over, offered_rows, table_findings, under_header
from mvpod_workbench.tables.writing import table_changes
from tests.hypothesis_profiles import random_examples
from tests.loading.tables import MATURE, read, sound, table
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STATES = "abc"
COLUMNS = 3
WHOLE: Box = (frozenset(STATES),) * COLUMNS
BOXES = st.lists(
    st.tuples(*[st.frozensets(st.sampled_from(STATES), min_size=1)] * COLUMNS),
    max_size=6,
)
APPLYING = [fact for fact in KNOWLEDGE.facts.values() if fact.may_not_apply and fact.kind == "choice"][:1]
PLAIN = [fact for fact in KNOWLEDGE.asked() if fact.kind == "choice" and not fact.may_not_apply][:2]
FACTS = [*PLAIN, *APPLYING]


def points(box: Box) -> set[tuple[str, ...]]:
    return set(product(*box))


@given(BOXES)
def test_what_no_row_covers_is_found_exactly(rows: list[Box]) -> None:
    """The gaps are all combinations that are in no row, each once."""
    gaps = uncovered(WHOLE, rows)
    expected = points(WHOLE).difference(*map(points, rows))
    assert set().union(*map(points, gaps)) == expected
    assert sum(map(size, gaps)) == len(expected)


@given(BOXES)
def test_two_rows_share_exactly_the_combinations_of_both(rows: list[Box]) -> None:
    """An overlap is reported when there is one, and only then."""
    for one, other in product(rows, rows):
        common = shared(one, other)
        assert (points(common) if common else set()) == points(one) & points(other)


def test_eight_columns_of_five_states_are_looked_over() -> None:
    """A table nobody could check by hand: one row for each of four states of each column, and what is left."""
    states = frozenset("vwxyz")
    rows = [
        tuple(frozenset(state) if column == place else states for place in range(8))
        for column in range(8)
        for state in "vwxy"
    ]
    assert uncovered((states,) * 8, rows) == [(frozenset("z"),) * 8]
    diagonal = [tuple(frozenset(state) for _ in range(8)) for state in sorted(states)]
    assert sum(map(size, uncovered((states,) * 8, diagonal))) == 5**8 - 5


def test_joined_gaps_are_few() -> None:
    """What is missing in one stretch is offered in one row."""
    whole = (frozenset("ab"), frozenset("xy"), frozenset("12"))
    missing = {("a", "x", "1"), ("b", "x", "1"), ("a", "y", "2")}
    rows = [tuple(frozenset(state) for state in point) for point in points(whole) - missing]
    assert sorted(sorted(points(gap)) for gap in uncovered(whole, rows)) == [
        [("a", "x", "1"), ("b", "x", "1")],
        [("a", "y", "2")],
    ]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[dict[str, frozenset[str]]]]:
    """A random table over shipped facts, as text and as what its cells mean."""
    rows, meant = [], []
    for number in range(draw(st.integers(1, 4))):
        cells, means = [], {}
        for fact in FACTS:
            states = draw(st.frozensets(st.sampled_from(fact.known_states), min_size=1))
            if states == frozenset(fact.states):
                states = frozenset(fact.known_states)
            means[fact.id] = states
            is_any = states == frozenset(fact.known_states)
            cells.append("-" if is_any else "; ".join(sorted(states)))
        if all(cell == "-" for cell in cells):
            cells[0] = FACTS[0].states[0]
            means[FACTS[0].id] = frozenset([FACTS[0].states[0]])
        rows.append(f"t-{number},{','.join(cells)},{MATURE}")
        meant.append(means)
    return "\n".join([f"id,{','.join(fact.id for fact in FACTS)},recommend", *rows]), meant


@random_examples(60)
@given(written())
def test_offered_rows_close_every_gap_and_overlap_with_none(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, list[dict[str, frozenset[str]]]]
) -> None:
    """Pasted as they are, they make the table whole; overlaps of a unique table are those that brute force finds."""
    folder = tmp_path_factory.mktemp("table")
    text, meant = made
    texts = {"title.zh": "试", "title.en": "t"}
    collected = sound(folder, table(text, hit="collect", **texts))
    facts = KNOWLEDGE.facts
    every = list(product(*(fact.known_states for fact in FACTS)))

    def holding(point: tuple[str, ...]) -> int:
        return sum(all(state in row[fact.id] for fact, state in zip(FACTS, point, strict=True)) for row in meant)

    looked = look_over(collected.table, facts)
    assert looked.missing == sum(holding(point) == 0 for point in every)
    _, found = read(folder, table(text, **texts))
    assert bool(found) == any(holding(point) > 1 for point in every)
    assert {each.code for each in found} <= {Code.ROWS_OVERLAP}
    rows = [under_header(row, collected.table, facts) for row in offered_rows(looked, facts)]
    pasted = as_csv([*row[:-1], MATURE] for row in rows)
    if all(any(row[1:-1]) for row in rows):  # a table without a row that tests anything cannot be filled by one row
        whole = look_over(sound(folder, table(text, pasted, hit="collect", **texts)).table, facts)
        assert whole.missing == 0
        _, again = read(folder, table(text, pasted, **texts))
        assert len(again) == len(found)


def test_gaps_of_complete_tables_and_repeating_rows_are_findings(tmp_path: Path) -> None:
    """A table that need not be complete has no gaps to tell; a row that others say is reported once."""
    text = ("id,sales_mode,market_stage,recommend", f"t-one,direct,-,{MATURE}", f"t-two,direct,mature,{MATURE}")
    made = sound(tmp_path, table(*text, hit="any", complete="yes")).table
    knowledge = KNOWLEDGE.model_copy(update={"tables": {"trial": made}})
    gap, repeating = table_findings(knowledge)
    assert (gap.code, gap.severity, gap.details["count"]) == (Code.ROWS_MISSING, "warning", "6")
    assert gap.details["rows"] == "sales_mode=channel; hybrid, market_stage=-"
    assert (repeating.code, repeating.details["id"]) == (Code.ROW_REPEATS, "t-two")
    open_table = sound(tmp_path, table(*text, hit="any", complete="否")).table
    open_knowledge = knowledge.model_copy(update={"tables": {"trial": open_table}})
    assert [finding.code for finding in table_findings(open_knowledge)] == [Code.ROW_REPEATS]


def test_what_is_given_bounds_what_is_complete(tmp_path: Path) -> None:
    """A complete table covers its own columns; what all rows share is not asked of it."""
    stages = KNOWLEDGE.facts["market_stage"].states
    rows = [f"t-{number},{stage},{MATURE}" for number, stage in enumerate(stages)]
    head = {"given sales_mode": "direct", "complete": "yes"}
    made = sound(tmp_path, table("id,market_stage,recommend", *rows, **head)).table
    assert look_over(made, KNOWLEDGE.facts).missing == 0
    made = sound(tmp_path, table("id,market_stage,recommend", *rows[1:], **head)).table
    (offered,) = offered_rows(look_over(made, KNOWLEDGE.facts), KNOWLEDGE.facts)
    assert (offered.id, offered.cells) == (f"trial-{stages[0]}".replace("_", "-"), {"market_stage": stages[0]})


def grid(text: str) -> list[list[str]]:
    rows = parse_csv(text, "t.csv", DiagnosticCollector())
    assert rows is not None
    return [[cell.text for cell in row] for row in rows]


def test_changes_are_told_by_rows_and_cells_whatever_their_order() -> None:
    """Moved rows and columns are no change; what comes, goes and changes has its cell's name."""
    old = grid("hit,unique\n\nid,a,b\nx,1,2\ny,3,4\nz,5,6\n")
    moved = grid("hit,unique\n\nid,b,a\nz,6,5\ny,4,3\nx,2,1\n")
    assert table_changes(old, moved) == []
    new = grid("hit,any\n\nid,a,c\nx,1,9\nw,7,8\nz,0,6\n")
    told = [
        (change.kind, change.cell, change.id, change.column, change.old, change.new)
        for change in table_changes(old, new)
    ]
    assert told == [
        ("changed_head", "B1", "", "hit", "unique", "any"),
        ("added_column", "C3", "", "c", "", ""),
        ("removed_column", "C3", "", "b", "", ""),
        ("removed_row", "A5", "y", "", "", ""),
        ("changed", "C4", "x", "c", "", "9"),
        ("changed", "C4", "x", "b", "2", ""),
        ("added_row", "A5", "w", "", "", ""),
        ("changed", "B6", "z", "a", "5", "0"),
        ("changed", "C6", "z", "c", "", "6"),
        ("changed", "C6", "z", "b", "6", ""),
    ]
