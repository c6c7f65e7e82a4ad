"""Checking again: the same as a fresh check whatever was edited, and what came and what is mended distinguished."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.resources import Home
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.testing.case_tests import CaseResult
from mvpod_workbench.testing.example_tests import run_examples
from mvpod_workbench.watching.rechecking import FileChange, Watch
from tests.authoring.affected import affected
from tests.hypothesis_profiles import random_examples
from tests.loading.homes import ROOT, copied, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.rules import Rule

TINY = ROOT / "tests" / "cli" / "tiny"


def tiny(folder: Path) -> Home:
    for part in ("rules", "knowledge"):
        shutil.copytree(TINY / part, folder / part)
    return Home(folder)


def edit(home: Home, originals: dict[Path, str], chance: random.Random) -> None:
    """Edit a file as people do: a word, a line, half a file, a new name, or mend all."""
    files = sorted(home.root.rglob("*.yaml"))
    path = chance.choice(files)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines)) if lines else 0
    match chance.randrange(9):
        case 0:
            path.unlink()
        case 1:
            path.rename(path.with_name(f"{chance.randrange(5)}{path.name}"))
        case 2:
            path.write_text(text[: chance.randrange(len(text) + 1)], encoding="utf-8")
        case 3:
            path.write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
        case 4:
            path.write_text("".join(lines[:at] + lines[at : at + 1] * 2 + lines[at + 1 :]), encoding="utf-8")
        case 5:
            words = text.split(" ")
            words[chance.randrange(len(words))] = chance.choice(["yes", "strong", "x", "no", "mature", "[a]", "5"])
            path.write_text(" ".join(words), encoding="utf-8")
        case 6:
            path.write_text(f"# above\n{text}", encoding="utf-8")
        case _:
            for each in home.root.rglob("*.yaml"):
                each.unlink()
            for each, original in originals.items():
                each.parent.mkdir(parents=True, exist_ok=True)
                each.write_text(original, encoding="utf-8")


def holds(home: Home, seed: int, edits: int) -> int:
    """Check after each edit; give how often the knowledge could be used."""
    chance, memory, usable = random.Random(seed), ReadCache(), 0
    originals = {path: path.read_text(encoding="utf-8") for path in home.root.rglob("*.yaml")}
    for _ in range(edits):
        again, fresh = check_home(home, memory), check_home(home)
        assert again.findings == fresh.findings
        assert again.reach == fresh.reach
        assert (again.prepared is None) == (fresh.prepared is None)
        if again.prepared and fresh.prepared:
            usable += 1
            assert again.prepared.knowledge == fresh.prepared.knowledge
            assert again.prepared.knowledge.sha256 == fresh.prepared.knowledge.sha256
            assert list(again.prepared.knowledge.rules) == list(fresh.prepared.knowledge.rules)
            assert again.prepared.base == fresh.prepared.base
        edit(home, originals, chance)
    return usable


@random_examples(12)
@given(st.integers(0, 2**32))
def test_checking_again_finds_what_a_fresh_check_finds(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Whatever was edited, broken, mended, renamed or deleted: same findings, same knowledge, same fingerprint."""
    assert holds(tiny(tmp_path_factory.mktemp("home")), seed, 12)


@pytest.mark.thorough
def test_checking_again_finds_the_same_on_the_shipped_home(tmp_path: Path) -> None:
    """The same on the shipped rules, with a few edits."""
    assert holds(copied(tmp_path), 7, 5)


@pytest.mark.thorough
def test_what_rules_are_read_against_is_looked_at_again(tmp_path: Path) -> None:
    """An untouched rule is wrong as soon as the fact, the mode, the strength or the source it names is not there."""
    home, memory = copied(tmp_path), ReadCache()
    assert not check_home(home, memory).findings
    for file, old in (
        ("knowledge/vocabulary/50-company.yaml", "id: own_sales_resources"),
        ("knowledge/decision.yaml", "id: strong"),
        ("knowledge/sources/literature.yaml", "id: anderson-1985"),
        ("knowledge/catalogue/70-triggers.yaml", "id: trigger-regulation-changes"),
    ):
        before = (home.root / file).read_text(encoding="utf-8")
        replaced(home, file, old, old + "x")
        again = check_home(home, memory)
        assert again.findings == check_home(home).findings
        places = [place for finding in again.findings for place in (finding.place, *finding.related)]
        assert any(place.file.startswith("rules/") for place in places), file
        (home.root / file).write_text(before, encoding="utf-8")
        assert not check_home(home, memory).findings


