"""A document as a Word file, in its own styles or in those of a firm's file. Only this file knows python-docx.

Text goes into runs as text, so nothing in it is a field, a tag or a link; a firm's file gives styles, headers and paper
alone, and nothing in it is executed or filled in.
"""

from __future__ import annotations

import os
import stat
from io import BytesIO
from typing import TYPE_CHECKING, assert_never
from zipfile import BadZipFile, ZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from mvpod_expert.document.tree import (
    Curve,
    Entry,
    Figure,
    Gallery,
    Item,
    Listing,
    Note,
    Paragraph,
    Section,
    Table,
    spans,
)
from mvpod_expert.document.word_styles import COLOURS, own_styles, page_number
from mvpod_expert.errors import MvpodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

    from mvpod_expert.document.tree import Block, Column, Document, Inline

MARK = "mvpod report"
"""What a file of ours is known by, whatever the template."""

MEGABYTE = 1_000_000
MAX_TEMPLATE_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 100 * MEGABYTE
MAX_PARTS = 2_000
NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
TAG_MARKS = ("{{", "{%", "{#")
MOST_QUOTED = 60
DEEPEST = 4
HEAD_FILL = "E4ECF5"
NUMBERED = "List Number"
SMALLER = {"Normal": 8, NUMBERED: 8, "In short": 8, "Intense Quote": 8, "Support": 8, "Heading 4": 9, "Decided": 12}
"""The sizes of what stands on the page that is read first, in points."""


class TemplateUnusableError(MvpodError):
    """A firm's file cannot be used.

    Args:
        problem: `no_file`, `no_word`, `too_large` or `tags`.
        reason: what the library said, the limit in MB, or the paragraph with tags.
    """

    def __init__(self, problem: str, reason: str = "") -> None:
        super().__init__(reason or problem)
        self.problem = problem
        self.reason = reason


def word(document: Document, template: Path | None = None) -> bytes:
    """Return a document as a Word file.

    Args:
        document: the document.
        template: a Word document whose styles, headers, footers and paper are used; its text is left out.

    Raises:
        TemplateUnusableError: the template is not a Word document, is too large, or expects tags to be filled in.
        OSError: the template cannot be read.
    """
    writer = _Writer(_opened(template))
    writer.document(document)
    written = BytesIO()
    writer.word.core_properties.title = document.title
    writer.word.core_properties.author = document.author
    writer.word.core_properties.identifier = MARK
    writer.word.save(written)
    return written.getvalue()


def _opened(template: Path | None) -> WordDocument:
    if template is None:
        word = docx.Document()
        own_styles(word)
        page_number(word)
        return word
    content = _content(template)
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise TemplateUnusableError(problem="no_word", reason=str(error)) from error
    # zipfile unpacks no more than is declared here.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_UNPACKED_BYTES // MEGABYTE))
    try:
        word = docx.Document(BytesIO(content))
    except Exception as error:  # python-docx and lxml raise whatever a damaged package leads them to
        raise TemplateUnusableError(problem="no_word", reason=str(error)) from error
    _refuse_tags(word)
    body = word.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return word


def _refuse_tags(word: WordDocument) -> None:
    """Refuse a template written for a template language: nobody would fill its tags in, and clients would read them."""
    for part in word.part.package.iter_parts():
        element = getattr(part, "element", None)
        for paragraph in element.iter(qn("w:p")) if element is not None else ():
            text = "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
            if any(mark in text for mark in TAG_MARKS):
                raise TemplateUnusableError(problem="tags", reason=text[:MOST_QUOTED])


