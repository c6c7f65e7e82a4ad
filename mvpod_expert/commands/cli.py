"""The command tree."""

from __future__ import annotations

import click

from mvpod_expert import __version__
from mvpod_expert.capability import REGISTERED
from mvpod_expert.commands.options import t
from mvpod_expert.commands.tree import CommandTree

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMANDS = {
    "interview": "mvpod_expert.commands.interview",
    "recommend": "mvpod_expert.commands.recommend",
    "explain": "mvpod_expert.commands.explain",
    **{command: f"{package}.command" for command, package in REGISTERED.items()},
    "report": "mvpod_expert.commands.report",
    "portfolio": "mvpod_portfolio.command",
    "replay": "mvpod_expert.commands.replay",
    "sign": "mvpod_expert.commands.sign",
    "cases": "mvpod_workbench.commands.cases",
    "rules": "mvpod_workbench.commands.rules",
    "schema": "mvpod_expert.commands.schema",
}


@click.group(cls=CommandTree, modules=COMMANDS, help=t("about.mvpod"), context_settings=CONTEXT)
@click.version_option(__version__, message="mvpod %(version)s", help=t("about.option_version"))
def cli() -> None:
    """Advise on B2B sales mode and strategy."""
