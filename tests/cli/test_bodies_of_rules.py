"""The rules of the audit and those about trends in the author's commands, as an expert who owns them sees it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = find_home()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a copy of the shipped home that can be edited."""
    for name in ("rules", "knowledge"):
        shutil.copytree(SHIPPED.root / name, tmp_path / name)
    return tmp_path


def edit(home: Path, file: str, old: str, new: str) -> None:
    path = home / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(*arguments: str, folder: Path = SHIPPED.root, lang: str = "en") -> tuple[int, str]:
    """Return the code and the words in one line, however wide the page is."""
    printed = mvpod("rules", *arguments, "--home", str(folder), "--lang", lang, folder=folder)
    return printed.code, " ".join((printed.out + printed.err).split())


@pytest.mark.parametrize(
    ("thing", "told"),
    [
        ("no-boundary-calls-for-one", ("rule of the audit", "calls for: Draw the boundary", "Fires when")),
        ("plan_boundary", ("question of the audit", "Part of the standard under Mode M", "no-boundary-calls-for-one")),
        ("draw-the-boundary", ("measure", "Called for when", "Measures that wait for it", "It worked when this moves")),
        ("defect_value_lead", ("conclusion of the audit", "concluded by", "One of the defects")),
        ("win_rate", ("recorded series", "what to open again", "Records: Win rate [win-rate]")),
        ("lost-closeness-now-costs-orders", ("rule about trends", "opens again: ")),
        ("win-rate", ("Opened again when metrics move so", "Series that record it")),
        ("conflict-rate", ("Measures it shows the effect of",)),
        ("M2", ("no-boundary-calls-for-one", "plan_boundary", "draw-the-boundary")),
    ],
)
def test_what_touches_what_is_told_across_bodies(thing: str, told: tuple[str, ...]) -> None:
    """Rules, questions, measures and series, and on items and principles what the other bodies do with them."""
    code, words = said("show", thing, "--everything")
    assert code == 0
    assert [each for each in told if each not in words] == []


def test_things_of_other_bodies_are_told_in_chinese_too() -> None:
    """The same, in the other language."""
    assert "审计规则" in said("show", "no-boundary-calls-for-one", lang="zh")[1]
    assert "什么情况下需要" in said("show", "draw-the-boundary", lang="zh")[1]
    assert "指标走势" in said("show", "win_rate", lang="zh")[1]


def test_a_slip_in_an_id_of_the_audit_is_told_with_what_was_meant() -> None:
    """The nearest thing of any body, and what kind it is."""
    code, words = said("show", "plan_boundry")
    assert code == 2
    assert "did you mean plan_boundary (question of the audit)" in words


def test_an_id_that_a_series_and_an_item_have_is_asked_back() -> None:
    """With what to write for each, which then finds it."""
    code, words = said("show", "synergy")
    assert code == 2
    assert "fact:synergy (recorded series)" in words
    assert "item:synergy (catalogue item)" in words
    assert "recorded series · " in said("show", "fact:synergy")[1]
    assert "catalogue item · " in said("show", "item:synergy")[1]


def test_rules_of_other_bodies_are_not_held_against_a_case(tmp_path: Path) -> None:
    """It says which command does."""
    case = tmp_path / "case.yaml"
    case.write_text("answers: {market_stage: mature}\n", encoding="utf-8")
    code, words = said("show", "no-boundary-calls-for-one", "--case", str(case))
    assert code == 2
    assert "mvpod audit" in words


@pytest.mark.thorough
def test_lists_tell_the_bodies_apart() -> None:
    """All together, one body alone, and what only one of them has."""
    everything = mvpod("rules", "list", "--format", "json", folder=SHIPPED.root).data
    counts = {name: sum(each["of"] == name for each in everything["things"]) for name in ("advice", "audit", "trends")}
    assert all(counts.values())
    for name, count in counts.items():
        only = mvpod("rules", "list", "--of", name, "--format", "json", folder=SHIPPED.root).data
        assert only["count"] == count
        assert {each["of"] for each in only["things"]} == {name}
    for word, of, one in (
        ("questions", "audit", "plan_boundary"),
        ("measures", "audit", "draw-the-boundary"),
        ("series", "trends", "win_rate"),
    ):
        found = mvpod("rules", "list", word, "--format", "json", folder=SHIPPED.root).data["things"]
        assert {each["of"] for each in found} == {of}
        assert one in {each["id"] for each in found}
    code, words = said("list", "--tests", "plan_boundary")
    assert (code, "no-boundary-calls-for-one" in words, "rules of the audit" in words) == (0, True, True)
    assert said("list", "measures", "--of", "trends")[0] == 2


