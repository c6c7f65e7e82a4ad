"""Texts as knowledge, and slips of the keyboard: what is reported, and that good files are left in peace."""

from __future__ import annotations

import pytest

from mvpod_expert.engine.clauses import clauses_of
from mvpod_expert.loading.yaml_mistakes import mended, slips
from mvpod_expert.model.conditions import All, Any, Not, Test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.suggestions import closest_match
from mvpod_workbench.checks.entries_at_odds import always_holds
from mvpod_workbench.checks.texts import check_texts
from tests.engine.builders import PLACE, choice
from tests.loading.homes import ROOT
from tests.shipped import HOME, KNOWLEDGE

GOOD = "好的标题", "A good title"


def told_of(zh: str, en: str) -> list[tuple[Code, str]]:
    """Return what is reported of a rule with such a title, in a home whose other texts are fine."""
    rule = next(iter(KNOWLEDGE.rules.values()))
    title = Text.model_construct(zh=zh, en=en)
    changed = rule.model_copy(update={"title": title})
    home = KNOWLEDGE.model_copy(update={"rules": {**KNOWLEDGE.rules, rule.id: changed}})
    return [
        (each.code, each.about) for each in check_texts(home) if each.about.startswith(f"rules › {rule.id} › title")
    ]


@pytest.mark.parametrize(
    ("zh", "en", "code"),
    [
        ("（待写）一句话说清", "A good title", Code.TEXT_PLACEHOLDER),
        ("好的标题", "(to be written) the rule", Code.TEXT_PLACEHOLDER),
        ("好的标题", "TODO: find a title", Code.TEXT_PLACEHOLDER),
        ("????????", "A good title", Code.TEXT_DESTROYED),
        ("好的\ufffd题", "A good title", Code.TEXT_DESTROYED),
        ("å¥½çš„æ ‡é¢˜", "A good title", Code.TEXT_DESTROYED),
        ("锟斤拷锟斤拷", "A good title", Code.TEXT_DESTROYED),
        ("好的标题", "<<<<<<< HEAD a title", Code.TEXT_DESTROYED),
        ("A good title", "好的标题", Code.TEXT_LANGUAGE),
        ("A good title", "A good title", Code.TEXT_LANGUAGE),
        ("好的标题", "好的标题", Code.TEXT_LANGUAGE),
        ("十万美元以上", "above $10,000", Code.TEXT_NUMBERS),
        ("6-10 人的团队", "a team of 3-5 people", Code.TEXT_NUMBERS),
        ("毛利高于30%", "a margin above 35%", Code.TEXT_NUMBERS),
        ("每年1.5亿元", "15 million yuan a year", Code.TEXT_NUMBERS),
        ("30天内回复", "answered within 30 months", Code.TEXT_NUMBERS),
        ("每 2 周一次", "every 2 quarters", Code.TEXT_NUMBERS),
        ("毛利的30%", "30 days of margin", Code.TEXT_NUMBERS),
        ("先看{region}的账", "look at the books first", Code.TEXT_NUMBERS),
        ("先看{region}的账", "look at the books of {segment} first", Code.TEXT_NUMBERS),
    ],
)
def test_a_text_that_is_wrong_in_itself_is_told(zh: str, en: str, code: Code) -> None:
    """Editors save in other encodings, people swap columns and mistype figures, and clients read what comes out."""
    assert [each for each, _ in told_of(zh, en)] == [code]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("SAP", "SAP"),
        ("30%", "30%"),
        ("Jira、Confluence", "Jira, Confluence"),
        ("一万五千元以上", "above 15,000 yuan"),
        ("四成以上", "over 40%"),
        ("八九成", "80-90%"),
        ("40万～50万元", "400-500 thousand yuan"),
        ("1.5亿元", "150 million yuan"),
        ("施耐德电气", "Schneider Électrique, Münster, café"),
        ("三年", "three years"),
        ("30天内、12个月后", "within 30 working days, after 12 months"),
        ("12个月或1年", "12 months or a year"),
        ("{region}的{segment}", "{segment} in { region }"),
        ("成千上万", "10,000 and more"),
        ("阿里巴巴的中国供应商", "China Supplier (中国供应商) membership"),
    ],
)
def test_a_good_text_is_left_in_peace(zh: str, en: str) -> None:
    """Names, units and figures written each in the way of its language are no mistakes."""
    assert told_of(zh, en) == []


