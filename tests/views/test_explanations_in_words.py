"""Explanations and rules in words: both languages, every construct, nothing said twice, nothing wider than the page."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mvpod_expert.document.terminal import show
from mvpod_expert.mode.explanation.alternatives import similar, what_if, why_not
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import BandStep, Explained, ExplainedCell
from mvpod_expert.mode.explanation.near_miss import judged, near_miss
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.mode.views.explanations import DEPTHS, ExplanationSections
from mvpod_expert.mode.views.sensitivity import SensitivitySections
from mvpod_expert.mode.views.sentences import RuleWords, in_both
from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.rules import OUTCOMES_OF
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from mvpod_expert.views.names import kept_amount
from tests.engine.worlds import random_condition, random_memory
from tests.explanation.cells import FACTS, KNOWLEDGE, answer_in, asked, asked_about, few, randoms
from tests.shipped import KNOWLEDGE as SHIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.mode.explanation.model import Explanation
    from mvpod_expert.mode.views.explanations import Depth
    from mvpod_expert.model.frozen import Lang

WIDTH = 60
CHINESE = re.compile("[\u4e00-\u9fff]")
LETTERS = re.compile("[A-Za-z]{2,}")


class Paragraphs(Terminal):
    """A page that remembers what was printed, before it was wrapped."""

    def __init__(self) -> None:
        super().__init__(io.StringIO(), plain=True)
        self.width = WIDTH
        self.said: list[str] = []
        self.lines: list[str] = []

    def line(self, text: str = "", *arguments: object, **options: object) -> None:
        self.said.append(text)
        super().line(text, *arguments, **options)

    def row(self, parts: Sequence[tuple[str, str]]) -> None:
        self.lines.append("".join(text for text, _ in parts).rstrip())
        super().row(parts)


def explanations(about: ExplanationContext, rng: Random) -> list[Explanation]:
    supposed = [answer_in(fact, rng.choice(fact.states)) for fact in rng.sample(FACTS, 2)]
    return [
        HowExplainer(KNOWLEDGE, about.advice).how(),
        HowExplainer(KNOWLEDGE, about.advice).about_answer(rng.choice(FACTS).id),
        HowExplainer(KNOWLEDGE, about.advice).about_item(rng.choice(list(KNOWLEDGE.items())).id),
        *(why_not(about, mode.id, 1) for mode in KNOWLEDGE.decision.modes),
        what_if(about, supposed),
        sensitivity(about),
        similar(about),
    ]


def shown(explanation: Explanation, lang: Lang, depth: Depth, *, everything: bool = True) -> Paragraphs:
    page = Paragraphs()
    cell = ExplainedCell(
        id="main",
        region="R",
        segment="S",
        client="C",
        source="case.yaml",
        sentence=in_both(explanation, KNOWLEDGE),
        explanation=explanation,
    )
    edition = Edition(version="1", sha256="0" * 64)
    told = ExplanationSections(KNOWLEDGE, Messages(lang), depth=depth, everything=everything)
    show(told.sections(Explained(knowledge=edition, engine="bitset", cells=(cell,))), Messages(lang), page)
    return page


def sentences(paragraphs: list[str]) -> list[str]:
    """Return what ends with a full stop; initials and decimal points end nothing."""
    ended = (re.findall(r"[^。！？]{12,}?(?:[。！？]|(?<![A-Z0-9])[.!?](?=\s|$))", text) for text in paragraphs)
    return [each.strip() for found in ended for each in found]


@few
@given(asked_about(), randoms, st.sampled_from(LANGS))
def test_no_sentence_is_said_twice_and_no_line_is_wider_than_the_page(
    about: ExplanationContext, rng: Random, lang: Lang
) -> None:
    """In any explanation at any depth, whatever the answers."""
    for explanation in explanations(about, rng):
        for depth in DEPTHS:
            page = shown(explanation, lang, depth)
            twice = {each: count for each, count in Counter(sentences(page.said)).items() if count > 1}
            assert twice == {}, (explanation.kind, depth)
            assert all(cell_len(line) <= WIDTH for line in page.lines), (explanation.kind, depth)


@few
@given(asked_about(), randoms)
def test_every_explanation_is_one_sentence_in_both_languages(about: ExplanationContext, rng: Random) -> None:
    """It ends with one full stop, and the Chinese is Chinese."""
    for explanation in explanations(about, rng):
        sentence = in_both(explanation, KNOWLEDGE)
        assert sentence.zh.endswith("。")
        assert sentence.zh.count("。") == 1
        assert CHINESE.search(sentence.zh)
        assert sentence.en.endswith(".")
        assert not CHINESE.search(sentence.en)
        assert sentence.en[0].isupper()


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_has_words_for_all_it_says(lang: Lang) -> None:
    """Conditions and outcomes of all rules; in English no Chinese, in Chinese no English sentence."""
    words = RuleWords(KNOWLEDGE, Messages(lang))
    kinds = set()
    for rule in KNOWLEDGE.rules.values():
        lines = list(words.lines(judged(rule.when, KNOWLEDGE.facts, {}, {}), told=False))
        outcomes = [words.outcome(each) for each in rule.then]
        kinds |= {each.kind for each in rule.then}
        for text in (*(line.text for line in lines), *outcomes):
            assert text.strip()
            assert "{{" not in text
            assert bool(CHINESE.search(text)) == (lang == "zh"), text
    assert kinds == {kind for allowed in OUTCOMES_OF.values() for kind in allowed}


@few
@given(randoms, st.sampled_from(LANGS))
def test_every_construct_of_conditions_has_words(rng: Random, lang: Lang) -> None:
    """All, any, not, at least and tests, nested, judged or not; a line for each part."""
    words = RuleWords(KNOWLEDGE, Messages(lang))
    texts = {kind: Messages(lang)(f"condition.{kind}", needed=1, parts=2) for kind in ("all", "any", "not")}
    for _ in range(20):
        condition = random_condition(rng, FACTS, (), 3)
        held = judged(condition, KNOWLEDGE.facts, random_memory(rng, FACTS), {})
        for told in (False, True):
            lines = list(words.lines(held, told=told))
            assert all(line.text for line in lines)
            for kind, text in texts.items():
                if held.kind == kind and len(held.parts) > 1:
                    assert lines[0].text == text
            assert lines[0].truth == held.truth


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.thorough
def test_a_near_miss_is_told_part_by_part(lang: Lang) -> None:
    """Each part with its mark; what would make the rule fire; where it fires."""
    about = asked(KNOWLEDGE.cases["H28"].cell.memory())
    for rule in list(KNOWLEDGE.rules.values())[::7]:
        if rule.stratum == "compare":
            continue
        page = Paragraphs()
        near = near_miss(about, rule)
        show([ExplanationSections(KNOWLEDGE, Messages(lang)).near_miss(near, "H28")], Messages(lang), page)
        state = {True: "holds", False: "fails", None: "open"}[near.condition.truth]
        assert Messages(lang)(f"rule.{state}") in page.said
        assert any(text.startswith(Messages(lang)(f"rule.mark_{state}")) for text in page.said)
        for change in near.changes:
            assert any(KNOWLEDGE.facts[change.fact].title.in_(lang) in text for text in page.said[-4:])
        assert all(cell_len(line) <= WIDTH for line in page.lines)


@pytest.mark.parametrize(
    ("given", "band", "to", "limit", "said"),
    [
        (200, "some", "few", 200, "0 from 'few' (below 200)"),
        (90_000, "some", "few", 200.00112515, "89,800 from 'few' (below 200)"),
    ],
)
def test_how_far_a_number_is_from_a_limit_is_told_in_numbers_that_people_write(
    given: int, band: str, to: str, limit: float, said: str
) -> None:
    step = BandStep(
        fact="target_account_count",
        given=given,
        band=band,
        to=to,
        limit=limit,
        distance=given - limit,
        at_limit=False,
        recommended="direct",
        turns=False,
    )
    assert said in SensitivitySections(SHIPPED, Messages("en"))._step(step)


def test_an_amount_kept_with_its_rate_is_said_in_the_language_of_the_page() -> None:
    assert kept_amount("60,000 CNY at 7.2", Messages("zh")) == "60,000 CNY，按 7.2 折美元"
    assert kept_amount("60,000 CNY at 7.2", Messages("en")) == "60,000 CNY at 7.2"
