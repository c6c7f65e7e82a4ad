"""A saved result against newer knowledge: what has changed in meaning is told, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import CaseFile
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.recommendation import Recommendation
from mvpod_expert.replay.replaying import replay
from tests.explanation.cells import ADVISER, answer_in, cell
from tests.explanation.saved import EXAMPLES, example
from tests.explanation.tampering import plain, read
from tests.loading.homes import copied, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.replay.model import Replay
    from mvpod_expert.resources import Home

STATES = {
    "product_complexity": "high",
    "deal_size_usd": "large",
    "own_sales_resources": "medium",
    "partner_capability": UNKNOWN,
    "customer_concentration": "medium",
}


def saved() -> CaseFile:
    return CaseFile(file="case.yaml", client="C", cells=(cell(STATES),))


def replayed(home: Home) -> Replay:
    knowledge = load_knowledge(home)
    base = compile_rules(knowledge)
    result = ADVISER.recommend([saved()])
    return replay(result, "result.json", Adviser(knowledge, base, BitsetEngine(base)))


def test_with_the_same_knowledge_it_is_checked_and_nothing_has_changed() -> None:
    """No drift is looked for where there can be none."""
    done = replay(ADVISER.recommend([saved()]), "result.json", ADVISER)
    assert done.is_same_knowledge
    assert [(each.flaws, each.rules, each.plan, each.readings) for each in done.cells] == [((), (), (), ())]


def test_a_comment_changes_nothing_in_meaning(tmp_path: Path) -> None:
    """Another fingerprint, the same advice."""
    home = copied(tmp_path)
    replaced(home, "knowledge/decision.yaml", "# How evidence", "# In what way evidence")
    done = replayed(home)
    assert not done.is_same_knowledge
    only = done.cells[0]
    assert (only.flaws, only.rules, only.plan, only.readings) == ((), (), (), ())
    assert only.before == only.after


EDITS = [
    # file, old, new, the rule, how it drifted
    (
        "rules/mode/product.yaml",
        "- {for: direct, strength: strong}",
        "- {for: direct, strength: weak}",
        "hard-to-learn-product-favours-direct",
        "effects",
    ),
    (
        "rules/mode/product.yaml",
        "id: hard-to-learn-product-favours-direct",
        "id: renamed-rule",
        "hard-to-learn-product-favours-direct",
        "gone",
    ),
    (
        "rules/mode/product.yaml",
        "id: hard-to-learn-product-favours-direct",
        "id: renamed-rule",
        "renamed-rule",
        "fires",
    ),
    ("knowledge/decision.yaml", "id: strong, points: 6", "id: strong, points: 7", None, "effects"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_rule_that_says_something_else_is_told(edit: tuple[str, str, str, str | None, str], tmp_path: Path) -> None:
    """With what followed from it then and what follows now."""
    file, old, new, rule, change = edit
    home = copied(tmp_path)
    replaced(home, file, old, new)
    drifts = replayed(home).cells[0].rules
    assert change in {each.change for each in drifts if rule in {None, each.rule}}
    for each in drifts:
        assert each.was or each.now
        assert (each.title is None) == (each.change == "gone")


def test_an_answer_that_is_read_otherwise_is_told(tmp_path: Path) -> None:
    """The limits of a band moved; the number is in another one today."""
    home = copied(tmp_path)
    given = answer_in(ADVISER.knowledge.facts["deal_size_usd"], "large").given
    bands = {each.id: each for each in ADVISER.knowledge.facts["deal_size_usd"].bands}
    limit = bands["medium"].limit
    assert limit is not None
    assert limit < float(given)
    raised = int(float(given)) + 1
    path = home.root / "knowledge" / "vocabulary" / "20-customers.yaml"
    text = path.read_text(encoding="utf-8")
    assert f"below: {int(limit)}" in text
    path.write_text(text.replace(f"below: {int(limit)}", f"below: {raised}"), encoding="utf-8")
    readings = replayed(home).cells[0].readings
    assert [(each.fact, each.was, each.now) for each in readings] == [("deal_size_usd", "large", "medium")]


def test_an_item_that_says_something_else_is_told(tmp_path: Path) -> None:
    """By its title, and as reworded; came and went are told as they are."""
    home = copied(tmp_path)
    item = next(each for each in ADVISER.recommend([saved()]).cells[0].plan if each.rules)
    for path in (home.root / "knowledge" / "catalogue").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if f"id: {item.item}\n" in text:
            path.write_text(text.replace(item.title.en, f"{item.title.en} anew", 1), encoding="utf-8")
    drifts = [each for each in replayed(home).cells[0].plan if each.item == item.item]
    assert [(each.change, each.title.en) for each in drifts] == [("reworded", f"{item.title.en} anew")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_everything_the_example_clients_have_is_gone_through_and_follows(path: Path) -> None:
    """Their history, vendors and plans too; saved and read again, with the knowledge and without."""
    case = example(path)
    result = read(Recommendation, plain(ADVISER.recommend([case])))
    assert result is not None
    done = replay(result, "result.json", ADVISER)
    assert done.is_sound
    assert [each.kind for each in done.beside] == ["vendors"] * bool(case.vendors) + ["audit"] * bool(case.audit)
    counted = {each.what for part in (*done.cells, *done.beside) for each in part.checked}
    assert ("vendors" in counted, "measures" in counted) == (bool(case.vendors), bool(case.audit))
    assert ("series" in counted) == any(cell.history is not None for cell in case.cells)
    older = result.model_copy(update={"knowledge": result.knowledge.model_copy(update={"sha256": "0" * 64})})
    assert replay(older, "result.json", ADVISER).is_sound


def test_one_flaw_beside_the_cells_makes_a_result_unsound() -> None:
    """Whatever the cells say."""
    plan = next(each for each in (example(path) for path in EXAMPLES) if each.audit is not None)
    result = ADVISER.recommend([plan])
    audit = result.audits[0].model_copy(update={"measures": result.audits[0].measures[1:]})
    done = replay(result.model_copy(update={"audits": (audit,)}), "result.json", ADVISER)
    assert not done.is_sound
    assert not any(each.flaws for each in done.cells)
