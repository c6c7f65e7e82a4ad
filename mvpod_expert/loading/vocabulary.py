"""knowledge/vocabulary/ to facts, and what is written of a fact to a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.nodes import Node, Scalar, path_to, plain
from mvpod_expert.loading.shapes import build
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import NOT_APPLICABLE, RESERVED_STATES, UNKNOWN, Fact
from mvpod_expert.model.noun import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mvpod_expert.loading.pages import Library
    from mvpod_expert.loading.report import Report

CONNECTIVES = ("all", "any", "not", "at_least")
NEEDED_BY_KIND = {"choice": ("options",), "number": ("unit", "range", "bands"), "flag": ()}
ASKED_TEXTS = ("question", "why", "how")
MIN_STATES = 2


def read_vocabulary(library: Library, folder: Path) -> dict[str, Fact]:
    """Read every fact, in the order of the files."""
    facts: dict[str, Fact] = {}
    report = library.report
    for page, entries in library.entries(folder, "facts", ("topic",)):
        topic_node = page.get("topic")
        topic = build(Text, topic_node, report, about="topic") if topic_node else None
        for number, node in enumerate(entries, start=1):
            fact = build(
                Fact, node, report, about=path_to("facts", node, number), topic=topic or Text(zh="?", en="?"), place=node.place
            )
            if fact is None:
                continue
            _check(fact, node, report)
            if fact.id in facts:
                report.add(Code.ID_TWICE, fact.place, about="facts", id=fact.id, related=[facts[fact.id].place])
            facts[fact.id] = fact
    return facts


def _check(fact: Fact, node: Node, report: Report) -> None:
    about = f"facts › {fact.id}"
    missing = [name for name in NEEDED_BY_KIND[fact.kind] if not getattr(fact, name)]
    if not fact.derived:
        missing += [name for name in ASKED_TEXTS if getattr(fact, name) is None]
    for name in missing:
        report.add(Code.KEY_MISSING, node, about=about, key=name)
    foreign = {"options", "unit", "range", "bands"} - set(NEEDED_BY_KIND[fact.kind])
    foreign |= {"may_not_apply", *ASKED_TEXTS} if fact.derived else set()
    for name in sorted(foreign):
        if getattr(fact, name):
            report.add(Code.KEY_UNKNOWN, node, about=about, written=name)
    if fact.kind == "choice" and 0 < len(fact.options) < MIN_STATES:
        report.add(Code.LIST_EMPTY, node, about=f"{about} › options")
    if fact.id in CONNECTIVES:
        report.add(Code.RESERVED_ID, node, about=about, id=fact.id)
    seen: set[str] = set()
    for state in fact.states:
        if state in RESERVED_STATES:
            report.add(Code.RESERVED_ID, node, about=about, id=state)
        if state in seen:
            report.add(Code.ID_TWICE, node, about=about, id=state)
        seen.add(state)
    limits = [band.limit for band in fact.bands[:-1]]
    ascending = all(limit is not None for limit in limits) and limits == sorted(set(limits), key=float)
    if fact.bands and not (ascending and fact.bands[-1].limit is None):
        report.add(Code.BANDS_DISORDERED, node, about=about)


def known_fact(facts: Mapping[str, Fact], key: Scalar, report: Report, about: str) -> Fact | None:
    """Look a fact up by the name that was written, or report it."""
    fact = facts.get(key.text)
    if fact is None:
        report.add(Code.FACT_UNKNOWN, key, about=about, allowed=facts, written=key.text)
    return fact


def tested_state(fact: Fact, node: Node, report: Report, about: str) -> str | None:
    """Read a state a rule tests or concludes: an option's id, a band's id, or true/false."""
    written = plain(node)
    text = str(written).lower() if isinstance(written, bool) else written
    if isinstance(text, str) and text in fact.states and (isinstance(written, bool) == (fact.kind == "flag")):
        return text
    if not isinstance(node, Scalar):
        report.add(Code.TYPE_WRONG, node, about=about, expected="option", written="list")
        return None
    report.add(Code.OPTION_UNKNOWN, node, about=about, allowed=fact.states, written=node.text, fact=fact.id)
    return None


def answered_state(fact: Fact, node: Node, report: Report, about: str) -> str | None:
    """Read the state an answer gives: as in a rule, but a number for a number, and `unknown` or `not_applicable`."""
    if isinstance(node, Scalar) and node.text == UNKNOWN:
        return UNKNOWN
    if isinstance(node, Scalar) and node.text == NOT_APPLICABLE:
        if fact.may_not_apply:
            return NOT_APPLICABLE
        report.add(Code.NOT_APPLICABLE_REFUSED, node, about=about, fact=fact.id, allowed=_answers(fact))
        return None
    if fact.kind == "number":
        return _band(fact, node, report, about)
    if isinstance(node, Scalar) and (node.plain is not True and node.plain is not False) and fact.kind != "flag":
        if node.text in fact.states:
            return node.text
        report.add(Code.OPTION_UNKNOWN, node, about=about, allowed=_answers(fact), written=node.text, fact=fact.id)
        return None
    return tested_state(fact, node, report, about)


def _band(fact: Fact, node: Node, report: Report, about: str) -> str | None:
    number = node.number if isinstance(node, Scalar) else None
    if number is None:
        written = node.text if isinstance(node, Scalar) else "list"
        report.add(Code.NUMBER_EXPECTED, node, about=about, written=written, fact=fact.id, **_range(fact))
        return None
    if fact.range is None or not fact.range.min <= number <= fact.range.max:
        report.add(Code.NUMBER_OUT_OF_RANGE, node, about=about, written=f"{number:,}", fact=fact.id, **_range(fact))
        return None
    return fact.band_of(number)


def _range(fact: Fact) -> dict[str, str]:
    return {"low": f"{fact.range.min:,}", "high": f"{fact.range.max:,}"} if fact.range else {"low": "", "high": ""}


def _answers(fact: Fact) -> Iterable[str]:
    return (*fact.known_states, UNKNOWN)
