"""What `mvpod metrics` prints: the trends of every market cell of a history, and the sales strength of the company."""

from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.trends.model import SalesStrength, Trends

TRENDS_VERSION: Literal["1.1"] = "1.1"


class TrendsDocument(FrozenModel):
    """The whole answer to `mvpod metrics`: the contract of its JSON output."""

    schema_version: Literal["1.1"] = TRENDS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[Trends, ...]
    sales_strength: SalesStrength | None = None
