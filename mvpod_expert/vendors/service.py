"""Vendors against a client's own plans: must-haves, gates, ranking, what to ask next and how steady it all is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service
from mvpod_expert.vendors.capability import GIVEN, SELECTIONS, TABLE
from mvpod_expert.vendors.gates import (
    Claims,
    assess,
    claims,
    equal_weights,
    is_steady,
    leaders,
    reach,
    score_range,
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

    from mvpod_expert.capability import ServiceContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.gates import Assessed
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
    """Hold vendors against the gates and each other.

    Args:
        table: the experts' file.
        given: what the case says of the vendors.
        must_haves: the functions the plan needs.
        traced: the plan's items with the functions that carry them.
        origin: the case file and the cells whose plans these are.
    """
    names = tuple(have.function for have in must_haves)
    said = {each.id: claims(each, names) for each in given}
    weights = weights_of(table)
    questions = Questions(table, said, weights)
    assessed = questions.assessed
    unshown = {each.id: assess(table, _without_unshown(table, each, said[each.id])) for each in given}
    first = leaders(assessed, weights)
    reaches = reach(assessed, weights)
    ranked = _ranked(assessed, weights)
    return VendorSelection(
        source=origin[0],
        cells=origin[1],
        must_haves=must_haves,
        traced=traced,
        vendors=tuple(
            _result(table, each, said[each.id], (assessed[each.id], unshown[each.id]), ranked, traced) for each in given
        ),
        leaders=first,
        certain=_is_certain(assessed, first, weights),
        questions=questions.of(given),
        weights=reaches,
        equal_weights=leaders(assessed, equal_weights(table)),
        steady=is_steady(reaches, table.steady_within) if reaches else None,
        leaders_if_unshown_fails=leaders(unshown, weights),
    )


def _without_unshown(table: VendorTable, given: VendorGiven, said: Claims) -> Claims:
    """Return what is left when every score without evidence falls to 0; what is unknown stays unknown."""
    for name in table.criteria():
        written = given.criteria.get(name)
        is_shown = written is not None and written.evidence is not None
        is_claimed = name in said.scores or (bool(table.criterion(name).from_functions) and any(said.fits.values()))
        if is_claimed and not is_shown:
            said = said.with_score(name, 0)
    return said


def _ranked(assessed: Mapping[str, Assessed], weights: Mapping[str, Fraction]) -> dict[str, int]:
    points = {name: each.points(weights) for name, each in assessed.items() if each.state == "passed"}
    return {name: 1 + sum(other > own for other in points.values()) for name, own in points.items()}


def _is_certain(
    assessed: Mapping[str, Assessed], first: tuple[str, ...], weights: Mapping[str, Fraction]
) -> bool | None:
    if len(first) != 1:
        return None
    least = assessed[first[0]].points(weights)
    rivals = (each for name, each in assessed.items() if name != first[0] and each.state != "failed")
    return all(rival.at_most(weights) < least for rival in rivals)


def _result(  # noqa: PLR0913, PLR0917 - what is known of one vendor
    table: VendorTable,
    given: VendorGiven,
    said: Claims,
    judged: tuple[Assessed, Assessed],
    ranked: Mapping[str, int],
    traced: tuple[TracedItem, ...],
) -> VendorResult:
    assessed, unshown = judged
    weights = weights_of(table)
    return VendorResult(
        id=given.id,
        name=given.name,
        notes=given.notes,
        state=assessed.state,
        gates=tuple(_gates(assessed)),
        scores=tuple(_scores(table, given, said)),
        fits={name: fit or "unknown" for name, fit in said.fits.items()},
        items=_items(said.fits, traced),
        points=_rounded(assessed.points(weights)) if assessed.state == "passed" else None,
        at_most=_rounded(assessed.at_most(weights)) if assessed.state != "failed" else None,
        ranked=ranked.get(given.id),
        state_if_unshown_fails=unshown.state,
        points_if_unshown_fails=_rounded(unshown.points(weights)) if unshown.state == "passed" else None,
    )


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
        criterion = table.criterion(name)
        low, high = score_range(criterion, said)
        written = given.criteria.get(name)
        evidence = written.evidence if written is not None else None
        is_known = name in said.scores or (bool(criterion.from_functions) and any(said.fits.values()))
        shown = "shown" if is_known and evidence is not None else "claimed" if is_known else "unknown"
        yield CriterionScore.model_validate(
            {"criterion": name, "low": low, "high": high, "shown": shown, "evidence": evidence}
        )


def _items(fits: Mapping[str, Fit | None], traced: tuple[TracedItem, ...]) -> CarriedItems:
    found: dict[str, list[str]] = {"missing": [], "custom": [], "unknown": []}
    for each in traced:
        worst = _worst({fits[name] for name in each.functions})
        if worst in found:
            found[worst].append(each.item)
    return CarriedItems(**{name: tuple(items) for name, items in found.items()})


def _worst(fits: set[Fit | None]) -> str:
    if "missing" in fits:
        return "missing"
    if None in fits:
        return "unknown"
    return "custom" if "custom" in fits else "carried"


def _rounded(value: Fraction) -> float:
    return round(float(value), DECIMALS)


class _VendorService(Service):
    """Holds vendors against the plans of one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.knowledge = context.knowledge
        self.table = TABLE.of(context.knowledge)

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the vendors of the case side by side."""
        if self.table is None:
            return {}
        own = {cell.id: given for cell in case.cells if (given := GIVEN.of(cell))}
        found = selections(case.file, GIVEN.of(case), own, advised, self.table, self.knowledge)
        return {SELECTIONS.name: tuple(found)}


SERVICE = _VendorService


def selections(  # noqa: PLR0913, PLR0917 - one for each thing vendors are held against
    source: str,
    shared: tuple[VendorGiven, ...],
    own: Mapping[str, tuple[VendorGiven, ...]],
    advised: Sequence[Advice],
    table: VendorTable,
    knowledge: KnowledgeBase,
) -> Iterator[VendorSelection]:
    """Return the vendors of a case side by side: those all cells share, then those of cells that have their own.

    Args:
        source: the file of the case.
        shared: the vendors of the case.
        own: the vendors of cells that have their own, by cell.
        advised: the advice on its cells.
        table: gates, criteria and knock-outs.
        knowledge: the knowledge base.
    """
    if not shared and not own:
        return
    sharing = [advice for advice in advised if advice.id not in own]
    groups = [(shared, sharing), *((own[advice.id], [advice]) for advice in advised if advice.id in own)]
    for given, cells in groups:
        if given and cells:
            items, functions = traced(cells), [item.id for item in knowledge.items()]
            origin = (source, tuple(cell.id for cell in cells))
            yield select(table, given, must_haves(items, functions), items, origin)


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


def must_haves(items: Sequence[TracedItem], order: Sequence[str]) -> tuple[MustHave, ...]:
    """Return the functions that items need, in the order of the catalogue."""
    needed: dict[str, list[str]] = {}
    for item in items:
        for function in item.functions:
            needed.setdefault(function, []).append(item.item)
    return tuple(MustHave(function=function, items=tuple(needed[function])) for function in order if function in needed)
