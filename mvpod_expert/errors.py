"""The root of the exception tree, and what engines raise.

Three kinds of failure are kept apart: what a person gave cannot be used (`model.diagnostics.UnusableInputError`, which
carries the findings), a person interrupted, and a mistake of ours (anything that is no `MvpodError`, and
`EngineFailureError`).
"""


class MvpodError(Exception):
    """Root of everything mvpod raises on purpose."""


class EngineUnavailableError(MvpodError):
    """The engine that was asked for cannot be used on this machine; the reason is what importing it said."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"{engine}: {reason}")
        self.engine = engine
        self.reason = reason


class EngineFailureError(MvpodError):
    """An engine reported a failure while it was running: our bug, never the person's."""


class PlanNotWholeError(MvpodError):
    """A plan lacks kinds of items that its mode needs; the check of the knowledge lets none through: it is our bug."""

    def __init__(self, mode: str, missing: list[str]) -> None:
        super().__init__(f"the plan for {mode} lacks {', '.join(missing)}")
