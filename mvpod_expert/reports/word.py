"""The report as a Word document, from a template that a firm can restyle. The only file that knows docxtpl."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateError

from mvpod_expert.errors import MvpodError
from mvpod_expert.reports.templates import without_controls

if TYPE_CHECKING:
    from mvpod_expert.reports.blocks import ReportPages
    from mvpod_expert.views.messages import Messages


class TemplateUnusableError(MvpodError):
    """A restyled template cannot be filled in."""


TEMPLATE = Path(__file__).with_name("report.docx")


def word(pages: ReportPages, t: Messages, template: Path | None = None) -> bytes:
    """Write a report as a Word document.

    Args:
        pages: the report.
        t: the messages of one language.
        template: a restyled copy of the template; without it the one that comes with the program.

    Raises:
        TemplateUnusableError: the template is no Word document, asks for what a report does not have, or its tags are
            broken.
    """
    try:
        return _filled(pages, t, template or TEMPLATE)
    except (TemplateError, PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        if template is None:
            raise
        raise TemplateUnusableError(str(error)) from error


def _filled(pages: ReportPages, t: Messages, template: Path) -> bytes:
    document = DocxTemplate(str(template))
    # docxtpl turns escaping on for what is filled in; a client's `<` is a sign, never a tag of the document.
    environment = Environment(undefined=StrictUndefined, autoescape=True, finalize=without_controls)
    document.render({"report": pages, "t": t}, jinja_env=environment, autoescape=True)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
