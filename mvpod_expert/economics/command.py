"""`mvpod economics`: what the numbers of a case come to, what drives them, and how the rules stand to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named, given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import print_result
from mvpod_expert.commands.options import CliContext, composed, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.tree import Block, Detail, Paragraph, Section
from mvpod_expert.economics.capability import ECONOMICS, GIVEN, KEY, TABLE
from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.model import DRAWS, SEED, CellEconomics, EconomicsDocument
from mvpod_expert.economics.names import DIRECT_SEGMENTS, MIXED
from mvpod_expert.economics.sections import EconomicsSections
from mvpod_expert.economics.table import GENERAL, DeclaredInput, EconomicsTable
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.views.messages import Messages

FEWEST_DRAWS, MOST_DRAWS = 100, 1_000_000


@click.command(help=t("about_figures.economics"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--template", "as_template", is_flag=True, help=t("about_figures.option_template"))
@click.option("--cell", "named", callback=composed, help=t("about.option_cell"))
@click.option(
    "--draws",
    type=click.IntRange(FEWEST_DRAWS, MOST_DRAWS),
    default=DRAWS,
    show_default=True,
    help=t("about_figures.option_draws"),
)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True, help=t("about_figures.option_seed"))
@click.option("--everything", is_flag=True, help=t("about.option_everything"))
@format_option
@engine_option
@with_setting
def economics(  # noqa: PLR0913 - one parameter an option
    case: Path | None,
    *,
    as_template: bool,
    named: str | None,
    draws: int,
    seed: int,
    everything: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Compute the numbers of a case, cell by cell, or print the template of all numbers."""
    knowledge, t = setting.knowledge, setting.t
    table = TABLE.of(knowledge)
    if as_template:
        if table is None:
            raise click.UsageError(t("figures.no_table"))
        print_document("\n".join(_template(table, t)))
        return ExitCode.FINE
    if case is None:
        raise click.UsageError(t("figures.which_case"))
    read = given_case(case, knowledge)
    cells = cells_named(read.cells, named, t)
    if all(GIVEN.of(cell) is None for cell in cells):
        raise click.UsageError(t("figures.nothing_given"))
    adviser = setting.adviser(engine, {KEY: {"draws": draws, "seed": seed}})
    advised = [adviser.advise(cell, client=read.client, source=read.file) for cell in cells]
    document = EconomicsDocument(
        knowledge=adviser.stamped(()).knowledge, source=read.file, cells=tuple(map(_of_cell, advised))
    )

    def pages(detail: Detail) -> Iterator[Block]:
        names = Names(knowledge, t)
        for cell in document.cells:
            place = names.place(cell.id, cell.region, cell.segment)
            blocks: Iterable[Block] = [Paragraph(t("figures.none_given"), "faint")]
            if cell.economics is not None and table is not None:
                blocks = EconomicsSections(knowledge, table, t, cell.economics).blocks(detail)
            yield Section(" · ".join(filter(None, [cell.client, place])) or document.source, tuple(blocks))

    print_result(document, pages, t, form=form, everything="" if everything else "figures.more")
    return ExitCode.FINE


def _of_cell(advice: Advice) -> CellEconomics:
    """Take the economics out of the advice on a cell."""
    own = {name: getattr(advice, name) for name in ("id", "region", "segment", "client")}
    return CellEconomics(**own, recommended=advice.mode.recommended, economics=ECONOMICS.of(advice))


def _template(table: EconomicsTable, t: Messages) -> Iterator[str]:
    """Return the lines of the template in YAML; every number is an invented one."""
    yield from (f"# {each}" for each in t("figures.template_head").split("|"))
    yield from ("economics:", f"  currency: {t('figures.template_currency')}")
    for group in table.input_groups:
        yield from ("", f"  # {group.title.in_(t.lang)}")
        indent = "  "
        if group.id != GENERAL:
            yield f"  {group.id}:"
            indent += "  "
        if group.id == SEGMENTS:
            yield f"    - id: {t('figures.template_segment')}"
            indent += "  "
        if group.id == MIXED:
            yield f"    # {t('figures.template_direct_segments')}"
            yield f"    {DIRECT_SEGMENTS}: [{t('figures.template_segment')}]"
        for key, declared in table.by_group().get(group.id, {}).items():
            yield from (f"{indent}{line}" for line in _input(declared, key, t))


def _input(declared: DeclaredInput, key: str, t: Messages) -> Iterator[str]:
    unit = t(f"figure_unit_name.{declared.unit}")
    optional = "" if declared.needed else t("figures.template_optional")
    yield f"# {t('figures.template_line', title=declared.title.in_(t.lang), unit=unit, optional=optional)}"
    yield f"# {' '.join(declared.how.in_(t.lang).split())}"
    yield f"{'# ' if declared.stands_in else ''}{key}: {declared.example}"
