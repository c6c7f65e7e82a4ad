"""A saved result against newer knowledge: what has changed in meaning is reported, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from mvpod_expert import __version__
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.port import select_engine
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import CaseFile
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.replay.replaying import replay
from tests.explanation.cells import ADVISER, KNOWLEDGE, answer_in, cell
from tests.explanation.saved import EXAMPLES, example
from tests.explanation.tampering import as_saved, reread, resealed
from tests.loading.homes import copied, replaced
from tests.shipped import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.replay.model import Replay
    from mvpod_expert.resources import Home

DURABLE = Adviser(KNOWLEDGE, BASE, select_engine(BASE, "durable").engine)
STATES = {
    "product_complexity": "high",
    "deal_size_usd": "large",
    "own_sales_resources": "medium",
    "partner_capability": UNKNOWN,
    "customer_concentration": "medium",
}


def saved() -> CaseFile:
    return CaseFile(file="case.yaml", client="C", cells=(cell(STATES),))


RESULT = ADVISER.recommend([saved()])


def replayed(home: Home) -> Replay:
    knowledge = load_knowledge(home)
    base = compile_rules(knowledge)
    return replay(reread(as_saved(RESULT)), "result.json", Adviser(knowledge, base, BitsetEngine(base)), __version__)


def test_with_the_same_knowledge_it_is_checked_and_nothing_has_changed() -> None:
    """No drift is looked for where there can be none."""
    done = replay(reread(as_saved(RESULT)), "result.json", ADVISER, __version__)
    assert (done.is_same_knowledge, done.is_sound, done.is_recomputed, done.differences) == (True, True, True, ())
    assert done.compared > 1000
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
        "- {for: direct, strength: moderate}",
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
    ("knowledge/decision.yaml", "id: moderate, points: 4", "id: moderate, points: 5", None, "effects"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_rule_that_says_something_else_is_told(edit: tuple[str, str, str, str | None, str], tmp_path: Path) -> None:
    """With what followed from it then and what follows now."""
    file, old, new, rule, change = edit
    home = copied(tmp_path)
    replaced(home, file, old, new)
    drifts = replayed(home).cells[0].rules
    assert change in {drift.change for drift in drifts if rule in {None, drift.rule}}
    for each in drifts:
        assert each.was or each.now
        assert (each.title is None) == (each.change == "gone")


def test_an_answer_that_is_read_otherwise_is_told(tmp_path: Path) -> None:
    """The limits of a band moved; the number is in another one today."""
    home = copied(tmp_path)
    given = answer_in(ADVISER.knowledge.facts["deal_size_usd"], "large").given
    bands = {band.id: band for band in ADVISER.knowledge.facts["deal_size_usd"].bands}
    limit = bands["medium"].limit
    assert limit is not None
    assert limit < float(given)
    raised = int(float(given)) + 1
    path = home.root / "knowledge" / "vocabulary" / "20-customers.yaml"
    text = path.read_text(encoding="utf-8")
    assert f"below: {int(limit)}" in text
    path.write_text(text.replace(f"below: {int(limit)}", f"below: {raised}"), encoding="utf-8")
    readings = replayed(home).cells[0].readings
    assert [(reading.fact, reading.was, reading.now) for reading in readings] == [("deal_size_usd", "large", "medium")]


def test_an_item_that_says_something_else_is_told(tmp_path: Path) -> None:
    """By its title, and as reworded; came and went are reported as they are."""
    home = copied(tmp_path)
    item = next(each for each in RESULT.cells[0].selected if each.rules)
    for path in (home.root / "knowledge" / "catalogue").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if f"id: {item.item}\n" in text:
            path.write_text(text.replace(item.title.en, f"{item.title.en} anew", 1), encoding="utf-8")
    drifts = [each for each in replayed(home).cells[0].plan if each.item == item.item]
    assert [(drift.change, drift.title.en) for drift in drifts] == [("reworded", f"{item.title.en} anew")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_everything_the_example_clients_have_is_computed_again_and_agrees(path: Path) -> None:
    """Their numbers, history, vendors and plans too, with either engine; and in itself without the knowledge."""
    data = as_saved(ADVISER.recommend([example(path)]))
    for adviser in (ADVISER, DURABLE):
        done = replay(reread(data), "result.json", adviser, __version__)
        assert (done.differences, done.flaws, done.is_sound, done.is_recomputed) == ((), (), True, True)
    older = resealed({**data, "knowledge": {**data["knowledge"], "sha256": "0" * 64}})
    done = replay(reread(older), "result.json", ADVISER, __version__)
    assert (done.is_sound, done.is_recomputed) == (True, False)


def test_a_consistent_forgery_from_another_home_is_not_what_this_knowledge_gives(tmp_path: Path) -> None:
    """Tools that check a record against itself alone accept one that was made whole with other rules."""
    home = copied(tmp_path)
    old, new = "- {for: direct, strength: moderate}", "- {for: channel, strength: strong}"
    replaced(home, "rules/mode/product.yaml", old, new)
    knowledge = load_knowledge(home)
    base = compile_rules(knowledge)
    forged = as_saved(Adviser(knowledge, base, BitsetEngine(base)).recommend([saved()]))
    done = replay(reread(forged), "result.json", ADVISER, __version__)
    assert (done.is_sound, done.is_recomputed) == (True, False)
    passed_off = resealed({**forged, "knowledge": as_saved(RESULT)["knowledge"]})
    done = replay(reread(passed_off), "result.json", ADVISER, __version__)
    assert not done.is_sound
    assert any(difference.path.startswith("cells[0].mode.ranking") for difference in done.differences)


def test_the_saved_number_and_seed_of_draws_are_used_again() -> None:
    """Tools that draw anew with today's settings call every older simulation a forgery."""
    path = next(each for each in EXAMPLES if each.stem.endswith("complete"))
    adviser = ADVISER.with_settings({"economics": {"draws": 500, "seed": 7}})
    data = as_saved(adviser.recommend([example(path)]))
    assert data["cells"][0]["economics"]["draws"] == 500
    assert replay(reread(data), "result.json", ADVISER, __version__).is_sound
    data["cells"][0]["economics"]["seed"] = 8
    assert not replay(reread(resealed(data)), "result.json", ADVISER, __version__).is_sound


