"""knowledge/vocabulary/ to facts."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import check_formers
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Node, mapping_of, named, path_to
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.facts import RESERVED_STATES, Band, Fact, Option, SaidAs
from mvpod_expert.model.frozen import LANGS, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library

CONNECTIVES = ("all", "any", "not", "at_least")
NEEDED_BY_KIND = {"choice": ("options",), "number": ("unit", "range", "bands"), "flag": ()}
ASKED_TEXTS = ("question", "why", "how")
MIN_STATES = 2
NAMED = re.compile("<([a-z_]+)>")
"""A list of words named in a phrase."""
UNCLEAR = re.compile(r"\([^)]*\(|(?<!\))\?|<[a-z_]+>")
"""Alternatives inside others, a ? that stands for nothing, and a list that does not exist."""
CHINESE = re.compile("[\u4e00-\u9fff]")
NO_TOPIC = Text.model_construct(zh="?", en="?")


def read_vocabulary(library: Library, folder: Path) -> dict[str, Fact]:
    """Read every fact, in the order of the files."""
    facts: dict[str, Fact] = {}
    synonyms: dict[str, SaidAs] = {}
    report = library.report
    for page, entries in library.entries(folder, "facts", ("topic",), optional=("synonyms",)):
        synonyms |= _synonyms(page.get("synonyms"), report)
        topic_node = page.get("topic")
        topic = validate(Text, topic_node, report, about="topic") if topic_node else None
        for number, node in enumerate(entries, start=1):
            about = path_to("facts", node, number)
            fact = library.recall(("fact", node, about), partial(_fact, node, topic or NO_TOPIC, about, report))
            if fact is None:
                continue
            if fact.id in facts:
                report.twice(fact.id, fact.place, facts[fact.id].place, about=f"facts › {fact.id}")
            facts.setdefault(fact.id, fact)
    _check_worked_out(facts, report)
    _check_unknowable(facts, report)
    _check_phrases(facts.values(), synonyms, report)
    facts = {fact.id: _spelt_out(fact, synonyms) for fact in facts.values()}
    check_formers("facts", [(fact.id, fact.formerly, fact.place) for fact in facts.values()], report)
    return facts


def _check_worked_out(facts: dict[str, Fact], report: DiagnosticCollector) -> None:
    """Report what a fact cannot follow from: what nobody is asked, and answers that one of the two does not have."""
    asked = [each.id for each in facts.values() if each.question is not None]
    numbers = [name for name in asked if facts[name].kind == "number"]
    for fact in facts.values():
        place, path, way = fact.place, f"facts › {fact.id}", fact.worked_out
        if fact.relative_to is not None:
            report.among(Code.FACT_UNKNOWN, (fact.relative_to.fact,), numbers, place, about=f"{path} › relative_to")
        if way is None:
            continue
        about = f"{path} › worked_out"
        for name in fact.sources:
            allowed = asked if name == way.answer_to else numbers
            report.among(Code.FACT_UNKNOWN, (name,), allowed, place, about=about)
        source = facts.get(way.answer_to or "")
        for owner, states in () if source is None else ((source, way.states), (fact, way.states.values())):
            _check_states(owner, states, place, about, report)


def _check_unknowable(facts: dict[str, Fact], report: DiagnosticCollector) -> None:
    """Report conditions on facts that are not asked, and on answers that they do not have."""
    asked = [each.id for each in facts.values() if not each.derived]
    for fact in facts.values():
        about, others = f"facts › {fact.id} › unknowable_when", [name for name in asked if name != fact.id]
        for other, states in fact.unknowable_when.items():
            if report.among(Code.FACT_UNKNOWN, (other,), others, fact.place, about=about):
                _check_states(facts[other], sorted(set(states)), fact.place, about, report)


def _check_states(fact: Fact, states: Iterable[str], place: Place, about: str, report: DiagnosticCollector) -> None:
    known = fact.known_states
    report.among(Code.OPTION_UNKNOWN, states, known, place, about=about, listed=False, fact=fact.id)


def _synonyms(node: Node | None, report: DiagnosticCollector) -> dict[str, SaidAs]:
    """Read the lists of words that phrases name: <partners>."""
    entries = () if node is None else mapping_of(node, report, "synonyms") or ()
    read = ((name.text, validate(SaidAs, each, report, about=f"synonyms › {name.text}")) for name, each in entries)
    return {name: words for name, words in read if words is not None}


def _spelt_out(fact: Fact, synonyms: dict[str, SaidAs]) -> Fact:
    """Return a fact whose phrases have the words of the lists they name."""

    def spelt(said_as: SaidAs | None) -> SaidAs | None:
        if said_as is None or not any("<" in phrase for phrase in (*said_as.zh, *said_as.en)):
            return said_as
        zh, en = (tuple(_with_words(phrase, synonyms, lang) for phrase in getattr(said_as, lang)) for lang in LANGS)
        return SaidAs.model_construct(zh=zh, en=en)

    options = tuple(each.model_copy(update={"said_as": spelt(each.said_as)}) for each in fact.options)
    return fact.model_copy(update={"said_as": spelt(fact.said_as), "options": options})


def _with_words(phrase: str, synonyms: dict[str, SaidAs], lang: Lang) -> str:
    """Return a phrase with the words of the lists it names; a list that does not exist has been reported."""

    def words(found: re.Match[str]) -> str:
        joined = "|".join(getattr(synonyms[found[1]], lang)) if found[1] in synonyms else found[0]
        is_alternative = phrase[: found.start()].endswith(("(", "|"))
        return joined if is_alternative else f"({joined})"

    return NAMED.sub(words, phrase)


def _check_phrases(facts: Iterable[Fact], synonyms: dict[str, SaidAs], report: DiagnosticCollector) -> None:
    """Report phrases by which no answer can be found in a text."""
    for fact in facts:
        claimed: dict[str, str] = {}
        for state, said_as in fact.phrases():
            for lang in LANGS:
                for phrase in getattr(said_as, lang):
                    taken = claimed.setdefault(phrase.casefold(), state)
                    kind = _unusable(fact, phrase, lang, synonyms) if taken == state else "twice"
                    if kind is not None:
                        about = f"facts › {fact.id} › said_as"
                        details = {"kind": kind, "one": taken, "other": state}
                        report.add(Code.PHRASE_UNUSABLE, fact.place, about=about, written=phrase, details=details)


def _unusable(fact: Fact, phrase: str, lang: Lang, synonyms: dict[str, SaidAs]) -> str | None:
    """Return why a phrase cannot be used."""
    spelt = _with_words(phrase, synonyms, lang)
    if UNCLEAR.search(spelt) or spelt.count("(") != spelt.count(")"):
        return "synonym"
    if (fact.kind == "number") != ("#" in phrase):
        return "number" if fact.kind == "number" else "no_number"
    is_chinese = CHINESE.search(phrase) is not None
    is_name = phrase.isascii() and len(phrase.split()) == 1
    return "language" if is_chinese != (lang == "zh") and not is_name else None


def _fact(node: Node, topic: Text, where: str, report: DiagnosticCollector) -> Fact | None:
    fact = validate(Fact, node, report, about=where, topic=topic, place=node.place)
    if fact is None:
        return None
    about = f"facts › {fact.id}"
    _check_parts(fact, node, report, about)
    places = [each.place for each in node.at("options" if fact.options else "bands").listed]
    named: Sequence[Option | Band] = fact.options or fact.bands
    formers = [(each.id, each.formerly, place) for each, place in zip(named, places, strict=True)]
    check_formers(about, formers, report)
    for name in (name for name in (fact.id, *fact.states) if name in (*CONNECTIVES, *RESERVED_STATES)):
        report.add(Code.RESERVED_ID, (_states(node, name) or [node])[-1], about=about, details={"id": name})
    for name in sorted({name for name in fact.states if fact.states.count(name) > 1}):
        first, *others = _states(node, name) or [node]
        report.twice(name, (others or [first])[0], first, about=about)
    if fact.kind == "choice" and 0 < len(fact.options) < MIN_STATES:
        report.add(Code.LIST_EMPTY, node, about=f"{about} › options", details={"least": str(MIN_STATES)})
    _check_bands(fact, places, report, about)
    return fact


def _check_bands(fact: Fact, places: list[Place], report: DiagnosticCollector, about: str) -> None:
    limits = [band.limit for band in fact.bands]
    *before, last = limits or [None]
    # A limit that is missing, or no larger than the one before; and that of the last band, which has none.
    pairs = enumerate(pairwise((float("-inf"), *before)))
    wrong = [at for at, (low, high) in pairs if high is None or (low is not None and low >= high)]
    wrong += [len(before)] if last is not None else []
    if wrong:
        details = {"id": fact.bands[wrong[0]].id}
        report.add(Code.BANDS_DISORDERED, places[wrong[0]], about=about, details=details)
        return
    ends = fact.range
    for band, place in zip(fact.bands, places, strict=False):
        if None not in {band.below, band.up_to}:
            report.add(Code.BANDS_DISORDERED, place, about=about, details={"kind": "both", "id": band.id})
        if ends is not None and band.limit is not None and not ends.min <= band.limit <= ends.max:
            details = {"kind": "outside", "id": band.id, "written": f"{band.limit:,}"}
            details |= {"low": f"{ends.min:,}", "high": f"{ends.max:,}"}
            report.add(Code.BANDS_DISORDERED, place, about=about, details=details)


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
            report.add(Code.KEY_UNKNOWN, node.key(name) or node, about=about, written=name)


def _states(node: Node, name: str) -> list[Node]:
    """Find where the options and bands with an id stand."""
    items = (item for key in ("options", "bands") for item in node.at(key).listed)
    return [item.at("id") for item in items if named(item) == name]
