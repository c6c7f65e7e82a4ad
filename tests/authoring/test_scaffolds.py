"""`mvpod rules new`: whatever is scaffolded is valid at once, and what cannot be writes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.engine.clauses import ConditionTooLargeError, clauses_of
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.replay.checker import truth
from mvpod_expert.resources import Home
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.editing.new_entries import copy_home, kinds_of, plan_entry
from mvpod_workbench.editing.rule_spec import WishError, conditions_of, outcomes_of
from mvpod_workbench.editing.scaffolds import RuleSpec
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.sampling.example_answers import firing_and_silent, written
from mvpod_workbench.testing.example_tests import run_examples
from tests.engine.worlds import worlds
from tests.hypothesis_profiles import random_examples
from tests.loading.homes import copied
from tests.shipped import KNOWLEDGE

NAMES = {"principle": "X9", "direction": "market_stage"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied(tmp_path)


def test_skeletons_of_every_kind_are_valid_at_once(home: Home) -> None:
    """All of them written into their files, the home loads, the rule's examples pass, and what was there stays."""
    rows = {shelf.kind for shelf in KNOWLEDGE.shelves if shelf.chooses}
    for kind in kinds_of(KNOWLEDGE):
        new = plan_entry(home, KNOWLEDGE, kind, NAMES.get(kind, f"brand-new-{kind}"), RuleSpec(), None)
        before = new.path.read_text(encoding="utf-8") if new.path.exists() else ""
        assert new.text.startswith(before.rstrip())
        assert "待写" in new.entry
        assert "to be written" in new.entry
        if kind not in rows:
            new.path.write_text(new.text, encoding="utf-8")
    for form in ("number", "flag"):
        fact = plan_entry(
            home, KNOWLEDGE, "fact", f"new_{form}", RuleSpec(form=form), Path(f"knowledge/vocabulary/{form}.yaml")
        )
        fact.path.write_text(fact.text, encoding="utf-8")
    for folder in ("mode", "plan", "compare", "doubts"):
        rule = plan_entry(home, KNOWLEDGE, "rule", f"new-{folder}", RuleSpec(), Path(f"rules/{folder}/more.yaml"))
        rule.path.write_text(rule.text, encoding="utf-8")
    knowledge = load_knowledge(home, drafts=True)
    every = [
        example
        for body in bodies(knowledge, compile_rules(knowledge))
        for example in run_examples(body.knowledge, body.base)
    ]
    results = [each for each in every if "new-" in each.rule.id]
    new_rules = {"brand-new-rule", "new-mode", "new-plan", "new-compare", "new-doubts"}
    assert new_rules | {"brand-new-audit-rule", "brand-new-trend-rule"} <= {result.rule.id for result in results}
    assert all(result.passed for result in results)
    assert [knowledge.facts[name].kind for name in ("new_number", "new_flag")] == ["number", "flag"]


def test_a_row_that_needs_a_rule_is_told(home: Home) -> None:
    """A row for which rules choose is no plan without one; the check says which rule is needed."""
    kind = next(shelf.kind for shelf in KNOWLEDGE.shelves if shelf.chooses)
    new = plan_entry(home, KNOWLEDGE, kind, "brand-new", RuleSpec(), None)
    with pytest.raises(LessCleanError) as caught:
        check_as_clean(home, {new.path: new.text})
    assert {finding.code for finding in caught.value.findings} == {"MV323"}


def test_the_rule_that_was_asked_for(home: Home) -> None:
    """The silent example differs from the firing one in one answer, by the nearest option; numbers are numbers."""
    wishes = RuleSpec(
        when=conditions_of(["product_complexity=high", "deal_size_usd=large,huge"], KNOWLEDGE.facts),
        then=outcomes_of(["for=direct", "against=channel"], KNOWLEDGE),
        strength="strong",
        principle=("M2",),
    )
    new = plan_entry(home, KNOWLEDGE, "rule", "brand-new", wishes, Path("rules/mode/product.yaml"))
    assert "    when: {product_complexity: high, deal_size_usd: [large, huge]}\n" in new.entry
    assert "      - {against: channel, strength: strong}\n" in new.entry
    assert "      silent: [{product_complexity: medium, deal_size_usd: " in new.entry
    assert new.text.endswith("\n\n" + new.entry)


