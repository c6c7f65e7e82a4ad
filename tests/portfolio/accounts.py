"""Random accounts, partly unknown, as answers and as a table."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mvpod_expert import composition
from mvpod_expert.engine.knowledge_cache import Prepared
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.views.messages import Messages
from mvpod_portfolio.columns import match_columns
from mvpod_portfolio.deciding import AccountBatches, decide_all
from mvpod_portfolio.sources import open_source
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.cases import Cell

PREPARED = Prepared(KNOWLEDGE, BASE)
ENGLISH = Messages("en")
RATES = (0.0, 0.05, 0.1, 0.3, 0.6, 0.9, 1.0)

States = dict[str, str]


def random_accounts(count: int, seed: int) -> list[States]:
    """Draw the states of the facts of accounts; of some accounts nearly all is known, of others nearly nothing."""
    chance = random.Random(seed)
    accounts = []
    for _ in range(count):
        rate = chance.choice(RATES)
        accounts.append(
            {
                fact.id: UNKNOWN if chance.random() < 0.2 else chance.choice(fact.known_states)
                for fact in KNOWLEDGE.asked()
                if chance.random() >= rate
            }
        )
    return accounts


def cell_of(states: States) -> Cell:
    answers = {fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in states.items()}
    return composition.Cell(id="main", answers=ADVISER.completion.answers(answers))


def table_of(accounts: list[States], **beside: list[Any]) -> pa.Table:
    """Return the accounts as a table: a column a fact, blank where nothing is answered."""
    columns = {fact.id: pa.array([each.get(fact.id) for each in accounts], pa.string()) for fact in KNOWLEDGE.asked()}
    return pa.table({**{name: pa.array(values) for name, values in beside.items()}, **columns})


def decided(
    path: Path, mapping: Path | None = None, currency: str | None = None, **options: Any
) -> tuple[pa.Table, list[tuple[object, ...]]]:
    """Decide on a file; return the decided table, and what was rejected."""
    source = open_source(path)
    batches = AccountBatches(PREPARED, match_columns(source.names, KNOWLEDGE, mapping, currency), ENGLISH, **options)
    written: list[pa.RecordBatch] = []
    rejected: list[tuple[object, ...]] = []
    for _ in decide_all(source, batches, written.append, rejected.append):
        pass
    return pa.Table.from_batches(written, batches.table.schema), rejected
