"""The readers of each kind of file, called without a command around them, for many more inputs in the same time.

Each returns what is wrong with how a file was read: neither content nor a finding, a finding whose telling fails or
steers a terminal, or content that does not stand in the file.
"""

from __future__ import annotations

import gc
import io
import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

from mvpod_expert.audit.capability import KNOWLEDGE as PLAN_KNOWLEDGE
from mvpod_expert.document.office_files import TemplateUnusableError
from mvpod_expert.document.slides import slides
from mvpod_expert.document.tree import Document, Listing, Paragraph, Section
from mvpod_expert.document.word import word
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.interview.amounts import names_currency
from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.from_words import proposals
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.replay.reader import read_result
from mvpod_expert.resources import Home
from mvpod_expert.trends.reader import read_history
from mvpod_expert.vendors.case_section import read_vendors
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_expert.views.messages import Messages
from mvpod_portfolio import deciding
from mvpod_portfolio.columns import Columns, match_columns, read_mapping
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import open_source
from tests.fuzz import oracles
from tests.fuzz.running import STEERING
from tests.portfolio.accounts import PREPARED
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mvpod_expert.model.cases import CaseFile

    Read = Callable[[Path, bytes], str | None]

TAKEN = ""
MOST_LINES, OF_THE_FACTS = 4, 12
"""How much of what is typed is read at how many questions: one in so many."""

ENGLISH = Messages("en")
AUDITED = PLAN_KNOWLEDGE.of(KNOWLEDGE)
ASKED = tuple(KNOWLEDGE.asked())
PAGE = Document(
    "en", "A client 客户", "", (), "Contents",
    (Section("Title", (Paragraph("text"), Listing(("one", "two")))),), (),
)  # fmt: skip


def case(path: Path, data: bytes) -> str | None:
    """Read a case or a journal, with what capabilities keep in it."""
    return _case(path, data, audited=False)


def plan(path: Path, data: bytes) -> str | None:
    """Read the answers about the plan in use."""
    return _case(path, data, audited=True)


def vendors(path: Path, data: bytes) -> str | None:
    """Read vendors: every word, name and score of theirs stands in the file."""
    report = DiagnosticCollector()
    found = read_vendors(path, KNOWLEDGE, report)
    refused = _refused(() if report.diagnostics else found, report)
    if refused is not TAKEN:
        return refused
    return oracles.of_leaves(data, [each.model_dump(mode="json", exclude_none=True) for each in found])


def history(path: Path, data: bytes) -> str | None:
    """Read metrics over time; each value stands in a cell."""
    report = DiagnosticCollector()
    found = read_history(path, KNOWLEDGE, report)
    refused = _refused(found, report)
    if refused is not TAKEN or found is None:
        return refused
    cells = oracles.cells_of_workbook(data) if path.suffix == ".xlsx" else oracles.cells_of_csv(data)
    values = [(f"{each.series} {point.period.label}", point.value) for each in found.series for point in each.points]
    return oracles.of_values(values, cells)


def result(path: Path, data: bytes) -> str | None:
    """Read a saved result: what is taken says again what the file says."""
    report = DiagnosticCollector()
    found = read_result(path, report)
    refused = _refused(found, report)
    if refused is not TAKEN or found is None:
        return refused
    held = json.loads(unicodedata.normalize("NFC", data.decode("utf-8-sig")))
    return "" if found.data == held else "another result than the file holds"


def typed(path: Path, data: bytes) -> str | None:
    """Read what is typed at every question: an answer says what was typed, and no other number."""
    del path
    taken = False
    first = len(data) % OF_THE_FACTS
    for line in data.decode("utf-8", errors="surrogateescape").splitlines()[:MOST_LINES]:
        for fact in ASKED[first::OF_THE_FACTS]:
            answer = understand(fact, line)
            if isinstance(answer, Misunderstanding):
                continue
            taken = True
            fault = oracles.of_typed(fact, line, answer)
            if fault:
                return fault
    return "" if taken else None


def notes(path: Path, data: bytes) -> str | None:
    """Read what somebody wrote about a client: each answer that is proposed quotes the words it rests on."""
    del path
    text = data.decode("utf-8", errors="replace")
    found = proposals(text, ASKED)
    for each in found:
        if not oracles.is_quoted(each.words, text):
            return f"{each.answer.fact}: {each.words!r} stands nowhere"
    return "" if found else None


