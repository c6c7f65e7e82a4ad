"""The whole answer to `recommend`: the contract of the JSON output."""

from typing import Literal

from mvpod_expert.audit.model import Audit
from mvpod_expert.model.advice import SCHEMA_VERSION, Advice, Comparison, Edition
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.vendors.model import VendorSelection


class Recommendation(FrozenModel):
    """The advice on every market cell of the cases that were given.

    Args:
        vendors: one for each case that compares vendors.
        audits: one for each case that says something of the plan its client already has.
    """

    schema_version: Literal["1.6"] = SCHEMA_VERSION
    knowledge: Edition
    engine: str
    cells: tuple[Advice, ...]
    comparisons: tuple[Comparison, ...] = ()
    vendors: tuple[VendorSelection, ...] = ()
    audits: tuple[Audit, ...] = ()
