"""A case to a report in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never, get_args

from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.mode.explanation.reporting import reported
from mvpod_expert.reports.deck import Deck
from mvpod_expert.reports.report import Report
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import Lang

ReportForm = Literal["html", "markdown", "word", "pdf", "pptx"]


def render(case: CaseFile, adviser: Adviser, form: ReportForm, lang: Lang) -> bytes:
    """Return a report on a case.

    Args:
        case: the case.
        adviser: advises on it.
        form: the format of the report.
        lang: its language.

    Raises:
        ValueError: there is no such form.
        ModuleNotFoundError: the extra for a Word document, a PDF or slides is not installed.
        OSError: PDF, without Pango on the system.
    """
    if form not in get_args(ReportForm):
        message = f"form is one of {', '.join(get_args(ReportForm))}, not {form!r}"
        raise ValueError(message)
    kind = Deck if form == "pptx" else Report
    document = kind(adviser.knowledge, Messages(lang), reported(case, adviser)).document()
    # What makes Word documents, PDF and slides comes with extras, which may not be installed.
    match form:
        case "html":
            return html(document).encode()
        case "markdown":
            return markdown(document).encode()
        case "word":
            from mvpod_expert.document.word import word  # noqa: PLC0415

            return word(document)
        case "pdf":
            from mvpod_expert.document.pdf import pdf  # noqa: PLC0415

            return pdf(document).content
        case "pptx":
            from mvpod_expert.document.slides import slides  # noqa: PLC0415

            return slides(document).content
        case _:
            assert_never(form)
