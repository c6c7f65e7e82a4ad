"""Money as people write it (`6万元`, `60000 RMB`, `$1.2m`, `1.2 Mio. €`, `₹50 lakh`), and its worth in US dollars.

Facts about money count US dollars, so that rules can have one set of bands. An amount of another currency is kept as it
was given, with the rate it was taken at (`60,000 CNY at 7.2`), which can be read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.written_numbers import (
    CURRENCY,
    CURRENCY_OF,
    MAGNITUDES,
    NUMBER,
    half_width,
    number_of,
    two_readings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.decision import Rates

DOLLAR = "usd"
SHARED_SIGNS = {"¥": ("cny", "jpy"), "$": ("usd", "hkd", "sgd", "aud", "cad", "twd")}
"""Signs of several currencies: without any other word, the case's own among them, else the first."""

MAGNITUDE = "|".join(re.escape(word) for word in sorted(filter(None, MAGNITUDES), key=len, reverse=True))
DECIMAL_COMMA = r"[0-9]{1,3},[0-9]{1,2}(?![0-9])"
LAKHS = r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?![0-9])"
"""12,00,000: how India sets lakhs and crores apart."""

AMOUNT = (
    rf"(?P<before>{CURRENCY})?\s*(?P<number>{DECIMAL_COMMA}|{LAKHS}|{NUMBER})\s*(?P<magnitude>{MAGNITUDE})?\.?\s*"
    rf"(?P<behind>{CURRENCY})?(?:\s+at\s+(?P<rate>[0-9]+(?:\.[0-9]+)?))?"
)
LOCAL_MAGNITUDE = "[万萬千亿億]|lakh|lac|cr"
"""Words for amounts of currencies other than the US dollar: without a currency beside them, nobody knows of which."""

PLACES = 4


@dataclass(frozen=True)
class CaseCurrency:
    """The currency that a case names, by its code in small letters, and units of each currency for a US dollar."""

    code: str | None = None
    per_dollar: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, case: CaseFile | None, rates: Rates | None) -> CaseCurrency:
        """Return the currency of a case at the rates of the knowledge, or at those the case states."""
        stated = case.rates if case is not None else {}
        known = rates.per_dollar if rates is not None else {}
        return cls(case.currency if case is not None else None, {**known, **stated})

    @property
    def rate(self) -> float | None:
        """Units for a US dollar; nothing where amounts are in dollars, or no rate is known."""
        return None if self.code in {None, DOLLAR} else self.per_dollar.get(self.code or "")

    def of_sign(self, sign: str) -> str:
        """Return the currency that a word or sign stands for here."""
        shared = SHARED_SIGNS.get(sign, ())
        return self.code if self.code in shared and self.code is not None else CURRENCY_OF[sign]


class Money(NamedTuple):
    """An amount in a currency, with the rate that is written beside it; or both readings of what may be two amounts."""

    amount: Decimal
    currency: str | None
    rate: Decimal | None = None
    readings: tuple[str, ...] = ()


def read_money(text: str, currency: CaseCurrency) -> Money | None:
    """Read an amount of money; return nothing where it is none, or two currencies are written."""
    found = re.fullmatch(AMOUNT, half_width(text).strip().casefold())
    if found is None:
        return None
    before, behind = found["before"], found["behind"]
    if before and behind and CURRENCY_OF[behind] not in SHARED_SIGNS.get(before, (CURRENCY_OF[before],)):
        return None
    is_comma = re.fullmatch(DECIMAL_COMMA, found["number"]) is not None
    digits = found["number"].replace(",", ".") if is_comma else found["number"]
    readings = () if found["magnitude"] else two_readings(digits, ".")
    number = number_of(digits)
    if number is None:
        return None
    sign = behind or before
    rate = Decimal(found["rate"]) if found["rate"] else None
    amount = number * MAGNITUDES[found["magnitude"] or ""]
    return Money(amount, currency.of_sign(sign) if sign else None, rate, readings)


def in_dollars(money: Money, currency: CaseCurrency) -> tuple[float, str] | None:
    """Return what an amount, by itself in the case's currency, is worth in US dollars, and how it is kept.

    Nothing is returned where neither the amount nor the case has a rate.
    """
    code = money.currency or currency.code or DOLLAR
    rate = Decimal(1) if code == DOLLAR else money.rate or Decimal(str(currency.per_dollar.get(code, 0)))
    if not rate:
        return None
    kept = f"{money.amount.normalize():,f} {code.upper()} at {rate.normalize():f}"
    return float(money.amount) if rate == 1 else round(float(money.amount / rate), PLACES), kept


def worth(given: str) -> float | None:
    """Return the dollars of an amount kept with its rate, or nothing when the text is none."""
    money = read_money(given, CaseCurrency())
    found = in_dollars(money, CaseCurrency()) if money is not None and money.rate is not None else None
    return found[0] if found is not None else None
