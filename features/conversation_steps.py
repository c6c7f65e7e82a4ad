"""The steps about an interview that is typed line by line, and left and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import parsers, then, when

from features.program import mvpod
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from features.consultation import Consultation


@when("I type in the interview")
def _type(consultation: Consultation, datatable: list[list[str]]) -> None:
    typed = "".join(f"{line}\n" for (line,) in datatable)
    arguments = ("interview", "--lang", "en", "--answers", "answers.yaml")
    consultation.page = mvpod(*arguments, folder=consultation.folder, typed=typed)


@then(parsers.parse('the interview does not say "{words}"'))
def _does_not_say(consultation: Consultation, words: str) -> None:
    assert words not in consultation.seen.said


@then("one answer is saved")
def _one_saved(consultation: Consultation) -> None:
    saved = read_saved_interview((consultation.folder / "answers.yaml").read_bytes(), "answers.yaml", KNOWLEDGE)
    assert sum(len(cell.answers) for cell in saved.record.cells.values()) == 1
