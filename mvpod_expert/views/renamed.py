"""The note about answers that were read although they use an id of former days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.cases import Answer
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages


def show_renamed(answers: Iterable[Answer], t: Messages, page: Terminal, *, file: str = "") -> None:
    """Tell, once each, what was written and what it is called today."""
    shown: set[str] = set()
    for answer in answers:
        if answer.formerly and answer.formerly not in shown:
            shown.add(answer.formerly)
            where = str(answer.place) if answer.place else file
            is_number = answer.state != str(answer.given)
            now = f"{answer.fact}: {answer.given if is_number else answer.state}"
            page.line(t("interview.renamed", place=where, was=answer.formerly, now=now), "warn")
