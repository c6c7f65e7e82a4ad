"""From little, little: provisional advice, both ways at a tie, numbers that contradict, vetoes that hold back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from features.program import mvpod
from mvpod_expert.document.tree import Note
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.summary import Length, SummarySections
from mvpod_expert.views.messages import Messages
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles
from tests.document.forms import said
from tests.explanation.oracles.plans import check_whole
from tests.explanation.saved import example
from tests.loading.homes import ROOT
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.advice import Advice


def advised(answers: dict[str, str]) -> Advice:
    """Advise on answers."""
    (cell,) = case_of(answers, KNOWLEDGE.facts).cells
    return ADVISER.advise(cell)


def random_clients(count: int, seed: int) -> list[Advice]:
    """Return advice on whole random profiles."""
    return [advised(dict(profile)) for profile in plausible_profiles(KNOWLEDGE, BASE, count, seed)]


def test_four_answers_make_a_direction_and_questions_and_no_plan() -> None:
    """Tools of this kind print a plan of a hundred items from four answers."""
    answers = {"market_stage": "mature", "product_complexity": "high", "own_sales_resources": "high"}
    advice = advised(answers)
    assert advice.mode.recommended == "direct"
    assert "few_answers" in advice.provisional
    assert advice.plan == ()
    assert {each.because for each in advice.annex} >= {"early"}
    assert 1 <= len(advice.find_out) <= 5
    assert not set(advice.find_out) & {answer.fact for answer in advice.answers}
    assert not check_whole(advice, KNOWLEDGE)
    # What the client does not know is still to be found out.
    assert advised(answers | {advice.find_out[0]: "unknown"}).find_out == advice.find_out


def test_with_enough_answers_there_is_a_plan() -> None:
    """A client who answered everything is not told that little is known."""
    for advice in random_clients(6, 5):
        assert "few_answers" not in advice.provisional
        assert bool(advice.plan) == (not advice.provisional)


def test_at_a_tie_both_ways_are_shown_with_what_they_share() -> None:
    """Tools of this kind fall silent at a tie: no plan, no way to decide."""
    tied = [each for each in random_clients(150, 3) if each.mode.margin == 0]
    assert tied
    for advice in tied:
        assert "tie" in advice.provisional
        assert len(advice.ways) >= 2
        assert all(1 <= len(way.moves) <= 7 for way in advice.ways)
        moved = [{move.item for move in way.moves} for way in advice.ways]
        assert set.intersection(*moved) <= set(advice.shared)
        assert not advice.plan
        assert not check_whole(advice, KNOWLEDGE)
        sections = AdviceSections(KNOWLEDGE, Messages("en"))
        if advice.mode.verdict == "open":
            assert all(sections.mode(way.mode) in sections.decided_line(advice) for way in advice.ways)
        page = "\n".join(said((sections.short(advice, Length(9, 9)),)))
        assert "On the shares given" not in page
        shared = (move for move in advice.ways[0].moves if all(move.item in each for each in moved))
        assert all(page.count(f"{move.title.en} (") == 1 for move in shared)


def test_all_modes_that_are_level_are_listed_as_in_a_sentence() -> None:
    """Tools of this kind join three names with one conjunction between each, or leave the third out."""
    advice = advised({"market_stage": "mature"})
    for lang, start in (("zh", "直销、渠道与混合分数相同"), ("en", "Direct, channel and hybrid have the same points")):
        sections = AdviceSections(KNOWLEDGE, Messages(lang))
        assert start in "\n".join(said((sections.short(advice, Length(9, 9)),)))


def test_a_mode_that_leads_only_because_another_is_vetoed_says_what_would_lift_the_veto() -> None:
    """`clear` is not the whole story where the mode with most points is out for want of cash."""
    found = [advice for advice in random_clients(80, 9) if advice.held_back]
    assert found
    for advice in found:
        (held, *_) = advice.held_back
        leader = advice.mode.ranking[0]
        assert held.ahead is None or held.ahead > 0
        assert held.mode != leader.mode or leader.excluded_by
        for lift in held.lifts:
            answers = {answer.fact: answer.state for answer in advice.answers} | {lift.fact: lift.to[0]}
            after = next(each for each in advised(answers).mode.ranking if each.mode == held.mode)
            assert lift.rule not in after.excluded_by


CASE = """
client: A
cells:
  - id: main
    answers: {market_stage: mature, product_complexity: high, own_sales_resources: high}
"""


@pytest.mark.parametrize(("lang", "said"), [("en", "provisional direction"), ("zh", "暂定方向")])
def test_the_screen_says_that_little_is_known(lang: str, said: str, tmp_path: Path) -> None:
    """In either language, with what to find out."""
    (tmp_path / "a.yaml").write_text(CASE, encoding="utf-8")
    printed = mvpod("recommend", "a.yaml", "--lang", lang, folder=tmp_path)
    assert said in printed.out.replace("\n", " ").replace("  ", " ")


def test_numbers_that_contradict_lower_the_verdict_and_come_first() -> None:
    """`clear` cannot stand beside numbers that say another mode; the checker holds the word to it."""
    case = example(ROOT / "examples" / "industrial-valves-complete.yaml")
    advice = ADVISER.advise(case.cells[0])
    assert KNOWLEDGE.decision.verdict(advice.mode.margin) == "clear"
    assert advice.mode.against_numbers
    assert advice.mode.verdict == "leaning"
    assert not [flaw for flaw in check_whole(advice, KNOWLEDGE) if flaw.kind == "decision"]
    bent = advice.mode.model_copy(update={"verdict": "clear", "against_numbers": False})
    flaws = check_whole(advice.model_copy(update={"mode": bent}), KNOWLEDGE)
    assert "decision" in {flaw.kind for flaw in flaws}
    told = list(SummarySections(KNOWLEDGE, Messages("en")).limits(advice))
    assert told[0] == Note(Messages("en")("support.against_numbers"))


def test_two_ways_that_begin_alike_have_their_moves_once() -> None:
    """Tools of this kind print the same list under each heading, and technology for a client they know nothing of."""
    answers = {"market_stage": "new_entry", "product_complexity": "high", "market_distance": "far"}
    advice = advised(answers | {"gross_margin_band": "high"})
    assert advice.provisional == ("few_answers", "small_lead")
    assert len(advice.ways) == 2
    (move,) = advice.shared
    assert [[each.item for each in way.moves] for way in advice.ways] == [[move], [move]]
    page = said((AdviceSections(KNOWLEDGE, Messages("en")).short(advice, Length(9, 9)),))
    text = "\n".join(page)
    assert text.count("Settle local contracting first") == 1
    assert text.count("there is no plan yet") == 1