def _content(template: Path) -> bytes:
    # A named pipe would be waited for at opening, before one can see that it is a pipe.
    with os.fdopen(os.open(template, os.O_RDONLY | NOT_WAITING), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise TemplateUnusableError(problem="no_file")
        content = file.read(MAX_TEMPLATE_BYTES + 1)
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_TEMPLATE_BYTES // MEGABYTE))
    return content


class _Writer:
    """Adds blocks to a Word document."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.styles = {style.name for style in word.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
        self._is_compact = False
        self._into: WordDocument | _Cell = word

    def document(self, document: Document) -> None:
        self._line(document.title, "Title")
        self._line(document.subtitle, "Subtitle")
        self._all(document.front, 1)
        self._all(document.sections, 1)
        self._all(document.footer, 1)

    def _all(self, blocks: Iterable[Block], depth: int) -> None:
        for block in blocks:
            self._block(block, depth)

    def _block(self, block: Block, depth: int) -> None:  # noqa: C901 - one way for each kind
        match block:
            case Section(blocks=blocks, style="columns"):
                self._columns(blocks, depth)
            case Section(title=title, blocks=blocks, style=style):
                if title:
                    heading = self._line(title, f"Heading {DEEPEST if self._is_compact else min(depth, DEEPEST)}")
                    heading.paragraph_format.page_break_before = style == "page" or None
                outside, self._is_compact = self._is_compact, self._is_compact or style in {"brief", "box"}
                self._all(blocks, depth + bool(title))
                self._is_compact = outside
            case Paragraph(text=text, tone=tone, is_lead=is_lead):
                self._line(text, "Decided" if is_lead else "Support" if tone == "faint" else "Normal", tone)
            case Note(text=text):
                self._line(text, "Intense Quote")
            case Listing():
                self._listing(block, depth)
            case Entry(title=title, blocks=blocks):
                self._line(title, f"Heading {min(max(depth, 3), DEEPEST)}")
                self._all(blocks, depth + 1)
            case Table():
                self._table(block)
            case Figure(caption=caption, blocks=blocks, drawing=drawing, alt=alt):
                self._line(caption, f"Heading {min(max(depth, 3), DEEPEST)}")
                if not isinstance(drawing, Curve) and not blocks:
                    self._line(alt)
                self._all(blocks, depth + 1)
            case Gallery(figures=figures):
                self._all(figures, depth)
            case _:
                assert_never(block)

    def _columns(self, blocks: Sequence[Block], depth: int) -> None:
        """Put blocks into two columns, the first half into the left one."""
        row = self.word.add_table(rows=1, cols=2).rows[0]
        half = (len(blocks) + 1) // 2
        for cell, part in zip(row.cells, (blocks[:half], blocks[half:]), strict=True):
            self._into = cell
            self._all(part, depth)
            if part:
                cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001 - a cell begins with an empty paragraph
        self._into = self.word

    def _line(self, inline: Inline, style: str = "Normal", tone: str = "plain") -> WordParagraph:
        paragraph = self._into.add_paragraph(style=self._style(style))
        _fill(paragraph, inline, tone)
        if self._is_compact and style in SMALLER:
            paragraph.paragraph_format.space_before = Pt(4 if style == "Heading 4" else 1)
            paragraph.paragraph_format.space_after = Pt(1)
            for run in paragraph.runs:
                run.font.size = Pt(SMALLER[style])
        return paragraph

    def _style(self, name: str) -> str:
        return name if name in self.styles else "Normal"

    def _listing(self, listing: Listing, depth: int, level: int = 1) -> None:
        name = NUMBERED if listing.is_numbered else "In short" if self._is_compact and level == 1 else "List Bullet"
        name = f"{name} {level}" if level > 1 else name
        numbering = self._restarted(self._style(name)) if listing.is_numbered else None
        for number, item in enumerate(listing.items, start=1):
            text, blocks = (item.text, item.blocks) if isinstance(item, Item) else (item, ())
            if listing.is_numbered and numbering is None:
                text = (f"{number}. ", *spans(text))
            paragraph = self._line(text, name, listing.tone)
            if numbering is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx has no word for it
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = numbering
            for block in blocks:
                if isinstance(block, Listing):
                    self._listing(block, depth, level + 1)
                else:
                    self._block(block, depth)

    def _restarted(self, style: str) -> int | None:
        """Return a numbering that begins at 1 again, of the kind a style has; none where the style has none."""
        properties = self.word.styles[style].element.pPr
        if properties is None or properties.numPr is None or properties.numPr.numId is None:
            return None
        numbering = self.word.part.numbering_part.element
        abstract = numbering.num_having_numId(properties.numPr.numId.val).abstractNumId.val
        again = numbering.add_num(abstract)
        again.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(again.numId)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._line(table.caption, f"Heading {DEEPEST - 1}")
        columns, rows = table.in_words()
        made = self.word.add_table(rows=0, cols=len(columns))
        if any(style.name == "Table Grid" for style in self.word.styles):
            made.style = "Table Grid"
        made.autofit = False
        if any(column.title for column in columns):
            head = [(column.title,) for column in columns]
            self._row(made.add_row(), head, columns, is_head=True)
        for number, row in enumerate(rows, start=1):
            self._row(made.add_row(), row, columns, is_bold=table.has_total and number == len(rows))
        section = self.word.sections[-1]
        width = (section.page_width or Cm(21)) - (section.left_margin or 0) - (section.right_margin or 0)
        total = sum(column.weight for column in columns)
        for column, declared in zip(made.columns, columns, strict=True):
            column.width = Emu(int(width * declared.weight / total))
            for cell in column.cells:
                cell.width = column.width
        self._line("", "Support")

    def _row(
        self,
        made: _Row,
        cells: Sequence[tuple[Inline, ...]],
        columns: Sequence[Column],
        *,
        is_head: bool = False,
        is_bold: bool = False,
    ) -> None:
        properties = made._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for these
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for column, lines, target in zip(columns, cells, made.cells, strict=True):
            for number, line in enumerate(lines):
                paragraph = target.add_paragraph() if number else target.paragraphs[0]
                paragraph.style = self._style("In a table")
                _fill(paragraph, line, "strong" if is_head or is_bold else "plain")
                if column.align == "right":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if is_head or column.is_here:
                _shade(target)


def _fill(paragraph: WordParagraph, inline: Inline, tone: str) -> None:
    for span in spans(inline):
        is_number = bool(span.mark and span.target)
        run = paragraph.add_run(f"[{span.text}]" if span.mark and not is_number else span.text)
        run.font.superscript = is_number or None
        kind = span.mark or (span.tone if span.tone != "plain" else tone)
        run.font.bold = True if kind == "strong" else None
        if span.mark or span.tone == "faint":
            run.font.size = Pt(8.5)
        if kind in COLOURS:
            run.font.color.rgb = COLOURS[kind]


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no word for it
