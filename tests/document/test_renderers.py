"""Any tree in every form: nothing is left out, text stays text, and nothing is wider than the terminal."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markdown_it import MarkdownIt
from pptx import Presentation
from rich.cells import cell_len

from features.browser import needed
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.pdf import pdf
from mvpod_expert.document.slides import slides
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import (
    Bar,
    Block,
    Column,
    Curve,
    Document,
    Entry,
    Figure,
    Gallery,
    Item,
    Lines,
    Listing,
    Note,
    Paragraph,
    Section,
    Share,
    Shares,
    Span,
    Table,
    text_of,
)
from mvpod_expert.document.word import word
from mvpod_expert.model.printable import tame
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE, SHAPE = (f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}" for name in ("pic", "cNvPr"))
ONCE = (Phase.generate,)
WIDTH = 60
SIGNS = "ab 1.-+#*_`[]()<>&|~\\'\"{}%=:!@/销售，。（）★\t\n\r\x1b\u202e"
TONES = ("plain", "strong", "good", "bad", "warn", "faint")
texts = st.text(SIGNS, min_size=1, max_size=30).filter(lambda text: tame(text).strip() != "")
spans = st.builds(Span, texts, st.sampled_from(TONES)) | st.builds(Span, st.just("basis"), mark=st.just("practice"))
inlines = texts | st.tuples(texts, spans, texts)
numbers = st.integers(-50, 50).map(float)
bars = st.builds(Bar, numbers, numbers, st.just(-50.0), st.just(50.0))
tables = st.builds(
    lambda heads, rows, caption: Table(tuple(map(Column, heads)), tuple(rows), caption),
    st.lists(texts, min_size=3, max_size=3),
    st.lists(st.tuples(inlines, st.builds(Lines, st.tuples(inlines, inlines)), bars), min_size=1, max_size=3),
    texts,
)
curves = st.builds(Curve, st.lists(numbers | st.none(), min_size=2, max_size=9).map(lambda given: (1.0, *given, 2.0)))
shares = st.builds(Shares, st.just((Share("a", (1, 2, 0, 1), 4), Share("b", (0, 0, 0, 0), 0))), st.just(tuple("wxyz")))
leaves = (
    st.builds(Paragraph, inlines, st.sampled_from(TONES), st.booleans())
    | st.builds(Note, inlines)
    | st.builds(Listing, st.lists(inlines, min_size=1, max_size=3).map(tuple), st.booleans())
    | tables
)
figures = st.builds(Figure, texts, curves, texts, st.tuples(leaves))


def _above(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(blocks, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Section, inlines, some, style=st.sampled_from(("", "page", "brief", "box")))
        | st.builds(Entry, inlines, some, st.sampled_from(("", "!", "+6")))
        | st.builds(Listing, st.lists(st.builds(Item, inlines, some), min_size=1, max_size=2).map(tuple), st.booleans())
        | st.builds(Gallery, st.tuples(figures))
        | st.builds(Figure, texts, shares, texts, some)
    )


blocks_drawn = st.recursive(leaves, _above, max_leaves=8)


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


def _said(value: object) -> list[str]:
    """Return every text that a block says, in any form but for what stands beside a picture alone."""
    if isinstance(value, str | Span):
        return [text_of(value)]
    if isinstance(value, tuple):
        return [text for each in value for text in _said(each)]
    names = {"text", "head", "caption", "title", "blocks", "items", "rows", "figures", "lines"}
    if isinstance(value, Figure) and isinstance(value.drawing, Shares):
        names -= {"caption"}
    kept = [getattr(value, name) for name in type(value).__dataclass_fields__ if name in names]
    return [text for each in kept for text in _said(each)]


def bare(text: str) -> str:
    return "".join(sign for sign in tame(text) if not sign.isspace())


def document(block: Block) -> Document:
    return Document("en", "A title", "A client", (), "Contents", (Section("A part", (block,), "part"),), ())


def in_a_terminal(block: Block) -> str:
    written = io.StringIO()
    page = Terminal(written, plain=True)
    page.width = WIDTH
    show([block], Messages("en"), page)
    return written.getvalue()


def in_word(block: Block) -> str:
    written = docx.Document(io.BytesIO(word(document(block))))
    told = [each.text or "" for each in written.element.body.iter(qn("w:t"))]
    pictures = [each.get("descr", "") for each in written.element.body.iter(qn("wp:docPr"))]
    return "".join((*told, *pictures))


def on_slides(block: Block) -> str:
    told: list[str] = []
    for slide in Presentation(io.BytesIO(slides(document(block)).content)).slides:
        tree = slide.shapes._spTree
        told += [each.text or "" for each in tree.iter(f"{DRAWN}t")]
        told += [shape.get("descr", "") for picture in tree.findall(PICTURE) for shape in picture.iter(SHAPE)]
    return "".join(told)


def in_a_pdf(block: Block) -> str:
    pages = pdf(document(block))
    done = subprocess.run([needed("pdftotext"), "-", "-"], input=pages.content, capture_output=True, check=True)
    return done.stdout.decode()


@settings(max_examples=60, deadline=None)
@given(blocks_drawn)
@pytest.mark.thorough
def test_every_form_says_every_text_as_it_is(block: Block) -> None:
    """Document generators lose a text in one of their forms, or take its signs for markup, tags or control."""
    page = Page(html(document(block)))
    assert not page.tags & {"script", "img", "iframe", "b", "i"}
    marked = Page(MarkdownIt("commonmark").enable("table").render(markdown(document(block))))
    assert not marked.tags & {"script", "img", "a", "pre"}
    printed = in_a_terminal(block)
    assert all(sign.isprintable() or sign == "\n" for sign in printed)
    assert max(map(cell_len, printed.split("\n"))) <= WIDTH
    forms = {
        "html": "".join(page.texts),
        "markdown": "".join(marked.texts),
        "terminal": printed,
        "word": in_word(block),
        "slides": on_slides(block),
    }
    for name, said in forms.items():
        for text in _said(block):
            assert bare(text) in bare(said), name


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, phases=ONCE)
@given(blocks_drawn)
def test_a_pdf_says_every_word_as_it_is(block: Block) -> None:
    """Printed pages lose what does not fit, or take it for markup; signs a PDF may keep apart from their word."""
    printed = in_a_pdf(block).lower()
    for text in _said(block):
        for words in re.findall(r"[ab1销售]+", tame(text)):
            assert words in printed, text


@dataclass(frozen=True)
class Unknown:
    """A block no renderer knows."""


def test_a_block_no_form_knows_is_never_left_out_silently() -> None:
    """Generators with a template a form skip what one of them has not heard of; here each of them refuses."""
    block = Unknown()
    for render in (in_a_terminal, in_word, on_slides, lambda each: markdown(document(each))):
        with pytest.raises(AssertionError):
            render(block)  # type: ignore[operator]
    with pytest.raises(UndefinedError):
        html(document(block))  # type: ignore[arg-type]
