"""One row of a table of decided accounts, as the case it was decided from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset

from mvpod_expert import composition
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.printable import plain_cell
from mvpod_portfolio.destinations import is_ours
from mvpod_portfolio.problems import PortfolioError

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase


def case_of_row(decided: Path, key: str, knowledge: KnowledgeBase) -> CaseFile:
    """Return an account with its answers; of numbers, the bands.

    Args:
        decided: the file.
        key: the account.
        knowledge: the knowledge base.

    Raises:
        PortfolioError: the file is none of ours, or has no such account.
    """
    if not decided.is_file() or not is_ours(decided):
        raise PortfolioError(why="not_decided", file=decided)
    facts = tuple(knowledge.asked())
    ending = decided.suffix.casefold().removeprefix(".")
    form = ending
    if ending == "csv":
        texts = dict.fromkeys(("key", *(fact.id for fact in facts)), pa.string())
        form = pa.dataset.CsvFileFormat(convert_options=pa.csv.ConvertOptions(column_types=texts))
    elif ending != "parquet":
        form = "ipc"
    table = pa.dataset.dataset(decided, format=form)
    there = [fact for fact in facts if fact.id in table.schema.names]
    columns = ["key", "region", "segment", *(fact.id for fact in there)]
    found = table.head(1, columns=columns, filter=pa.dataset.field("key").isin([key, plain_cell(key)])).to_pylist()
    if not found:
        raise PortfolioError(why="no_row", file=decided, row=key)
    (row,) = found
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
    cell = composition.Cell(id=key, region=row["region"] or None, segment=row["segment"] or None, answers=answers)
    return composition.CaseFile(file=str(decided), client=key, cells=(cell,))
