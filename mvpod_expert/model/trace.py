"""What rules fired with, what their evidence adds up to, and what was decided."""

from typing import Annotated, Literal

from pydantic import Field

from mvpod_expert.model.cases import Given, Layer
from mvpod_expert.model.decision import LeadRecord, Verdict
from mvpod_expert.model.frozen import Result, is_none
from mvpod_expert.model.rules import Conclude, Exclude, Rationale, Reask, Recommend, Stratum


class Matched(Result):
    """A state that a firing rests on, and where it comes from: an answer, rules, or the decision."""

    fact: str
    state: str
    origin: Literal["answer", "derived", "decision"]
    layer: Layer | None = None
    given: Given | None = None
    times: float | None = Field(default=None, exclude_if=is_none)


class WeighedEvidence(Result):
    """Evidence as it counted: signed points."""

    kind: Literal["evidence"] = "evidence"
    mode: str
    strength: str
    points: int


class WeighedChoice(Result):
    """Evidence that a row of the plan falls to an option, as it counted."""

    kind: Literal["assign"] = "assign"
    item: str
    to: str
    strength: str
    points: int


class WeighedProposal(Result):
    """A move that is worth doing in this case, as it counted."""

    kind: Literal["propose"] = "propose"
    item: str
    strength: str
    points: int


Effect = Annotated[
    Conclude | WeighedEvidence | Exclude | Recommend | WeighedChoice | WeighedProposal | Reask,
    Field(discriminator="kind"),
]


class Firing(Result):
    """One rule that fired: the states it matched, what followed and why."""

    rule: str
    stratum: Stratum
    matched: tuple[Matched, ...]
    effects: tuple[Effect, ...]
    because: Rationale


class Contribution(Result):
    """One rule's signed points for one mode."""

    rule: str
    strength: str
    points: int


class Standing(Result):
    """How one mode stands: `net` is `for` minus `against`, and the contributions sum to it; vetoes exclude it."""

    mode: str
    net: int
    for_: int = Field(alias="for")
    against: int
    excluded_by: tuple[str, ...]
    contributions: tuple[Contribution, ...]


class Decision(Result):
    """The decided mode (null when undecided), the verdict, and all modes: feasible ones first, by net evidence.

    Args:
        verdict: how well the mode is supported, by its lead.
        record: how documented decisions with such a lead went; null where there is no record of it.
        settled: no open answer can give another mode the lead or veto this one, and no answers contradict each other.
        margin: the lead over the next feasible mode in points; null with fewer than two feasible modes.
        against_numbers: the client's numbers contradict the answers or the mode, so that the verdict is a step lower.
    """

    recommended: str | None
    verdict: Verdict
    record: LeadRecord | None = None
    settled: bool = False
    margin: int | None
    against_numbers: bool = False
    ranking: tuple[Standing, ...]


class OpenFact(Result):
    """A fact that was never asked, or is not known: what it bears on, and what an answer could still change here."""

    fact: str
    status: Literal["unanswered", "unknown"]
    bears_on: Literal["mode", "plan"]
    can_change: tuple[Literal["mode", "plan"], ...]


class Unknowns(Result):
    """What is not known, and which modes could still lead over all completions of it.

    Args:
        possible_modes: the modes that lead under some completion; one alone is necessary, unless all may be vetoed.
        may_exclude_all: some completion leaves no mode.
        proven: false when the search stopped at its limit, so that a mode was kept without a witness.
    """

    facts: tuple[OpenFact, ...]
    possible_modes: tuple[str, ...]
    may_exclude_all: bool
    proven: bool


class Inconsistency(Result):
    """Answers that contradict each other: the smallest set a rule names, and which of them to ask again."""

    rule: str
    matched: tuple[Matched, ...]
    reask: tuple[str, ...]
