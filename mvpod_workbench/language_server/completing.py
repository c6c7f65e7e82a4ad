"""What may be written at a place, found by its id or its title in either language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.model.frozen import LANGS, Text
from mvpod_expert.model.references import Kind, Thing, option
from mvpod_workbench.lookup.search import titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase

KINDS_OF_KEYS: dict[str, Kind] = {
    **dict.fromkeys(("for", "against", "exclude", "mode", "recommended"), "mode"),
    **dict.fromkeys(("recommend", "assign", "to", "propose", "brings", "carried_by", "plan", "not_in_plan"), "item"),
    **dict.fromkeys(("fact", "reask", "raising"), "fact"),
    **dict.fromkeys(("fires", "silent"), "rule"),
    "sources": "source",
    "principle": "principle",
    "strength": "strength",
    "needs": "shelf",
}
"""What kind of id follows a key; a fact's own id is followed by one of its options."""
LONGEST = 1_000
"""How much of a line is looked at: the patterns take the square of a word's length."""

KEY = re.compile(r"([\w-]+):[ \t]*(?:\[[^\]{}]*|[\w-]*)$")
LIST_KEY = re.compile(r"^(\s*)(?:- )?([\w-]+):\s*$")
DASH = re.compile(r"^(\s*)- [\w-]*$")
BEGINS_KEY = re.compile(r"(?:^\s*(?:- )?|[{,]\s*)[\w-]*$")


def candidates(lines: Sequence[str], line: int, before: str, knowledge: KnowledgeBase) -> Iterator[tuple[Thing, str]]:
    """Yield what may be written behind what stands before the cursor on a line, with the text to insert."""
    before = before[-LONGEST:]
    key = KEY.search(before)
    above = _key_above(lines, line) if DASH.match(before) else ""
    name = key[1] if key is not None else above
    kind = KINDS_OF_KEYS.get(name)
    if name in knowledge.facts:
        for state in knowledge.facts[name].known_states:
            yield option(name, state), state
    elif kind == "source":
        yield from ((Thing(kind, each), each) for each in knowledge.sources)
    elif kind is not None and not (name in {"fires", "silent"} and not key):
        yield from ((each, each.id) for each in titles(knowledge) if each.kind == kind)
    elif BEGINS_KEY.search(before):
        yield from ((Thing("fact", each), each) for each in knowledge.facts)


def filter_text(thing: Thing, title: Text | None) -> str:
    """Return what an editor matches against: the id, and the title in both languages."""
    return " ".join([thing.id, *(title.in_(lang) for lang in LANGS)]) if title is not None else thing.id


def _key_above(lines: Sequence[str], line: int) -> str:
    indent = len(lines[line]) - len(lines[line].lstrip())
    for each in reversed(lines[:line]):
        key = LIST_KEY.match(each)
        if key is not None and len(key[1]) <= indent:
            return key[2]
    return ""
