"""Where typed lines come from. Only this file knows prompt_toolkit.

In a terminal, lines can be edited (Chinese included), Tab completes answers and requests, the arrow keys bring back
what was typed, each line of a pasted text is a line typed, and Ctrl-Z suspends. From a pipe or in a batch, lines are
read as they come.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING

from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

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
        self._session: PromptSession[str] | None = None
        self._pasted: deque[str] = deque()

    @property
    def shows_typing(self) -> bool:
        """Return whether what is typed is seen where it is typed."""
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
        if self._is_plain:
            return input(prompt)
        if len(self._pasted) > 1:
            typed = self._pasted.popleft()
            shown = "".join(each if each.isprintable() else "\ufffd" for each in typed)
            sys.stdout.write(f"{prompt}{shown}\n")
            return typed
        if self._session is None:
            self._session = self._arrived(prompt)
        from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415 - see `_arrived`

        completer = WordCompleter(list(words), ignore_case=True, sentence=True)
        begun = self._pasted.popleft() if self._pasted else ""
        return self._session.prompt(prompt, completer=completer, complete_while_typing=False, default=begun)

    def _arrived(self, prompt: str) -> PromptSession[str]:
        """Show the first prompt at once: bringing prompt_toolkit in takes as long as all else before it."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - see above

        sys.stdout.write("\r")
        sys.stdout.flush()
        return PromptSession(key_bindings=self._keys(), enable_suspend=True)

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415 - see `_arrived`
        from prompt_toolkit.keys import Keys  # noqa: PLC0415

        bindings = KeyBindings()

        @bindings.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            first, *others = event.data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            event.current_buffer.insert_text(first)
            if others:
                # Without a line end the last one is only begun.
                self._pasted.extend(others)
                event.current_buffer.validate_and_handle()

        return bindings
