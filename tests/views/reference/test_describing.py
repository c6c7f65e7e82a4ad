"""Everything can be described in both languages, and the description of one thing agrees with the index."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len

from mvpod_expert.model.conditions import Not
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.model.references import Thing
from mvpod_expert.model.rules import OUTCOMES_OF
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.description import Description, Ref
from mvpod_expert.views.messages import Messages
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.lookup.search import titles
from mvpod_workbench.views.reference.describing import Describer
from mvpod_workbench.views.reference.terminal import MOST_LINES, show_description, text_of
from tests.shipped import KNOWLEDGE

KNOWLEDGE = gathered(KNOWLEDGE)
THINGS = [*titles(KNOWLEDGE), *(Thing("source", source) for source in KNOWLEDGE.sources)]
CHINESE = re.compile("[\u4e00-\u9fff]")
WIDTH = 60


def described(lang: Lang) -> list[Description]:
    describer = Describer(KNOWLEDGE, Messages(lang))
    return [describer.describe(thing) for thing in THINGS]


@pytest.mark.parametrize("lang", LANGS)
def test_everything_is_told_in_one_language_on_a_narrow_page(lang: Lang) -> None:
    """No blank left open, no line wider than the page, no Chinese in English but the article's section marks."""
    for description in described(lang):
        file = io.StringIO()
        page = Terminal(file, plain=True)
        page.width = WIDTH
        show_description(description, Messages(lang), page, everything=description.thing.kind == "rule")
        printed = file.getvalue()
        assert "{{" not in printed
        assert all(cell_len(line) <= WIDTH for line in printed.splitlines()), description.thing
        if lang == "en" and description.thing.kind not in {"source", "principle", "case"}:
            assert not CHINESE.search(printed), description.thing
        assert all(section.lines for section in description.sections)


def test_every_kind_of_outcome_is_told() -> None:
    """Both languages, with references that lead to things that are there."""
    known = set(THINGS)
    kinds = set()
    for lang in LANGS:
        describer = Describer(KNOWLEDGE, Messages(lang))
        for rule in KNOWLEDGE.rules.values():
            for outcome in rule.then:
                kinds.add(outcome.kind)
                assert text_of(describer.effect(outcome)).strip()
    for description in described("zh"):
        lines = [*description.lead, *(line for section in description.sections for line in section.lines)]
        refs = [word for line in lines for word in line.words if isinstance(word, Ref)]
        assert {ref.thing for ref in refs} <= known
    assert kinds == {kind for allowed in OUTCOMES_OF.values() for kind in allowed}


def test_a_fact_names_every_rule_that_tests_it() -> None:
    """Under the states it is tested for, and those that must not be so are distinguished."""
    rule = KNOWLEDGE.rules["scarce-partners-favour-direct"]
    negated = {**KNOWLEDGE.rules, rule.id: rule.model_copy(update={"when": Not(part=rule.when)})}
    knowledge = KNOWLEDGE.model_copy(update={"rules": negated})
    t = Messages("en")
    describer = Describer(knowledge, t)
    told = describer.of_fact(KNOWLEDGE.facts["partner_availability"])
    lines = [text_of(line.words) for section in told.sections for line in section.lines]
    assert [line.endswith(t("reference.if_not")) for line in lines if f"[{rule.id}]" in line] == [True]
    for fact in knowledge.facts.values():
        description = describer.of_fact(fact)
        named = {
            word.thing.id
            for section in description.sections
            for line in section.lines
            for word in line.words
            if isinstance(word, Ref) and word.thing.kind == "rule"
        }
        assert {rule.id for rule in describer.touching.rules_testing(fact.id)} <= named


def test_long_lists_are_cut_at_a_beginning_and_counted() -> None:
    """What is left out is said; a heading within a list never stands alone at the cut."""
    file = io.StringIO()
    t = Messages("en")
    description = Describer(KNOWLEDGE, t).describe(Thing("principle", "M1"))
    show_description(description, t, Terminal(file, plain=True), everything=False)
    longest = max(len(section.lines) for section in description.sections)
    assert longest > MOST_LINES
    assert t("reference.more", count=longest - MOST_LINES) in file.getvalue()
