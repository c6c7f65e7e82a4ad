"""What the experts say of numbers: title, unit, range and how to estimate an input; formula and source of a result."""

from collections.abc import Mapping
from typing import Annotated

from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import Range, Unit
from mvpod_expert.model.frozen import AskedFactId, FrozenModel, Id, ItemId, Names, Prose, Text, Titled
from mvpod_expert.model.principles import Basis


class _MoveCost(FrozenModel):
    """A move of the catalogue that costs an input so many times a year."""

    item: ItemId
    low: float = 1
    high: float = 1


class DeclaredInput(FrozenModel):
    """A number a client can give.

    Args:
        id: its key; within a group `group.key`.
        needed: the results that rest on it cannot do without it; else it counts as nothing when it is not given.
        stands_in: it replaces what others come to, so a template shows it without asking for it.
        how: how to estimate it.
        example: what a line of the template shows.
        metric: the metric of the catalogue whose value today it is.
        moves: the moves whose cost it gives.
    """

    id: Prose
    title: Text
    unit: Unit
    range: Range
    needed: bool = True
    stands_in: bool = False
    how: Text
    example: Prose
    metric: ItemId | None = None
    moves: tuple[_MoveCost, ...] = ()
    place: Place


class Limit(FrozenModel):
    """A stretch of a result that means one option of a fact; the last one has no limit."""

    state: Annotated[Id, Names("option", of="fact")]
    below: float | None = None
    up_to: float | None = None

    def holds(self, number: float) -> bool:
        """Return whether a number that passed the limits before falls into this one."""
        if self.below is not None:
            return number < self.below
        return self.up_to is None or number <= self.up_to


class Fill(FrozenModel):
    """The fact a result settles: a number fact takes the number, a choice the option whose stretch it falls into."""

    fact: AskedFactId
    options: tuple[Limit, ...] = ()


class DeclaredResult(FrozenModel):
    """A result of the calculators.

    Args:
        formula: the formula in words and signs.
        meaning: how to read it.
        at_least: the least it should be, in its unit.
        fills: the fact it settles.
        metric: the metric of the catalogue whose value today it is.
    """

    id: Id
    group: Id
    title: Text
    unit: Unit
    formula: Text
    meaning: Text
    principle: tuple[Annotated[str, Names("principle")], ...]
    basis: Basis
    sources: tuple[Annotated[str, Names("source")], ...] = ()
    at_least: float | None = None
    fills: Fill | None = None
    metric: ItemId | None = None
    place: Place


GENERAL = "general"
"""The group of the inputs that stand outside groups."""


class EconomicsTable(FrozenModel):
    """The experts' file on economics.

    Args:
        input_groups: the headings of the inputs; `general` is for those outside groups.
        groups: the headings of the results.
        parts: what the parts of a contribution are called.
    """

    input_groups: tuple[Titled, ...]
    groups: tuple[Titled, ...]
    parts: Mapping[str, Text]
    inputs: tuple[DeclaredInput, ...]
    results: tuple[DeclaredResult, ...]

    def by_group(self) -> dict[str, dict[str, DeclaredInput]]:
        """Return the inputs of each group by their keys there."""
        found: dict[str, dict[str, DeclaredInput]] = {GENERAL: {}}
        for each in self.inputs:
            group, _, key = each.id.rpartition(".")
            found.setdefault(group or GENERAL, {})[key] = each
        return found

    def input(self, name: str) -> DeclaredInput:
        """Return an input by the id of an amount; that of a segment's number names the segment too."""
        is_of_segment = name.startswith(f"{SEGMENTS}.")
        declared = f"{SEGMENTS}.{name.rpartition('.')[2]}" if is_of_segment else name
        return next(each for each in self.inputs if each.id == declared)

    def result(self, name: str) -> DeclaredResult:
        """Return a result."""
        return next(result for result in self.results if result.id == name)
