"""Tables of accounts as a stream of record batches: Parquet, CSV, Arrow (Feather) and sheets of Excel workbooks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from mvpod_expert.loading.csv_text import UNSURE, separator_of
from mvpod_expert.loading.text_files import GBK, code_page
from mvpod_expert.model.printable import tame
from mvpod_portfolio.problems import PortfolioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BATCH = 1 << 17
SEEN = 1 << 20
PLAINLY = 8
"""So many letters beyond ASCII in UTF-8 are no chance."""
BEYOND_ASCII = re.compile(r"[^\s,;\"\x80-\U0010ffff]{0,20}[^\x00-\x7f][^\s,;\"]{0,20}")
BLOCK = 1 << 24
MOST_COLUMNS = 2_000
LONGEST = 32_767
"""The bytes of one repeated text, as many as Excel allows letters in a cell: a kilobyte can spell out terabytes."""

ARROW = {".arrow", ".feather", ".ipc"}
WORKBOOKS = {".xlsx", ".xlsm"}
ENDINGS = (".parquet", ".csv", ".tsv", *sorted(ARROW), ".xlsx")


@dataclass
class Source:
    """A table that is read once, batch by batch.

    Args:
        names: its columns.
        batches: returns the record batches with the columns that are named.
        rows: how many rows there are, where that is known before they are read.
        malformed: the rows that have too many or too few cells, by their number from 1: how many cells each has.
        unsure: the marks of numbers that may set thousands apart as well as begin decimals.
        guessed: a word beyond ASCII, where the code page that it was read by was guessed.
    """

    names: tuple[str, ...]
    batches: Callable[[list[str]], Iterator[pa.RecordBatch]]
    rows: int | None = None
    malformed: dict[int, int] = field(default_factory=dict)
    unsure: str = ""
    guessed: str = ""

    def number(self, place: int) -> int:
        """Return the number in the file, from 1, of the row at a place, from 0, among the well-formed ones."""
        gaps = [row - before - 1 for before, row in enumerate(sorted(self.malformed))]
        return place + bisect_right(gaps, place) + 1


def open_source(path: Path, sheet: str | None = None) -> Source:
    """Open a table by the ending of its name; a workbook's sheet may be left out where only one is to be seen.

    Raises `PortfolioError` where it is not there, of another kind, or not what its name says. The batches raise it too:
    for a column of lists, a repeated text that is too long, and data that is damaged.
    """
    if not path.is_file():
        raise PortfolioError(why="missing", file=path)
    ending = path.suffix.casefold()
    try:
        if ending in WORKBOOKS:
            source = _workbook(path, sheet)
        elif ending in READERS:
            source = READERS[ending](path)
        else:
            raise PortfolioError(why="ending", file=path, allowed=", ".join(ENDINGS))
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise PortfolioError(why="unreadable", file=path, reason=_first_line(error)) from error
    if len(source.names) > MOST_COLUMNS:
        raise PortfolioError(why="columns", file=path, count=f"{len(source.names):,}", most=f"{MOST_COLUMNS:,}")
    double = next((name for name in source.names if source.names.count(name) > 1), None)
    if double is not None:
        raise PortfolioError(why="column_twice", file=path, column=double)
    return replace(source, batches=lambda columns: _checked(path, source.batches(columns)))


def _checked(path: Path, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Pass batches on that are safe to compute with: Arrow believes lengths and places that a file states."""
    try:
        for batch in batches:
            batch.validate(full=True)
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                texts = column.dictionary if pa.types.is_dictionary(column.type) else pa.array([])
                if is_text(texts.type) and (pc.max(pc.binary_length(texts)).as_py() or 0) > LONGEST:
                    raise PortfolioError(why="long_text", file=path, column=name, most=f"{LONGEST:,}")
            yield batch
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise PortfolioError(why="unreadable", file=path, reason=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _parquet(path: Path) -> Source:
    schema = pa.parquet.read_schema(path)
    texts = [each.name for each in schema if is_text(each.type)]
    file = pa.parquet.ParquetFile(path, read_dictionary=texts, memory_map=True)

    def batches(columns: list[str]) -> Iterator[pa.RecordBatch]:
        yield from file.iter_batches(BATCH, columns=columns)

    return Source(tuple(schema.names), batches, file.metadata.num_rows)


def _arrow(path: Path) -> Source:
    with path.open("rb") as file:
        is_file = file.read(6) == b"ARROW1"

    def opened() -> pa.RecordBatchReader:
        # Not mapped: what a damaged file places behind its end would kill the process instead of raising an error.
        whole = pa.OSFile(str(path))
        if not is_file:
            return pa.ipc.open_stream(whole)
        file = pa.ipc.open_file(whole)
        read = (file.get_batch(number) for number in range(file.num_record_batches))
        return pa.RecordBatchReader.from_batches(file.schema, read)

    def batches(columns: list[str]) -> Iterator[pa.RecordBatch]:
        for batch in opened():
            for start in range(0, batch.num_rows, BATCH):
                yield batch.select(columns).slice(start, BATCH)

    return Source(tuple(opened().schema.names), batches)


def _csv(path: Path) -> Source:
    with path.open("rb") as file:
        start = file.read(SEEN)
    encoding, guessed = _encoding(path, start)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    separator = "\t" if path.suffix.casefold() == ".tsv" else separator_of(text)
    malformed: dict[int, int] = {}

    def skipped(row: pa.csv.InvalidRow) -> str:
        malformed[row.number - 1] = row.actual_columns
        return "skip"

    reading = pa.csv.ReadOptions(use_threads=False, encoding=encoding.removesuffix("-sig"), block_size=BLOCK)
    parsing = pa.csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=skipped)
    # Not by Arrow: a reader that is dropped before its end may outlive the interpreter with what reports bad rows.
    try:
        names = tuple(next(filter(None, csv.reader(io.StringIO(text, newline=""), delimiter=separator)), ()))
    except csv.Error as error:
        raise pa.ArrowInvalid(str(error)) from error
    if not names:
        raise PortfolioError(why="empty", file=path)

    def batches(columns: list[str]) -> Iterator[pa.RecordBatch]:
        # As bytes: what stands in a cell is read as an answer, never guessed from the cells before it.
        conversion = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.binary()), include_columns=columns)
        with pa.csv.open_csv(path, read_options=reading, parse_options=parsing, convert_options=conversion) as reader:
            for batch in reader:
                for begin in range(0, batch.num_rows, BATCH):
                    yield batch.slice(begin, BATCH)

    return Source(names, batches, malformed=malformed, unsure=UNSURE.get(separator, ""), guessed=guessed)


