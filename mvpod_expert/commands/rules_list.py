"""`mvpod rules list`: what there is, narrowed by what it says, rests on, tests or does."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.lookup.bodies import BODIES, gathered
from mvpod_expert.authoring.lookup.listing import LISTED, LISTED_OF, Lister, Wanted
from mvpod_expert.authoring.lookup.touching import Touching
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, format_option, home_option, lang_option, say
from mvpod_expert.commands.rules_show import found_thing
from mvpod_expert.model.principles import BASES
from mvpod_expert.views.page import Page
from mvpod_expert.views.reference.listing import list_data, plain_lines, show_list
from mvpod_expert.views.reference.naming import Naming

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.authoring.lookup.bodies import BodyName
    from mvpod_expert.authoring.lookup.touching import Kind
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.noun import Lang
    from mvpod_expert.model.principles import Basis
    from mvpod_expert.views.wording import Wording

EVERYTHING = "all"


@click.command(help=say("about_reference.list"))
@click.argument("what", type=click.Choice((*LISTED, *LISTED_OF, EVERYTHING)), default="rules")
@click.option("-k", "text", help=say("about_reference.option_text"))
@click.option("--family", help=say("about_reference.option_family"))
@click.option("--basis", type=click.Choice(BASES), help=say("about_reference.option_basis"))
@click.option("--principle", help=say("about_reference.option_principle"))
@click.option("--source", help=say("about_reference.option_source"))
@click.option("--tests", help=say("about_reference.option_tests"))
@click.option("--mode", help=say("about_reference.option_mode"))
@click.option("--of", "body", type=click.Choice(BODIES), help=say("about_reference.option_of"))
@format_option
@home_option
@lang_option
def list(  # noqa: A001, PLR0913 - a command is called as its function; one parameter an option
    what: str,
    *,
    text: str | None,
    family: str | None,
    basis: Basis | None,
    principle: str | None,
    source: str | None,
    tests: str | None,
    mode: str | None,
    body: BodyName | None,
    form: str,
    home: Path | None,
    lang: Lang,
) -> ExitCode:
    """List things."""
    setting = Setting(home, lang)
    knowledge = gathered(setting.knowledge)
    lister = Lister(Touching(knowledge))
    kinds, own = ((LISTED_OF[what][0],), LISTED_OF[what][1]) if what in LISTED_OF else (_kinds(what), body)
    if body not in {None, own}:
        raise click.UsageError(setting.say("listing.of_one", what=what, body=own))
    things = lister.listed(
        Wanted(
            kinds=kinds,
            text=text,
            family=family,
            basis=basis,
            principle=_named(principle, knowledge, setting.say, "principle"),
            source=_named(source, knowledge, setting.say, "source"),
            tests=found_thing(tests, knowledge, setting.say, kinds=("fact", "option")) if tests else None,
            mode=_named(mode, knowledge, setting.say, "mode"),
            body=own,
        )
    )
    if form == "json":
        click.echo(json.dumps(list_data(things, lister), ensure_ascii=False, indent=2))
        return ExitCode.FINE
    naming = Naming(knowledge, setting.say)
    if not things:
        click.echo(setting.say("listing.nothing"), err=True)
    elif sys.stdout.isatty():
        show_list(things, naming, Page())
    else:
        click.echo("\n".join(plain_lines(things, naming)))
        for sort, count in Counter(map(naming.sort, things)).items():
            click.echo(setting.say(f"counted.{sort}", count=count), err=True)
    return ExitCode.FINE


def _kinds(what: str) -> tuple[Kind, ...]:
    return tuple(LISTED.values()) if what == EVERYTHING else (LISTED[what],)


def _named(written: str | None, knowledge: KnowledgeBase, say: Wording, kind: Kind) -> str | None:
    return found_thing(written, knowledge, say, kinds=(kind,)).id if written else None
