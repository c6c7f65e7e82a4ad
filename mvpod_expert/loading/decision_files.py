"""knowledge/decision.yaml and knowledge/directions.yaml to their nouns, checked against the rest."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, named
from mvpod_expert.model.conditions import Test
from mvpod_expert.model.decision import SAME_MODE, DecisionTable, LeadRecord, Rates, compared_state
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.model.laws import Direction
from mvpod_expert.model.rules import Assign, Recommend
from mvpod_expert.model.written_numbers import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule

MAX_RULES_SHOWN = 3

RATES_FILE = "rates.yaml"
RECORD_FILE = "record.yaml"
"""Beside decision.yaml; `mvpod rules accuracy --write` writes it."""


class _Record(FrozenModel):
    record: tuple[LeadRecord, ...]


def read_decision(library: Library, path: Path) -> DecisionTable | None:
    """Read the decision table."""
    node = library.page(path)
    if node is None:
        return None
    record = _read_record(library, path.with_name(RECORD_FILE))
    rates = _read_rates(library, path.with_name(RATES_FILE))
    return validate(
        DecisionTable, node, library.report, place=node.place, places=_places(node), record=record, rates=rates
    )


def _read_rates(library: Library, path: Path) -> Rates | None:
    """Read what a US dollar costs; a home may have no rates."""
    node = library.optional_page(path)
    if node is None:
        return None
    rates = validate(Rates, node, library.report, about="rates")
    table = node.get("per_dollar") if isinstance(node, Mapping) else None
    for currency, rate in rates.per_dollar.items() if rates is not None else ():
        at = (table.get(currency) if isinstance(table, Mapping) else None) or node
        if currency not in CURRENCIES:
            known = tuple(CURRENCIES)
            library.report.add(Code.VALUE_NOT_ALLOWED, at, about="rates", allowed=known, written=currency)
        elif rate <= 0:
            details = {"above": "0"}
            library.report.add(Code.NUMBER_LIMIT, at, about=f"rates › {currency}", details=details)
    return rates


def _read_record(library: Library, path: Path) -> tuple[LeadRecord, ...]:
    """Read how documented decisions went by lead; a home may have no record."""
    node = library.optional_page(path)
    if node is None:
        return ()
    report = library.report
    kept = validate(_Record, node, report, about="record")
    for one, other in pairwise(kept.record if kept is not None else ()):
        if one.lead_below != other.lead_from:
            details = {"low": str(other.lead_from), "high": str(other.lead_from)}
            report.add(Code.NUMBER_LIMIT, node, about=f"record › {one.lead_from}", details=details)
    for each in kept.record if kept is not None else ():
        if not 0 <= each.went <= each.of:
            details = {"low": "0", "high": str(each.of)}
            report.add(Code.NUMBER_LIMIT, node, about=f"record › {each.lead_from}", details=details)
    return kept.record if kept is not None else ()


def _places(node: Node) -> dict[str, Place]:
    """Return the places of the table's keys, and by their ids of its modes and strengths."""
    if not isinstance(node, Mapping):
        return {}
    found: dict[str, Place] = {}
    for key, value in node:
        found[key.text] = key.place
        for item in value.listed:
            found[f"{key.text} › {named(item)}"] = item.place
    return found


def read_directions(library: Library, folder: Path) -> tuple[Direction, ...]:
    """Read what is promised about the directions of answers; a home may promise nothing."""
    if not folder.is_dir():
        return ()
    found = [
        validate(Direction, node, library.report, about=f"directions › [{number}]", place=node.place)
        for _, entries in library.entries(folder, "directions", ())
        for number, node in enumerate(entries, start=1)
    ]
    return tuple(each for each in found if each is not None)


def check_decision(decision: DecisionTable, facts: ById[str, Fact], report: DiagnosticCollector) -> None:
    """Check that the table's ids are unique, its limits make sense, and the decided facts have the states they need."""
    modes = [mode.id for mode in decision.modes]
    for group in (modes, [strength.id for strength in decision.strengths]):
        for name in group:
            if group.count(name) > 1:
                report.twice(name, decision.place, about="decision")
    pairs = [SAME_MODE, *(compared_state(decision, one, other) for one, other in combinations(modes, 2))]
    for key, states in (("decided_fact", modes), ("compared_fact", pairs)):
        name = getattr(decision, key)
        fact = facts.get(name)
        if fact is None or not fact.derived or sorted(fact.states) != sorted(states):
            report.add(
                Code.REFERENCE_UNKNOWN,
                decision.at(key),
                about=f"decision › {key}",
                allowed=[fact.id for fact in facts.values() if fact.derived],
                details={"kind": "decided", "states": ", ".join(states), "written": name},
            )
    _check_shares(decision, facts, report)
    if not 0 < decision.leaning_from <= decision.clear_from:
        report.add(
            Code.NUMBER_LIMIT,
            decision.at("leaning_from"),
            about="decision › leaning_from",
            details={"low": "1", "high": str(decision.clear_from), "least": "lead"},
        )
    _check_strengths(decision, report)


