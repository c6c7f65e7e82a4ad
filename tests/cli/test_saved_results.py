"""`mvpod replay`, and choices made otherwise than advised: in a case, in the interview and in `mvpod cases`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from features.program import unmeasured as mvpod

TINY = Path(__file__).with_name("tiny")
CASE = TINY / "case.yaml"


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "result.json"
    path.write_text(mvpod("recommend", CASE, "--home", TINY, "--format", "json", folder=tmp_path).out, encoding="utf-8")
    return path


def test_a_result_replays(result: Path) -> None:
    """Every cell, step by step; exit 0."""
    printed = mvpod("replay", result, "--home", TINY, folder=result.parent)
    assert printed.code == 0
    assert printed.out.count("Checked step by step: everything follows.") == 2
    assert "逐步核对" in mvpod("replay", result, "--home", TINY, "--lang", "zh", folder=result.parent).out


@pytest.mark.parametrize(("old", "new", "told"), [('"net": 8', '"net": 9', "the points of direct do not add up")])
def test_a_result_that_was_changed_by_hand_is_found_out(result: Path, old: str, new: str, told: str) -> None:
    """What does not follow is told, in words; exit 1."""
    text = result.read_text(encoding="utf-8")
    assert old in text
    result.write_text(text.replace(old, new), encoding="utf-8")
    printed = mvpod("replay", result, "--home", TINY, folder=result.parent)
    assert printed.code == 1
    assert told in printed.said
    flaws = json.loads(mvpod("replay", result, "--home", TINY, "--format", "json", folder=result.parent).out)
    assert ("points", "direct") in {(each["kind"], each["about"]) for each in flaws["cells"][0]["flaws"]}


def test_newer_knowledge_is_told_by_what_it_changes(result: Path) -> None:
    """Against other rules altogether: the answers do not fit, the rules are gone, the decision is another one."""
    for lang, words in (("en", ["Rules that are gone", "Answers that are read otherwise"]), ("zh", ["已删去的规则"])):
        printed = mvpod("replay", result, "--lang", lang, folder=result.parent)
        assert printed.code == 0
        for each in words:
            assert each in printed.out


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", "MV120"),
        ("[1]", "MV121"),
        ('{"schema_version": "1.0"}', "MV122"),
        ('{"schema_version": "1.6", "cells": 3}', "MV123"),
    ],
)
def test_what_is_no_result_is_told(text: str, code: str, tmp_path: Path) -> None:
    """Not JSON, another program's, an older format, cut off; exit 2, and where JSON says so the line."""
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    for lang, severity in (("en", "error"), ("zh", "错误")):
        printed = mvpod("replay", "result.json", "--lang", lang, folder=tmp_path)
        assert (printed.code, printed.out) == (2, "")
        assert f"{severity} {code}" in printed.err


OVERRIDDEN = """client: 智能 & Co.
answers: {product: hard, partners: some}
override: {mode: hybrid, because: "the key accounts insist; partners are talking"}
"""


def test_the_advice_says_what_was_chosen_instead_and_why_and_plans_for_it(tmp_path: Path) -> None:
    """Advice, override, reason; the plan is the one for what was chosen."""
    (tmp_path / "case.yaml").write_text(OVERRIDDEN, encoding="utf-8")
    printed = mvpod("recommend", "case.yaml", "--home", TINY, folder=tmp_path)
    assert "Recommended: direct" in printed.said
    assert "Chosen all the same: hybrid, because the key accounts insist; partners are talking" in printed.said
    assert "the plan for hybrid, as chosen" in printed.said
    assert "Recruit" in printed.part("the plan for hybrid")
    data = mvpod("recommend", "case.yaml", "--home", TINY, "--format", "json", folder=tmp_path)
    assert data.cell["override"] == {"mode": "hybrid", "because": "the key accounts insist; partners are talking"}
    assert {each["item"] for each in data.cell["plan"]} == {"hire", "recruit"}
    (tmp_path / "result.json").write_text(data.out, encoding="utf-8")
    assert mvpod("replay", "result.json", "--home", TINY, folder=tmp_path).code == 0


def test_a_cells_own_choice_wins_over_the_files(tmp_path: Path) -> None:
    """Like answers."""
    own = "cells:\n  - {id: a}\n  - {id: b, override: {mode: direct, because: as advised}}\n"
    (tmp_path / "case.yaml").write_text(OVERRIDDEN + own, encoding="utf-8")
    cells = mvpod("recommend", "case.yaml", "--home", TINY, "--format", "json", folder=tmp_path).data["cells"]
    assert [each["override"]["mode"] for each in cells] == ["hybrid", "direct"]


def test_a_choice_is_noted_in_the_interview_and_taken_back(tmp_path: Path) -> None:
    """In either language; a reason is asked for; it is there after a resumption, and when saved as a plain case."""
    typed = "hard\noverride hybrid\noverride hybrid because they insist\nsave plain.yaml\ndone\n"
    printed = mvpod("interview", "--answers", "a.yaml", "--batch", "--home", TINY, folder=tmp_path, typed=typed)
    assert "Write it as: override hybrid because" in printed.said
    assert "Noted: hybrid was chosen instead, because they insist" in printed.said
    assert "Chosen all the same: hybrid, because they insist" in printed.said
    assert "override: {mode: hybrid, because:" in (tmp_path / "plain.yaml").read_text(encoding="utf-8")
    for file in ("plain.yaml", "a.yaml"):
        assert mvpod("recommend", file, "--home", TINY, "--format", "json", folder=tmp_path).cell["override"] == {
            "mode": "hybrid",
            "because": "they insist",
        }
    options = ["--answers", "a.yaml", "--batch", "--lang", "zh", "--home", TINY]
    printed = mvpod("interview", *options, folder=tmp_path, typed="改定\n改定 渠道因为便宜\n完成\n")
    assert "已撤回" in printed.said
    assert "另选渠道，因为便宜" in printed.said
    cell = mvpod("recommend", "a.yaml", "--home", TINY, "--format", "json", folder=tmp_path).cell
    assert cell["override"] == {"mode": "channel", "because": "便宜"}


def test_rule_authors_see_all_choices_made_otherwise(tmp_path: Path) -> None:
    """Patterns first, then each with its reason and what was set aside; other files are named and left out."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "one.yaml").write_text(OVERRIDDEN, encoding="utf-8")
    (folder / "two.yaml").write_text(OVERRIDDEN.replace("hybrid", "direct"), encoding="utf-8")
    (folder / "three.yaml").write_text("answers: {product: hard}\n", encoding="utf-8")
    (folder / "notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    printed = mvpod("cases", "cases", "--home", TINY, folder=tmp_path)
    assert printed.code == 0
    assert "3 market cells looked at, 1 decided otherwise than advised:" in printed.said
    assert "direct advised, hybrid chosen: 1" in printed.said
    assert "because the key accounts insist" in printed.said
    assert "The arguments set aside: 'Effort favours direct sales' (+6)" in printed.said
    assert "1 file cannot be used and is left out: cases/notes.yaml" in printed.said
    assert "two.yaml" not in printed.out
    everything = mvpod("cases", "cases", "--all", "--lang", "zh", "--home", TINY, folder=tmp_path)
    assert "two.yaml" in everything.out
    assert "three.yaml" in everything.out
