"""What reads the cells of a table of accounts: answers and amounts, the rows of each currency by themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from mvpod_expert.mode.completion import PER_CENT
from mvpod_expert.mode.interview.amounts import amount
from mvpod_expert.model.facts import counts_money
from mvpod_expert.model.money import DOLLAR
from mvpod_expert.model.written_numbers import CURRENCIES
from mvpod_portfolio.amounts import Amounts, rows_by_currency
from mvpod_portfolio.answer_codes import AnswerCodes, V

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.bit_planes import Codes, Marks, Numbers
    from mvpod_portfolio.columns import Columns
    from mvpod_portfolio.worth import Inputs

    Currencies = Mapping[str | None, Marks | None]
    """The currencies of a batch, each with its rows, or with none where all rows are in it."""


class _Readers(NamedTuple):
    """What reads the rows of one currency: the answers to each fact, and all amounts by what they mean."""

    facts: Mapping[str, AnswerCodes]
    amounts: Mapping[str, Amounts]


class CellReaders:
    """Reads the cells of the columns whose meaning is known: those of some facts, and of inputs of the economics."""

    def __init__(self, columns: Columns, facts: Mapping[str, Fact], inputs: Inputs) -> None:
        self.columns = columns
        self.currency = columns.currency.code or DOLLAR
        self._facts = facts
        self._inputs = inputs
        self._readers: dict[str | None, _Readers] = {}

    def currencies(self, batch: pa.RecordBatch) -> tuple[Currencies, Marks]:
        """Return the currencies of a batch, and the rows whose currency cannot be read."""
        default = self.columns.currency.code
        if "currency" not in self.columns.roles:
            return {default: None}, np.zeros(batch.num_rows, bool)
        found, strange = rows_by_currency(batch.column(self.columns.roles["currency"]), default)
        return (dict.fromkeys(found) if len(found) == 1 else found or {default: None}), strange

    def codes(self, fact: str, batch: pa.RecordBatch, currencies: Currencies) -> Codes:
        """Return the codes of the answers to a fact."""
        column = batch.column(self.columns.facts[fact])
        if not counts_money(self._facts[fact].unit):
            return self._reader(self.columns.currency.code).facts[fact].codes(column)
        return _by_currency(column, currencies, lambda code, part: self._reader(code).facts[fact].codes(part))

    def numbers(self, fact: str, batch: pa.RecordBatch, currencies: Currencies) -> Numbers:
        """Return the numbers in the answers to a fact; a share is one of 1."""
        column = batch.column(self.columns.facts[fact])
        found = _by_currency(column, currencies, lambda code, part: self._reader(code).facts[fact].numbers(part))
        return found / PER_CENT if self._facts[fact].is_per_cent else found

    def amounts(self, meaning: str, column: pa.Array, currencies: Currencies) -> Numbers:
        """Return the amounts of a column in `currency`."""
        return _by_currency(column, currencies, lambda code, part: self._reader(code).amounts[meaning].values(part))

    def rows_by_column(self) -> dict[str, Counter[str]]:
        """Return in which currency the amounts of each column were read, in rows; `UNMARKED` where none was named."""
        found: dict[str, Counter[str]] = {}
        for readers in self._readers.values():
            for meaning, amounts in readers.amounts.items():
                if +amounts.rows:
                    name = self.columns.meanings[meaning]
                    found.setdefault(name, Counter()).update(+amounts.rows)
        return found

    def trouble(self, meaning: str, written: str, modes: Sequence[str], t: Messages) -> str:
        """Say why a cell of a column cannot be read, and what is allowed there."""
        comma = t("list.comma")
        readers = self._reader(self.columns.currency.code)
        fact = self._facts.get(meaning)
        amounts = readers.amounts.get(meaning)
        trouble = amounts.trouble(written, fact) if amounts is not None else None
        if trouble is not None:
            return t(f"portfolio.bad_{trouble}", written=written)
        if meaning in self._inputs:
            declared = self._inputs[meaning]
            low, high = f"{declared.range.min:,}", f"{declared.range.max:,}"
            return t("portfolio.bad_economic", written=written, input=declared.id, low=low, high=high)
        if fact is None:
            known = [each.upper() for each in CURRENCIES] if meaning == "currency" else modes
            return t(f"portfolio.bad_{meaning}", written=written, allowed=comma.join(known))
        if fact.range is not None:
            readings = amount(fact, written) if fact.is_per_cent and fact.id not in self.columns.units else None
            if isinstance(readings, tuple):
                one, other = readings
                return t("portfolio.bad_per_cent", written=written, fact=fact.id, one=one, other=other)
            low, high = f"{fact.range.min:,}", f"{fact.range.max:,}"
            return t("portfolio.bad_number", written=written, fact=fact.id, low=low, high=high)
        allowed = comma.join((*fact.known_states, "unknown"))
        return t("portfolio.bad_answer", written=written, fact=fact.id, allowed=allowed)

    def _reader(self, currency: str | None) -> _Readers:
        """Return what reads rows of a currency."""
        if currency not in self._readers:
            of_rows = replace(self.columns.currency, code=currency)
            facts = {
                fact: AnswerCodes(
                    each, self.columns.spelled.get(fact), of_rows, self.columns.unsure, self.columns.units.get(fact)
                )
                for fact, each in self._facts.items()
            }
            money = {
                meaning: Amounts(of_rows, self.currency, self.columns.unsure)
                for meaning in ("value", *self.columns.numbers)
                if meaning == "value" or self._inputs[meaning].unit == "money"
            }
            answered = {fact: each.amounts for fact, each in facts.items() if each.amounts is not None}
            self._readers[currency] = _Readers(facts, money | answered)
        return self._readers[currency]


def _by_currency(
    column: pa.Array, currencies: Currencies, read: Callable[[str | None, pa.Array], NDArray[V]]
) -> NDArray[V]:
    """Return what is read of a column, the rows of each currency by themselves."""
    found: NDArray[V] | None = None
    for code, where in currencies.items():
        if where is None:
            return read(code, column)
        part = read(code, column.filter(pa.array(where)))
        if found is None:
            found = np.zeros(len(column), part.dtype)
        found[where] = part
    assert found is not None  # noqa: S101 - there is a currency, or none for all rows
    return found
