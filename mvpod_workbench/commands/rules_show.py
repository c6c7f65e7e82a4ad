"""`mvpod rules show` and `graph`: one thing with all that touches it, in words or as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named, given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import rule_data
from mvpod_expert.commands.options import CliContext, composed, format_option, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.document.terminal import TerminalRenderer
from mvpod_expert.document.tree import Section
from mvpod_expert.engine.bitset import BITSET
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.mode.explanation.near_miss import near_miss
from mvpod_expert.mode.views.explanations import ExplanationSections
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.printable import plain_json
from mvpod_expert.model.references import KINDS, Kind, Thing
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import first_few
from mvpod_workbench.commands.usable_part import usable_part
from mvpod_workbench.lookup.graphs import Graph, families, graph_around, graph_of_rules
from mvpod_workbench.lookup.rulesets import body_of, gathered
from mvpod_workbench.lookup.search import Finder
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.views.editing import show_drafts
from mvpod_workbench.views.reference.describing import Describer
from mvpod_workbench.views.reference.drawing import mermaid
from mvpod_workbench.views.reference.naming import Naming
from mvpod_workbench.views.reference.terminal import show_description, tests_naming, tests_section, thing_data

if TYPE_CHECKING:
    from collections.abc import Container

    from mvpod_expert.mode.explanation.model import NearMiss
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.messages import Messages

MOST_CANDIDATES = 8
MARK = "mvpod rules graph"
"""What a picture in a file is known by."""


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
    describer = Describer(knowledge, setting.t)
    found = found_thing(thing, knowledge, setting.t, kinds=KINDS if case is None else ("rule",))
    if case is not None and body_of(found, knowledge) != "advice":
        raise click.UsageError(setting.t("rule.not_on_a_case", id=found.id, kind=describer.kind(found)))
    held = [] if case is None else _held(setting, case, named, knowledge.rules[found.id])
    tests = tests_naming(found, read_case_tests(setting.home, setting.with_drafts.knowledge).tests)
    if form == "json":
        data = thing_data(found, describer) | {"case_tests": [test.id for test in tests]}
        if found.kind == "rule":
            data |= rule_data(knowledge.rules[found.id], [near for _, near in held])
        print_document(plain_json({"schema_version": "1.0", **data}))
        return ExitCode.FINE
    page = Terminal()
    description = describer.describe(found)
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
    looked = Finder(knowledge).look_up(written, kinds)
    if looked.thing is not None:
        return looked.thing
    naming = Naming(knowledge, t)
    ids = [each.id for each in looked.candidates[:MOST_CANDIDATES]]
    named = [
        t(
            "reference.candidate",
            id=each.id if ids.count(each.id) == 1 else f"{each.kind}:{each.id}",
            kind=naming.kind(each),
        )
        for each in looked.candidates
    ]
    candidates, more = first_few(named, MOST_CANDIDATES, t)
    if not looked.is_ambiguous:
        key = "rule.none" if kinds == ("rule",) else "reference.none"
        raise click.UsageError(t(key, written=written, candidates=candidates))
    raise click.UsageError(t("reference.several", written=written, count=len(named), candidates=candidates, more=more))


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


@click.command(help=t("about_reference.graph"))
@click.argument("family")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=t("about_reference.option_drawn"))
@force_option
@with_setting
def graph(family: str, *, output: Path | None, force: bool, setting: CliContext) -> ExitCode:
    """Draw a family, or what stands around a rule or a fact."""
    setting = usable_part(setting)
    naming = Naming(gathered(setting.knowledge), setting.t)
    text = mermaid(_graph(family, naming), naming)
    if output is None:
        print_document(text)
        return ExitCode.FINE
    inputs = (setting.home.rules, setting.home.knowledge)
    write_outputs({output: f"%% {MARK}\n{text}"}, MARK.encode(), setting.t, inputs=inputs, force=force)
    echo(setting.t("drawing.written", file=str(output)))
    return ExitCode.FINE


def _graph(written: str, naming: Naming) -> Graph:
    touching, words = naming.touching, written.strip().casefold()
    by_name = families(touching)
    called = [rules for name, rules in by_name.items() if _is_called(words, name, rules)]
    for found in (called, [rules for rules in by_name.values() if _says(words, rules)]):
        if len(found) == 1:
            return graph_of_rules(found[0][0].family, found[0], touching)
        if found:
            names = naming.names.comma(name for name, rules in by_name.items() if rules in found)
            raise click.UsageError(naming.t("drawing.several", written=written, count=len(found), candidates=names))
    return graph_around(found_thing(written, naming.knowledge, naming.t, kinds=("rule", "fact")), touching)


def _is_called(words: str, name: str, rules: tuple[Rule, ...]) -> bool:
    titles = [rules[0].family.in_(lang).casefold() for lang in LANGS]
    return words in {name, name.rpartition("/")[2], f"rules/{name}.yaml", rules[0].place.file.casefold(), *titles}


def _says(words: str, rules: tuple[Rule, ...]) -> bool:
    is_thing = words in {rule.id for rule in rules}
    return not is_thing and any(words in rules[0].family.in_(lang).casefold() for lang in LANGS)
