"""A document as a Word file, in its own styles or in those of a firm's file. Only this file knows python-docx.

Text goes into runs as text, so nothing in it is a field, a tag or a link; a firm's file gives styles, headers and paper
alone, and nothing in it is executed or filled in.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from mvpod_expert.document.office_files import COLOURS, describe, in_template, opened_template, refuse_tags
from mvpod_expert.document.raster import png
from mvpod_expert.document.tree import (
    Bar,
    Block,
    Cell,
    Column,
    Curve,
    Document,
    Entry,
    Figure,
    Gallery,
    Inline,
    Item,
    Lines,
    Listing,
    Note,
    Paragraph,
    Section,
    Shares,
    Table,
    spans,
)
from mvpod_expert.model.printable import tame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph


OWN = Path(__file__).with_name("report.docx")
"""Our paper, page numbers and styles."""
RGB = {kind: RGBColor.from_string(colour) for kind, colour in COLOURS.items()}
DEEPEST = 4
HEAD_FILL = "E4ECF5"
SHARE_OF_SHARES = 0.6
"""How much of the width a house or bars take."""
SIDE_BY_SIDE = 3
IN_A_CELL = int(Cm(0.4))
"""What the margins of a cell take of its width."""
BAR_HEIGHT = Cm(0.3)
DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1"'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
NUMBERED = "List Number"
SMALLER = {"Normal": 8, NUMBERED: 8, "In short": 8, "Intense Quote": 8, "Support": 8, "Heading 4": 9, "Decided": 12}
"""The sizes of what stands on the page that is read first, in points."""


def word(document: Document, template: Path | None = None) -> bytes:
    """Return a document as a Word file.

    A template is a Word document whose styles, headers, footers and paper are used; its text is left out. Raises
    `TemplateUnusableError` where it is none, is too large or expects tags to be filled in, and `OSError`.
    """
    with in_template(template, "no_word"):
        writer = _Writer(template)
        writer.document(document)
        written = BytesIO()
        describe(writer.word.core_properties, document)
        writer.word.save(written)
        return written.getvalue()


class _Writer:
    """Adds blocks to a Word document."""

    def __init__(self, template: Path | None) -> None:
        self.word = opened_template(template or OWN, docx.Document, "no_word")
        refuse_tags(self.word.part.package, qn("w:p"), qn("w:t"))
        for element in list(self.word.element.body):
            if element.tag != qn("w:sectPr"):
                self.word.element.body.remove(element)
        self._is_firms = template is not None
        self.styles = {style.name for style in self.word.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
        self._is_compact = False
        self._into: WordDocument | _Cell = self.word

    def document(self, document: Document) -> None:
        self._line(document.title, "Title")
        self._line(document.subtitle, "Subtitle")
        self._all((*document.front, *document.sections, *document.footer), 1)

    def _all(self, blocks: Iterable[Block], depth: int) -> None:
        for block in blocks:
            self._block(block, depth)

    def _block(self, block: Block, depth: int) -> None:  # noqa: C901 - one way for each kind
        match block:
            case Section(blocks=blocks, style="columns"):
                half = (len(blocks) + 1) // 2
                self._beside([blocks[:half], blocks[half:]], 2, depth)
            case Section(title=title, blocks=blocks, style=style):
                if title:
                    heading = self._line(title, f"Heading {DEEPEST if self._is_compact else min(depth, DEEPEST)}")
                    heading.paragraph_format.page_break_before = style == "page" or None
                outside, self._is_compact = self._is_compact, self._is_compact or style in {"brief", "box"}
                self._all(blocks, depth + bool(title))
                self._is_compact = outside
            case Paragraph(text=text, tone=tone, is_lead=is_lead):
                looks = "Decided" if is_lead else "Support" if tone == "faint" else "Normal"
                # A firm's colours for these styles are not written over.
                self._line(text, looks, "plain" if self._is_firms and looks in self.styles - {"Normal"} else tone)
            case Note(text=text):
                self._line(text, "Intense Quote")
            case Listing():
                self._listing(block, depth)
            case Entry(title=title, blocks=blocks):
                heading = self._line(title, f"Heading {min(max(depth, 3), DEEPEST)}")
                heading.paragraph_format.keep_with_next = bool(blocks)
                self._all(blocks, depth + 1)
            case Table():
                self._table(block)
            case Figure(caption=caption, blocks=blocks, drawing=drawing, alt=alt):
                self._line(caption, f"Heading {min(max(depth, 3), DEEPEST)}").paragraph_format.keep_with_next = True
                share = SHARE_OF_SHARES if isinstance(drawing, Shares) else 1.0
                _draw(self._line("", "In a table"), drawing, int(self._width() * share), alt=alt)
                self._all(blocks, depth + 1)
            case Gallery(figures=figures):
                for at in range(0, len(figures), SIDE_BY_SIDE):
                    row = figures[at : at + SIDE_BY_SIDE]
                    self._beside([(figure,) for figure in row], SIDE_BY_SIDE, depth)
            case _:
                assert_never(block)

    def _beside(self, parts: Sequence[Sequence[Block]], count: int, depth: int) -> None:
        """Put parts side by side, into so many columns."""
        outside, row = self._into, self._new_table(1, count).rows[0]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it
        for cell, part in zip(row.cells, parts, strict=False):
            self._into = cell
            self._all(part, depth)
            if part and not isinstance(part[-1], Table):
                cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001 - a cell begins with an empty paragraph
        self._into = outside

    def _new_table(self, rows: int, columns: int) -> WordTable:
        made = self._into.add_table(rows=rows, cols=columns)
        for column in made.columns:
            column.width = Emu(self._width() // columns)
            for cell in column.cells:
                cell.width = column.width
        return made

    def _width(self) -> int:
        """Return the width there is for text, in the units of Word."""
        if isinstance(self._into, _Cell):
            return int(self._into.width or Cm(5)) - IN_A_CELL
        section = self.word.sections[-1]
        return int((section.page_width or Cm(21)) - (section.left_margin or 0) - (section.right_margin or 0))

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
            for run in paragraph.runs if listing.tone == "faint" else ():
                run.font.size = Pt(7)
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
        total = sum(column.weight for column in table.columns)
        columns = [(column, Emu(int(self._width() * column.weight / total))) for column in table.columns]
        made = self._into.add_table(rows=0, cols=len(columns))
        if any(style.name == "Table Grid" for style in self.word.styles):
            made.style = "Table Grid"
        made.autofit = False
        titles = tuple(column.title for column in table.columns)
        head, last = [titles] if any(titles) else [], len(table.rows)
        for number, row in enumerate([*head, *table.rows], start=1 - len(head)):
            added = made.add_row()
            self._row(added, row, columns, is_head=not number, is_bold=table.has_total and number == last)
            if number in {1, last - 1} - {0, last}:
                added.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        for column, (_, width) in zip(made.columns, columns, strict=True):
            column.width = width
        self._line("", "Support")

    def _row(
        self, made: _Row, cells: Sequence[Cell], columns: Sequence[tuple[Column, Emu]], *, is_head: bool, is_bold: bool
    ) -> None:
        properties = made._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for these
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for (column, width), told, target in zip(columns, cells, made.cells, strict=True):
            target.width = width
            for number, line in enumerate(told.lines if isinstance(told, Lines) else (told,)):
                paragraph = target.add_paragraph() if number else target.paragraphs[0]
                paragraph.style = self._style("In a table")
                if isinstance(line, Bar):
                    _draw(paragraph, line, width - IN_A_CELL, int(BAR_HEIGHT))
                else:
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
        if kind in RGB:
            run.font.color.rgb = RGB[kind]


def _draw(
    paragraph: WordParagraph, drawing: Shares | Curve | Bar, width: int, height: int = 0, *, alt: str = ""
) -> None:
    """Put a picture into a paragraph; one without words beside it is marked as decoration."""
    picture = paragraph.add_run().add_picture(BytesIO(png(drawing)), Emu(width), Emu(height) if height else None)
    properties = picture._inline.docPr  # noqa: SLF001 - python-docx has no word for words beside a picture
    if alt:
        properties.set("descr", tame(alt))
    else:
        properties.append(parse_xml(DECORATIVE))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no word for it
