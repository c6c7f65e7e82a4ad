"""`mvpod rules coverage`: what the examples and case tests have put to the question, and what they have not."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.views.console import Terminal
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.coverage import measure_bodies
from mvpod_workbench.views.coverage import CoverageView, coverage_annotations, coverage_document

SHOWN = 20


@click.command(help=t("about_testing.coverage"))
@click.option("--at-least", type=click.FloatRange(0, 100), help=t("about_testing.option_coverage_at_least"))
@click.option("--show", default=SHOWN, type=click.IntRange(min=0), help=t("about_testing.option_show"))
@findings_format_option
@with_setting
def coverage(*, at_least: float | None, show: int, form: str, setting: CliContext) -> ExitCode:
    """Measure coverage; exit 1 when one of the shares of any body of rules is below the threshold."""
    knowledge = setting.knowledge
    read = read_case_tests(setting.home, knowledge)
    for file in sorted({finding.place.file for finding in read.findings}):
        echo(setting.t("testing.left_out", file=file), err=True)
    measured = measure_bodies(knowledge, setting.base, read.tests)
    if form == "json":
        print_document(coverage_document(measured))
    elif form == "github":
        for line in coverage_annotations(measured, setting.t):
            print_document(line)
    else:
        CoverageView(measured, setting.t, Terminal()).show(most=show, at_least=at_least)
    is_too_little = at_least is not None and any(covered.least < at_least for _, covered in measured)
    return ExitCode.FINDINGS if is_too_little else ExitCode.FINE
