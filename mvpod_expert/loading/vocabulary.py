"""knowledge/vocabulary/ to facts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.loading.shapes import build
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import RESERVED_STATES, Fact
from mvpod_expert.model.noun import Text

if TYPE_CHECKING:
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
                Fact,
                node,
                report,
                about=path_to("facts", node, number),
                topic=topic or Text(zh="?", en="?"),
                place=node.place,
            )
            if fact is None:
                continue
            _check(fact, node, report)
            if fact.id in facts:
                report.add(
                    Code.ID_TWICE,
                    fact.place,
                    about=f"facts › {fact.id}",
                    related=[facts[fact.id].place],
                    details={"id": fact.id},
                )
            facts.setdefault(fact.id, fact)
    return facts


def _check(fact: Fact, node: Node, report: Report) -> None:
    about = f"facts › {fact.id}"
    _check_parts(fact, node, report, about)
    for name in (name for name in (fact.id, *fact.states) if name in (*CONNECTIVES, *RESERVED_STATES)):
        report.add(Code.RESERVED_ID, (_states(node, name) or [node])[-1], about=about, details={"id": name})
    for name in sorted({name for name in fact.states if fact.states.count(name) > 1}):
        first, *others = _states(node, name) or [node]
        report.add(Code.ID_TWICE, (others or [first])[0], about=about, related=[first], details={"id": name})
    if fact.kind == "choice" and 0 < len(fact.options) < MIN_STATES:
        report.add(Code.LIST_EMPTY, node, about=f"{about} › options", details={"least": str(MIN_STATES)})
    limits = [band.limit for band in fact.bands]
    below = [limit for limit in limits[:-1] if limit is not None]
    ascending = len(below) == len(limits[:-1]) and all(low < high for low, high in pairwise(below))
    if limits and not (ascending and limits[-1] is None):
        bands = node.get("bands") if isinstance(node, Mapping) else None
        report.add(Code.BANDS_DISORDERED, bands or node, about=about)


def _check_parts(fact: Fact, node: Node, report: Report, about: str) -> None:
    missing = [name for name in NEEDED_BY_KIND[fact.kind] if not getattr(fact, name)]
    if not fact.derived:
        missing += [name for name in ASKED_TEXTS if getattr(fact, name) is None]
    for name in missing:
        report.add(Code.KEY_MISSING, node, about=about, details={"key": name})
    foreign = {"options", "unit", "range", "bands"} - set(NEEDED_BY_KIND[fact.kind])
    foreign |= {"may_not_apply", "client_can_change", *ASKED_TEXTS} if fact.derived else set()
    foreign |= {"scope"} if fact.derived and fact.scope != "cell" else set()
    for name in sorted(foreign):
        if getattr(fact, name):
            key = node.key(name) if isinstance(node, Mapping) else None
            report.add(Code.KEY_UNKNOWN, key or node, about=about, written=name)


def _states(node: Node, name: str) -> list[Node]:
    """Find where the options and bands with an id stand."""
    found: list[Node] = []
    for key in ("options", "bands"):
        listing = node.get(key) if isinstance(node, Mapping) else None
        for each in listing.items if isinstance(listing, Listing) else ():
            own = each.get("id") if isinstance(each, Mapping) else None
            if isinstance(own, Scalar) and own.text == name:
                found.append(own)
    return found
