"""A Word template of somebody else's: it fills in texts, runs nothing, and whatever is wrong with it is told."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.reports import word as word_module
from mvpod_expert.reports.word import MAX_TEMPLATE_BYTES, TEMPLATE, plain, word
from mvpod_expert.reports.word_template import MAX_UNPACKED_BYTES, TemplateUnusableError, fill
from mvpod_expert.views.messages import Messages
from tests.views.test_reports import EXAMPLE, pages

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ t.__globals__ }}",
    "{{ t.__call__.__globals__['__builtins__'] }}",
    "{{ report|attr('__class__') }}",
    "{{ ([report]|map(attribute='__class__')|list)[0] }}",
    "{{ cycler.__init__.__globals__.os.popen('true').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ('{0.__class__.__mro__}'|attr('format'))(report) }}",
    "{{ '{0.__class__}'.format(report) }}",
    "{{ report.update({'client': 'another'}) }}",
    "{{ report.cells.append(1) }}",
    "{% include '/etc/passwd' %}",
]
MISTAKES = [
    "{{ report + 1 }}",
    "{{ 1 / 0 }}",
    "{{ report.no_such_thing }}",
    "{{ t('no.such_sentence') }}",
    "{{ t(1) }}",
    "{{ report.client",
    "{% if %}",
    "{% for cell in report.cells %}",
    "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "{{ report.client|safe }}",
    "{% autoescape false %}{{ report.client }}{% endautoescape %}",
    "{{ range(10000000)|list }}",
]


def template_with(tag: str, folder: Path) -> Path:
    """Write a copy of the shipped template with a tag at its beginning."""
    restyled = docx.Document(str(TEMPLATE))
    restyled.paragraphs[0].insert_paragraph_before(tag)
    restyled.save(str(folder / "firm.docx"))
    return folder / "firm.docx"


@pytest.mark.parametrize("tag", ESCAPES + MISTAKES)
def test_a_tag_reaches_texts_only_and_its_mistakes_are_told(tag: str, tmp_path: Path) -> None:
    """Document generators that hand a template live objects let it walk to the interpreter; or die of its mistakes."""
    template = template_with(tag, tmp_path).read_bytes()
    with pytest.raises(TemplateUnusableError) as told:
        fill(template, plain(pages("en")), "en")
    assert told.value.problem == "tag"
    assert told.value.near
    assert told.value.reason


def test_the_command_names_the_tag(tmp_path: Path) -> None:
    """Tools of this kind end in a traceback at `{{ 1 / 0 }}`; the tag has to be named."""
    template_with("Margin: {{ 1 / 0 }}", tmp_path)
    done = mvpod("report", EXAMPLE, "-o", "a.docx", "--template", "firm.docx", "--lang", "en", folder=tmp_path)
    assert done.code == 2
    assert "firm.docx cannot be used" in done.err
    assert "division by zero, near 'Margin: {{ 1 / 0 }}'" in done.err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize("tag", ["{{ ('a' * 10**9) ~ 1 }}", "{{ '%9999999999d' % 1 }}"])
def test_a_template_cannot_take_all_memory(tag: str, tmp_path: Path) -> None:
    """A template engine multiplies a short text to gigabytes; the process that fills in has a limit."""
    with pytest.raises(TemplateUnusableError) as told:
        word(pages("en"), Messages("en"), template_with(tag, tmp_path))
    assert told.value.problem == "too_costly"


def test_a_template_cannot_run_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested loops in a template keep a generator busy for hours; the process that fills in has a limit."""
    monkeypatch.setattr(word_module, "MAX_SECONDS", 2)
    loops = "".join(f"{{% for n{depth} in range(99999) %}}" for depth in range(3)) + "{% endfor %}" * 3
    with pytest.raises(TemplateUnusableError) as told:
        word(pages("en"), Messages("en"), template_with(loops, tmp_path))
    assert told.value.problem == "too_costly"


def _zip_with(name: str, content: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


def _with_document_cut() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(TEMPLATE) as whole, zipfile.ZipFile(written, "w") as cut:
        for each in whole.infolist():
            content = whole.read(each)
            cut.writestr(each, content[: len(content) // 2] if each.filename == "word/document.xml" else content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no_word"),
        (b"no archive", "no_word"),
        (TEMPLATE.read_bytes()[:20_000], "no_word"),
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
        word(pages("en"), Messages("en"), tmp_path / "firm.docx")
    assert told.value.problem == problem


def test_a_pipe_is_no_template(tmp_path: Path) -> None:
    """A program that opens whatever is named waits for ever at a named pipe."""
    os.mkfifo(tmp_path / "firm.docx")
    with pytest.raises(TemplateUnusableError, match="no_file"):
        word(pages("en"), Messages("en"), tmp_path / "firm.docx")


@pytest.mark.parametrize("name", ["{{ 7 * 7 }}", "{_{ 7 * 7 }_}", "{%p endif %}", "</w:t><w:br/>", "a & b < c", "{#"])
def test_a_clients_text_is_no_tag_and_no_markup(name: str, tmp_path: Path) -> None:
    """Fill-in documents take braces and angle brackets of a name for their own; also in a document's properties."""
    restyled = docx.Document(str(TEMPLATE))
    restyled.core_properties.title = "{{ report.client }}"
    restyled.sections[0].header.paragraphs[0].text = "{{ report.client }}"
    restyled.save(str(tmp_path / "firm.docx"))
    written = docx.Document(BytesIO(word(replace(pages("en"), client=name), Messages("en"), tmp_path / "firm.docx")))
    assert written.paragraphs[1].text == name
    assert written.sections[0].header.paragraphs[0].text == name
    assert written.core_properties.title == name


def test_a_restyled_copy_gives_the_same_document(tmp_path: Path) -> None:
    """In a process of its own the shipped template gives what it gives in this one."""
    (tmp_path / "firm.docx").write_bytes(TEMPLATE.read_bytes())
    own, copied = (word(pages("zh"), Messages("zh"), each) for each in (None, tmp_path / "firm.docx"))
    assert [each.text for each in docx.Document(BytesIO(own)).paragraphs] == [
        each.text for each in docx.Document(BytesIO(copied)).paragraphs
    ]
