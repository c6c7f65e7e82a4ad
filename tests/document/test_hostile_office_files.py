"""A firm's file that somebody else made gives its looks or is refused: it ends nothing, and brings nothing along."""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from weasyprint import HTML

from features.program import unmeasured as mvpod
from mvpod_expert.document.office_files import TemplateUnusableError
from mvpod_expert.document.pdf import pdf
from mvpod_expert.document.slides import slides
from mvpod_expert.document.tree import Document, Paragraph, Section
from mvpod_expert.document.word import word

if TYPE_CHECKING:
    from pathlib import Path

PAGE = Document("en", "A client", "", (), "Contents", (Section("Title", (Paragraph("text"),)),), ())
OWN = {"docx": word(PAGE), "pptx": slides(PAGE).content}
RELATIONSHIPS = {"docx": "word/_rels/document.xml.rels", "pptx": "ppt/_rels/presentation.xml.rels"}


def _used(form: str, content: bytes, path: Path) -> bytes:
    path.write_bytes(content)
    return word(PAGE, path) if form == "docx" else slides(PAGE, path).content


def _with(form: str, changed: dict[str, bytes | None]) -> bytes:
    """Return an office file with some parts written anew, added or left out."""
    out = BytesIO()
    with ZipFile(BytesIO(OWN[form])) as own, ZipFile(out, "w", ZIP_DEFLATED) as other:
        for name in dict.fromkeys((*own.namelist(), *changed)):
            part = changed[name] if name in changed else own.read(name)
            if part is not None:
                other.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("form", OWN)
def test_a_file_with_a_damaged_part_is_used_or_refused(form: str, tmp_path: Path) -> None:
    """Libraries for office files end in whatever their parsers raise, long after the file was opened."""
    with ZipFile(BytesIO(OWN[form])) as own:
        parts = {name: own.read(name) for name in own.namelist()}
    refused = 0
    for name, content in parts.items():
        for part in (None, b"", b"<a/>", content[: len(content) // 2], content.replace(b"rId1", b"rId77")):
            try:
                assert _used(form, _with(form, {name: part}), tmp_path / f"t.{form}")
            except TemplateUnusableError:
                refused += 1
    assert refused > len(parts)


@pytest.mark.parametrize("form", OWN)
@pytest.mark.parametrize(
    ("part", "kind", "target"),
    [
        ("vbaProject.bin", "vbaProject", ""),
        ("activeX/activeX1.xml", "control", ""),
        ("", "attachedTemplate", "http://elsewhere.example/t.dotm"),
        ("", "image", "file:///etc/hostname"),
    ],
)
def test_a_file_that_runs_or_fetches_something_is_refused(
    form: str, part: str, kind: str, target: str, tmp_path: Path
) -> None:
    """What a template links to is fetched on the client's machine, and its macros go out under a firm's name."""
    added: dict[str, bytes | None] = {f"{'word' if form == 'docx' else 'ppt'}/{part}": b"x"} if part else {}
    if target:
        with ZipFile(BytesIO(OWN[form])) as own:
            rels = own.read(RELATIONSHIPS[form]).decode()
        link = (
            f'<Relationship Id="rId99" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"/>'
        )
        added = {RELATIONSHIPS[form]: rels.replace("</Relationships>", f"{link}</Relationships>").encode()}
    with pytest.raises(TemplateUnusableError) as caught:
        _used(form, _with(form, added), tmp_path / f"t.{form}")
    assert caught.value.problem == "active"


@pytest.mark.parametrize("form", OWN)
@pytest.mark.parametrize("part", ["styles.xml", "more.bin"])
def test_a_small_file_of_many_elements_is_refused_before_they_are_built(form: str, part: str, tmp_path: Path) -> None:
    """Libraries build each element that 90 kB unpack to, for 20 s and a gigabyte; the bytes alone are no measure."""
    name = f"{'word' if form == 'docx' else 'ppt'}/{part}"
    elements = b"<a>" + b"<b/>" * 1_100_000 + b"</a>"
    content = _with(form, {name: elements})
    assert len(content) < 100_000
    begun = time.process_time()
    with pytest.raises(TemplateUnusableError) as caught:
        _used(form, content, tmp_path / f"t.{form}")
    assert caught.value.problem == "too_large"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("form", ["docx", "pptx", "pdf"])
def test_long_names_and_control_signs_are_no_mistake_of_the_program(form: str, tmp_path: Path) -> None:
    """Properties of office files take 255 characters, and XML no control signs; exports end there."""
    name = "x" * 300 + "\\e[31m\\u202e<b>\\x01"
    (tmp_path / "c.yaml").write_text(f'client: "{name}"\nanswers: {{market_stage: mature}}\n', encoding="utf-8")
    author = "y" * 300 + "\x1b\x02"
    done = mvpod("report", "c.yaml", "-o", f"o.{form}", "--author", author, folder=tmp_path)
    assert done.code == 0, done.err


def test_the_longest_words_of_a_page_are_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layout engines take the square of a word's length to find where it breaks."""
    laid_out: list[str] = []

    def page(string: str, **_: object) -> object:
        laid_out.append(string)
        return HTML(string="<p>short")

    monkeypatch.setattr("mvpod_expert.document.pdf.HTML", page)
    pdf(Document("en", "x" * 40_000, "", (), "", (Section("a", ()),), ()))
    _, _, body = laid_out[0].partition("<body")
    assert sum(map(len, re.findall("x+", body))) >= 40_000
    assert max(map(len, re.findall("x+", body))) < 200
