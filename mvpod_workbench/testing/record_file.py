"""knowledge/record.yaml: how documented decisions went by lead, as its file says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.decision import LeadRecord

HEAD = """\
# How the scored documented decisions went, by the lead of the mode the rules advise: `went` of `of` used that mode.
# Each was judged with the points of the strongest name fitted to the other companies alone, so that none counts for
# itself. Written by `mvpod rules accuracy --write`; a test compares it.
record:
"""


def record_text(record: Iterable[LeadRecord]) -> str:
    """Return a record as its file says it."""
    return HEAD + "".join(f"  - {{{_entry(each)}}}\n" for each in record)


def _entry(record: LeadRecord) -> str:
    below = f", lead_below: {record.lead_below}" if record.lead_below is not None else ""
    return f"lead_from: {record.lead_from}{below}, went: {record.went}, of: {record.of}"
