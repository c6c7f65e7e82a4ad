"""One row of a table of decided accounts, as the case it was decided from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert import composition
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.printable import plain_cell
from mvpod_portfolio.answer_codes import texts_of
from mvpod_portfolio.destinations import is_ours
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import open_source

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
        PortfolioError: the file is none of ours, is damaged, or has no such account.
    """
    if not decided.is_file() or not is_ours(decided):
        raise PortfolioError(why="not_decided", file=decided)
    facts = tuple(knowledge.asked())
    source = open_source(decided)
    there = [fact for fact in facts if fact.id in source.names]
    keys = pa.array([key, plain_cell(key)])
    found: list[dict[str, str]] = []
    for batch in source.batches(["key", "region", "segment", *(fact.id for fact in there)]):
        place = pc.index_in(keys, texts_of(batch.column("key"))).drop_null()
        if len(place):
            row = batch.slice(place[0].as_py(), 1)
            found = [{name: texts_of(row.column(name))[0].as_py() for name in row.schema.names}]
            break
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
