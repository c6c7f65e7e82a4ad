"""Where typed lines come from. Only this file knows prompt_toolkit.

In a terminal, lines can be edited (Chinese included), Tab completes answers and requests, and the arrow keys bring
back what was typed. From a pipe or in a batch, lines are read as they come.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prompt_toolkit import PromptSession

LIBRARY = "prompt_toolkit"


class Keyboard:
    """Reads lines.

    Args:
        plain: read them as they come, also in a terminal.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self._is_plain = plain or not (sys.stdin.isatty() and sys.stdout.isatty())
        self._arrival: Thread | None = None
        self._session: PromptSession[str] | None = None

    @property
    def shows_typing(self) -> bool:
        """Tell whether what is typed is seen where it is typed."""
        return sys.stdin.isatty()

    def line(self, prompt: str, words: Sequence[str] = ()) -> str:
        """Read a line.

        Bringing prompt_toolkit in takes as long as everything else before the first question; so the first line is
        read by the terminal itself, and the library arrives meanwhile.

        Args:
            prompt: what stands before it.
            words: lines that Tab completes.

        Raises:
            EOFError: the input has ended.
            KeyboardInterrupt: the person pressed Ctrl-C.
        """
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
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - see `line`
        from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415

        self._session = self._session or PromptSession()
        completer = WordCompleter(list(words), ignore_case=True, sentence=True)
        return self._session.prompt(prompt, completer=completer, complete_while_typing=False)
