"""Tables read against the shipped knowledge, in a folder of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.reference_files import SupportChecker
from mvpod_expert.loading.rule_files import FOLDERS, RuleReader, SymbolTable
from mvpod_expert.loading.table_files import ReadTable, TableReader
from mvpod_expert.resources import Home
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Diagnostic

HEAD = {
    "family.zh": "试验表",
    "family.en": "A trial table",
    "folder": "plan",
    "hit": "unique",
    "title.zh": "{market_stage}：试验",
    "title.en": "Trial: {market_stage}",
    "reason.zh": "这是试验。",
    "reason.en": "This is a trial.",
    "principle": "M3; M4",
    "basis": "proposal",
}
MATURE = "customer-line-mature"


def table(*rows: str, **head: str | None) -> str:
    """Write a table; a property that is None is left out."""
    properties = {key: value for key, value in (HEAD | head).items() if value is not None}
    return "\n".join([*(f"{key},{value}" for key, value in properties.items()), "", *rows, ""])


def read(folder: Path, text: str | bytes, name: str = "trial") -> tuple[ReadTable | None, list[Diagnostic]]:
    """Read one table; give it, and what was found."""
    path = folder / "rules" / "tables" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = DiagnosticCollector()
    support = SupportChecker(KNOWLEDGE.principles, KNOWLEDGE.sources, report)
    declared = SymbolTable(KNOWLEDGE.facts, KNOWLEDGE.decision, KNOWLEDGE.shelves, support)
    found = list(TableReader(RuleReader(declared, report), FOLDERS).read_all(Library(Home(folder), report), None))
    path.unlink()
    return (found[0] if found else None), report.diagnostics


def sound(folder: Path, text: str | bytes) -> ReadTable:
    """Read one table in which nothing is wrong."""
    made, found = read(folder, text)
    assert found == []
    assert made is not None
    return made
