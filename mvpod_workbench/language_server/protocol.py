"""The protocol, for what no editor should send: it is answered, where pygls would leave the editor waiting."""

from __future__ import annotations

import logging
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcParseError
from pygls.protocol import LanguageServerProtocol


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
        """Handle a message; what is JSON and no message is left."""
        if hasattr(message, "jsonrpc"):
            super().handle_message(message)

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
