"""`mvpod vendors`: vendors at the four gates, held against the must-haves of this case's plan, and side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import print_result
from mvpod_expert.commands.options import CliContext, composed, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.tree import Block, Detail, Section
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

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
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
    knowledge, t = setting.knowledge, setting.t
    table = TABLE.of(knowledge)
    if table is None:
        raise click.UsageError(t("vendors.no_table"))
    read = _read(case, apart, named, setting)
    if not as_template and not GIVEN.of(read) and not any(GIVEN.of(cell) for cell in read.cells):
        raise click.UsageError(t("vendors.nothing_given"))
    recommendation = setting.adviser(engine).recommend([read])
    if as_template:
        print_document("\n".join(_template(knowledge, table, recommendation.cells, t)))
        return ExitCode.FINE
    selections = SELECTIONS.of(recommendation)
    compared = VendorsDocument(
        knowledge=recommendation.knowledge, source=read.file, client=read.client, selections=selections
    )

    def pages(detail: Detail) -> Iterator[Block]:
        title = " · ".join(filter(None, [compared.client, t("vendors.title")]))
        for selection in selections:
            yield Section(title, tuple(VendorSections(knowledge, table, t, selection).blocks(detail)))

    notes = (t("vendors.points_note"), table.note.in_(t.lang))
    print_result(compared, pages, t, notes, form=form, everything="" if everything else "vendors.more")
    return ExitCode.FINE


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


def _template(knowledge: KnowledgeBase, table: VendorTable, advised: Sequence[Advice], t: Messages) -> Iterator[str]:
    """Return the lines of the template in YAML, with the functions that the plans of a case need."""
    names = Names(knowledge, t)
    head = t("vendors.template_head", cells=names.comma(advice.id for advice in advised)).split("|")
    yield from (f"# {_plain(each)}" for each in head)
    yield from ("vendors:", "  - id: vendor-a", f"    name: {t('vendors.template_name')}", "    functions:")
    for have in must_haves(traced(advised), knowledge):
        carried = t("vendors.function_of", function=names.item(have.function), count=len(have.items))
        yield f"      {have.function}: {UNKNOWN}  # {_plain(carried)}"
    yield "    criteria:"
    for gate in table.gates:
        title, meaning = names.say(gate.title), names.say(gate.meaning)
        comment = t("vendors.template_gate", gate=title, at=share(gate.passes_at), weight=gate.weight, meaning=meaning)
        yield from ("", f"      # {_plain(comment)}")
        for knock_out in gate.knock_outs:
            yield f"      # {_plain(t('vendors.template_knock_out', knock_out=names.say(knock_out.title)))}"
        for criterion in gate.criteria:
            yield from _criterion(criterion, t)


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
