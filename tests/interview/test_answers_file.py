"""The answers file: nothing a person typed is lost."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from features.program import mvpod
from mvpod_expert.consultation.answers_file import AnswersFile
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from pathlib import Path

FACTS = load_knowledge(find_home()).facts
ANSWERS = [
    Answer(fact="market_stage", given="mature", state="mature", layer="interview"),
    Answer(fact="deal_size_usd", given=12000, state="small", layer="interview"),
    Answer(fact="partner_capability", given="not_applicable", state="not_applicable", layer="interview"),
    Answer(fact="existing_channel_dependence", given="unknown", state="unknown", layer="interview"),
]


def filled(path: Path) -> bytes:
    file = AnswersFile(path, FACTS)
    file.resume()
    for answer in ANSWERS:
        file.append(answer)
    return path.read_bytes()


def states(path: Path) -> dict[str, str]:
    return {fact: each.state for fact, each in AnswersFile(path, FACTS).resume().answers.items()}


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    """Every kind of answer comes back as it was given."""
    filled(tmp_path / "a.yaml")
    assert states(tmp_path / "a.yaml") == {each.fact: each.state for each in ANSWERS}


def test_cut_anywhere_only_the_cut_line_is_lost(tmp_path: Path) -> None:
    """Whatever byte a crash stops at, all whole lines count and the part of a line does not."""
    whole = filled(tmp_path / "a.yaml")
    start = whole.index(b"answers:\n") + len(b"answers:\n")
    for end in range(start, len(whole) + 1):
        path = tmp_path / "cut.yaml"
        path.write_bytes(whole[:end])
        resumed = AnswersFile(path, FACTS).resume()
        kept = whole[:end].count(b"\n") - whole[:start].count(b"\n")
        assert list(resumed.answers) == [each.fact for each in ANSWERS][:kept]
        assert (resumed.cut_line is not None) == (whole[end - 1 : end] != b"\n")
        assert path.read_bytes().endswith(b"\n")


def test_a_case_file_written_by_hand_is_kept(tmp_path: Path) -> None:
    """Its answers and client carry on, and the file as it was lies beside it."""
    text = '# my notes\nclient: "A: B"\nanswers: {market_stage: mature}  # no line end'
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    file = AnswersFile(tmp_path / "a.yaml", FACTS)
    resumed = file.resume()
    file.append(ANSWERS[1])
    assert (resumed.client, resumed.cut_line, list(resumed.answers)) == ("A: B", None, ["market_stage"])
    assert (tmp_path / "a.yaml.before-interview").read_text(encoding="utf-8") == text
    again = AnswersFile(tmp_path / "a.yaml", FACTS).resume()
    assert (again.client, list(again.answers)) == ("A: B", ["market_stage", "deal_size_usd"])


def test_a_file_that_is_no_case_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Findings, and not a byte changed."""
    (tmp_path / "a.yaml").write_text("answers: {market_stage: matur}\n", encoding="utf-8")
    with pytest.raises(UnusableInputError):
        AnswersFile(tmp_path / "a.yaml", FACTS).resume()
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "answers: {market_stage: matur}\n"


def test_several_cells_and_an_unwritable_place_are_told(tmp_path: Path) -> None:
    """Exit 2 and a sentence that says what to do."""
    (tmp_path / "a.yaml").write_text("cells: [{id: a, answers: {}}, {id: b, answers: {}}]\n", encoding="utf-8")
    printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path)
    assert printed.code == 2
    assert "several market cells" in printed.said
    printed = mvpod("interview", "--answers", "nowhere/a.yaml", folder=tmp_path)
    assert printed.code == 2
    assert "cannot be written to nowhere/a.yaml: No such file or directory" in printed.said


def test_a_full_disk_is_an_error_before_the_next_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is not on disk is not passed over."""
    file = AnswersFile(tmp_path / "a.yaml", FACTS)
    file.resume()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        file.append(ANSWERS[0])


def test_an_engine_that_is_not_there_is_told_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers everything to learn that the advice cannot be made as asked."""
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    printed = mvpod("interview", "--answers", "a.yaml", "--engine", "durable", folder=tmp_path, typed="1\n")
    assert printed.code == 2
    assert "The engine durable is not available here" in printed.said
    assert "Question 1" not in printed.out
