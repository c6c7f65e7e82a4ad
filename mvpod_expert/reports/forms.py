"""The forms of a report: what renders each, which extra brings its library, and what a file of it is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.document.tree import Document, Rendered

if TYPE_CHECKING:
    from pathlib import Path


class Form(NamedTuple):
    """A form: a pattern found in what this program wrote before, an extra, and whether it takes a firm's file."""

    mark: bytes
    extra: str = ""
    is_styled: bool = False


FORMS = {
    ".html": Form(rb'<meta name="generator" content="mvpod">'),
    ".md": Form(b"<!-- mvpod report -->"),
    ".docx": Form(rb">mvpod report<", "word", is_styled=True),
    ".pptx": Form(rb">mvpod report<", "slides", is_styled=True),
    ".pdf": Form(rb"/ID \[\(mvpod report\)", "pdf"),
    ".json": Form(rb'\A\{\s*"schema_version": "[0-9.]+",\s*"knowledge":'),
}


def rendered(document: Document, ending: str, template: Path | None = None) -> Rendered:
    """Return a document in the form of an ending, in the styles of a firm's file where one is named.

    Raises:
        ModuleNotFoundError: the extra of the form is not installed.
        TemplateUnusableError: the firm's file cannot be used.
        OSError: it cannot be read; or for PDF, there is no Pango on the system.
    """
    match ending:
        case ".docx":
            from mvpod_expert.document.word import word  # noqa: PLC0415 - each may not be installed, or takes long

            return Rendered(word(document, template))
        case ".pptx":
            from mvpod_expert.document.slides import slides  # noqa: PLC0415

            return slides(document, template)
        case ".pdf":
            from mvpod_expert.document.pdf import pdf  # noqa: PLC0415

            return pdf(document)
        case ".md":
            from mvpod_expert.document.markdown import markdown  # noqa: PLC0415

            return Rendered(markdown(document).encode())
        case _:
            from mvpod_expert.document.html import html  # noqa: PLC0415

            return Rendered(html(document).encode())