READERS = {".parquet": _parquet, **dict.fromkeys(ARROW, _arrow), **dict.fromkeys((".csv", ".tsv", ".txt"), _csv)}


def _encoding(path: Path, start: bytes) -> tuple[str, str]:
    """Return the encoding of a text file: by its mark, as UTF-8 throughout, or else as Chinese spreadsheets write.

    Where that is a guess, a word shows how the file reads. Raises `UnicodeDecodeError` where it is plainly UTF-8 with
    bytes that are not, since another encoding would garble the rest, and `PortfolioError` where it does not read as
    everyday Chinese in GBK either.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ""
    decoder = codecs.getincrementaldecoder("utf-8")()
    letters = 0
    with path.open("rb") as file:
        while part := file.read(SEEN):
            try:
                text = decoder.decode(part, final=len(part) < SEEN)
            except UnicodeDecodeError as error:
                letters += _letters(error.object[: error.start].decode("utf-8", "ignore"))
                if letters >= PLAINLY:
                    raise
                found = code_page(error.object)
                as_gbk = _word(error.object, "gb18030")
                if found == GBK:
                    return "gb18030", as_gbk
                other = _word(error.object, page := found or "cp1252")
                raise PortfolioError(why="code_page", file=path, one=as_gbk, other=other, page=page) from error
            letters += _letters(text) if letters < PLAINLY else 0
    return "utf-8-sig", ""


def _word(data: bytes, codec: str) -> str:
    """Return the first word beyond ASCII of a text, read by a code page."""
    found = BEYOND_ASCII.search(data.decode(codec, "replace"))
    return tame(found[0]) if found is not None else ""


def _letters(text: str) -> int:
    return 0 if text.isascii() else sum(1 for _ in islice((each for each in text if not each.isascii()), PLAINLY))


def _workbook(path: Path, sheet: str | None) -> Source:
    from mvpod_expert.loading.workbooks import SheetError, read_sheet  # noqa: PLC0415 - openpyxl, for workbooks alone

    try:
        read = read_sheet(path, sheet)
    except SheetError as error:
        raise PortfolioError(why="workbook", file=path, trouble=error.trouble, names=", ".join(error.names)) from error
    if read.doubt is not None:
        raise PortfolioError(why="workbook_doubt", file=path, trouble=read.doubt[0], cells=read.doubt[1])
    rows = read.rows
    head, body = (rows[0], rows[1:]) if rows else ((), ())
    names = tuple(name for name in head if name)

    def batches(columns: list[str]) -> Iterator[pa.RecordBatch]:
        places = [head.index(name) for name in columns]
        for start in range(0, len(body), BATCH):
            part = body[start : start + BATCH]
            arrays = [
                pa.array([row[place] if place < len(row) else "" for row in part], pa.string()) for place in places
            ]
            yield pa.RecordBatch.from_arrays(arrays, names=columns)

    return Source(names, batches, len(body))


def texts_of(column: pa.Array) -> pa.Array:
    """Return a column as text; bytes that are no UTF-8 become marks that no spelling has."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowInvalid:
        return pa.array([each if each is None else each.decode("utf-8", "replace") for each in column.to_pylist()])


def is_text(kind: pa.DataType) -> bool:
    """Return whether a column has texts, or bytes that are read as texts."""
    return any(
        is_such(kind)
        for is_such in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    )
