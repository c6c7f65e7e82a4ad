"""The order of the keys of an entry, as docs/rule-language.md shows them.

Conditions, answers and parts keep the order their author gave them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_workbench.editing.layout import Entry, Node

FACT_HEAD = ("id", "draft", "formerly", "kind", "derived", "scope", "title", "question", "why", "how", "principle")
FACT = (
    *FACT_HEAD,
    "client_can_change",
    "may_not_apply",
    "unknowable_when",
    "said_as",
    "unit",
    "range",
    "options",
    "bands",
)
ITEM_HEAD = ("id", "draft", "formerly", "title", "text", "parts", "brings", "carried_by", "changes", "schedule")
ITEM = (*ITEM_HEAD, "principle", "basis", "sources")
CASE_HEAD = ("id", "draft", "company", "offer", "market", "period", "answers", "documented", "outcome")
CASE = (*CASE_HEAD, "switch", "reason", "note", "sources")
HEADER = ("family", "topic", "synonyms", "kind", "title", "fields", "blanks", "carried", "chooses", "ranked", "budget")
LISTS = ("rules", "facts", "items", "principles", "sources", "directions", "laws", "cases")
LABEL = ("id", "title", "optional")

KEYS: Mapping[str, tuple[str, ...]] = {
    "": (*HEADER, *LISTS),
    "rules": ("id", "draft", "formerly", "title", "when", "then", "because", "examples"),
    "accepted": ("code", "by", "date", "because"),
    "because": ("principle", "basis", "sources", "reason"),
    "examples": ("fires", "silent"),
    "facts": FACT,
    "options": ("id", "formerly", "title", "meaning", "said_as"),
    "bands": ("id", "formerly", "below", "up_to", "title"),
    "range": ("min", "max"),
    "principles": ("id", "draft", "area", "title", "meaning", "inferred", "passage"),
    "passage": ("section", "paragraph", "sentence", "sha256"),
    "sources": ("id", "draft", "formerly", "kind", "citation", "read", "address"),
    "items": ITEM,
    "fields": LABEL,
    "blanks": LABEL,
    "changes": ("fact", "from", "to"),
    "ranked": ("at_least", "at_most", "more_from", "within", "efforts"),
    "schedule": ("who", "within", "effort", "after", "metric"),
    "directions": ("draft", "raising", "through", "never_favours", "over", "basis", "sources", "reason"),
    "laws": ("id", "draft", "title", "answers", "each", "items", "rows", "unless", "basis", "sources", "reason"),
    "cases": CASE,
    "outcome": ("mode", "also_acceptable", "confidence", "scored", "result"),
}
TEXT = ("zh", "en")
ACTIONS = ("for", "against", "exclude", "conclude", "recommend", "assign", "to", "propose", "strength", "reask")


def ordered(branch: Node, under: str) -> list[Entry]:
    """Return a mapping's entries in the order of the language; one it does not know stays behind the one before it.

    `under` is the key it stands under, directly or as an entry of a list; empty for a whole file.
    """
    names = [entry.name for entry in branch.entries]
    order = TEXT if set(names) == set(TEXT) else ACTIONS if under == "then" else KEYS.get(under, ())
    if not order:
        return branch.entries
    groups: list[tuple[int, list[Entry]]] = []
    for name, entry in zip(names, branch.entries, strict=True):
        if name in order:
            groups.append((order.index(name), [entry]))
        elif groups:
            groups[-1][1].append(entry)
        else:
            groups.append((-1, [entry]))
    return [entry for _, group in sorted(groups, key=lambda each: each[0]) for entry in group]
