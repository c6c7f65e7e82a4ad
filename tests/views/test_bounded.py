"""Work that grows with the input, measured in counted steps at once, twice and four times the size."""

from __future__ import annotations

import difflib
import io
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from mvpod_expert.document import slide_text
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import MOST_OF_A_FILE, DiagnosticCollector
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.views import console
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import MAX_SHOWN, show_findings
from mvpod_expert.views.line_breaking import shortened, wrapped
from mvpod_expert.views.messages import Messages
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (5_000, 10_000, 20_000)
TEXTS = {
    "one word": "x",
    "Chinese": "中",
    "words": "word ",
    "spaces": " ",
    "opening marks": "（",
    "closing marks": "，",
    "both": "（a，",
    "wide beside narrow": "中a",
}


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_wrapping_walks_along_a_text_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrapping libraries measure the rest of the text again for every line, so that long words take minutes."""
    steps = 0

    def counting(text: str) -> int:
        nonlocal steps
        steps += len(text)
        return cell_len(text)

    monkeypatch.setattr(console, "cell_len", counting)
    counts = []
    for size in SIZES:
        steps = 0
        wrapped(unit * (size // len(unit)), 80, 4)
        counts.append(steps)
    assert counts[2] <= 4.2 * counts[0] + 400
    assert counts[0] <= 4 * SIZES[0]


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_a_title_is_cut_for_a_slide_in_few_looks(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits a box is mostly tried a letter less each time, and each time the whole text is measured."""
    measured = 0
    real = slide_text._rows

    def counting(text: str, size: float, width: float) -> int:
        nonlocal measured
        measured += len(text)
        return real(text, size, width)

    monkeypatch.setattr(slide_text, "_rows", counting)
    text = unit * (SIZES[2] // len(unit))
    told, size = slide_text.fitting(text, 30, 10, slide_text.Room(0, 0, 600, 60))
    assert text.startswith(told.removesuffix("…"))
    assert real(told, size, 600) * size * slide_text.LINE <= 60
    assert real(f"{text[: len(told) + 2]}…", size, 600) * size * slide_text.LINE > 60 or unit == " "
    assert measured <= 60 * len(text)


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("room", [16, 17, 80])
def test_nothing_is_lost_or_too_wide(unit: str, room: int) -> None:
    """What is wrapped says the same, and fits."""
    text = (unit * 400).strip()
    lines = wrapped(text, room, 3)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= room - (3 if number else 0) + 2 for number, line in enumerate(lines))
    assert cell_len(shortened(text, room)) <= room


@pytest.mark.parametrize("line", ["  fact_{}: mature\n", "  market_stage: mature\n"], ids=["unknown", "twice"])
def test_findings_of_a_file_are_counted_beyond_its_share(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken export has one mistake a row; checkers that keep and print each need minutes and fill the terminal."""
    compared = 0
    real = difflib.get_close_matches

    def counting(*arguments: object, **options: object) -> object:
        nonlocal compared
        compared += 1
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    for size in (MOST_OF_A_FILE + 1, 2 * MOST_OF_A_FILE):
        compared = 0
        path = tmp_path / "case.yaml"
        path.write_text("answers:\n" + "".join(line.format(number) for number in range(size)), encoding="utf-8")
        report = DiagnosticCollector()
        read_case(path, KNOWLEDGE, report)
        assert compared <= 3 * MOST_OF_A_FILE
        assert len(report.diagnostics) == MOST_OF_A_FILE
        assert len(report.diagnostics) + report.only_counted in {size, size - 1}


def test_the_first_findings_are_told_and_all_are_counted() -> None:
    """What is told is for a person; the number says how much there is."""
    findings = [Diagnostic(code=Code.FILE_MISSING, place=Place(file=f"f{each}")) for each in range(60)]
    said = io.StringIO()
    show_findings(findings, Messages("en"), Terminal(said), only_counted=40)
    assert said.getvalue().count("error MV101") == MAX_SHOWN
    assert "and 50 more" in said.getvalue()
    assert "100 findings" in said.getvalue()


def test_a_long_value_is_cut_in_a_message(tmp_path: Path) -> None:
    """A document pasted into a field makes a message of many pages."""
    path = tmp_path / "case.yaml"
    path.write_text(f"answers: {{market_stage: {'x' * 400_000}}}\n", encoding="utf-8")
    report = DiagnosticCollector()
    read_case(path, KNOWLEDGE, report)
    with pytest.raises(UnusableInputError) as raised:
        report.raise_if_any()
    said = io.StringIO()
    show_findings(raised.value.diagnostics, Messages("en"), Terminal(said))
    assert len(said.getvalue()) < 1500
