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
    node, report = library.optional_page(path), library.report
    pictures = validate(Pictures, node, report, place=node.place) if node is not None else None
    if node is None or pictures is None:
        return None
    asked = {fact.id: fact.states for fact in facts.values() if not fact.derived}
    seen: set[str] = set()
    for name, states, steps in pictures.states():
        at, about = _at(node, steps)
        if name in asked:
            report.among(Code.OPTION_UNKNOWN, states, asked[name], at, about=about, fact=name)
        elif name not in seen:
            report.among(Code.FACT_UNKNOWN, (name,), asked, at, about=about)
        seen.add(name)
    for number, row in enumerate(pictures.lines.rows if pictures.lines else ()):
        for stage, item in row.cells.items():
            at, about = _at(node, ("lines", "rows", number, "cells", stage))
            report.items_among((item,), items, at, about=about)
    return pictures


def _at(node: Node, steps: Steps) -> tuple[Node, str]:
    """Follow a way through the file; return the last node on it, and the way in words."""
    for step in steps:
        node = node.at(step) if isinstance(step, str) else node.listed[step]
    return node, " › ".join(f"[{step + 1}]" if isinstance(step, int) else step for step in steps)
