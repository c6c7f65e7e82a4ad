"""Files of a firm whose styles a document takes: read within limits, refused where tags would have to be filled in."""

from __future__ import annotations

import os
import re
import stat
import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile, ZipFile

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.printable import tame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mvpod_expert.document.tree import Document

MARK = "mvpod report"
"""What a file of ours is known by, whatever the template."""

COLOURS = {
    "good": "1B7F4B",
    "bad": "B3261E",
    "warn": "8A5A00",
    "faint": "56616F",
    "article": "0B6E7F",
    "literature": "1F5FA8",
    "practice": "1B7F4B",
    "proposal": "8E3A8E",
}
"""The colours of tones, and of the marks of provenance."""
LONGEST_PROPERTY = 255
MEGABYTE = 1_000_000
IN_MEMORY = re.compile(r"(?:file )?'?<_io\.BytesIO[^>]*>'?")
"""What the libraries call a file that they were given opened."""
MAX_TEMPLATE_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 100 * MEGABYTE
MAX_PARTS = 2_000
MAX_TAGS = 1_000_000
NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
PROGRAM = re.compile(r"vbaProject|activeX|oleObject|\.(?:exe|dll|vbs|js)$", re.IGNORECASE)
RELATIONSHIP = re.compile("<[^>]*Relationship [^>]*>")
EXTERNAL = re.compile(r"""TargetMode\s*=\s*["']External""")
TAG_MARKS = ("{{", "{%", "{#")
MOST_QUOTED = 60

Opened = TypeVar("Opened")


class TemplateUnusableError(MvpodError):
    """A firm's file cannot be used.

    The problem is a name under `[template]` in the messages; the reason is what the library said, a limit in MB, the
    active part, or a paragraph with tags.
    """

    def __init__(self, problem: str, reason: str = "") -> None:
        super().__init__(reason or problem)
        self.problem = problem
        self.reason = reason


@contextmanager
def in_template(template: Path | None, otherwise: str) -> Iterator[None]:
    """Take what fails while a firm's file is used for a fault of that file; without one it is ours.

    Raises:
        TemplateUnusableError: it cannot be used; `otherwise` is the problem, `no_word` or `no_slides`.
        OSError: it cannot be read.
    """
    try:
        yield
    except (TemplateUnusableError, OSError):
        raise
    except Exception as error:  # python-docx, python-pptx and lxml raise whatever a damaged package leads them to
        if template is None:
            raise
        raise TemplateUnusableError(otherwise, IN_MEMORY.sub("the file", str(error))) from error


def opened_template(template: Path, opening: Callable[[BytesIO], Opened], otherwise: str) -> Opened:
    """Return a firm's file as a library opens it; to be called within `in_template`.

    Raises:
        TemplateUnusableError: it is too large, or no archive: that problem is `otherwise`.
        OSError: it cannot be read.
    """
    content = _content(template)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_size(archive)
            active = _active(archive)
    except (BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError, zlib.error) as error:
        raise TemplateUnusableError(otherwise, str(error)) from error
    if active:
        raise TemplateUnusableError(problem="active", reason=active)
    return opening(BytesIO(content))


def _check_size(archive: ZipFile) -> None:
    parts = archive.infolist()
    # zipfile unpacks no more than is declared here.
    is_large = len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
    # An element of four bytes takes eighty in memory, and which parts hold XML only the library knows.
    if is_large or sum(archive.read(part).count(b"<") for part in parts) > MAX_TAGS:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_UNPACKED_BYTES // MEGABYTE))


def _active(archive: ZipFile) -> str:
    """Return the first part that holds a program, or the first address that is fetched when a document is opened."""
    for name in archive.namelist():
        if PROGRAM.search(name) is not None:
            return name
        if name.endswith(".rels"):
            for found in RELATIONSHIP.finditer(archive.read(name).decode("utf-8", "replace")):
                if EXTERNAL.search(found[0]) is not None and "/hyperlink" not in found[0]:
                    return name
    return ""


def describe(properties: Any, document: Document) -> None:
    """Write title, author and mark of a document into the properties of an office file, which take little."""
    properties.title, properties.author = (tame(text)[:LONGEST_PROPERTY] for text in (document.title, document.author))
    properties.identifier = MARK


def refuse_tags(package: Any, paragraph: str, text: str) -> None:
    """Refuse a file written for a template language: nobody would fill its tags in, and clients would read them.

    `TemplateUnusableError`: a paragraph, the element of that name, holds a tag in the texts of its runs.
    """
    for part in package.iter_parts():
        element = getattr(part, "element", getattr(part, "_element", None))
        for each in element.iter(paragraph) if element is not None else ():
            told = "".join(run.text or "" for run in each.iter(text))
            if any(mark in told for mark in TAG_MARKS):
                raise TemplateUnusableError(problem="tags", reason=told[:MOST_QUOTED])


def _content(template: Path) -> bytes:
    # A named pipe would be waited for at opening, before one can see that it is a pipe.
    with os.fdopen(os.open(template, os.O_RDONLY | NOT_WAITING), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise TemplateUnusableError(problem="no_file")
        content = file.read(MAX_TEMPLATE_BYTES + 1)
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_TEMPLATE_BYTES // MEGABYTE))
    return content
