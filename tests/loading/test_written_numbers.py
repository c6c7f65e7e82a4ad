"""The grammar of numbers: what a person writes is that number, and what may be two numbers is never one in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.model.written_numbers import NotNumber, WrittenNumber, read_number

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False)
SPACES = (" ", "\u00a0", "\u2009", "\u202f", "\u2007", "\u3000")


def in_full_width(text: str) -> str:
    """Write ASCII as an input method for Chinese does."""
    return "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in text)


def ways(number: Decimal) -> list[str]:
    """Write a number in the ways people do."""
    plain, grouped = f"{number:f}", f"{number:,f}"
    written = [plain, grouped, in_full_width(plain), f" {plain}\t", plain.replace("-", "\u2212")]
    written += [grouped.replace(",", each) for each in (*SPACES, "'", "\u2019", "_")]
    if number < 0:
        written += [f"({plain[1:]})", f"({grouped[1:]})", f"{plain[1:]}-", f"- {plain[1:]}"]
    return written


@given(NUMBERS)
def test_a_number_round_trips_however_a_person_writes_it(number: Decimal) -> None:
    """Tools of this kind read 1 234 with a thin space as text and (5) as 5; here each way is the number."""
    for written in ways(number):
        assert read_number(written) == WrittenNumber(number), written
        per_cent = read_number(written.rstrip("-") + "%") if not written.endswith("-") else None
        assert per_cent in (None, WrittenNumber(number, is_per_cent=True)), written


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([".", ","]), st.sampled_from(["", "-", "+"]))
def test_three_digits_behind_a_mark_are_never_read_in_silence_where_the_mark_may_be_either(
    whole: int, rest: int, mark: str, sign: str
) -> None:
    """Tools of this kind take the 120.000 of a German export for 120; both readings are given back instead."""
    written = f"{sign}{whole}{mark}{rest:03}"
    read = read_number(written, ".,")
    assert isinstance(read, NotNumber)
    thousands, decimals = (Decimal(reading) for reading in read.readings)
    minus = -1 if sign == "-" else 1
    assert (thousands, decimals) == (minus * (whole * 1000 + rest), minus * (whole + Decimal(rest) / 1000))
    assert isinstance(read_number(read.readings[0], ".,"), WrittenNumber)


@given(st.text(max_size=30), st.sampled_from(["", ".", ".,"]))
def test_any_text_is_a_number_or_none(text: str, unsure: str) -> None:
    """Whatever is written: no error, and a number is finite and has a digit in the text."""
    read = read_number(text, unsure)
    if isinstance(read, WrittenNumber):
        assert abs(float(read.value)) < float("inf")
        assert any(each.isdecimal() for each in text)


@pytest.mark.parametrize(
    ("written", "number"),
    [(".5", "0.5"), ("5.", "5"), ("+5", "5"), ("1e3", "1000"), ("2.5E-3", "0.0025"), ("\u0663\u0661", "31")],
)
def test_short_forms_are_numbers(written: str, number: str) -> None:
    """A point without digits before or behind it, exponents, digits of other scripts."""
    assert read_number(written) == WrittenNumber(Decimal(number))


@pytest.mark.parametrize(
    ("written", "currency"),
    [("¥1,234", "cny"), ("￥1234", "cny"), ("1234元", "cny"), ("$1,234", "usd"), ("€ 1234", "eur")],
)
def test_a_currency_is_told_beside_the_number(written: str, currency: str) -> None:
    """Tools of this kind drop the sign and take euros for yuan."""
    assert read_number(written) == WrittenNumber(Decimal(1234), currency=currency)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        *(
            (each, "beside")
            for each in ("31²", "31¹", "1½", "--5", "+-5", "-5-", "(-5)", "1,23,456", "12 34", "5 days", "5\u202e12")
        ),
        *((each, "comma") for each in ("31,5", "1.234.567", "1.234,56", "1 234,5", "0,123", "20,0000")),
        *((each, "words") for each in ("", "-", "nan", "inf", ".", "%", "about", "true")),
        *((each, "too_large") for each in ("1e999", "9" * 5_000)),
        ("#DIV/0!", "error"),
    ],
)
def test_what_is_no_number_is_none(written: str, why: str) -> None:
    """Tools of this kind fold a footnote's ¹ into one more digit, or fail at 4,301 digits."""
    read = read_number(written)
    assert isinstance(read, NotNumber)
    assert read.why == why
