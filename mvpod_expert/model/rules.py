"""Rules: a condition, what follows, why, and the examples that hold it to its word."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mvpod_expert.model.conditions import Condition
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, Names, ReadLater, SourceId, Text
from mvpod_expert.model.principles import Basis, PrincipleId
from mvpod_expert.model.reviewing import Accepted, Review

Stratum = Literal["doubt", "derive", "weigh", "plan", "compare"]


class Conclude(FrozenModel):
    """The derived fact has this value."""

    kind: Literal["conclude"] = "conclude"
    fact: Id
    state: str


class Evidence(FrozenModel):
    """Evidence for or against a mode, with a named strength."""

    kind: Literal["evidence"] = "evidence"
    direction: Literal["for", "against"]
    mode: Id
    strength: Id

    def signed(self, points: int) -> int:
        """Return the points with the sign of the direction."""
        return points if self.direction == "for" else -points


class Exclude(FrozenModel):
    """A veto: the mode is out whatever the evidence."""

    kind: Literal["exclude"] = "exclude"
    mode: Id


class Recommend(FrozenModel):
    """A catalogue item for the plan."""

    kind: Literal["recommend"] = "recommend"
    item: Id


class Assign(FrozenModel):
    """Evidence that a row of the plan falls to one of the items it chooses among."""

    kind: Literal["assign"] = "assign"
    item: Id
    to: Id
    strength: Id


class Propose(FrozenModel):
    """An item of a ranked shelf is worth doing in this case, with a named strength."""

    kind: Literal["propose"] = "propose"
    item: Id
    strength: Id


class Reask(FrozenModel):
    """Answers that contradict each other: the fact is to be asked again."""

    kind: Literal["reask"] = "reask"
    fact: Id


Outcome = Annotated[Conclude | Evidence | Exclude | Recommend | Assign | Propose | Reask, Field(discriminator="kind")]

OUTCOMES_OF: Mapping[Stratum, tuple[str, ...]] = {
    "doubt": ("reask",),
    "derive": ("conclude",),
    "weigh": ("evidence", "exclude"),
    "plan": ("recommend", "assign", "propose"),
    "compare": ("recommend",),
}


class Rationale(FrozenModel):
    """Why a rule is there: principles, what kind of support it has, and the reason in words."""

    principle: tuple[Annotated[PrincipleId, Names("principle")], ...]
    basis: Basis
    sources: tuple[SourceId, ...] = ()
    reason: Text


class Example(FrozenModel):
    """Answers with which a rule fires, or stays silent; a derived fact may be given as if concluded.

    The numbers are those that were written for some of the states.
    """

    states: Mapping[str, str]
    numbers: Mapping[str, float] = {}
    place: Place


class Rule(ReadLater):
    """One idea a domain expert would sign. Advice fires compiled rules, and never looks at what is read later.

    Args:
        formerly: ids it had before; saved results may still use them.
        family: the title of the file it stands in.
        stratum: when it fires: on doubtful answers, while deriving, weighing or planning, or on two cells compared.
        then: outcomes that the stratum allows.
        review: when it is to be looked at again: by its own date, or else by its family's.
        accepted: findings about it that are meant to stay.
    """

    later: ClassVar = ("when", "fires", "silent", "review", "accepted", "place")

    id: Id
    formerly: tuple[Id, ...] = ()
    title: Text
    family: Text
    stratum: Stratum
    when: Condition
    then: tuple[Outcome, ...]
    because: Rationale
    fires: tuple[Example, ...]
    silent: tuple[Example, ...]
    review: Review | None = None
    accepted: tuple[Accepted, ...] = ()
    place: Place

    def concluded(self) -> Iterator[Conclude]:
        """Return what the rule concludes."""
        return (each for each in self.then if isinstance(each, Conclude))
