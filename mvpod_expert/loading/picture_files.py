"""knowledge/pictures.yaml to what a report's pictures show, checked against the vocabulary and the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.validation import validate
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.pictures import Steps


def read_pictures(library: Library, path: Path, facts: ById[str, Fact], items: Collection[str]) -> Pictures | None:
    """Read the pictures; a home may have none."""
    node = library.optional_page(path)
    pictures = validate(Pictures, node, library.report, place=node.place) if node is not None else None
    if pictures is None:
        return None
    assert node is not None  # noqa: S101 - it was built from it
    asked = [fact.id for fact in facts.values() if not fact.derived]
    seen: set[str] = set()
    for name, states, steps in pictures.states():
        place, about = _at(node, steps)
        if name not in asked:
            if name not in seen:
                library.report.add(Code.FACT_UNKNOWN, place, about=about, near=asked, written=name)
            seen.add(name)
            continue
        known, details = facts[name].states, {"fact": name}
        for state in (each for each in states if each not in known):
            library.report.add(Code.OPTION_UNKNOWN, place, about=about, allowed=known, written=state, details=details)
    for number, row in enumerate(pictures.lines.rows if pictures.lines else ()):
        for stage, item in row.cells.items():
            if item not in items:
                place, about = _at(node, ("lines", "rows", number, "cells", stage))
                library.report.item_unknown(item, place, items, about=about)
    return pictures


def _at(node: Node, steps: Steps) -> tuple[Node, str]:
    """Follow a way through the file; give the last node on it, and the way in words."""
    for step in steps:
        node = node.at(step) if isinstance(step, str) else node.listed[step]
    words = (f"[{step + 1}]" if isinstance(step, int) else step for step in steps)
    return node, " › ".join(words)
