"""Any tree in every form: nothing is left out, text stays text, and nothing is wider than the terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from rich.cells import cell_len

from mvpod_expert.document.html import html
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
)
from mvpod_expert.model.printable import tame
from tests.document.forms import FORMS, WIDTH, Page, bare, in_a_pdf, in_a_terminal, marked, said

ONCE = (Phase.generate,)
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


def document(block: Block) -> Document:
    return Document("en", "A title", "A client", (), "Contents", (Section("A part", (block,), "part"),), ())


@settings(max_examples=60, deadline=None)
@given(blocks_drawn)
@pytest.mark.thorough
def test_every_form_says_every_text_as_it_is(block: Block) -> None:
    """Document generators lose a text in one of their forms, or take its signs for markup, tags or control."""
    drawn = document(block)
    assert not Page(html(drawn)).tags & {"script", "img", "iframe", "b", "i"}
    assert not marked(drawn).tags & {"script", "img", "a", "pre"}
    printed = in_a_terminal(drawn)
    assert all(sign.isprintable() or sign == "\n" for sign in printed)
    assert max(map(cell_len, printed.split("\n"))) <= WIDTH
    for name, form in FORMS.items():
        written = bare(form(drawn))
        for text in said(block):
            assert bare(text) in written, name


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, phases=ONCE)
@given(blocks_drawn)
def test_a_pdf_says_every_word_as_it_is(block: Block) -> None:
    """Printed pages lose what does not fit, or take it for markup; signs a PDF may keep apart from their word.

    A line may end between any two Chinese characters.
    """
    printed = "".join(in_a_pdf(document(block)).lower().split())
    for text in said(block):
        for words in re.findall(r"[ab1销售]+", tame(text)):
            assert words in printed, text


@dataclass(frozen=True)
class Unknown:
    """A block no renderer knows."""


def test_a_block_no_form_knows_is_never_left_out_silently() -> None:
    """Generators with a template a form skip what one of them has not heard of; here each of them refuses."""
    drawn = document(Unknown())  # type: ignore[arg-type]
    for name, form in FORMS.items():
        with pytest.raises(UndefinedError if name == "html" else AssertionError):
            form(drawn)
