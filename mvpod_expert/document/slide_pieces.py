"""The layouts of slides, our own or a firm's, and putting titles, texts, tables and drawings on them."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from mvpod_expert.document.office_files import COLOURS, TemplateUnusableError, opened_template, refuse_tags
from mvpod_expert.document.raster import png
from mvpod_expert.document.slide_text import (
    BESIDE_GAP,
    BETWEEN_LINES,
    BETWEEN_PIECES,
    IN_A_TABLE,
    INDENT,
    LINE,
    Beside,
    Grid,
    Line,
    Picture,
    Piece,
    Room,
    Texts,
    fitting,
)
from mvpod_expert.document.tree import Inline, spans, text_of
from mvpod_expert.model.printable import tame

if TYPE_CHECKING:
    from collections.abc import Sequence


OWN = Path(__file__).with_name("slides.pptx")
"""Our layouts: 16 to 9, with fonts for both languages."""
MARGIN = 42
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
BODIES = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY}
TITLE_SIZE, COVER_SIZE, SUBTITLE_SIZE = 26, 40, 24
"""The sizes of our titles in points."""
LOPSIDED = 0.04
"""How much more of a slide than twice its left margin its right one may be before the writer is warned."""
SMALLEST_TITLE, SMALLEST_SUBTITLE, BELOW_SUBTITLE = 14, 12, 16
BOLD = 1.12
"""How much wider bold letters are."""
EMPTY = "\u00a0"
CELL = 7.2
"""What a text keeps free at the sides of its shape."""


class Layouts(NamedTuple):
    """A presentation without slides, its layouts for the first slide and for the others, and their room."""

    presentation: Any
    first: Any
    other: Any
    area: Room

    @property
    def free(self) -> int:
        """How many per cent of the width are free at the right, where that is much more than at the left; else 0."""
        wide = self.presentation.slide_width / Pt(1)
        right = wide - self.area.left - self.area.width
        return round(100 * right / wide) if right > 2 * self.area.left + wide * LOPSIDED else 0


def layouts(template: Path | None) -> Layouts:
    """Return the layouts of a firm's file, or our own; see `slides` for what it raises."""
    made: Any = opened_template(template or OWN, Presentation, "no_slides")
    refuse_tags(made.part.package, qn("a:p"), qn("a:t"))
    listed = made.slides._sldIdLst  # noqa: SLF001 - python-pptx takes no slide out
    for each in list(listed):
        made.part.drop_rel(each.rId)
        listed.remove(each)
    found = [(each, [shape.placeholder_format.type for shape in each.placeholders]) for each in made.slide_layouts]
    titled = [(layout, kinds) for layout, kinds in found if TITLES & set(kinds)]
    if not titled:
        raise TemplateUnusableError(problem="no_layout")
    other = next((layout for layout, kinds in titled if sum(kind in BODIES for kind in kinds) == 1), titled[-1][0])
    first = next((layout for layout, kinds in titled if PP_PLACEHOLDER.SUBTITLE in kinds), other)
    return Layouts(made, first, other, _area(made, other))


def _area(presentation: Any, layout: Any) -> Room:
    """Return the room of the layout's content, or what is left below its title."""
    for each in layout.placeholders:
        if each.placeholder_format.type in BODIES and each.width and each.height:
            return Room(*(length / Pt(1) for length in (each.left, each.top, each.width, each.height)))
    wide, high = presentation.slide_width / Pt(1), presentation.slide_height / Pt(1)
    title = next(each for each in layout.placeholders if each.placeholder_format.type in TITLES)
    top = (title.top + title.height) / Pt(1) + BETWEEN_PIECES
    return Room(title.left / Pt(1), top, wide - 2 * title.left / Pt(1), high - top - MARGIN)


def put_title(made: Layouts, title: str, below: str) -> None:
    """Add the first slide; what stands below its title goes line by line, and the first line is the client."""
    slide = made.presentation.slides.add_slide(made.first)
    _titled(slide, title, COVER_SIZE)
    for each in list(slide.placeholders):
        if each.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
            room = _inside(each, 1 - (below.count("\n") + 1) * BELOW_SUBTITLE * LINE / max(each.height / Pt(1), 1))
            for number, line in enumerate(below.split("\n")):
                paragraph = each.text_frame.add_paragraph() if number else each.text_frame.paragraphs[0]
                text, size = (line, BELOW_SUBTITLE) if number else fitting(line, SUBTITLE_SIZE, SMALLEST_SUBTITLE, room)
                paragraph.add_run().text = tame(text)
                paragraph.runs[0].font.size = Pt(size)
            return
        if each.placeholder_format.type in BODIES:
            _drop(each)
    _texts(slide, made.area, 18, [Line(spans(line)) for line in below.split("\n")])


