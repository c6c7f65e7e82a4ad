"""The exception tree: what can stop a command, and nothing about how it is told.

Three kinds of failure are kept apart: what the person gave cannot be used (`UnusableInputError`), the person
interrupted (`InterruptedError` of the commands), and a mistake of ours (anything else).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.diagnostics import Diagnostic


class MvpodError(Exception):
    """Root of everything mvpod raises on purpose."""


class UnusableInputError(MvpodError):
    """Files that cannot be used as they are; carries every finding, not only the first.

    Args:
        diagnostics: what is wrong, in the order of the files; never empty.
    """

    def __init__(self, diagnostics: Sequence["Diagnostic"]) -> None:
        super().__init__(f"{len(diagnostics)} finding(s)")
        self.diagnostics = tuple(diagnostics)


class EngineUnavailableError(MvpodError):
    """The engine that was asked for cannot be used on this machine.

    Args:
        engine: the engine's name.
        reason: what importing it said.
    """

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"{engine}: {reason}")
        self.engine = engine
        self.reason = reason


class EngineFailureError(MvpodError):
    """An engine reported a failure while it was running: our bug, never the person's."""
