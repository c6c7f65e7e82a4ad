"""What only the whole knowledge can tell: questions nobody needs, options alike, knowledge due for review."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.rules import Reask
from mvpod_expert.resources import Home
from mvpod_workbench.checks.cross_file_checks import due_reviews, needless, options_alike, whole_check
from tests.engine.builders import choice, conclude, flag, is_, knowledge, not_, number, rule, vocabulary
from tests.fixtures.homes import SMALL
from tests.loading.homes import copied, replaced
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase

TODAY = date(2026, 11, 25)


def found(base: KnowledgeBase) -> list[tuple[Code, str]]:
    derivation = Derivation(base.rules_of("derive"), base.facts)
    return [(each.code, each.details["fact"]) for each in needless(base, derivation)]


def alike(base: KnowledgeBase) -> list[tuple[str, str]]:
    return [(each.details["fact"], each.details["options"]) for each in options_alike(base)]


def test_the_shipped_knowledge_has_notes_at_most() -> None:
    """Nothing in it is needless, dead or, on this day, due."""
    shipped = whole_check(KNOWLEDGE, TODAY)
    assert [each for each in shipped if each.severity != "note"] == []
    assert {each.code for each in shipped} == {Code.OPTIONS_ALIKE}


def test_a_question_is_needed_where_a_rule_tests_it_or_asks_it_again() -> None:
    """Tested in `not` counts too; a question nothing looks at is reported."""
    facts = vocabulary(flag("tested"), flag("negated"), flag("again"), flag("idle"))
    rules = [
        rule("one", is_("tested", "true")),
        rule("other", not_(is_("negated", "true"))),
        rule("doubt", is_("tested", "false"), Reask(fact="again")),
    ]
    assert found(knowledge(facts, rules)) == [(Code.FACT_UNUSED, "idle")]


def test_a_picture_makes_a_question_needed_and_a_direction_does_not() -> None:
    """In the small home the shop is drawn; without the rules' test and the picture it is needless."""
    small = load_knowledge(Home(SMALL))
    assert found(small) == []
    rules = {name: each for name, each in small.rules.items() if name != "a-web-shop-carries-easy-sales"}
    without_rule = small.model_copy(update={"rules": rules})
    assert (Code.FACT_UNUSED, "has_webshop") not in found(without_rule)
    bare = without_rule.model_copy(update={"pictures": None})
    assert (Code.FACT_UNUSED, "has_webshop") in found(bare)
    no_sellers = {name: each for name, each in bare.rules.items() if "sellers" not in str(each.when)}
    assert bare.directions
    assert (Code.FACT_UNUSED, "sellers") in found(bare.model_copy(update={"rules": no_sellers}))


def test_a_conclusion_nothing_tests_is_told_with_the_questions_it_wastes() -> None:
    """A chain counts as needed when its end is tested; the questions behind an unneeded end are named once."""
    facts = vocabulary(flag("b"), flag("c"), flag("one", derived=True), flag("two", derived=True))
    rules = [
        rule("first", is_("b", "true"), conclude("one", "true")),
        rule("second", is_("one", "true"), conclude("two", "true")),
        rule("weighs", is_("c", "true")),
    ]
    base = knowledge(facts, rules)
    (finding,) = needless(base, Derivation(base.rules_of("derive"), facts))
    assert (finding.code, finding.details["fact"]) == (Code.CONCLUSION_UNUSED, "two")
    needed = knowledge(facts, [*rules, rule("uses", is_("two", "true"))])
    assert found(needed) == []
    wasted = knowledge(facts, [rules[0], rules[2]])
    (finding,) = (each for each in needless(wasted, Derivation(rules[:1], facts)) if each.details["fact"] == "one")
    assert finding.details["questions"] == "b"