def put_pieces(made: Layouts, title: str, size: float, pieces: Sequence[Piece]) -> None:
    """Add a slide with a title and pieces from the top; the size of its text is in points."""
    slide = made.presentation.slides.add_slide(made.other)
    _titled(slide, title, TITLE_SIZE)
    for each in list(slide.placeholders):
        if each.placeholder_format.type not in TITLES:
            _drop(each)
    for each in made.other.placeholders:
        if each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(deepcopy(each._element))  # noqa: SLF001 - python-pptx does not copy them
    top = made.area.top
    for piece in pieces:
        room = Room(made.area.left, top, made.area.width, piece.height(size, made.area.width))
        match piece:
            case Texts(lines=lines):
                _texts(slide, room, size, lines)
            case Beside(left=left, right=right):
                half = (room.width - BESIDE_GAP) / 2
                _texts(slide, Room(room.left, top, half, room.height), size, left)
                _texts(slide, Room(room.left + half + BESIDE_GAP, top, half, room.height), size, right)
            case Grid():
                _grid(slide, room, size, piece)
            case Picture(drawing=drawing, alt=alt):
                drawn = slide.shapes.add_picture(BytesIO(png(drawing)), Pt(room.left), Pt(top), height=Pt(room.height))
                drawn._element.nvPicPr.cNvPr.set("descr", tame(alt))  # noqa: SLF001 - python-pptx has no word for it
        top += room.height + BETWEEN_PIECES


def _titled(slide: Any, title: str, size: int) -> None:
    shape = slide.shapes.title
    frame = shape.text_frame
    text, fits = fitting(" ".join(tame(title).split()), size, SMALLEST_TITLE, _inside(shape), BOLD)
    frame.paragraphs[0].add_run().text = text
    if fits < size:
        frame.paragraphs[0].runs[0].font.size = Pt(fits)


def _inside(shape: Any, part: float = 1.0) -> Room:
    """Return the room for text in a shape, or in the upper part of it."""
    return Room(0, 0, shape.width / Pt(1) - 2 * CELL, shape.height / Pt(1) * part)


def _texts(slide: Any, room: Room, size: float, lines: Sequence[Line]) -> None:
    frame = slide.shapes.add_textbox(*map(Pt, room)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.space_after = Pt(BETWEEN_LINES * size * line.scale)
        _bullet(paragraph, line, size * line.scale)
        _fill(paragraph, line.spans, line.tone, size * line.scale)


def _bullet(paragraph: Any, line: Line, size: float) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no word for bullets
    step = Pt(size * INDENT)
    properties.set("marL", str(step * (line.level + bool(line.bullet))))
    properties.set("indent", str(-step if line.bullet else 0))
    sign = OxmlElement({"": "a:buNone", "bullet": "a:buChar", "number": "a:buAutoNum"}[line.bullet])
    if line.bullet == "bullet":
        sign.set("char", "•")
    if line.bullet == "number":
        sign.set("type", "arabicPeriod")
    properties.append(sign)


def _fill(paragraph: Any, inline: Inline, tone: str, size: float) -> None:
    # Fonts differ in how far apart they set lines; what was measured holds for any.
    paragraph.line_spacing = Pt(size * LINE)
    paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))  # noqa: SLF001 - the size of an empty paragraph
    for span in spans(inline):
        run = paragraph.add_run()
        run.text = " ".join(span.text.splitlines())
        run.font.size = Pt(size)
        kind = span.tone if span.tone != "plain" else tone
        run.font.bold = True if kind == "strong" else None
        if kind == "faint":
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            run.font.color.brightness = 0.35
        elif kind in COLOURS:
            run.font.color.rgb = RGBColor.from_string(COLOURS[kind])  # type: ignore[no-untyped-call]


def _grid(slide: Any, room: Room, size: float, grid: Grid) -> None:
    rows = grid.whole
    table = slide.shapes.add_table(len(rows), len(grid.columns), *map(Pt, room)).table
    table.first_row, table.last_row = grid.has_head, grid.has_total
    for column, width in zip(table.columns, grid.widths(size, room.width), strict=True):
        column.width = Pt(width)
    for at, row in enumerate(rows):
        table.rows[at].height = Pt(grid.row_height(row, size, room.width))
        for place, lines in enumerate(row):
            cell = table.cell(at, place)
            cell.margin_left = cell.margin_right = Pt(5)
            cell.margin_top = cell.margin_bottom = Pt(2)
            for number, line in enumerate(lines):
                paragraph = cell.text_frame.add_paragraph() if number else cell.text_frame.paragraphs[0]
                if grid.columns[place].align != "left":
                    paragraph.alignment = PP_ALIGN.RIGHT if grid.columns[place].align == "right" else PP_ALIGN.CENTER
                # A cell without text is as high as a line of the style's own size.
                _fill(paragraph, line if text_of(line) else EMPTY, "plain", size * IN_A_TABLE)


def _drop(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)  # noqa: SLF001 - python-pptx takes no shape out
