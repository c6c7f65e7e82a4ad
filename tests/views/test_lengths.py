"""Reports at three lengths: how many sheets of paper they take, and what the shorter ones leave to the notes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox

from features.browser import looked_at, opened_in_a_word_processor, printed, text_of_sheets
from features.program import unmeasured as mvpod
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.pdf import pdf
from mvpod_expert.document.tree import Item, Listing, Paragraph, Section, text_of
from mvpod_expert.document.word import word
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.summary import Length
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.principles import BASES
from mvpod_expert.reports.deck import Deck
from mvpod_expert.reports.report import LENGTHS, Front, Report
from mvpod_expert.views.messages import Messages
from tests.document.forms import FORMS, bare, said
from tests.explanation.cells import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.document.tree import Document
    from mvpod_expert.mode.explanation.context import Reported
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.reports.report import ReportLength

EXAMPLES = Path(__file__).parents[2] / "examples"
CLIENTS = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
SHORTER: tuple[ReportLength, ...] = ("memo", "report")
FRONT = Front("2026-11-30", "王顾问 A. Adviser", "2026-12-05")
SHEETS = {1: 8, 2: 15, 3: 14}
"""By the market cells of an example; the one with two brings numbers, metrics, a plan and vendors as well."""


def _case(client: str) -> CaseFile:
    return usable(lambda report: read_case(EXAMPLES / f"{client}.yaml", KNOWLEDGE, report))


@cache
def _reported(client: str) -> Reported:
    return reported(_case(client), ADVISER)


def _document(client: str, lang: Lang, length: ReportLength) -> Document:
    return Report(KNOWLEDGE, Messages(lang), _reported(client), length, FRONT).document()


def _often(client: str) -> tuple[pytest.MarkDecorator, ...]:
    """Leave the other clients to the thorough run."""
    return () if client == "industrial-sensors" else (pytest.mark.thorough,)


def _listed(block: object) -> list[str]:
    """Return the leads of a block, and the items of its lists without what is below them."""
    match block:
        case Section(blocks=blocks):
            return [text for each in blocks for text in _listed(each)]
        case Paragraph(text=text, is_lead=True):
            return [text_of(text)]
        case Listing(items=items):
            return [text_of(each.text if isinstance(each, Item) else each) for each in items]
        case _:
            return []


def _texts(document: Document) -> dict[str, str]:
    written = docx.Document(BytesIO(word(document)))
    in_word = [paragraph.text for paragraph in written.paragraphs]
    in_word += [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    page = re.sub(r"<[^>]*>", " ", html(document).partition("<body>")[2])
    marked = re.sub(r"\\(.)", r"\1", re.sub(r"</?sup>", " ", markdown(document)))
    return {"html": page, "md": marked, "docx": "\n".join(in_word)}


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_memo_is_one_sheet_and_a_report_a_few(client: str, lang: Lang, tmp_path: Path) -> None:
    """On paper and in Word: a memo on one sheet of A4, a report on eight for a market cell, and on fifteen for more.

    Tools of this kind print a binder that nobody reads.
    """
    cells = len(_reported(client).cells)
    most = {"memo": 1, "report": SHEETS[cells]}
    for length in SHORTER:
        document = _document(client, lang, length)
        page, in_word = tmp_path / f"{length}.html", tmp_path / f"{length}-word.docx"
        page.write_text(html(document), encoding="utf-8")
        in_word.write_bytes(word(document))
        (tmp_path / f"{length}-pdf.pdf").write_bytes(pdf(document).content)
        counted = {
            "paper": len(printed(page)),
            "pdf": len(text_of_sheets(tmp_path / f"{length}-pdf.pdf")),
            "word": len(opened_in_a_word_processor(in_word)),
        }
        assert max(counted.values()) <= most[length], (length, counted)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
def test_numbers_stand_on_the_second_sheet_and_what_is_folded_is_printed(lang: Lang, tmp_path: Path) -> None:
    """Tools of this kind print closed folds as one line, and put what a client asks for first into an appendix."""
    case = _case("industrial-valves-complete")
    one = case.model_copy(update={"cells": case.cells[:1], "vendors": (), "audit": None})
    document = Report(KNOWLEDGE, Messages(lang), reported(one, ADVISER), "report", FRONT).document()
    page = tmp_path / "report.html"
    page.write_text(html(document), encoding="utf-8")
    sheets = ["".join(sheet.split()) for sheet in printed(page)]
    assert "".join(Messages(lang)("figures.section").split()) in sheets[1]
    assert "[mvpod" in "".join(sheets)
    assert len(sheets) <= SHEETS[1]


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("length", SHORTER)
def test_the_shorter_pages_on_a_phone_and_a_desk(length: ReportLength, lang: Lang, tmp_path: Path) -> None:
    """Nothing sticks out and every sign has a glyph."""
    page = tmp_path / "report.html"
    page.write_text(html(_document("water-treatment-zh", lang, length)), encoding="utf-8")
    for width in (390, 1280):
        probe = looked_at(page, width)
        assert probe["out"] == []
        assert probe["missing"] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("client", ["industrial-valves-complete", "water-treatment-zh"])
def test_what_supports_a_statement_stands_in_the_notes_alone(client: str, lang: Lang) -> None:
    """Tools of this kind put rule ids on every line, and "our proposal", which a client takes for the consultant's."""
    t = Messages(lang)
    rules = set(KNOWLEDGE.rules) - {item.id for item in KNOWLEDGE.items()}
    for length in SHORTER:
        for form, text in _texts(_document(client, lang, length)).items():
            told = text.split(t("report.notes"))[0]
            assert not [rule for rule in rules if f" {rule}" in told], (length, form)
            assert not [basis for basis in BASES if f"[{t(f'basis.{basis}')}]" in told], (length, form)
    assert "our proposal" not in Messages("en")("basis_meaning.proposal")
    assert "mvpod" in t("basis.proposal")


