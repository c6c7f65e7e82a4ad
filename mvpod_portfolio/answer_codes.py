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
from mvpod_expert.mode.completion import PER_CENT
from mvpod_expert.mode.interview.amounts import amount
from mvpod_expert.model.facts import TITLES, UNKNOWN, Fact, counts_money
from mvpod_expert.model.money import PLACES, CaseCurrency
from mvpod_expert.model.written_numbers import two_readings
from mvpod_portfolio.amounts import UNMARKED, Amounts
from mvpod_portfolio.decision_program import NOT_KNOWN
from mvpod_portfolio.sources import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]

V = TypeVar("V", np.uint8, np.float64)

UNREADABLE = 255
"""The code of a value that is no answer to the fact."""

PLAIN = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
"""Thousands or decimals: refused in a text, as in a case file."""
POINT_FIRST = re.compile(r"[-+]?\.[0-9]+")
MOST_KEPT = 100_000
SHARE = "share"
"""The unit of a column in which 0.3 is 30%."""
BAND = "-"
"""In place of a currency: what is written is no amount of money."""


class AnswerCodes:
    """Reads the columns of one fact.

    Args:
        fact: the fact.
        spelled: further spellings of its states, as a mapping file gives them.
        currency: what amounts of money are in, and the rates.
        unsure: the marks of numbers that may set thousands apart as well as begin decimals.
        unit: what numbers without a sign are, of `columns.PER_CENT_UNITS`, where they may be per cent or shares.
    """

    def __init__(
        self,
        fact: Fact,
        spelled: Mapping[str, str] | None = None,
        currency: CaseCurrency | None = None,
        unsure: str = "",
        unit: str | None = None,
    ) -> None:
        self.fact = fact
        self._unsure = unsure
        self._unit = unit
        self.amounts = Amounts(currency or CaseCurrency()) if counts_money(fact.unit) else None
        states = (UNKNOWN, *fact.known_states)
        self._spellings = {name: states.index(state) for name, state in state_spellings(fact).items()}
        self._spellings |= {folded(each): NOT_KNOWN for each in (UNKNOWN, TITLES[UNKNOWN].zh, TITLES[UNKNOWN].en)}
        self._spellings |= {folded(written): states.index(state) for written, state in (spelled or {}).items()}
        self._spellings[""] = NOT_KNOWN
        self._read_before: dict[str, tuple[int, str]] = {}

    def codes(self, column: pa.Array) -> Codes:
        """Return the code of each row of a column."""
        if pa.types.is_dictionary(column.type):
            coded = column
        elif self.fact.kind == "number" and _is_number(column.type):
            numbers = _floats(column)
            self._count(int(np.isfinite(numbers).sum()))
            return self.banded(self._plain(numbers))
        else:
            coded = column.dictionary_encode()
        return _by_row(self._of_values(coded), coded, np.uint8(NOT_KNOWN))

    def numbers(self, column: pa.Array) -> NDArray[np.float64]:
        """Return the number in each row of a column, as it is answered; NaN where it is none, or a band."""
        if _is_number(column.type):
            return self._plain(_floats(column))
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if _is_number(coded.dictionary.type):
            return _by_row(self._plain(_floats(coded.dictionary)), coded, np.float64(np.nan))
        texts = (each or "" for each in texts_of(coded.dictionary).to_pylist())
        numbers = np.array([self._amount(text.strip(BLANKS))[0] for text in texts])
        return _by_row(numbers, coded, np.float64(np.nan))

    def _plain(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return numbers without a unit in the unit of the fact; infinite where 0.3 may be 0.3% or 30%."""
        if self.fact.is_per_cent and self._unit == SHARE:
            return np.round(numbers * PER_CENT, PLACES)
        if self.fact.is_per_cent and self._unit is None:
            return np.where((numbers != 0) & (np.abs(numbers) < 1), np.inf, numbers)
        return numbers if self.amounts is None else self.amounts.plain(numbers)

    def _read(self, written: str) -> tuple[int, str]:
        """Return the code of a written value, and the currency of an amount."""
        text = written.strip(BLANKS)
        spelled = self._spellings.get(folded(text))
        if spelled is not None:
            return spelled, BAND
        former = self.fact.state_formerly(text)
        if former is not None:
            return self._spellings[folded(former)], BAND
        number, currency = self._amount(text) if self.fact.kind == "number" else (np.nan, BAND)
        return UNREADABLE if np.isnan(number) else int(self.banded(np.array([number]))[0]), currency

    def _amount(self, text: str) -> tuple[float, str]:
        """Return a written number in the unit of the fact, and the currency it is written in; NaN where it is none."""
        if TWO_READINGS.fullmatch(text) or two_readings(text, self._unsure) or folded(text) in self._spellings:
            return np.nan, BAND
        if PLAIN_NUMBER.fullmatch(text) or (self._unit is not None and POINT_FIRST.fullmatch(text)):
            code = BAND if self.amounts is None else self.amounts.currency.code or UNMARKED
            return float(self._plain(np.array([float(text)]))[0]), code
        if self.amounts is not None:
            return self.amounts.answer(self.fact, text)
        number = amount(self.fact, text)
        return (np.nan if number is None or isinstance(number, tuple) else float(number)), BAND

    def _of_values(self, coded: pa.DictionaryArray) -> Codes:
        """Return the codes of the dictionary of a column; plain numbers all at once, since they may be many."""
        values, is_number = coded.dictionary, self.fact.kind == "number"
        uses = np.zeros(len(values), np.int64)
        if self.amounts is not None:
            rows = coded.indices.drop_null().to_numpy(zero_copy_only=False)
            uses = np.bincount(rows, minlength=len(values))
        if is_number and _is_number(values.type):
            self._count(int(uses.sum()))
            return self.banded(self._plain(_floats(values)))
        texts = texts_of(values)
        codes = np.full(len(texts), UNREADABLE, np.uint8)
        others = np.ones(len(texts), bool)
        if is_number:
            doubtful = r"\..{3}$" if self._unsure else r"\..*0$"
            plain = pc.and_not(pc.match_substring_regex(texts, PLAIN), pc.match_substring_regex(texts, doubtful))
            others = ~np.asarray(plain.fill_null(False))  # noqa: FBT003 - a column of nothing but nulls
            codes[~others] = self.banded(self._plain(_floats(texts.filter(plain))))
            self._count(int(uses[codes != UNREADABLE].sum()))
        if len(self._read_before) > MOST_KEPT:
            self._read_before.clear()
        for place in np.flatnonzero(others):
            text = texts[int(place)].as_py() or ""
            if text not in self._read_before:
                self._read_before[text] = self._read(text)
            codes[place], currency = self._read_before[text]
            if codes[place] != UNREADABLE and currency != BAND:
                self._count(int(uses[place]), currency)
        return codes

    def _count(self, rows: int, currency: str | None = None) -> None:
        if self.amounts is not None:
            self.amounts.count(rows, currency)

    def banded(self, numbers: NDArray[np.float64], *, is_ranged: bool = True) -> Codes:
        """Return the codes of the bands of numbers; NaN is blank, and one out of range unreadable."""
        codes = np.full(len(numbers), len(self.fact.bands), np.uint8)
        for place, band in reversed(tuple(enumerate(self.fact.bands, start=1))):
            if band.limit is not None:
                codes[numbers < band.limit if band.below is not None else numbers <= band.limit] = place
        limits = self.fact.range if is_ranged else None
        if limits is not None:
            codes[(numbers < limits.min) | (numbers > limits.max)] = UNREADABLE
        codes[np.isnan(numbers)] = NOT_KNOWN
        return codes


def _floats(column: pa.Array) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers


def _by_row(of_values: NDArray[V], coded: pa.Array, blank: V) -> NDArray[V]:
    """Return for each row what is found of its value, by the places that Arrow holds, without a copy of them."""
    places, table = coded.indices, np.append(of_values, blank)
    if not len(places):
        return table[:0]
    valid, held = places.buffers()
    part = slice(places.offset, places.offset + len(places))
    # Where a value is null its place says nothing: it is kept within the table, and what it finds replaced.
    found = table.take(np.frombuffer(held, places.type.to_pandas_dtype())[part], mode="clip")
    if places.null_count:
        known = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[part]
        if blank == NOT_KNOWN:  # multiplying is thirty times as fast as putting in by a mask
            np.multiply(found, known, out=found)
        else:
            np.putmask(found, known == 0, blank)
    return np.asarray(found, table.dtype)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
