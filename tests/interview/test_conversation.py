"""What makes an interview a conversation: the client first, cells, depths, contradictions at once, and going on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.mode.interview.interviewer import CaseCompletions, Interviewer
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.journal import QUICK_QUESTIONS
from tests.interview.test_dialogue import talk
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.journal import Depth

SHARED = "product_complexity"
"""A question that the whole company has one answer to."""


def advised(folder: Path) -> list[tuple[str, str | None, str | None]]:
    """Return the cells that are advised on, with region and segment."""
    cells = mvpod("recommend", "a.yaml", "--format", "json", folder=folder).data["cells"]
    return [(cell["id"], cell["region"], cell["segment"]) for cell in cells]


def test_the_first_cell_names_the_one_at_hand(tmp_path: Path) -> None:
    """Interviews of this kind keep a market that nobody opened, and open their report with it."""
    talk(tmp_path, "client X", f"go {SHARED}", "low", "cell Indonesia/cars", "go market_stage", "mature")
    assert advised(tmp_path) == [("Indonesia/cars", "Indonesia", "cars")]


def test_a_cell_without_an_answer_of_its_own_is_not_advised_on(tmp_path: Path) -> None:
    """What holds for the whole company stands in every cell, and makes no market of a name alone."""
    talk(tmp_path, "cell A", f"go {SHARED}", "low", "cell B", "go market_stage", "mature", "cell C")
    assert [cell for cell, *_ in advised(tmp_path)] == ["B"]
    talk(tmp_path, "cell D like B")
    assert [cell for cell, *_ in advised(tmp_path)] == ["B", "D"]


def test_cells_are_renamed_and_removed(tmp_path: Path) -> None:
    """With their answers; the last one stays, and no two have one name."""
    typed = ("cell A", "go market_stage", "mature", "cell B", "go market_stage", "new_entry", "rename A", "rename C/d")
    said = talk(tmp_path, *typed, "remove A", "remove C/d", "remove nowhere").said
    assert "with a name that no other cell has" in said
    assert "The market cell A was removed; this is C/d now." in said
    assert said.count("the last market cell stays") == 2
    assert advised(tmp_path) == [("C/d", "C", "d")]
    assert "market_stage: new_entry" in mvpod_saved(tmp_path)


def mvpod_saved(folder: Path) -> str:
    """Return the plain case of what was answered."""
    talk(folder, "save plain.yaml")
    return (folder / "plain.yaml").read_text(encoding="utf-8")


def test_a_cell_of_a_case_file_keeps_what_stands_there_under_another_name(tmp_path: Path) -> None:
    """Renaming is an entry; the section of the case stays as it is written."""
    case = "client: Y\noffer: valves\ncells:\n  - id: one\n    region: R\n    answers: {market_stage: mature}\n"
    (tmp_path / "a.yaml").write_text(case, encoding="utf-8")
    talk(tmp_path, "rename two/x")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8").startswith(case)
    assert advised(tmp_path) == [("two/x", "two", "x")]
    assert "offer: valves" in mvpod_saved(tmp_path).replace('"', "")


def test_a_quick_interview_asks_ten_questions_at_most_and_says_so(tmp_path: Path) -> None:
    """Interviews of this kind prove where one only wanted to know; going deeper goes on."""
    said = talk(tmp_path, "depth", "depth quick", *("u",) * QUICK_QUESTIONS, "depth sound").said
    assert "At present: proven" in said
    assert "its advice is provisional" in said
    assert said.count("Question 11") == 1
    assert "Questions still to come, at most: quick 0" in said


def test_contradictions_are_told_at_the_answer_that_makes_them(tmp_path: Path) -> None:
    """The fewest answers that contradict each other, once; `mend` goes to the one given last."""
    typed = ("go partner_availability", "none", "go partner_capability", "high")
    said = talk(tmp_path, *typed, "mend", "low", "status", "mend").said
    title = KNOWLEDGE.rules["no-partners-cannot-be-able"].title.en
    assert said.count(f"Contradiction: {title}") == 1
    assert "Answered: high. Enter keeps it" in said
    veto = "channel is vetoed: No qualified partner: excludes channel and hybrid"
    assert f"{veto} Lifted by Available partners: scarce" in said
    assert "No answers contradict each other." in said


def test_going_on_tells_in_five_lines_where_it_was(tmp_path: Path) -> None:
    """Interviews of this kind resume with a bare question."""
    talk(tmp_path, "client X", "offer valves", "go market_stage", "u", "go product_complexity", "high")
    said = talk(tmp_path).said
    assert "Client: X; offer: valves" in said
    assert "Market cells (answers): main (2)" in said
    assert "2 answers in this cell, 1 of them not known" in said
    assert "direct leads by 4 points" in said
    assert "Next: " in said


@pytest.mark.parametrize(("depth", "share"), [("quick", 0.8), ("sound", 0.95)])
def test_an_answer_of_a_lesser_depth_is_seldom_another_than_the_proven_one(depth: Depth, share: float) -> None:
    """On documented cases, each left out of those that are looked at; `benchmarks/interview.py` tells all of them."""
    cases = list(KNOWLEDGE.cases.values())[::8]
    same = questions = 0
    for case in cases:
        interviewer = Interviewer(KNOWLEDGE, BASE)
        interviewer.completions = CaseCompletions(KNOWLEDGE, interviewer.decisiveness, [case.id])
        answers = case.cell.answers
        whole = {each.id: answers[each.id].state if each.id in answers else UNKNOWN for each in KNOWLEDGE.asked()}
        given: dict[str, str] = {}
        while (step := interviewer.next_step(given, depth=depth)).question is not None:
            given[step.question.id] = whole[step.question.id]
        questions += len(given)
        scales = interviewer.decisiveness
        reached = step.outlook.likely if step.outlook is not None else scales.weigh(given).leading[0]
        same += reached == scales.weigh(whole).leading[0]
    assert same >= share * len(cases) - 1  # one more or less in so small a part
    assert questions <= len(cases) * {"quick": QUICK_QUESTIONS, "sound": 22}[depth]


def test_with_every_answer_given_no_proof_is_outstanding(tmp_path: Path) -> None:
    """Interviews of this kind ask for nothing more and say all the same that something is still to be shown."""
    example = Path(__file__).parents[2] / "examples" / "industrial-sensors.yaml"
    (tmp_path / "a.yaml").write_bytes(example.read_bytes())
    seen = mvpod("interview", "--answers", "a.yaml", "--batch", "--lang", "en", folder=tmp_path, typed="status\nq\n")
    assert "Every question has been answered" in seen.said
    assert "channel leads by" in seen.said
    assert "Proof: none yet" not in seen.said
