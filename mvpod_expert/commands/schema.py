"""`mvpod schema`: the JSON Schemas of what programs read."""

import click

from mvpod_expert.commands.json_output import documents, schema_text
from mvpod_expert.commands.options import t
from mvpod_expert.commands.streams import print_document


@click.command(help=t("about.schema"))
@click.argument("document", type=click.Choice(tuple(documents())), default="recommendation")
def schema(document: str) -> None:
    """Print a JSON Schema."""
    print_document(schema_text(document))
