"""`mvpod economics`: what the numbers of a case come to, what drives them, and how the rules stand to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.given_cases import cells_named, given_case
from mvpod_expert.commands.options import Setting, engine_option, format_option, home_option, lang_option, say
from mvpod_expert.consultation.figuring import Economist
from mvpod_expert.model.economics import DRAWS, SEED
from mvpod_expert.model.reckoned_cells import ReckonedCase, reckoned_cell
from mvpod_expert.views.advice_json import economics_json
from mvpod_expert.views.economics_template import template
from mvpod_expert.views.economics_terminal import EconomicsView
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from mvpod_expert.model.noun import Lang

FEWEST_DRAWS, MOST_DRAWS = 100, 1_000_000


@click.command(help=say("about_figures.economics"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--template", "as_template", is_flag=True, help=say("about_figures.option_template"))
@click.option("--cell", "named", help=say("about.option_cell"))
@click.option(
    "--draws",
    type=click.IntRange(FEWEST_DRAWS, MOST_DRAWS),
    default=DRAWS,
    show_default=True,
    help=say("about_figures.option_draws"),
)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True, help=say("about_figures.option_seed"))
@click.option("--everything", is_flag=True, help=say("about.option_everything"))
@format_option
@engine_option
@home_option
@lang_option
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
    home: Path | None,
    lang: Lang,
) -> ExitCode:
    """Compute the numbers of a case, cell by cell, or print the template of all numbers."""
    setting = Setting(home, lang)
    knowledge = setting.knowledge
    if as_template:
        if knowledge.economics is None:
            raise click.UsageError(setting.say("figures.no_table"))
        click.echo(template(knowledge.economics, setting.say))
        return ExitCode.FINE
    if case is None:
        raise click.UsageError(setting.say("figures.which_case"))
    read = given_case(case, knowledge)
    cells = cells_named(read.cells, named, setting.say)
    if all(cell.economics is None for cell in cells):
        raise click.UsageError(setting.say("figures.nothing_given"))
    adviser = setting.adviser(engine, Economist(knowledge, draws, seed))
    advised = [adviser.advise(cell, client=read.client, source=read.file) for cell in cells]
    reckoned = ReckonedCase(
        knowledge=adviser.stamped(()).knowledge, source=read.file, cells=tuple(map(reckoned_cell, advised))
    )
    if form == "json":
        click.echo(economics_json(reckoned))
    else:
        EconomicsView(knowledge, setting.say, Page(), everything=everything).show(reckoned)
    return ExitCode.FINE
