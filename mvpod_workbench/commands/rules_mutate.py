"""`mvpod rules mutate`: rules made wrong on purpose, and the tests worth writing."""

from __future__ import annotations

import sys

import click

from mvpod_expert.capability import registered
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.views.console import Terminal
from mvpod_workbench.lookup.choosing_rules import NoSuchRulesError, chosen_rules
from mvpod_workbench.lookup.rulesets import bodies, gathered
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.mutation import MutationTest, Score
from mvpod_workbench.testing.scale_mutants import DECISION, judged_scales
from mvpod_workbench.testing.suggestions import Suggester
from mvpod_workbench.views.editing import show_drafts
from mvpod_workbench.views.mutation import MutationView, Tried, mutation_document

SHOWN = 20


@click.command(help=t("about_testing.mutate"))
@click.argument("names", nargs=-1, metavar="[RULE|FAMILY]...")
@click.option("--at-least", type=click.FloatRange(0, 100), help=t("about_testing.option_mutate_at_least"))
@click.option("--show", default=SHOWN, type=click.IntRange(min=0), help=t("about_testing.option_show"))
@format_option
@with_setting
def mutate(names: tuple[str, ...], *, at_least: float | None, show: int, form: str, setting: CliContext) -> ExitCode:
    """Judge every small wrong version of the rules, limits and points; exit 1 when fewer are noticed than wanted."""
    knowledge = setting.knowledge
    read = read_case_tests(setting.home, knowledge)
    for file in sorted({finding.place.file for finding in read.findings}):
        echo(setting.t("testing.left_out", file=file), err=True)
    numbers = {DECISION, *(own.key for own in registered()), *(shelf.kind for shelf in knowledge.shelves)}
    scales = {name for name in names if name in numbers or name in gathered(knowledge).facts}
    chosen = _rules(setting, names, scales)
    tried = []
    for body in bodies(knowledge, setting.base):
        rules = [rule for rule in body.knowledge.rules.values() if not names or rule.id in chosen]
        tests = read.tests if body.is_advice else ()
        test = MutationTest(body.knowledge, body.base, tests, is_advice=body.is_advice)
        meant = None if not names else frozenset(scales)
        judged = tuple(judged_scales(test, meant))
        if rules or judged:
            suggester = Suggester(test.trials, [each.cell.memory() for each in tests])
            tried.append(Tried(body, Score(tuple(test.judged(rules))), suggester, judged))
    if form == "json":
        print_document(mutation_document(tried))
    else:
        for number, each in enumerate(tried):
            if number:
                echo()
            MutationView(each, setting.t, Terminal()).show(most=show, is_alone=len(tried) == 1)
    is_too_little = at_least is not None and any(
        min(each.score.percent, each.percent_of_scales) < at_least for each in tried
    )
    return ExitCode.FINDINGS if is_too_little else ExitCode.FINE


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
