"""What `mvpod economics` gives: the economics of every market cell of a case, beside the mode the rules recommend."""

from typing import Literal

from mvpod_expert.model.advice import Advice, Edition
from mvpod_expert.model.economics import Economics
from mvpod_expert.model.noun import Noun

ECONOMICS_VERSION: Literal["1.0"] = "1.0"


class ReckonedCell(Noun):
    """One market cell.

    Args:
        recommended: the mode the rules recommend; null when undecided.
        economics: what follows from its numbers; null when none were given.
    """

    id: str
    region: str | None
    segment: str | None
    client: str | None
    recommended: str | None
    economics: Economics | None


class ReckonedCase(Noun):
    """One case file: the contract of the JSON output."""

    schema_version: Literal["1.0"] = ECONOMICS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[ReckonedCell, ...]


def reckoned_cell(advice: Advice) -> ReckonedCell:
    """Take the economics out of the advice on a cell."""
    return ReckonedCell(
        id=advice.id,
        region=advice.region,
        segment=advice.segment,
        client=advice.client,
        recommended=advice.mode.recommended,
        economics=advice.economics,
    )
