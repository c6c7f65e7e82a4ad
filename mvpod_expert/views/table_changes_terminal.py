"""Changes to a decision table in a terminal: rows and cells that come, go or change, by their names in the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.authoring.tables.changes import Change
    from mvpod_expert.views.page import Page, Tone
    from mvpod_expert.views.wording import Wording

TONES: Mapping[str, Tone] = {
    "added_row": "good",
    "added_column": "good",
    "removed_row": "bad",
    "removed_column": "bad",
    "changed": "warn",
    "changed_head": "warn",
}
LONGEST = 120


def show_changes(changes: Sequence[Change], file: str, say: Wording, page: Page) -> None:
    """Print changes, one a line."""
    page.line(say("sheet.changes", file=file), "title")
    for change in changes:
        blanks = {
            "cell": change.cell,
            "id": change.id,
            "column": change.column,
            "old": _shown(change.old, say),
            "new": _shown(change.new, say),
        }
        page.line(say(f"sheet.{change.kind}", **blanks), TONES[change.kind], indent=2, hang=2)


def _shown(text: str, say: Wording) -> str:
    if not text:
        return say("sheet.empty")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
