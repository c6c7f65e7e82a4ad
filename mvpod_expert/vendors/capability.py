"""What vendors declares: vendors under `vendors:`, and how they stand against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, ModelName, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.vendors.model import VendorGiven, VendorSelection
    from mvpod_expert.vendors.table import VendorTable

KEY = "vendors"
TABLE: Part[VendorTable | None] = Part(KEY, "mvpod_expert.vendors.table:VendorTable")
GIVEN: Part[tuple[VendorGiven, ...]] = Part(KEY, "mvpod_expert.vendors.model:VendorGiven", ())
"""The vendors of a case, or those of a cell's own."""

SELECTIONS: Part[tuple[VendorSelection, ...]] = Part(KEY, "mvpod_expert.vendors.model:VendorSelection", ())
"""One for each group of cells that compares the same vendors."""


class _VendorsCapability(Capability):
    """Vendors."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]] = {
        "KnowledgeBase": (TABLE,),
        "Cell": (GIVEN,),
        "CaseFile": (GIVEN,),
        "Recommendation": (SELECTIONS,),
    }
    case_keys = cell_keys = (KEY,)
    documents: ClassVar[Mapping[str, str]] = {KEY: "mvpod_expert.vendors.model:VendorsDocument"}


CAPABILITY = _VendorsCapability()
