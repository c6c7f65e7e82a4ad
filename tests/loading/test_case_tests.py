"""Files of case tests: read with findings of their own, and no part of the knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.resources import Home
from mvpod_expert.views.findings import sentence
from mvpod_expert.views.messages import Messages
from mvpod_workbench.testing.case_test_files import CaseTests, read_case_tests
from tests.loading.homes import copied
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """tests:
  - id: good
    title: {zh: 好, en: good}
    given: {deal_size_usd: 3000, partner_availability: unknown, incumbent_channel_lock: not_applicable}
    expect: {mode: none, fires: [], doubts: []}
    reviewed: {by: 李伟, date: 2026-11-25, verdict: accept, note: 试试}
"""


def read(folder: Path, text: str, *more: str) -> CaseTests:
    """Read files of case tests against the shipped knowledge."""
    (folder / "rules" / "mode").mkdir(parents=True)
    for number, each in enumerate((text, *more)):
        (folder / "rules" / "mode" / f"{number}.cases.yaml").write_text(each, encoding="utf-8")
    return read_case_tests(Home(folder), KNOWLEDGE)


def test_a_case_test_is_read_with_its_place(tmp_path: Path) -> None:
    """Numbers become bands, unknown is no knowledge, and who judged it is kept."""
    found = read(tmp_path, GOOD)
    assert found.findings == ()
    (test,) = found.tests
    assert (test.id, str(test.place)) == ("good", "rules/mode/0.cases.yaml:2:5")
    assert test.cell.memory() == {"deal_size_usd": "tiny", "incumbent_channel_lock": "not_applicable"}
    assert test.expect.mode == "none"
    assert test.expect.doubts == ()
    assert test.reviewed is not None
    assert (test.reviewed.by, test.reviewed.date) == ("李伟", "2026-11-25")


@pytest.mark.parametrize(
    ("expect", "code", "suggestion"),
    [
        ("{mode: direkt}", Code.VALUE_NOT_ALLOWED, "direct"),
        ("{mode: 直销}", Code.ID_MALFORMED, "direct"),
        ("{not_mode: hybird}", Code.VALUE_NOT_ALLOWED, "hybrid"),
        ("{verdict: cler}", Code.VALUE_NOT_ALLOWED, "clear"),
        ("{fires: [large-deals-pays-for-direct]}", Code.REFERENCE_UNKNOWN, "large-deals-pay-for-direct"),
        ("{doubts: [large-deals-pay-for-direct]}", Code.REFERENCE_UNKNOWN, None),
        ("{plan: [synergy-tets]}", Code.REFERENCE_UNKNOWN, "synergy-test"),
        ("{assigned: {lead-generatoin-ours: distributor}}", Code.REFERENCE_UNKNOWN, "lead-generation-ours"),
        ("{assigned: {lead-generation-ours: distributer}}", Code.REFERENCE_UNKNOWN, "distributor"),
        ("{points: {direkt: 4}}", Code.VALUE_NOT_ALLOWED, "direct"),
        ("{found: {econmics: {}}}", Code.KEY_UNKNOWN, "economics"),
        ("{points: {direct: strong}}", Code.TYPE_WRONG, None),
        ("{points: {direct: 2.5}}", Code.TYPE_WRONG, None),
        ("{row_points: {delivery-our: {distributor: 4}}}", Code.REFERENCE_UNKNOWN, "delivery-ours"),
        ("{row_points: {delivery-ours: {distributer: 4}}}", Code.VALUE_NOT_ALLOWED, "distributor"),
        ("{row_points: {delivery-ours: 4}}", Code.TYPE_WRONG, None),
        ("{brought_by: {synergy-tets: [every-hybrid-pays-both-sides]}}", Code.REFERENCE_UNKNOWN, "synergy-test"),
        ("{brought_by: {synergy-test: [every-hybrid-pays-both-side]}}", Code.REFERENCE_UNKNOWN,
         "every-hybrid-pays-both-sides"),
        ("{fire: [x]}", Code.KEY_UNKNOWN, "fires"),
        ("{}", Code.NOTHING_EXPECTED, None),
        ("{fires: [few-accounts-can-be-served-direct], silent: [few-accounts-can-be-served-direct]}",
         Code.EXPECTATIONS_CONTRADICT, None),
        ("{mode: direct, verdict: too_close_to_call}", Code.EXPECTATIONS_CONTRADICT, None),
        ("{mode: none, verdict: clear}", Code.EXPECTATIONS_CONTRADICT, None),
        ("{fires: [price-gaps-between-modes-are-explained-first]}", Code.TEST_OF_TWO_CELLS, None),
    ],
)  # fmt: skip
def test_a_wrong_expectation_is_one_finding(tmp_path: Path, expect: str, code: Code, suggestion: str | None) -> None:
    """What is expected is looked up in the rules, items, modes and verdicts there are."""
    found = read(tmp_path, f"tests:\n  - id: t\n    given: {{}}\n    expect: {expect}\n")
    assert [(finding.code, finding.suggestion) for finding in found.findings] == [(code, suggestion)]
    assert found.tests == ()
    # An id that is nearly that of a rule may be the one it had before somebody typed another.
    may_be_former = "-direct" in (suggestion or "") or "-sides" in (suggestion or "")
    told = sentence(found.findings[0], Messages("en"))
    assert ("mvpod rules rename" in told and str(suggestion) in told) == may_be_former


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 1\n", Code.TYPE_WRONG),
        ("test: []\n", Code.KEY_UNKNOWN),
        ("tests: []\n", Code.LIST_EMPTY),
        ("tests: {}\n", Code.TYPE_WRONG),
        ("tests: [{id: a, expect: {mode: none}}]\n", Code.KEY_MISSING),
        ("tests: [{id: a, given: {}}]\n", Code.KEY_MISSING),
        ("tests: [{id: a, given: {partner_availabilty: none}, expect: {mode: none}}]\n", Code.FACT_UNKNOWN),
        ("tests: [{id: a, given: {partner_availability: some}, expect: {mode: none}}]\n", Code.OPTION_UNKNOWN),
        ("tests: [{id: a, given: {learning_phase: true}, expect: {mode: none}}]\n", Code.FACT_NOT_ASKED),
        (GOOD.replace("2026-11-25", "2026-02-30"), Code.DAY_MALFORMED),
        (GOOD.replace("2026-11-25", "25.11.2026"), Code.DAY_MALFORMED),
        (GOOD + GOOD.removeprefix("tests:\n"), Code.ID_TWICE),
    ],
)
def test_a_wrong_file_is_one_finding(tmp_path: Path, text: str, code: Code) -> None:
    """Whatever a person wrote, the first cause is reported once."""
    assert [finding.code for finding in read(tmp_path, text).findings] == [code]


def test_a_file_with_findings_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    """The tests of the other files are there; the broken file's are not."""
    found = read(tmp_path, GOOD.replace("mode: none", "mode: nine"), GOOD.replace("id: good", "id: other"))
    assert [test.id for test in found.tests] == ["other"]
    assert {finding.place.file for finding in found.findings} == {"rules/mode/0.cases.yaml"}


def test_case_tests_are_no_rules_and_change_no_fingerprint(tmp_path: Path) -> None:
    """The advice does not depend on them, so neither does the knowledge's name."""
    home = copied(tmp_path)
    before = load_knowledge(home)
    (home.rules / "mode" / "more.cases.yaml").write_text(GOOD, encoding="utf-8")
    (home.rules / "mode" / "decisions.cases.yaml").write_text("tests: [", encoding="utf-8")
    after = load_knowledge(home)
    assert after.sha256 == before.sha256
    assert after.rules.keys() == before.rules.keys()
