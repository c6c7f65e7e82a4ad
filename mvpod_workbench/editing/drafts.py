"""Drafts that are signed: the mark that keeps an entry or a table out of the advice is taken out of its file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import DRAFT
from mvpod_expert.loading.table_files import MARKED
from mvpod_expert.loading.yaml_nodes import Mapping
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.editing.edited_text import TextEditor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.reviewing import Draft
    from mvpod_expert.resources import Home
    from mvpod_workbench.lookup.entries import Entry


def draft_of(entry: Entry, knowledge: KnowledgeBase) -> Draft | None:
    """Return the mark of an entry or a table that is a draft, or nothing."""
    place = getattr(entry.said, "place", None)
    is_table = entry.kind == "table"
    return next((each for each in knowledge.drafts if (each.id == entry.id if is_table else each.place == place)), None)


def without_marks(home: Home, drafts: Iterable[Draft]) -> dict[Path, str]:
    """Return what the files of some drafts say without their marks."""
    of_file: dict[Path, list[Draft]] = defaultdict(list)
    for each in drafts:
        of_file[home.root / each.place.file].append(each)
    return {path: _without(path, found) for path, found in of_file.items()}


def _without(path: Path, drafts: list[Draft]) -> str:
    text = path.read_bytes().decode()
    if path.suffix == ".csv":
        return "".join(line for line in text.splitlines(keepends=True) if not MARKED.search(line))
    page = parse_yaml(text, str(path), DiagnosticCollector())
    places = {(each.place.line, each.place.column) for each in drafts}
    editor = TextEditor(text)
    for entry in (each for _, listing in page or () for each in listing.listed):
        if isinstance(entry, Mapping) and (entry.line, entry.column) in places:
            editor.take_out(entry, DRAFT)
    return editor.text()
