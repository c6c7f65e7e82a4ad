"""Textual's driver for a browser: what Textual draws goes to a page, and keys, mouse and size come from it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.driver import Driver
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.app import App

    from mvpod_expert.mode.interview.browser.server import BrowserPage

ALTERNATE_SCREEN, MOUSE, NO_CURSOR, BRACKETED_PASTE = "\x1b[?1049", "\x1b[?1003;1006", "\x1b[?25l", "\x1b[?2004"
START = f"{ALTERNATE_SCREEN}h{MOUSE}h{NO_CURSOR}{BRACKETED_PASTE}h"
STOP = f"{BRACKETED_PASTE}l{MOUSE}l{ALTERNATE_SCREEN}l"


class BrowserDriver(Driver):
    """Connects an app with a page in the same process; `browser_driver` makes a class for each page."""

    page: ClassVar[BrowserPage]

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._keys = XTermParser(debug=debug)
        self.page.driver = self

    @property
    def is_web(self) -> bool:
        """Return whether the app is seen in a browser."""
        return True

    def write(self, data: str) -> None:
        """Draw."""
        self.page.draw(data)

    def start_application_mode(self) -> None:
        """Begin to draw, or begin anew on a page that was loaded again."""
        self.write(START)
        self._app.refresh(layout=True)
        if self._size is not None:
            self.resize(*self._size)

    def disable_input(self) -> None:
        """Do nothing: the page is deaf as soon as no app is shown."""

    def stop_application_mode(self) -> None:
        """Clear the page."""
        self.write(STOP)

    def resize(self, width: int, height: int) -> None:
        """Fit the app to the page, in cells."""
        size = Size(width, height)
        self.process_message(events.Resize(size, size))

    def typed(self, data: str) -> None:
        """Take what was typed, pasted or clicked, as a terminal sends it."""
        try:
            keys = list(self._keys.feed(data))
        except ValueError:  # Textual's parser ends at the number of a key that there cannot be
            self._keys = XTermParser(debug=self._debug)
            return
        for event in keys:
            self.process_message(event)
        # Escape alone and the beginning of a sequence look the same until no more has come for a while.
        asyncio.get_running_loop().call_later(ESCAPE_DELAY * 2, self._no_more)

    def _no_more(self) -> None:
        for event in self._keys.tick():
            self.process_message(event)


def browser_driver(page: BrowserPage) -> type[BrowserDriver]:
    """Return the driver class for a page: Textual makes the driver itself, from its class."""
    return type("PageDriver", (BrowserDriver,), {"page": page})
