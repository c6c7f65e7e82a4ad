"""`mvpod vendors`: vendors at the four gates, held against the must-haves of this case's plan, and side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import json_text
from mvpod_expert.commands.options import (
    CliContext,
    composed,
    engine_option,
    format_option,
    t,
    with_setting,
)
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Detail, Paragraph, Section
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.vendors.capability import GIVEN, SELECTIONS, TABLE
from mvpod_expert.vendors.case_section import read_vendors
from mvpod_expert.vendors.model import VendorsDocument
from mvpod_expert.vendors.sections import VendorSections, share
from mvpod_expert.vendors.service import must_haves, traced
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.document.tree import Block
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import MustHave
    from mvpod_expert.vendors.table import Criterion, VendorTable
    from mvpod_expert.views.messages import Messages


@click.command(help=t("about_vendors.vendors"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--vendors", "apart", type=click.Path(path_type=Path), help=t("about_vendors.option_vendors"))
@click.option("--template", "as_template", is_flag=True, help=t("about_vendors.option_template"))
@click.option("--cell", "named", callback=composed, help=t("about.option_cell"))
@click.option("--everything", is_flag=True, help=t("about.option_everything"))
@format_option
@engine_option
@with_setting
def vendors(  # noqa: PLR0913 - one parameter an option
    case: Path,
    *,
    apart: Path | None,
    as_template: bool,
    named: str | None,
    everything: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Compare the vendors of a case, or print the template to fill in."""
    if TABLE.of(setting.knowledge) is None:
        raise click.UsageError(setting.t("vendors.no_table"))
    read = _read(case, apart, named, setting)
    if not as_template and not GIVEN.of(read) and not any(GIVEN.of(cell) for cell in read.cells):
        raise click.UsageError(setting.t("vendors.nothing_given"))
    recommendation = setting.adviser(engine).recommend([read])
    if as_template:
        print_document(_template(recommendation, setting))
        return ExitCode.FINE
    compared = VendorsDocument(
        knowledge=recommendation.knowledge,
        source=read.file,
        client=read.client,
        selections=SELECTIONS.of(recommendation),
    )
    if form == "json":
        print_document(json_text(compared))
    else:
        show(_pages(compared, setting, Detail.FULL if everything else Detail.USUAL), setting.t)
    return ExitCode.FINE


def _pages(compared: VendorsDocument, setting: CliContext, detail: Detail) -> Iterator[Block]:
    """Return every group of vendors."""
    t, table = setting.t, TABLE.of(setting.knowledge)
    assert table is not None  # noqa: S101 - looked at before
    for selection in compared.selections:
        title = " · ".join(filter(None, [compared.client, t("vendors.title")]))
        yield Section(title, tuple(VendorSections(setting.knowledge, table, t, selection).blocks(detail)))
    notes = [t("vendors.points_note"), table.note.in_(t.lang), *([t("vendors.more")] if detail != Detail.FULL else [])]
    yield Section("", tuple(Paragraph(text, "faint") for text in notes))


def _read(path: Path, apart: Path | None, named: str | None, setting: CliContext) -> CaseFile:
    """Read the case, with the vendors of a file of their own in place of its own, and the cell that was asked for."""
    report = DiagnosticCollector()
    case = read_case(path, setting.knowledge, report)
    given = read_vendors(apart, setting.knowledge, report) if apart is not None else None
    report.raise_if_any()
    assert case is not None  # noqa: S101 - without findings there is a case
    cells = tuple(cells_named(case.cells, named, setting.t))
    if given is None:
        return case.model_copy(update={"cells": cells})
    without = tuple(cell.model_copy(update={"vendors": ()}) for cell in cells)
    return case.model_copy(update={"cells": without, "vendors": given})


def _template(recommendation: Recommendation, setting: CliContext) -> str:
    knowledge = setting.knowledge
    table = TABLE.of(knowledge)
    assert table is not None  # noqa: S101 - looked at before
    items = traced(recommendation.cells)
    needed = must_haves(items, [item.id for item in knowledge.items()])
    cells = [advice.id for advice in recommendation.cells]
    return template(knowledge, table, needed, cells, setting.t)


def template(
    knowledge: KnowledgeBase,
    table: VendorTable,
    must_haves: Sequence[MustHave],
    cells: Sequence[str],
    t: Messages,
) -> str:
    """Write the template as YAML.

    Args:
        knowledge: the knowledge base.
        table: the experts' file.
        must_haves: the functions the case's plans need.
        cells: the cells whose plans these are.
        t: the messages of one language.
    """
    names = Names(knowledge, t)
    head = t("vendors.template_head", cells=t("list.comma").join(cells)).split("|")
    lines = [*(f"# {_plain(each)}" for each in head), "vendors:", "  - id: vendor-a"]
    lines += [f"    name: {t('vendors.template_name')}", "    functions:"]
    for have in must_haves:
        carried = t("vendors.function_of", function=names.item(have.function), count=len(have.items))
        lines.append(f"      {have.function}: {UNKNOWN}  # {_plain(carried)}")
    lines.append("    criteria:")
    for gate in table.gates:
        title, meaning = gate.title.in_(t.lang), gate.meaning.in_(t.lang)
        comment = t("vendors.template_gate", gate=title, at=share(gate.passes_at), weight=gate.weight, meaning=meaning)
        lines += ["", f"      # {_plain(comment)}"]
        for knock_out in gate.knock_outs:
            text = t("vendors.template_knock_out", knock_out=knock_out.title.in_(t.lang))
            lines.append(f"      # {_plain(text)}")
        for criterion in gate.criteria:
            lines += _criterion(criterion, t)
    return "\n".join(lines)


def _criterion(criterion: Criterion, t: Messages) -> Iterator[str]:
    yield f"      # {_plain(t('vendors.criterion_of', id=criterion.id, title=criterion.title.in_(t.lang)))}"
    levels = (
        t("vendors.template_level", score=score, level=level.in_(t.lang))
        for score, level in enumerate(criterion.levels)
    )
    yield f"      #   {_plain(t('list.semicolon').join(levels))}"
    yield f"      #   {_plain(t('vendors.evidence', evidence=criterion.evidence.in_(t.lang)))}"
    if criterion.from_functions:
        yield f"      #   {t('vendors.template_follows')}"
        yield f'      {criterion.id}: {{evidence: ""}}'
    else:
        yield f'      {criterion.id}: {{score: {UNKNOWN}, evidence: ""}}'


def _plain(text: str) -> str:
    """Put a text on one line, so that it stays a comment."""
    return " ".join(text.split())
