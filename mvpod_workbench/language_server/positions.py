"""Places in files (characters, from 1) to an editor's positions (its own units, from 0), and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from pygls.workspace import PositionCodec

    from mvpod_expert.model.diagnostics import Place

LINE_END = re.compile(r"\r\n|\r|\n")


class Positions:
    """Positions in one text.

    Args:
        text: the text.
        codec: the units that were agreed on with the editor (UTF-16 unless it said otherwise).
    """

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.lines = LINE_END.split(text)
        self._codec = codec

    def range_of(self, place: Place) -> types.Range:
        """Return the range of a place; of a file as a whole, its beginning."""
        line = max(0, place.line - 1)
        start = max(0, place.column - 1)
        return types.Range(self._position(line, start), self._position(line, start + place.width))

    def column(self, at: types.Position) -> int:
        """Return how many characters of its line stand before a position."""
        line, count = self.line(at), 0
        while count < len(line) and self._codec.client_num_units(line[: count + 1]) <= at.character:
            count += 1
        return count

    def line(self, at: types.Position) -> str:
        """Return the line of a position."""
        return self.lines[at.line] if at.line < len(self.lines) else ""

    def whole(self) -> types.Range:
        """Return the range of the whole text."""
        last = len(self.lines) - 1
        return types.Range(types.Position(0, 0), self._position(last, len(self.lines[last])))

    def _position(self, line: int, column: int) -> types.Position:
        text = self.lines[line] if line < len(self.lines) else ""
        return types.Position(line, self._codec.client_num_units(text[:column]))
