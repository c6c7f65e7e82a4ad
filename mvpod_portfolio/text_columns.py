"""Columns of a table as texts, whatever their type."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


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
