"""Questions of the shipped vocabulary: what an option counts is named by its question, which asks one thing.

Questionnaires of this kind say "All four hold" under a question that lists nothing, because the list stands in a help
text that few people open; and where questions were merged they ask two things with one set of answers. The answers are
then guesses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.frozen import Text
from tests.explanation.cells import KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact

QUESTIONS = list(KNOWLEDGE.questions())
ASKED = [fact for fact in QUESTIONS if fact.kind == "choice"]
NUMBER = "two|three|four|five|six|seven|eight|nine|ten|50"
COUNTED = re.compile(rf"\b(?:of the|all|none of the|of these) ({NUMBER})\b", re.IGNORECASE)
COUNTED_ZH = re.compile(r"(50|[两三四五六七八九十])(?:[个家样项步件]|个模块|个环节|个信号)(?:里|都|齐|一个也|一家也)")
BARE = re.compile(rf"^(?:one|{NUMBER}|none|not one)(?: or (?:{NUMBER}|more|fewer))?(?: at most)?[.,;]", re.IGNORECASE)
BARE_ZH = re.compile(
    r"^(?:最多)?[一两三四五六七八九十]+[到、]?[一两三四五六七八九十]*[个家样项步件处](?:以上)?[。，；]"
)

SECOND = re.compile(r",? (?:and|or) (?:how|do|does|is|are|could|can|who)\b|[?？].*[?？]", re.IGNORECASE)
SECOND_ZH = re.compile(r"[？?].*[？?]")
MEASURES = {
    "%": (r"share|how (?:much|many|far)|usual|describes|compared", r"多[少大]|[百几]|通常|哪一"),
    r"\bmonths?\b|个月|\byears\b": (r"how (?:long|soon)|months|describes|how many others", r"多久|几个|哪一|还有几家"),
    r"\bdays?\b|人天": (r"days|how long", r"天|多久"),
}
"""What an option measures by, and the words of a question that asks for such a measure, in either language."""


def unmeasured(fact: Fact) -> list[str]:
    """Return the options that measure by what the question does not ask for."""
    assert fact.question is not None
    return [
        option.id
        for option in fact.options
        for measure, (asks, asks_zh) in MEASURES.items()
        for meaning, question, words in (
            (option.meaning.en, fact.question.en, asks),
            (option.meaning.zh, fact.question.zh, asks_zh),
        )
        if re.search(measure, meaning) and not re.search(words, question, re.IGNORECASE)
    ]


def uncounted(fact: Fact) -> list[str]:
    """Return the options that count what the question does not name."""
    assert fact.question is not None
    found = []
    for option in fact.options:
        for meaning, question, counted, bare, asks in (
            (option.meaning.en, fact.question.en.lower(), COUNTED, BARE, "how many"),
            (option.meaning.zh, fact.question.zh, COUNTED_ZH, BARE_ZH, "几"),
        ):
            lists = all(number.lower() in question for number in counted.findall(meaning))
            if not lists or (bare.match(meaning) and asks not in question):
                found.append(option.id)
    return found


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: fact.id)
def test_an_option_counts_only_what_its_question_names(fact: Fact) -> None:
    """In either language."""
    assert uncounted(fact) == []


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: fact.id)
def test_an_option_measures_only_by_what_its_question_asks_for(fact: Fact) -> None:
    """A share, months or days under "Is it ...?" is an answer to another question."""
    assert unmeasured(fact) == []


@pytest.mark.parametrize("fact", QUESTIONS, ids=lambda fact: fact.id)
def test_a_question_asks_one_thing(fact: Fact) -> None:
    """One question mark, and no second question behind "and" or "or"."""
    assert fact.question is not None
    assert not SECOND.search(fact.question.en)
    assert not SECOND_ZH.search(fact.question.zh)


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        (Text(zh="离得多远？", en="How far is it?"), Text(zh="四件都能。", en="All four hold.")),
        (Text(zh="拆得开吗？", en="Can it be divided?"), Text(zh="两处。", en="Two or three.")),
        (Text(zh="有几个？", en="How useful is it?"), Text(zh="两个。", en="No more than three of the ten.")),
    ],
)
def test_options_that_count_something_else_are_refused(question: Text, meaning: Text) -> None:
    """The very sentences that people stumbled over."""
    fact = ASKED[0]
    option = fact.options[0].model_copy(update={"meaning": meaning})
    assert set(uncounted(fact.model_copy(update={"question": question, "options": (option,)}))) == {option.id}


def test_a_question_that_asks_two_things_is_refused() -> None:
    """As merged questions did."""
    assert SECOND.search("How large is the market, and how fast does it grow?")
    assert SECOND.search("Who is on the list? Since when?")
    assert SECOND_ZH.search("市场多大？长得多快？")
    fact = ASKED[0].model_copy(update={"question": Text(zh="合用吗？", en="Is it fit for use?")})
    option = fact.options[0].model_copy(update={"meaning": Text(zh="占30%。", en="30% of deals.")})
    assert set(unmeasured(fact.model_copy(update={"options": (option,)}))) == {option.id}