def test_the_shipped_texts_have_no_findings_and_the_shipped_files_no_slips() -> None:
    """What is reported of good files is soon overlooked in bad ones."""
    accepted = {each.code for fact in KNOWLEDGE.facts.values() for each in fact.accepted}
    assert {each.code for each in check_texts(KNOWLEDGE)} <= accepted
    for folder in (HOME.rules, HOME.knowledge, ROOT / "examples"):
        for path in folder.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            assert list(slips(text.splitlines())) == [], path
            assert mended(text) == text


@pytest.mark.parametrize(
    ("written", "kind", "column", "after"),
    [
        ("    when：{a: b}", "full_width", 9, "    when: {a: b}"),
        ("    when：｛a: b｝", "full_width", 9, "    when: {a: b}"),
        ("  - {for: direct，strength: weak}", "full_width", 17, "  - {for: direct, strength: weak}"),
        ("  - {for: direct、strength：weak}", "full_width", 17, "  - {for: direct, strength: weak}"),
        ("  - {for: direct；strength: weak}", "full_width", 17, "  - {for: direct, strength: weak}"),
        ("when: {a: [b、c、d]}", "full_width", 13, "when: {a: [b, c, d]}"),
        ("when: {a: [b，c，d]}", "full_width", 13, "when: {a: [b, c, d]}"),
        ("\u00a0\u00a0when: {a: b}", "odd_space", 1, "  when: {a: b}"),
        ("\u3000when: {a: b}", "odd_space", 1, " when: {a: b}"),
        ("when:\u00a0{a: b}", "odd_space", 6, "when: {a: b}"),
        ("<<<<<<< HEAD", "conflict", 1, None),
        (">>>>>>> mine", "conflict", 1, None),
        ('title: {zh: 好, en: "Large deals}', "unclosed", 20, None),
        ("title: 'Large deals", "unclosed", 8, None),
        ("    when:{a: b}", "no_space", 9, None),
        ("  -{for: direct, strength: weak}", "no_space", 3, None),
        ("deal_size_usd: >100000", "comparison", 16, None),
        ("en: Customer #1 priority is terms", "comment", 14, None),
    ],
)
def test_a_slip_is_told_where_it_is(written: str, kind: str, column: int, after: str | None) -> None:
    """Parsers of YAML name the line where they gave up, far below the sign that was typed wrong."""
    (found, *_) = slips(["rules:", written])
    assert (found.line, found.kind, found.column) == (2, kind, column)
    assert mended(f"rules:\n{written}\n") == f"rules:\n{after or written}\n"


@pytest.mark.parametrize(
    "written",
    [
        "title: {zh: 产品难讲，直销：好, en: PoC}",
        'title: {zh: "引号里的：，", en: "a # b"}',
        "en: >-",
        "zh: PoC：求学习",
        "zh: 用CRM、ERP：系统",
        "title: {zh: 用 crm、erp：系统, en: CRM}",
        "zh: [a、b",
        "reason: see note:[a]",
        'title: {zh: "见a:[b]", en: a}',
        "when: {a: b}  # 全角：没关系",
        "en: Partners' margins aren't ours",
        "  - {id: a, title: {zh: 甲, en: a}}  # a note",
    ],
)
def test_what_stands_in_texts_and_comments_is_no_slip(written: str) -> None:
    """Full-width punctuation belongs in Chinese texts."""
    assert list(slips([written])) == []


@pytest.mark.parametrize(
    "written", ["<>channel", "!channel", "!= channel", "not channel", "非channel", "except_channel"]
)
def test_the_opposite_is_never_suggested(written: str) -> None:
    """Who writes that something is meant not to be gets no suggestion to write that it is."""
    assert closest_match(written, ["channel", "direct"]) is None
    assert closest_match("chanel", ["channel", "direct"]) == "channel"


def test_a_condition_that_holds_for_everybody_is_found_and_no_other() -> None:
    """A rule that looks as if it told clients apart, and does not."""
    facts = {fact.id: fact for fact in (choice("a", "low", "high"), choice("b", "x", "y"))}

    def test_of(fact: str, *states: str) -> Test:
        return Test(fact=fact, states=frozenset(states), place=PLACE)

    low, high, both = test_of("a", "low"), test_of("a", "high"), test_of("b", "x")
    for condition, holds in (
        (Any(parts=(low, high)), True),
        (Any(parts=(low, Not(part=low))), True),
        (Any(parts=(both, Not(part=All(parts=(both, low))))), True),
        (Any(parts=(low, both)), False),
        (All(parts=(low, both)), False),
        (low, False),
    ):
        assert always_holds(clauses_of(condition, facts), facts) is holds
