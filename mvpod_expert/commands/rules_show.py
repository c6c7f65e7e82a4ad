"""`mvpod rules show`: one rule in words, and how near it comes to firing on a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, format_option, home_option, lang_option, say
from mvpod_expert.engine.port import BITSET
from mvpod_expert.explanation.asking import Asked
from mvpod_expert.explanation.near_miss import Judge, near_miss
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.report import Report
from mvpod_expert.model.likeness import nearest
from mvpod_expert.views.advice_json import rule_json
from mvpod_expert.views.page import Page
from mvpod_expert.views.rule_terminal import RuleView

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.noun import Lang
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.wording import Wording

MOST_LIKE = 5


@click.command(help=say("about_rules.show"))
@click.argument("rule")
@click.option("--case", type=click.Path(path_type=Path, allow_dash=True), help=say("about_rules.option_case"))
@click.option("--cell", "named", help=say("about.option_cell"))
@format_option
@home_option
@lang_option
def show(rule: str, *, case: Path | None, named: str | None, form: str, home: Path | None, lang: Lang) -> ExitCode:  # noqa: PLR0913 - one parameter an option
    """Show a rule, and hold it against the cells of a case."""
    setting = Setting(home, lang)
    knowledge = setting.knowledge
    found = _rule(rule, knowledge, setting.say)
    held = []
    if case is not None:
        report = Report()
        read = read_case(case, knowledge, report)
        report.raise_if_any()
        assert read is not None  # noqa: S101 - without findings there is a case
        # Any number of cells and documented cases are fired for one page, which bitset does in no time.
        adviser = setting.adviser(BITSET)
        for cell in adviser.economist.filled_case(read).cells:
            if named in {None, cell.id}:
                advice = adviser.advise(cell, client=read.client, source=read.file)
                name = " · ".join(filter(None, [read.client, cell.region, cell.segment])) or read.file
                held.append((name, near_miss(Asked(adviser, cell, advice), found)))
    if form == "json":
        click.echo(rule_json(found, [each for _, each in held]))
        return ExitCode.FINE
    view = RuleView(knowledge, setting.say, Page())
    view.rule(found, Judge(knowledge.facts, {}, {}).judged(found.when))
    for name, near in held:
        view.near_miss(near, name)
    return ExitCode.FINE


def _rule(written: str, knowledge: KnowledgeBase, say: Wording) -> Rule:
    if written in knowledge.rules:
        return knowledge.rules[written]
    like = [each for each in knowledge.rules if written.casefold() in each][:MOST_LIKE]
    meant = nearest(written, knowledge.rules)
    candidates = like or ([meant] if meant else [])
    if len(candidates) == 1 and like:
        return knowledge.rules[candidates[0]]
    raise click.UsageError(say("rule.none", written=written, candidates=say("list.comma").join(candidates)))