def test_without_the_libraries_it_was_made_with_it_stays_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tools that need optional libraries take a missing one for a difference in content."""
    path = next(each for each in EXAMPLES if each.stem.endswith("complete"))
    data = as_saved(ADVISER.recommend([example(path)]))
    monkeypatch.setattr("mvpod_expert.economics.intervals.can_draw", lambda: False)
    monkeypatch.setattr("mvpod_expert.trends.analysis.can_compute", lambda: False)
    fresh = Adviser(KNOWLEDGE, BASE, BitsetEngine(BASE))
    done = replay(reread(data), "result.json", fresh, __version__)
    assert (done.is_sound, done.is_recomputed, set(done.not_recomputed)) == (True, False, {"ranges", "trends"})


def test_inputs_that_cannot_be_advised_on_are_a_flaw_and_no_crash() -> None:
    """Tools that recompute from a file trust its inputs more than its results, and fall over them."""
    data = as_saved(RESULT)
    for change in ({"state": "made-up"}, {"fact": "made-up"}, {"given": "made-up"}):
        spoilt = deepcopy(data)
        spoilt["cases"][0]["cells"][0]["answers"]["product_complexity"].update(change)
        done = replay(reread(resealed(spoilt)), "result.json", ADVISER, __version__)
        assert not done.is_sound
    spoilt = deepcopy(data)
    spoilt["cases"][0]["cells"][0]["override"] = {"mode": "made-up", "because": "x"}
    assert not replay(reread(resealed(spoilt)), "result.json", ADVISER, __version__).is_sound
