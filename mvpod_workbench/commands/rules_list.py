"""`mvpod rules list`: what there is, narrowed by what it says, rests on, tests or does."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.loading.home_files import files_read, left_alone, unread_files
from mvpod_expert.model.principles import BASES
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.rules_show import found_thing
from mvpod_workbench.commands.usable_part import usable_part
from mvpod_workbench.lookup.cross_references import CrossReferences
from mvpod_workbench.lookup.rulesets import BodyName, body_names, gathered
from mvpod_workbench.lookup.search import LISTED, Lister, Wanted, listed_of
from mvpod_workbench.views.reference.naming import Naming
from mvpod_workbench.views.reference.terminal import list_data, plain_lines, show_list

EVERYTHING = "all"
NAMED = {"principle": ("principle",), "source": ("source",), "tests": ("fact", "option"), "mode": ("mode",)}
"""The kinds of things that options name."""


@click.command(help=t("about_reference.list"))
@click.argument("what", type=click.Choice((*LISTED, *listed_of(), EVERYTHING)), default="rules")
@click.option("-k", "text", help=t("about_reference.option_text"))
@click.option("--family", help=t("about_reference.option_family"))
@click.option("--basis", type=click.Choice(BASES), help=t("about_reference.option_basis"))
@click.option("--principle", help=t("about_reference.option_principle"))
@click.option("--source", help=t("about_reference.option_source"))
@click.option("--tests", help=t("about_reference.option_tests"))
@click.option("--mode", help=t("about_reference.option_mode"))
@click.option("--of", "body", type=click.Choice(body_names()), help=t("about_reference.option_of"))
@click.option("--files", is_flag=True, help=t("about_reference.option_files"))
@format_option
@with_setting
def list(  # noqa: A001 - a command is called as its function
    what: str, *, body: BodyName | None, files: bool, form: str, setting: CliContext, **narrowing: Any
) -> ExitCode:
    """List things."""
    if files:
        _list_files(setting, form)
        return ExitCode.FINE
    setting = usable_part(setting)
    knowledge = gathered(setting.with_drafts.knowledge)
    lister = Lister(CrossReferences(knowledge))
    alone = listed_of().get(what)
    every = tuple(LISTED.values()) if what == EVERYTHING else (LISTED.get(what, ""),)
    kinds, own = ((alone[0],), alone[1]) if alone is not None else (every, body)
    if body not in {None, own}:
        raise click.UsageError(setting.t("listing.of_one", what=what, body=own))
    for option, meant in NAMED.items():
        if narrowing[option]:
            narrowing[option] = found_thing(narrowing[option], knowledge, setting.t, kinds=meant)
    things = lister.listed(Wanted(kinds, body=own, **narrowing))
    if form == "json":
        print_document(plain_json(list_data(things, lister)))
        return ExitCode.FINE
    naming = Naming(knowledge, setting.t)
    if not things:
        echo(setting.t("listing.nothing"), err=True)
    elif sys.stdout.isatty():
        show_list(things, naming, Terminal())
    else:
        echo("\n".join(plain_lines(things, naming)))
        for sort, count in Counter(map(naming.sort, things)).items():
            echo(setting.t(f"counted.{sort}", count=count), err=True)
    return ExitCode.FINE


def _list_files(setting: CliContext, form: str) -> None:
    """List every file that is read, and note those that are not, hidden ones and backups of editors too."""
    setting.note_unread()
    passed = left_alone(setting.home)
    if passed:
        names = setting.t("list.comma").join(passed)
        echo(setting.t("listing.left_alone", count=len(passed), files=names), err=True)
    read = [setting.home.shown(path) for path in files_read(setting.home)]
    if form == "json":
        unread = [file.place.file for file in unread_files(setting.home)]
        print_document(plain_json({"schema_version": "1.1", "files": read, "unread": unread, "left_alone": passed}))
    else:
        echo("\n".join(read))
