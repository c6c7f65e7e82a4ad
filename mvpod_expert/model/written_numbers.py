"""Numbers as people write them: the one grammar for tables, YAML text and typed answers.

What can be read in one way is read; what can be read in two ways is never read, but returned with both readings.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import Literal, NamedTuple

Why = Literal["two_readings", "comma", "beside", "error", "words", "too_large"]

LONGEST = 100
NUMBER = (
    r"(?:[1-9][0-9]{0,2}(?P<mark>[,' _])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?![0-9])(?:\.[0-9]*)?"
    r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,3}(?![0-9]))?"
)
"""Digits without a sign: 1234, 1,234 or 1 234 or 1'234, with a decimal point, .5 and 5. included."""

CURRENCIES = {
    "cny": ("cny", "rmb", "cn¥", "¥", "元", "人民币"),
    "usd": ("usd", "us$", "$", "dollar", "dollars", "美元", "美金", "刀"),
    "eur": ("eur", "€", "euro", "euros", "欧元"),
    "gbp": ("gbp", "£", "英镑"),
    "jpy": ("jpy", "jp¥", "日元", "円", "yen"),
    "hkd": ("hkd", "hk$", "港元", "港币"),
    "inr": ("inr", "₹", "rs.", "rs", "rupees", "卢比"),
    "krw": ("krw", "₩", "韩元"),
    "twd": ("twd", "nt$", "新台币"),
    "sgd": ("sgd", "s$", "新加坡元"),
    "aud": ("aud", "a$", "澳元"),
    "cad": ("cad", "c$", "加元"),
    "chf": ("chf", "瑞士法郎"),
    "brl": ("brl", "r$", "雷亚尔"),
}
MAGNITUDES = {
    "": 1,
    **dict.fromkeys(("k", "千", "thousand", "tsd"), 1_000),
    **dict.fromkeys(("万", "萬", "w"), 10_000),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 100_000),
    **dict.fromkeys(("m", "mn", "mio", "million", "百万"), 1_000_000),
    **dict.fromkeys(("千万", "crore", "crores", "cr"), 10_000_000),
    **dict.fromkeys(("亿", "億"), 100_000_000),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "十亿"), 1_000_000_000),
}
"""What words beside a number multiply it by."""
CURRENCY_OF = {word: currency for currency, words in CURRENCIES.items() for word in words}
CURRENCY = "|".join(re.escape(word) for word in sorted(CURRENCY_OF, key=len, reverse=True))
WRITTEN = (
    rf"(?P<sign>[-+]?)\s*(?P<before>{CURRENCY})?\s*(?P<inner>[-+]?)\s*(?P<number>{NUMBER})"
    rf"\s*(?P<per_cent>%?)\s*(?P<behind>{CURRENCY})?(?P<trailing>-?)"
)
PARENTHESES = re.compile(r"\(([^()]*)\)( *%?)")
EITHER = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
"""1.234 and 1,234: the mark may set thousands apart or begin the decimals."""

OTHER_MARKS = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:[. '][0-9]{3})+),[0-9]+|[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
"""31,5 and 1.234.567: numbers of countries where the comma begins the decimals."""

DASHES = "\u2010\u2011\u2012\u2013\u2212"
APOSTROPHES = "\u2019\u02bc"
REVERSING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the digits behind them round on a screen: what a person sees is not what stands there."""
WIDTHS = ("<wide>", "<narrow>", "<small>")


class WrittenNumber(NamedTuple):
    """A number that can be read in one way: as written, so that 31% is 31, with the code of a currency beside it."""

    value: Decimal
    is_per_cent: bool = False
    currency: str | None = None


class NotNumber(NamedTuple):
    """Text that is no number, and why; or both numbers it may be."""

    why: Why
    readings: tuple[str, ...] = ()


def half_width(text: str) -> str:
    """Return text with half-width letters, marks and digits, plain spaces and no invisible characters.

    Not NFKC, which turns a footnote mark or a power (31², 31¹) into one more digit.
    """
    return text if text.isascii() else "".join(map(_half_width, text))


def read_number(text: str, unsure: str = "") -> WrittenNumber | NotNumber:
    """Return the number that is written, in any width, or why it is none; accounting's (5) and 5- are negative.

    `unsure` has the marks, of "." and ",", that may set thousands apart here as well as begin the decimals.
    """
    plain = half_width(text).strip().casefold()
    if plain.startswith("#"):
        return NotNumber("error")
    bracketed = PARENTHESES.fullmatch(plain)
    found = re.fullmatch(WRITTEN, bracketed[1].strip() + bracketed[2] if bracketed else plain)
    signs = "".join(found.group("sign", "inner", "trailing")) + ("-" if bracketed else "") if found else ""
    if found is None or len(signs) > 1 or (found["before"] and found["behind"]):
        return NotNumber(_why(plain))
    readings = () if found["per_cent"] else two_readings(found["number"], unsure)
    if readings:
        return NotNumber("two_readings", tuple(f"{signs.strip('+')}{reading}" for reading in readings))
    value = number_of(found["number"])
    if value is None:
        return NotNumber("too_large")
    currency = CURRENCY_OF.get(found["before"] or found["behind"] or "")
    return WrittenNumber(-value if signs == "-" else value, bool(found["per_cent"]), currency)


def two_readings(number: str, unsure: str) -> tuple[str, ...]:
    """Return both numbers that three digits behind a mark may be: thousands, and decimals; nothing if there is one."""
    found = EITHER.fullmatch(number)
    if found is None or found[2] not in unsure:
        return ()
    return f"{found[1]}{found[3]}", f"{found[1]}.{found[3]}".rstrip("0").rstrip(".")


def per_cent_readings(number: float | Decimal) -> tuple[str, ...]:
    """Return what a number without % may be where per cent is asked for: 0.3 is 0.3% or 30%; nothing from 1 on."""
    plain = float(number)
    return (f"{plain:.12g}%", f"{100 * plain:.12g}%") if 0 < abs(plain) < 1 else ()


def number_of(digits: str) -> Decimal | None:
    """Return the number that `NUMBER` matched, or nothing where a float cannot hold it."""
    if len(digits) > LONGEST:
        return None
    value = Decimal(re.sub("[,' _]", "", digits))
    return value if math.isfinite(float(value)) else None


def _half_width(one: str) -> str:
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    if one.isspace():
        return " "
    if one in DASHES:
        return "-"
    if one in APOSTROPHES:
        return "'"
    if unicodedata.category(one) == "Cf" and one not in REVERSING:
        return ""
    return unicodedata.normalize("NFKC", one) if unicodedata.decomposition(one).startswith(WIDTHS) else one


def _why(plain: str) -> Why:
    if OTHER_MARKS.fullmatch(plain.removesuffix("%").rstrip()):
        return "comma"
    return "beside" if any(each.isdigit() for each in plain) else "words"
