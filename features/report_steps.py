"""The steps about a report in each of its forms: sheets of paper, slides, a Word document, a screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import docx
import pexpect
from docx.oxml.ns import qn
from pptx import Presentation
from pytest_bdd import parsers, then, when

from features.browser import text_of_sheets
from features.program import mvpod, surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from features.consultation import Consultation

SECONDS = 60


def _written(consultation: Consultation, name: str, *options: str) -> Path:
    consultation.page = mvpod(
        "report", str(consultation.case), "-o", name, *options, "--lang", "en", folder=consultation.folder
    )
    assert consultation.seen.code == 0
    return consultation.folder / name


@when(parsers.parse("I print the {length} to PDF"))
def _as_pdf(consultation: Consultation, length: str) -> None:
    consultation.report = _written(consultation, "report.pdf", "--length", length)


@then(parsers.re(r"it has at most (?P<sheets>\d+) sheets? of paper"), converters={"sheets": int})
def _sheets(consultation: Consultation, sheets: int) -> None:
    assert consultation.report is not None
    assert len(text_of_sheets(consultation.report)) <= sheets


@then(parsers.parse('sheet {sheet:d} says "{said}"'))
def _on_sheet(consultation: Consultation, sheet: int, said: str) -> None:
    assert consultation.report is not None
    assert "".join(said.split()) in "".join(text_of_sheets(consultation.report)[sheet - 1].split())


@when("I write the slides")
def _slides(consultation: Consultation) -> None:
    consultation.report = _written(consultation, "report.pptx")


@then(parsers.parse("there are {fewest:d} to {most:d} slides, the first for the client and each other with a title"))
def _titled(consultation: Consultation, fewest: int, most: int) -> None:
    slides = list(Presentation(str(consultation.report)).slides)
    assert fewest <= len(slides) <= most
    assert "example client" in slides[0].placeholders[1].text_frame.text
    assert all(slide.shapes.title.text_frame.text for slide in slides)


@then("the slides say what was decided in each market cell, who does what by when, and what is not known")
def _said(consultation: Consultation) -> None:
    texts = []
    for slide in Presentation(str(consultation.report)).slides:
        for shape in slide.shapes:
            cells = [cell.text_frame for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            texts += [frame.text for frame in [*cells, *([shape.text_frame] if shape.has_text_frame else [])]]
    for said in ("Recommended: direct (leaning)", "Recommended: channel (clear)", "90 days", "What we do not know"):
        assert any(said in text for text in texts), said
    assert any("Appoint someone to run the channel (General manager)" in text for text in texts)


@when("I write a Word document")
def _as_word(consultation: Consultation) -> None:
    consultation.report = _written(consultation, "report.docx")


@then("it has pictures, and each says in words what it shows or is marked as decoration")
def _pictures(consultation: Consultation) -> None:
    pictures = list(docx.Document(str(consultation.report)).element.body.iter(qn("wp:docPr")))
    told = [each.get("descr") for each in pictures]
    assert any("relationship closeness" in (each or "") for each in told)
    for picture, words in zip(pictures, told, strict=True):
        assert words or any(child.tag.endswith("decorative") for child in picture.iter())


@when(parsers.parse('I ask for the part "{part}"'))
def _part(consultation: Consultation, part: str) -> None:
    options = ("--part", part, "--lang", "en")
    consultation.page = mvpod("recommend", str(consultation.case), *options, folder=consultation.folder)


@then("no rule is named")
def _no_rule(consultation: Consultation) -> None:
    assert "rule few-accounts" not in consultation.seen.said
    assert "rule move-" not in consultation.seen.said


@then("rules, principles and sources are named")
def _supported(consultation: Consultation) -> None:
    for said in (
        "M1 · rule few-accounts-can-be-served-direct",
        "lilien-1979-advisor",
        "The MVPOD principles behind it",
    ):
        assert said in consultation.seen.said, said


@when(parsers.parse("I ask for everything on a terminal of {lines:d} lines"))
def _on_a_terminal(consultation: Consultation, lines: int) -> None:
    pager = consultation.folder / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {consultation.folder}/paged\n", encoding="utf-8")
    pager.chmod(0o755)
    command = f"{sys.executable} -m mvpod_expert recommend {consultation.case} --full --lang en"
    environment = {**surroundings(), "PAGER": str(pager), "TERM": "dumb"}
    child = pexpect.spawn(
        command, cwd=str(consultation.folder), env=environment, dimensions=(lines, 80), timeout=SECONDS
    )
    consultation.heard = child.read().decode()
    child.close()
    assert child.exitstatus == 0


@then("the page goes through the pager, with the decision last")
def _paged(consultation: Consultation) -> None:
    assert "Recommended" not in consultation.heard
    paged = (consultation.folder / "paged").read_text(encoding="utf-8")
    assert paged.rstrip().endswith("channel (clear)")
