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
    said = (each.model_dump(exclude_none=True) for each in record)
    return HEAD + "".join(f"  - {{{', '.join(f'{key}: {value}' for key, value in each.items())}}}\n" for each in said)