def test_every_number_leads_to_its_note_and_every_note_is_referred_to() -> None:
    """The notes are numbered from one, and say the rule, the principles and the sources."""
    page = html(_document("industrial-valves-complete", "en", "report"))
    referred = {int(number) for number in re.findall(r'<sup><a href="#note-(\d+)">', page)}
    noted = [int(number) for number in re.findall(r'<li id="note-(\d+)">', page)]
    assert noted == list(range(1, len(noted) + 1))
    assert referred == set(noted)
    notes = page.partition('id="notes"')[2]
    assert "rule few-accounts-can-be-served-direct" in notes
    assert "<details><summary>" in page


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("client", [pytest.param(each, marks=_often(each)) for each in CLIENTS])
def test_no_form_loses_what_another_has(client: str, lang: Lang) -> None:
    """Every sentence of the memo, the report and the full report is in each of their forms.

    Tools of this kind write a form at a time, and each leaves something else out.
    """
    for length in LENGTHS:
        document = _document(client, lang, length)
        sentences = {bare(text) for text in said((*document.front, *document.sections, *document.footer))}
        for form in ("html", "markdown", "terminal", "word"):
            written = bare(FORMS[form](document))
            assert [text for text in sentences if text not in written] == [], (length, form)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("client", [pytest.param(each, marks=_often(each)) for each in CLIENTS])
def test_no_length_loses_what_a_memo_says(client: str, lang: Lang) -> None:
    """Each decision, reason, objection, move and open question: on slides, a terminal and in longer reports."""
    t, told = Messages(lang), _reported(client)
    deck = Deck(KNOWLEDGE, t, told, front=FRONT).document()
    longer = {"slides": FORMS["slides"](deck), "deck": "".join(said((*deck.front, *deck.sections)))}
    longer |= {length: "".join(said(_document(client, lang, length).front)) for length in LENGTHS[1:]}
    sections = AdviceSections(KNOWLEDGE, t)
    longer["terminal"] = "".join(said(tuple(sections.short(each.advice, Length(9, 9)) for each in told.cells)))
    memo = _document(client, lang, "memo").front[-1]
    for name, text in longer.items():
        written = bare(text)
        for sentence in _listed(memo):
            assert bare(re.split("[(（]", sentence)[0]) in written, name


def test_the_command_takes_a_length_and_what_stands_on_the_front(tmp_path: Path) -> None:
    """A wrong length or date is reported with what is allowed; without a date it is today."""
    case = EXAMPLES / "industrial-sensors.yaml"
    front = ("--author", "A. Adviser", "--date", "2026-11-30", "--next-meeting", "5 December")
    for length in LENGTHS:
        done = mvpod("report", case, "-o", f"{length}.md", "--length", length, *front, folder=tmp_path)
        assert done.code == 0, done.err
    sizes = [len((tmp_path / f"{length}.md").read_text(encoding="utf-8")) for length in LENGTHS]
    assert sizes == sorted(sizes)
    assert sizes[0] * 3 < sizes[1]
    text = (tmp_path / "memo.md").read_text(encoding="utf-8")
    assert "Date: 2026-11-30 · Prepared by: A. Adviser · Next meeting: 5 December" in text
    wrong = mvpod("report", case, "-o", "a.md", "--length", "long", folder=tmp_path)
    assert (wrong.code, "'memo', 'report', 'full'" in wrong.err) == (2, True)
    assert mvpod("report", case, "-o", "a.md", "--date", "tomorrow", folder=tmp_path).code == 2
    assert mvpod("report", case, "-o", "a.docx", "--author", "A. Adviser", folder=tmp_path).code == 0
    assert docx.Document(str(tmp_path / "a.docx")).core_properties.author == "A. Adviser"


def test_word_has_the_pictures_of_the_page() -> None:
    """Word exports drop drawings, or the words that stand for them; here each of the page is there, with its words."""
    document = _document("industrial-valves-complete", "en", "full")
    told = re.findall(r'<svg [^>]*aria-label="([^"]*)"', html(document))
    body = docx.Document(BytesIO(word(document))).element.body
    pictures = [each.get("descr") for each in body.iter(qn("wp:docPr"))]
    assert [each for each in pictures if each] == list(map(unescape, told))
    assert pictures.count(None) == html(document).count('aria-hidden="true"')


def test_a_pdf_is_the_same_bytes_each_time_and_says_what_no_font_has() -> None:
    """Printers stamp the time into files, so that nobody can compare them, and print boxes without a word."""
    document = replace(_document("industrial-sensors", "zh", "memo"), subtitle="客户\U00012000\U000e0123")
    first = pdf(document)
    assert first == pdf(document)
    assert first.missing == "\U00012000"
    assert b"/CreationDate" not in first.content


@pytest.mark.thorough
def test_names_without_a_space_stay_on_the_sheet() -> None:
    """Tables are as wide as their longest word, so that one long name pushes the rest of a report off its paper."""
    told = _reported("water-treatment-zh")
    named = {"region": "R" * 288, "segment": "市" * 288}
    cells = tuple(each._replace(advice=each.advice.model_copy(update=named)) for each in told.cells)
    document = Report(KNOWLEDGE, Messages("en"), told._replace(client="Kunde" * 58, cells=cells)).document()
    for page in HTML(string=html(document, own_styles=True)).render().pages:
        boxes = [box for box in page._page_box.descendants() if isinstance(box, TextBox)]
        assert max(box.position_x + box.width for box in boxes) <= page.width
