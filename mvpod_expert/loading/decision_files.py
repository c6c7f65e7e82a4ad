"""knowledge/decision.yaml, with rates and record, to the decision table, checked against the rest."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Node, named
from mvpod_expert.model.conditions import Test
from mvpod_expert.model.decision import SAME_MODE, DecisionTable, LeadRecord, Rates, compared_state
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.model.rules import Assign, Recommend, Rule
from mvpod_expert.model.written_numbers import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.facts import Fact

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
    for currency, rate in rates.per_dollar.items() if rates is not None else ():
        at = node.at("per_dollar").get(currency) or node
        is_known = library.report.among(Code.VALUE_NOT_ALLOWED, (currency,), CURRENCIES, at, about="rates")
        if is_known and rate <= 0:
            library.report.add(Code.NUMBER_LIMIT, at, about=f"rates › {currency}", details={"above": "0"})
    return rates


def _read_record(library: Library, path: Path) -> tuple[LeadRecord, ...]:
    """Read how documented decisions went by lead; a home may have no record."""
    node = library.optional_page(path)
    if node is None:
        return ()
    report = library.report
    kept = validate(_Record, node, report, about="record")
    if kept is None:
        return ()
    wrong = [(each, 0, each.of) for each in kept.record if not 0 <= each.went <= each.of]
    pairs = pairwise(kept.record)
    wrong += [(one, next_.lead_from, next_.lead_from) for one, next_ in pairs if one.lead_below != next_.lead_from]
    for each, low, high in wrong:
        details = {"low": str(low), "high": str(high)}
        report.add(Code.NUMBER_LIMIT, node, about=f"record › {each.lead_from}", details=details)
    return kept.record


def _places(node: Node) -> dict[str, Place]:
    """Return the places of the table's keys, and by their ids of its modes and strengths."""
    found: dict[str, Place] = {}
    for key, value in node:
        found[key.text] = key.place
        for item in value.listed:
            found[f"{key.text} › {named(item)}"] = item.place
    return found


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
        details = {"low": "1", "high": str(decision.clear_from), "least": "lead"}
        report.add(Code.NUMBER_LIMIT, decision.at("leaning_from"), about="decision › leaning_from", details=details)
    for strength in (each for each in decision.strengths if each.points < 1):
        place, details = decision.at(f"strengths › {strength.id}"), {"low": "1", "high": ""}
        report.add(Code.NUMBER_LIMIT, place, about=f"decision › {strength.id}", details=details)
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
    report.among(Code.VALUE_NOT_ALLOWED, (shares.own, shares.partners), modes, at, about=about)
    asked = [fact.id for fact in facts.values() if not fact.derived]
    numbers = [name for name in asked if facts[name].kind == "number"]
    named = (shares.bound_to_own, shares.bound_to_partners, shares.head, shares.head_value, shares.tail_value)
    report.among(Code.FACT_UNKNOWN, named, numbers, at, about=about)
    report.among(Code.FACT_UNKNOWN, (shares.reach,), asked, at, about=about)
    if shares.reach in facts:
        states = facts[shares.reach].states
        report.among(Code.OPTION_UNKNOWN, shares.reached, states, at, about=about, fact=shares.reach)


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
