"""Changes to a decision table in a terminal: rows and cells that come, go or change, by their names in the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.tables.changes import Change

TONES: Mapping[str, Tone] = {
    "added_row": "good",
    "added_column": "good",
    "removed_row": "bad",
    "removed_column": "bad",
    "changed": "warn",
    "changed_head": "warn",
}
LONGEST = 120


def show_changes(changes: Sequence[Change], file: str, t: Messages, page: Terminal) -> None:
    """Print changes, one a line."""
    page.line(t("sheet.changes", file=file), "title")
    for change in changes:
        blanks = {
            "cell": change.cell,
            "id": change.id,
            "column": change.column,
            "old": _shown(change.old, t),
            "new": _shown(change.new, t),
        }
        page.line(t(f"sheet.{change.kind}", **blanks), TONES[change.kind], indent=2, hang=2)


def _shown(text: str, t: Messages) -> str:
    if not text:
        return t("sheet.empty")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
