"""The command tree. A command's module is brought in when the command is named, so that each starts fast."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from mvpod_expert import __version__
from mvpod_expert.commands.options import say

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMANDS = ("interview", "recommend", "explain", "report", "replay", "cases", "rules", "schema")


class CommandTree(click.Group):
    """A group whose commands are the modules of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Bring in a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: Any = getattr(import_module(f"mvpod_expert.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - each module holds a command of its name
        return command


@click.group(cls=CommandTree, help=say("about.mvpod"), context_settings=CONTEXT)
@click.version_option(__version__, message="mvpod %(version)s", help=say("about.option_version"))
def cli() -> None:
    """Advise on B2B sales mode and strategy."""
