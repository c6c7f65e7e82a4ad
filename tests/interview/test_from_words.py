"""Answers found in notes about a client: how often they are right, what is left alone, and how they are taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from textual.widgets import SelectionList, TextArea

from features.program import unmeasured as mvpod
from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.mode.interview.from_words import proposals
from mvpod_expert.mode.interview.screen.notes_screen import NotesScreen
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.money import CaseCurrency
from tests.interview.test_screen import begin, hold, on_disk, seen
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from typing import Any

    from textual.pilot import Pilot

    from mvpod_expert.mode.interview.screen.app import InterviewApp

NOTES = yaml.safe_load(Path(__file__).with_name("client_notes.yaml").read_text(encoding="utf-8"))
CURRENCY = CaseCurrency.of(None, KNOWLEDGE.decision.rates)
LEAST_RIGHT = 0.95
LEAST_FOUND = 0.75
LEAST_PHRASES = 150


def found(text: str) -> dict[str, Any]:
    """Return what is proposed, by fact."""
    return {each.answer.fact: each.answer.given for each in proposals(text, KNOWLEDGE.asked(), CURRENCY)}


def meant(fact: str, written: object) -> object:
    """Return the answer that a label stands for."""
    answer = understand(KNOWLEDGE.facts[fact], str(written), CURRENCY)
    assert isinstance(answer, Answer), (fact, written)
    return answer.given


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nearly_all_that_is_proposed_is_right_and_most_is_found(lang: str) -> None:
    """Forms of this kind fill themselves in from a text and are trusted: wrong answers cost more than missing ones."""
    right = wrong = labelled = 0
    for note in NOTES[lang]:
        labels = {fact: meant(fact, written) for fact, written in note["answers"].items() if written is not None}
        proposed = found(note["text"])
        right += sum(labels.get(fact) == given for fact, given in proposed.items())
        wrong += sum(
            labels.get(fact) != given
            for fact, given in proposed.items()
            if fact not in note["answers"] or fact in labels
        )
        labelled += len(labels)
    assert right / (right + wrong) >= LEAST_RIGHT, (right, wrong)
    assert right / labelled >= LEAST_FOUND, (right, labelled)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("No dealers yet.", {"partner_availability": "none"}),
        ("目前没有经销商。", {"partner_availability": "none"}),
        ("It is not a mature market.", {}),
        ("市场并不成熟，不是成熟市场", {}),
        ("Is it a mature market?", {}),
        ("If it were a mature market, we would leave.", {}),
        ("竞争对手的经销商很多", {}),
        ("A mature market here, a new market there.", {}),
        ("deal of 60k USD", {"deal_size_usd": 60_000}),
        ("deal of 60k", {}),
        ("deals of 40k to 60k USD", {}),
        ("deals of over 60k USD", {}),
        ("单笔约6万元", {"deal_size_usd": meant("deal_size_usd", "6万元")}),
        ("单笔约6万", {}),
        ("单笔6万元以上", {}),
        ("300家目标客户", {"target_account_count": 300}),
        ("目标客户300多家", {}),
        ("gross margin of 40 %", {"gross_margin_band": 40}),
        ("gross margin of 40", {}),
        ("毛利率30%到40%", {}),
        ("Sales cycle is 6-9 months", {}),
        ("the sales cycle is half a year", {}),
        ("销售周期约半年", {"sales_cycle_months": 6}),
        ("gross margin 40%, later gross margin 45%", {}),
        ("", {}),
    ],
)
def test_what_is_denied_supposed_or_can_be_read_in_two_ways_is_left_alone(text: str, proposed: dict[str, Any]) -> None:
    """Searches of this kind find the word and overlook the "no" before it."""
    assert found(text) == proposed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_most_questions_can_be_answered_in_words(lang: str) -> None:
    """The vocabulary has phrases of real use in both languages."""
    phrases = {each for fact in KNOWLEDGE.asked() for _, said in fact.phrases() for each in getattr(said, lang)}
    assert len(phrases) >= LEAST_PHRASES


def test_pasted_lines_are_searched_and_nothing_is_saved_until_it_is_taken(tmp_path: Path) -> None:
    """The paste ends with an empty line; requests inside it are text."""

    def saved(*lines: str) -> tuple[str, dict[str, Answer]]:
        typed = "".join(f"{line}\n" for line in (*lines, "/quit"))
        printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed=typed)
        file = tmp_path / "a.yaml"
        return printed.said, dict(on_disk(tmp_path).cell.answers) if file.exists() else {}

    pasted = ("/words", "A mature market.", "quit", "No dealers yet.", "")
    said, answers = saved(*pasted)
    assert "'mature market'" in said
    assert not answers
    said, answers = saved("/take 1")
    assert "Paste notes first" in said
    said, answers = saved(*pasted, "/take 7", "/take 1")
    assert "from 1 to 2" in said
    assert {fact: each.state for fact, each in answers.items()} == {"market_stage": "mature"}
    _, answers = saved("/words 没有经销商", "/采纳 全部")
    assert answers["partner_availability"].state == "none"


def test_on_the_screen_only_what_is_ticked_is_saved(tmp_path: Path) -> None:
    """Paste, find, tick, save; the words stand beside each answer."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        await pilot.press("f10")
        await pilot.pause(0.3)
        assert isinstance(app.screen, NotesScreen)
        app.screen.query_one(TextArea).text = "A mature market, no dealers yet. Gross margin is 40%."
        await pilot.press("tab", "enter")
        await pilot.pause(0.3)
        listed = app.screen.query_one(SelectionList)
        assert not listed.selected
        assert "x▌" not in seen(app)  # shown by the box itself, and not by its colour alone
        assert "no dealers" in str(listed.get_option_at_index(2).prompt)
        await pilot.press("down", "space")
        assert seen(app).count("x▌") == 1
        await pilot.press("tab", "enter")
        await pilot.pause(0.3)

    hold(tmp_path / "a.yaml", talk)
    assert list(on_disk(tmp_path).cell.answers) == ["gross_margin_band"]
