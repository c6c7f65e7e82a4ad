"""`mvpod schema`: the JSON Schema of the advice."""

import click

from mvpod_expert.commands.options import say
from mvpod_expert.views.advice_json import advice_schema


@click.command(help=say("about.schema"))
def schema() -> None:
    """Print the JSON Schema."""
    click.echo(advice_schema())
