"""Numbers as people type them: 1.2m, 5万, $40k, 30%, 6 months, 半年, about 2,000.

A number may carry a magnitude and a unit. The unit must be the one the question asks for, or one that converts into it
(spans of time; a percentage where a ratio is asked for): another currency is refused, never quietly taken for it.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact

MAGNITUDES = {
    "": 1,
    **dict.fromkeys(("k", "千", "thousand"), 1_000),
    **dict.fromkeys(("万", "萬", "w"), 10_000),
    **dict.fromkeys(("m", "mn", "mio", "million", "百万"), 1_000_000),
    "千万": 10_000_000,
    **dict.fromkeys(("亿", "億"), 100_000_000),
    **dict.fromkeys(("b", "bn", "billion", "十亿"), 1_000_000_000),
}
DAYS_A_MONTH = Decimal("30.4375")
"""A twelfth of a year of 365.25 days."""

TIME = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), 1 / DAYS_A_MONTH),
    **dict.fromkeys(("w", "wk", "week", "weeks", "周", "星期", "礼拜"), 7 / DAYS_A_MONTH),
    **dict.fromkeys(("m", "mo", "month", "months", "月", "个月"), Decimal(1)),
    **dict.fromkeys(("q", "quarter", "quarters", "季", "季度", "个季度"), Decimal(3)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "年"), Decimal(12)),
}
RATIO = {"times": Decimal(1), "x": Decimal(1), "倍": Decimal(1), "%": Decimal("0.01")}
CURRENCIES = {"usd": ("usd", "us$", "$", "dollar", "dollars", "美元", "美金", "刀")}
NUMERALS = {each: str(value) for value, each in enumerate("一二三四五六七八九十", start=1)} | {
    "两": "2",
    "半": "0.5",
    "half a ": "0.5",
    "half ": "0.5",
}
ABOUT = re.compile(r"^(?:about|around|roughly|approx\.?|ca\.?|some|大约|大概|约|~|≈)\s*")
SEPARATOR = re.compile(r"(?<=[0-9])[,_ ](?=[0-9]{3})|(?<=[0-9])[,_](?=[0-9]{4})")
AMOUNT = re.compile(r"([-+]?)\s*(us\$|\$)?\s*([-+]?[0-9]+(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)


def amount(fact: Fact, typed: str) -> Decimal | None:
    """Read a number in the unit of a fact.

    Args:
        fact: a number fact.
        typed: what was typed.

    Returns:
        The number, or nothing when it is none or has a unit that does not convert.
    """
    text = ABOUT.sub("", unicodedata.normalize("NFKC", typed).strip().casefold())
    text = SEPARATOR.sub("", _with_digits(text))
    found = AMOUNT.fullmatch(text)
    if found is None or fact.unit is None:
        return None
    sign, currency, digits, rest = found.groups()
    units = _units(fact)
    if currency and currency not in units:
        return None
    factor = _factor(rest.strip(), units)
    return None if factor is None else Decimal(f"{sign}{digits}") * factor


def _with_digits(text: str) -> str:
    """Write a leading numeral as digits."""
    for numeral, digits in NUMERALS.items():
        if text.startswith(numeral):
            return digits + text[len(numeral) :].lstrip("个" if numeral == "半" else "")
    return text


def _units(fact: Fact) -> dict[str, Decimal]:
    """Give the units that may follow the number, each with what it is in the unit asked for."""
    assert fact.unit is not None  # noqa: S101 - checked by the caller
    own = {fact.unit.zh.casefold(), fact.unit.en.casefold()}
    for family in (TIME, RATIO):
        if fact.unit.en.casefold() in family:
            one = family[fact.unit.en.casefold()]
            return {name: size / one for name, size in family.items()}
    own.update(*(CURRENCIES.get(each, ()) for each in tuple(own)))
    own.update(each.removesuffix("s") for each in tuple(own))
    return dict.fromkeys(own, Decimal(1))


def _factor(rest: str, units: dict[str, Decimal]) -> Decimal | None:
    """Give what a number with such an ending is multiplied by; a unit goes before a magnitude of the same letter."""
    if rest in units:
        return units[rest]
    for name, size in MAGNITUDES.items():
        if rest == name:
            return Decimal(size)
        if name and rest.startswith(name) and rest[len(name) :].strip() in units:
            return size * units[rest[len(name) :].strip()]
    return None
