"""Vendors: what a client found out about each, and what follows at the gates, in the ranking and for the next talk."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, is_none
from mvpod_expert.vendors.table import Fit

GateState = Literal["passed", "failed", "undecided"]
"""A gate is passed, or failed, when it is so under every completion of what is unknown."""
Shown = Literal["shown", "claimed", "unknown"]
"""A score with evidence is shown; without it, it is claimed."""
Decides = Literal["knock_out", "gate", "first"]


class ScoreGiven(FrozenModel):
    """A score for a criterion, and the evidence that was seen; no score is not known, or follows from functions."""

    score: int | None = None
    evidence: str | None = None


class VendorGiven(FrozenModel):
    """What a case says of one vendor.

    Args:
        functions: how it has each function; one that is not there is unknown.
        criteria: the scores; one that is not there is unknown.
    """

    id: Id
    name: str
    functions: Mapping[str, Fit] = {}
    criteria: Mapping[str, ScoreGiven] = {}
    notes: str | None = None
    place: Place | None = Field(default=None, exclude_if=is_none)


class MustHave(FrozenModel):
    """A function that items of the plan need, and these items."""

    function: str
    items: tuple[str, ...]


class TracedItem(FrozenModel):
    """An item of the plan, the cells it is planned in, and the functions that carry it."""

    item: str
    cells: tuple[str, ...]
    functions: tuple[str, ...]


class CriterionScore(FrozenModel):
    """A criterion at a vendor; `low` and `high` are the same where nothing is unknown."""

    criterion: str
    low: int
    high: int
    shown: Shown
    evidence: str | None = None


class KnockedOut(FrozenModel):
    """A knock-out that strikes; or that may, as long as something is unknown."""

    knock_out: str
    strikes: Literal["yes", "maybe"]


class GateResult(FrozenModel):
    """A gate at a vendor.

    Args:
        low: the share of its points when all that is unknown turns out worst.
        high: the share when it turns out best.
    """

    gate: str
    state: GateState
    low: float
    high: float
    knock_outs: tuple[KnockedOut, ...] = ()


class CarriedItems(FrozenModel):
    """The plan's items a vendor does not carry as it is, by the worst fit among their functions."""

    missing: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class VendorResult(FrozenModel):
    """One vendor.

    Args:
        fits: how it has each must-have; `unknown` where it is not known.
        state: passed when all gates are; failed when one is; else undecided.
        points: the weighted points of 100 with nothing for what is unknown; null unless it passes all gates.
        at_most: the points when all that is unknown turns out best; null when it fails.
        place: its place in the ranking; null unless it passes all gates.
        state_if_unshown_fails: the state when every score without evidence falls to 0.
        points_if_unshown_fails: its points then.
    """

    id: str
    name: str
    notes: str | None
    state: GateState
    gates: tuple[GateResult, ...]
    scores: tuple[CriterionScore, ...]
    fits: Mapping[str, Fit | Literal["unknown"]]
    items: CarriedItems
    points: float | None
    at_most: float | None
    ranked: int | None
    state_if_unshown_fails: GateState
    points_if_unshown_fails: float | None


class WeightReach(FrozenModel):
    """Between which weights of a gate, the others scaled along, the first place stays, both ends included.

    Args:
        weight: the weight as it is, in points of 100.
        below: who is first just below `low`; empty when nobody else is.
        above: who is first just above `high`.
    """

    gate: str
    weight: float
    low: float
    high: float
    below: tuple[str, ...]
    above: tuple[str, ...]


class NextQuestion(FrozenModel):
    """What to ask a vendor: something unknown, or claimed and not shown.

    Args:
        criterion: the criterion asked about, or
        function: the must-have asked about.
        decides: what the answer alone can change: a knock-out, the outcome of a gate, who is first.
        swing: how many weighted points the answer is worth.
    """

    vendor: str
    criterion: str | None = None
    function: str | None = None
    shown: Shown
    decides: tuple[Decides, ...]
    swing: float


class VendorSelection(FrozenModel):
    """The vendors for market cells of one client, side by side.

    Args:
        source: the case file.
        cells: the cells whose plans make the must-haves.
        leaders: who has the most points of those who pass all gates; several when they are level.
        certain: the leader stays ahead whatever turns out unknown; null without one leader.
        equal_weights: who leads when all gates weigh the same.
        steady: no one weight, moved as far as the experts' file says, changes the first place; null without a rival.
        leaders_if_unshown_fails: who leads when every score without evidence falls to 0.
    """

    source: str
    cells: tuple[str, ...]
    must_haves: tuple[MustHave, ...]
    traced: tuple[TracedItem, ...]
    vendors: tuple[VendorResult, ...]
    leaders: tuple[str, ...]
    certain: bool | None
    questions: tuple[NextQuestion, ...]
    weights: tuple[WeightReach, ...]
    equal_weights: tuple[str, ...]
    steady: bool | None
    leaders_if_unshown_fails: tuple[str, ...]

    def vendor(self, name: str) -> VendorResult:
        """Return a vendor."""
        return next(vendor for vendor in self.vendors if vendor.id == name)


VENDORS_VERSION: Literal["1.0"] = "1.0"


class VendorsDocument(FrozenModel):
    """One case file: the contract of the JSON output."""

    schema_version: Literal["1.0"] = VENDORS_VERSION
    knowledge: Edition
    source: str
    client: str | None
    selections: tuple[VendorSelection, ...]
