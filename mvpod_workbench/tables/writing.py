"""Decision tables as files: the rows of one as they stand, the text to write, and writing it whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mvpod_expert.atomic_write import write_file
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.csv_text import parse_csv
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.spellings import folded, spellings
from mvpod_expert.loading.table_heads import ID
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.model.principles import Basis

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

MARK = "\ufeff"
"""Without this mark at its beginning Excel takes a file for one of the machine's own encoding."""


def rows_of(path: Path, shown: str) -> list[list[str]]:
    """Return the cells of a table's file.

    Raises:
        UnusableInputError: it cannot be read.
    """
    text = usable(lambda report: read_text(path, shown, report, not_text=Code.TABLE_NOT_UTF8))
    grid = usable(lambda report: parse_csv(text, shown, report))
    return [[cell.text for cell in row] for row in grid]


def words_of_columns(
    rows: Sequence[Sequence[str]], knowledge: KnowledgeBase | None
) -> tuple[int, dict[int, list[str]]]:
    """Return the number of the header row, and for each column's number the words that may stand in it."""
    header = next((number for number, row in enumerate(rows, start=1) if row and folded(row[0]) == ID), 0)
    if knowledge is None or not header:
        return header, {}
    facts = spellings((fact.id, fact.title) for fact in knowledge.facts.values())
    modes = [mode.id for mode in knowledge.decision.modes]
    items = sorted(item.id for item in knowledge.items())
    allowed = {
        "recommend": items,
        "propose": [item.id for shelf in knowledge.shelves if shelf.ranked for item in shelf.items],
        "strength": [strength.id for strength in knowledge.decision.strengths],
        **dict.fromkeys(("for", "against", "exclude"), modes),
        "reask": [fact.id for fact in knowledge.asked()],
        "principle": list(knowledge.principles),
        "basis": list(get_args(Basis)),
        "sources": list(knowledge.sources),
    }
    lists = {}
    for number, name in enumerate(rows[header - 1], start=1):
        action, _, target = folded(name).partition(" ")
        fact = facts.get(target if action == "conclude" else folded(name))
        words = items if action == "assign" and target else allowed.get(folded(name), [])
        words = list(knowledge.facts[fact].known_states) if fact else words
        if words:
            lists[number] = words
    return header, lists


def checked(home: Home, path: Path, text: str) -> tuple[KnowledgeBase | None, list[Diagnostic]]:
    """Read the whole knowledge as if a table said something else; give it, or what is wrong with it then."""
    try:
        knowledge = load_knowledge(home, unsaved={path: text}, drafts=True)
        compile_rules(knowledge)
    except UnusableInputError as error:
        return None, list(error.diagnostics)
    return knowledge, []


def write_table(path: Path, text: str) -> None:
    """Write a table, whole or not at all (OSError)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, MARK + text)
