"""The checker's part about vendors: gates from the scores, points, places, and what carries what.

Scores, fits and evidence are the client's, and are taken as they were saved.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mvpod_expert.vendors import capability as vendors_parts
from tests.explanation.oracles.gates import UNKNOWN_FIT, Held, at_gates, first_of, score_between
from tests.explanation.oracles.must_haves import check_must_haves
from tests.explanation.oracles.parts import differing, differs
from tests.explanation.oracles.questions import check_questions
from tests.explanation.oracles.weights import check_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation
    from mvpod_expert.vendors.model import VendorResult, VendorSelection
    from mvpod_expert.vendors.table import VendorTable
    from tests.explanation.oracles.gates import AtGates

CARRIED_WORST_FIRST = ("missing", UNKNOWN_FIT, "custom")


def check_vendors(
    selection: VendorSelection, cells: Sequence[Advice], knowledge: KnowledgeBase | None = None
) -> list[Violation]:
    """Go through the vendors of a case.

    Args:
        selection: the vendors.
        cells: the advice on the cells of the case.
        knowledge: the knowledge it was made with; without it, only what follows from the result itself is checked.
    """
    flaws = list(check_must_haves(selection, cells, knowledge))
    names = [each.id for each in selection.vendors]
    if len(set(names)) < len(names):
        flaws.append(differs(selection.source, "vendors", names, set(names)))
    for vendor in selection.vendors:
        flaws += _carried(vendor, selection)
    table = vendors_parts.TABLE.of(knowledge) if knowledge is not None else None
    flaws += _places(selection) if table is None else _at_gates(selection, table)
    return flaws


def _carried(vendor: VendorResult, selection: VendorSelection) -> Iterator[Violation]:
    """Look at each item of the plans through the worst fit among its functions."""
    must = {have.function for have in selection.must_haves}
    if vendor.fits.keys() != must:
        yield differs(vendor.id, "fits", sorted(vendor.fits), sorted(must))
        return
    found: dict[str, list[str]] = {each: [] for each in CARRIED_WORST_FIRST}
    for each in selection.traced:
        fits = {vendor.fits.get(name, UNKNOWN_FIT) for name in each.functions}
        worst = next((fit for fit in CARRIED_WORST_FIRST if fit in fits), None)
        if worst is not None:
            found[worst].append(each.item)
    yield from differing(
        vendor.id,
        vendor.items,
        {"missing": tuple(found["missing"]), "custom": tuple(found["custom"]), "unknown": tuple(found[UNKNOWN_FIT])},
    )


def _places(selection: VendorSelection) -> Iterator[Violation]:
    """Check without the knowledge: outcome from the gates, place from the points."""
    for each in selection.vendors:
        states = {gate.state for gate in each.gates}
        state = "failed" if "failed" in states else "undecided" if "undecided" in states else "passed"
        yield from differing(each.id, each, {"state": state})
        if (each.points is None) == (each.state == "passed"):
            yield differs(each.id, "points", each.points, None)
    passed = {vendor.id: vendor.points for vendor in selection.vendors if vendor.points is not None}
    for each in selection.vendors:
        ahead = sum(other > passed[each.id] for other in passed.values()) if each.id in passed else 0
        yield from differing(each.id, each, {"ranked": 1 + ahead if each.id in passed else None})
    first = tuple(sorted(name for name in passed if passed[name] == max(passed.values())))
    yield from differing(selection.source, selection, {"leaders": first})


def _at_gates(selection: VendorSelection, table: VendorTable) -> Iterator[Violation]:
    """Take every vendor through the gates again, and put them in their places."""
    criteria = list(table.criteria())
    for vendor in selection.vendors:
        if [score.criterion for score in vendor.scores] != criteria:
            yield differs(vendor.id, "scores", [score.criterion for score in vendor.scores], criteria)
            return
        if [each.gate for each in vendor.gates] != [gate.id for gate in table.gates]:
            yield differs(vendor.id, "gates", [each.gate for each in vendor.gates], [each.id for each in table.gates])
            return
    held = {each.id: _held(each, table) for each in selection.vendors}
    vendors = {name: at_gates(table, each) for name, each in held.items()}
    unshown = {each.id: at_gates(table, _shown_alone(each, held[each.id])) for each in selection.vendors}
    weights = {gate.id: Fraction(gate.weight, sum(each.weight for each in table.gates)) for gate in table.gates}
    passed = {name: each.points(weights) for name, each in vendors.items() if each.state == "passed"}
    for vendor in selection.vendors:
        yield from _scores(vendor, held[vendor.id], table)
        yield from _gates(vendor, vendors[vendor.id])
        mine, worst = vendors[vendor.id], unshown[vendor.id]
        ahead = sum(points > passed[vendor.id] for points in passed.values()) if vendor.id in passed else 0
        yield from differing(
            vendor.id,
            vendor,
            {
                "state": mine.state,
                "points": float(mine.points(weights)) if mine.state == "passed" else None,
                "at_most": float(mine.points(weights, at_best=True)) if mine.state != "failed" else None,
                "ranked": 1 + ahead if vendor.id in passed else None,
                "state_if_unshown_fails": worst.state,
                "points_if_unshown_fails": float(worst.points(weights)) if worst.state == "passed" else None,
            },
        )
    first = first_of(vendors, weights)
    alike = {gate.id: Fraction(1, len(table.gates)) for gate in table.gates}
    yield from differing(
        selection.source,
        selection,
        {
            "leaders": first,
            "certain": _is_certain(first, vendors, weights),
            "equal_weights": first_of(vendors, alike),
            "leaders_if_unshown_fails": first_of(unshown, weights),
        },
    )
    yield from check_weights(selection, table, vendors, first)
    yield from check_questions(selection, table, held, vendors, weights)


def _held(vendor: VendorResult, table: VendorTable) -> Held:
    """Take what is held of a vendor out of its result; a score that follows from functions is none of its own."""
    known = {each.criterion: each.low for each in vendor.scores if each.shown != "unknown"}
    own = {name: score for name, score in known.items() if not table.criterion(name).from_functions}
    return Held(scores=own, fits=dict(vendor.fits))


def _shown_alone(vendor: VendorResult, held: Held) -> Held:
    for score in vendor.scores:
        if score.shown == "claimed":
            held = held.scored(score.criterion, 0)
    return held


def _is_certain(first: tuple[str, ...], vendors: Mapping[str, AtGates], weights: Mapping[str, Fraction]) -> bool | None:
    if len(first) != 1:
        return None
    least = vendors[first[0]].points(weights)
    rivals = [each for name, each in vendors.items() if name not in first and each.state != "failed"]
    return all(rival.points(weights, at_best=True) < least for rival in rivals)


def _scores(vendor: VendorResult, held: Held, table: VendorTable) -> Iterator[Violation]:
    """Hold each score against what is held, and whether it counts as shown against its evidence."""
    is_any_fit_known = any(fit != UNKNOWN_FIT for fit in held.fits.values())
    for score in vendor.scores:
        criterion = table.criterion(score.criterion)
        worst, best = score_between(criterion, held)
        is_known = is_any_fit_known if criterion.from_functions else score.shown != "unknown"
        shown = "unknown" if not is_known else "shown" if score.evidence is not None else "claimed"
        about = f"{vendor.id} / {score.criterion}"
        yield from differing(about, score, {"low": worst, "high": best, "shown": shown})


def _gates(vendor: VendorResult, found: AtGates) -> Iterator[Violation]:
    for gate in vendor.gates:
        mine = found.gates[gate.gate]
        about = f"{vendor.id} / {gate.gate}"
        yield from differing(about, gate, {"state": mine.state, "low": float(mine.low), "high": float(mine.high)})
        told = [(one.knock_out, one.strikes) for one in gate.knock_outs]
        strikes = [*((name, "yes") for name in mine.struck), *((name, "maybe") for name in mine.threatened)]
        if told != strikes:
            yield differs(about, "knock_outs", told, strikes)
