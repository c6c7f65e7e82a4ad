"""The command tree."""

import click

from mvpod_expert import __version__
from mvpod_expert.commands.interview import interview
from mvpod_expert.commands.options import say
from mvpod_expert.commands.recommend import recommend
from mvpod_expert.commands.rules import rules
from mvpod_expert.commands.schema import schema

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(help=say("about.mvpod"), context_settings=CONTEXT)
@click.version_option(__version__, message="mvpod %(version)s", help=say("about.option_version"))
def cli() -> None:
    """Advise on B2B sales mode and strategy."""


for _command in (interview, recommend, rules, schema):
    cli.add_command(_command)
