"""What a person may write for an id in a table: the id, or its title in either language, in any width and case."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_mistakes import INVISIBLE
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.loading.rule_files import SymbolTable
    from mvpod_expert.loading.table_heads import Column
    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase

Spellings = dict[str, str]


def folded(text: str) -> str:
    """Return a text as it is compared: half-width, without case and what cannot be seen, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().split())


def spellings(nouns: Iterable[tuple[str, Text]]) -> Spellings:
    """Return the id for each spelling; an id wins over a title, and a title that two share means neither."""
    pairs = [(noun, title) for noun, title in nouns]
    meant: dict[str, set[str]] = {}
    for noun, title in pairs:
        for written in {folded(title.zh), folded(title.en)}:
            meant.setdefault(written, set()).add(noun)
    by_title = {written: next(iter(ids)) for written, ids in meant.items() if len(ids) == 1}
    return by_title | {folded(noun): noun for noun, _ in pairs}


def with_meant_ids(findings: list[Diagnostic], declared: SymbolTable | KnowledgeBase) -> list[Diagnostic]:
    """Return the findings, with the id that is meant where a title stands for an id of what is declared."""
    if not any(each.code is Code.ID_MALFORMED for each in findings):
        return findings
    words = Words(declared)
    efforts = [(each.id, each.title) for shelf in declared.shelves if shelf.ranked for each in shelf.ranked.efforts]
    own = {"effort": spellings(efforts), "strength": words.strengths, "id": {}, "formerly": {}}
    rest = spellings((fact.id, fact.title) for fact in words.facts.values()) | words.items | words.modes

    def meant(finding: Diagnostic) -> str | None:
        field = next((part for part in reversed(finding.about.split(" › ")) if not part.startswith("[")), "")
        return own.get(field, rest).get(folded(finding.details["written"]))

    return [
        each.model_copy(update={"suggestion": meant(each)}) if each.code is Code.ID_MALFORMED else each
        for each in findings
    ]


def state_spellings(fact: Fact) -> Spellings:
    """Return the states for what may be written of a fact."""
    return spellings((state, fact.state_title(state)) for state in fact.known_states)


class Words:
    """What may be written for each kind of thing, and the titles for texts with blanks."""

    def __init__(self, declared: SymbolTable | KnowledgeBase) -> None:
        items = [(item.id, item.title) for shelf in declared.shelves for item in shelf.items]
        modes = [(mode.id, mode.title) for mode in declared.decision.modes]
        strengths = [(strength.id, strength.title) for strength in declared.decision.strengths]
        self.facts = declared.facts
        self.states = {fact.id: state_spellings(fact) for fact in self.facts.values()}
        self.items, self.modes, self.strengths = map(spellings, (items, modes, strengths))
        self.titles: dict[str, Text] = {**dict(items), **dict(strengths), **dict(modes)}

    def for_outcome(self, column: Column) -> Spellings:
        """Return what may be written in an outcome's column."""
        if column.name == "conclude":
            return self.states.get(column.target, {})
        if column.name == "strength":
            return self.strengths
        return self.modes if column.name in {"for", "against", "exclude"} else self.items
