"""The case a command is given, and the market cells of it that were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

NamedCell = TypeVar("NamedCell", "Cell", "Advice")


def given_case(path: Path, knowledge: KnowledgeBase) -> CaseFile:
    """Read one case; `UnusableInputError` has all findings, where there are any."""
    return usable(lambda report: read_case(path, knowledge, report))


def cells_named(cells: Sequence[NamedCell], named: str | None, t: Messages) -> Sequence[NamedCell]:
    """Return the cells of an id, region or segment, or all where none is named; `click.UsageError` for no such cell."""
    found = [cell for cell in cells if named in {None, cell.id, cell.region, cell.segment}]
    if found:
        return found
    ids = [cell.id for cell in cells]
    allowed, suggestion = t("list.comma").join(ids), closest_match(named or "", ids) or ""
    raise click.UsageError(t("explain.no_cell", written=named, allowed=allowed, suggestion=suggestion))
