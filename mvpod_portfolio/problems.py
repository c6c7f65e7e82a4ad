"""What makes a portfolio unusable as a whole."""

from __future__ import annotations

from mvpod_expert.errors import MvpodError
from mvpod_expert.views.messages import Messages


class PortfolioError(MvpodError):
    """The accounts, the mapping or the output cannot be used; `why` names the sentence under `[portfolio]`."""

    def __init__(self, why: str, **blanks: object) -> None:
        super().__init__(Messages("en")(f"portfolio.{why}", **blanks))
        self.why = why
        self.blanks = blanks
