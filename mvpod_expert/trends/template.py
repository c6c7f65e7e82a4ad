"""An empty table of all metrics, to be filled in and read by `mvpod metrics`: a row a metric, CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mvpod_expert.model.printable import plain_cell

if TYPE_CHECKING:
    from mvpod_expert.trends.table import TrendTable
    from mvpod_expert.views.messages import Messages

HEADER = ("period", "metric", "value", "unit", "note")
PERIOD = "2024Q1"


def history_template(table: TrendTable, t: Messages) -> str:
    """Write the template: for each metric a row without a value; rows for further periods are copied from it."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(HEADER)
    units = {unit.unit: unit.written[0] for unit in reversed(table.units)}
    for series in table.series:
        good = t(f"trends.good_{series.direction}")
        row = (PERIOD, series.code, "", units.get(series.unit, ""), f"{series.title.in_(t.lang)} · {good}")
        rows.writerow(map(plain_cell, row))
    return written.getvalue().rstrip("\n")
