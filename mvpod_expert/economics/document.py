"""What `mvpod economics` gives: the economics of every market cell of a case, beside the mode the rules recommend."""

from typing import Literal

from mvpod_expert.economics.model import Economics
from mvpod_expert.economics.parts import result_in
from mvpod_expert.model.advice import Advice, Edition
from mvpod_expert.model.frozen import FrozenModel

ECONOMICS_VERSION: Literal["1.0"] = "1.0"


class CellEconomics(FrozenModel):
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


class EconomicsDocument(FrozenModel):
    """One case file: the contract of the JSON output."""

    schema_version: Literal["1.0"] = ECONOMICS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[CellEconomics, ...]


def cell_document(advice: Advice) -> CellEconomics:
    """Take the economics out of the advice on a cell."""
    return CellEconomics(
        id=advice.id,
        region=advice.region,
        segment=advice.segment,
        client=advice.client,
        recommended=advice.mode.recommended,
        economics=result_in(advice),
    )
