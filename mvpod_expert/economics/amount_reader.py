"""One amount as it is written: a number, a share such as 45% or 0.45, or low, likely and high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import Amount
from mvpod_expert.loading.yaml_nodes import Mapping, Scalar, kind_of, unknown_keys, wrong_type
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.money import CaseCurrency, read_money
from mvpod_expert.model.written_numbers import NotNumber, WrittenNumber, read_number

if TYPE_CHECKING:
    from mvpod_expert.economics.inputs import AmountLayer
    from mvpod_expert.economics.table import DeclaredInput
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Node

ENDS = ("low", "likely", "high")
UNSURE = "."
"""YAML's own point begins decimals; a person who writes 120.000 into it may mean thousands."""

HUNDRED = 100


def read_amount(  # noqa: PLR0913 - the node, and what it is read against
    declared: DeclaredInput,
    node: Node,
    layer: AmountLayer,
    report: DiagnosticCollector,
    about: str,
    *,
    currency: str | None = None,
) -> Amount | None:
    """Read an amount.

    Args:
        declared: what the experts say of it.
        node: what is written.
        layer: where it stands.
        report: takes the findings.
        about: the path by ids.
        currency: what money is in, by code; only money of that currency may have it written beside it.

    Returns:
        The amount, or nothing when there were findings, or nothing was written.
    """
    if isinstance(node, Scalar):
        if node.plain is None:
            return None
        number = _number(declared, node, report, about, currency)
        if number is None:
            return None
        return Amount(low=number, likely=number, high=number, given=node.text.strip(), layer=layer, place=node.place)
    if isinstance(node, Mapping):
        return _range(declared, node, layer, report, about, currency=currency)
    wrong_type(node, "number", report, about)
    return None


def shown(declared: DeclaredInput, number: float) -> str:
    """Write a number as a person would write it into the file."""
    return f"{number * HUNDRED:g}%" if declared.unit == "share" else f"{number:,.12g}"


def _range(  # noqa: PLR0913 - as above
    declared: DeclaredInput,
    node: Mapping,
    layer: AmountLayer,
    report: DiagnosticCollector,
    about: str,
    *,
    currency: str | None,
) -> Amount | None:
    found = report.found
    unknown_keys(node, ENDS, report, about)
    if report.found == found:
        for name in ENDS:
            if node.get(name) is None:
                report.add(Code.KEY_MISSING, node, about=about, details={"key": name})
    written = [(name, value) for name in ENDS if (value := node.get(name)) is not None]
    numbers = [_number(declared, value, report, f"{about} › {name}", currency) for name, value in written]
    if report.found > found or None in numbers:  # what is wrong in itself was reported before
        return None
    low, likely, high = (number for number in numbers if number is not None)
    if not low <= likely <= high:
        lower = 0 if low > likely else 1
        (one, one_node), (other, other_node) = written[lower], written[lower + 1]
        details = {"input": declared.id, "one": one, "other": other}
        report.add(Code.AMOUNT_DISORDERED, other_node, about=about, related=[one_node], details=details)
        return None
    given = " / ".join(value.text.strip() for _, value in written if isinstance(value, Scalar))
    return Amount(low=low, likely=likely, high=high, given=given, layer=layer, place=node.place)


def _number(
    declared: DeclaredInput, node: Node, report: DiagnosticCollector, about: str, currency: str | None
) -> float | None:
    if not isinstance(node, Scalar):
        wrong_type(node, "number", report, about)
        return None
    limits = declared.range
    read = read_number(node.text, UNSURE)
    if isinstance(read, NotNumber) and not all(limits.min <= float(reading) <= limits.max for reading in read.readings):
        read = read_number(node.text)
    money = read_money(node.text, CaseCurrency(currency)) if declared.unit == "money" else None
    if currency is not None and money is not None and money.currency not in {None, currency}:
        details = {"written": node.text, "currency": (money.currency or "").upper(), "case": currency.upper()}
        report.add(Code.CURRENCY_OTHER, node, about=about, details=details)
        return None
    if money is not None and not money.readings and (currency is not None or money.currency is None):
        read = WrittenNumber(money.amount)
    is_share = declared.unit == "share"
    if isinstance(read, NotNumber) or read.currency is not None or (read.is_per_cent and not is_share):
        one, other = getattr(read, "readings", ()) or ("", "")
        details = {"input": declared.id, "is_share": "yes" if is_share else "", "one": one, "other": other}
        report.add(Code.AMOUNT_EXPECTED, node, about=about, written=kind_of(node), details=details)
        return None
    number = float(read.value) / (HUNDRED if read.is_per_cent else 1)
    if limits.min <= number <= limits.max:
        return number
    is_per_cent = is_share and limits.max < number <= HUNDRED
    report.add(
        Code.AMOUNT_OUT_OF_RANGE,
        node,
        about=about,
        written=kind_of(node),
        details={
            "input": declared.id,
            "low": shown(declared, limits.min),
            "high": shown(declared, limits.max),
            "meant": f"{number:g}%" if is_per_cent else "",
        },
    )
    return None
