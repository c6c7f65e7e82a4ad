"""Files brought into their one form, with every comment kept and nothing changed in what they say.

Each new text is read again before it is given out: what it says must be what the file said, with the same comments,
and writing it once more must change nothing. A file that cannot be read is reported with its findings and left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.engine.knowledge_cache import SEAL_BYTES, cache_folder, code_of, keep_sealed, sealed
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_nodes import Plain, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.resources import PACKAGE, Home
from mvpod_workbench.editing.canonical import canonical
from mvpod_workbench.editing.layout_reading import comments_of, read_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mvpod_expert.model.diagnostics import Diagnostic

ENDINGS = (".yaml", ".yml")
MOST_SETTLING = 4
MOST_KNOWN = 5_000


class FormatLosesError(MvpodError):
    """The one form of a file would say something else than the file: our mistake; nothing was written."""

    def __init__(self, file: str, lost: str) -> None:
        super().__init__(f"{file}: {lost}")


class Formatted(NamedTuple):
    """One file, its name for people, its text as it is and in the one form, or why it cannot be read."""

    path: Path
    shown: str
    before: str = ""
    after: str = ""
    findings: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> bool:
        """The file is not in its one form."""
        return self.before != self.after


def files_of(home: Home, paths: Iterable[Path] = ()) -> list[Path]:
    """Return the knowledge files of a home, or those that are named, folders with all in them."""
    found: list[Path] = []
    for path in list(paths) or [home.rules, home.knowledge]:
        inside = sorted(path.rglob("*")) if path.is_dir() else ()
        found += [each for each in inside if each.suffix in ENDINGS and each.is_file()] if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def format_files(paths: Iterable[Path], shown: Callable[[Path], str]) -> list[Formatted]:
    """Bring files into their one form, without writing them; what was found in form before is not looked at again."""
    place = _place_of_known()
    known = set((sealed(place) or b"")[SEAL_BYTES:].split()) if place is not None else set()
    before = len(known)
    done = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        if _digest(content) in known:
            text = content.decode("utf-8")
            done.append(Formatted(path, shown(path), text, text))
            continue
        done.append(format_file(path, shown(path)))
        if not (done[-1].changes or done[-1].findings):
            known.add(_digest(done[-1].before.encode()))
    if place is not None and len(known) > before:
        # A folder that cannot be written to costs time and never the run.
        with contextlib.suppress(OSError):
            keep_sealed(place, b"\n".join(sorted(known)[:MOST_KNOWN]))
    return done


def _place_of_known() -> Path | None:
    """Return where the hashes of texts in form are kept, under a name that stands for the code that decides it."""
    folder = cache_folder()
    code = "".join(sorted((*code_of(str(Path(__file__).parent)), *code_of(str(PACKAGE / "loading")), sys.version)))
    return folder / f"{hashlib.sha256(code.encode()).hexdigest()}.in-form" if folder is not None else None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def format_file(path: Path, shown: str) -> Formatted:
    """Bring one file into its one form, without writing it."""
    report = DiagnosticCollector()
    text = read_text(path, shown, report)
    after = formatted(text, shown, report) if text is not None else None
    if after is None:
        return Formatted(path, shown, findings=tuple(report.diagnostics))
    # Line ends and a byte order mark are not in the text that was read, and are part of the form all the same.
    before = path.read_bytes().decode("utf-8")
    return Formatted(path, shown, before, after)


def formatted(text: str, shown: str, report: DiagnosticCollector) -> str | None:
    """Return a text in its one form, or nothing when there were findings.

    Raises:
        FormatLosesError: something would be lost.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = _said(text, shown, report)
    if report:
        return None
    source = text.replace("\t", " ") if text.lstrip()[:1] in {"{", "["} else text
    after = canonical(read_layout(source))
    if after == text:
        return after
    for _ in range(MOST_SETTLING):
        # A comment that came out of brackets belongs, on a line of its own, to what stands there now.
        settled = canonical(read_layout(after))
        if settled == after:
            break
        after = settled
    else:
        raise FormatLosesError(shown, "stability")
    again = DiagnosticCollector()
    if _said(after, shown, again) != said or again:
        raise FormatLosesError(shown, "data")
    if Counter(comments_of(after)) != Counter(comments_of(source)):
        raise FormatLosesError(shown, "comments")
    return after


def _said(text: str, shown: str, report: DiagnosticCollector) -> Plain:
    node = parse_yaml(text, shown, report)
    return plain(node) if node is not None else None
