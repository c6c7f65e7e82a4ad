"""What is written of a fact, in a rule or as an answer, to the state inference sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Node, Scalar, kind_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, counts_money, named_band
from mvpod_expert.model.money import DOLLAR, LOCAL_MAGNITUDE, CaseCurrency, in_dollars, read_money
from mvpod_expert.model.written_numbers import NotNumber, WrittenNumber, per_cent_readings, read_number, two_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.cases import Given


def outlines(facts: Mapping[str, Fact]) -> list[object]:
    """Return all that a rule or an answer is read against, to compare: where it is equal, it is read the same.

    Titles serve suggestions alone, and former names the answers of clients, which nothing keeps.
    """
    return [
        (fact.id, fact.kind, fact.derived, fact.may_not_apply, fact.range, fact.unit, fact.bands, fact.states)
        for fact in facts.values()
    ]


def known_fact(
    facts: Mapping[str, Fact], key: Scalar, report: DiagnosticCollector, about: str, *, also: Iterable[str] = ()
) -> Fact | None:
    """Look a fact up by the name that was written, or report it with all that may stand there."""
    fact = facts.get(key.text)
    if fact is None:
        titled = [(name, each.title) for name, each in facts.items()]
        report.add(Code.FACT_UNKNOWN, key, about=about, allowed=(*facts, *also), titled=titled, written=key.text)
    return fact


def tested_state(fact: Fact, node: Node, report: DiagnosticCollector, about: str) -> str | None:
    """Read a state a rule tests or concludes: an option's id, a band's id, or true/false."""
    state = _value(fact, node)
    if state is None:
        _report_option(fact, node, report, about, fact.states)
    return state


def answered_state(fact: Fact, node: Node, report: DiagnosticCollector, about: str) -> str | None:
    """Read the state an answer gives: as in a rule, besides a number for a number, `unknown` or `not_applicable`."""
    written = node.text if isinstance(node, Scalar) else None
    if written == UNKNOWN or (written == NOT_APPLICABLE and fact.may_not_apply):
        return written
    allowed = (*fact.known_states, UNKNOWN)
    if written == NOT_APPLICABLE:
        report.add(Code.NOT_APPLICABLE_REFUSED, node, about=about, allowed=allowed, details={"fact": fact.id})
        return None
    if fact.kind == "number":
        number = answered_number(fact, node, report, about)
        return number[0] if number is not None else None
    state = _value(fact, node)
    if state is None:
        _report_option(fact, node, report, about, allowed)
    return state


def _value(fact: Fact, node: Node) -> str | None:
    """Return the option, band or flag value that was written, or nothing when it is none of this fact."""
    if not isinstance(node, Scalar):
        return None
    is_boolean = isinstance(node.plain, bool)
    text = node.text.lower() if is_boolean else node.text
    return text if text in fact.states and is_boolean == (fact.kind == "flag") else None


def _report_option(fact: Fact, node: Node, report: DiagnosticCollector, about: str, allowed: tuple[str, ...]) -> None:
    details = {"fact": fact.id}
    if isinstance(node, Scalar):
        titled = [(state, fact.state_title(state)) for state in fact.states]
        report.add(
            Code.OPTION_UNKNOWN, node, about=about, allowed=allowed, titled=titled, written=node.text, details=details
        )
    else:
        details["expected"] = "option"
        report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details=details)


def answered_number(
    fact: Fact, node: Node, report: DiagnosticCollector, about: str, currency: CaseCurrency | None = None
) -> tuple[str, Given] | None:
    """Read the answer to a number: the number, one of its bands by id or title, or an amount of money.

    Args:
        fact: the fact, which is a number.
        node: what is written.
        report: takes the findings.
        about: the path by ids.
        currency: the currency of the case, and the rates.

    Returns:
        The band, and what is kept as given: a number, the id of the band, or an amount of another currency with its
        rate.
    """
    if isinstance(node, Scalar) and (band := named_band(fact.bands, node.text)) is not None:
        return band, band
    if counts_money(fact.unit) and isinstance(node, Scalar):
        return _amount(fact, node, report, about, currency or CaseCurrency())
    return _plain_number(fact, node, report, about)


def _amount(
    fact: Fact, node: Scalar, report: DiagnosticCollector, about: str, currency: CaseCurrency
) -> tuple[str, Given] | None:
    money = read_money(node.text, currency) if node.number is None or currency.code not in {None, DOLLAR} else None
    if money is None or money.readings:
        return _plain_number(fact, node, report, about)
    if currency.code is None and money.currency is None and re.search(LOCAL_MAGNITUDE, node.text.casefold()):
        report.add(
            Code.NUMBER_EXPECTED, node, about=about, written=node.text, details={"fact": fact.id, "local": node.text}
        )
        return None
    details = {
        "written": node.text,
        "currency": (money.currency or "").upper(),
        "case": (currency.code or "").upper(),
    }
    if currency.code is not None and money.currency not in {None, currency.code}:
        report.add(Code.CURRENCY_OTHER, node, about=about, details=details)
        return None
    read = in_dollars(money, currency)
    if read is None:
        details["currency"] = (money.currency or currency.code or "").upper()
        report.add(Code.RATE_MISSING, node, about=about, details=details)
        return None
    dollars, given = read
    state = _in_band(fact, dollars, node, report, about)
    plain = int(dollars) if dollars.is_integer() else dollars
    return None if state is None else (state, plain if (money.currency or currency.code) in {None, DOLLAR} else given)


def written_number(fact: Fact, node: Node) -> int | float | None:
    """Return the number that is written, with its % where the fact counts per cent; nothing where it is none."""
    if not isinstance(node, Scalar) or node.number is not None or not fact.is_per_cent:
        return node.number if isinstance(node, Scalar) else None
    read = read_number(node.text)
    if isinstance(read, NotNumber) or not read.is_per_cent or read.currency is not None:
        return None
    return int(read.value) if read.value == int(read.value) else float(read.value)


def _plain_number(fact: Fact, node: Node, report: DiagnosticCollector, about: str) -> tuple[str, Given] | None:
    """Read a number that is no money; one that counts per cent may say so, and below 1 must, since 0.3 may be 30%."""
    number = written_number(fact, node)
    limits = fact.range
    if limits is None:
        return None  # the fact has a finding of its own, and nothing can be said of answers to it
    details = {"fact": fact.id, "low": f"{limits.min:,}", "high": f"{limits.max:,}"}
    # Thousands or decimals? What this program writes never ends in a zero behind the point.
    readings = two_readings(node.text, ".") if isinstance(node, Scalar) and node.text.endswith("0") else ()
    if not all(limits.min <= float(reading) <= limits.max for reading in readings):
        readings = ()
    bare = read_number(node.text) if isinstance(node, Scalar) and fact.is_per_cent else None
    if isinstance(bare, WrittenNumber) and not bare.is_per_cent and (shares := per_cent_readings(bare.value)):
        readings, details["is_share"] = shares, "yes"
    if number is None or readings:
        details |= dict(zip(("one", "other"), readings, strict=False))
        bands = [band.id for band in fact.bands]
        report.add(Code.NUMBER_EXPECTED, node, about=about, allowed=bands, written=kind_of(node), details=details)
        return None
    state = _in_band(fact, number, node, report, about)
    return None if state is None else (state, number)


def _in_band(fact: Fact, number: float, node: Node, report: DiagnosticCollector, about: str) -> str | None:
    limits = fact.range
    if limits is not None and not limits.min <= number <= limits.max:
        details = {"fact": fact.id, "low": f"{limits.min:,}", "high": f"{limits.max:,}"}
        report.add(Code.NUMBER_OUT_OF_RANGE, node, about=about, written=f"{number:,}", details=details)
        return None
    # No band holds it where the bands have a finding of their own.
    return next((band.id for band in fact.bands if band.holds(number)), None)
