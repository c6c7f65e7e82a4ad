"""The layouts of slides: our own or a firm's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from mvpod_expert.document.office_files import TemplateUnusableError, opened_template, refuse_tags
from mvpod_expert.document.slide_text import BETWEEN_PIECES, Room

if TYPE_CHECKING:
    from pathlib import Path


WIDE, HIGH = 960, 540
"""The size of our own slides in points: 16 to 9."""
MARGIN, TITLE_HEIGHT = 42, 58
NAVY, PALE, ACCENT = "1F3A5F", "C9D6E6", b"2B6CA3"
"""Our colours: the first slide, texts on it, and heads of tables and the line below a title."""
THEIR_ACCENT = b"4F81BD"
THEIR_FONTS = b'<a:latin typeface="Calibri"/><a:ea typeface=""/>'
OUR_FONTS = b'<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>'
"""The colour and the fonts of the library's theme, and our fonts."""
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
BODIES = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY}
TITLE_SIZE, COVER_SIZE, SUBTITLE_SIZE = 26, 40, 24
LOPSIDED = 0.04
"""How much more of a slide than twice its left margin its right one may be before the writer is warned."""


@dataclass(frozen=True)
class Layouts:
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
            return Room(*(length / Pt(1) for length in (each.left, each.top, each.width, each.height)))
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
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            shape.text_frame.margin_left = 0
        elif kind in BODIES:
            _place(shape, Room(MARGIN, 22 + TITLE_HEIGHT + 14, WIDE - 2 * MARGIN, HIGH - TITLE_HEIGHT - 22 - 14 - 40))
    title = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(TITLE_SIZE * 100))
    title.find(qn("a:defRPr")).set("b", "1")
    line = Room(MARGIN, 22 + TITLE_HEIGHT + 3, WIDE - 2 * MARGIN, 1.5)
    master.element.cSld.spTree.append(_bar(line))
    for layout in presentation.slide_layouts:
        kinds = {shape.placeholder_format.type: shape for shape in layout.placeholders}
        if PP_PLACEHOLDER.SUBTITLE in kinds:
            layout.element.set("showMasterSp", "0")
            layout.background.fill.solid()
            layout.background.fill.fore_color.rgb = RGBColor.from_string(NAVY)  # type: ignore[no-untyped-call]
            _place(kinds[PP_PLACEHOLDER.CENTER_TITLE], Room(MARGIN * 1.7, 120, WIDE - MARGIN * 3.4, 120))
            _place(kinds[PP_PLACEHOLDER.SUBTITLE], Room(MARGIN * 1.7, 252, WIDE - MARGIN * 3.4, 150))
            _styled(kinds[PP_PLACEHOLDER.CENTER_TITLE], "FFFFFF", COVER_SIZE)
            _styled(kinds[PP_PLACEHOLDER.SUBTITLE], PALE, SUBTITLE_SIZE)
    theme = next(each.target_part for each in master.part.rels.values() if each.reltype.endswith("/theme"))
    blob = theme.blob.replace(THEIR_FONTS, OUR_FONTS).replace(THEIR_ACCENT, ACCENT)
    theme._blob = blob  # noqa: SLF001 - python-pptx leaves themes as they are


def _without_slides(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst  # noqa: SLF001 - python-pptx takes no slide out
    for each in list(listed):
        presentation.part.drop_rel(each.rId)
        listed.remove(each)


def _bar(room: Room) -> Any:
    """Return a bar in the accent colour of the theme, for a master."""
    left, top, wide, high = (round(Pt(each)) for each in room)
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}>"
        '<p:nvSpPr><p:cNvPr id="99" name="Line"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill></p:spPr></p:sp>'
    )


def _styled(shape: Any, colour: str, size: int) -> None:
    """Set how a placeholder's text looks in a layout: at its left, in one colour and size."""
    shape.text_frame.margin_left = 0
    style = shape._element.txBody.find(qn("a:lstStyle"))  # noqa: SLF001 - python-pptx has no word for list styles
    for level in list(style):
        style.remove(level)
    style.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size * 100}">'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _place(shape: Any, room: Room) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, room)
