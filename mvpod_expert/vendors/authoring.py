"""What the workbench knows of vendors: the experts' file, and vendors in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.authoring import Authoring
from mvpod_expert.vendors.file_schemas import vendor_table, vendors_given
from mvpod_expert.vendors.parts import KEY, table_of
from mvpod_expert.vendors.table import VendorTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Models
    from mvpod_expert.views.schema_parts import Parts, Schema


class VendorsAuthoring(Authoring):
    """Vendors in the workbench."""

    models: ClassVar[Models] = {"knowledge/figures/vendors.yaml": ("", VendorTable)}
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "figures-vendors": ("knowledge/figures/vendors.yaml",),
        "case": ("*.vendors.yaml",),
    }
    # A file may have vendors alone, and then has nothing else in it.
    enough: ClassVar[tuple[Schema, ...]] = ({"required": [KEY], "maxProperties": 1},)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `vendors:`."""
        del in_cell
        return {KEY: vendors_given(parts)} if table_of(parts.knowledge) is not None else {}

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schema of the experts' file."""
        return {"figures-vendors": vendor_table(parts)}
