"""The protocol with an editor; and places in files (characters, from 1) as its positions (units, from 0), and back."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcParseError
from pygls.protocol import LanguageServerProtocol

if TYPE_CHECKING:
    from pygls.workspace import PositionCodec

    from mvpod_expert.model.diagnostics import Place


LINE_END = re.compile(r"\r\n|\r|\n")


class Positions:
    """Positions in one text, in the units that were agreed on with the editor (UTF-16 unless it said otherwise)."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.lines = LINE_END.split(text)
        self._codec = codec

    def range_of(self, place: Place) -> types.Range:
        """Return the range of a place; of a file as a whole, its beginning."""
        line, start = max(0, place.line - 1), max(0, place.column - 1)
        return types.Range(self._position(line, start), self._position(line, start + place.width))

    def column(self, at: types.Position) -> int:
        """Return how many characters of its line stand before a position."""
        line, units = self.line(at.line), 0
        for count, letter in enumerate(line):
            units += self._codec.client_num_units(letter)
            if units > at.character:
                return count
        return len(line)

    def line(self, number: int) -> str:
        """Return a line, from 0; behind the end it is empty."""
        return self.lines[number] if number < len(self.lines) else ""

    def whole(self) -> types.Range:
        """Return the range of the whole text."""
        last = len(self.lines) - 1
        return types.Range(types.Position(0, 0), self._position(last, len(self.lines[last])))

    def _position(self, line: int, column: int) -> types.Position:
        return types.Position(line, self._codec.client_num_units(self.line(line)[:column]))


class AnsweringProtocol(LanguageServerProtocol):
    """Answers requests that cannot be understood with the protocol's own errors."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message; nothing where its parameters are wrong, which the sender of a request learns."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            return None

    def handle_message(self, message: Any) -> None:
        """Handle a message at its time; a request before the beginning or behind the end is refused.

        What is JSON and no message is left.
        """
        if not hasattr(message, "jsonrpc"):
            return
        method = getattr(message, "method", None)
        error = None
        if self._workspace is None and method not in {None, types.INITIALIZE, types.EXIT}:
            error = types.ResponseError(types.ErrorCodes.ServerNotInitialized, "initialize comes first")
        elif self._shutdown and method not in {None, types.EXIT}:
            error = types.ResponseError(types.ErrorCodes.InvalidRequest, "the server was shut down")
        if error is None:
            super().handle_message(message)
        elif hasattr(message, "id"):
            self._send_response(message.id, error=error)

    def refuse(self) -> None:
        """Answer what is no JSON."""
        # JSON-RPC 2.0, section 5: the id is null where it could not be read.
        self._send_response(None, error=JsonRpcParseError().to_response_error())  # type: ignore[arg-type]


class OneLine(logging.Formatter):
    """Reports what went wrong in a line, without the stack of the server."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the first line of a record, and the error behind it."""
        said = record.getMessage().partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        return f"mvpod: {said}" + (f": {error}" if error is not None else "")
