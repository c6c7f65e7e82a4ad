"""What the experts say of choosing a vendor: gates, their criteria, what evidence to ask for, and what knocks out."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, Names, SourceId, Text
from mvpod_expert.model.principles import Basis

BEST = 2
"""The best score of a criterion; the worst is 0."""

Score = Literal[0, 1, 2]
Fit = Literal["standard", "config", "custom", "missing"]
"""How a vendor has a function: as it comes, by setting it up, by writing code, or not at all."""
FITS: tuple[Fit, ...] = get_args(Fit)

CriterionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]?[0-9]{1,2}$")]
Share = Annotated[float, Field(ge=0, le=1)]


class FitLimit(FrozenModel):
    """A score that follows from the must-haves: at most these shares of them are missing, or custom code."""

    score: Score
    missing: Share
    custom: Share


class Criterion(FrozenModel):
    """One thing to check at a vendor.

    Args:
        levels: how to judge: what 0, 1 and 2 mean.
        evidence: what to see before it counts as shown.
        ask: the question to put to the vendor.
        from_functions: the score follows from the must-haves; the first limit that is kept counts, else 0.
    """

    id: CriterionId
    title: Text
    levels: Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]
    evidence: Text
    ask: Text
    from_functions: tuple[FitLimit, ...] = ()
    basis: Basis
    sources: tuple[SourceId, ...] = ()


class KnockOut(FrozenModel):
    """What fails a gate, whatever the scores: a criterion at most so high, or fits of more than a share of must-haves.

    Args:
        criterion: the criterion that is looked at, with `at_most`.
        fits: the fits that are counted, with `above`.
    """

    id: Id
    title: Text
    criterion: CriterionId | None = None
    at_most: Score | None = None
    fits: tuple[Fit, ...] = ()
    above: Share | None = None
    basis: Basis
    sources: tuple[SourceId, ...] = ()


class VendorGate(FrozenModel):
    """A gate: passed at a share of the points of its criteria, if nothing knocks out.

    Args:
        weight: what it counts in the ranking of those who pass all gates; all weights come to 100.
    """

    id: Id
    title: Text
    meaning: Text
    weight: Annotated[int, Field(ge=0, le=100)]
    passes_at: Share
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    knock_outs: tuple[KnockOut, ...] = ()
    principle: tuple[Annotated[str, Names("principle")], ...]
    basis: Basis
    sources: tuple[SourceId, ...] = ()
    place: Place


class VendorTable(FrozenModel):
    """The experts' file on vendors.

    Args:
        fits: what the fits are called.
        steady_within: by how many points of 100 a weight may move without changing the first place of a steady ranking.
        note: what rests on what, shown wherever vendors are compared.
    """

    fits: Mapping[Fit, Text]
    steady_within: Annotated[int, Field(ge=0, le=100)]
    note: Text
    gates: Annotated[tuple[VendorGate, ...], Field(min_length=1)]

    def criterion(self, name: str) -> Criterion:
        """Return a criterion."""
        return next(criterion for gate in self.gates for criterion in gate.criteria if criterion.id == name)

    def gate(self, name: str) -> VendorGate:
        """Return a gate."""
        return next(gate for gate in self.gates if gate.id == name)

    def criteria(self) -> tuple[str, ...]:
        """Return the ids of all criteria."""
        return tuple(criterion.id for gate in self.gates for criterion in gate.criteria)
