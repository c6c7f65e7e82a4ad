"""The manual: every command with what it takes, read from the commands themselves in the language of this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_workbench.views.reference.markdown import CommandPage

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100


def manual(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[CommandPage]:
    """Return a command and all below it.

    Args:
        command: the command.
        name: its name.
        parent: the context it stands in.
    """
    context = click.Context(command, info_name=name, parent=parent, max_content_width=WIDTH, terminal_width=WIDTH)
    yield CommandPage(
        name=context.command_path,
        usage=" ".join([context.command_path, *command.collect_usage_pieces(context)]),
        help=command.help or "",
        options=tuple(record for parameter in command.params if (record := parameter.get_help_record(context))),
    )
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from manual(found, each, context)
