"""`mvpod rules`: the commands for rule authors."""

import click

from mvpod_expert.commands.options import say
from mvpod_expert.commands.rules_accuracy import accuracy
from mvpod_expert.commands.rules_check import check
from mvpod_expert.commands.rules_show import show
from mvpod_expert.commands.rules_test import test


@click.group(help=say("about.rules"))
def rules() -> None:
    """Check, test, and hold against the cases."""


for _command in (check, test, show, accuracy):
    rules.add_command(_command)
