"""What `mvpod metrics` gives: the trends of every market cell that a history names."""

from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.noun import Noun
from mvpod_expert.model.trends import Trends

TRENDS_VERSION: Literal["1.0"] = "1.0"


class TrendsOfCells(Noun):
    """The whole answer to `mvpod metrics`: the contract of its JSON output."""

    schema_version: Literal["1.0"] = TRENDS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[Trends, ...]
