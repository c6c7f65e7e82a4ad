"""Keys that several rows of a decided table have, found in memory that does not grow with the rows."""

from __future__ import annotations

import heapq
import tempfile
from typing import TYPE_CHECKING

import numpy as np

from mvpod_portfolio.sources import open_source, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

PART = 1 << 22
"""Fingerprints that are sorted at a time; the others wait in a temporary file, eight bytes each."""
NAMED = 3


class RepeatedKeys:
    """Takes the keys of decided rows in the order in which they are written."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(PART * 8)  # noqa: SIM115 - closed by `close`
        self._rows = 0

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()

    def noting(self, write: Callable[[pa.RecordBatch], None]) -> Callable[[pa.RecordBatch], None]:
        """Return what writes a batch of decided rows and takes its keys."""

        def noted(batch: pa.RecordBatch) -> None:
            write(batch)
            found = np.fromiter(map(hash, batch.column("key").to_pylist()), np.int64, batch.num_rows)
            self._rows += len(found)
            self._file.write(found.tobytes())

        return noted

    def found(self, decided: Path) -> tuple[int, tuple[tuple[str, int, int], ...]]:
        """Return how many rows have the key of an earlier row, and the first of these keys with their first two rows.

        Two keys of one fingerprint (64 bits) are counted, but never named.
        """
        parts = 1 << max(0, self._rows // PART).bit_length()
        rows, first = 0, list[tuple[int, int]]()
        for part in range(parts):
            prints = np.concatenate([read[chosen] for read, chosen, _ in self._part(part, parts)])
            prints.sort()
            again = prints[1:] == prints[:-1]
            rows += int(again.sum())
            if again.any():
                first = heapq.nsmallest(NAMED, [*first, *self._pairs(np.unique(prints[1:][again]), part, parts)])
        return rows, tuple(_named(decided, first)) if first else ()

    def _part(self, part: int, parts: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
        """Yield fingerprints, the places of those of a part, and the place of the first of them among all."""
        self._file.seek(0)
        for start in range(0, self._rows, PART):
            read = np.frombuffer(self._file.read(PART * 8), np.int64)
            yield read, np.flatnonzero(read & (parts - 1) == part), start
        if not self._rows:
            yield np.zeros(0, np.int64), np.zeros(0, np.int64), 0

    def _pairs(self, repeated: NDArray[np.int64], part: int, parts: int) -> list[tuple[int, int]]:
        """Return the second place of the first repeated fingerprints, and their first."""
        begun: dict[int, int] = {}
        pairs: list[tuple[int, int]] = []
        for read, chosen, start in self._part(part, parts):
            for place in chosen[np.isin(read[chosen], repeated)].tolist():
                earlier = begun.setdefault(int(read[place]), start + place)
                if earlier not in {start + place, *(first for _, first in pairs)}:
                    pairs.append((start + place, earlier))
                    if len(pairs) == NAMED:
                        return pairs
        return pairs


def _named(decided: Path, pairs: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    wanted = {place: ("", 0) for pair in pairs for place in pair}
    start, last = 0, max(wanted)
    for batch in open_source(decided).batches(["key", "row"]):
        for place in wanted:
            if 0 <= place - start < batch.num_rows:
                wanted[place] = tuple(texts_of(column)[0].as_py() for column in batch.slice(place - start, 1).columns)
        start += batch.num_rows
        if start > last:
            break
    for later, earlier in pairs:
        (key, row), (other, before) = wanted[later], wanted[earlier]
        if key == other:
            yield key, int(before), int(row)
