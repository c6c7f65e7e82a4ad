"""`mvpod rules graph`: the picture of one family, or of what stands around a rule or a fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.model.frozen import LANGS
from mvpod_workbench.commands.rules_show import found_thing
from mvpod_workbench.commands.usable_part import usable_part
from mvpod_workbench.lookup.graphs import families, graph_around, graph_of_rules
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.views.reference.drawing import mermaid
from mvpod_workbench.views.reference.naming import Naming

if TYPE_CHECKING:
    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.lookup.graphs import Graph

MARK = "mvpod rules graph"
"""What a picture in a file is known by."""


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
    else:
        content = f"%% {MARK}\n{text}"
        write_outputs(
            {output: content},
            MARK.encode(),
            setting.t,
            inputs=(setting.home.rules, setting.home.knowledge),
            force=force,
        )
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
            names = naming.t("list.comma").join(name for name, rules in by_name.items() if rules in found)
            raise click.UsageError(naming.t("drawing.several", written=written, count=len(found), candidates=names))
    thing = found_thing(written, naming.knowledge, naming.t, kinds=("rule", "fact"))
    return graph_around(thing, touching)


def _is_called(words: str, name: str, rules: tuple[Rule, ...]) -> bool:
    titles = [rules[0].family.in_(lang).casefold() for lang in LANGS]
    return words in {name, name.rpartition("/")[2], f"rules/{name}.yaml", rules[0].place.file.casefold(), *titles}


def _says(words: str, rules: tuple[Rule, ...]) -> bool:
    is_thing = words in {rule.id for rule in rules}
    return not is_thing and any(words in rules[0].family.in_(lang).casefold() for lang in LANGS)
