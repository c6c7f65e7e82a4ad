"""Small mistakes made on purpose in the shipped rules: every one is found, by a report that names what was broken."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.rules import Evidence, Recommend
from mvpod_workbench.testing.case_tests import run_case_tests
from tests.authoring.detecting import Detector
from tests.authoring.seeding import KINDS, Fault, faults
from tests.authoring.shipped import BASE, CASE_TESTS, HOME, KNOWLEDGE
from tests.loading.homes import copied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_workbench.testing.case_tests import CaseResult

FORTY = faults(HOME.root, KNOWLEDGE, 40, 1)


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> Detector:
    return Detector(copied(tmp_path_factory.mktemp("home")))


def test_forty_mistakes_are_eight_of_each_kind_all_over_the_files() -> None:
    """The same seed makes the same ones, another makes others, and no file has them all."""
    assert Counter(each.kind for each in FORTY) == dict.fromkeys(KINDS, 8)
    assert faults(HOME.root, KNOWLEDGE, 40, 1) == FORTY
    assert faults(HOME.root, KNOWLEDGE, 40, 2) != FORTY
    assert len({each.file for each in FORTY}) >= 20


@pytest.mark.parametrize("fault", FORTY, ids=lambda fault: f"{fault.kind.replace(' ', '-')}-{fault.rule}")
def test_every_seeded_mistake_is_found(detector: Detector, fault: Fault) -> None:
    """The check, an example or a case test tells it and names it."""
    found = detector.found(fault)
    assert found.by is not None, fault.says
    assert any(name in found.told for name in fault.names)


def test_nothing_is_found_where_nothing_was_broken(detector: Detector) -> None:
    """An edit that says the same is no mistake, and after each search the home is whole."""
    rule = KNOWLEDGE.rules["large-deals-pay-for-direct"]
    text = "    when: {deal_size_usd: [large, huge]}\n"
    names = frozenset({rule.id})
    same = Fault("value swapped", rule.id, rule.place.file, text, text.replace("large, huge", "huge, large"), "", names)
    assert detector.found(same).by is None


def test_a_mistake_outside_the_net_would_not_be_found(detector: Detector) -> None:
    """Without the tests that pin its points, a rule's changed strength is found by nobody."""
    flipped = (each for each in FORTY if each.kind == "strength flipped" and " becomes " in each.says)
    weighing = (each for each in flipped if KNOWLEDGE.rules[each.rule].stratum == "weigh")
    fault = next(each for each in weighing if detector.found(each).by == "case tests")
    tests = detector.tests
    try:
        detector.tests = tuple(test for test in tests if not test.expect.points)
        assert detector.found(fault).by is None
    finally:
        detector.tests = tests


@pytest.fixture(scope="module")
def results() -> list[CaseResult]:
    return list(run_case_tests(KNOWLEDGE, BASE, CASE_TESTS))


def outside(results: Iterable[CaseResult]) -> set[str]:
    """Return the rules of which no case test would notice that they are gone, or weigh otherwise."""
    named: set[str] = set()
    for result in results:
        assert result.advice is not None
        expect = result.test.expect
        named.update(expect.fires, expect.doubts or (), *expect.brought_by.values())
        for standing in result.advice.mode.ranking:
            if standing.mode in expect.points:
                named.update(contribution.rule for contribution in standing.contributions)
    return {rule.id for rule in KNOWLEDGE.rules.values() if rule.stratum != "compare"} - named


def test_no_rule_is_outside_the_net(results: list[CaseResult]) -> None:
    """Every rule about one client is named by a case test; what two cells have in common no case test can say."""
    assert outside(results) == set()
    without = [each for each in results if each.test.id != "scenarios-of-a-new-market"]
    assert "a-new-market-gathers-its-trade" in outside(without)


def test_every_weight_is_pinned_by_points(results: list[CaseResult]) -> None:
    """Each rule's evidence on a mode counts in a case test that says the mode's points."""
    pinned: set[tuple[str, str]] = set()
    for result in results:
        assert result.advice is not None
        for standing in result.advice.mode.ranking:
            if standing.mode in result.test.expect.points:
                pinned |= {(contribution.rule, standing.mode) for contribution in standing.contributions}
    weights = {
        (rule.id, each.mode) for rule in KNOWLEDGE.rules.values() for each in rule.then if isinstance(each, Evidence)
    }
    assert weights - pinned == set()


def test_every_item_a_rule_brings_stands_in_a_case_test() -> None:
    """As an item of the plan, or as what a rule must bring."""
    expected = {item for each in CASE_TESTS for item in (*each.expect.plan, *each.expect.brought_by)}
    brought = {each.item for rule in KNOWLEDGE.rules_of("plan") for each in rule.then if isinstance(each, Recommend)}
    assert brought - expected == set()