def test_options_are_alike_when_nothing_tells_them_apart() -> None:
    """Two untested ends are alike; one untested option is a legitimate rest; bands only with their neighbours."""
    facts = vocabulary(
        choice("rest", "low", "mid", "high"),
        choice("ends", "low", "mid", "high", "top"),
        number("size", "small", "mid", "large"),
        number("sum", "small", "mid", "large"),
        choice("idle", "x", "y"),
    )
    rules = [
        rule("1", is_("rest", "high")),
        rule("2", is_("rest", "low")),
        rule("3", is_("ends", "high", "top")),
        rule("4", is_("size", "mid")),
        rule("5", is_("sum", "large")),
    ]
    assert alike(knowledge(facts, rules)) == [("ends", "low, mid"), ("ends", "high, top"), ("sum", "small, mid")]
    told_apart = [*rules, rule("6", is_("ends", "top", "mid")), rule("7", is_("sum", "mid"))]
    assert alike(knowledge(facts, told_apart)) == []


def reviews(home: Home, today: date = TODAY) -> list[Diagnostic]:
    return list(due_reviews(load_knowledge(home), today))


def test_a_family_is_due_once_and_a_rule_of_its_own_date_is_not(tmp_path: Path) -> None:
    """The rule's own date counts instead of its family's; the day itself is not yet past."""
    home = copied(tmp_path)
    file = "rules/mode/cost-of-each-way.yaml"
    replaced(home, file, "review_by: 2028-06-30", "review_by: 2026-11-24")
    (finding,) = reviews(home)
    assert (finding.place.file, finding.place.line, finding.severity) == (file, 2, "warning")
    rules = (home.root / file).read_text(encoding="utf-8")
    (home.root / file).write_text(
        rules.replace("    title:", "    review_by: 2030-01-01\n    title:"), encoding="utf-8"
    )
    assert reviews(home) == []
    assert {review.about for review in reviews(home, date(2030, 1, 1))} == {"family"}
    assert {review.about.split(" › ")[0] for review in reviews(home, date(2030, 1, 2))} == {"rules", "family"}


@pytest.mark.parametrize("written", ["2028-6-30", "30.06.2028", "2028-02-30", "soon", "2028", "[2028-06-30]"])
def test_what_is_no_date_is_refused(written: str, tmp_path: Path) -> None:
    """Only year-month-day of a day that exists is a date."""
    home = copied(tmp_path / "mine")
    replaced(home, "rules/mode/cost-of-each-way.yaml", "review_by: 2028-06-30", f"review_by: {written}")
    printed = mvpod("rules", "check", "--home", "mine", "--lang", "en", folder=tmp_path)
    assert printed.code == 1
    assert "MV333" in printed.out
    assert "1 finding." in printed.out


DEAD = "{line_balance: balanced, order_line: missing}"


def test_what_the_audit_and_the_trends_say_counts_in_the_whole_check(tmp_path: Path) -> None:
    """A source only they cite is used, their review dates fall due, and their rules can be found dead."""
    home = copied(tmp_path)
    sources = home.root / "knowledge/sources/practice.yaml"
    own = "  - id: own-audits\n    kind: practice\n    citation: Our own audits, 2026\n    read: full\n"
    sources.write_text(sources.read_text(encoding="utf-8").rstrip() + "\n" + own, encoding="utf-8")
    before = whole_check(load_knowledge(home), TODAY)
    assert [each.details["id"] for each in before if each.code is Code.SOURCE_UNUSED] == ["own-audits"]
    balancing, trends = "rules/audit/plan/balancing.yaml", "rules/trends/10-customer-line.yaml"
    replaced(home, balancing, "basis: proposal", "basis: practice\n      sources: [own-audits]")
    replaced(home, balancing, "when: {line_balance: [order_line_alone, lopsided]}", f"when: {DEAD}")
    replaced(home, trends, "rules:\n", "review_by: 2026-11-24\nrules:\n")
    told = {each.code: each.place.file for each in whole_check(load_knowledge(home), TODAY) if each.severity != "note"}
    assert told == {Code.RULE_UNREACHABLE: balancing, Code.REVIEW_DUE: trends}
