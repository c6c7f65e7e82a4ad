"""`mvpod replay`, and choices made otherwise than advised: in a case, in the interview and in `mvpod cases`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from features.program import unmeasured as mvpod
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

TINY = Path(__file__).with_name("tiny")
CASE = TINY / "case.yaml"


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "result.json"
    path.write_text(mvpod("recommend", CASE, "--home", TINY, "--format", "json", folder=tmp_path).out, encoding="utf-8")
    return path


def test_a_result_replays(result: Path) -> None:
    """Computed again and compared; exit 0."""
    printed = mvpod("replay", result, "--home", TINY, folder=result.parent)
    assert printed.code == 0
    assert "Advised again on the saved inputs and compared: all" in printed.said
    assert "逐值比较" in mvpod("replay", result, "--home", TINY, "--lang", "zh", folder=result.parent).out


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ('"net": 8', '"net": 9', "cells[0].mode.ranking[0].net", "net points: it says 9, what follows is 8"),
        ('"client": "', '"client": "X', "cells[0].client", "client: it says X"),
    ],
)
def test_a_result_that_was_changed_by_hand_is_found_out(
    result: Path, old: str, new: str, path: str, words: str
) -> None:
    """Tools that check only what adds up take changed names and texts as they stand; here they are reported; exit 1."""
    text = result.read_text(encoding="utf-8")
    assert old in text
    result.write_text(text.replace(old, new, 1), encoding="utf-8")
    printed = mvpod("replay", result, "--home", TINY, folder=result.parent)
    assert printed.code == 1
    assert words in printed.said
    done = json.loads(mvpod("replay", result, "--home", TINY, "--format", "json", folder=result.parent).out)
    assert [each["path"] for each in done["differences"]] == [path]


def shuffled(value: Any) -> Any:
    """Turn round the keys of every object, and write whole numbers with a fraction."""
    match value:
        case dict():
            return {key: shuffled(each) for key, each in reversed(value.items())}
        case list():
            return [shuffled(each) for each in value]
    return value


@pytest.mark.parametrize(
    "laid_out",
    [
        json.dumps,
        lambda data: json.dumps(data, indent=7, ensure_ascii=True),
        lambda data: json.dumps(shuffled(data), ensure_ascii=False),
        lambda data: json.dumps(data, indent="\t").replace("\n", "\r\n"),
        lambda data: json.dumps(data).replace('"given": 60,', '"given": 6.0e1,'),
    ],
    ids=["compact", "escaped", "keys in another order", "tabs", "numbers"],
)
def test_another_layout_of_the_same_json_is_no_finding(laid_out: Callable[[Any], str], tmp_path: Path) -> None:
    """Tools that hash bytes call a file forged that an editor or `jq` only laid out anew."""
    path = tmp_path / "result.json"
    case = ROOT / "examples" / "industrial-sensors.yaml"
    data = json.loads(mvpod("recommend", case, "--format", "json", folder=tmp_path).out)
    path.write_text(laid_out(data), encoding="utf-8", newline="")
    printed = mvpod("replay", path, folder=tmp_path)
    assert (printed.code, printed.err) == (0, "")


def test_newer_knowledge_is_told_by_what_it_changes_and_the_rest_stays_undecided(result: Path) -> None:
    """Against other rules altogether: the answers do not fit, the rules are gone, the decision is another one; exit 4.

    Tools that verify a record say "valid" when all they found out is that nothing contradicts it.
    """
    for lang, words in (
        ("en", ["cannot be computed again", "Rules that are gone", "Answers that are read otherwise"]),
        ("zh", ["无法重新计算", "已删去的规则"]),
    ):
        printed = mvpod("replay", result, "--lang", lang, folder=result.parent)
        assert printed.code == 4
        for word in words:
            assert "".join(word.split()) in "".join(printed.out.split())


def test_with_another_knowledge_a_changed_file_is_still_found_out(result: Path) -> None:
    """By its checksum, and where it contradicts itself by the checker; exit 1 goes before 4."""
    text = result.read_text(encoding="utf-8")
    for old, new, words in (
        ('"client": "', '"client": "X', "does not match its checksum"),
        ('"net": 8', '"net": 9', "the points of direct do not add up"),
    ):
        result.write_text(text.replace(old, new, 1), encoding="utf-8")
        printed = mvpod("replay", result, folder=result.parent)
        assert printed.code == 1
        assert words in printed.said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", "MV120"),
        ("[" * 100_000, "MV120"),
        ("9" * 5_000, "MV120"),
        ("[1]", "MV121"),
        ("null", "MV121"),
        ('{"schema_version": "1.0"}', "MV122"),
        ('{"schema_version": "1.11", "cells": 3}', "MV123"),
        ('{"schema_version": "1.11", "schema_version": "1.11"}', "MV123"),
    ],
)
def test_what_is_no_result_is_told(text: str, code: str, tmp_path: Path) -> None:
    """Not JSON, too deep, another program's, an older format, cut off, a key twice; exit 2."""
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
    printed = mvpod("recommend", "case.yaml", "--full", "--home", TINY, folder=tmp_path)
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
    assert [cell["override"]["mode"] for cell in cells] == ["hybrid", "direct"]


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
