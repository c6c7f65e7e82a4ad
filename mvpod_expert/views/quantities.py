"""Numbers with their units, as a person reads them: money short, shares in per cent, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Unit
    from mvpod_expert.views.messages import Messages

SCALES = {
    "en": ((1e9, "bn"), (1e6, "M"), (1e3, "k")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}
FINE, FINER = 10, 100
HUNDRED = 100


class Quantities:
    """Writes numbers, money in a currency if it is known."""

    def __init__(self, t: Messages, currency: str | None = None) -> None:
        self.t = t
        self.currency = currency

    def with_unit(self, value: float, unit: Unit = "money") -> str:
        """Write a number with its unit."""
        return self._unit(self.bare(value, unit), unit)

    def range(self, low: float, high: float, unit: Unit) -> str:
        """Write two ends with their unit, or the one number that both are."""
        return self.with_unit(low, unit) if low == high else self._unit(self.between(low, high, unit), unit)

    def between(self, low: float, high: float, unit: Unit) -> str:
        """Write two ends without the unit."""
        return self.t("figures.between", low=self.bare(low, unit), high=self.bare(high, unit))

    def bare(self, value: float, unit: Unit = "money") -> str:
        """Write a number alone; a share has its sign."""
        if unit == "share":
            return f"{short(value * HUNDRED, 1)}%"
        if unit == "money":
            return self._money(value)
        if unit == "times":
            return short(value, 2)
        return short(value, 1 if abs(value) < FINER else 0)

    def _money(self, value: float) -> str:
        for scale, sign in SCALES[self.t.lang]:
            if abs(value) >= scale * 0.9995:
                scaled = value / scale
                places = 2 if abs(scaled) < FINE else 1 if abs(scaled) < FINER else 0
                return short(scaled, places) + sign
        return short(value, 0)

    def _unit(self, text: str, unit: Unit) -> str:
        if unit == "money" and self.currency:
            gap = " " if self.currency.isascii() else ""
            return self.t("figures.money", text=text, gap=gap, currency=self.currency)
        if unit == "money":
            return text
        return text if unit == "share" else self.t(f"figure_unit.{unit}", text=text)


def short(value: float, places: int) -> str:
    """Write a number with at most some places after the point, and thousands apart; never minus nothing."""
    text = f"{round(value, places) + 0.0:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
