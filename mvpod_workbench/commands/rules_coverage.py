"""`mvpod rules coverage` and `mutate`: what the tests see of the rules, and the tests worth writing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.capability import registered
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.views.console import Terminal
from mvpod_workbench.lookup.choosing_rules import NoSuchRulesError, chosen_rules
from mvpod_workbench.lookup.rulesets import bodies, gathered
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.coverage import measure_bodies
from mvpod_workbench.testing.mutation import MutationTest, Score
from mvpod_workbench.testing.scale_mutants import DECISION, judged_scales
from mvpod_workbench.testing.suggestions import Suggester
from mvpod_workbench.views.coverage import CoverageView, coverage_annotations, coverage_document
from mvpod_workbench.views.editing import show_drafts
from mvpod_workbench.views.mutation import MutationView, Tried, mutation_document

if TYPE_CHECKING:
    from mvpod_workbench.testing.case_test_model import CaseTest

show_option = click.option("--show", default=20, type=click.IntRange(min=0), help=t("about_testing.option_show"))


def _tests(setting: CliContext) -> tuple[CaseTest, ...]:
    """Return the case tests; files that cannot be read are named."""
    read = read_case_tests(setting.home, setting.knowledge)
    for file in sorted({finding.place.file for finding in read.findings}):
        echo(setting.t("testing.left_out", file=file), err=True)
    return read.tests


@click.command(help=t("about_testing.coverage"))
@click.option("--at-least", type=click.FloatRange(0, 100), help=t("about_testing.option_coverage_at_least"))
@show_option
@findings_format_option
@with_setting
def coverage(*, at_least: float | None, show: int, form: str, setting: CliContext) -> ExitCode:
    """Measure coverage; exit 1 when one of the shares of any body of rules is below the threshold."""
    measured = measure_bodies(setting.knowledge, setting.base, _tests(setting))
    if form == "json":
        print_document(coverage_document(measured))
    elif form == "github":
        for line in coverage_annotations(measured, setting.t):
            print_document(line)
    else:
        CoverageView(measured, setting.t, Terminal()).show(most=show, at_least=at_least)
    is_too_little = at_least is not None and any(covered.least < at_least for _, covered in measured)
    return ExitCode.FINDINGS if is_too_little else ExitCode.FINE


@click.command(help=t("about_testing.mutate"))
@click.argument("names", nargs=-1, metavar="[RULE|FAMILY]...")
@click.option("--at-least", type=click.FloatRange(0, 100), help=t("about_testing.option_mutate_at_least"))
@show_option
@format_option
@with_setting
def mutate(names: tuple[str, ...], *, at_least: float | None, show: int, form: str, setting: CliContext) -> ExitCode:
    """Judge every small wrong version of the rules, limits and points; exit 1 when fewer are noticed than wanted."""
    knowledge, tests = setting.knowledge, _tests(setting)
    numbers = {DECISION, *(own.key for own in registered()), *(shelf.kind for shelf in knowledge.shelves)}
    scales = {name for name in names if name in numbers or name in gathered(knowledge).facts}
    chosen = _rules(setting, names, scales)
    tried = []
    for body in bodies(knowledge, setting.base):
        rules = [rule for rule in body.knowledge.rules.values() if not names or rule.id in chosen]
        own = tests if body.is_advice else ()
        test = MutationTest(body.knowledge, body.base, own, is_advice=body.is_advice)
        judged = tuple(judged_scales(test, frozenset(scales) if names else None))
        if rules or judged:
            suggester = Suggester(test.trials, [each.cell.memory() for each in own])
            tried.append(Tried(body, Score(tuple(test.judged(rules))), suggester, judged))
    if form == "json":
        print_document(mutation_document(tried))
    else:
        for number, each in enumerate(tried):
            if number:
                echo()
            MutationView(each, setting.t, Terminal()).show(most=show, is_alone=len(tried) == 1)
    least = min((min(each.score.percent, each.percent_of_scales) for each in tried), default=100)
    return ExitCode.FINDINGS if at_least is not None and least < at_least else ExitCode.FINE


def _rules(setting: CliContext, names: tuple[str, ...], scales: set[str]) -> set[str]:
    """Return the rules that are named; what is called like a file or folder of rules may be a scale as well."""
    chosen: set[str] = set()
    for name in names:
        try:
            chosen |= {rule.id for rule in chosen_rules(gathered(setting.knowledge), (name,))}
        except NoSuchRulesError as error:
            if name in scales:
                continue
            show_drafts(setting.knowledge, setting.t, Terminal(sys.stderr), error.written)
            message = setting.t("testing.no_such_rules", written=error.written, meant=error.meant or "")
            raise click.UsageError(message) from error
    return chosen