def mapping(path: Path, data: bytes) -> str | None:
    """Read what the columns of a table mean: each meaning stands in the file, and is one there is."""
    try:
        columns, spelled, currency = read_mapping(path, ("Konto", "region", "成交额", "own_sales_resources"), KNOWLEDGE)
    except UnusableInputError as error:
        return _told(error.diagnostics)
    return oracles.of_leaves(data, [columns, spelled, currency])


def accounts(path: Path, data: bytes) -> str | None:
    """Decide on the accounts of a table: each row is decided or rejected, and counted once."""
    decided: list[Any] = []
    rejected: list[Any] = []
    try:
        source = open_source(path)
        columns = replace(match_columns(source.names, KNOWLEDGE), unsure=source.unsure)
        batches = _batches(columns)
        for _ in deciding.decide_all(source, batches, decided.append, rejected.append):
            pass
    except PortfolioError as error:
        return None if str(error).strip() else "refused without a word"
    rows = [row for batch in decided for row in batch.to_pylist()]
    numbers = [row["row"] for row in rows]
    if len(set(numbers)) < len(numbers) or not {row[0] for row in rejected}.isdisjoint(numbers):
        return "a row was decided on twice"
    values = [(f"row {row['row']}", row["value"]) for row in rows if row.get("value") is not None]
    cells = oracles.cells_of_csv(data)
    return "" if any(map(names_currency, cells)) else oracles.of_values(values, cells)  # converted


def home(path: Path, data: bytes) -> str | None:
    """Read a small home of which one file is written anew."""
    del data
    root = next(each for each in path.parents if (each / "rules").is_dir() and (each / "knowledge").is_dir())
    try:
        load_knowledge(Home(root))
    except UnusableInputError as error:
        return _told(error.diagnostics)
    return ""


def word_template(path: Path, data: bytes) -> str | None:
    """Use a firm's Word file."""
    del data
    return _template(path, word, "docx")


def slide_template(path: Path, data: bytes) -> str | None:
    """Use a firm's presentation."""
    del data
    return _template(path, lambda page, firm: slides(page, firm).content, "pptx")


def _template(path: Path, render: Callable[[Document, Path], bytes], form: str) -> str | None:
    try:
        content = render(PAGE, path)
    except TemplateUnusableError as error:
        return None if str(error).strip() else "refused without a word"
    finally:
        gc.collect(0)  # the collector counts objects, of which a few in a circle hold megabytes of parsed XML
    return oracles.of_office(content, form)


def _case(path: Path, data: bytes, *, audited: bool) -> str | None:
    report = DiagnosticCollector()
    found = read_case(path, AUDITED if audited and AUDITED is not None else KNOWLEDGE, report)
    refused = _refused(found, report)
    if refused is not TAKEN or found is None:
        return refused
    raw = oracles.raw_of(data)
    if not isinstance(raw, dict):
        return "read what is no mapping"
    given = [(each.id, {fact: answer.given for fact, answer in each.answers.items()}) for each in found.cells]
    held = oracles.journal_differs if "journal" in raw else oracles.answers_differ
    return held(raw, given) or oracles.of_values(_amounts(found), oracles.texts_of(raw))


def _amounts(case: CaseFile) -> Iterable[tuple[str, float]]:
    for cell in case.cells:
        economics = getattr(cell, "economics", None)
        for name, amount in (economics.amounts if economics is not None else {}).items():
            yield from ((name, end) for end in (amount.low, amount.likely, amount.high))


PROGRAM = deciding.DecisionProgram(KNOWLEDGE, PREPARED.base)


def _batches(columns: Columns) -> deciding.AccountBatches:
    with mock.patch.object(deciding, "DecisionProgram", return_value=PROGRAM):
        return deciding.AccountBatches(PREPARED, columns, ENGLISH)


def _refused(found: object, report: DiagnosticCollector) -> str | None:
    """Return nothing where a file was refused with findings, `TAKEN` where it was taken, else what is wrong."""
    if report.diagnostics:
        return "read and refused" if found else _told(report.diagnostics)
    return "neither read nor refused" if found is None else TAKEN


def _told(findings: Any) -> str | None:
    if not findings:
        return "refused without a finding"
    page = io.StringIO()
    show_findings(findings, ENGLISH, Terminal(page))
    steering = STEERING.search(page.getvalue())
    return f"printed {steering[0]!r}" if steering else None
