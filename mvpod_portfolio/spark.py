"""The decision on the accounts of a Spark DataFrame, by `mapInArrow`: the same columns as a decided file has."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mvpod_expert import __version__
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from mvpod_expert.engine.plain_form import read, written
from mvpod_expert.resources import find_home
from mvpod_expert.views.messages import Messages
from mvpod_portfolio.columns import Columns, match_columns
from mvpod_portfolio.decided_table import schema
from mvpod_portfolio.deciding import AccountBatches
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyspark.sql import DataFrame

    from mvpod_expert.model.frozen import Lang

REJECTED = "rejected"
"""The column that says why a row was not decided; null where it was."""

NESTED = frozenset({"array", "map", "struct", "variant"})


def decide_accounts(  # noqa: PLR0913 - as the options of the command
    accounts: DataFrame,
    *,
    home: Path | None = None,
    mapping: Path | None = None,
    currency: str | None = None,
    lang: Lang = "zh",
    words: bool = False,
    prove: bool = False,
) -> DataFrame:
    """Decide on the accounts of a DataFrame, where its partitions are.

    Args:
        accounts: a row an account; its columns are found as those of a file are, and one must be the key.
        home: the folder that holds rules/ and knowledge/; the shipped one if none is given.
        mapping: a mapping file for other names of columns and values.
        currency: what amounts that name no currency are in, as CNY. Without it, in the mapping or a column, they are
            read as US dollars, of which a `UserWarning` tells.
        lang: the language of reasons in words and of what is rejected.
        words: put the reasons for a mode into words.
        prove: search where the bound leaves open whether answers can change the mode.

    Returns:
        A row an account, with the columns of a decided file, words as strings and `row` null, and the column
        `rejected`: for accounts that were not decided an array of structs of column and reason, and nothing but the
        key beside it.

    Raises:
        UnusableInputError: the knowledge or the mapping has findings.
        PortfolioError: two columns mean the same, none answers a fact, none is the key, one holds no single values, or
            the currency is unknown.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - who has a DataFrame has pyspark

    prepared = prepare(find_home(home))
    columns = match_columns(accounts.columns, prepared.knowledge, mapping, currency)
    if "key" not in columns.roles:
        raise PortfolioError(why="no_key")
    for field in accounts.schema:
        kind = field.dataType.typeName()
        is_day = kind.startswith(("date", "timestamp")) and field.name == columns.roles.get("value")
        if field.name in columns.needed and (kind in NESTED or is_day):
            raise PortfolioError(why="nested", column=field.name, kind=field.dataType.simpleString())
    amounts = columns.of_money(prepared.knowledge)
    if amounts and columns.currency.code is None and "currency" not in columns.roles:
        warnings.warn(Messages(lang)("portfolio.assumed", columns=", ".join(amounts)), stacklevel=2)
    worker = _Worker(written(prepared), __version__, columns, lang, words, prove)
    shared = accounts.sparkSession.sparkContext.broadcast(worker)

    def decided(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in joined(batches):
            yield shared.value.decided(batch)

    named = accounts.select([f"`{name.replace('`', '``')}`" for name in columns.needed])
    types = from_arrow_schema(_plain_schema(schema(prepared.knowledge, words=words)))
    return named.mapInArrow(decided, types)


def _plain_schema(decided: pa.Schema) -> pa.Schema:
    """Return the schema of decided accounts as Spark has it: without dictionaries, nullable, with what is rejected."""
    fields = [pa.field(each.name, pa.string() if pa.types.is_dictionary(each.type) else each.type) for each in decided]
    reason = pa.struct([("column", pa.string()), ("reason", pa.string())])
    return pa.schema([*fields, pa.field(REJECTED, pa.list_(reason))])


def joined(batches: Iterable[pa.RecordBatch], rows: int = BATCH) -> Iterator[pa.RecordBatch]:
    """Join the small batches that Spark sends: a batch costs some thousand calls, whatever its length."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if waiting and sum(each.num_rows for each in waiting) + batch.num_rows > rows:
            yield pa.concat_batches(waiting)
            waiting = []
        waiting.append(batch)
    if waiting:
        yield pa.concat_batches(waiting)


@dataclass
class _Worker:
    """What a Python worker needs, broadcast once; it makes its program when it decides first, and keeps it."""

    knowledge: bytes
    version: str
    columns: Columns
    lang: Lang
    words: bool
    prove: bool

    @cached_property
    def _batches(self) -> AccountBatches:
        if self.version != __version__:
            raise PortfolioError(why="other_version", driver=self.version, worker=__version__)
        prepared, t = read(self.knowledge, Prepared), Messages(self.lang)
        return AccountBatches(prepared, self.columns, t, words=self.words, prove=self.prove)

    def decided(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch decided; what was not decided comes last."""
        cells: list[tuple[Any, ...]] = []
        decided = self._batches.decide(batch, lambda place: place, 0, cells.append)
        plain = _plain_schema(self._batches.table.schema)
        columns = {
            each.name: pa.nulls(decided.num_rows, each.type)
            if each.name in {"row", REJECTED}
            else decided.column(each.name).cast(each.type)
            for each in plain
        }
        rejected: dict[int, tuple[str, list[dict[str, str]]]] = {}
        for row, key, column, reason in cells:
            rejected.setdefault(row, (key, []))[1].append({"column": column, "reason": reason})
        parts = [pa.RecordBatch.from_pydict(columns, plain)]
        if rejected:
            keys, reasons = zip(*rejected.values(), strict=True)
            nulls = {each.name: pa.nulls(len(keys), each.type) for each in plain}
            told = {"key": pa.array(keys, pa.string()), REJECTED: pa.array(reasons, plain.field(REJECTED).type)}
            parts.append(pa.RecordBatch.from_pydict(nulls | told, plain))
        return pa.concat_batches(parts)
