"""`mvpod rules`: the commands for rule authors."""

import click

from mvpod_expert.commands.cli import CommandTree
from mvpod_expert.commands.options import t

COMMANDS = {
    "check": "check",
    "explain-code": "check",
    "watch": "watch",
    "language-server": "watch",
    "test": "test",
    "coverage": "coverage",
    "mutate": "coverage",
    "review": "review",
    "judge": "judge",
    "show": "show",
    "list": "list",
    "graph": "show",
    "docs": "docs",
    "schemas": "docs",
    "accuracy": "accuracy",
    "selectivity": "accuracy",
    "tables": "tables",
    "import": "tables",
    "export": "tables",
    "verify": "verify",
    "diff": "verify",
    "new": "entries",
    "fmt": "check",
    "rename": "entries",
    "retire": "entries",
    "undo": "history",
    "history": "history",
    "upgrade": "history",
}
"""The module that holds each command, without what the names of all of them begin with."""
MODULES = {name: f"mvpod_workbench.commands.rules_{module}" for name, module in COMMANDS.items()}


@click.group(cls=CommandTree, modules=MODULES, help=t("about.rules"))
def rules() -> None:
    """Check, test, and hold against the cases."""
