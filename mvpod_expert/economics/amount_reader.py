"""One amount as it is written: a number, a share such as 45% or 0.45, or low, likely and high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import Amount, AmountLayer
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, check_keys, kind_of, unknown_keys, wrong_type
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.money import CaseCurrency, read_money
from mvpod_expert.model.written_numbers import NotNumber, WrittenNumber, read_number

if TYPE_CHECKING:
    from mvpod_expert.economics.table import DeclaredInput
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

ENDS = ("low", "likely", "high")
UNSURE = "."
"""YAML's own point begins decimals; a person who writes 120.000 into it may mean thousands."""

HUNDRED = 100


@dataclass(frozen=True)
class AmountReader:
    """Reads amounts of one layer; money of the currency, by code, alone may have it written beside it."""

    layer: AmountLayer
    currency: str | None
    report: DiagnosticCollector

    def read(self, declared: DeclaredInput, node: Node, about: str) -> Amount | None:
        """Read an amount; nothing when there were findings, or nothing was written."""
        if isinstance(node, Mapping):
            return self._range(declared, node, about)
        if node.is_empty:
            return None
        number = self._number(declared, node, about)
        return self._amount(node, [node], number, number, number) if number is not None else None

    def _amount(self, node: Node, written: list[Node], low: float, likely: float, high: float) -> Amount:
        given = " / ".join(each.text.strip() for each in written if isinstance(each, Scalar))
        return Amount(low=low, likely=likely, high=high, given=given, layer=self.layer, place=node.place)

    def _range(self, declared: DeclaredInput, node: Mapping, about: str) -> Amount | None:
        found = self.report.found
        if not unknown_keys(node, ENDS, self.report, about):
            check_keys(node, ENDS, self.report, about)
        written = [(name, value) for name in ENDS if (value := node.get(name)) is not None]
        numbers = [self._number(declared, value, f"{about} › {name}") for name, value in written]
        if self.report.found > found or None in numbers:  # what is wrong in itself was reported before
            return None
        low, likely, high = (number for number in numbers if number is not None)
        if not low <= likely <= high:
            lower = 0 if low > likely else 1
            (one, one_node), (other, other_node) = written[lower], written[lower + 1]
            details = {"input": declared.id, "one": one, "other": other}
            self.report.add(Code.AMOUNT_DISORDERED, other_node, about=about, related=[one_node], details=details)
            return None
        return self._amount(node, [value for _, value in written], low, likely, high)

    def _number(self, declared: DeclaredInput, node: Node, about: str) -> float | None:
        if not isinstance(node, Scalar):
            wrong_type(node, "number", self.report, about)
            return None
        limits, currency = declared.range, self.currency
        read = read_number(node.text, UNSURE)
        if isinstance(read, NotNumber) and not all(limits.min <= float(each) <= limits.max for each in read.readings):
            read = read_number(node.text)
        money = read_money(node.text, CaseCurrency(currency)) if declared.unit == "money" else None
        if currency is not None and money is not None and money.currency not in {None, currency}:
            details = {"written": node.text, "currency": (money.currency or "").upper(), "case": currency.upper()}
            self.report.add(Code.CURRENCY_OTHER, node, about=about, details=details)
            return None
        if money is not None and not money.readings and (currency is not None or money.currency is None):
            read = WrittenNumber(money.amount)
        is_share = declared.unit == "share"
        if isinstance(read, NotNumber) or read.currency is not None or (read.is_per_cent and not is_share):
            one, other = getattr(read, "readings", ()) or ("", "")
            details = {"input": declared.id, "is_share": "yes" if is_share else "", "one": one, "other": other}
            self.report.add(Code.AMOUNT_EXPECTED, node, about=about, written=kind_of(node), details=details)
            return None
        number = float(read.value) / (HUNDRED if read.is_per_cent else 1)
        if limits.min <= number <= limits.max:
            return number
        ends = (f"{end * HUNDRED:g}%" if is_share else f"{end:,.12g}" for end in (limits.min, limits.max))
        details = dict(zip(("low", "high"), ends, strict=True)) | {"input": declared.id}
        details["meant"] = f"{number:g}%" if is_share and limits.max < number <= HUNDRED else ""
        self.report.add(Code.AMOUNT_OUT_OF_RANGE, node, about=about, written=kind_of(node), details=details)
        return None
