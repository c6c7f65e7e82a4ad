"""Entries that are right field by field and cannot be meant as a whole, such as an item that brings itself."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, warning
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.rules import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.diagnostics import Diagnostic, Place
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.knowledge import KnowledgeBase

    Found = tuple[Place, str, str, str]


FAVOURS: Mapping[Lang, str] = {
    "zh": "(?<![不勿难])(?:宜|偏|利于|适合|支持|更该){}",
    "en": r"(?<!not )\b(?:favou?rs?|suits?|speaks? for|calls? for|leads? to|asks? for) (?:an? |the )?{}\b",
}
"""How titles say that a mode suits."""
USUAL = 0.9
"""The share of one kind among what carries items from which on another kind is a slip."""


def entries_at_odds(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each entry two fields of which contradict each other, or say the same."""
    for place, entry, kind, written in chain.from_iterable(
        find(knowledge) for find in (_rules, _items, _cases, _directions, _laws, _pictures, _sources)
    ):
        yield warning(Code.ENTRY_AT_ODDS, place, entry, {"kind": kind, "written": written})


def _rules(knowledge: KnowledgeBase) -> Iterator[Found]:
    """Find rules whose title says that a mode suits, and which do not speak for it."""
    for rule in knowledge.rules_of("weigh"):
        argued = {each.mode for each in rule.then if isinstance(each, Evidence) and each.direction == "for"}
        for mode in knowledge.decision.modes:
            says = (
                re.search(FAVOURS[lang].format(re.escape(mode.title.in_(lang))), rule.title.in_(lang), re.IGNORECASE)
                for lang in LANGS
            )
            if mode.id not in argued and any(says):
                yield rule.place, f"rules › {rule.id} › title", "argues", mode.id


def _items(knowledge: KnowledgeBase) -> Iterator[Found]:
    for item in knowledge.items():
        about = f"items › {item.id}"
        if item.id in item.brings:
            yield item.place, f"{about} › brings", "brings", item.id
        for change in item.changes:
            if change.from_ == change.to:
                yield item.place, f"{about} › changes › {change.fact}", "change", change.to
    # What carries the items of a home is of one kind, its system functions; another is a slip among many ids.
    kind_of = {item.id: shelf.kind for shelf in knowledge.shelves for item in shelf.items}
    carriers = [(item, each) for item in knowledge.items() for each in item.carried_by]
    (usual, count), *_ = Counter(kind_of[each] for _, each in carriers).most_common() or [("", 0)]
    for item, each in carriers:
        if kind_of[each] != usual and count >= USUAL * len(carriers):
            yield item.place, f"items › {item.id} › carried_by", "carried", each


def _cases(knowledge: KnowledgeBase) -> Iterator[Found]:
    for case in knowledge.cases.values():
        about = f"cases › {case.id}"
        if case.outcome.mode in case.outcome.also_acceptable:
            yield case.place, f"{about} › outcome › also_acceptable", "acceptable", case.outcome.mode
        for fact in case.documented:
            answer = case.cell.answers.get(fact)
            if answer is None or not answer.is_known:
                yield case.place, f"{about} › documented", "documented", fact


def _directions(knowledge: KnowledgeBase) -> Iterator[Found]:
    for each in knowledge.directions:
        about = f"directions › {each.raising}"
        if each.never_favours in each.over:
            yield each.place, f"{about} › over", "over", each.never_favours
        if len(each.through) == 1:
            yield each.place, f"{about} › through", "through", each.through[0]


def _laws(knowledge: KnowledgeBase) -> Iterator[Found]:
    """Find laws that nothing can break: whatever is answered to a fact that lifts them, they are lifted."""
    for law in knowledge.laws:
        for fact, states in law.unless.items():
            if {*states} >= {*law.answers.get(fact, knowledge.facts[fact].known_states)}:
                yield law.place, f"laws › {law.id} › unless", "lifted", fact


def _pictures(knowledge: KnowledgeBase) -> Iterator[Found]:
    if knowledge.pictures is not None:
        for area in knowledge.pictures.house:
            for fact in area.strong.keys() & area.missing.keys():
                for state in sorted({*area.strong[fact]} & {*area.missing[fact]}):
                    yield knowledge.pictures.place, f"pictures › house › {fact}", "pictured", state


def _sources(knowledge: KnowledgeBase) -> Iterator[Found]:
    cited: dict[str, str] = {}
    for source in knowledge.sources.values():
        other = cited.setdefault(source.citation, source.id)
        if other != source.id:
            yield source.place, f"sources › {source.id}", "cited", other
        for year in re.findall(r"[(（](\d{4})[)）]", source.citation):
            if int(year) > datetime.now(UTC).year + 1:
                yield source.place, f"sources › {source.id}", "year", year
        for first, last in re.findall(r"(?:\bpp?\.|页|第|\d\(\d+\),)\s*(\d+)\s*[-–—]\s*(\d+)", source.citation):
            # The last page may be shortened: 432-54.
            if len(first) == len(last) and int(first) > int(last):
                yield source.place, f"sources › {source.id}", "pages", f"{first}-{last}"