def _check_strengths(decision: DecisionTable, report: DiagnosticCollector) -> None:
    for strength in decision.strengths:
        if strength.points < 1:
            report.add(
                Code.NUMBER_LIMIT,
                decision.at(f"strengths › {strength.id}"),
                about=f"decision › {strength.id}",
                details={"low": "1", "high": ""},
            )
    for one, other in pairwise(decision.strengths):
        if one.points >= other.points > 0:
            details = {"kind": "strengths", "id": other.id, "written": str(other.points)}
            place = decision.at(f"strengths › {other.id}")
            report.add(Code.BANDS_DISORDERED, place, about=f"decision › strengths › {other.id}", details=details)


def _check_shares(decision: DecisionTable, facts: ById[str, Fact], report: DiagnosticCollector) -> None:
    """Check that what bounds the shares of routes are modes, numbers and states there are."""
    shares = decision.shares
    if shares is None:
        return
    at, about = decision.at("shares"), "decision › shares"
    modes = [mode.id for mode in decision.modes]
    for mode in (mode for mode in (shares.own, shares.partners) if mode not in modes):
        report.add(Code.VALUE_NOT_ALLOWED, at, about=about, allowed=modes, written=mode)
    numbers = [fact.id for fact in facts.values() if fact.kind == "number" and not fact.derived]
    asked = [fact.id for fact in facts.values() if not fact.derived]
    named = (shares.bound_to_own, shares.bound_to_partners, shares.head, shares.head_value, shares.tail_value)
    for name, near in (*((each, numbers) for each in named), (shares.reach, asked)):
        if name not in near:
            report.add(Code.FACT_UNKNOWN, at, about=about, near=near, written=name)
    states = facts[shares.reach].states if shares.reach in facts else tuple(shares.reached)
    for state in (state for state in shares.reached if state not in states):
        details = {"fact": shares.reach}
        report.add(Code.OPTION_UNKNOWN, at, about=about, allowed=states, written=state, details=details)


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
        about = f"directions › {direction.raising}"
        fact = asked.get(direction.raising)
        if fact is None:
            report.add(Code.FACT_UNKNOWN, direction.place, about=about, near=asked, written=direction.raising)
        for state in direction.through if fact else ():
            if fact and state not in fact.states:
                details = {"fact": fact.id}
                report.add(
                    Code.OPTION_UNKNOWN,
                    direction.place,
                    about=about,
                    allowed=fact.states,
                    written=state,
                    details=details,
                )
        for mode in (direction.never_favours, *direction.over):
            if mode not in modes:
                report.add(Code.VALUE_NOT_ALLOWED, direction.place, about=about, allowed=modes, written=mode)
        support.check_sources(direction, direction.place, about)


def check_plans_are_whole(
    decision: DecisionTable, shelves: tuple[Shelf, ...], rules: ById[str, Rule], report: DiagnosticCollector
) -> None:
    """Check that whatever is answered, a decided mode gets every kind of item it needs.

    A rule that tests nothing but the mode is sure to fire; such a rule must recommend an item of each needed kind, and
    where the kind is a shelf whose rows are decided by rules, must give every row a choice.
    """
    by_kind = {shelf.kind: shelf for shelf in shelves}
    for mode in decision.modes:
        sure = {name for rule in rules.values() if _is_sure(rule, decision, mode.id) for name in _items(rule)}
        for kind in mode.needs:
            about = f"decision › {mode.id} › needs"
            shelf = by_kind.get(kind)
            if shelf is None:
                details = {"kind": "needs"}
                at = decision.at(f"modes › {mode.id}")
                report.add(Code.REFERENCE_UNKNOWN, at, about=about, allowed=by_kind, written=kind, details=details)
                continue
            ids = [item.id for item in shelf.items]
            missing = [name for name in ids if name not in sure]
            if shelf.chooses is None:
                missing = [] if len(missing) < len(ids) else [kind]
            for name in missing:
                report.add(
                    Code.PLAN_NOT_WHOLE,
                    decision.at(f"modes › {mode.id}"),
                    about=about,
                    related=[rule.place for rule in rules.values() if name in _items(rule)][:MAX_RULES_SHOWN],
                    details={"mode": mode.id, "missing": name},
                )


def _is_sure(rule: Rule, decision: DecisionTable, mode: str) -> bool:
    when = rule.when
    is_about_mode = isinstance(when, Test) and when.fact == decision.decided_fact and mode in when.states
    return rule.stratum == "plan" and is_about_mode


def _items(rule: Rule) -> Iterable[str]:
    return (outcome.item for outcome in rule.then if isinstance(outcome, Recommend | Assign))