BAD = [
    ("rule", "Bad Id", (), (), None, "new.malformed"),
    ("rule", "hard-to-learn-product-favours-direct", (), (), None, "new.taken"),
    ("rule", "ok", ("product_complexty=high",), (), None, "new.no_fact"),
    ("rule", "ok", ("product_complexity=hihg",), (), None, "new.no_option"),
    ("rule", "ok", ("product_complexity",), (), None, "new.when_form"),
    ("rule", "ok", (), ("for=dircet",), None, "new.no_mode"),
    ("rule", "ok", (), ("fro=direct",), None, "new.no_action"),
    ("rule", "ok", (), ("assign=lead-generation",), None, "new.then_form"),
    ("rule", "ok", (), ("recommend=nothing-of-it",), None, "new.no_item"),
    ("rule", "ok", (), (), "rules/modes/x.yaml", "new.wrong_folder"),
    ("rule", "ok", (), (), "rules/mode/../../../x/rules/mode/x.yaml", "new.outside"),
    ("rule", "ok", (), (), "rules/mode/x.txt", "new.wrong_file"),
    ("rule", "ok", (), (), "rules/derive/x.yaml", "new.say_both"),
    ("fact", "market_stage", (), (), None, "new.taken"),
    ("fact", "ok", (), (), "rules/mode/x.yaml", "new.wrong_file"),
    ("principle", "m1", (), (), None, "new.principle_malformed"),
    ("direction", "market_stge", (), (), None, "new.no_fact"),
    ("scenaro", "ok", (), (), None, "new.no_kind"),
    ("scenario", "win-rate", (), (), None, "new.taken"),
    ("scenario", "ok", (), (), "knowledge/catalogue/x.yaml", "new.shelf_file"),
]


@pytest.mark.parametrize(("kind", "name", "when", "then", "into", "key"), BAD, ids=[f"{b[5]}-{b[0]}" for b in BAD])
def test_what_cannot_be_is_told(  # noqa: PLR0917 - one for each column
    kind: str, name: str, when: tuple[str, ...], then: tuple[str, ...], into: str | None, key: str, home: Home
) -> None:
    def asked() -> None:
        wishes = RuleSpec(when=conditions_of(when, KNOWLEDGE.facts), then=outcomes_of(then, KNOWLEDGE))
        plan_entry(home, KNOWLEDGE, kind, name, wishes, Path(into) if into else None)

    with pytest.raises(WishError) as caught:
        asked()
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("kind", "meant"), [("scenaro", "scenario"), ("question", None), ("play", None), ("case-test", None)]
)
def test_a_slip_of_the_finger_is_guessed_and_nothing_unrelated(kind: str, meant: str | None, home: Home) -> None:
    """Tools that suggest the least unlike of their words send people to make a thing of another kind."""
    with pytest.raises(WishError) as caught:
        conditions_of(["product_complexty=high"], KNOWLEDGE.facts)
    assert caught.value.meant == "product_complexity"
    with pytest.raises(WishError) as caught:
        plan_entry(home, KNOWLEDGE, kind, "brand-new", RuleSpec(), None)
    assert caught.value.meant == meant


@random_examples(60)
@given(st.data())
def test_examples_made_of_any_condition_do_what_they_say(data: st.DataObject) -> None:
    """With the firing answers the condition, as it is written, is true; with the silent ones it is not."""
    knowledge = data.draw(worlds())
    rule = data.draw(st.sampled_from(list(knowledge.rules.values())))
    try:
        made = firing_and_silent(rule.when, knowledge.facts)
    except ConditionTooLargeError:
        return
    if made is None:
        assert clauses_of(rule.when, knowledge.facts) == ()
        return
    firing, silent = made
    assert truth(rule.when, firing) is True
    assert truth(rule.when, silent) is not True
    assert not silent or sum(firing[name] != silent[name] for name in firing) == 1


def test_the_number_written_for_a_band_lies_in_it() -> None:
    for fact in KNOWLEDGE.facts.values():
        for state in fact.states if fact.kind == "number" else ():
            assert fact.band_of(float(written(fact, state))) == state
    assert written(next(iter(KNOWLEDGE.facts.values())), NOT_APPLICABLE) == NOT_APPLICABLE


def test_a_home_of_ones_own(tmp_path: Path) -> None:
    """Everything is copied, read-only files become the author's, and a folder that has one is left alone."""
    shipped = copied(tmp_path / "shipped")
    there = [path for path in shipped.root.rglob("*") if path.is_file()]
    for path in there:
        path.chmod(0o444)
    files = copy_home(shipped, tmp_path / "mine")
    mine = Home(tmp_path / "mine")
    assert files == len(there)
    assert load_knowledge(mine).sha256 == load_knowledge(shipped).sha256
    assert all(path.stat().st_mode & 0o200 for path in mine.root.rglob("*.yaml"))
    assert sorted(each.name for each in mine.root.iterdir()) == ["knowledge", "rules"]
    shutil.rmtree(mine.rules)
    with pytest.raises(WishError):
        copy_home(shipped, mine.root)
    assert not mine.rules.exists()
