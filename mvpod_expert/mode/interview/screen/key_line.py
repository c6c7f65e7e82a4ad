"""The line of keys at the bottom: what can be asked for, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

GAP = 2


class KeyLine(Widget):
    """The keys and what they do, as many lines as they take; each can be clicked.

    Args:
        keys: the key as it is shown, what it does in a word, and the action.
    """

    def __init__(self, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(id="keys")
        self._keys = [
            Content.assemble((shown, "bold"), f" {name}").stylize(f"@click={action}") for shown, name, action in keys
        ]

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return how many lines the keys take at a width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[list[Content]] = [[]]
        used = 0
        for key in self._keys:
            if used and used + GAP + key.cell_length > width:
                lines.append([])
                used = 0
            used += (GAP if used else 0) + key.cell_length
            lines[-1].append(key)
        return [Content(" " * GAP).join(line) for line in lines]
