"""The command tree."""

from __future__ import annotations

import click

from mvpod_expert import __version__
from mvpod_expert.commands.options import say
from mvpod_expert.commands.tree import CommandTree

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMANDS = (
    "interview",
    "recommend",
    "explain",
    "economics",
    "metrics",
    "vendors",
    "audit",
    "report",
    "replay",
    "cases",
    "rules",
    "schema",
)


@click.group(cls=CommandTree, commands_here=COMMANDS, help=say("about.mvpod"), context_settings=CONTEXT)
@click.version_option(__version__, message="mvpod %(version)s", help=say("about.option_version"))
def cli() -> None:
    """Advise on B2B sales mode and strategy."""
