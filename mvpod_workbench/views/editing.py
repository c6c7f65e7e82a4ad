"""What rule authors see of their files: that nothing was found, a rename, a new entry, what changes in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.line_breaking import cells, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.editing.new_entries import NewEntry
    from mvpod_workbench.editing.renaming import Renaming
    from mvpod_workbench.tables.writing import Change

CONTEXT = 24


def show_renaming(plan: Renaming, t: Messages, page: Terminal, *, written: bool) -> None:
    """Print every place that changes, those that stay and may want a look, and one line that counts."""
    for place in plan.places:
        _place(place, page)
    if plan.told:
        page.line()
        page.line(t("rename.told", old=plan.target.id), "warn")
        for place in plan.told:
            _place(place, page)
    page.line()
    files = len(plan.texts)
    key = "rename.done" if written else "rename.would"
    page.line(t(key, old=plan.target.name, new=plan.new, places=len(plan.places), files=files), "good")


def _place(place: Place, page: Terminal) -> None:
    """Print a place on one line, with as much of the text around it as there is room for."""
    at = place.column - place.excerpt_from
    room = page.width - cells(f"  {place}  …") - cells(place.excerpt[at : at + place.width])
    fits = cells(place.excerpt.strip()) <= room + cells(place.excerpt[at : at + place.width])
    begins = 0 if fits else max(0, at - max(0, min(CONTEXT, room // 2)))
    text = f"  {place}  {'…' if begins else ''}{place.excerpt[begins:].strip()}"
    page.raw(shortened(text, page.width - 1))


def show_new_entry(  # noqa: PLR0913, PLR0917 - what is new, where, and how to go on
    shown: str, entry: NewEntry, kind: str, name: str, note: str, home: Path | None, t: Messages, page: Terminal
) -> None:
    """Print the entry, where it stands, what it still needs (with the sentence `note`) and how to check it."""
    key = "new.done_in_new_file" if entry.is_new_file else "new.done"
    page.line(t(key, kind=kind, name=name, file=shown), "good")
    for line in entry.entry.rstrip().splitlines():
        page.raw(f"  {line}", "faint")
    at = f" --home {home}" if home else ""
    page.line(t("new.fill_in", name=name, at=at))
    if t.knows(note):
        page.line(t(note, name=name))
    page.line(t("new.check", at=at), "strong")


def show_drafts(knowledge: KnowledgeBase, t: Messages, page: Terminal, name: str = "") -> None:
    """Say which entries are drafts and take no part in the advice; those whose id has a name in it."""
    ids = [each.id for each in knowledge.drafts if name in each.id]
    if ids:
        page.line(t("covered.drafts", count=len(ids), ids=t("list.comma").join(ids)), "warn", hang=2)


def show_knowledge_is_fine(
    knowledge: KnowledgeBase, files: int, t: Messages, page: Terminal, *, with_source: bool
) -> None:
    """Say that nothing was found, in how much, and what was not looked at."""
    counts = {kind: len(getattr(knowledge, kind)) for kind in ("rules", "facts", "principles", "sources", "cases")}
    page.line(t("check.fine", items=len(list(knowledge.items())), **counts), "good")
    page.line(t("covered.check", files=files), "faint")
    if with_source:
        page.line(t("check.source_fine"), "good")


TONES: Mapping[str, Tone] = {"added": "good", "removed": "bad", "changed": "warn"}
LONGEST = 120


def show_changes(changes: Sequence[Change], file: str, t: Messages, page: Terminal) -> None:
    """Print changes, one a line."""
    page.line(t("sheet.changes", file=file), "title")
    for change in changes:
        blanks = change._asdict() | {"old": _shown(change.old, t), "new": _shown(change.new, t)}
        page.line(t(f"sheet.{change.kind}", **blanks), TONES[change.kind.partition("_")[0]], indent=2, hang=2)


def _shown(text: str, t: Messages) -> str:
    if not text:
        return t("sheet.empty")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
