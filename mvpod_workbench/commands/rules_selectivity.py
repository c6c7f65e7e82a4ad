"""`mvpod rules selectivity`: how well moves and plan distinguish clients."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_workbench.testing.selectivity import PROFILES, SEED, measure_selectivity
from mvpod_workbench.views.selectivity import show_selectivity


@click.command(help=t("about_rules.selectivity"))
@click.option("--profiles", type=click.IntRange(min=2), default=PROFILES, help=t("about_rules.option_profiles"))
@click.option("--seed", type=int, default=SEED, help=t("about_rules.option_seed"))
@engine_option
@with_setting
def selectivity(profiles: int, seed: int, engine: str | None, setting: CliContext) -> ExitCode:
    """Print what clients are given, how much they overlap, and which are given to nearly all or to none."""
    measured = measure_selectivity(setting.adviser(engine), profiles, seed)
    show_selectivity(measured, setting.knowledge, setting.t, Terminal())
    return ExitCode.FINE
