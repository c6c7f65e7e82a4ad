"""Decided accounts summed up in one pass: modes and value, by market, against today's routes, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mvpod_portfolio.decided_table import CURRENCY, WORTH
from mvpod_portfolio.destinations import metadata
from mvpod_portfolio.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

GROUPED = ("region", "segment", "size")
NEAREST = 10
NONE = ""
"""The mode of accounts that none is advised to, and the name of what is blank."""


@dataclass
class Sums:
    """Accounts and their value."""

    accounts: int = 0
    value: float = 0.0

    def add(self, accounts: int, value: float) -> None:
        """Add some accounts."""
        self.accounts += accounts
        self.value += value


@dataclass
class Worth:
    """What the advice is worth a year against today's route, where both contributions are known.

    Args:
        accounts: how many accounts.
        likely: the sum; low and high where numbers are ranges, if all accounts are at the same place of theirs.
        gains: the part of the accounts that gain.
    """

    accounts: int = 0
    likely: float = 0.0
    low: float = 0.0
    high: float = 0.0
    gains: float = 0.0


@dataclass(frozen=True)
class _Near:
    """An account whose advice could change by little."""

    key: str
    mode: str
    margin: int
    value: float


@dataclass
class Summary:
    """What a table of decided accounts comes to.

    Args:
        total: all accounts.
        verdicts: the accounts by verdict.
        settled: the accounts whose mode no open answer can change.
        modes: the accounts by mode.
        groups: for region, segment and size, the accounts by group and mode.
        routes: the accounts by today's route and mode, where a route is given.
        questions: the accounts that wait for a fact, by the fact.
        nearest: the accounts nearest to a change: the smallest lead that open answers can turn, then the most value.
        has_value: whether any account has a value.
        worth: what the advice is worth where it differs from today's route, by segment.
        currency: the currency of values, where the file tells it.
    """

    total: Sums = field(default_factory=Sums)
    verdicts: Counter[str] = field(default_factory=Counter)
    settled: Sums = field(default_factory=Sums)
    modes: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    groups: dict[str, dict[tuple[str, str], Sums]] = field(
        default_factory=lambda: {name: defaultdict(Sums) for name in GROUPED}
    )
    routes: dict[tuple[str, str], Sums] = field(default_factory=lambda: defaultdict(Sums))
    questions: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    nearest: list[_Near] = field(default_factory=list)
    has_value: bool = False
    worth: dict[str, Worth] = field(default_factory=lambda: defaultdict(Worth))
    currency: str = ""


def summarise(decided: Path) -> Summary:
    """Sum a file of decided accounts up, batch by batch.

    Args:
        decided: the file.

    Raises:
        PortfolioError: it cannot be read.
    """
    columns = ["key", "mode", "verdict", "margin", "settled", "open_facts", *GROUPED, "value", "route"]
    summary = Summary(currency=metadata(decided).get(CURRENCY, b"").decode())
    source = open_source(decided)
    for batch in source.batches(columns + [name for name in WORTH if name in source.names]):
        _add(summary, _Batch(batch))
    return summary


class _Batch:
    """The columns of a batch as they are summed up; CSV has texts for all of them."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self.modes = self.words("mode")
        values = _numbers(batch.column("value"))
        self.has_value = bool(np.isfinite(values).any())
        self.values: NDArray[np.float64] = np.nan_to_num(values)
        settled = batch.column("settled")
        is_told = pa.types.is_boolean(settled.type)
        self.settled: NDArray[np.bool_] = np.asarray(settled if is_told else pc.equal(_texts(settled), "true"))

    def has(self, name: str) -> bool:
        """Return whether there is such a column: not in files of an earlier version."""
        return name in self._batch.schema.names

    def words(self, name: str) -> NDArray[np.object_]:
        """Return a column as texts, blank where there is none."""
        return _objects(_texts(self._batch.column(name)))

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where there is none."""
        return _numbers(self._batch.column(name))

    def open_facts(self) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        """Return the facts that are waited for, and the row of each."""
        column = self._batch.column("open_facts")
        if not pa.types.is_list(column.type):
            column = pc.split_pattern(_texts(column), ";")
        facts, rows = _objects(_texts(pc.list_flatten(column))), pc.list_parent_indices(column).to_numpy()
        return facts[facts != NONE], rows[facts != NONE]


def _texts(column: pa.Array) -> pa.Array:
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return pc.fill_null(pc.cast(plain, pa.string()), NONE)


def _objects(texts: pa.Array) -> NDArray[np.object_]:
    return np.asarray(texts.to_numpy(zero_copy_only=False), object)


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        texts = _texts(column)
        column = pc.cast(pc.if_else(pc.equal(texts, NONE), None, texts), pa.float64())
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), np.float64)


def _add(summary: Summary, batch: _Batch) -> None:
    summary.has_value |= batch.has_value
    summary.total.add(len(batch.values), float(batch.values.sum()))
    summary.settled.add(int(batch.settled.sum()), float(batch.values[batch.settled].sum()))
    summary.verdicts.update(batch.words("verdict").tolist())
    for (mode,), sums in _grouped([batch.modes], batch.values):
        summary.modes[mode].add(*sums)
    for name in GROUPED:
        for (group, mode), sums in _grouped([batch.words(name), batch.modes], batch.values):
            summary.groups[name][group, mode].add(*sums)
    routes = batch.words("route")
    told = routes != NONE
    for (route, mode), sums in _grouped([routes[told], batch.modes[told]], batch.values[told]):
        summary.routes[route, mode].add(*sums)
    facts, rows = batch.open_facts()
    for (fact,), sums in _grouped([facts], batch.values[rows]):
        summary.questions[fact].add(*sums)
    summary.nearest = _nearest(summary.nearest, batch)
    _add_worth(summary.worth, batch)


def _add_worth(found: dict[str, Worth], batch: _Batch) -> None:
    """Add what the rows are worth whose route differs from the advice; a row without a range has one number."""
    if not batch.has(WORTH[0]):
        return
    likely, low, high = (batch.numbers(name) for name in WORTH)
    rows = np.flatnonzero(np.isfinite(likely))
    segments = batch.words("segment")[rows]
    for segment in dict.fromkeys(segments.tolist()):
        some = rows[segments == segment]
        worth = found[segment]
        worth.accounts += len(some)
        worth.likely += float(likely[some].sum())
        worth.low += float(np.where(np.isfinite(low), low, likely)[some].sum())
        worth.high += float(np.where(np.isfinite(high), high, likely)[some].sum())
        worth.gains += float(np.maximum(likely[some], 0).sum())


def _grouped(
    columns: Sequence[NDArray[np.object_]], values: NDArray[np.float64]
) -> list[tuple[tuple[str, ...], tuple[int, float]]]:
    """Return the accounts and their value for each combination of words."""
    names = [f"c{place}" for place in range(len(columns))]
    arrays = [pa.array(column, pa.string()) for column in columns]
    table = pa.table([*arrays, pa.array(values)], [*names, "value"])
    found = table.group_by(names).aggregate([("value", "count"), ("value", "sum")])
    keys = zip(*(found[name].to_pylist() for name in names), strict=True)
    sums = zip(found["value_count"].to_pylist(), found["value_sum"].to_pylist(), strict=True)
    return list(zip(keys, sums, strict=True))


def _nearest(so_far: list[_Near], batch: _Batch) -> list[_Near]:
    margins = batch.numbers("margin")
    waiting = np.flatnonzero(~batch.settled & (batch.modes != NONE) & np.isfinite(margins))
    if not len(waiting):
        return so_far
    chosen = waiting[np.lexsort((-batch.values[waiting], margins[waiting]))[:NEAREST]]
    keys = batch.words("key")
    found = [_Near(keys[row], batch.modes[row], int(margins[row]), float(batch.values[row])) for row in chosen]
    return sorted([*so_far, *found], key=lambda each: (each.margin, -each.value))[:NEAREST]
