"""Entries taken out of their files, and the marks of drafts that are signed; tried out before anything is written."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import DRAFT
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.table_files import MARKED
from mvpod_expert.loading.yaml_nodes import Mapping
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.references import Thing
from mvpod_workbench.editing.edited_text import TextEditor
from mvpod_workbench.editing.rule_spec import WishError
from mvpod_workbench.lookup.cross_references import CrossReferences
from mvpod_workbench.lookup.entries import Entry, entries
from mvpod_workbench.lookup.rulesets import gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.reviewing import Draft
    from mvpod_expert.resources import Home

RETIRABLE = ("rule", "fact", "item", "principle", "source", "case")


class _Retirement(NamedTuple):
    """An entry's file, its text without it, the lines that go, and the things and case tests that refer to it."""

    path: Path
    text: str
    removed: str
    referring: tuple[Thing, ...]
    tests: tuple[str, ...]


def plan_retirement(home: Home, knowledge: KnowledgeBase, name: str) -> _Retirement:
    """Take an entry out of its file's text; nothing is written yet.

    Raises:
        WishError: there is no such entry, or its file would be left without any.
    """
    found = {each.id: each for each in entries(knowledge) if each.kind in RETIRABLE}
    entry = found.get(name)
    if entry is None:
        raise WishError(name, tuple(found), key="retire.unknown")
    place = getattr(entry.said, "place", None)
    assert isinstance(place, Place)  # noqa: S101 - entries of these kinds stand somewhere
    path = home.root / place.file
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    start, end = (place.line - 1, place.line) if path.suffix == ".csv" else _block(lines, place)
    kept = lines[:start] + lines[end:]
    places = (getattr(each.said, "place", place) for each in entries(knowledge))
    siblings = {each for each in places if each.file == place.file}
    references = CrossReferences(gathered(knowledge))
    states = getattr(entry.said, "known_states", ()) if entry.kind == "fact" else ()
    things = [Thing(entry.kind, name), *(Thing("option", f"{name}.{state}") for state in states)]
    referring = dict.fromkeys(other for thing in things for other in references.to(thing) if other != things[0])
    if len(siblings) == 1 and not referring:
        raise WishError(place.file, key="retire.only")
    return _Retirement(
        path, "".join(kept), "".join(lines[start:end]), tuple(referring), tuple(_named_in_tests(home, name))
    )


def _named_in_tests(home: Home, name: str) -> Iterator[str]:
    """Yield the places where case tests name an entry."""
    mark = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for path in filter(home.is_case_tests, files_read(home)):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if mark.search(line):
                yield f"{home.shown(path)}:{number}"


def _block(lines: list[str], place: Place) -> tuple[int, int]:
    """Return the lines of an entry: with the comments right above it, and without those that lead to the next one."""
    dash = lines[place.line - 1].index("-")
    start = place.line - 1
    while start and lines[start - 1].strip().startswith("#") and _indent(lines[start - 1]) == dash:
        start -= 1
    end = place.line
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > dash):
        end += 1
    return start, end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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
