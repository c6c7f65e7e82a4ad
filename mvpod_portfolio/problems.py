"""What makes a portfolio unusable as a whole."""

from __future__ import annotations

from mvpod_expert.errors import MvpodError


class PortfolioError(MvpodError):
    """The accounts, the mapping or the output cannot be used.

    Args:
        why: the sentence, by its name under `[portfolio]`.
        blanks: what fills its blanks.
    """

    def __init__(self, why: str, **blanks: object) -> None:
        super().__init__(why)
        self.why = why
        self.blanks = blanks
