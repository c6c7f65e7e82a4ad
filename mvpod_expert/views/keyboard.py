"""Where typed lines come from: a terminal, a pipe or a batch; the terminal itself edits the line."""

from __future__ import annotations

import re
import sys

from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages

BYTE_ORDER_MARK = "\ufeff"
FIRST_BYTE, LAST_BYTE = "\ud800", "\udfff"
"""What stands for bytes that are no text: halves of surrogate pairs, `surrogateescape` in Python's words."""

PASTE_MARKS = re.compile("\x1b\\[20[01]~")
"""What a terminal that was left in bracketed paste puts around pasted lines."""


class Keyboard:
    """Reads lines; one that is no text is refused on a page."""

    def __init__(self, t: Messages | None = None, page: Terminal | None = None) -> None:
        self._t = t or Messages("en")
        self._page = page or Terminal()

    @property
    def shows_typing(self) -> bool:
        """Return whether what is typed is seen where it is typed."""
        return sys.stdin.isatty()

    def line(self, prompt: str) -> str:
        """Read a line behind a prompt; one whose bytes are not UTF-8 is refused and asked for again.

        Raises `EOFError` where the input has ended, `KeyboardInterrupt` for Ctrl-C.
        """
        while True:
            sys.stdout.write(prompt)
            sys.stdout.flush()
            typed = PASTE_MARKS.sub("", input()).removeprefix(BYTE_ORDER_MARK)
            if not any(FIRST_BYTE <= each <= LAST_BYTE for each in typed):
                return typed
            if not self.shows_typing:
                self._page.line()
            self._page.line(self._t("interview.not_text"), "warn", indent=2)

    def words(self, prompt: str) -> str:
        """Read a line until there is something on it; without the blanks around it."""
        while True:
            typed = self.line(prompt).strip()
            if typed:
                return typed
