"""Journal entries and cases as the lines they are saved as."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.journal import (
    MARK,
    NO_OVERRIDE,
    Answered,
    Entered,
    Entry,
    Noted,
    Opened,
    Overridden,
    PutOff,
    Unfit,
    Withdrawn,
)
from mvpod_expert.model.cases import ONLY_CELL, Override

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.cases import CaseFile, Cell, Given
    from mvpod_expert.model.facts import Fact

READ_BY = "mvpod recommend"
PLAIN = re.compile(r"[a-z][a-z0-9_-]*")


def header(read_by: str = READ_BY) -> str:
    """Give what a journal file begins with; `read_by` is the command that reads it."""
    return f"{MARK} one line an entry, saved as it was given. `{read_by}` reads this file.\njournal:\n"


def plain_case(case: CaseFile) -> str:
    """Write a case as a case file: the client and every cell's answers, without the journal."""
    client = f"client: {_written(case.client)}\n" if case.client else ""
    if [cell.id for cell in case.cells] == [ONLY_CELL]:
        override = _override_line(case.cells[0], "")
        return f"{client}{override}answers:\n" + "".join(_answer_lines(case, 0, "  "))
    cells = []
    for number, cell in enumerate(case.cells):
        about = "".join(
            f"    {key}: {_written(value)}\n"
            for key, value in (("region", cell.region), ("segment", cell.segment))
            if value is not None
        )
        answers = "".join(_answer_lines(case, number, "      "))
        override = _override_line(cell, "    ")
        cells.append(f"  - id: {_written(cell.id)}\n{about}{override}    answers:\n{answers}")
    return f"{client}cells:\n{''.join(cells)}"


def _override_line(cell: Cell, indent: str) -> str:
    if cell.override is None:
        return ""
    mode, because = _written(cell.override.mode), _written(cell.override.because)
    return f"{indent}override: {{mode: {mode}, because: {because}}}\n"


def _answer_lines(case: CaseFile, cell: int, indent: str) -> Iterator[str]:
    for answer in case.cells[cell].answers.values():
        yield f"{indent}{answer.fact}: {_written(answer.given)}\n"


def entries_of(case: CaseFile, facts: Mapping[str, Fact]) -> Iterator[Entry]:
    """Give the entries that add up to a case."""
    if case.client:
        yield Noted(kind="client", value=case.client)
    for cell in case.cells:
        if cell.id != ONLY_CELL:
            yield Opened(cell=cell.id, region=cell.region, segment=cell.segment)
        for answer in cell.answers.values():
            is_its_own = len(case.cells) > 1 and facts[answer.fact].scope == "company"
            yield Answered(answer=answer.model_copy(update={"layer": "cell" if is_its_own else "interview"}))
        if cell.override is not None:
            yield Overridden(override=cell.override)


def line(entry: Entry) -> str:
    """Write an entry as one line of a journal."""
    match entry:
        case Answered(answer=answer):
            here = True if answer.layer == "cell" else None
            pairs: dict[str, Given | None] = {"answer": answer.fact, "given": answer.given, "here": here}
        case Unfit():
            raise AssertionError(entry)
        case Withdrawn(fact=fact):
            pairs = {"withdraw": fact}
        case PutOff(fact=fact):
            pairs = {"skip": fact}
        case Opened(cell=cell, region=region, segment=segment, like=like):
            pairs = {"cell": cell, "region": region, "segment": segment, "like": like}
        case Entered(cell=cell):
            pairs = {"enter": cell}
        case Noted(kind=kind, value=value):
            pairs = {kind: value}
        case Overridden(override=None):
            pairs = {"override": NO_OVERRIDE}
        case Overridden(override=Override(mode=mode, because=because)):
            pairs = {"override": mode, "because": because}
    inside = ", ".join(f"{key}: {_written(value)}" for key, value in pairs.items() if value is not None)
    return f"- {{{inside}}}\n"


def _written(value: Given | None) -> str:
    """Write a value so that YAML reads it back as it is."""
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in {"yes", "no", "on", "off", "true", "false"}:
        return value
    return json.dumps(value, ensure_ascii=False)
