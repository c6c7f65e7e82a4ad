"""What is typed at a prompt: a request in either language, or an answer."""

from __future__ import annotations

import pytest

from mvpod_expert.mode.interview.prompt_commands import (
    WORDS,
    Request,
    UnknownRequest,
    Unnamed,
    named_fact,
    overriding,
    requested,
    supposed,
)
from mvpod_expert.model.facts import Fact
from tests.shipped import KNOWLEDGE

FACTS = KNOWLEDGE.facts
STAGE = FACTS["market_stage"]


def test_every_word_asks_for_its_request_with_and_without_the_slash() -> None:
    for kind, words in WORDS.items():
        for word in words:
            assert requested(f" {word.upper()} ", STAGE) == requested(f"/{word}", STAGE) == Request(kind)


def test_what_an_answer_is_called_is_an_answer_unless_there_is_a_slash() -> None:
    names = {"zh": "回顾", "en": "why"}
    option = STAGE.options[0].model_copy(update={"title": STAGE.title.model_copy(update=names)})
    fact = STAGE.model_copy(update={"options": (option, *STAGE.options[1:])})
    assert requested("why", fact) is requested("回顾", fact) is None
    assert requested("/why", fact) == Request("why")
    assert requested("why", STAGE) == Request("why")


def test_more_words_belong_to_the_requests_that_take_them() -> None:
    assert requested("go Market Stage", STAGE) == Request("go", "Market Stage")
    assert requested("单元 华东/汽车", STAGE) == Request("cell", "华东/汽车")
    assert requested("back to the future", STAGE) is None


def test_a_slash_before_nothing_known_is_told_with_a_guess() -> None:
    assert requested("/reviw", STAGE) == UnknownRequest("reviw", "review")
    assert requested("reviw", STAGE) is None


@pytest.mark.parametrize("written", ["market_stage", "Market stage", "市场阶段", "market st", " MARKET_STAGE"])
def test_a_question_is_found_by_id_title_or_beginning(written: str) -> None:
    assert named_fact(FACTS, written) is STAGE


def test_what_names_no_question_or_several_is_told() -> None:
    several = named_fact(FACTS, "market")
    assert isinstance(several, Unnamed)
    assert len(several.candidates) > 1
    near = named_fact(FACTS, "markt_stage")
    assert isinstance(near, Unnamed)
    assert near.candidates == (STAGE,)
    assert named_fact(FACTS, "zzzz") == Unnamed("zzzz", ())
    assert named_fact(FACTS, "sales_mode") != FACTS["sales_mode"]


def test_a_supposition_has_a_question_and_an_answer() -> None:
    for written in ("market stage = mature", "市场阶段＝mature"):
        fact, value = supposed(FACTS, written)
        assert isinstance(fact, Fact)
        assert (fact, value) == (STAGE, "mature")
    assert isinstance(supposed(FACTS, "market stage")[0], Unnamed)


def test_a_reason_that_is_too_long_is_asked_for_again() -> None:
    """Prompts that hand a pasted document on to a model with limits die of it; the way to write it is said instead."""
    modes = KNOWLEDGE.decision.modes
    assert overriding(modes, f"hybrid because {'x' * 4000}") is not None
    assert overriding(modes, f"hybrid because {'x' * 4001}") is None
