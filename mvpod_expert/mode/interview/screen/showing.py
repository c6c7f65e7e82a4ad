"""Where an app is shown: on the whole screen of the terminal, or elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.app import App

T = TypeVar("T")


class Show(Protocol):
    """Shows an app until it ends, and returns what it returns; nothing where the person left."""

    def __call__(self, app: App[T], /) -> T | None:
        """Show an app."""


def on_terminal(app: App[T]) -> T | None:
    """Show an app on the whole screen of the terminal."""
    return app.run()
