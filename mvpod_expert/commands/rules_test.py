"""`mvpod rules test`: every rule's examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.example_tests import run_examples
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, home_option, lang_option, say
from mvpod_expert.views.authoring import show_example_results
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.noun import Lang


@click.command(help=say("about_rules.test"))
@click.option("-k", "containing", default="", help=say("about_rules.option_rule"))
@home_option
@lang_option
def test(containing: str, home: Path | None, lang: Lang) -> ExitCode:
    """Run the examples; exit 1 when one fails."""
    setting = Setting(home, lang)
    results = [each for each in run_examples(setting.knowledge, setting.base) if containing in each.rule.id]
    show_example_results(results, setting.say, Page())
    return ExitCode.FINE if all(each.passed for each in results) else ExitCode.FINDINGS
