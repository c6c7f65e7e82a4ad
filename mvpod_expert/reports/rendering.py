"""A case to a report in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.mode.explanation.reporting import reported
from mvpod_expert.reports.report import Report
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.reports.report import Front, ReportLength


def render(  # noqa: PLR0913 - one parameter a choice
    case: CaseFile,
    adviser: Adviser,
    form: Literal["html", "markdown", "word"],
    lang: Lang,
    *,
    length: ReportLength = "report",
    front: Front | None = None,
) -> bytes:
    """Return a report on a case.

    Args:
        case: the case.
        adviser: advises on it.
        form: the format of the report.
        lang: its language.
        length: how long it is.
        front: what stands on its front.
    """
    document = Report(adviser.knowledge, Messages(lang), reported(case, adviser), length, front).document()
    if form == "word":
        from mvpod_expert.document.word import word  # noqa: PLC0415 - the extra may not be installed

        return word(document)
    return (html(document) if form == "html" else markdown(document)).encode()
