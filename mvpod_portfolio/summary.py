"""Decided accounts summed up in one pass: modes and value, by market, against today's routes, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

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

    Words = NDArray[np.object_]
    Numbers = NDArray[np.float64]

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

    `low` and `high` are the ends if all accounts are at the same place of their ranges, `gains` the part that gains.
    """

    accounts: int = 0
    likely: float = 0.0
    low: float = 0.0
    high: float = 0.0
    gains: float = 0.0


class _Near(NamedTuple):
    """An account whose advice could change by little."""

    key: str
    mode: str
    margin: int
    value: float


@dataclass
class Summary:
    """What a table of decided accounts comes to.

    Args:
        currency: the currency of values, where the file says it.
        settled: the accounts whose mode no open answer can change.
        sums: the accounts by `mode`; by `region`, `segment` and `size` with the mode; by today's `route`, where one is
            there, with the mode; and by the `question` that they wait for.
        nearest: the accounts nearest to a change: the smallest lead that open answers can turn, then the most value.
        has_value: whether any account has a value.
        worth: what the advice is worth where it differs from today's route, by segment.
    """

    currency: str
    total: Sums = field(default_factory=Sums)
    settled: Sums = field(default_factory=Sums)
    verdicts: Counter[str] = field(default_factory=Counter)
    sums: dict[str, dict[tuple[str, ...], Sums]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Sums)))
    nearest: list[_Near] = field(default_factory=list)
    has_value: bool = False
    worth: dict[str, Worth] = field(default_factory=lambda: defaultdict(Worth))


def summarise(decided: Path) -> Summary:
    """Sum a file of decided accounts up, batch by batch; `PortfolioError` where it cannot be read."""
    columns = ["key", "mode", "verdict", "margin", "settled", "open_facts", *GROUPED, "value", "route"]
    summary = Summary(metadata(decided).get(CURRENCY, b"").decode())
    source = open_source(decided)
    # Files of an earlier version do not say what the advice is worth.
    for batch in source.batches(columns + [name for name in WORTH if name in source.names]):
        _add(summary, batch)
    return summary


def _add(summary: Summary, batch: pa.RecordBatch) -> None:
    words = {name: _words(batch.column(name)) for name in ("mode", "route", *GROUPED)}
    values = _numbers(batch.column("value"))
    summary.has_value |= bool(np.isfinite(values).any())
    values = np.nan_to_num(values)
    settled = _words(batch.column("settled")) == "true"
    summary.total.add(len(values), float(values.sum()))
    summary.settled.add(int(settled.sum()), float(values[settled].sum()))
    summary.verdicts.update(_words(batch.column("verdict")).tolist())
    modes, told = words["mode"], words["route"] != NONE
    facts, rows = _open_facts(batch.column("open_facts"))
    grouped = {
        "mode": ([modes], values),
        **{name: ([words[name], modes], values) for name in GROUPED},
        "route": ([words["route"][told], modes[told]], values[told]),
        "question": ([facts], values[rows]),
    }
    for name, (columns, of_rows) in grouped.items():
        for key, sums in _grouped(columns, of_rows):
            summary.sums[name][key].add(*sums)
    margins = _numbers(batch.column("margin"))
    waiting = np.flatnonzero(~settled & (modes != NONE) & np.isfinite(margins))
    chosen = waiting[np.lexsort((-values[waiting], margins[waiting]))[:NEAREST]]
    keys = _words(batch.column("key").take(pa.array(chosen)))
    near = [
        _Near(key, modes[row], int(margins[row]), float(values[row])) for key, row in zip(keys, chosen, strict=True)
    ]
    summary.nearest = sorted([*summary.nearest, *near], key=lambda each: (each.margin, -each.value))[:NEAREST]
    if WORTH[0] in batch.schema.names:
        _add_worth(summary.worth, words["segment"], *(_numbers(batch.column(name)) for name in WORTH))


def _add_worth(found: dict[str, Worth], segments: Words, likely: Numbers, low: Numbers, high: Numbers) -> None:
    """Add what the rows are worth whose route differs from the advice; a row without a range has one number."""
    rows = np.flatnonzero(np.isfinite(likely))
    for segment in dict.fromkeys(segments[rows].tolist()):
        some = rows[segments[rows] == segment]
        worth = found[segment]
        worth.accounts += len(some)
        worth.likely += float(likely[some].sum())
        worth.low += float(np.where(np.isfinite(low), low, likely)[some].sum())
        worth.high += float(np.where(np.isfinite(high), high, likely)[some].sum())
        worth.gains += float(np.maximum(likely[some], 0).sum())


def _open_facts(column: pa.Array) -> tuple[Words, NDArray[np.int64]]:
    """Return the facts that are waited for, and the row of each; CSV has them in one text."""
    if not pa.types.is_list(column.type):
        column = pc.split_pattern(_texts(column), ";")
    facts, rows = _words(pc.list_flatten(column)), pc.list_parent_indices(column).to_numpy()
    return facts[facts != NONE], rows[facts != NONE]


def _texts(column: pa.Array) -> pa.Array:
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return pc.fill_null(pc.cast(plain, pa.string()), NONE)


def _words(column: pa.Array) -> Words:
    """Return a column as texts, blank where there is none."""
    return np.asarray(_texts(column).to_numpy(zero_copy_only=False), object)


def _numbers(column: pa.Array) -> Numbers:
    """Return a column as numbers, NaN where there is none."""
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        texts = _texts(column)
        column = pc.cast(pc.if_else(pc.equal(texts, NONE), None, texts), pa.float64())
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), np.float64)


def _grouped(columns: Sequence[Words], values: Numbers) -> list[tuple[tuple[str, ...], tuple[int, float]]]:
    """Return the accounts and their value for each combination of words."""
    names = [f"c{place}" for place in range(len(columns))]
    arrays = [pa.array(column, pa.string()) for column in columns]
    table = pa.table([*arrays, pa.array(values)], [*names, "value"])
    found = table.group_by(names).aggregate([("value", "count"), ("value", "sum")])
    keys = zip(*(found[name].to_pylist() for name in names), strict=True)
    sums = zip(found["value_count"].to_pylist(), found["value_sum"].to_pylist(), strict=True)
    return list(zip(keys, sums, strict=True))
