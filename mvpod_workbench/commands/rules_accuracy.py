"""`mvpod rules accuracy` and `selectivity`: the rules on the documented cases, and on many clients."""

from __future__ import annotations

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, t, with_setting
from mvpod_expert.loading.decision_files import RECORD_FILE
from mvpod_expert.views.console import Terminal
from mvpod_workbench.testing.accuracy import determinants, measure_accuracy
from mvpod_workbench.testing.selectivity import PROFILES, SEED, measure_selectivity
from mvpod_workbench.views.accuracy_terminal import AccuracyView, show_selectivity

RECORD = """\
# How the scored documented decisions went, by the lead of the mode the rules advise: `went` of `of` used that mode.
# Each was judged with the points of the strongest name fitted to the other companies alone, so that none counts for
# itself. Written by `mvpod rules accuracy --write`; a test compares it.
record:
"""


@click.command(help=t("about_rules.accuracy"))
@click.option("--write", is_flag=True, help=t("about_rules.option_write"))
@engine_option
@with_setting
def accuracy(write: bool, engine: str | None, setting: CliContext) -> ExitCode:  # noqa: FBT001 - click's flag
    """Print strict, lenient and cross-validated accuracy, the record by lead, the confusion matrix and each miss."""
    adviser = setting.adviser(engine)
    measured = measure_accuracy(adviser)
    path = setting.home.knowledge / RECORD_FILE
    if write:
        said = (each.model_dump(exclude_none=True).items() for each in measured.record)
        lines = (", ".join(f"{key}: {value}" for key, value in each) for each in said)
        write_files({path: RECORD + "".join(f"  - {{{line}}}\n" for line in lines)})
    view = AccuracyView(setting.knowledge, setting.t, Terminal())
    view.show(measured)
    view.determinants(determinants(adviser))
    view.record(measured, path if write else None)
    return ExitCode.FINE


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
