"""The values of a column to the codes of a fact's states: the same readings as in a case file, once for each value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert.loading.csv_text import BLANKS
from mvpod_expert.loading.spellings import folded, state_spellings
from mvpod_expert.loading.yaml_nodes import PLAIN_NUMBER
from mvpod_expert.mode.interview.amounts import amount
from mvpod_expert.model.facts import TITLES, UNKNOWN
from mvpod_portfolio.decision_program import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mvpod_expert.model.facts import Fact

    Codes = NDArray[np.uint8]

UNREADABLE = 255
"""The code of a value that is no answer to the fact."""

PLAIN = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
"""Thousands or decimals: refused in a text, as in a case file."""
MOST_KEPT = 100_000


class AnswerCodes:
    """Reads the columns of one fact.

    Args:
        fact: the fact.
        spelled: further spellings of its states, as a mapping file gives them.
    """

    def __init__(self, fact: Fact, spelled: Mapping[str, str] | None = None) -> None:
        self.fact = fact
        states = (UNKNOWN, *fact.known_states)
        self._spellings = {name: states.index(state) for name, state in state_spellings(fact).items()}
        self._spellings |= {folded(each): NOT_KNOWN for each in (UNKNOWN, TITLES[UNKNOWN].zh, TITLES[UNKNOWN].en)}
        self._spellings |= {folded(written): states.index(state) for written, state in (spelled or {}).items()}
        self._spellings[""] = NOT_KNOWN
        self._codes: dict[str, int] = {}

    def codes(self, column: pa.Array) -> Codes:
        """Return the code of each row of a column."""
        if pa.types.is_dictionary(column.type):
            coded = column
        elif self.fact.kind == "number" and _is_number(column.type):
            return self._banded(column)
        else:
            coded = column.dictionary_encode()
        table = np.append(self._of_values(coded.dictionary), np.uint8(NOT_KNOWN))
        places: NDArray[np.int64] = pc.fill_null(coded.indices, len(table) - 1).to_numpy(zero_copy_only=False)
        return table[places]

    def code(self, written: str) -> int:
        """Return the code of a written value."""
        found = self._codes.get(written)
        if found is None:
            if len(self._codes) >= MOST_KEPT:
                self._codes.clear()
            found = self._codes[written] = self._read(written)
        return found

    def _read(self, written: str) -> int:
        text = written.strip(BLANKS)
        spelled = self._spellings.get(folded(text))
        if spelled is not None:
            return spelled
        former = self.fact.state_formerly(text)
        if former is not None:
            return self._spellings[folded(former)]
        return self._of_amount(text) if self.fact.kind == "number" else UNREADABLE

    def _of_amount(self, text: str) -> int:
        if TWO_READINGS.fullmatch(text):
            return UNREADABLE
        number = float(text) if PLAIN_NUMBER.fullmatch(text) else amount(self.fact, text)
        if number is None or isinstance(number, tuple):
            return UNREADABLE
        return int(self._banded(pa.array([float(number)]))[0])

    def _of_values(self, values: pa.Array) -> Codes:
        """Return the codes of different values; plain numbers all at once, since they may be many."""
        if self.fact.kind == "number" and _is_number(values.type):
            return self._banded(values)
        texts = texts_of(values)
        codes = np.full(len(texts), UNREADABLE, np.uint8)
        others = np.ones(len(texts), bool)
        if self.fact.kind == "number":
            plain = pc.and_not(pc.match_substring_regex(texts, PLAIN), pc.match_substring_regex(texts, r"\..*0$"))
            others = ~np.asarray(plain)
            codes[~others] = self._banded(pc.cast(texts.filter(plain), pa.float64()))
        for place in np.flatnonzero(others):
            codes[place] = self.code(texts[int(place)].as_py() or "")
        return codes

    def _banded(self, column: pa.Array) -> Codes:
        """Return the codes of the bands of numbers; null and NaN are blank."""
        numbers = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        codes = np.full(len(numbers), len(self.fact.bands), np.uint8)
        for place, band in reversed(tuple(enumerate(self.fact.bands, start=1))):
            if band.limit is not None:
                codes[numbers < band.limit if band.below is not None else numbers <= band.limit] = place
        limits = self.fact.range
        if limits is not None:
            codes[(numbers < limits.min) | (numbers > limits.max)] = UNREADABLE
        codes[np.isnan(numbers)] = NOT_KNOWN
        return codes


def texts_of(column: pa.Array) -> pa.Array:
    """Return a column as text; bytes that are no UTF-8 become marks that no spelling has."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowInvalid:
        return pa.array([each if each is None else each.decode("utf-8", "replace") for each in column.to_pylist()])


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
