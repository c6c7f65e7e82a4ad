"""The shape a part of a file has to have: a mapping with its keys, or a list. Another shape is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Listing, Mapping, kind_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Collection

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.yaml_nodes import Node, Scalar


def wrong_type(node: Node, expected: str, report: DiagnosticCollector, about: str = "") -> None:
    """Report that something else was expected than what stands there."""
    report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": expected})


def mapping_of(
    node: Node, report: DiagnosticCollector, about: str = "", allowed: Collection[str] | None = None
) -> Mapping | None:
    """Return a node that is a mapping; keys that are not allowed are reported and let stand."""
    if not isinstance(node, Mapping):
        wrong_type(node, "mapping", report, about)
        return None
    if allowed is not None:
        unknown_keys(node, allowed, report, about)
    return node


def unknown_keys(node: Mapping, allowed: Collection[str], report: DiagnosticCollector, about: str = "") -> list[Scalar]:
    """Report the keys that are not allowed, and return them."""
    unknown = [key for key, _ in node if key.text not in allowed]
    for key in unknown:
        report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed, written=key.text)
    return unknown


def items_of(node: Node, report: DiagnosticCollector, about: str = "") -> tuple[Node, ...]:
    """Return the items of a list; that it is none, or has none, is reported."""
    if not isinstance(node, Listing):
        wrong_type(node, "list", report, about)
    elif not node.items:
        report.add(Code.LIST_EMPTY, node, about=about)
    return node.listed


def check_keys(
    node: Mapping,
    needed: Collection[str],
    report: DiagnosticCollector,
    about: str = "",
    *,
    optional: Collection[str] = (),
) -> None:
    """Report the keys that are unknown and those that are missing, but not as missing one that is misspelt."""
    unknown = unknown_keys(node, (*needed, *optional), report, about)
    misspelt = {closest_match(key.text, needed) for key in unknown}
    for name in needed:
        if node.get(name) is None and name not in misspelt:
            report.add(Code.KEY_MISSING, node, about=about, details={"key": name})
