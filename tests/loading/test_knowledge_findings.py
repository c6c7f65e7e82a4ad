"""Mistakes in rules/ and knowledge/: one finding a cause, with its code, place and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.diagnostics import Code
from tests.loading.homes import copied, findings, replaced

if TYPE_CHECKING:
    from pathlib import Path

PRODUCT = "rules/mode/product.yaml"
VETOES = "rules/mode/vetoes.yaml"
DERIVE = "rules/derive/coverage.yaml"
FACTS = "knowledge/vocabulary/30-product.yaml"
CASES = "knowledge/cases/documented.yaml"
WHEN = "when: {product_complexity: high}"
THEN = "- {for: direct, strength: moderate}"
NEXT = "\n  - id: "

LEGAL = "knowledge/catalogue/17-legal.yaml"
CUSTOMERS = "knowledge/vocabulary/20-customers.yaml"
DECISION = "knowledge/decision.yaml"
METRICS = "knowledge/catalogue/40-metrics.yaml"
GRID = "knowledge/catalogue/12-grid.yaml"
TECHNOLOGIES = "knowledge/catalogue/20-technologies.yaml"
LINES = "knowledge/catalogue/30-lines.yaml"
DIRECTIONS = "knowledge/directions/settled.yaml"
GRID_RULES = "rules/plan/grid.yaml"
DOUBTS = "rules/doubts/contradictions.yaml"
COMPARE = "rules/compare/cells.yaml"

PICTURES = "knowledge/pictures.yaml"

MISTAKES = [
    # file, what stands there, what it becomes, the finding, where in the new text, the suggestion
    (PICTURES, "role_separability: [high]", "role_separabilty: [high]", Code.FACT_UNKNOWN, None, "role_separability"),
    (PICTURES, "own_sales_resources: [low]", "own_sales_resources: [lwo]", Code.OPTION_UNKNOWN, None, "low"),
    (
        PICTURES,
        "mature: customer-line-mature",
        "mature: customer-line-matur",
        Code.REFERENCE_UNKNOWN,
        None,
        "customer-line-mature",
    ),
    (PICTURES, "stage: market_stage", "stage: market_stag", Code.FACT_UNKNOWN, "market_stag", "market_stage"),
    (PICTURES, "strong: {performance", "storng: {performance", Code.KEY_UNKNOWN, "storng", "strong"),
    (PRODUCT, WHEN, "when: {product_complexty: high}", Code.FACT_UNKNOWN, "product_complexty", "product_complexity"),
    (PRODUCT, WHEN, "when: {product_complexity: hihg}", Code.OPTION_UNKNOWN, "hihg", "high"),
    (PRODUCT, WHEN, "when: {product_complexity: [low, medium, high]}", Code.TEST_ALWAYS_TRUE, "[low", None),
    (PRODUCT, WHEN, "when: {product_complexity: []}", Code.LIST_EMPTY, "[]", None),
    (PRODUCT, WHEN, "when: {}", Code.LIST_EMPTY, "{}", None),
    (PRODUCT, WHEN, "when: [product_complexity]", Code.TYPE_WRONG, "[product", None),
    (PRODUCT, WHEN, "when: {sales_mode: direct}", Code.FACT_TOO_LATE, "sales_mode", None),
    (PRODUCT, WHEN, "when: {not: {learning_phase: true}}", Code.NOT_OF_DERIVED, "learning_phase", None),
    (
        PRODUCT,
        WHEN,
        "when: {at_least: {count: 3, of: [{product_complexity: high}, {education_need: high}]}}",
        Code.COUNT_IMPOSSIBLE,
        "3",
        None,
    ),
    (PRODUCT, WHEN, "whem: {product_complexity: high}", Code.KEY_UNKNOWN, "whem", "when"),
    (PRODUCT, THEN, "- {for: dirct, strength: strong}", Code.VALUE_NOT_ALLOWED, "dirct", "direct"),
    (PRODUCT, THEN, "- {for: direct, strength: strnog}", Code.VALUE_NOT_ALLOWED, "strnog", "strong"),
    (PRODUCT, THEN, "- {for: direct}", Code.KEY_MISSING, "{for", None),
    (PRODUCT, THEN, "- {recommend: deal-registration}", Code.OUTCOME_FOREIGN, None, None),
    (PRODUCT, "basis: literature", "basis: literatur", Code.VALUE_NOT_ALLOWED, "literatur", "literature"),
    (PRODUCT, "[anderson-1985,", "[andersen-1985,", Code.REFERENCE_UNKNOWN, "andersen-1985", "anderson-1985"),
    (PRODUCT, "principle: [M1]", "principle: [M9]", Code.REFERENCE_UNKNOWN, "M9", None),
    (PRODUCT, "      basis: literature\n", "", Code.KEY_MISSING, "principle:", None),
    (DERIVE, "conclude: {", "conclude: {product_complexity: high, ", Code.VALUE_NOT_ALLOWED, "product_comp", None),
    (PRODUCT, "title: {zh: ", "title: {zhh: ", Code.KEY_UNKNOWN, "zhh", "zh"),
    (PRODUCT, "title: {", "title: nothing #{", Code.TYPE_WRONG, "nothing", None),
    (PRODUCT, "      reason:\n", "      raison:\n", Code.KEY_UNKNOWN, "raison", "reason"),
    (PRODUCT, "rules:", "ruls:", Code.KEY_UNKNOWN, "ruls", "rules"),
    (PRODUCT, "examples:", "exampels:", Code.KEY_UNKNOWN, "exampels", "examples"),
    (PRODUCT, "basis: literature", "basis: 5", Code.VALUE_NOT_ALLOWED, "5", None),
    (FACTS, "meaning: {zh", "meanin: {zh", Code.KEY_UNKNOWN, "meanin", "meaning"),
    (FACTS, "principle: [", "principle: M1 #[", Code.TYPE_WRONG, "M1", None),
    (CUSTOMERS, "range: {min: 0", "range: {min: a", Code.TYPE_WRONG, "a}", None),
    (DECISION, "points: 2", "points: 2.5", Code.TYPE_WRONG, "2.5", None),
    (LEGAL, "kind: legal", "kind: [legal]", Code.TYPE_WRONG, "[legal]", None),
    (CASES, "confidence: high", "confidence: hihg", Code.VALUE_NOT_ALLOWED, "hihg", "high"),
    (FACTS, "kind: choice", "kind: chioce", Code.VALUE_NOT_ALLOWED, "chioce", "choice"),
    (FACTS, "id: low,", "id: unknown,", Code.RESERVED_ID, None, None),
    ("knowledge/decision.yaml", "points: 2", "points: 0", Code.NUMBER_LIMIT, None, None),
    (
        CASES,
        "market_stage: mature",
        "market_stage: matur",
        Code.OPTION_UNKNOWN,
        "matur",
        "mature",
    ),
    (METRICS, "      formula:", "      formulae:", Code.KEY_UNKNOWN, "formulae", "formula"),
    (METRICS, "optional: true}", "optional: perhaps}", Code.TYPE_WRONG, "perhaps", None),
    (METRICS, "carried_by: [dashboards", "carried_by: [dashbords", Code.REFERENCE_UNKNOWN, "dashbords", "dashboards"),
    (METRICS, "carried_by: [", "carred_by: [", Code.KEY_UNKNOWN, "carred_by", "carried_by"),
    (METRICS, "kind: metric", "knd: metric", Code.KEY_UNKNOWN, "knd", "kind"),
    (LINES, "brings: [", "brings: [nothing-known, ", Code.REFERENCE_UNKNOWN, "nothing-known", None),
    (
        TECHNOLOGIES,
        "{fact: performance_measurability",
        "{fact: performance_mesurability",
        Code.FACT_UNKNOWN,
        "performance_mesurability",
        "performance_measurability",
    ),
    (TECHNOLOGIES, "from: low, to: medium", "from: low, to: middling", Code.OPTION_UNKNOWN, "middling", None),
    (GRID, "among: column", "among: colum", Code.REFERENCE_UNKNOWN, None, "column"),
    (GRID, "at_most: 1", "at_most: 0", Code.NUMBER_LIMIT, None, None),
    (
        GRID_RULES,
        "{assign: ",
        "{assign: some-task, to: own-field, strength: weak} #",
        Code.VALUE_NOT_ALLOWED,
        None,
        None,
    ),
    (GRID_RULES, "strength: weak", "strenght: weak", Code.KEY_UNKNOWN, "strenght", "strength"),
    (DOUBTS, "reask: [", "reask: [nobody_knows, ", Code.FACT_UNKNOWN, "nobody_knows", None),
    (DOUBTS, "reask: [", "reask: [learning_phase, ", Code.FACT_UNKNOWN, "learning_phase", None),
    (COMPARE, "cell_modes: ", "learning_phase: true, cell_modes: ", Code.FACT_TOO_LATE, "learning_phase", None),
    (PRODUCT, WHEN, "when: {cell_modes: same}", Code.FACT_TOO_LATE, "cell_modes", None),
    (
        DIRECTIONS,
        "raising: product_complexity",
        "raising: product_complexty",
        Code.FACT_UNKNOWN,
        None,
        "product_complexity",
    ),
    (DIRECTIONS, "through: [medium", "through: [midium", Code.OPTION_UNKNOWN, None, "medium"),
    (DIRECTIONS, "never_favours: channel", "never_favours: chanel", Code.VALUE_NOT_ALLOWED, None, "channel"),
    (DIRECTIONS, "sources: [anderson-1985", "sources: [andersen-1985", Code.REFERENCE_UNKNOWN, None, "anderson-1985"),
    (DECISION, "needs: [demarcation", "needs: [demarcatoin", Code.REFERENCE_UNKNOWN, None, "demarcation"),
    (DECISION, "compared_fact: cell_modes", "compared_fact: market_stage", Code.REFERENCE_UNKNOWN, None, None),
    ("knowledge/vocabulary/20-customers.yaml", "below: 25000", "below: 2500", Code.BANDS_DISORDERED, None, None),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "at", "suggestion"), MISTAKES)
def test_one_mistake_is_one_finding(  # noqa: PLR0917
    file: str, old: str, new: str, code: Code, at: str | None, suggestion: str | None, tmp_path: Path
) -> None:
    """Its code, its exact place and the word that was probably meant; no echoes."""
    home = copied(tmp_path)
    line, column = replaced(home, file, old, new)
    found = findings(home)
    mine = [each for each in found if each.code is code]
    assert len(mine) == 1, found
    assert mine[0].suggestion == suggestion
    assert mine[0].place.file == file
    if at is not None and at in new:
        assert (mine[0].place.line, mine[0].place.column) == (line, column + new.index(at) + 2 * at.startswith("- "))
    # a rule whose condition or outcome is wrong may at most make its own examples or followers wrong as well
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("file", "at_most"),
    [("knowledge/decision.yaml", 1), ("knowledge/principles/mvpod.yaml", 1), ("knowledge/sources/practice.yaml", 1)],
)
def test_a_file_that_cannot_be_read_does_not_cascade(file: str, at_most: int, tmp_path: Path) -> None:
    """References to what it holds are not reported again."""
    home = copied(tmp_path)
    (home.root / file).write_text("principles: [\n", encoding="utf-8")
    assert 1 <= len(findings(home)) <= at_most


def test_the_same_id_in_two_files_shows_both_places(tmp_path: Path) -> None:
    """A rule copied to another family is found, with the other place."""
    home = copied(tmp_path)
    text = (home.rules / "mode" / "vetoes.yaml").read_text(encoding="utf-8")
    (home.rules / "mode" / "zzz.yaml").write_text(text.split("\n\n")[0] + "\n", encoding="utf-8")
    (found,) = findings(home)
    assert (found.code, found.place.file) == (Code.ID_TWICE, "rules/mode/zzz.yaml")
    assert [place.file for place in found.related] == ["rules/mode/vetoes.yaml"]


def test_rules_that_run_in_a_circle_are_shown_with_their_way(tmp_path: Path) -> None:
    """The witness names the facts and the rules on the circle."""
    home = copied(tmp_path)
    text = (home.root / DERIVE).read_text(encoding="utf-8")
    edited = text
    for fact, other in (
        ("learning_phase", "small_orders_carry_visits"),
        ("small_orders_carry_visits", "learning_phase"),
    ):
        rule = next(part for part in text.split(NEXT) if f"conclude: {{{fact}: true}}" in part)
        wider = rule.replace("when: {", f"when: {{{other}: true, ", 1)
        if wider == rule:
            wider = rule.replace("when:\n", f"when:\n      {other}: true\n", 1)
        assert wider != rule
        edited = edited.replace(rule, wider)
    (home.root / DERIVE).write_text(edited, encoding="utf-8")
    (found,) = findings(home)
    assert found.code is Code.CYCLE
    assert "learning_phase → " in found.details["witness"]
    assert "small_orders_carry_visits → " in found.details["witness"]


def test_a_plan_that_could_lack_what_its_mode_needs_is_refused_with_the_rules_that_could_mend_it(
    tmp_path: Path,
) -> None:
    """Rows of the grid whose only sure rule became a conditional one: a finding each, which shows that rule."""
    home = copied(tmp_path)
    old, new = "when: {sales_mode: hybrid}", "when: {sales_mode: hybrid, market_stage: mature}"
    replaced(home, GRID_RULES, old, new)
    told = findings(home)
    assert {(found.code, found.place.file) for found in told} == {(Code.PLAN_NOT_WHOLE, DECISION)}
    assert {found.details["mode"] for found in told} == {"hybrid"}
    assert sorted(found.details["missing"] for found in told) == [
        "account-care-and-renewal-ours",
        "after-sales-service-ours",
        "bid-and-negotiation-ours",
        "contract-and-collection-ours",
        "delivery-ours",
        "lead-generation-ours",
        "lead-qualification-ours",
        "presales-solution-ours",
    ]
    assert all(GRID_RULES in {place.file for place in found.related} for found in told)
