"""`mvpod rules coverage`: what the examples and case tests have put to the question, and what they have not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.testing.coverage import measure_coverage
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, findings_format_option, home_option, lang_option, say
from mvpod_expert.loading.case_tests import read_case_tests
from mvpod_expert.views.coverage_terminal import CoverageView, coverage_annotations, coverage_document
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.noun import Lang

SHOWN = 20


@click.command(help=say("about_testing.coverage"))
@click.option("--at-least", type=click.FloatRange(0, 100), help=say("about_testing.option_coverage_at_least"))
@click.option("--show", default=SHOWN, type=click.IntRange(min=0), help=say("about_testing.option_show"))
@findings_format_option
@home_option
@lang_option
def coverage(*, at_least: float | None, show: int, form: str, home: Path | None, lang: Lang) -> ExitCode:
    """Measure coverage; exit 1 when one of the shares is below the threshold."""
    setting = Setting(home, lang)
    knowledge = setting.knowledge
    read = read_case_tests(setting.home, knowledge)
    for file in sorted({finding.place.file for finding in read.findings}):
        click.echo(setting.say("testing.left_out", file=file), err=True)
    covered = measure_coverage(knowledge, setting.base, read.tests)
    if form == "json":
        click.echo(coverage_document(covered, knowledge))
    elif form == "github":
        for line in coverage_annotations(covered, knowledge, setting.say):
            click.echo(line)
    else:
        CoverageView(knowledge, setting.say, Page()).show(covered, most=show, at_least=at_least)
    return ExitCode.FINDINGS if at_least is not None and covered.least < at_least else ExitCode.FINE
