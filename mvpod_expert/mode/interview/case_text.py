"""Cases as the text of a case file: the client and every cell's answers, without a journal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.loading.journal_reader import written
from mvpod_expert.model.cases import ONLY_CELL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.cases import Answer, CaseFile, Cell, Given
    from mvpod_expert.model.facts import Fact

PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
NO_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def plain_case(case: CaseFile, facts: Mapping[str, Fact]) -> str:
    """Write a case as a case file: the client, what it offers, and every cell's answers and override."""
    noted = (("client", case.client), ("offer", case.offer))
    client = "".join(f"{key}: {written(value)}\n" for key, value in noted if value)
    if [cell.id for cell in case.cells] == [ONLY_CELL]:
        return client + "".join(_cell_lines(case.cells[0], "", facts))
    cells = "".join(f"  - id: {_value(cell.id)}\n" + "".join(_cell_lines(cell, "    ", facts)) for cell in case.cells)
    return f"{client}cells:\n{cells}"


def _cell_lines(cell: Cell, indent: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    for key, value in (("region", cell.region), ("segment", cell.segment)):
        if value is not None:
            yield f"{indent}{key}: {_value(value)}\n"
    if cell.override is not None:
        mode, because = _value(cell.override.mode), _value(cell.override.because)
        yield f"{indent}override: {{mode: {mode}, because: {because}}}\n"
    yield f"{indent}answers:\n"
    for answer in cell.answers.values():
        yield f"{indent}  {answer.fact}: {_answer(answer, facts[answer.fact])}\n"


def _answer(answer: Answer, fact: Fact) -> str:
    """Write an answer as its value, or with its source and whether it is an estimate."""
    given = answer.given
    if fact.is_per_cent and isinstance(given, float):
        given = f"{given}%"  # 0.3 alone would be read as two numbers
    told = (("source", answer.source), ("estimated", answer.estimated))
    more = "".join(f", {key}: {_value(value)}" for key, value in told if value)
    return f"{{value: {_value(given)}{more}}}" if more else _value(given)


def _value(value: Given) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in NO_TEXT:
        return value
    return written(value)
