"""Example clients with everything a result can have beside the decision: history, vendors, a plan of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from tests.explanation.cells import ADVISER, KNOWLEDGE
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def example(path: Path) -> CaseFile:
    """Read an example client."""
    report = DiagnosticCollector()
    case = read_case(path, KNOWLEDGE, report)
    report.raise_if_any()
    assert case is not None
    return case


def advised(case: CaseFile) -> list[Advice]:
    """Advise on the cells of a case; no numbers are reckoned."""
    cells = [each.model_copy(update={"economics": None}) for each in case.cells]
    return [ADVISER.advise(each, client=case.client, source=case.file) for each in cells]


CASES = [example(path) for path in EXAMPLES]
WITH_HISTORY = next(case for case in CASES if any(cell.history is not None for cell in case.cells))
WITH_VENDORS = next(case for case in CASES if case.vendors)
WITH_PLAN = next(case for case in CASES if case.audit is not None)
