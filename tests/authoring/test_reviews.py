"""Borderline profiles are plausible and near a boundary; verdicts become valid files of case tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.resources import Home
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.borderline import FEWEST, MOST, NEAR, BorderlineProfiles
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_test_model import Reviewed
from mvpod_workbench.testing.review_file import UnfitForReviewsError, Verdict, add_review, check_reviews
from tests.authoring.shipped import BASE, CASE_TESTS, KNOWLEDGE
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from pathlib import Path

TESTED = [each.cell.memory() for each in CASE_TESTS]


def test_profiles_are_borderline_without_doubts_and_new() -> None:
    """Each is near a limit or turned by one answer, and has no answer without a say."""
    trials, table = FastEvaluator(KNOWLEDGE, BASE), KNOWLEDGE.decision
    drawn = list(BorderlineProfiles(KNOWLEDGE, BASE, TESTED).drawn(12, 3))
    assert len({str(each.answers) for each in drawn}) == 12
    for each in drawn:
        outcome = trials.outcome(each.answers, plan=False)
        assert FEWEST <= len(each.answers) <= MOST
        assert each.answers not in TESTED
        assert each.about in outcome.fired
        assert not any(KNOWLEDGE.rules[name].stratum == "doubt" for name in outcome.fired)
        if each.turn is None:
            assert outcome.margin is not None
            assert min(abs(outcome.margin - limit) for limit in (table.leaning_from, table.clear_from)) <= NEAR
        else:
            fact, state, mode = each.turn
            turned = trials.outcome({**each.answers, fact: state}, plan=False).mode
            assert turned == mode != outcome.mode
        for fact in each.answers:
            fewer = {name: state for name, state in each.answers.items() if name != fact}
            assert trials.outcome(fewer, plan=False).fired != outcome.fired


def test_the_same_seed_gives_the_same_profiles() -> None:
    """Two experts can be asked the same."""
    one, other, another = (
        [each.answers for each in BorderlineProfiles(KNOWLEDGE, BASE, TESTED).drawn(3, seed)] for seed in (1, 1, 2)
    )
    assert one == other != another


def verdict(note: str | None = None, by: str = "李伟", **given: str) -> Verdict:
    reviewed = Reviewed(by=by, date="2026-11-25", verdict="reject", note=note)
    return Verdict(given or {"partner_availability": "none"}, reviewed, not_mode="direct")


@random_examples(40)
@given(note=st.text(max_size=30), by=st.text(min_size=1, max_size=12).filter(lambda each: each.strip()))
def test_whatever_is_typed_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory, note: str, by: str) -> None:
    """Quotes, colons and emoji in names and notes make no broken file."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "rules").mkdir()
    add_review(folder / "rules" / "reviews.cases.yaml", verdict(note.strip() or None, by.strip()))
    found = read_case_tests(Home(folder), KNOWLEDGE)
    assert found.findings == ()
    assert found.tests[0].reviewed == Reviewed(
        by=by.strip(), date="2026-11-25", verdict="reject", note=note.strip() or None
    )


def test_verdicts_are_added_to_what_a_person_wrote(tmp_path: Path) -> None:
    """The text that is there stays byte for byte, whatever its indent, and each verdict is one test more."""
    (tmp_path / "rules").mkdir()
    path = tmp_path / "rules" / "mine.cases.yaml"
    mine = "# mine\ntests:\n- id: a   # first\n  given: {}\n  expect: {mode: none}"
    path.write_text(mine, encoding="utf-8")
    check_reviews(path)
    assert path.read_text(encoding="utf-8") == mine
    add_review(path, verdict())
    add_review(path, verdict(partner_availability="scarce"))
    assert path.read_text(encoding="utf-8").startswith(mine)
    found = read_case_tests(Home(tmp_path), KNOWLEDGE)
    assert (len(found.tests), found.findings) == (3, ())
    assert list(tmp_path.rglob("*draft*")) == []


@pytest.mark.parametrize("text", ["tests: [{id: a, given: {}, expect: {mode: none}}]\n", "rules:\n  - id: a\n", "[1]"])
def test_a_file_that_cannot_grow_is_refused_before_anything_is_asked(tmp_path: Path, text: str) -> None:
    """It is left as it is."""
    path = tmp_path / "x.cases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnfitForReviewsError):
        check_reviews(path)
    assert path.read_text(encoding="utf-8") == text
