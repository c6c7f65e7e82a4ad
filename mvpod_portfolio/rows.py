"""One row of a table of decided accounts, as the case it was decided from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert import composition
from mvpod_expert.model.cases import Answer, CaseFile
from mvpod_expert.model.printable import plain_cell
from mvpod_portfolio.destinations import is_ours
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import Source, open_source, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase


def case_of_row(decided: Path, key: str, knowledge: KnowledgeBase) -> tuple[CaseFile, int, Sequence[int]]:
    """Return an account of a file as a case, its row in the input, and all rows that have its key.

    Where several rows have the key it is the first of them, or the row behind `@`; of numbers the case has the bands.

    Raises `PortfolioError` where the file is none of ours, is damaged, or has no such account.
    """
    if not decided.is_file() or not is_ours(decided):
        raise PortfolioError(why="not_decided", file=decided)
    facts = tuple(knowledge.asked())
    source = open_source(decided)
    chosen, same = _place(source, key)
    if chosen is None:
        raise PortfolioError(why="no_row", file=decided, row=key)
    there = [fact for fact in facts if fact.id in source.names]
    row: dict[str, str] = {}
    start = 0
    for batch in source.batches(["key", "row", "region", "segment", *(fact.id for fact in there)]):
        if chosen < start + batch.num_rows:
            found = batch.slice(chosen - start, 1)
            row = {name: texts_of(found.column(name))[0].as_py() for name in found.schema.names}
            break
        start += batch.num_rows
    answers = {
        fact.id: Answer(
            fact=fact.id,
            given=row[fact.id] == "true" if fact.kind == "flag" and row[fact.id] in fact.states else row[fact.id],
            state=row[fact.id],
            layer="cell",
        )
        for fact in there
        if row[fact.id] and row[fact.id] in fact.known_states
    }
    name = row["key"]
    cell = composition.Cell(id=name, region=row["region"] or None, segment=row["segment"] or None, answers=answers)
    return composition.CaseFile(file=str(decided), client=name, cells=(cell,)), int(row["row"]), same


def _place(source: Source, key: str) -> tuple[int | None, list[int]]:
    """Return the place of the first row with a key, or of the row in `KEY@ROW`, and all rows that have the key."""
    whole: list[tuple[int, int]] = []
    named: list[tuple[int, int]] = []
    name, _, number = key.rpartition("@")
    start = 0
    for batch in source.batches(["key", "row"]):
        keys = texts_of(batch.column("key"))
        for written, found in ((key, whole), (name, named)):
            places = pc.indices_nonzero(pc.is_in(keys, pa.array([written, plain_cell(written)]))).to_pylist()
            found += [(start + place, int(batch.column("row")[place].as_py())) for place in places]
        start += batch.num_rows
    chosen = whole or [each for each in named if str(each[1]) == number]
    return (chosen[0][0] if chosen else None), [row for _, row in whole or named]
