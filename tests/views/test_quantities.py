"""Numbers as a person reads them, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.views.messages import Messages
from mvpod_expert.views.quantities import Quantities

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Unit
    from mvpod_expert.model.frozen import Lang

WRITTEN: list[tuple[Lang, str | None, float, Unit, str]] = [
    ("en", "CNY", 12_345_678, "money", "CNY 12.3M"),
    ("en", "€", -1_250, "money", "€-1.25k"),
    ("en", None, 999_960, "money", "1M"),
    ("en", "CNY", 999, "money", "CNY 999"),
    ("zh", "元", 3_000_000, "money", "300万元"),
    ("zh", "CNY", 123_456_789, "money", "1.23亿 CNY"),
    ("zh", "元", 12_345_678, "money", "1,235万元"),
    ("zh", "元", 8_500, "money", "8,500元"),
    ("en", None, 0.081, "share", "8.1%"),
    ("zh", None, 0.45, "share", "45%"),
    ("en", None, 10.25, "people", "10.2 people"),
    ("zh", None, 1_200, "accounts", "1,200 家"),
    ("en", None, 0.5238, "times", "0.52 times"),
    ("en", "CNY", -0.0001, "money", "CNY 0"),
]


@pytest.mark.parametrize(("lang", "currency", "number", "unit", "text"), WRITTEN)
def test_numbers_are_short_and_have_their_unit(
    lang: Lang, currency: str | None, number: float, unit: Unit, text: str
) -> None:
    """Money has the short scales of the language, shares their sign, and nothing is minus nothing."""
    assert Quantities(Messages(lang), currency).with_unit(number, unit) == text
