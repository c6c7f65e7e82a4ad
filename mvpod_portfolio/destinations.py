"""Where decided accounts are written: Parquet, Arrow or CSV by the ending of the name, whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from mvpod_expert.atomic_write import drafted
from mvpod_expert.model.printable import FORMULA_STARTS, plain_cell
from mvpod_portfolio.decided_table import MARK
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import ARROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Write = Callable[[pa.RecordBatch], None]
    WriteRow = Callable[[Sequence[object]], object]

ENDINGS = (".parquet", ".csv", *sorted(ARROW))
ROW_GROUP = 1 << 18
"""Rows that are written together: what Parquet says of 120 columns of a group, 0.2 MB, is kept until the end."""
REJECTED = ("row", "key", "column", "reason")


def rejected_of(path: Path) -> Path:
    """Return the file beside the output that says what was not decided."""
    return path.with_suffix(".rejected.csv")


def check_destination(path: Path, source: Path | None, *, force: bool) -> None:
    """Refuse what must not be written over, and endings that are not written, with a `PortfolioError`."""
    if path.suffix.casefold() not in ENDINGS:
        raise PortfolioError(why="ending", file=path, allowed=", ".join(ENDINGS))
    for each in (path, rejected_of(path)):
        if source is not None and each.exists() and each.samefile(source):
            raise PortfolioError(why="is_input", file=each)
        if each.exists() and not force and not is_ours(each):
            raise PortfolioError(why="foreign", file=each)


def metadata(path: Path) -> dict[bytes, bytes]:
    """Return what a Parquet or Arrow file says of itself; nothing of other files.

    Raises `pyarrow.ArrowException` or `OSError` where it is not what its name says.
    """
    if path.suffix.casefold() == ".parquet":
        return pa.parquet.read_schema(path).metadata or {}
    if path.suffix.casefold() in ARROW:
        with pa.OSFile(str(path)) as file:
            return pa.ipc.open_file(file).schema.metadata or {}
    return {}


def is_ours(path: Path) -> bool:
    """Return whether a file is one that this package wrote."""
    try:
        if path.suffix.casefold() in {".parquet", *ARROW}:
            return MARK in metadata(path)
        with path.open(encoding="utf-8-sig") as text:
            start = text.readline(200)
    except (pa.ArrowException, OSError, UnicodeError):
        return False
    return not start or start.startswith(("key,row,mode,", '"key","row","mode",', ",".join(REJECTED)))


@contextlib.contextmanager
def decided_file(path: Path, schema: pa.Schema) -> Iterator[Write]:
    """Open the output; at the end it stands in its place, and after a failure nothing does."""
    # An open file and no name: Arrow takes names of UTF-8 alone.
    with drafted(path) as draft, draft.open("wb") as file:
        ending = path.suffix.casefold()
        if ending == ".parquet":
            # Of seventy columns of answers nobody asks the least and the largest, and finding them takes half the time.
            told = [each.name for each in schema if not pa.types.is_dictionary(each.type)]
            with pa.parquet.ParquetWriter(
                file, schema, compression="zstd", compression_level=1, write_statistics=told
            ) as writer:
                waiting: list[pa.RecordBatch] = []

                def write(batch: pa.RecordBatch) -> None:
                    waiting.append(batch)
                    if sum(each.num_rows for each in waiting) >= ROW_GROUP:
                        writer.write_table(pa.Table.from_batches(waiting), ROW_GROUP)
                        waiting.clear()

                yield write
                writer.write_table(pa.Table.from_batches(waiting, schema), ROW_GROUP)
        elif ending in ARROW:
            with pa.ipc.new_file(file, schema) as writer:
                yield writer.write_batch
        else:
            flat = pa.schema([pa.field(each.name, _flat_type(each.type)) for each in schema])
            with pa.csv.CSVWriter(file, flat) as writer:
                yield lambda batch: writer.write_batch(_flat(batch, flat))


@contextlib.contextmanager
def rejected_file(path: Path) -> Iterator[WriteRow]:
    """Open the file for what was not decided; its first line is its head."""
    with drafted(rejected_of(path)) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REJECTED)
        yield lambda row: writer.writerow([plain_cell(each) if isinstance(each, str) else each for each in row])


def _flat_type(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_list(kind) or pa.types.is_dictionary(kind) else kind


def _flat(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch without lists, which CSV does not have: their texts joined by semicolons."""
    columns = [
        pc.binary_join(column, ";")
        if pa.types.is_list(column.type)
        else _plain(column)
        if pa.types.is_string(column.type)
        else column.cast(each.type)
        for column, each in zip(batch.columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _plain(column: pa.Array) -> pa.Array:
    """Return texts that no spreadsheet takes for formulas, as `plain_cell` does."""
    steering = pc.match_substring_regex(column, f"^[{re.escape(''.join(FORMULA_STARTS))}]")
    return pc.if_else(steering, pc.binary_join_element_wise("'", column, ""), column)
