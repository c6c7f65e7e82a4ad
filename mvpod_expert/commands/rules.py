"""`mvpod rules`: the commands for rule authors."""

import click

from mvpod_expert.commands.options import say
from mvpod_expert.commands.tree import CommandTree

COMMANDS = (
    "check",
    "explain-code",
    "watch",
    "test",
    "coverage",
    "mutate",
    "review",
    "show",
    "list",
    "graph",
    "docs",
    "schemas",
    "accuracy",
    "tables",
    "import",
    "export",
    "verify",
    "diff",
    "new",
    "fmt",
    "rename",
)


@click.group(cls=CommandTree, commands_here=COMMANDS, prefix="rules_", help=say("about.rules"))
def rules() -> None:
    """Check, test, and hold against the cases."""
