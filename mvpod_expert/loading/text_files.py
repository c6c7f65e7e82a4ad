"""Bytes to text: a file that is missing, a folder, too large, not text or empty is reported as such."""

import codecs
import re
import sys
import unicodedata
from pathlib import Path

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.diagnostics import Code, Place

MAX_BYTES = 2_000_000
STDIN = "-"
STDIN_NAME = "<stdin>"
ZIPPED = b"PK\x03\x04"
GBK = "GBK"
CODE_PAGES = ("gb18030", "big5", "cp949", "cp932", "windows-1251", "windows-1252")
"""The code pages of spreadsheets; not EUC-JP, which none writes and in which short Chinese words are words too."""
WORD = re.compile(rb"[\x40-\xff]+")
"""What a cell holds in any of them. Each counts once: one in every row says nothing of how often letters stand."""


def read_text(
    path: Path, shown: str, report: DiagnosticCollector, most: int = MAX_BYTES, not_text: Code = Code.FILE_NOT_TEXT
) -> str | None:
    """Read a text file.

    Args:
        path: the file.
        shown: its name in findings.
        report: takes what is wrong with it.
        most: how many bytes it may have.
        not_text: the finding when it is no UTF-8.

    Returns:
        The text without a byte order mark, or nothing when it cannot be used.
    """
    place = Place(file=shown)
    try:
        if path.is_dir():
            report.add(Code.FILE_IS_FOLDER, place)
            return None
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        report.add(Code.FILE_MISSING, place, near=_neighbours(path), written=path.name)
        return None
    except (OSError, ValueError) as error:
        report.add(Code.FILE_UNREADABLE, place, details={"reason": getattr(error, "strerror", None) or str(error)})
        return None
    return _decode(data, place, report, most, not_text)


def read_stdin(report: DiagnosticCollector, most: int = MAX_BYTES) -> str | None:
    """Read standard input like a file."""
    return _decode(sys.stdin.buffer.read(most + 1), Place(file=STDIN_NAME), report, most)


def decoded(data: bytes, file: str, report: DiagnosticCollector) -> str | None:
    """Return the text of a file's bytes; `file` is its name in findings."""
    return _decode(data, Place(file=file), report, MAX_BYTES)


def _decode(
    data: bytes, place: Place, report: DiagnosticCollector, most: int, not_text: Code = Code.FILE_NOT_TEXT
) -> str | None:
    if len(data) > most:
        report.add(Code.FILE_TOO_LARGE, place, details={"limit": f"{most / 1000000:g} MB"})
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(not_text, _place_of_byte(data, error.start, place.file), details={"looks_like": _looks_like(data)})
        return None
    if "\0" in text:
        where = _place_of_byte(data, data.index(b"\0"), place.file)
        report.add(not_text, where, details={"looks_like": _looks_like(data)})
        return None
    if not text.strip():
        report.add(Code.FILE_EMPTY, place)
        return None
    return unicodedata.normalize("NFC", text)  # é is one letter however it was typed, or two names look like one


def _looks_like(data: bytes) -> str:
    """Report what bytes that are no UTF-8 are, where that is plain."""
    if data.startswith(ZIPPED):
        return "XLSX"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    return code_page(data)


def code_page(data: bytes) -> str:
    """Return the code page that bytes that are no UTF-8 seem to be written in, by how often which letters stand there.

    Returns:
        Its name, which Python knows, such as "GBK" or "CP949"; nothing where none is likely.
    """
    from chardet import detect_all  # noqa: PLC0415 - for files that are no UTF-8

    words = b"\n".join(dict.fromkeys(word for word in re.findall(WORD, data) if not word.isascii()))
    found = [] if b"\0" in data else detect_all(words, ignore_threshold=True, include_encodings=CODE_PAGES)
    likely = {each["encoding"] or "": each["confidence"] for each in found}
    best = max(likely, key=lambda page: likely[page], default="")
    return GBK if best == "GB18030" else best


def _place_of_byte(data: bytes, offset: int, file: str) -> Place:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", errors="replace")) + 1
    return Place(file=file, line=before.count(b"\n") + 1, column=column)


def _neighbours(path: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(each.name for each in path.parent.iterdir() if each.suffix == path.suffix)[:200])
    except OSError:
        return ()
