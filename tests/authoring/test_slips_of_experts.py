"""Slips of an expert's pen in the small home, of every kind of file: the check tells each, and where it is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.resources import Home
from mvpod_expert.views.findings import sentence
from mvpod_expert.views.messages import Messages
from mvpod_workbench.checks.checking import check_home
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.model.diagnostics import Diagnostic

ASKED = "knowledge/vocabulary/10-asked.yaml"
DERIVED = "knowledge/vocabulary/90-derived.yaml"
MODE = "rules/mode/sellers-and-partners.yaml"
PLAN = "rules/plan/steps.yaml"
EFFORT = "rules/derive/effort.yaml"
SOURCES = "knowledge/sources/books.yaml"
STEPS = "knowledge/catalogue/10-steps.yaml"
TASKS = "knowledge/catalogue/20-tasks.yaml"
CASES = "knowledge/cases/documented.yaml"
DECISION = "knowledge/decision.yaml"
PICTURES = "knowledge/pictures.yaml"
PRINCIPLES = "knowledge/principles/mvpod.yaml"
DIRECTIONS = "knowledge/directions/promises.yaml"
DOUBTS = "rules/doubts/contradictions.yaml"
COMPARE = "rules/compare/cells.yaml"

SLIPS = [
    (MODE, "when: {effort: great}", "when: {efort: great}", "MV301", 5),
    (MODE, "when: {effort: great}", "when: {effort: graet}", "MV302", 5),
    (MODE, "when: {effort: great}", "when: {effort: [great, great]}", "MV307", 5),
    (MODE, "when: {effort: great}", "when: {effort: [great, little]}", "MV339", 3),
    (MODE, "when: {effort: great}", "when： {effort: great}", "MV202", 3),
    (MODE, "when: {effort: great}", "when： {effort: great}", "MV110", 5),
    (MODE, "when: {effort: great}", "when：｛effort: great}", "MV110", 5),
    (MODE, "when: {effort: great}", "when: {effort：great}", "MV110", 5),
    (MODE, "when: {effort: great}", "when: ｛effort: great｝", "MV110", 5),
    (MODE, "when: {effort: great}", "when: {effort: [great、little]}", "MV110", 5),
    (MODE, "{for: direct, strength: strong}", "{for: direct、strength：strong}", "MV110", 7),
    (MODE, "{for: direct, strength: strong}", "{for: direct；strength: strong}", "MV110", 7),
    (MODE, "{for: direct, strength: strong}", "{for：direct, strength: strong}", "MV110", 7),
    (MODE, "{for: direct, strength: strong}", "【for: direct, strength: strong】", "MV110", 7),
    (MODE, "{for: direct, strength: strong}", "{for: direct，strength: strong}", "MV110", 7),
    (MODE, "{for: direct, strength: strong}", "{for: direct, strenght: strong}", "MV201", 7),
    (MODE, "{for: direct, strength: strong}", "{for: direct, strength: storng}", "MV204", 7),
    (MODE, "{for: direct, strength: strong}", "{favour: direct, strength: strong}", "MV201", 7),
    (MODE, "{against: channel, strength: weak}", "{against: direct, strength: weak}", "MV307", 7),
    (MODE, "{against: channel, strength: weak}", "{against: chanel, strength: weak}", "MV204", 8),
    (MODE, "basis: literature, sources: [book]", "basis: literature", "MV309", 9),
    (MODE, "basis: literature, sources: [book]", "basis: literature, sources: [bok]", "MV308", 9),
    (MODE, "principle: [M1], basis: practice", "principle: [M9], basis: practice", "MV308", 43),
    (
        MODE,
        "fires: [{product: hard}], silent: [{product: plain}]",
        "fires: {product: hard}, silent: [{product: plain}]",
        "MV203",
        10,
    ),
    (MODE, "deal_size: 20000, sellers", "deal_size: 20.000, sellers", "MV303", 16),
    (MODE, "deal_size: 20000, sellers", "deal_size: -5, sellers", "MV304", 16),
    (MODE, "zh: 大单养得起人", "zh: 费力的自己卖", "MV338", 11),
    (MODE, "en: Large deals pay for sellers", "en: 大单养得起人", "MV336", 11),
    (MODE, "zh: 付得起工资。", "zh: TODO", "MV334", 11),
    (MODE, "en: They cover the wages.", "en: They cover # wages.", "MV110", 15),
    (MODE, "count: 2", "count: 4", "MV319", 29),
    (
        MODE,
        "[{exclude: channel}, {exclude: hybrid}]",
        "[{exclude: channel}, {exclude: hybrid}, {exclude: direct}]",
        "MV361",
        33,
    ),
    (MODE, "id: large-deals-pay\n", "id: effort-favours-direct\n", "MV307", 11),
    (MODE, "id: large-deals-pay\n", "id: Large Deals\n", "MV207", 11),
    (MODE, "{has_webshop: true, effort", "{has_webshop: yes please, effort", "MV302", 41),
    (ASKED, "range: {min: 0, max: 1000000}", "range: {min: 1000000, max: 0}", "MV310", 21),
    (ASKED, "below: 10000", "below: 10000000", "MV310", 23),
    (ASKED, "{id: large, title", "{id: large, up_to: 50000, title", "MV310", 24),
    (ASKED, "below: 10000,", "below: 10000, up_to: 10000,", "MV310", 23),
    (ASKED, "below: 10000,", "", "MV310", 23),
    (ASKED, "below: 10000,", "below: 10,000,", "MV201", 23),
    (ASKED, "kind: number", "kind: numbr", "MV204", 14),
    (ASKED, "title: {zh: 大, en: large}", "title: {zh: 小, en: small}", "MV338", 13),
    (ASKED, "zh: 不到三成。, en: Under 30%.", "zh: 不到三成。, en: Under 50%.", "MV337", 25),
    (ASKED, "topic: {zh: 我们与客户", "topic: {zh: （待写）这一组的名称", "MV334", 3),
    (ASKED, "id: has_webshop", "id: has_web_shop", "MV301", 9),
    (ASKED, "unit: {zh: 美元, en: USD}", "unit: USD", "MV203", 20),
    (ASKED, "question: {zh: 有伙伴吗？, en: Are there partners?}", "question: {zh: 有伙伴吗？}", "MV202", 39),
    (ASKED, "client_can_change: true", "client_can_change: ture", "MV203", 32),
    (
        DERIVED,
        "derived: true\n    principle: [M1]\n    title: {zh: 费力程度",
        "principle: [M1]\n    title: {zh: 费力程度",
        "MV202",
        3,
    ),
    (DERIVED, "{id: hybrid, title", "{id: hybird, title", "MV308", 2),
    (EFFORT, "conclude: {effort: great}", "conclude: {effort: little}", "MV328", 5),
    (EFFORT, "conclude: {effort: great}", "conclude: {efort: great}", "MV301", 6),
    (EFFORT, "conclude: {effort: great}", "conclude: {sellers: few}", "MV204", 6),
    (PLAN, "recommend: [recruit]", "recommend: [recriut]", "MV308", 12),
    (PLAN, "recommend: [recruit]", "recommend: []", "MV324", 17),
    (PLAN, "to: our-side", "to: ourside", "MV204", 20),
    (PLAN, "to: our-side", "to: hire", "MV204", 20),
    (PLAN, "assign: find-customers, to: partner-side", "assign: hire, to: partner-side", "MV204", 26),
    (SOURCES, "kind: literature", "kind: litterature", "MV204", 2),
    (SOURCES, "review_by: 2050-01-01", "review_by: 2020-01-01", "MV332", 3),
    (SOURCES, "review_by: 2050-01-01", "review_by: 2050-13-01", "MV333", 3),
    (SOURCES, "A web shop (2020)", "A Book (1999)", "MV369", 3),
    (SOURCES, "A Book (1999)", "A Book (2999)", "MV369", 2),
    (SOURCES, "A Book (1999)", "A Book (1999), pp. 432-254", "MV369", 2),
    (SOURCES, "A Book (1999)", "A Journal 4(3), 254-234", "MV369", 2),
    (STEPS, "carried_by: [pipeline]\n    changes", "carried_by: [pipline]\n    changes", "MV308", 13),
    (STEPS, "from: few, to: enough", "from: enough, to: enough", "MV369", 9),
    (STEPS, "from: few, to: enough", "from: few, to: plenty", "MV302", 14),
    (STEPS, "brings: [say-who-sells-what]", "brings: [recruit]", "MV369", 17),
    (STEPS, "id: hire\n    title", "id: recruit\n    title", "MV307", 17),
    (
        STEPS,
        "parts: {who: {zh: 销售总监, en: Head of sales}}\n    carried_by: [pipeline]\n    changes",
        "carried_by: [pipeline]\n    changes",
        "MV202",
        9,
    ),
    (TASKS, "at_most: 1", "at_most: 0", "MV208", 4),
    (TASKS, "among: side", "among: sides", "MV308", 4),
    (TASKS, "title: {zh: 找客户, en: Find customers}", "title: {zh: ???, en: Find customers}", "MV110", 6),
    (CASES, "mode: direct", "mode: drect", "MV204", 9),
    (CASES, "mode: direct, also_acceptable: [hybrid]", "mode: direct, also_acceptable: [direct]", "MV369", 2),
    (CASES, "partners: some}\n    documented: [product]", "partners: many}\n    documented: [product]", "MV302", 7),
    (CASES, "documented: [product]", "documented: [has_webshop]", "MV369", 2),
    (CASES, "answers: {product: hard, deal_size: 20000", "answers: {product: unknown, deal_size: 20000", "MV369", 2),
    (CASES, "id: T2", "id: T1", "MV307", 12),
    (
        CASES,
        "confidence: high, scored: true, result: {zh: 成功, en: Success}}\n    reason: {zh: 机",
        "confidence: hihg, scored: true, result: {zh: 成功, en: Success}}\n    reason: {zh: 机",
        "MV204",
        9,
    ),
    (DECISION, "points: 6", "points: 1", "MV310", 10),
    (DECISION, "points: 6", "points: 2", "MV310", 10),
    (DECISION, "leaning_from: 2", "leaning_from: 20", "MV208", 12),
    (DECISION, "clear_from: 8", "clear_form: 8", "MV201", 13),
    (DECISION, "decided_fact: sales_mode", "decided_fact: salesmode", "MV308", 2),
    (DECISION, "needs: [task]", "needs: [tasks]", "MV308", 7),
    (PICTURES, "strong: {sellers: [enough]}", "strong: {sellers: [few]}", "MV369", 1),
    (PICTURES, "strong: {sellers: [enough]}", "strong: {seller: [enough]}", "MV301", 3),
    (PICTURES, "today: has_webshop", "today: webshop", "MV301", 9),
    (PRINCIPLES, "id: M2", "id: M1", "MV307", 9),
    (DIRECTIONS, "through: [few, enough]", "through: [few]", "MV369", 2),
    (DIRECTIONS, "over: [direct]", "over: [channel]", "MV369", 2),
    (DIRECTIONS, "raising: sellers", "raising: seller", "MV301", 2),
    (DOUBTS, "reask: [deal_size]", "reask: [dealsize]", "MV301", 6),
    (DOUBTS, "reask: [deal_size]", "reask: [effort]", "MV301", 6),
    (COMPARE, "cell_modes: same}\n    then", "cell_modes: sames}\n    then", "MV302", 5),
]
"""The file, what stood there, what was written instead, the code expected and the line it is reported at."""

WHEN = "when: {deal_size: large, sellers: enough}"
BANDS, OPPOSITE = "test the id of a band", "the opposite with not: {...}"
SAYS = [
    (MODE, WHEN, "when: {deal_size: ≥10000, sellers: enough}", BANDS, None),
    (MODE, WHEN, 'when: {deal_size: "> 10000", sellers: enough}', BANDS, None),
    (MODE, WHEN, "when: {deal_size: 10000+, sellers: enough}", BANDS, None),
    (MODE, WHEN, "when: {deal_size: not large, sellers: enough}", OPPOSITE, None),
    (MODE, WHEN, "when: {deal_size: 不是大, sellers: enough}", OPPOSITE, None),
    (MODE, WHEN, "when: {deal_size: 大, sellers: enough}", "", "large"),
    (MODE, WHEN, "when: {单额: large, sellers: enough}", "", "deal_size"),
    (MODE, WHEN, "when: {Deal size: large, sellers: enough}", "", "deal_size"),
    (MODE, "{for: direct, strength: strong}", "{for: 直销, strength: strong}", "", "direct"),
    (MODE, "{for: direct, strength: strong}", "{for: direct, strength: 强}", "", "strong"),
    (CASES, "{mode: direct, also", "{mode: 直销, also", "", "direct"),
    (CASES, "also_acceptable: [hybrid]", "also_acceptable: [Hybrid]", "", "hybrid"),
    (MODE, "id: large-deals-pay\n", "id: 直销\n", "", None),
]
"""What stood in a file of rules, what was written instead, and what the finding says and suggests."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], tuple[Diagnostic, ...]]:
    """Return what checks the small home with one text replaced, and puts it back."""
    root = tmp_path_factory.mktemp("slips") / "home"
    shutil.copytree(ROOT / "tests/fixtures/small", root)
    memory = ReadCache()

    def check(file: str, was: str, now: str) -> tuple[Diagnostic, ...]:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now, 1), encoding="utf-8")
        try:
            return check_home(Home(root), memory).findings
        finally:
            path.write_text(text, encoding="utf-8")

    return check


def test_the_home_without_slips_has_no_findings(found: Callable[[str, str, str], tuple[Diagnostic, ...]]) -> None:
    """Otherwise the slips below might be told without being there."""
    assert found(MODE, "family", "family") == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[3]}-{slip[2].strip()[:40]}")
def test_a_slip_is_told_at_its_place(
    found: Callable[[str, str, str], tuple[Diagnostic, ...]], slip: tuple[str, str, str, str, int]
) -> None:
    """Checkers of this kind accept what parses; what cannot be meant is told as well, at the line to mend."""
    file, was, now, code, line = slip
    assert (code, line) in {(each.code.value, each.place.line) for each in found(file, was, now)}


@pytest.mark.parametrize("slip", SAYS, ids=lambda slip: slip[2])
def test_a_slip_is_answered_with_what_to_write(
    found: Callable[[str, str, str], tuple[Diagnostic, ...]], slip: tuple[str, str, str, str, str | None]
) -> None:
    """Checkers that list what is allowed leave a person who wrote a title or a comparison to guess what to write."""
    file, was, now, says, suggestion = slip
    (finding, *_) = found(file, was, now)
    assert says in sentence(finding, Messages("en"))
    assert finding.suggestion == suggestion
