"""The whole answer to `recommend`: the contract of the JSON output."""

from typing import Literal

from mvpod_expert.model.advice import SCHEMA_VERSION, Advice, Comparison, Edition
from mvpod_expert.model.frozen import FrozenModel


class Recommendation(FrozenModel):
    """The advice on every market cell of the cases that were given, and what capabilities found for each case."""

    schema_version: Literal["1.5"] = SCHEMA_VERSION
    knowledge: Edition
    engine: str
    cells: tuple[Advice, ...]
    comparisons: tuple[Comparison, ...] = ()