COMPANY = "rules/mode/company.yaml"


@pytest.mark.thorough
def test_what_came_and_what_is_mended_are_told_apart(tmp_path: Path) -> None:
    """A second mistake is new alone; a finding moved to another line is neither new nor mended."""
    home = copied(tmp_path)
    watch = Watch(home)
    assert watch.start().is_fine
    assert watch.again() is None
    replaced(home, COMPANY, "strength: strong", "strength: stronk")
    first = watch.again()
    assert first is not None
    assert first.files == (FileChange("changed", COMPANY),)
    assert len(first.difference.came) == 1
    replaced(home, COMPANY, "family:", "# moved\nfamily:")
    moved = watch.again()
    assert moved is not None
    assert (moved.difference.came, moved.difference.mended) == ((), ())
    replaced(home, COMPANY, "strength: stronk", "strength: strong")
    mended = watch.again()
    assert mended is not None
    assert mended.is_fine
    assert len(mended.difference.mended) == 1


@pytest.mark.thorough
def test_what_a_broken_file_hides_is_not_called_mended(tmp_path: Path) -> None:
    """While a file cannot be read its findings are hidden, and back again they are not new."""
    home = copied(tmp_path)
    watch = Watch(home)
    watch.start()
    replaced(home, COMPANY, "strength: strong", "strength: stronk")
    watch.again()
    replaced(home, COMPANY, "family:", "family: [")
    broken = watch.again()
    assert broken is not None
    assert (len(broken.difference.came), broken.difference.mended) == (1, ())
    assert len(broken.difference.hidden) == 1
    replaced(home, COMPANY, "family: [", "family:")
    back = watch.again()
    assert back is not None
    assert (len(back.difference.came), len(back.difference.mended)) == (0, 1)
    assert [finding.details["written"] for finding in back.checked.findings] == ["stronk"]


@pytest.mark.thorough
def test_a_renamed_file_is_told_as_such(tmp_path: Path) -> None:
    """One file gone and one come with the same content is one file renamed."""
    home = copied(tmp_path)
    watch = Watch(home)
    watch.start()
    (home.root / COMPANY).rename(home.root / "rules/mode/firm.yaml")
    renamed = watch.again()
    assert renamed is not None
    assert renamed.files == (FileChange("renamed", "rules/mode/firm.yaml", COMPANY),)
    assert renamed.tests is not None
    assert renamed.tests.cases == 0


@pytest.mark.thorough
def test_an_example_that_fails_is_told_once_and_then_as_mended(tmp_path: Path) -> None:
    """The examples of a changed rule are run; one that still fails is counted, not reported again."""
    home = copied(tmp_path)
    watch = Watch(home)
    watch.start()
    replaced(home, COMPANY, "{own_sales_resources: high}]", "{own_sales_resources: low}]")
    failed = watch.again()
    assert failed is not None
    assert failed.tests is not None
    assert (len(failed.tests.came), failed.tests.failing, failed.tests.cases) == (1, 1, 0)
    replaced(home, COMPANY, "family:", "# moved\nfamily:")
    still = watch.again()
    assert still is not None
    assert still.tests is not None
    assert (still.tests.came, still.tests.failing) == ((), 1)
    replaced(home, COMPANY, "{own_sales_resources: low}]", "{own_sales_resources: high}]")
    mended = watch.again()
    assert mended is not None
    assert mended.is_fine
    assert mended.tests is not None
    assert mended.tests.mended == 1