def test_families_of_other_bodies_are_drawn() -> None:
    """By the path of the file, its name, or around a question."""
    by_path = mvpod("rules", "graph", "audit/plan/balancing", folder=SHIPPED.root).out
    assert "flowchart LR" in by_path
    assert by_path == mvpod("rules", "graph", "balancing", folder=SHIPPED.root).out
    assert "flowchart LR" in mvpod("rules", "graph", "trends/10-customer-line", folder=SHIPPED.root).out
    assert "A hybrid without a boundary" in said("graph", "plan_boundary")[1]


def test_an_id_of_the_advice_is_refused_in_the_audit(home: Path) -> None:
    """A bare id names one thing; both places are reported."""
    edit(
        home,
        "rules/audit/plan/balancing.yaml",
        "id: lopsided-lines-call-for-three-agendas",
        "id: unfamiliar-market-favours-channel",
    )
    code, words = said("check", folder=home)
    assert code == 1
    assert "'unfamiliar-market-favours-channel' stands twice" in words
    assert "rules/audit/plan/balancing.yaml" in words
    assert "rules/mode/" in words


@pytest.mark.parametrize(
    ("file", "old", "new", "fact"),
    [
        ("rules/audit/plan/balancing.yaml", "- {line_balance: balanced}", "- {line_balance: lopsided}", "balance"),
        (
            "rules/trends/10-customer-line.yaml",
            "falling, win_rate: falling}, {",
            "falling, win_rate: steady}, {",
            "win rate",
        ),
    ],
)
def test_a_failing_example_of_any_body_is_told_with_its_condition(
    home: Path, file: str, old: str, new: str, fact: str
) -> None:
    """Not only that it failed: how its condition stood."""
    edit(home, file, old, new)
    code, words = said("test", folder=home)
    assert code == 1
    assert "should stay silent, but fired" in words
    assert "[yes] " in words
    assert fact in words.casefold()


OPTION = "\n        - {plan_boundary: partly}"
"""The example without which an option of the audit is never tried."""


@pytest.mark.thorough
def test_coverage_counts_each_body_and_holds_each_to_the_threshold(home: Path) -> None:
    """One option of the audit that no example tries is reported with the example, under the audit's own shares."""
    code, words = said("coverage", "--at-least", "100", folder=home)
    assert code == 0
    assert all(
        each in words for each in ("the advice rules (", "the audit of plans rules (", "the trends of metrics rules (")
    )
    before = mvpod("rules", "coverage", "--home", home, "--format", "json", folder=home).data["groups"]
    edit(home, "rules/audit/plan/closing-gaps.yaml", OPTION, "")
    code, words = said("coverage", "--at-least", "99.5", folder=home)
    assert code == 1
    assert "Boundary of direct and channel was never tried with 'partly' fires: [{plan_boundary: partly}]" in words
    assert "(the audit of plans), which is less than 99.5%" in words
    assert "（规划审计），没有达到" in said("coverage", "--at-least", "99.5", folder=home, lang="zh")[1]
    after = mvpod("rules", "coverage", "--home", home, "--format", "json", folder=home).data["groups"]
    seen = [each["audit"]["shares"]["options"]["seen"] for each in (before, after)]
    assert seen[0] - seen[1] == 1
    assert (before["advice"], before["trends"]) == (after["advice"], after["trends"])
    github = mvpod("rules", "coverage", "--home", home, "--format", "github", folder=home).out
    assert "file=rules/audit/plan/closing-gaps.yaml" in github


