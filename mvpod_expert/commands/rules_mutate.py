"""`mvpod rules mutate`: rules made wrong on purpose, and the tests worth writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.lookup.choosing_rules import NoSuchRulesError, chosen_rules
from mvpod_expert.authoring.testing.mutation import MutationTest, Score
from mvpod_expert.authoring.testing.suggestions import Suggester
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, format_option, home_option, lang_option, say
from mvpod_expert.loading.case_tests import read_case_tests
from mvpod_expert.views.mutation_terminal import MutationView, mutation_document
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.noun import Lang
    from mvpod_expert.model.rules import Rule

SHOWN = 20


@click.command(help=say("about_testing.mutate"))
@click.argument("names", nargs=-1, metavar="[RULE|FAMILY]...")
@click.option("--at-least", type=click.FloatRange(0, 100), help=say("about_testing.option_mutate_at_least"))
@click.option("--show", default=SHOWN, type=click.IntRange(min=0), help=say("about_testing.option_show"))
@format_option
@home_option
@lang_option
def mutate(  # noqa: PLR0913 - one parameter an option
    names: tuple[str, ...], *, at_least: float | None, show: int, form: str, home: Path | None, lang: Lang
) -> ExitCode:
    """Judge every small wrong version of the rules; exit 1 when fewer are noticed than wanted."""
    setting = Setting(home, lang)
    knowledge = setting.knowledge
    read = read_case_tests(setting.home, knowledge)
    for file in sorted({finding.place.file for finding in read.findings}):
        click.echo(setting.say("testing.left_out", file=file), err=True)
    test = MutationTest(knowledge, setting.base, read.tests)
    score = Score(tuple(test.judged(_rules(setting, names))))
    suggester = Suggester(test.trials, [each.cell.memory() for each in read.tests])
    if form == "json":
        click.echo(mutation_document(score, suggester, knowledge))
    else:
        MutationView(knowledge, setting.say, Page()).show(score, suggester, most=show)
    return ExitCode.FINDINGS if at_least is not None and score.percent < at_least else ExitCode.FINE


def _rules(setting: Setting, names: tuple[str, ...]) -> list[Rule]:
    try:
        return chosen_rules(setting.knowledge, names)
    except NoSuchRulesError as error:
        message = setting.say("testing.no_such_rules", written=error.written, meant=error.meant or "")
        raise click.UsageError(message) from error
