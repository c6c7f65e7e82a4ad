"""The checker's part about questions to vendors: all that is worth asking is asked, and what an answer could change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.vendors.table import BEST
from tests.explanation.oracles.gates import UNKNOWN_FIT, AtGates, at_gate, first_of, looks_at_functions
from tests.explanation.oracles.parts import differing, differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from mvpod_expert.replay.model import Violation
    from mvpod_expert.vendors.model import NextQuestion, VendorResult, VendorSelection
    from mvpod_expert.vendors.table import VendorTable
    from tests.explanation.oracles.gates import Held

ExplanationContext = tuple[str, str | None, str | None]
"""A vendor, and the criterion or the function it is asked about."""
Turns = tuple[str, "Sequence[Held]"]
"""Whether it is unknown or claimed, and all that it can turn out to be."""

TURNS_OUT = ("standard", "custom", "missing")
DECIDES = ("knock_out", "gate", "first")


def check_questions(
    told: VendorSelection,
    table: VendorTable,
    held: Mapping[str, Held],
    vendors: Mapping[str, AtGates],
    weights: Mapping[str, Fraction],
) -> Iterator[Violation]:
    """Go through the questions of a selection.

    Args:
        told: the selection.
        table: the experts' file.
        held: what is held of each vendor.
        vendors: all vendors at all gates.
        weights: the gates' weights.
    """
    worth: dict[ExplanationContext, Turns] = {
        asked: options
        for vendor in told.vendors
        if vendors[vendor.id].state != "failed"
        for asked, options in _askable(vendor, held[vendor.id], table)
    }
    asked = [(each.vendor, each.criterion, each.function) for each in told.questions]
    if set(asked) != worth.keys() or len(asked) != len(worth):
        yield differs(told.source, "questions", [_named(each) for each in asked], [_named(each) for each in worth])
        return
    for question in told.questions:
        shown, options = worth[question.vendor, question.criterion, question.function]
        outcomes = [_again(vendors[question.vendor], table, option, question.criterion) for option in options]
        lows = [outcome.points(weights) for outcome in outcomes]
        highs = [outcome.points(weights, at_best=True) for outcome in outcomes]
        firsts = {first_of({**vendors, question.vendor: outcome}, weights) for outcome in outcomes}
        struck = {tuple(gate.struck for gate in outcome.gates.values()) for outcome in outcomes}
        states = {tuple(gate.state for gate in outcome.gates.values()) for outcome in outcomes}
        counts = (len(struck), len(states), len(firsts))
        changes = [name for name, count in zip(DECIDES, counts, strict=True) if count > 1]
        yield from differing(
            _named((question.vendor, question.criterion, question.function)),
            question,
            {
                "shown": shown,
                "decides": tuple(changes),
                "swing": float(max(max(lows) - min(lows), max(highs) - min(highs))),
            },
        )
    in_order = sorted(told.questions, key=lambda each: _weight(each, table))
    if list(told.questions) != in_order:
        yield differs(
            told.source,
            "order",
            [_named(each) for each in asked],
            [_named((each.vendor, each.criterion, each.function)) for each in in_order],
        )


def _again(before: AtGates, table: VendorTable, held: Held, criterion: str | None) -> AtGates:
    """Take a vendor through those gates again which an answer bears on."""
    again = [
        gate
        for gate in table.gates
        if (looks_at_functions(gate) if criterion is None else criterion in {each.id for each in gate.criteria})
    ]
    return AtGates({**before.gates, **{gate.id: at_gate(gate, held) for gate in again}})


def _weight(question: NextQuestion, table: VendorTable) -> tuple[object, ...]:
    names = table.criteria()
    place = names.index(question.criterion) if question.criterion is not None else len(names)
    first = tuple(each not in question.decides for each in DECIDES)
    return *first, -question.swing, question.vendor, place, question.function or ""


def _named(asked: ExplanationContext) -> str:
    return " / ".join(filter(None, asked))


def _askable(vendor: VendorResult, held: Held, table: VendorTable) -> Iterator[tuple[ExplanationContext, Turns]]:
    """Return what is unknown, or claimed and not shown, with all that it can turn out to be."""
    of_functions = {criterion.id for gate in table.gates for criterion in gate.criteria if criterion.from_functions}
    for each in vendor.scores:
        name, asked = each.criterion, (vendor.id, each.criterion, None)
        if each.shown == "shown" or (name in of_functions and each.evidence is not None):
            continue
        if name in of_functions:
            if each.shown == "claimed":
                yield asked, ("claimed", [held, held.scored(name, 0)])
        elif each.shown == "unknown":
            yield asked, ("unknown", [held.scored(name, score) for score in range(BEST + 1)])
        elif each.low > 0:
            yield asked, ("claimed", [held.scored(name, score) for score in range(each.low + 1)])
    for function, fit in held.fits.items():
        if fit == UNKNOWN_FIT:
            yield (vendor.id, None, function), ("unknown", [held.fitted(function, each) for each in TURNS_OUT])
