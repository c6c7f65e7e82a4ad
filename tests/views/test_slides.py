"""Reports as slides: how many, that everything fits, in our layouts and in a firm's."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from features.program import unmeasured as mvpod
from mvpod_expert.document.office_files import TemplateUnusableError
from mvpod_expert.document.slide_text import Room, fitting
from mvpod_expert.document.slides import slides
from mvpod_expert.document.tree import Document, Listing, Paragraph, Section
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.mode.views.move_rows import move_rows
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.reports.deck import Deck
from mvpod_expert.reports.report import Front
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.context import Reported
    from mvpod_expert.model.frozen import Lang

EXAMPLES = Path(__file__).parents[2] / "examples"
FRONT = Front("2026-11-30", "A. Adviser", "2026-12-05")


def _reported(client: str, cells: int) -> Reported:
    report = DiagnosticCollector()
    case = read_case(EXAMPLES / f"{client}.yaml", KNOWLEDGE, report)
    assert case is not None
    return reported(case.model_copy(update={"cells": case.cells[-cells:]}), ADVISER)


def _texts(shape: Any) -> list[str]:
    if shape.has_table:
        return [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return [shape.text_frame.text] if shape.has_text_frame else []


def _told(made: Any) -> str:
    return "\n".join(text for slide in made.slides for shape in slide.shapes for text in _texts(shape))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("client", "cells"), [("water-treatment-zh", 3), ("industrial-valves-complete", 1)])
def test_a_deck_is_six_to_eight_slides_and_everything_fits(client: str, cells: int, lang: Lang) -> None:
    """Generated decks run to forty slides, or over the edge of each; a table is as high as its rows."""
    told, t = _reported(client, cells), Messages(lang)
    made = Presentation(BytesIO(slides(Deck(KNOWLEDGE, t, told, front=FRONT).document()).content))
    assert 6 <= len(made.slides) <= 8
    for slide in made.slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            high = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert 0 <= shape.left <= shape.left + shape.width <= made.slide_width
            assert 0 <= shape.top <= shape.top + high <= made.slide_height, (slide.shapes.title.text_frame.text, high)
    text = _told(made)
    assert "2026-12-05" in text
    assert "A. Adviser" in text
    for cell in told.cells:
        assert all(row.title in text for row in move_rows(cell.advice, KNOWLEDGE, t))
        assert t(f"verdict.{cell.advice.mode.verdict}") in text


def test_what_does_not_fit_continues_on_the_next_slide() -> None:
    """Slide makers let long lists run out at the bottom."""
    lines = tuple(f"line {number} " + "words " * 20 for number in range(60))
    part = Section("A long part", (Listing(lines), Paragraph("the end")))
    made = Presentation(BytesIO(slides(Document("en", "A title", "", (), "", (part,), ())).content))
    assert len(made.slides) > 3
    assert {slide.shapes.title.text_frame.text for slide in list(made.slides)[1:]} == {"A long part"}
    assert all(line.strip() in _told(made) for line in (*lines, "the end"))


def _firm(path: Path, edit: Any = None) -> Path:
    firm = Presentation()
    firm.slide_width, firm.slide_height = Pt(800), Pt(500)
    slide = firm.slides.add_slide(firm.slide_layouts[1])
    slide.shapes.title.text = "an older deck"
    if edit:
        edit(firm)
    firm.save(str(path))
    return path


def test_a_firms_layouts_are_used_and_its_slides_are_not(tmp_path: Path) -> None:
    """The template gives the looks; what it says was about somebody else."""
    part = Section("A part", (Paragraph("a text"),))
    content = Document("en", "A title", "A client", (), "", (part,), ())
    made = Presentation(BytesIO(slides(content, _firm(tmp_path / "firm.pptx")).content))
    assert (made.slide_width, len(made.slides)) == (Pt(800), 2)
    assert made.slides[1].slide_layout.name == "Title and Content"
    assert "an older deck" not in _told(made)
    assert made.core_properties.identifier == "mvpod report"


def _tagged(firm: Any) -> None:
    firm.slides[0].shapes.title.text = "{{ client }}"


def _bare(firm: Any) -> None:
    for layout in firm.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)


@pytest.mark.parametrize(("edit", "problem"), [(_tagged, "tags"), (_bare, "no_layout")])
def test_a_firms_file_that_cannot_be_used_is_told(edit: Any, problem: str, tmp_path: Path) -> None:
    """Tags would stay unfilled before a client, and slides without titles cannot be found by a screen reader."""
    with pytest.raises(TemplateUnusableError) as told:
        slides(Document("en", "A title", "", (), "", (), ()), _firm(tmp_path / "firm.pptx", edit))
    assert told.value.problem == problem


def test_the_command_writes_slides_and_names_what_is_wrong(tmp_path: Path) -> None:
    """Over its own file again, with a firm's file, and never with one of another kind or where none is taken."""
    case, firm = EXAMPLES / "industrial-sensors.yaml", _firm(tmp_path / "firm.pptx")
    for _ in range(2):
        assert mvpod("report", case, "-o", "a.pptx", "--template", firm, folder=tmp_path).code == 0
    (tmp_path / "firm.docx").write_bytes(b"no slides")
    for name, output, said in (
        ("firm.docx", "b.pptx", "not a PowerPoint presentation"),
        ("firm.pptx", "b.docx", "not a Word document"),
        ("firm.pptx", "b.pdf", "--template is for .docx and .pptx"),
    ):
        done = mvpod("report", case, "-o", output, "--template", name, "--lang", "en", folder=tmp_path)
        assert (done.code, (tmp_path / output).exists()) == (2, False)
        assert said in done.said


def test_a_firms_layouts_for_narrower_slides_are_told(tmp_path: Path) -> None:
    """Slides made wide afterwards keep their layouts at the left, and everything crowds there."""
    case, firm = EXAMPLES / "industrial-sensors.yaml", tmp_path / "firm.pptx"
    for wide, is_told in ((Pt(960), True), (Pt(720), False)):
        _firm(firm, lambda made, wide=wide: setattr(made, "slide_width", wide))
        done = mvpod("report", case, "-o", "a.pptx", "--template", firm, "--lang", "en", folder=tmp_path)
        assert (done.code, "free at the right" in done.err) == (0, is_told)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cells", [1, 2])
def test_names_of_any_length_fit_and_no_file_stands_for_a_client(cells: int, lang: Lang) -> None:
    """Generated covers show `case-final-2.yaml`, and long names run out of their boxes."""
    told = _reported("industrial-valves-complete", cells)
    named = {"client": None, "region": "a region " * 32, "segment": "Segment" * 40}
    cells_named = tuple(each._replace(advice=each.advice.model_copy(update=named)) for each in told.cells)
    told = told._replace(client=None, cells=cells_named)
    made = Presentation(BytesIO(slides(Deck(KNOWLEDGE, Messages(lang), told, front=FRONT).document()).content))
    text = _told(made)
    assert "a region" in _texts(made.slides[0].placeholders[1])[0]
    assert ".yaml" not in text
    assert Messages(lang)("deck.routes") in text
    assert "…" in text
    for slide in made.slides:
        for shape in slide.placeholders:
            size = next((run.font.size for each in shape.text_frame.paragraphs for run in each.runs), None)
            rows = [each.text for each in shape.text_frame.paragraphs]
            room = Room(0, 0, shape.width / Pt(1), shape.height / Pt(1))
            assert size is None or fitting(rows[0], int(size.pt), int(size.pt), room)[0] == rows[0]
