"""knowledge/pictures.yaml to what a report's pictures show, checked against the vocabulary and the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.shapes import build
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mvpod_expert.loading.pages import Library
    from mvpod_expert.model.facts import Fact


def read_pictures(library: Library, path: Path, facts: Mapping[str, Fact], items: Collection[str]) -> Pictures | None:
    """Read the pictures; a home may have none.

    Args:
        library: takes the findings and the fingerprint.
        path: the file.
        facts: the vocabulary.
        items: the ids of the catalogue.
    """
    if not path.exists():
        return None
    node = library.page(path)
    pictures = build(Pictures, node, library.report, place=node.place) if node is not None else None
    if pictures is None:
        return None
    asked = [fact.id for fact in facts.values() if not fact.derived]
    for name, states, about in pictures.states():
        if name not in asked:
            library.report.add(Code.FACT_UNKNOWN, pictures.place, about=about, near=asked, written=name)
            continue
        for state in states:
            if state not in facts[name].states:
                library.report.add(
                    Code.OPTION_UNKNOWN,
                    pictures.place,
                    about=about,
                    allowed=facts[name].states,
                    written=state,
                    details={"fact": name},
                )
    for row in pictures.lines.rows if pictures.lines else ():
        for item in row.cells.values():
            if item not in items:
                library.report.add(
                    Code.REFERENCE_UNKNOWN,
                    pictures.place,
                    about="lines › rows",
                    near=items,
                    written=item,
                    details={"kind": "recommend"},
                )
    return pictures