def test_mutate_makes_rules_of_every_body_wrong(home: Path) -> None:
    """What an example would notice is proposed; what no test could notice is not changed."""
    code, words = said("mutate", "audit/plan", "--at-least", "100", folder=home)
    assert code == 0
    assert "What rules recommend was not changed" in words
    edit(home, "rules/audit/plan/closing-gaps.yaml", OPTION, "")
    code, words = said("mutate", "no-boundary-calls-for-one", "--at-least", "100", folder=home)
    assert code == 1
    assert "Boundary of direct and channel: partly is dropped" in words
    assert "fires: [{plan_boundary: partly}]" in words
    data = mvpod("rules", "mutate", "audit", "trends", "--home", home, "--format", "json", folder=home).data
    # What decides by a number is judged with the tests of the advice.
    assert list(data["groups"]) == ["advice", "audit", "trends"]
    changes = {each["change"] for group in data["groups"].values() for each in group["survivors"]}
    assert not changes & {"item_swapped", "item_dropped"}


@pytest.mark.thorough
def test_diff_tells_what_changes_in_the_audit_and_the_trends_by_meaning(home: Path) -> None:
    """Questions, rules, measures, the standard, series and limits; the advice stays the same, and that is said too."""
    gaps, trends = "rules/audit/plan/closing-gaps.yaml", "rules/trends/10-customer-line.yaml"
    edit(home, gaps, "when: {plan_boundary: [partly, missing]}", "when: {plan_boundary: missing}")
    edit(home, gaps, OPTION, "")
    edit(home, gaps, "- recommend: [write-channel-clauses]", "- recommend: [write-channel-clauses, hybrid-council]")
    edit(home, trends, "id: lost-closeness-now-costs-orders", "id: lost-closeness-costs-orders")
    edit(home, "knowledge/audit/standard.yaml", "{fact: plan_policies, wanted_for: [policy]}", "{fact: plan_policies}")
    edit(home, "knowledge/audit/measures/10-process.yaml", "effort: small", "effort: medium")
    edit(home, "knowledge/figures/trends.yaml", "clear_below: 0.05", "clear_below: 0.1")
    edit(home, "knowledge/figures/trends.yaml", "direction: up", "direction: down")
    edit(home, "knowledge/audit/vocabulary/10-mode.yaml", "en: not stated", "en: not told")
    code, words = said("diff", str(SHIPPED.root), folder=home)
    assert code == 1
    for told in (
        "no-boundary-calls-for-one › when: {plan_boundary: [missing, partly]} → {plan_boundary: missing}",
        "rule of the audit no-policies-call-for-clauses › then: nothing → {recommend: hybrid-council}",
        "rule about trends lost-closeness-now-costs-orders: gone",
        "rule about trends lost-closeness-costs-orders: new it says what lost-closeness-now-costs-orders said",
        "standard of the audit › areas › mode › elements › plan_policies › wanted_for: policy → nothing",
        "measure map-modes-by-market › effort: small → medium",
        "reading of trends › limits › clear_below: 0.05 → 0.1",
        "series relationship_closeness › direction: up → down",
        "question of the audit plan_mode › options › not_stated › title (en): not stated → not told",
        "Result: nothing changes in the advice. Result: 4 changes of meaning in the audit of plans. Result: 4 changes",
    ):
        assert told in words
    assert "审计规则「no-boundary-calls-for-one」 › when" in said("diff", str(SHIPPED.root), folder=home, lang="zh")[1]
    data = mvpod("rules", "diff", SHIPPED.root, "--home", home, "--format", "json", folder=home).data
    assert (data["same_advice"], data["same_beside"]) == (True, False)
    assert {each["of"] for each in data["changes"]} == {"audit", "trends"}


@pytest.mark.thorough
def test_diff_of_other_words_and_another_order_in_the_audit_is_no_change(home: Path) -> None:
    """A condition written otherwise that means the same, and another reason, leave exit code 0."""
    gaps = "rules/audit/plan/closing-gaps.yaml"
    edit(
        home,
        gaps,
        "when: {plan_boundary: [partly, missing]}",
        "when: {any: [{plan_boundary: missing}, {plan_boundary: partly}]}",
    )
    edit(home, gaps, "A boundary alone is not enough;", "A boundary is not enough;")
    code, words = said("diff", str(SHIPPED.root), folder=home)
    assert code == 0
    assert "No entry means anything else." in words
    assert "the two mean the same" in words


