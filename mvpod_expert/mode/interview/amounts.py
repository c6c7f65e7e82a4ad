"""Numbers as people type them: 1.2m, 5万, $40k, 30%, 6 months, 半年, about 2,000.

A number may carry a magnitude and a unit. The unit must be the one the question asks for, or one that converts into it
(spans of time; a percentage where a ratio is asked for): another currency is refused, never quietly taken for it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from mvpod_expert.model.number_words import in_digits
from mvpod_expert.model.written_numbers import (
    CURRENCIES,
    CURRENCY,
    CURRENCY_OF,
    MAGNITUDES,
    NUMBER,
    half_width,
    number_of,
    per_cent_readings,
    two_readings,
)

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact

DAYS_A_MONTH = Decimal("30.4375")
"""A twelfth of a year of 365.25 days."""

TIME = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), 1 / DAYS_A_MONTH),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "周", "星期", "礼拜"), 7 / DAYS_A_MONTH),
    **dict.fromkeys(("m", "mo", "mos", "mth", "mths", "month", "months", "月", "个月"), Decimal(1)),
    **dict.fromkeys(("q", "quarter", "quarters", "季", "季度", "个季度"), Decimal(3)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "年"), Decimal(12)),
}
RATIO = {"times": Decimal(1), "x": Decimal(1), "倍": Decimal(1), "%": Decimal("0.01")}
ABOUT = re.compile(r"^(?:about|abt\.?|around|roughly|approximately|approx\.?|ca\.?|c\.|some|大约|大概|约|~|≈)\s*")
BESIDES = re.compile(r"\s*(?:左右|上下)$")
TEN_THOUSANDS = re.compile(r"(?<![0-9])([1-9][0-9]{0,3})[,_]([0-9]{4})([,_][0-9]{4})?(?![0-9,_])")
"""1,2345,6789: how a Chinese reader sets numbers apart. 20,0000 may as well be a slip, or decimals behind a comma."""

AMOUNT = re.compile(rf"(?P<sign>[-+]?)\s*(?P<currency>us\$|\$|usd)?\s*(?P<number>{NUMBER})\s*(?P<rest>.*)", re.DOTALL)


def amount(fact: Fact, typed: str) -> Decimal | tuple[str, ...] | None:
    """Read a number in the unit of a fact.

    Args:
        fact: a number fact.
        typed: what was typed.

    Returns:
        The number; both numbers it may be, where three digits behind a point may be thousands or decimals and the
        range of the fact allows both, where four follow a comma, or where 0.3 may be 30%; or nothing when it is none
        or has a unit that does not convert.
    """
    text = without_about(typed)
    grouped = TEN_THOUSANDS.search(text)
    joined = text if grouped is None else text.replace(grouped[0], re.sub("[,_]", "", grouped[0]), 1)
    found = AMOUNT.fullmatch(joined)
    if found is None or fact.unit is None or fact.range is None:
        return None
    units = _units(fact)
    factor = _factor(found["rest"].strip(), units)
    number = number_of(found["number"])
    if factor is None or number is None or (found["currency"] and found["currency"] not in units):
        return None
    if grouped is not None and grouped[3] is None:
        return f"{grouped[1]}{grouped[2]}", f"{grouped[1]}.{grouped[2]}".rstrip("0").rstrip(".")
    value = factor * (-number if found["sign"] == "-" else number)
    if fact.is_per_cent and not found["rest"].strip() and (shares := per_cent_readings(value)):
        return shares
    readings = two_readings(found["number"], ".") if factor == 1 else ()
    if readings and all(fact.range.min <= Decimal(reading) <= fact.range.max for reading in readings):
        return readings
    return value


def without_about(typed: str) -> str:
    """Return what was typed in small letters and digits of ordinary width, without a word like "about" beside it."""
    return BESIDES.sub("", ABOUT.sub("", in_digits(half_width(typed).strip().casefold())))


def names_currency(typed: str) -> bool:
    """Return whether a currency is written with a number."""
    return re.search(rf"(?<![a-z])(?:{CURRENCY})(?![a-z])", half_width(typed).casefold()) is not None


def _units(fact: Fact) -> dict[str, Decimal]:
    """Return the units that may follow the number, each with what it is in the unit asked for."""
    assert fact.unit is not None  # noqa: S101 - checked by the caller
    own = {fact.unit.zh.casefold(), fact.unit.en.casefold()}
    for family in (TIME, RATIO):
        if fact.unit.en.casefold() in family:
            one = family[fact.unit.en.casefold()]
            return {name: size / one for name, size in family.items()}
    own.update(*(CURRENCIES[CURRENCY_OF[each]] for each in tuple(own) if each in CURRENCY_OF))
    own.update(each.removesuffix("s") for each in tuple(own))
    return dict.fromkeys(own, Decimal(1))


def _factor(rest: str, units: dict[str, Decimal]) -> Decimal | None:
    """Return what a number with such an ending is multiplied by; a unit goes before a magnitude of the same letter."""
    if rest in units:
        return units[rest]
    for name, size in MAGNITUDES.items():
        if rest == name:
            return Decimal(size)
        if name and rest.startswith(name) and rest[len(name) :].strip() in units:
            return size * units[rest[len(name) :].strip()]
    return None
