"""Where typed lines come from. Only this file knows prompt_toolkit.

In a terminal, lines can be edited (Chinese included), Tab completes answers and requests, and the arrow keys bring
back what was typed. From a pipe or in a batch, lines are read as they come.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prompt_toolkit import PromptSession

LIBRARY = "prompt_toolkit"
BYTE_ORDER_MARK = "\ufeff"
FIRST_BYTE, LAST_BYTE = "\ud800", "\udfff"
"""What stands for bytes that are no text: halves of surrogate pairs, `surrogateescape` in Python's words."""


class Keyboard:
    """Reads lines.

    Args:
        plain: read them as they come, also in a terminal.
        t: the words in which a line that is no text is refused.
    """

    def __init__(self, *, plain: bool = False, t: Messages | None = None) -> None:
        self._t = t or Messages("en")
        self._is_plain = plain or not (sys.stdin.isatty() and sys.stdout.isatty())
        self._arrival: Thread | None = None
        self._session: PromptSession[str] | None = None

    @property
    def shows_typing(self) -> bool:
        """Tell whether what is typed is seen where it is typed."""
        return sys.stdin.isatty()

    def line(self, prompt: str, words: Sequence[str] = ()) -> str:
        """Read a line; one whose bytes are not UTF-8 is refused and asked for again.

        Args:
            prompt: what stands before it.
            words: lines that Tab completes.

        Raises:
            EOFError: the input has ended.
            KeyboardInterrupt: the person pressed Ctrl-C.
        """
        while True:
            typed = self._line(prompt, words).removeprefix(BYTE_ORDER_MARK)
            if not any(FIRST_BYTE <= each <= LAST_BYTE for each in typed):
                return typed
            page = Terminal(plain=self._is_plain)
            if not self.shows_typing:
                page.line()
            page.line(self._t("interview.not_text"), "warn", indent=2)

    def _line(self, prompt: str, words: Sequence[str]) -> str:
        # Bringing prompt_toolkit in takes as long as everything else before the first question; so the first line is
        # read by the terminal itself, and the library arrives meanwhile.
        if self._is_plain:
            return input(prompt)
        if self._arrival is None:
            sys.stdout.write(prompt)
            sys.stdout.flush()
            self._arrival = Thread(target=import_module, args=(LIBRARY,), daemon=True)
            self._arrival.start()
            return input()
        return self._edited(prompt, words)

    def _edited(self, prompt: str, words: Sequence[str]) -> str:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - see `_line`
        from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415

        self._session = self._session or PromptSession()
        completer = WordCompleter(list(words), ignore_case=True, sentence=True)
        return self._session.prompt(prompt, completer=completer, complete_while_typing=False)
