"""The interview on the whole screen of a terminal. Only this package knows Textual; it is imported when it is shown."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from textual.app import App

T = TypeVar("T")

PATIENCE = 3.0
"""How many seconds an app has to close after a signal, before the program ends without it."""


class RunApp(Protocol):
    """Runs an app until it ends, and returns what it returns; nothing where the person left."""

    def __call__(self, app: App[T], /) -> T | None:
        """Run an app."""


def on_terminal(app: App[T]) -> T | None:
    """Run an app on the whole screen of the terminal; a signal that ends the program closes the app first.

    An exit that a signal's handler raises between two steps of the loop can keep the app from giving the terminal back.
    A second signal does not wait for the app, and neither does the program for long: its terminal may be gone.
    """
    caught: list[int] = []
    handlers: dict[int, Callable[[int, FrameType | None], object]] = {}

    def close(number: int) -> None:
        caught.append(number)
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, handlers[number])
        signal.signal(signal.SIGALRM, lambda _, frame: handlers[number](number, frame))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        app.exit()

    async def shown() -> T | None:
        for number in handlers:
            asyncio.get_running_loop().add_signal_handler(number, close, number)
        return await app.run_async()

    if hasattr(signal, "SIGHUP"):  # Windows has neither these signals nor loops that take them
        for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            if callable(handler := signal.getsignal(ending)):
                handlers[ending] = handler
    try:
        returned = asyncio.run(shown())
    finally:
        if caught:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for number in caught:
        handlers[number](number, None)
    return returned
