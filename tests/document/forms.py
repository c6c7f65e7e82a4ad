"""What a document says, and what each form of it says, as text."""

from __future__ import annotations

import io
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pptx import Presentation

from features.browser import needed
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.pdf import pdf
from mvpod_expert.document.slides import slides
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Figure, Shares, Span, text_of
from mvpod_expert.document.word import word
from mvpod_expert.model.printable import tame
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from mvpod_expert.document.tree import Document

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE, SHAPE = (f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}" for name in ("pic", "cNvPr"))
WIDTH = 60


class Page(HTMLParser):
    """The text of a page and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def said(value: object) -> list[str]:
    """Return every text that a block says, in any form but for what stands beside a picture alone."""
    if isinstance(value, str | Span):
        return [text_of(value)]
    if isinstance(value, tuple):
        return [text for each in value for text in said(each)]
    names = {"text", "head", "caption", "title", "blocks", "items", "rows", "figures", "lines"}
    if isinstance(value, Figure) and isinstance(value.drawing, Shares):
        names -= {"caption"}
    kept = [getattr(value, name) for name in type(value).__dataclass_fields__ if name in names]
    return [text for each in kept for text in said(each)]


def bare(text: str) -> str:
    return "".join(sign for sign in tame(text) if not sign.isspace())


def marked(document: Document) -> Page:
    return Page(MarkdownIt("commonmark").enable("table").render(markdown(document)))


def in_a_terminal(document: Document) -> str:
    written = io.StringIO()
    page = Terminal(written, plain=True)
    page.width = WIDTH
    show((*document.front, *document.sections, *document.footer), Messages("en"), page)
    return written.getvalue()


def in_word(document: Document) -> str:
    body = docx.Document(io.BytesIO(word(document))).element.body
    texts = [each.text or "" for each in body.iter(qn("w:t"))]
    return "".join((*texts, *(each.get("descr", "") for each in body.iter(qn("wp:docPr")))))


def on_slides(document: Document) -> str:
    texts: list[str] = []
    for slide in Presentation(io.BytesIO(slides(document).content)).slides:
        tree = slide.shapes._spTree
        texts += [each.text or "" for each in tree.iter(f"{DRAWN}t")]
        texts += [shape.get("descr", "") for picture in tree.findall(PICTURE) for shape in picture.iter(SHAPE)]
    return "".join(texts)


def in_a_pdf(document: Document) -> str:
    done = subprocess.run([needed("pdftotext"), "-", "-"], input=pdf(document).content, capture_output=True, check=True)
    return done.stdout.decode()


FORMS = {
    "html": lambda document: "".join(Page(html(document)).texts),
    "markdown": lambda document: "".join(marked(document).texts),
    "terminal": in_a_terminal,
    "word": in_word,
    "slides": on_slides,
}
"""The forms whose text can be taken out as it was written; in a PDF lines are broken within words."""
