"""The file of an expert's verdicts: case tests, one more with each verdict, whole and on disk after each."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mvpod_expert.atomic_write import write_file
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_nodes import Listing
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.printable import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_workbench.testing.case_test_model import Reviewed

HEAD = "tests:\n"
DASH = re.compile(r"^( *)- ", re.MULTILINE)


class UnfitForReviewsError(MvpodError):
    """The file is not written as a list of case tests line by line, so that nothing can be added at its end."""


@dataclass(frozen=True)
class Verdict:
    """What an expert said about a profile.

    Args:
        given: the answers as they are written in a case file.
        mode: the mode the advice must name; nothing when the expert only knows which it must not.
        not_mode: the mode it must not name.
        points: the points every mode must have; empty when they are not to be held to.
    """

    given: ById[str, str]
    reviewed: Reviewed
    mode: str | None = None
    not_mode: str | None = None
    points: ById[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The test's id: the day, and a mark of the answers and of who judged them."""
        said = json.dumps([sorted(self.given.items()), self.reviewed.by], ensure_ascii=False)
        return f"review-{self.reviewed.date}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    def lines(self) -> list[str]:
        """Return the case test as it is written, without the list's dash."""
        expect = f"mode: {self.mode}" if self.mode is not None else f"not_mode: {self.not_mode}"
        if self.points:
            expect += ", points: {" + ", ".join(f"{mode}: {points}" for mode, points in self.points.items()) + "}"
        by = self.reviewed
        note = f", note: {quoted(by.note)}" if by.note else ""
        written = f'by: {quoted(by.by)}, date: "{by.date}", verdict: {by.verdict}{note}'
        return [
            f"id: {self.name}",
            "given:",
            *(f"  {fact}: {answer}" for fact, answer in self.given.items()),
            f"expect: {{{expect}}}",
            f"reviewed: {{{written}}}",
        ]


def check_reviews(path: Path) -> None:
    """Make sure that a verdict can be added to a file, new or existing.

    Raises:
        UnusableInputError: the file is there and cannot be read.
        UnfitForReviewsError: nothing can be added at its end.
    """
    _with(_text(path), ["id: trial", "given: {}"])


def add_review(path: Path, verdict: Verdict) -> None:
    """Add a verdict and wait until the whole file is on disk; either the old or the new file is there.

    Raises:
        OSError: it could not be written.
    """
    write_file(path, _with(_text(path), verdict.lines()))


def _text(path: Path) -> str:
    return usable(lambda report: read_text(path, str(path), report)) if path.exists() else HEAD


def _with(text: str, lines: list[str]) -> str:
    found = DASH.search(text)
    indent = found[1] if found else "  "
    first, *rest = lines
    written = f"{indent}- {first}\n" + "".join(f"{indent}  {line}\n" for line in rest)
    blank = "" if text == HEAD else "\n"
    longer = (text if text.endswith("\n") else text + "\n") + blank + written
    if _tests_in(longer) != _tests_in(text) + 1:
        raise UnfitForReviewsError
    return longer


def _tests_in(text: str) -> int:
    """Count the case tests of a text; -1 where it is no list of them."""
    if text == HEAD:
        return 0
    report = DiagnosticCollector()
    page = parse_yaml(text, "", report)
    listing = page.get("tests") if page is not None else None
    return len(listing.items) if isinstance(listing, Listing) and not report else -1
