"""What the workbench knows of economics: the experts' file, and numbers in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.authoring import Authoring
from mvpod_expert.economics.file_schemas import economics_given, economics_table
from mvpod_expert.economics.parts import KEY, table_of
from mvpod_expert.economics.table import EconomicsTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Models
    from mvpod_expert.views.schema_parts import Parts, Schema


class EconomicsAuthoring(Authoring):
    """Economics in the workbench."""

    models: ClassVar[Models] = {"knowledge/figures/economics.yaml": ("", EconomicsTable)}
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {"figures-economics": ("knowledge/figures/economics.yaml",)}
    enough: ClassVar[tuple[Schema, ...]] = ({"required": [KEY]},)
    settles = ("fills",)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `economics:`."""
        del in_cell
        return {KEY: economics_given(parts)} if table_of(parts.knowledge) is not None else {}

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schema of the experts' file."""
        return {"figures-economics": economics_table(parts)}
