"""`mvpod schema`: the JSON Schemas of what programs read."""

import click

from mvpod_expert.commands.options import t
from mvpod_expert.views.advice_json import DOCUMENTS, schema_of


@click.command(help=t("about.schema"))
@click.argument("document", type=click.Choice(tuple(DOCUMENTS)), default="recommendation")
def schema(document: str) -> None:
    """Print a JSON Schema."""
    click.echo(schema_of(document))
