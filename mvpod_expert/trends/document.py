"""What `mvpod metrics` gives: the trends of every market cell that a history names."""

from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.trends.model import Trends

TRENDS_VERSION: Literal["1.0"] = "1.0"


class TrendsDocument(FrozenModel):
    """The whole answer to `mvpod metrics`: the contract of its JSON output."""

    schema_version: Literal["1.0"] = TRENDS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[Trends, ...]
