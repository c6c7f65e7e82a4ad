"""The interview on the whole screen of a terminal. Only this package knows Textual; it is imported when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.app import App

T = TypeVar("T")


class RunApp(Protocol):
    """Runs an app until it ends, and returns what it returns; nothing where the person left."""

    def __call__(self, app: App[T], /) -> T | None:
        """Run an app."""


def on_terminal(app: App[T]) -> T | None:
    """Run an app on the whole screen of the terminal."""
    return app.run()
