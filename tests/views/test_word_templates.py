"""A Word file of somebody else: it gives styles, headers and paper, runs nothing, and what is wrong is reported."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.document.office_files import MAX_TEMPLATE_BYTES, MAX_UNPACKED_BYTES, TemplateUnusableError
from mvpod_expert.document.tree import Column as TableColumn
from mvpod_expert.document.tree import Document, Paragraph, Section, Span, Table, text_of
from mvpod_expert.document.word import word
from tests.views.test_reports import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Document(
    lang="en",
    title="A title",
    subtitle="A client",
    front=(),
    contents="Contents",
    sections=(Section("A part", (Paragraph("A text"), Table((TableColumn("A"),), (("b",),))), "part"),),
    footer=(),
)


def _plain_template() -> bytes:
    written = BytesIO()
    docx.Document().save(written)
    return written.getvalue()


TEMPLATE = _plain_template()


@pytest.mark.parametrize("tag", ["{{ ''.__class__.__mro__ }}", "{% for x in y %}", "{{ 1 / 0 }}", "{{ report.client"])
@pytest.mark.parametrize("where", ["header", "body"])
def test_a_template_with_tags_is_refused(tag: str, where: str, tmp_path: Path) -> None:
    """Document generators run tags that stand in a firm's file; here they are never run, and never reach a client."""
    firm = docx.Document()
    paragraph = firm.sections[0].header.paragraphs[0] if where == "header" else firm.add_paragraph()
    for piece in (tag[:1], tag[1:]):  # Word divides texts as it likes
        paragraph.add_run(piece)
    firm.save(str(tmp_path / "firm.docx"))
    with pytest.raises(TemplateUnusableError) as told:
        word(SMALL, tmp_path / "firm.docx")
    assert (told.value.problem, told.value.reason) == ("tags", tag)


def test_a_firms_header_stays_and_its_text_goes(tmp_path: Path) -> None:
    """The template gives the look; what stands in its body was about somebody else."""
    firm = docx.Document()
    firm.sections[0].header.paragraphs[0].text = "The Firm"
    firm.add_paragraph("an older report")
    firm.save(str(tmp_path / "firm.docx"))
    written = docx.Document(BytesIO(word(SMALL, tmp_path / "firm.docx")))
    assert written.sections[0].header.paragraphs[0].text == "The Firm"
    texts = [paragraph.text for paragraph in written.paragraphs]
    assert texts[:2] == ["A title", "A client"]
    assert "an older report" not in texts


def _zip_with(name: str, content: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


def _with_document_cut() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as whole, zipfile.ZipFile(written, "w") as cut:
        for each in whole.infolist():
            content = whole.read(each)
            cut.writestr(each, content[: len(content) // 2] if each.filename == "word/document.xml" else content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no_word"),
        (b"no archive", "no_word"),
        (TEMPLATE[:20_000], "no_word"),
        (_zip_with("letter.txt", b"an archive of something else"), "no_word"),
        (_zip_with("[Content_Types].xml", b"<Types/>"), "no_word"),
        (_with_document_cut(), "no_word"),
        (_zip_with("word/media/bomb", bytes(MAX_UNPACKED_BYTES + 1)), "too_large"),
        (bytes(MAX_TEMPLATE_BYTES + 1), "too_large"),
    ],
    ids=["empty", "text", "cut", "foreign", "hollow", "xml-cut", "bomb", "large"],
)
def test_what_is_no_template_is_told(content: bytes, problem: str, tmp_path: Path) -> None:
    """Readers of office files fail deep inside on archives that are cut, foreign or unpack to gigabytes."""
    (tmp_path / "firm.docx").write_bytes(content)
    with pytest.raises(TemplateUnusableError) as told:
        word(SMALL, tmp_path / "firm.docx")
    assert told.value.problem == problem


def test_a_pipe_is_no_template(tmp_path: Path) -> None:
    """A program that opens whatever is named waits for ever at a named pipe."""
    os.mkfifo(tmp_path / "firm.docx")
    with pytest.raises(TemplateUnusableError, match="no_file"):
        word(SMALL, tmp_path / "firm.docx")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    """Tools of this kind end in a traceback at a damaged file; here nothing is written, and the file is named."""
    (tmp_path / "firm.docx").write_bytes(TEMPLATE[:20_000])
    done = mvpod("report", EXAMPLE, "-o", "a.docx", "--template", "firm.docx", "--lang", "en", folder=tmp_path)
    assert done.code == 2
    assert "firm.docx cannot be used: it is not a Word document" in done.err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize("name", ["{{ 7 * 7 }}", "{_{ 7 * 7 }_}", "{%p endif %}", "</w:t><w:br/>", "a & b < c", "{#"])
def test_a_clients_text_is_no_tag_and_no_markup(name: str) -> None:
    """Fill-in documents take braces and angle brackets of a name for their own; also in a document's properties."""
    paragraph = Paragraph((Span(name, "strong"), name))
    content = replace(SMALL, title=name, subtitle=name, sections=(Section(name, (paragraph,), "part"),))
    written = docx.Document(BytesIO(word(content)))
    texts = [each.text for each in written.paragraphs]
    assert texts[:2] == [name, name]
    assert texts[-1] == text_of(paragraph.text)
    assert written.core_properties.title == name


def test_a_file_without_our_styles_will_do(tmp_path: Path) -> None:
    """Tools of this kind fail at the first style that a firm's file does not have; here Normal stands in for it."""
    firm = docx.Document()
    for name in ("Heading 1", "Title", "Subtitle", "Table Grid"):
        firm.styles[name].delete()
    firm.save(str(tmp_path / "firm.docx"))
    written = docx.Document(BytesIO(word(SMALL, tmp_path / "firm.docx")))
    assert {paragraph.text for paragraph in written.paragraphs} >= {"A title", "A part", "A text"}
    assert written.tables[0].rows[1].cells[0].text == "b"
