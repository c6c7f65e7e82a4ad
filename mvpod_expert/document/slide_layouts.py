"""The layouts of slides: our own or a firm's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from mvpod_expert.document.office_files import TemplateUnusableError, opened_template, refuse_tags
from mvpod_expert.document.slide_text import BETWEEN_PIECES, Room

OWN = Path(__file__).with_name("slides.pptx")
"""Our layouts: 16 to 9, with fonts for both languages."""
MARGIN = 42
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
BODIES = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY}
TITLE_SIZE, COVER_SIZE, SUBTITLE_SIZE = 26, 40, 24
"""The sizes of our titles in points."""
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
        made = Presentation(str(OWN))
    else:
        made = opened_template(template, Presentation, "no_slides")
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
