"""knowledge/vocabulary/ to facts."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import check_formers
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import RESERVED_STATES, Fact
from mvpod_expert.model.frozen import LANGS, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.model.diagnostics import Place

CONNECTIVES = ("all", "any", "not", "at_least")
NEEDED_BY_KIND = {"choice": ("options",), "number": ("unit", "range", "bands"), "flag": ()}
ASKED_TEXTS = ("question", "why", "how")
MIN_STATES = 2
CHINESE = re.compile("[\u4e00-\u9fff]")
NO_TOPIC = Text.model_construct(zh="?", en="?")


def read_vocabulary(library: Library, folder: Path) -> dict[str, Fact]:
    """Read every fact, in the order of the files."""
    facts: dict[str, Fact] = {}
    report = library.report
    for page, entries in library.entries(folder, "facts", ("topic",)):
        topic_node = page.get("topic")
        topic = validate(Text, topic_node, report, about="topic") if topic_node else None
        for number, node in enumerate(entries, start=1):
            about = path_to("facts", node, number)
            fact = library.recall(("fact", node, about), partial(_fact, node, topic or NO_TOPIC, about, report))
            if fact is None:
                continue
            if fact.id in facts:
                report.add(
                    Code.ID_TWICE,
                    fact.place,
                    about=f"facts › {fact.id}",
                    related=[facts[fact.id].place],
                    details={"id": fact.id},
                )
            facts.setdefault(fact.id, fact)
    _check_worked_out(facts, report)
    _check_unknowable(facts, report)
    _check_phrases(facts.values(), report)
    check_formers("facts", [(fact.id, fact.formerly, fact.place) for fact in facts.values()], report)
    return facts


def _check_worked_out(facts: dict[str, Fact], report: DiagnosticCollector) -> None:
    """Report what a fact cannot follow from: what nobody is asked, and answers that one of the two does not have."""
    asked = [each.id for each in facts.values() if each.question is not None]
    numbers = [name for name in asked if facts[name].kind == "number"]
    for fact in facts.values():
        way, about = fact.worked_out, f"facts › {fact.id} › worked_out"
        if way is None:
            continue
        for name in fact.sources:
            allowed = asked if name == way.answer_to else numbers
            if name not in allowed:
                report.add(Code.FACT_UNKNOWN, fact.place, about=about, near=allowed, written=name)
        source = facts.get(way.answer_to or "")
        pairs = () if source is None else ((source, way.states), (fact, way.states.values()))
        for owner, named in pairs:
            for state in (state for state in named if state not in owner.known_states):
                report.add(Code.OPTION_UNKNOWN, fact.place, about=about, near=owner.states, written=state)


def _check_unknowable(facts: dict[str, Fact], report: DiagnosticCollector) -> None:
    """Report conditions on facts that are not asked, and on answers that they do not have."""
    asked = [each.id for each in facts.values() if not each.derived]
    for fact in facts.values():
        about = f"facts › {fact.id} › unknowable_when"
        for other, named in fact.unknowable_when.items():
            if other not in asked or other == fact.id:
                report.add(Code.FACT_UNKNOWN, fact.place, about=about, near=asked, written=other)
                continue
            for state in set(named) - set(facts[other].known_states):
                report.add(Code.OPTION_UNKNOWN, fact.place, about=about, near=facts[other].states, written=state)


def _check_phrases(facts: Iterable[Fact], report: DiagnosticCollector) -> None:
    """Report phrases by which no answer can be found in a text."""
    for fact in facts:
        claimed: dict[str, str] = {}
        for state, said_as in fact.phrases():
            for lang in LANGS:
                for phrase in getattr(said_as, lang):
                    taken = claimed.setdefault(phrase.casefold(), state)
                    kind = _unusable(fact, phrase, lang) if taken == state else "twice"
                    if kind is not None:
                        about = f"facts › {fact.id} › said_as"
                        details = {"kind": kind, "one": taken, "other": state}
                        report.add(Code.PHRASE_UNUSABLE, fact.place, about=about, written=phrase, details=details)


def _unusable(fact: Fact, phrase: str, lang: Lang) -> str | None:
    """Return why a phrase cannot be used."""
    if (fact.kind == "number") != ("#" in phrase):
        return "number" if fact.kind == "number" else "no_number"
    is_chinese = CHINESE.search(phrase) is not None
    is_name = phrase.isascii() and len(phrase.split()) == 1
    return "language" if is_chinese != (lang == "zh") and not is_name else None


def _fact(node: Node, topic: Text, about: str, report: DiagnosticCollector) -> Fact | None:
    fact = validate(Fact, node, report, about=about, topic=topic, place=node.place)
    if fact is not None:
        _check(fact, node, report)
    return fact


def _check(fact: Fact, node: Node, report: DiagnosticCollector) -> None:
    about = f"facts › {fact.id}"
    _check_parts(fact, node, report, about)
    formers = [(option.id, option.formerly) for option in fact.options] or [
        (each.id, each.formerly) for each in fact.bands
    ]
    places = [each.place for each in _listed(node, "options" if fact.options else "bands")]
    states = [(name, formerly, place) for (name, formerly), place in zip(formers, places, strict=True)]
    check_formers(about, states, report)
    for name in (name for name in (fact.id, *fact.states) if name in (*CONNECTIVES, *RESERVED_STATES)):
        report.add(Code.RESERVED_ID, (_states(node, name) or [node])[-1], about=about, details={"id": name})
    for name in sorted({name for name in fact.states if fact.states.count(name) > 1}):
        first, *others = _states(node, name) or [node]
        report.add(Code.ID_TWICE, (others or [first])[0], about=about, related=[first], details={"id": name})
    if fact.kind == "choice" and 0 < len(fact.options) < MIN_STATES:
        report.add(Code.LIST_EMPTY, node, about=f"{about} › options", details={"least": str(MIN_STATES)})
    _check_bands(fact, node, places, report, about)


def _check_bands(fact: Fact, node: Node, places: list[Place], report: DiagnosticCollector, about: str) -> None:
    limits = [band.limit for band in fact.bands]
    below = [limit for limit in limits[:-1] if limit is not None]
    ascending = len(below) == len(limits[:-1]) and all(low < high for low, high in pairwise(below))
    bands = (node.get("bands") if isinstance(node, Mapping) else None) or node
    if limits and not (ascending and limits[-1] is None):
        report.add(Code.BANDS_DISORDERED, bands, about=about)
        return
    for band, place in zip(fact.bands, places, strict=False):
        if None not in {band.below, band.up_to}:
            report.add(Code.BANDS_DISORDERED, place, about=about, details={"kind": "both", "id": band.id})
    if fact.range is None:
        return
    ends = {"low": f"{fact.range.min:,}", "high": f"{fact.range.max:,}"}
    for band, place in zip(fact.bands, places, strict=False):
        if band.limit is not None and not fact.range.min <= band.limit <= fact.range.max:
            details = {"kind": "outside", "id": band.id, "written": f"{band.limit:,}", **ends}
            report.add(Code.BANDS_DISORDERED, place, about=about, details=details)


def _listed(node: Node, key: str) -> tuple[Node, ...]:
    listing = node.get(key) if isinstance(node, Mapping) else None
    return listing.items if isinstance(listing, Listing) else ()


def _check_parts(fact: Fact, node: Node, report: DiagnosticCollector, about: str) -> None:
    missing = [name for name in NEEDED_BY_KIND[fact.kind] if not getattr(fact, name)]
    if not fact.derived:
        needed = ASKED_TEXTS if fact.question is not None or fact.how is not None else ("why",)
        missing += [name for name in needed if getattr(fact, name) is None]
    for name in missing:
        report.add(Code.KEY_MISSING, node, about=about, details={"key": name})
    foreign = {"options", "unit", "range", "bands"} - set(NEEDED_BY_KIND[fact.kind])
    foreign |= {"said_as"} if fact.kind == "choice" or fact.derived else set()
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
        for item in listing.items if isinstance(listing, Listing) else ():
            own = item.get("id") if isinstance(item, Mapping) else None
            if isinstance(own, Scalar) and own.text == name:
                found.append(own)
    return found
