"""knowledge/laws to laws: each names facts, states, items and options that exist, and two things at the least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import circle_among, keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, path_to
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.laws import Law

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.facts import Fact


def read_laws(
    library: Library, folder: Path, facts: ById[str, Fact], shelves: Iterable[Shelf], support: SupportChecker
) -> tuple[Law, ...]:
    """Read the laws; a home may have none.

    Args:
        library: the files.
        folder: knowledge/laws.
        facts: the vocabulary.
        shelves: the catalogue.
        support: checks the sources.
    """
    if not folder.is_dir():
        return ()
    checker = _Checker(facts, tuple(shelves), library.report)
    seen: dict[str, Law] = {}
    for _, entries in library.entries(folder, "laws", ()):
        for node in entries:
            about = path_to("laws", node)
            law = validate(Law, node, library.report, about=about, place=node.place)
            if law is None or not isinstance(node, Mapping):
                continue
            keep(law, seen, library.report, "laws")
            checker.check(law, node, about)
            support.check_sources(law, law.place, about)
    checker.check_order(part for law in seen.values() for part in law.parts())
    return tuple(part for law in seen.values() for part in law.parts())


class _Checker:
    def __init__(self, facts: ById[str, Fact], shelves: tuple[Shelf, ...], report: DiagnosticCollector) -> None:
        self.facts = facts
        self.report = report
        self.items: dict[str, Item] = {item.id: item for shelf in shelves for item in shelf.items}
        by_kind = {shelf.kind: shelf for shelf in shelves}
        self.options = {
            item.id: tuple(option.id for option in by_kind[shelf.chooses.among].items)
            for shelf in shelves
            if shelf.chooses is not None and shelf.chooses.among in by_kind
            for item in shelf.items
        }

    def check(self, law: Law, node: Mapping, about: str) -> None:
        for key in ("answers", "unless"):
            for name, states in getattr(law, key).items():
                self._states(name, states, node.at(key).key(name) or node, f"{about} › {key}")
        items = [name for name in self.items if name not in self.options]
        for name in law.items:
            self._known(name, items, node.at("items"), f"{about} › items")
        for row, options in law.rows.items():
            at, where = node.at("rows").key(row) or node, f"{about} › rows"
            if self._known(row, list(self.options), at, where):
                for option in options:
                    self._known(option, self.options[row], at, f"{where} › {row}")
        if law.items and law.rows:
            self.report.add(Code.LAW_MISFIT, node, about=about, details={"reason": "mixed"})
        elif any(len(part.answers) + len(part.items) + len(part.rows) < 2 for part in law.parts()):  # noqa: PLR2004
            self.report.add(Code.LAW_MISFIT, node, about=about, details={"reason": "alone"})

    def check_order(self, laws: Iterable[Law]) -> None:
        """Check that no row gives way to one that gives way to it, which would leave either unsettled."""
        laws = list(laws)
        after: dict[str, list[str]] = {}
        for law in laws:
            *others, last = law.rows or ("",)
            if others:
                after.setdefault(last, []).extend(others)
        circle = circle_among(after)
        for law in laws:
            if circle and law.giving_way in circle and len(law.rows) > 1:
                details = {"reason": "circle", "witness": " → ".join(circle)}
                self.report.add(Code.LAW_MISFIT, law.place, about=f"laws › {law.id} › rows", details=details)
                return

    def _states(self, name: str, states: Iterable[str], at: Node, about: str) -> None:
        fact = self.facts.get(name)
        if fact is None:
            self.report.add(Code.FACT_UNKNOWN, at, about=about, near=self.facts, written=name)
            return
        for state in states:
            if state not in fact.known_states:
                allowed, details = fact.known_states, {"fact": fact.id}
                self.report.add(Code.OPTION_UNKNOWN, at, about=about, allowed=allowed, written=state, details=details)

    def _known(self, name: str, known: Iterable[str], at: Node, about: str) -> bool:
        names = tuple(known)
        if name not in names:
            self.report.item_unknown(name, at, names, about=about)
        return name in names
