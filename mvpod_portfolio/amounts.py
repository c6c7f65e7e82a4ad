"""Amounts of money in the columns of a portfolio: in which currency each is, and what it is worth."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert.loading.spellings import folded
from mvpod_expert.mode.interview.amounts import names_currency, without_about
from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.money import DOLLAR, PLACES, CaseCurrency, in_dollars, read_money, worth
from mvpod_expert.model.written_numbers import CURRENCY_OF, two_readings
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import is_text, texts_of

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_portfolio.bit_planes import Marks, Numbers

Trouble = Literal["currency_unclear", "no_rate"]

UNMARKED = ""
"""The currency of amounts without one, where the portfolio names none either: they are read as US dollars."""

GROUPED = r"^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
COUNTED = re.compile(r"[-+]?[0-9.,' _]*\s*(?:k|thousand|m|mn|million|b|bn|billion)?\.?")
"""An amount that says nothing of a country: 6万, 2 lakh and 3 Mio. do."""


class Amounts:
    """Reads amounts that are in one currency unless they say another, and counts what they were read as.

    Values are returned in the target currency. Marks that are `unsure` may set thousands apart or begin decimals.
    """

    def __init__(self, currency: CaseCurrency, target: str = DOLLAR, unsure: str = "") -> None:
        self._unsure = unsure
        self.currency = currency
        self._target = target
        self.rows: Counter[str] = Counter()

    def count(self, rows: int, code: str | None = None) -> None:
        """Count rows as read in a currency; by default in that of plain numbers."""
        self.rows[self.currency.code or UNMARKED if code is None else code] += rows

    def plain(self, numbers: Numbers) -> Numbers:
        """Return plain numbers in US dollars."""
        rate = self.currency.rate
        return numbers if rate is None else np.round(numbers / rate, PLACES)

    def answer(self, fact: Fact, text: str) -> tuple[float, str]:
        """Return a written amount in US dollars, as the interview reads it, and its currency; NaN where it is none."""
        read = None if self._is_unclear(text) else understand(fact, text, self.currency)
        if not isinstance(read, Answer) or isinstance(read.given, bool):
            return np.nan, UNMARKED
        if not isinstance(read.given, str):
            return float(read.given), DOLLAR if names_currency(text) else self.currency.code or UNMARKED
        dollars = worth(read.given)
        return (np.nan, UNMARKED) if dollars is None else (dollars, read.given.split()[1].casefold())

    def trouble(self, text: str, fact: Fact | None) -> Trouble | None:
        """Return why an amount cannot be converted; nothing where it can, or is none."""
        money = read_money(without_about(text), self.currency)
        if self._is_unclear(text):
            is_amount = money is not None or (fact is not None and isinstance(understand(fact, text), Answer))
            return "currency_unclear" if is_amount else None
        is_lacking = money is not None and not money.readings and in_dollars(money, self.currency) is None
        return "no_rate" if is_lacking else None

    def _is_unclear(self, text: str) -> bool:
        is_told = self.currency.code is not None or names_currency(text)
        return not is_told and COUNTED.fullmatch(without_about(text)) is None

    def values(self, column: pa.Array) -> Numbers:
        """Return values in the target currency; NaN is blank, and infinite what is no amount."""
        if not (is_text(column.type) or pa.types.is_dictionary(column.type)):
            numbers = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
            self.count(int(np.isfinite(numbers).sum()))
            return self._told(self.plain(numbers), numbers)
        texts = pc.utf8_trim_whitespace(pc.fill_null(texts_of(column), ""))
        is_grouped = pc.match_substring_regex(texts, GROUPED)
        plain = texts if "," in self._unsure else pc.if_else(is_grouped, pc.replace_substring(texts, ",", ""), texts)
        is_number = pc.match_substring_regex(plain, NUMBER)
        if self._unsure:
            is_number = pc.and_not(is_number, pc.match_substring_regex(plain, r"\.[0-9]{3}$"))
        numbers = pc.cast(pc.if_else(is_number, plain, None), pa.float64()).to_numpy(zero_copy_only=False)
        found = self._told(self.plain(numbers), numbers)
        self.count(int(np.isfinite(numbers).sum()))
        for place in np.flatnonzero(np.asarray(pc.and_(pc.invert(is_number), pc.not_equal(plain, "")))):
            found[place] = self._value(texts[int(place)].as_py())
        return found

    def _value(self, text: str) -> float:
        is_unclear = self._is_unclear(text) or two_readings(text.strip(), self._unsure)
        money = None if is_unclear else read_money(without_about(text), self.currency)
        dollars = None if money is None or money.readings else in_dollars(money, self.currency)
        if money is None or dollars is None:
            return np.inf
        code = money.currency or self.currency.code or UNMARKED
        self.count(1, code)
        return float(self._told(np.array([dollars[0]]), np.array([float(money.amount)]), code)[0])

    def _told(self, dollars: Numbers, own: Numbers, code: str | None = None) -> Numbers:
        """Return amounts in the target currency; what is in it already stays as it is."""
        if (code or self.currency.code or DOLLAR) == self._target:
            return own.copy()
        return dollars * self.currency.per_dollar.get(self._target, 1.0)


def portfolio_currency(knowledge: KnowledgeBase, written: str | None) -> CaseCurrency:
    """Return the currency that a portfolio names, with all rates; `PortfolioError` where there is none for it."""
    currency = CaseCurrency.of(None, knowledge.decision.rates)
    code = currency_code(written) if written is not None else None
    if written is not None and (code is None or (code != DOLLAR and code not in currency.per_dollar)):
        known = ", ".join(each.upper() for each in (DOLLAR, *currency.per_dollar))
        raise PortfolioError(why="no_currency", written=written, allowed=known)
    return replace(currency, code=code)


def currency_code(written: str) -> str | None:
    """Return the code of a currency that is written as a code, a word or a sign."""
    return CURRENCY_OF.get(folded(written))


def rows_by_currency(column: pa.Array, default: str | None) -> tuple[dict[str | None, Marks], Marks]:
    """Return the rows of each currency in a column, blank is the default, and which rows have none that is known."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    written = [folded(each or "") for each in texts_of(coded.dictionary).to_pylist()] + [""]
    codes = [currency_code(each) or default for each in written]
    places = pc.fill_null(coded.indices, len(codes) - 1).to_numpy(zero_copy_only=False)
    rows = {code: np.array([each == code for each in codes])[places] for code in dict.fromkeys(codes)}
    bad = np.array([each != "" and currency_code(each) is None for each in written])[places]
    return {code: where for code, where in rows.items() if where.any()}, bad