@pytest.mark.thorough
def test_a_home_without_an_audit_has_lost_all_of_it(home: Path) -> None:
    """Each rule, question and measure is reported as gone."""
    shutil.rmtree(home / "rules" / "audit")
    shutil.rmtree(home / "knowledge" / "audit")
    data = mvpod("rules", "diff", SHIPPED.root, "--home", home, "--format", "json", folder=home).data
    gone = {each["id"] for each in data["changes"] if each["how"] == "went"}
    assert {"no-boundary-calls-for-one", "plan_boundary", "draw-the-boundary"} <= gone
    assert data["same_advice"]


@pytest.mark.thorough
def test_verify_finds_a_rule_of_the_audit_said_twice_and_saves_a_plan_that_shows_it(home: Path) -> None:
    """The saved answers are a PLAN: the audit of it names both rules."""
    path = home / "rules/audit/plan/closing-gaps.yaml"
    text = path.read_text(encoding="utf-8")
    again = text.split("- id: no-boundary-calls-for-one")[1].split("\n\n")[0]
    path.write_text(f"{text.rstrip()}\n\n  - id: said-again{again}\n", encoding="utf-8")
    code, words = said("verify", "--witnesses", str(home / "seen"), folder=home)
    assert code == 1
    assert "MV403: this rule fires on the same answers as no-boundary-calls-for-one and says the same" in words
    assert "To see it, answer so about a plan (mvpod audit): answers: plan_boundary: " in words
    assert "rules of the audit of plans were looked at in the same way" in words
    seen = mvpod("audit", home / "seen" / "MV403-1.yaml", "--home", home, "--format", "json", folder=home)
    assert {each["rule"] for each in seen.data["audits"][0]["trace"]} >= {"no-boundary-calls-for-one", "said-again"}


@pytest.mark.thorough
def test_new_rules_of_the_audit_and_about_trends_are_valid_at_once(home: Path) -> None:
    """Over their own questions and series, in their own folders; the rest stays as clean as it was."""
    wanted = ("--when", "value_targets=missing", "--when", "value_baselines=partly,missing")
    code, words = said(
        "new", "audit-rule", "nothing-to-measure", *wanted, "--then", "recommend=take-baselines", folder=home
    )
    assert code == 0
    assert "new file rules/audit/plan/drafts.yaml: audit-rule nothing-to-measure" in words
    into = ("--in", "rules/trends/20-order-line.yaml")
    code, words = said("new", "trend-rule", "wins-fall", "--when", "win_rate=falling", *into, folder=home, lang="zh")
    assert (code, "已写入 rules/trends/20-order-line.yaml：trend-rule wins-fall" in words) == (0, True)
    code, words = said("check", folder=home)
    assert (code, set(re.findall(r"MV\d{3}(?=:)", words))) == (0, set())
    assert "2 drafts take no part in the advice" in words
    code, words = said("test", "--drafts", "-k", "nothing-to-measure", folder=home)
    assert (code, "Examples of 1 rule and 0 case tests: 2 passed, 0 failed, 0 errors." in words) == (0, True)
    assert said("test", "--drafts", "-k", "wins-fall", folder=home)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("audit-rule", "x", "--when", "market_stage=mature"), "there is no fact 'market_stage'"),
        (("audit-rule", "x", "--then", "recommend=win-rate"), "there is no item 'win-rate'"),
        (("trend-rule", "x", "--when", "win_rate=fallling"), "did you mean falling"),
        (("audit-rule", "no-boundary-calls-for-one"), "is there already: rules/audit/plan/closing-gaps.yaml"),
        (("rule", "no-boundary-calls-for-one"), "is there already: rules/audit/plan/closing-gaps.yaml"),
        (("audit-rule", "x", "--in", "rules/mode/x.yaml"), "not in 'rules/mode'; allowed: derive, plan"),
        (
            ("audit-rule", "x", "--when", "customer_line=missing", "--then", "conclude=line_balance:balanced"),
            "line_balance can become balanced and order_line_alone at once",
        ),
    ],
)
def test_a_rule_that_cannot_be_of_the_body_is_not_written(home: Path, arguments: tuple[str, ...], told: str) -> None:
    """Words of another body, an id that any body has, a folder of another, a conclusion that contradicts."""
    code, words = said("new", *arguments, folder=home)
    assert (code, told in words) == (2, True)
    assert not (home / "rules/audit/plan/drafts.yaml").exists()
    assert not (home / "rules/audit/derive/drafts.yaml").exists()
