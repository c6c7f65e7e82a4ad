"""`mvpod rules test`: every rule's examples, and the case tests beside the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.views.console import Terminal
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.testing.runner import run_tests
from mvpod_workbench.views.editing import show_drafts
from mvpod_workbench.views.tests import TestView, run_annotations, run_document

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command(help=t("about_testing.test"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "containing", default="", help=t("about_testing.option_containing"))
@click.option("--drafts", is_flag=True, help=t("about_testing.option_drafts"))
@click.option("--verbose", is_flag=True, help=t("about_testing.option_verbose"))
@findings_format_option
@with_setting
def test(  # noqa: PLR0913 - one parameter an option
    paths: tuple[Path, ...], *, containing: str, drafts: bool, verbose: bool, form: str, setting: CliContext
) -> ExitCode:
    """Run examples and case tests; exit 1 when one fails or cannot run, 2 when there is nothing to run."""
    found = _found(paths, setting)
    knowledge = setting.knowledge
    prepared = setting.with_drafts if drafts else setting.prepared
    run = run_tests(prepared.knowledge, prepared.base, setting.home, containing, found)
    if not (run.examples or run.cases or run.findings):
        show_drafts(knowledge, setting.t, Terminal(sys.stderr), containing)
        raise click.UsageError(setting.t("testing.nothing_chosen"))
    if form == "json":
        print_document(run_document(run, setting.t))
    elif form == "github":
        for line in run_annotations(run, gathered(prepared.knowledge), setting.t):
            print_document(line)
    else:
        page = Terminal()
        TestView(gathered(prepared.knowledge), setting.t, page).show(run, verbose=verbose)
        if not drafts:
            show_drafts(knowledge, setting.t, page)
    return ExitCode.FINE if run.is_fine else ExitCode.FINDINGS


def _found(paths: Iterable[Path], setting: CliContext) -> list[Path]:
    """Find the paths a person named: from here, or from the home."""
    found = []
    for path in paths:
        places = [place for place in (path, setting.home.root / path) if place.exists()]
        if not places:
            raise click.UsageError(setting.t("testing.no_such_path", path=path))
        found.append(places[0].resolve())
    return found
