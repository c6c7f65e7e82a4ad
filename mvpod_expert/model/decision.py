"""The decision table: the modes, what the strength names weigh, and where the verdicts' limits are."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import RANGE_TURNED
from mvpod_expert.model.frozen import FactId, FrozenModel, Id, ModeId, ShelfId, Text
from mvpod_expert.model.reviewing import as_date

SAME_MODE = "same"

Verdict = Literal["clear", "leaning", "open", "too_close_to_call", "no_feasible_mode"]

LEVEL = 0
"""The lead of a mode at a tie; the mode listed first goes first then, if anything speaks for it."""


class Mode(FrozenModel):
    """One way to sell that can be recommended.

    Without the kinds of items it needs its plan is no plan; a rule that only tests the mode must bring each.
    """

    id: Id
    title: Text
    meaning: Text
    needs: tuple[ShelfId, ...] = ()


class Strength(FrozenModel):
    """A strength name and the points of evidence it stands for (whole points, so that sums are exact)."""

    id: Id
    title: Text
    points: int


class LeadRecord(FrozenModel):
    """How documented decisions with such a lead went.

    Args:
        lead_from: the smallest lead, in points.
        lead_below: the lead from which the next record counts; none for the last.
        went: how many went the way the rules, held against them from outside, advised.
        of: how many there were.
    """

    lead_from: int
    lead_below: int | None = None
    went: int
    of: int


class _ProvisionalLimits(FrozenModel):
    """With fewer known answers a decision is a direction to look into: there is no plan, but what to find out."""

    answers_below: int = 0


class Rates(FrozenModel):
    """What a US dollar cost on a day: units of each currency, by its code in small letters."""

    as_of: Annotated[str, AfterValidator(lambda written: as_date(written) and written)]
    source: Text
    per_dollar: Mapping[str, float]


Percentage = Annotated[float, Field(ge=0, le=100)]


def _ascending(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    if low > high:
        ctx = {"low": low, "high": high}
        raise PydanticCustomError(RANGE_TURNED, "a stretch goes from the smaller number to the larger", ctx)
    return ends


class ShareTable(FrozenModel):
    """What bounds the share of revenue that a route can carry.

    Args:
        own: the mode in which we sell ourselves.
        partners: the mode in which partners sell.
        limit: the share, in per cent, from which revenue of one route makes that mode.
        bound_to_own: the percentage that must deal with us.
        bound_to_partners: the percentage that can order from partners alone.
        head: the percentage of potential in the largest accounts.
        head_value: what one of these buys.
        tail_value: what one of the others buys.
        reach: the fact for how much of coverage own people can be paid for.
        reached: between which percentages each of its states lies.
    """

    own: ModeId
    partners: ModeId
    limit: int
    bound_to_own: FactId
    bound_to_partners: FactId
    head: FactId
    head_value: FactId
    tail_value: FactId
    reach: FactId
    reached: Mapping[str, Annotated[tuple[Percentage, Percentage], AfterValidator(_ascending)]]


class DecisionTable(FrozenModel):
    """How evidence becomes a verdict.

    Args:
        edition: the version of the knowledge, as its authors count it.
        modes: at a tie the one further up goes first.
        shares: what bounds the share of each route; nothing where none is estimated.
        at_a_tie: why.
        decided_fact: the derived fact that holds the decided mode for the plan rules.
        compared_fact: the derived fact that holds how the modes of two cells compare, for the compare rules.
        second_from: the points a second choice needs where a row of the plan may have two.
        leaning_from: the lead, in points, from which the verdict is leaning; a smaller one is open.
        clear_from: the lead, in points, from which the verdict is clear.
        provisional: from how little a decision is provisional.
        record: how documented decisions went, by lead, ascending; of `knowledge/record.yaml`, empty without it.
        rates: of currencies; of `knowledge/rates.yaml`, nothing without it.
        places: where its keys and entries stand.
    """

    edition: str
    decided_fact: FactId
    compared_fact: FactId
    second_from: int
    shares: ShareTable | None = None
    at_a_tie: Text | None = None
    modes: tuple[Mode, ...]
    strengths: tuple[Strength, ...]
    leaning_from: int
    clear_from: int
    provisional: _ProvisionalLimits = (
        _ProvisionalLimits.model_construct()
    )  # checked, it would cost each start a validator
    record: tuple[LeadRecord, ...] = ()
    rates: Rates | None = None
    place: Place
    places: Mapping[str, Place] = {}

    def at(self, part: str) -> Place:
        """Return the place of a part: a key, or the key and the id of an entry."""
        return self.places.get(part, self.place)

    def points(self, strength: str) -> int:
        """Return the points of a strength name."""
        return next(each.points for each in self.strengths if each.id == strength)

    def verdict(self, lead: int | None, *, in_doubt: bool = False) -> Verdict:
        """Return the verdict on a lead.

        Args:
            lead: in points, none below zero; nothing where a single mode is feasible.
            in_doubt: answers contradict each other; then no lead makes it clear.
        """
        if lead is None or lead >= self.clear_from:
            return "leaning" if in_doubt else "clear"
        return "leaning" if lead >= self.leaning_from else "open"

    def record_of(self, lead: int | None) -> LeadRecord | None:
        """Return how documented decisions with such a lead went, where a record has it."""
        if lead is None:
            return None
        held = (each for each in self.record if each.lead_below is None or lead < each.lead_below)
        return next((each for each in held if lead >= each.lead_from), None)

    def mode(self, mode: str) -> Mode:
        """Return a mode by its id."""
        return next(each for each in self.modes if each.id == mode)


def lowered(verdict: Verdict) -> Verdict:
    """Return a verdict one step down, as far as a mode is still recommended."""
    return "leaning" if verdict == "clear" else "open" if verdict == "leaning" else verdict


def lead_needed(modes: Sequence[str], mode: str, rival: str) -> int:
    """Return the points by which a mode must lead a rival to be decided on: none over one listed below it."""
    return 0 if modes.index(mode) < modes.index(rival) else 1


def compared_state(table: DecisionTable, one: str, other: str) -> str:
    """Return the state of the compared fact for the modes of two cells: `same`, or both in the table's order."""
    if one == other:
        return SAME_MODE
    order = [mode.id for mode in table.modes]
    return "_and_".join(sorted((one, other), key=order.index))
