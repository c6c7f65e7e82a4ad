"""Examples and the article's passages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from features.program import unmeasured as mvpod
from mvpod_expert.model.conditions import every_test
from mvpod_workbench.checks.article import check_passages, fingerprint, sentences
from mvpod_workbench.testing.example_tests import run_examples
from tests.loading.homes import copied, replaced
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """前言第一句。前言第二句?

(一)模式
  • 先定模式。再定边界;然后定政策。
总结:
 到此为止。
"""


def test_every_rule_has_an_example_that_fires_and_one_that_does_not() -> None:
    """All examples of the shipped rules are true, and no rule is without."""
    results = list(run_examples(KNOWLEDGE, BASE))
    assert [result.rule.id for result in results if not result.passed] == []
    for kind in ("fires", "silent"):
        assert {result.rule.id for result in results if result.kind == kind} == set(KNOWLEDGE.rules)


def test_every_asked_fact_is_used() -> None:
    """No question is asked for nothing."""
    used = {test.fact for rule in KNOWLEDGE.rules.values() for test in every_test(rule.when)}
    ways = [fact.worked_out for fact in KNOWLEDGE.facts.values() if fact.worked_out is not None]
    used |= {fact for way in ways for fact in (*way.product_of, *way.over)}
    assert {fact.id for fact in KNOWLEDGE.asked()} - used == set()


def test_a_wrong_example_fails_with_its_place(tmp_path: Path) -> None:
    """`rules test` names the rule, the place and the answers, and exits with 1."""
    home = copied(tmp_path / "mine")
    old = "silent: [{partner_availability: scarce}]"
    line, _ = replaced(home, "rules/mode/vetoes.yaml", old, "silent: [{partner_availability: none}]")
    printed = mvpod("rules", "test", "--home", "mine", folder=tmp_path)
    assert printed.code == 1
    assert "FAIL no-partners-excludes-channel-and-hybrid: should stay silent, but fired" in printed.said
    assert f"rules/mode/vetoes.yaml:{line}:" in printed.said
    assert re.search(r"\d{3} passed, 1 failed", printed.said)


def test_an_article_is_cut_into_located_sentences() -> None:
    """Sections, paragraphs and sentences count from 1, headings do not."""
    located = [(at.section, at.paragraph, at.sentence, text) for at, text in sentences(ARTICLE)]
    assert located == [
        ("序", 1, 1, "前言第一句。"),
        ("序", 1, 2, "前言第二句?"),
        ("一", 1, 1, "先定模式。"),
        ("一", 1, 2, "再定边界;"),
        ("一", 1, 3, "然后定政策。"),
        ("总结", 1, 1, "到此为止。"),
    ]
    assert fingerprint("先 定 模式。") == fingerprint("先定模式。") != fingerprint("先定模型。")


def test_a_moved_and_a_changed_sentence_are_found() -> None:
    """A locator whose sentence stands elsewhere says where; one whose sentence is gone says so."""
    found = [at for at, _ in sentences(ARTICLE)]
    principle = KNOWLEDGE.principles["M1"]
    here = {
        "M1": principle.model_copy(update={"passage": (found[2],)}),
        "M2": principle.model_copy(update={"id": "M2", "passage": (found[3],)}),
    }
    assert not list(check_passages(here, ARTICLE))
    moved, gone = check_passages(here, ARTICLE.replace("先定模式。再定边界;", "再定边界;先定模型。"))
    assert (moved.about, moved.details["now"]) == ("principles › M1", "-")
    assert (gone.about, gone.details["now"]) == ("principles › M2", "一.1.1")


def test_a_copy_of_the_article_is_held_against_the_locators(tmp_path: Path) -> None:
    """`rules check --source` exits with 1 for another text, and 2 when there is none."""
    (tmp_path / "other.txt").write_text(ARTICLE, encoding="utf-8")
    printed = mvpod("rules", "check", "--source", "other.txt", folder=tmp_path)
    assert printed.code == 1
    assert "MV322" in printed.out
    assert mvpod("rules", "check", "--source", "none.txt", folder=tmp_path).code == 2


def test_findings_as_json(tmp_path: Path) -> None:
    """`rules check --format json` gives codes, places and sentences."""
    home = copied(tmp_path / "mine")
    replaced(home, "rules/mode/product.yaml", "{product_complexity: high}", "{product_complexty: high}")
    printed = mvpod("rules", "check", "--home", "mine", "--format", "json", folder=tmp_path)
    assert printed.code == 1
    (finding,) = printed.data["diagnostics"]
    assert (finding["code"], finding["suggestion"]) == ("MV301", "product_complexity")
    assert finding["message"] == "there is no fact 'product_complexty'"
    assert mvpod("rules", "check", "--home", "nowhere", folder=tmp_path).code == 2
