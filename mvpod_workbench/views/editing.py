"""What rule authors see when their files are written: the places of a rename, and what a scaffold still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.console import cells, shortened
from mvpod_workbench.editing.new_entries import rules_of

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.editing.new_entries import NewEntry
    from mvpod_workbench.editing.renaming import Renaming

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


def show_new_entry(  # noqa: PLR0913 - what is new, where, and how to go on
    shown: str, entry: NewEntry, kind: str, name: str, *, home: Path | None, shelf: str, t: Messages, page: Terminal
) -> None:
    """Print the entry, where it stands, what it still needs and how to check it."""
    key = "new.done_in_new_file" if entry.is_new_file else "new.done"
    page.line(t(key, kind=kind, name=name, file=shown), "good")
    for line in entry.entry.rstrip().splitlines():
        page.raw(f"  {line}", "faint")
    at = f" --home {home}" if home else ""
    page.line(t("new.fill_in", name=name, at=at))
    note = f"new_note.{'item' if shelf else 'rule' if kind in rules_of() else kind}"
    if t.knows(note):
        page.line(t(note, name=name))
    page.line(t("new.check", at=at), "strong")
