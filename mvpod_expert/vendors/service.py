"""Vendors against a client's own plans: must-haves, gates, ranking, what to ask next and how steady it all is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service, ServiceContext
from mvpod_expert.vendors.capability import GIVEN, SELECTIONS, TABLE
from mvpod_expert.vendors.gates import (
    Claims,
    assess,
    claims,
    is_steady,
    leaders,
    passed,
    reach,
    score_range,
    shown_of,
    weights_of,
)
from mvpod_expert.vendors.model import (
    CarriedItems,
    CriterionScore,
    GateResult,
    KnockedOut,
    MustHave,
    TracedItem,
    VendorResult,
    VendorSelection,
)
from mvpod_expert.vendors.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.gates import Assessed, Weights
    from mvpod_expert.vendors.model import VendorGiven
    from mvpod_expert.vendors.table import Fit, VendorTable


DECIMALS = 6


def select(
    table: VendorTable,
    given: tuple[VendorGiven, ...],
    must_haves: tuple[MustHave, ...],
    traced: tuple[TracedItem, ...],
    origin: tuple[str, tuple[str, ...]],
) -> VendorSelection:
    """Hold vendors against the gates and each other, for the functions that the plan needs.

    `traced` are the plan's items with the functions that carry them, `origin` the case file and the cells whose plans
    these are.
    """
    said = {each.id: claims(each, tuple(have.function for have in must_haves)) for each in given}
    weights = weights_of(table)
    questions = Questions(table, said, weights)
    assessed = questions.assessed
    unshown = {each.id: assess(table, _without_unshown(table, each, said[each.id])) for each in given}
    reaches = reach(assessed, weights)
    points = passed(assessed, weights)
    points_if_unshown = passed(unshown, weights)

    def result(vendor: VendorGiven) -> VendorResult:
        own, name = assessed[vendor.id], vendor.id
        return VendorResult(
            id=name,
            name=vendor.name,
            notes=vendor.notes,
            state=own.state,
            gates=tuple(_gates(own)),
            scores=tuple(_scores(table, vendor, said[name])),
            fits={function: fit or "unknown" for function, fit in said[name].fits.items()},
            items=_items(said[name].fits, traced),
            points=_rounded(points[name]) if name in points else None,
            at_most=_rounded(own.at_most(weights)) if own.state != "failed" else None,
            ranked=1 + sum(other > points[name] for other in points.values()) if name in points else None,
            state_if_unshown_fails=unshown[name].state,
            points_if_unshown_fails=_rounded(points_if_unshown[name]) if name in points_if_unshown else None,
        )

    return VendorSelection(
        source=origin[0],
        cells=origin[1],
        must_haves=must_haves,
        traced=traced,
        vendors=tuple(map(result, given)),
        leaders=leaders(assessed, weights),
        certain=_is_certain(assessed, weights),
        questions=questions.of(given),
        weights=reaches,
        equal_weights=leaders(assessed, weights_of(table, are_equal=True)),
        steady=is_steady(reaches, table.steady_within) if reaches else None,
        leaders_if_unshown_fails=leaders(unshown, weights),
    )


def _without_unshown(table: VendorTable, given: VendorGiven, said: Claims) -> Claims:
    """Return what is left when every score without evidence falls to 0; what is unknown stays unknown."""
    claimed = [name for name in table.criteria() if shown_of(table.criterion(name), given, said) == "claimed"]
    for name in claimed:
        said = said.with_score(name, 0)
    return said


def _is_certain(assessed: Mapping[str, Assessed], weights: Weights) -> bool | None:
    first = leaders(assessed, weights)
    if len(first) != 1:
        return None
    least = assessed[first[0]].points(weights)
    rivals = (each for name, each in assessed.items() if name != first[0] and each.state != "failed")
    return all(rival.at_most(weights) < least for rival in rivals)


def _gates(assessed: Assessed) -> Iterator[GateResult]:
    for name, each in assessed.gates.items():
        yield GateResult(
            gate=name,
            state=each.state,
            low=_rounded(each.low),
            high=_rounded(each.high),
            knock_outs=(
                *(KnockedOut(knock_out=one, strikes="yes") for one in each.struck),
                *(KnockedOut(knock_out=one, strikes="maybe") for one in each.threatened),
            ),
        )


def _scores(table: VendorTable, given: VendorGiven, said: Claims) -> Iterator[CriterionScore]:
    for name in table.criteria():
        criterion, written = table.criterion(name), given.criteria.get(name)
        low, high = score_range(criterion, said)
        shown = shown_of(criterion, given, said)
        evidence = written.evidence if written is not None else None
        yield CriterionScore(criterion=name, low=low, high=high, shown=shown, evidence=evidence)


def _items(fits: Mapping[str, Fit | None], traced: tuple[TracedItem, ...]) -> CarriedItems:
    """Return the items that are not carried as they are, each under the worst fit of its functions."""
    found: dict[str, list[str]] = {"missing": [], "unknown": [], "custom": []}
    for each in traced:
        own = {fits[name] or "unknown" for name in each.functions}
        worst = next((fit for fit in found if fit in own), None)
        if worst is not None:
            found[worst].append(each.item)
    return CarriedItems(**{name: tuple(items) for name, items in found.items()})


def _rounded(value: Fraction) -> float:
    return round(float(value), DECIMALS)


class _VendorService(Service):
    """Holds vendors against the plans of one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.knowledge = context.knowledge
        self.table = TABLE.of(context.knowledge)

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the vendors of the case side by side: those all cells share, then those of cells with their own."""
        if self.table is None:
            return {}
        own = {cell.id: given for cell in case.cells if (given := GIVEN.of(cell))}
        groups = [(GIVEN.of(case), [advice for advice in advised if advice.id not in own])]
        groups += [(own[advice.id], [advice]) for advice in advised if advice.id in own]
        found = []
        for given, cells in groups:
            if given and cells:
                items, origin = traced(cells), (case.file, tuple(cell.id for cell in cells))
                found.append(select(self.table, given, must_haves(items, self.knowledge), items, origin))
        return {SELECTIONS.name: tuple(found)}


SERVICE = _VendorService


def traced(advised: Sequence[Advice]) -> tuple[TracedItem, ...]:
    """Return the items of plans that planned functions carry, each once, with the cells it is planned in."""
    cells: dict[str, list[str]] = {}
    functions: dict[str, dict[str, None]] = {}
    for advice in advised:
        planned = {item.item for item in advice.plan}
        for item in advice.plan:
            carrying = [name for name in item.carried_by if name in planned]
            if carrying:
                cells.setdefault(item.item, []).append(advice.id)
                functions.setdefault(item.item, {}).update(dict.fromkeys(carrying))
    return tuple(
        TracedItem(item=item, cells=tuple(named), functions=tuple(functions[item])) for item, named in cells.items()
    )


def must_haves(items: Sequence[TracedItem], knowledge: KnowledgeBase) -> tuple[MustHave, ...]:
    """Return the functions that items need, in the order of the catalogue."""
    needed: dict[str, list[str]] = {}
    for item in items:
        for function in item.functions:
            needed.setdefault(function, []).append(item.item)
    order = (item.id for item in knowledge.items() if item.id in needed)
    return tuple(MustHave(function=function, items=tuple(needed[function])) for function in order)
