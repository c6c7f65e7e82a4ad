"""Numbers written in words, in Chinese and English: 一百二十万, 三成五, 一年半, sixty thousand, half a year."""

from __future__ import annotations

import re
from decimal import Decimal

ZH_DIGITS = {each: number for number, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
ZH_TENS = {"十": 10, "百": 100, "千": 1000}
ZH_MAGNITUDES = {"万": 10_000, "亿": 100_000_000}
UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
EN_UNITS = {each: number for number, each in enumerate(UNITS.split(), start=1)}
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
EN_TENS = {each: 10 * number for number, each in enumerate(TENS.split(), start=2)}
EN_MAGNITUDES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

ZH = "[零〇一二两三四五六七八九十半][零〇一二两三四五六七八九十百千万亿]*"
_MAGNITUDES = "|".join(EN_MAGNITUDES)
_WORDS = "|".join((*EN_UNITS, *EN_TENS))
EN = (
    rf"\b(?:(?:{_WORDS})\b|an?(?=[\s-](?:{_MAGNITUDES})))"
    rf"(?:[\s-](?:and[\s-])?(?:{_WORDS}|{_MAGNITUDES})\b)*"
)
HALVES = (
    (re.compile(r"\bhalf (?:an? )?(?=year|month|quarter|day|week)"), "0.5 "),
    (re.compile(r"\ban? (year|month|quarter|day|week) and a half"), r"1.5 \1s"),
    (re.compile(rf"\b({'|'.join(EN_UNITS)}|[0-9]+) and a half\b"), r"\1½"),
    (re.compile(rf"({ZH}|[0-9]+)(个?)(年|月|季度|周|天)半"), r"\1½\2\3"),
    (re.compile(rf"({ZH}|[0-9]+)个半(?=月|年|季度|周|销售)"), r"\1½个"),
    (re.compile(r"半(?=个?(?:年|月|季度|周|天))"), "0.5"),
)
SHARES = (
    (re.compile(rf"百分之({ZH}|[0-9.]+)"), r"\1%"),
    (re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九]?)(?!本)"), r"\1\2‰"),
    (re.compile(r"\s?(?:per\s?cent|pct)\b\.?"), "%"),
)


def in_digits(text: str) -> str:
    """Return an amount, in small letters of ordinary width, with its numbers in digits.

    What is no number, or an estimate such as 三五家, stays as it is.
    """
    for pattern, written in (*HALVES, *SHARES):
        text = pattern.sub(written, text)
    text = re.sub("([一二两三四五六七八九])([一二三四五六七八九]?)‰", _tenths, text)
    text = re.sub(EN, lambda found: str(_english(found[0]) or found[0]), text)
    text = re.sub(ZH, lambda found: _with_magnitude(found[0]), text)
    return re.sub("([0-9]+)½", r"\1.5", text)


def _with_magnitude(written: str) -> str:
    """Return Chinese numerals in digits, with their magnitude, which may show the currency: 120万."""
    number = chinese(written)
    if number is None:
        return written
    largest = next((each for each in ("亿", "万", "千") if each in written), "")
    size = (ZH_MAGNITUDES | ZH_TENS).get(largest, 1)
    return f"{(Decimal(number) / size).normalize():f}{largest}"


def _tenths(found: re.Match[str]) -> str:
    return f"{10 * ZH_DIGITS[found[1]] + ZH_DIGITS.get(found[2], 0)}%"


def _english(written: str) -> int:
    """Return the number that English words stand for, such as "two hundred and fifty thousand"; 0 for none."""
    total = section = 0
    for word in re.split(r"[\s-]+", written):
        if word in EN_UNITS or word in EN_TENS:
            section += EN_UNITS.get(word) or EN_TENS[word]
        elif word == "hundred":
            section = max(section, 1) * EN_MAGNITUDES[word]
        elif word in EN_MAGNITUDES:
            total, section = total + max(section, 1) * EN_MAGNITUDES[word], 0
    return total + section


def chinese(written: str) -> int | None:
    """Return the number that Chinese numerals stand for; nothing for two digits side by side, which is an estimate."""
    total = section = 0
    digit: int | None = None
    last = 1
    for each in written:
        if each in ZH_DIGITS:
            if digit:
                return None
            digit = ZH_DIGITS[each]
            last = 1 if each in "零〇" else last
        elif each in ZH_TENS:
            section += (digit if digit is not None else 1) * ZH_TENS[each]
            digit, last = None, ZH_TENS[each]
        elif each in ZH_MAGNITUDES:
            total = (total + section + (digit or 0)) * ZH_MAGNITUDES[each]
            section, digit, last = 0, None, ZH_MAGNITUDES[each]
        else:
            return None
    # 六万五 is 65,000 and 一百二 is 120: a last digit counts tenths of what stands before it.
    return total + section + (digit or 0) * (last // 10 if last > 10 else 1)  # noqa: PLR2004 - 十五 is 15
