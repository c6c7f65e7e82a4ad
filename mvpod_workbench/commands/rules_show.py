"""`mvpod rules show`: one thing in words with all that touches it, and how near a rule comes to firing on a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named, given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import rule_data
from mvpod_expert.commands.options import CliContext, composed, format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.terminal import TerminalRenderer
from mvpod_expert.document.tree import Section
from mvpod_expert.engine.bitset import BITSET
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.mode.explanation.near_miss import near_miss
from mvpod_expert.mode.views.explanations import ExplanationSections
from mvpod_expert.model.references import KINDS
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.documents import plain_json
from mvpod_workbench.commands.usable_part import usable_part
from mvpod_workbench.lookup.rulesets import body_of, gathered
from mvpod_workbench.lookup.search import look_up
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.views.editing import show_drafts
from mvpod_workbench.views.reference.describing import Describer, tests_naming, tests_section
from mvpod_workbench.views.reference.naming import Naming
from mvpod_workbench.views.reference.terminal import show_description, thing_data

if TYPE_CHECKING:
    from collections.abc import Container

    from mvpod_expert.mode.explanation.model import NearMiss
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Kind, Thing
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.messages import Messages

MOST_CANDIDATES = 8


@click.command(help=t("about_reference.show"))
@click.argument("thing", metavar="ID")
@click.option("--case", type=click.Path(path_type=Path, allow_dash=True), help=t("about_rules.option_case"))
@click.option("--cell", "named", callback=composed, help=t("about.option_cell"))
@click.option("--everything", is_flag=True, help=t("about_reference.option_everything"))
@format_option
@with_setting
def show(  # noqa: PLR0913 - one parameter an option
    thing: str, *, case: Path | None, named: str | None, everything: bool, form: str, setting: CliContext
) -> ExitCode:
    """Show a thing; hold a rule against the cells of a case."""
    if case is None:
        setting = usable_part(setting)
    knowledge = gathered(setting.with_drafts.knowledge)
    found = found_thing(thing, knowledge, setting.t, kinds=KINDS if case is None else ("rule",))
    if case is not None and body_of(found, knowledge) != "advice":
        kind = Naming(knowledge, setting.t).kind(found)
        raise click.UsageError(setting.t("rule.not_on_a_case", id=found.id, kind=kind))
    held = [] if case is None else _held(setting, case, named, knowledge.rules[found.id])
    tests = tests_naming(found, read_case_tests(setting.home, setting.with_drafts.knowledge).tests)
    if form == "json":
        data = thing_data(found, Naming(knowledge, setting.t)) | {"case_tests": [test.id for test in tests]}
        if found.kind == "rule":
            data |= rule_data(knowledge.rules[found.id], [near for _, near in held])
        print_document(plain_json({"schema_version": "1.0", **data}))
        return ExitCode.FINE
    page = Terminal()
    description = Describer(knowledge, setting.t).describe(found)
    if tests:
        description = replace(description, sections=(*description.sections, tests_section(tests, setting.t)))
    show_description(description, setting.t, page, everything=everything)
    show_drafts(knowledge, setting.t, page, found.id)
    told = ExplanationSections(knowledge, setting.t)
    near_misses = [Section("", tuple(told.near_miss(near, name) for name, near in held))]
    TerminalRenderer(page, setting.t).show(near_misses)
    return ExitCode.FINE


def found_thing(written: str, knowledge: KnowledgeBase, t: Messages, *, kinds: Container[Kind] = KINDS) -> Thing:
    """Find the thing a person named.

    Raises:
        click.UsageError: there is none, or several fit; says which may have been meant.
    """
    looked = look_up(written, knowledge, kinds)
    if looked.thing is not None:
        return looked.thing
    naming = Naming(knowledge, t)
    shown = looked.candidates[:MOST_CANDIDATES]
    ids = [each.id for each in shown]
    written_out = (each.id if ids.count(each.id) == 1 else f"{each.kind}:{each.id}" for each in shown)
    named = (
        t("reference.candidate", id=name, kind=naming.kind(each)) for name, each in zip(written_out, shown, strict=True)
    )
    candidates = t("list.comma").join(named)
    if not looked.is_ambiguous:
        key = "rule.none" if kinds == ("rule",) else "reference.none"
        raise click.UsageError(t(key, written=written, candidates=candidates))
    count = len(looked.candidates)
    more = count - len(shown)
    raise click.UsageError(t("reference.several", written=written, count=count, candidates=candidates, more=more))


def _held(setting: CliContext, case: Path, named: str | None, rule: Rule) -> list[tuple[str, NearMiss]]:
    read = given_case(case, setting.knowledge)
    # Any number of cells and documented cases are fired for one page, which bitset does in no time.
    adviser = setting.adviser(BITSET)
    held = []
    for cell in cells_named(adviser.filled(read).cells, named, setting.t):
        advice = adviser.advise(cell, client=read.client, source=read.file)
        name = " · ".join(filter(None, [read.client, cell.region, cell.segment])) or read.file
        held.append((name, near_miss(ExplanationContext(adviser, cell, advice), rule)))
    return held
