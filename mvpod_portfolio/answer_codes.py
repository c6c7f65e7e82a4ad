"""The values of a column to the codes of a fact's states: the same readings as in a case file, once for each value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert.loading.csv_text import BLANKS
from mvpod_expert.loading.spellings import folded, state_spellings
from mvpod_expert.loading.yaml_nodes import PLAIN_NUMBER
from mvpod_expert.mode.interview.amounts import amount
from mvpod_expert.model.facts import TITLES, UNKNOWN
from mvpod_expert.model.written_numbers import two_readings
from mvpod_portfolio.decision_program import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mvpod_expert.model.facts import Fact

    Codes = NDArray[np.uint8]

V = TypeVar("V", np.uint8, np.float64)

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
        unsure: the marks of numbers that may set thousands apart as well as begin decimals.
    """

    def __init__(self, fact: Fact, spelled: Mapping[str, str] | None = None, unsure: str = "") -> None:
        self.fact = fact
        self._unsure = unsure
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
            return self.banded(_floats(column))
        else:
            coded = column.dictionary_encode()
        return _by_row(self._of_values(coded.dictionary), coded, np.uint8(NOT_KNOWN))

    def numbers(self, column: pa.Array) -> NDArray[np.float64]:
        """Return the number in each row of a column, as it is answered; NaN where it is none, or a band."""
        if _is_number(column.type):
            return _floats(column)
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if _is_number(coded.dictionary.type):
            return _by_row(_floats(coded.dictionary), coded, np.float64(np.nan))
        texts = (each or "" for each in texts_of(coded.dictionary).to_pylist())
        return _by_row(np.array([self._amount(text.strip(BLANKS)) for text in texts]), coded, np.float64(np.nan))

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
        number = np.array([self._amount(text) if self.fact.kind == "number" else np.nan])
        return UNREADABLE if np.isnan(number[0]) else int(self.banded(number)[0])

    def _amount(self, text: str) -> float:
        if TWO_READINGS.fullmatch(text) or two_readings(text, self._unsure) or folded(text) in self._spellings:
            return np.nan
        number = float(text) if PLAIN_NUMBER.fullmatch(text) else amount(self.fact, text)
        return np.nan if number is None or isinstance(number, tuple) else float(number)

    def _of_values(self, values: pa.Array) -> Codes:
        """Return the codes of different values; plain numbers all at once, since they may be many."""
        if self.fact.kind == "number" and _is_number(values.type):
            return self.banded(_floats(values))
        texts = texts_of(values)
        codes = np.full(len(texts), UNREADABLE, np.uint8)
        others = np.ones(len(texts), bool)
        if self.fact.kind == "number":
            # Thousands or decimals where there is a point: one by one.
            doubtful = r"\." if self._unsure else r"\..*0$"
            plain = pc.and_not(pc.match_substring_regex(texts, PLAIN), pc.match_substring_regex(texts, doubtful))
            others = ~np.asarray(plain)
            codes[~others] = self.banded(_floats(texts.filter(plain)))
        for place in np.flatnonzero(others):
            codes[place] = self.code(texts[int(place)].as_py() or "")
        return codes

    def banded(self, numbers: NDArray[np.float64]) -> Codes:
        """Return the codes of the bands of numbers; NaN is blank."""
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


def _floats(column: pa.Array) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers


def _by_row(of_values: NDArray[V], coded: pa.Array, blank: V) -> NDArray[V]:
    """Return for each row what is found of its value."""
    table = np.append(of_values, blank)
    places = pc.fill_null(coded.indices, len(table) - 1).to_numpy(zero_copy_only=False)
    return np.asarray(table[places], table.dtype)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