def test_a_rule_is_affected_by_the_facts_it_tests_along_the_chain(tmp_path: Path) -> None:
    """Another state affects the rules that test the fact and what is concluded from it; words affect none."""
    home, memory = copied(tmp_path), ReadCache()
    first = check_home(home, memory).prepared
    assert first is not None
    derive = next(iter(first.knowledge.rules_of("derive")))
    concluded = {each.fact for each in derive.concluded()}
    fact = next(iter(_tested(derive)))
    path = home.root / first.knowledge.facts[fact].place.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("question: {zh: ", "question: {zh: 请问", 1), encoding="utf-8")
    words = check_home(home, memory).prepared
    assert words is not None
    assert affected(first.knowledge, words.knowledge) == frozenset()
    changed = words.knowledge.model_copy(
        update={
            "facts": {
                name: each.model_copy(update={"may_not_apply": not each.may_not_apply}) if name == fact else each
                for name, each in words.knowledge.facts.items()
            }
        }
    )
    found = affected(words.knowledge, changed)
    expected = {name for name, rule in changed.rules.items() if _tested(rule) & ({fact} | concluded)}
    assert derive.id in found
    assert expected <= found < set(changed.rules)


def _tested(rule: Rule) -> set[str]:
    return {test.fact for test in every_test(rule.when)}


def test_an_example_that_contradicts_itself_fails_and_stops_nothing(tmp_path: Path) -> None:
    """A derived fact given otherwise than the example's answers conclude it is a failed example, not our mistake."""
    knowledge = load_knowledge(copied(tmp_path))
    rule = next(iter(knowledge.rules_of("derive")))
    concluded = next(rule.concluded())
    other = next(state for state in knowledge.facts[concluded.fact].states if state != concluded.state)
    example = rule.fires[0].model_copy(update={"states": {**rule.fires[0].states, concluded.fact: other}})
    rules = {**knowledge.rules, rule.id: rule.model_copy(update={"fires": (example,)})}
    results = run_examples(knowledge.model_copy(update={"rules": rules}), compile_rules(knowledge))
    assert [result.example for result in results if not result.passed] == [example]


@pytest.mark.thorough
def test_examples_of_the_audit_and_of_trends_run_on_a_save(tmp_path: Path) -> None:
    """One that fails is reported, and told as mended."""
    home = copied(tmp_path)
    watching = Watch(home)
    watching.start()
    for file, old, new, rule in (
        (
            "rules/audit/plan/balancing.yaml",
            "silent:\n        - {line_balance: no_line}",
            "silent:\n        - {line_balance: lopsided}",
            "lopsided-lines-call-for-three-agendas",
        ),
        (
            "rules/trends/10-customer-line.yaml",
            "silent: [{relationship_closeness: falling, win_rate: falling}",
            "silent: [{relationship_closeness: falling, win_rate: steady}",
            "order-line-lives-off-the-customer-line",
        ),
    ):
        replaced(home, file, old, new)
        again = watching.again()
        assert again is not None
        assert again.tests is not None
        assert {each.rule.id for each in again.tests.came} == {rule}
        replaced(home, file, new, old)
        mended = watching.again()
        assert mended is not None
        assert mended.tests is not None
        assert (mended.tests.mended, mended.tests.failing) == (1, 0)


@pytest.mark.thorough
def test_a_rule_turned_round_is_told_by_the_case_tests(tmp_path: Path) -> None:
    """Its own examples pass as before; of the case tests only those run whose advice changed, and again when mended.

    Tools of this kind stay green on a save that turns advice into its opposite, as long as the rule still fires.
    """
    home = copied(tmp_path)
    watch = Watch(home)
    first = watch.start()
    assert first.tests is not None
    replaced(home, COMPANY, "for: direct, strength: moderate", "against: direct, strength: moderate")
    turned = watch.again()
    assert turned is not None
    assert {each.code for each in turned.checked.findings} <= {Code.ENTRY_AT_ODDS}
    assert turned.tests is not None
    assert 0 < turned.tests.cases < first.tests.cases
    assert turned.tests.failing == len(turned.tests.came) > 0
    assert all(isinstance(each, CaseResult) for each in turned.tests.came)
    replaced(home, COMPANY, "against: direct, strength: moderate", "for: direct, strength: moderate")
    mended = watch.again()
    assert mended is not None
    assert mended.is_fine
    assert mended.tests is not None
    assert mended.tests.mended == turned.tests.failing
    replaced(home, "knowledge/figures/vendors.yaml", "steady_within: 10", "steady_within: 9")
    moved = watch.again()
    assert moved is not None
    assert moved.tests is not None
    assert [each.test.id for each in moved.tests.came if isinstance(each, CaseResult)] == [
        "a-first-place-that-ten-points-move"
    ]
