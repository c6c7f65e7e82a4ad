"""The layouts of slides, our own or a firm's, and putting pieces on them. Only this file knows python-pptx."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from mvpod_expert.document.office_files import TemplateUnusableError, opened_template, refuse_tags
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
    Room,
    Texts,
)
from mvpod_expert.document.tree import spans
from mvpod_expert.model.printable import tame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.document.slide_text import Piece
    from mvpod_expert.document.tree import Inline

WIDE, HIGH = 960, 540
"""The size of our own slides in points: 16 to 9."""
MARGIN, TITLE_HEIGHT = 42, 58
COLOURS = {
    kind: RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]
    for kind, colour in {"good": "1B7F4B", "bad": "B3261E", "warn": "8A5A00"}.items()
}
THEIR_FONTS = b'<a:latin typeface="Calibri"/><a:ea typeface=""/>'
OUR_FONTS = b'<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>'
"""The fonts of the library's theme, and ours."""
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
BODIES = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY}
TITLE_SIZE, SMALLEST_TITLE = 26, 14


@dataclass(frozen=True)
class Layouts:
    """A presentation without slides, its layouts for the first slide and for the others, and their room."""

    presentation: Any
    first: Any
    other: Any
    area: Room


def layouts(template: Path | None) -> Layouts:
    """Return the layouts of a firm's file, or our own.

    Raises:
        TemplateUnusableError: the file cannot be used.
        OSError: it cannot be read.
    """
    made: Any
    if template is None:
        made = Presentation()
        _own(made)
    else:
        made = opened_template(template, Presentation, "no_slides")
        refuse_tags(made.part.package, qn("a:p"), qn("a:t"))
        _without_slides(made)
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
            return Room(*(Pt(1) and length / Pt(1) for length in (each.left, each.top, each.width, each.height)))
    wide, high = presentation.slide_width / Pt(1), presentation.slide_height / Pt(1)
    title = next(each for each in layout.placeholders if each.placeholder_format.type in TITLES)
    top = (title.top + title.height) / Pt(1) + BETWEEN_PIECES
    return Room(title.left / Pt(1), top, wide - 2 * title.left / Pt(1), high - top - MARGIN)


def _own(presentation: Any) -> None:
    """Make the layouts that come with python-pptx wide, with titles at the left, and fonts for both languages."""
    across = Pt(WIDE) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Pt(WIDE), Pt(HIGH)
    master = presentation.slide_master
    for holder in (master, *presentation.slide_layouts):
        for shape in (each for each in holder.shapes if each._element.spPr.find(qn("a:xfrm")) is not None):  # noqa: SLF001
            left, width = shape.left, shape.width
            shape.left, shape.width = int(left * across), int(width * across)
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        if kind == PP_PLACEHOLDER.TITLE:
            _place(shape, Room(MARGIN, 22, WIDE - 2 * MARGIN, TITLE_HEIGHT))
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        elif kind in BODIES:
            _place(shape, Room(MARGIN, 22 + TITLE_HEIGHT + 8, WIDE - 2 * MARGIN, HIGH - TITLE_HEIGHT - 22 - 8 - 40))
    title = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(TITLE_SIZE * 100))
    title.find(qn("a:defRPr")).set("b", "1")
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                shape._element.find(f".//{qn('a:lvl1pPr')}").set("algn", "l")  # noqa: SLF001 - the layout's own style
                shape.left, shape.width = Pt(MARGIN * 1.7), Pt(WIDE - MARGIN * 3.4)
    theme = next(each.target_part for each in master.part.rels.values() if each.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(THEIR_FONTS, OUR_FONTS)  # noqa: SLF001 - python-pptx leaves themes as they are


def _without_slides(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst  # noqa: SLF001 - python-pptx takes no slide out
    for each in list(listed):
        presentation.part.drop_rel(each.rId)
        listed.remove(each)


def put_title(made: Layouts, title: str, below: str) -> None:
    """Add the first slide.

    Args:
        made: the layouts.
        title: the title.
        below: what stands below it, line by line.
    """
    slide = made.presentation.slides.add_slide(made.first)
    _titled(slide, title, 40)
    for each in list(slide.placeholders):
        if each.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
            frame = each.text_frame
            for number, line in enumerate(below.split("\n")):
                paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
                paragraph.add_run().text = tame(line)
                paragraph.runs[0].font.size = Pt(16 if number else 24)
            return
        if each.placeholder_format.type in BODIES:
            _drop(each)
    _texts(slide, made.area, 18, [Line(spans(line)) for line in below.split("\n")])


def put_pieces(made: Layouts, title: str, size: float, pieces: Sequence[Piece]) -> None:
    """Add a slide.

    Args:
        made: the layouts.
        title: its title.
        size: the size of its text in points.
        pieces: what stands on it, from the top.
    """
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


def _titled(slide: Any, title: str, size: float) -> None:
    shape = slide.shapes.title
    frame = shape.text_frame
    frame.paragraphs[0].add_run().text = " ".join(tame(title).split())
    line, wide = Line(spans(title)), shape.width / Pt(1) - 2 * CELL
    fitting = (each for each in range(int(size), SMALLEST_TITLE, -1) if line.height(each, wide) <= shape.height / Pt(1))
    fits = next(fitting, SMALLEST_TITLE)
    if fits < size:
        frame.paragraphs[0].runs[0].font.size = Pt(fits)


CELL = 7.2
"""What a text keeps free at the sides of its shape."""


def _texts(slide: Any, room: Room, size: float, lines: Sequence[Line]) -> None:
    frame = slide.shapes.add_textbox(*(Pt(each) for each in (room.left, room.top, room.width, room.height))).text_frame
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
        if kind in COLOURS:
            run.font.color.rgb = COLOURS[kind]
        elif kind == "faint":
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            run.font.color.brightness = 0.35


def _grid(slide: Any, room: Room, size: float, grid: Grid) -> None:
    head = [grid.head] if grid.head else []
    rows = [*head, *grid.rows]
    places = (Pt(each) for each in (room.left, room.top, room.width, room.height))
    table = slide.shapes.add_table(len(rows), len(grid.columns), *places).table
    table.first_row, table.last_row = bool(head), grid.has_total
    for column, width in zip(table.columns, grid.widths(room.width), strict=True):
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
                _fill(paragraph, line, "plain", size * IN_A_TABLE)


def _place(shape: Any, room: Room) -> None:
    shape.left, shape.top, shape.width, shape.height = (
        Pt(each) for each in (room.left, room.top, room.width, room.height)
    )


def _drop(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)  # noqa: SLF001 - python-pptx takes no shape out
