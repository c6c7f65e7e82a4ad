"""`mvpod recommend` on a screen: a short page with the decision last, one part, everything, and a pager."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pexpect
import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.views.messages import Messages
from tests.shipped import KNOWLEDGE

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
EXAMPLE = ROOT / "examples" / "industrial-sensors.yaml"
MOST_LINES = 40
BESIDE = 5
"""Lines about the audit and the vendors of a client, where there are some."""

SECONDS = 60


def _cells(out: str, titles: list[str]) -> list[int]:
    """Return how many lines there are from each cell's title to the next, or to the end."""
    lines = out.splitlines()
    starts = [number for number, line in enumerate(lines) if any(line.startswith(title) for title in titles)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


@pytest.mark.parametrize("lang", LANGS)
def test_a_cell_takes_forty_lines_and_says_what_matters(lang: str, tmp_path: Path) -> None:
    """On documented decisions and on nothing: a cell is a screen or two, and the decision is also the last line.

    Tools of this kind scroll the decision away with thousands of lines.
    """
    cases = []
    for case in list(KNOWLEDGE.cases.values())[::12]:
        answers = {fact: answer.given for fact, answer in case.cell.answers.items()}
        cases.append(tmp_path / f"{case.id}.json")
        cases[-1].write_text(json.dumps({"client": f"Client {case.id}", "answers": answers}), encoding="utf-8")
    cases.append(tmp_path / "empty.json")
    cases[-1].write_text('{"client": "Client E", "answers": {}}', encoding="utf-8")
    seen = mvpod("recommend", *cases, "--lang", lang, folder=tmp_path)
    advised = mvpod("recommend", *cases, "--format", "json", folder=tmp_path).data["cells"]
    counted = _cells(seen.out.rpartition("\n\n")[0], ["Client "])
    assert len(counted) == len(cases)
    assert max(counted) <= MOST_LINES - 3, counted
    last = seen.out.splitlines()[-len(cases) :]
    t = Messages("zh" if lang == "zh" else "en")
    for line, cell in zip(last, advised, strict=True):
        assert line.startswith(cell["client"])
        assert t(f"verdict.{cell['mode']['verdict']}") in line
        for move in cell["moves"][:4]:  # a fifth where there is room
            assert move["title"][lang] in seen.out.replace("\n     ", "" if lang == "zh" else " ")


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_take_forty_lines_a_cell(case: Path, tmp_path: Path) -> None:
    """What capabilities warn of stands on the page, and what they found of the client takes a line or two each."""
    seen = mvpod("recommend", case, folder=tmp_path)
    cells = mvpod("recommend", case, "--format", "json", folder=tmp_path).data["cells"]
    assert len(seen.out.splitlines()) <= MOST_LINES * len(cells) + BESIDE
    assert seen.out.splitlines()[-1].endswith(")")
    for economics in (cell.get("economics") for cell in cells):
        assert not (economics and economics["contradictions"]) or "! The rules recommend" in seen.out


def test_one_part_is_printed_and_a_wrong_name_lists_them(tmp_path: Path) -> None:
    """Parts are named after sections and shelves; a part that a case has not is said to be missing."""
    evidence = mvpod("recommend", EXAMPLE, "--part", "evidence", folder=tmp_path).out
    assert "For direct (+" in evidence
    assert "First moves" not in evidence
    for options in (("--part", "metric", "--part", "moves"), ("--part", "metrics, moves"), ("--part", "moves，metric")):
        both = mvpod("recommend", EXAMPLE, *options, folder=tmp_path).out
        assert "First moves" in both
        assert "\n  Metrics\n" in both
        assert "Key roles" not in both
    assert "nothing of that part" in mvpod("recommend", EXAMPLE, "--part", "economics", folder=tmp_path).out
    wrong = mvpod("recommend", EXAMPLE, "--part", "moves,metrix", folder=tmp_path)
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean metric" in wrong.err
    assert "decision, evidence, moves" in wrong.err


def test_one_cell_is_shown_by_its_id_region_or_segment(tmp_path: Path) -> None:
    """Tools of this kind print all or nothing; JSON is the whole result, and says so rather than leave it out."""
    for name in ("southwest-machinery", "西南 Southwest China", "中小机械厂 small machine builders"):
        for more in ((), ("--full",)):
            seen = mvpod("recommend", EXAMPLE, "--cell", name, *more, folder=tmp_path)
            assert "East China" not in seen.out
            assert seen.out.splitlines()[-1] == "Recommended: channel (clear)"
    wrong = mvpod("recommend", EXAMPLE, "--cell", "north", folder=tmp_path)
    assert (wrong.code, "it has east-china-automotive, southwest-machinery" in wrong.err) == (2, True)
    whole = mvpod("recommend", EXAMPLE, "--cell", "southwest-machinery", "--format", "json", folder=tmp_path)
    assert (whole.code, "always has every market cell" in whole.err) == (2, True)


def test_everything_is_printed_with_full(tmp_path: Path) -> None:
    """Every rule with its reason and support, every item of the plan; the decision comes last as well."""
    seen = mvpod("recommend", EXAMPLE, "--full", folder=tmp_path)
    cells = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data["cells"]
    flat = " ".join(seen.out.split())
    for cell in cells:
        assert all(" ".join(item["text"]["en"].split()) in flat for item in cell["plan"])
    assert "rule few-accounts-can-be-served-direct" in flat
    assert seen.out.splitlines()[-1].endswith("channel (clear)")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("options", "rows", "is_paged"),
    [("--full", 24, True), ("--full --no-pager", 24, False), ("", 200, False)],
)
def test_what_is_longer_than_the_screen_goes_through_the_pager(
    options: str, rows: int, is_paged: bool, tmp_path: Path
) -> None:
    """Tools of this kind page in pipes, or lose their colours on the way: here only on a terminal, and in colour."""
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path}/paged\n", encoding="utf-8")
    pager.chmod(0o755)
    environment = {**surroundings(), "PAGER": str(pager), "TERM": "xterm"}
    command = f"{sys.executable} -m mvpod_expert recommend {EXAMPLE} --lang en {options}"
    child = pexpect.spawn(command, cwd=str(tmp_path), env=environment, dimensions=(rows, 80), timeout=SECONDS)
    shown = child.read().decode()
    child.close()
    assert child.exitstatus == 0
    paged = (tmp_path / "paged").read_text(encoding="utf-8") if is_paged else shown
    assert "Recommended: direct (clear)" in paged
    assert "\x1b[" in paged
    assert is_paged == (tmp_path / "paged").exists()
    piped = mvpod("recommend", EXAMPLE, "--full", folder=tmp_path, environment={**os.environ, "PAGER": str(pager)})
    assert "\x1b[" not in piped.out
