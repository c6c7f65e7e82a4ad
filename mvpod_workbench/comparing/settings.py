"""What stands once in a home, as entries that can be compared: the decision, the audit's standard, limits of trends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.audit.standard import AuditStandard
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.trends.table import TrendTable


def of_decision(table: DecisionTable) -> Mapping[str, str]:
    """Give the entries of the decision table."""
    entries = {
        "leaning_from": str(table.leaning_from),
        "clear_from": str(table.clear_from),
        "second_from": str(table.second_from),
        "modes": _listed(mode.id for mode in table.modes),
    }
    entries |= {f"strengths › {each.id}": str(each.points) for each in table.strengths}
    entries |= {f"modes › {mode.id} › needs": _listed(mode.needs) for mode in table.modes if mode.needs}
    return entries


def of_standard(standard: AuditStandard | None) -> Mapping[str, str]:
    """Give the entries of the audit's standard: what is asked for, and what of it counts as there."""
    if standard is None:
        return {}
    entries = {
        "mode": standard.mode,
        "capacity": standard.capacity,
        "defects": _listed(standard.defects),
        "balance": standard.balance,
        "efforts": _listed(each.id for each in standard.efforts),
        "waves": _listed(each.id for each in standard.waves),
    }
    for area in standard.areas:
        entries[f"areas › {area.id}"] = _listed(element.fact for element in area.elements)
        for element in area.elements:
            told = {
                "there": element.there,
                "partly": element.partly,
                "wanted_for": element.wanted_for,
                "to_be": element.to_be,
            }
            where = f"areas › {area.id} › {element.fact}"
            entries |= {f"{where} › {key}": _listed(named) for key, named in told.items() if named}
    return entries


def of_trends(table: TrendTable | None) -> Mapping[str, str]:
    """Give when the statistics speak, and how units are read."""
    if table is None:
        return {}
    entries = {f"limits › {name}": str(value) for name, value in table.limits}
    for unit in table.units:
        entries[f"units › {unit.unit} × {unit.factor}"] = _listed(sorted(unit.written))
    return entries


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
