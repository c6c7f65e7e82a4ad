"""The editor schema of the experts' file on trends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.trends.parts import table_of
from mvpod_expert.trends.table import LEVELS, MOVEMENTS, NamedState, TrackedSeries, TrendTable
from mvpod_expert.views.schema_parts import where, with_all

if TYPE_CHECKING:
    from mvpod_expert.views.schema_parts import Parts, Schema


def trend_table(parts: Parts) -> Schema:
    """Return the schema of knowledge/figures/trends.yaml."""
    table = table_of(parts.knowledge)
    line = {"line": parts.titled(table.lines)} if table is not None else {}
    banded = [where("direction", "band", {"band": {"type": "object"}}, ("band",))]
    series = parts.noun(TrackedSeries, line, told=False, allOf=banded)
    state = parts.noun(NamedState, {}, told=False)
    own = {key: parts.listed(state) | with_all(names) for key, names in (("movements", MOVEMENTS), ("levels", LEVELS))}
    return parts.noun(TrendTable, own | {"series": parts.listed(series, 1)}, "facts", "rules", told=False)
