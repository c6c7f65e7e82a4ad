"""A case that is given to the interview: whatever else it says stays in it, and every command still reads it."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.journal import Entered, Opened
from tests.interview.test_journal_file import answered, opened, resumed
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.cases import CaseFile


CASE = """\
# what the client told us
client: "阀门 Ltd"
answers: {market_stage: mature, own_sales_resources: high}   # as of May
economics: {currency: CNY, gross_margin: 45%, reps_funded: 14}
override: {mode: hybrid, because: the key accounts insist}
metrics: history.csv
vendors:
  - {id: a, name: A}
audit: {}
"""
CELLS = """\
client: B
economics: {currency: CNY, gross_margin: 45%}
cells:
  - id: east
    region: East
    answers: {market_stage: mature}
    vendors: [{id: a, name: A}]
  - {id: west, economics: {reps_funded: 3}, override: {mode: direct, because: they said so}}
"""
AS_JSON = json.dumps(
    {
        "client": "Straße 😀",
        "answers": {"market_stage": "mature", "deal_size_usd": 12000},
        "economics": {"currency": "CNY", "gross_margin": "45%", "reps_funded": 14},
        "vendors": [{"id": "a", "name": "A\x85B"}],
    },
    ensure_ascii=False,
).replace("\x85", "\\u0085")
INDENTED = "".join(f"  {line}\n" for line in CELLS.splitlines())
HISTORY = "period,pipeline_coverage\n2026-01,2\n2026-02,3\n"
WRITTEN = {
    "block": CASE,
    "cells": CELLS,
    "json": AS_JSON,
    "indented": INDENTED,
    "no line end": CASE.rstrip("\n"),
    "windows": CASE.replace("\n", "\r\n"),
    "mark": f"\ufeff{CASE}",
    "ended": f"---\n{CASE}...\n",
    "folded": f"{CASE}client_note_of_a_comment: 1\n".replace("client_note_of_a_comment: 1\n", "# the end"),
}


def read(path: Path) -> CaseFile:
    report = DiagnosticCollector()
    case = parse_case(path.read_text(encoding="utf-8-sig"), str(path), KNOWLEDGE, report)
    assert not report, [(diagnostic.code, diagnostic.place) for diagnostic in report.diagnostics]
    assert case is not None
    return case


def said(case: CaseFile) -> object:
    """Return what a case says, without where it stands."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(each) for key, each in value.items() if key not in {"place", "layer", "file"}}
        return [bare(each) for each in value] if isinstance(value, list | tuple) else value

    return bare(case.model_dump())


@pytest.mark.parametrize("way", WRITTEN)
def test_a_journal_drops_no_section(way: str, tmp_path: Path) -> None:
    """Tools of this kind save what their form asks for, and whatever else the file held is gone without a word."""
    path = tmp_path / "a.yaml"
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    path.write_bytes(WRITTEN[way].encode())
    before = read(path)
    file, found = opened(path)
    assert said(found.record.case(str(path))) == said(before)
    file.append(answered("customer_demands_direct", "most"))
    file.close()
    after = read(path)
    last = after.cells[-1]
    assert last.answers["customer_demands_direct"].state == "most"
    others = {name: answer for name, answer in last.answers.items() if name != "customer_demands_direct"}
    whole = after.model_copy(update={"cells": (*after.cells[:-1], last.model_copy(update={"answers": others}))})
    assert said(whole) == said(before)
    assert (tmp_path / "a.yaml.before-interview").read_bytes() == WRITTEN[way].encode()
    if way not in {"json", "indented", "ended"}:
        assert path.read_bytes().startswith(WRITTEN[way].encode())


def test_a_cell_opened_in_the_interview_has_what_cells_share(tmp_path: Path) -> None:
    """Numbers and metrics at the top of a case are every cell's; answers stay those of their cell."""
    path = tmp_path / "a.yaml"
    (tmp_path / "history.csv").write_text(
        "period,cell,pipeline_coverage\n2026-01,South / Big,2\n2026-01,east,3\n", encoding="utf-8"
    )
    path.write_text(f"{CELLS}metrics: history.csv\n".replace("id: west", "id: South / Big"), encoding="utf-8")
    file, _ = opened(path)
    file.append(Opened(cell="north", region="North", segment="small"))
    file.append(answered("market_stage", "new_entry"))
    file.append(Entered(cell="east"))
    file.close()
    case = read(path)
    assert [cell.id for cell in case.cells] == ["east", "South / Big", "north"]
    north = case.cells[2]
    assert (north.region, north.answers["market_stage"].state) == ("North", "new_entry")
    assert north.economics is not None
    assert north.economics == case.cells[0].economics
    assert north.history is None
    assert case.cells[0].history is not None
    assert case.cells[1].override is not None


def test_what_a_case_says_can_be_changed_and_taken_back(tmp_path: Path) -> None:
    """An entry counts over what stands above, an override included; and what stands above is not touched."""
    path = tmp_path / "a.yaml"
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    path.write_text(CASE, encoding="utf-8")
    typed = "override\ngo market_stage\nnew_entry\nclient 新名\nq\n"
    assert mvpod("interview", "--batch", "--answers", "a.yaml", folder=tmp_path, typed=typed).code == 130
    case = read(path)
    assert (case.client, case.cells[0].override) == ("新名", None)
    assert case.cells[0].answers["market_stage"].state == "new_entry"
    assert path.read_text(encoding="utf-8").startswith(CASE)


def test_every_command_reads_its_section_from_a_journal(tmp_path: Path) -> None:
    """Numbers, vendors and metrics are asked for after the interview as before it."""
    path = tmp_path / "a.yaml"
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    path.write_text(CASE, encoding="utf-8")
    asked = (("economics",), ("vendors",), ("recommend",))
    before = [mvpod(*words, "a.yaml", folder=tmp_path).out for words in asked]
    mvpod("interview", "--batch", "--answers", "a.yaml", folder=tmp_path, typed="q\n")
    assert [mvpod(*words, "a.yaml", folder=tmp_path).out for words in asked] == before
    printed = mvpod("interview", "--batch", "--answers", "a.yaml", folder=tmp_path, typed="save copy.yaml\nq\n")
    assert "copy.yaml" in printed.said
    assert said(read(tmp_path / "copy.yaml")) == said(read(path))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links")
@pytest.mark.parametrize("text", [CASE, AS_JSON])
def test_mode_and_link_stay(text: str, tmp_path: Path) -> None:
    """Tools of this kind replace a link by a file and leave a copy of a private file that all can read."""
    target, link = tmp_path / "t.yaml", tmp_path / "l.yaml"
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    target.write_text(text, encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to("t.yaml")
    file, _ = opened(link)
    file.append(answered("product_complexity", "high"))
    file.close()
    assert link.is_symlink()
    assert read(target).cells[0].answers["product_complexity"].state == "high"
    backup = tmp_path / "l.yaml.before-interview"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (target, backup)] == [0o600, 0o600]
    assert resumed(target).record.cell.answers["product_complexity"].state == "high"


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    """A copy that is there is somebody's, even if its name is the one that would be given."""
    (tmp_path / "a.yaml").write_text(CELLS, encoding="utf-8")
    (tmp_path / "a.yaml.before-interview").write_text("mine", encoding="utf-8")
    resumed(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml.before-interview").read_text(encoding="utf-8") == "mine"
    assert [each.read_text("utf-8") for each in tmp_path.glob("*-2.before-interview")] == [CELLS]
