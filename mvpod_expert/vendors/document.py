"""What `mvpod vendors` gives: the vendors of a case, held against the plans of its market cells."""

from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.vendors.model import VendorSelection

VENDORS_VERSION: Literal["1.0"] = "1.0"


class VendorsDocument(FrozenModel):
    """One case file: the contract of the JSON output."""

    schema_version: Literal["1.0"] = VENDORS_VERSION
    knowledge: Edition
    source: str
    client: str | None
    selections: tuple[VendorSelection, ...]
