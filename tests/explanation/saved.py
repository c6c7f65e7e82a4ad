"""Example clients with everything a result can have beside the decision: history, vendors, a plan of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from tests.explanation.cells import ADVISER, KNOWLEDGE
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase

TINY = ROOT / "tests" / "cli" / "tiny"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def example(path: Path) -> CaseFile:
    """Read an example client."""
    return usable(lambda report: read_case(path, KNOWLEDGE, report))


def advised(case: CaseFile) -> list[Advice]:
    """Advise on the cells of a case; no numbers are reckoned."""
    cells = [cell.model_copy(update={"economics": None}) for cell in case.cells]
    return [ADVISER.advise(cell, client=case.client, source=case.file) for cell in cells]


CASES = [example(path) for path in EXAMPLES]
WITH_HISTORY = next(case for case in CASES if any(cell.history is not None for cell in case.cells))
WITH_VENDORS = next(case for case in CASES if case.vendors)
WITH_PLAN = next(case for case in CASES if case.audit is not None)


def small() -> CaseFile:
    """Return a case with something of everything and little of each: plain numbers, few series, short plans."""
    case = next(each for each in CASES if each.file.endswith("complete.yaml"))
    assert case.audit is not None
    cells = []
    for cell in case.cells:
        economics, history = cell.economics, cell.history
        if economics is not None:
            plain = {
                name: each.model_copy(update={"low": each.likely, "high": each.likely})
                for name, each in economics.amounts.items()
            }
            economics = economics.model_copy(update={"amounts": plain})
        if history is not None:
            history = history.model_copy(update={"series": history.series[:2]})
        few = [*list(cell.answers)[::4], "gross_margin_band"]
        answers = {name: answer for name, answer in cell.answers.items() if name in few}
        cells.append(cell.model_copy(update={"answers": answers, "economics": economics, "history": history}))
    audit = dict(list(case.audit.items())[:8])
    return case.model_copy(update={"cells": tuple(cells), "vendors": case.vendors[:2], "audit": audit})


def tiny(knowledge: KnowledgeBase) -> CaseFile:
    """Read the case of the tiny home."""
    case = read_case(TINY / "case.yaml", knowledge, DiagnosticCollector())
    assert case is not None
    return case
