"""The advice and the one trace it rests on: what `--format json` prints and every explanation reads."""

from typing import Annotated, Literal

from pydantic import Field

from mvpod_expert.model.cases import Given, Layer
from mvpod_expert.model.decision import Verdict
from mvpod_expert.model.noun import Noun
from mvpod_expert.model.rules import Because, Conclude, Exclude, Recommend, Stratum

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Matched(Noun):
    """A state that a firing rests on, and where it comes from: an answer, rules, or the decision."""

    fact: str
    state: str
    origin: Literal["answer", "derived", "decision"]
    layer: Layer | None = None
    given: Given | None = None


class WeighedEvidence(Noun):
    """Evidence as it counted: signed points."""

    kind: Literal["evidence"] = "evidence"
    mode: str
    strength: str
    points: int


Effect = Annotated[Conclude | WeighedEvidence | Exclude | Recommend, Field(discriminator="kind")]


class Firing(Noun):
    """One rule that fired: the states it matched, what followed and why."""

    rule: str
    stratum: Stratum
    matched: tuple[Matched, ...]
    effects: tuple[Effect, ...]
    because: Because


class Contribution(Noun):
    """One rule's signed points for one mode."""

    rule: str
    strength: str
    points: int


class Standing(Noun):
    """How one mode stands: `net` is `for` minus `against`, and the contributions sum to it.

    Args:
        excluded_by: the rules that veto it; empty when it is feasible.
    """

    mode: str
    net: int
    for_: int = Field(alias="for")
    against: int
    excluded_by: tuple[str, ...]
    contributions: tuple[Contribution, ...]


class Decision(Noun):
    """The decided mode (null when undecided), the verdict, and all modes: feasible ones first, by net evidence.

    Args:
        margin: the lead over the next feasible mode in points; null with fewer than two feasible modes.
    """

    recommended: str | None
    verdict: Verdict
    margin: int | None
    ranking: tuple[Standing, ...]


class OpenFact(Noun):
    """A fact that is not known: never asked, or asked and not known."""

    fact: str
    status: Literal["unanswered", "unknown"]
    matters: bool


class Unknowns(Noun):
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


class PlanItem(Noun):
    """A recommended catalogue item and the rules that recommend it."""

    item: str
    kind: str
    rules: tuple[str, ...]


class Advice(Noun):
    """The advice for one market cell."""

    id: str
    region: str | None
    segment: str | None
    client: str | None
    source: str
    mode: Decision
    plan: tuple[PlanItem, ...]
    trace: tuple[Firing, ...]
    unknowns: Unknowns


class Edition(Noun):
    """Which knowledge the advice was made with."""

    version: str
    sha256: str


class Recommendation(Noun):
    """The whole answer to `recommend`: the contract of the JSON output."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    knowledge: Edition
    engine: str
    cells: tuple[Advice, ...]
