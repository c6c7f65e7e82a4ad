"""knowledge/laws and directions to what holds whatever is answered: each names only what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.laws import Direction, Law
from mvpod_expert.model.precedence import circle_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact


def read_directions(library: Library, folder: Path) -> tuple[Direction, ...]:
    """Read what is promised about the directions of answers; a home may promise nothing."""
    found = (
        validate(Direction, node, library.report, about=about, place=node.place)
        for about, node in library.each(folder, "directions", optional=True)
    )
    return tuple(each for each in found if each is not None)


def check_directions(
    directions: Iterable[Direction],
    facts: ById[str, Fact],
    decision: DecisionTable,
    support: SupportChecker,
    report: DiagnosticCollector,
) -> None:
    """Check that each promise names an asked fact, its states, and modes."""
    asked = {fact.id: fact for fact in facts.values() if not fact.derived}
    modes = [mode.id for mode in decision.modes]
    for direction in directions:
        at, about, name = direction.place, f"directions › {direction.raising}", direction.raising
        if report.among(Code.FACT_UNKNOWN, (name,), asked, at, about=about):
            report.among(Code.OPTION_UNKNOWN, direction.through, asked[name].states, at, about=about, fact=name)
        named = (direction.never_favours, *direction.over)
        report.among(Code.VALUE_NOT_ALLOWED, named, modes, at, about=about)
        support.check_sources(direction, at, about)


def read_laws(
    library: Library, folder: Path, facts: ById[str, Fact], shelves: Iterable[Shelf], support: SupportChecker
) -> tuple[Law, ...]:
    """Read the laws, checked against vocabulary, catalogue and sources; a home may have none."""
    report = library.report
    by_kind = {shelf.kind: shelf for shelf in shelves}
    options = {
        item.id: tuple(option.id for option in by_kind[shelf.chooses.among].items)
        for shelf in by_kind.values()
        if shelf.chooses is not None and shelf.chooses.among in by_kind
        for item in shelf.items
    }
    items = [item.id for shelf in by_kind.values() for item in shelf.items if item.id not in options]
    seen: dict[str, Law] = {}
    for about, node in library.each(folder, "laws", optional=True):
        law = validate(Law, node, report, about=about, place=node.place)
        if law is not None and isinstance(node, Mapping):
            keep(law, seen, report, "laws")
            _check(law, node, about, report, facts=facts, items=items, options=options)
            support.check_sources(law, law.place, about)
    laws = tuple(part for law in seen.values() for part in law.parts())
    _check_order(laws, report)
    return laws


def _check(  # noqa: PLR0913 - what a law may name
    law: Law,
    node: Mapping,
    about: str,
    report: DiagnosticCollector,
    *,
    facts: ById[str, Fact],
    items: list[str],
    options: ById[str, tuple[str, ...]],
) -> None:
    for key, named in (("answers", law.answers), ("unless", law.unless)):
        for name, states in named.items():
            at, where = node.at(key).key(name) or node, f"{about} › {key}"
            if report.among(Code.FACT_UNKNOWN, (name,), facts, at, about=where):
                report.among(Code.OPTION_UNKNOWN, states, facts[name].known_states, at, about=where, fact=name)
    report.items_among(law.items, items, node.at("items"), about=f"{about} › items")
    for row, falls_to in law.rows.items():
        at, where = node.at("rows").key(row) or node, f"{about} › rows"
        if report.items_among((row,), options, at, about=where):
            report.items_among(falls_to, options[row], at, about=f"{where} › {row}")
    if law.items and law.rows:
        report.add(Code.LAW_MISFIT, node, about=about, details={"reason": "mixed"})
    elif any(len(part.answers) + len(part.items) + len(part.rows) < 2 for part in law.parts()):  # noqa: PLR2004
        report.add(Code.LAW_MISFIT, node, about=about, details={"reason": "alone"})


def _check_order(laws: Iterable[Law], report: DiagnosticCollector) -> None:
    """Check that no row gives way to one that gives way to it, which would leave either unsettled."""
    after: dict[str, list[str]] = {}
    for law in laws:
        *others, last = law.rows or ("",)
        if others:
            after.setdefault(last, []).extend(others)
    circle = circle_among(after)
    witness = next((law for law in laws if law.giving_way in circle and len(law.rows) > 1), None)
    if witness is not None:
        details = {"reason": "circle", "witness": " → ".join(circle)}
        report.add(Code.LAW_MISFIT, witness.place, about=f"laws › {witness.id} › rows", details=details)
