"""`mvpod rules`: the commands for rule authors."""

import click

from mvpod_expert.commands.cli import CommandTree
from mvpod_expert.commands.options import t

COMMANDS = (
    "check",
    "explain-code",
    "watch",
    "language-server",
    "test",
    "coverage",
    "mutate",
    "review",
    "judge",
    "show",
    "list",
    "graph",
    "docs",
    "schemas",
    "accuracy",
    "selectivity",
    "tables",
    "import",
    "export",
    "verify",
    "diff",
    "new",
    "fmt",
    "rename",
    "retire",
    "undo",
    "history",
    "upgrade",
)

MODULES = {name: f"mvpod_workbench.commands.rules_{name.replace('-', '_')}" for name in COMMANDS}


@click.group(cls=CommandTree, modules=MODULES, help=t("about.rules"))
def rules() -> None:
    """Check, test, and hold against the cases."""
