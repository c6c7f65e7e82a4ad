"""The audit of a client's existing plan: as-is against to-be, defects, and the roadmap that closes the gap."""

from typing import Literal

from mvpod_expert.model.advice import AnswerGiven, Edition
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.principles import Basis
from mvpod_expert.model.trace import Firing

SCHEMA_VERSION: Literal["1.0"] = "1.0"

HowFar = Literal["there", "partly", "missing", "unknown", "not_wanted"]
"""How far an element is there. Unknown is not missing; what the to-be does not call for is no gap."""
COUNTED: tuple[Literal["there", "partly", "missing", "unknown"], ...] = ("there", "partly", "missing", "unknown")


class AuditedElement(FrozenModel):
    """One element of an area.

    Args:
        state: the answer's state; nothing where it was not answered.
        to_be: the items of the recommended plan that show what belongs there.
    """

    fact: str
    title: Text
    how_far: HowFar
    state: str | None
    to_be: tuple[str, ...] = ()


class AuditedArea(FrozenModel):
    """One area: its elements, counted. `wanted` is all but what the to-be does not call for."""

    area: str
    title: Text
    elements: tuple[AuditedElement, ...]
    wanted: int
    there: int
    partly: int
    missing: int
    unknown: int


class Finding(FrozenModel):
    """What was concluded of a defect or of the balance; no state where the answers leave it open."""

    fact: str
    title: Text
    state: str | None
    meaning: Text | None
    rules: tuple[str, ...]
    open_facts: tuple[str, ...]


class PlannedMeasure(FrozenModel):
    """A measure on the roadmap.

    Args:
        after: the measures on the roadmap that come before it.
        to_settle: facts not known, by which something may have to come before it.
        quarter: the quarter, from 1, in which it begins at the earliest.
    """

    measure: str
    kind: str
    title: Text
    text: Text
    area: str
    effort: str
    effect: Text
    owner: Text
    metric: str
    carried_by: tuple[str, ...]
    rules: tuple[str, ...]
    after: tuple[str, ...]
    to_settle: tuple[str, ...]
    is_quick_win: bool
    wave: str
    quarter: int
    principle: tuple[str, ...]
    basis: Basis
    sources: tuple[str, ...]


class ModeAgainst(FrozenModel):
    """The mode the plan chooses against what is recommended for the cells of a case."""

    stated: str | None
    recommended: tuple[tuple[str, str | None], ...]


class Audit(FrozenModel):
    """The audit of one plan.

    Args:
        source: the file with the answers about the plan.
        against: the file of the case whose recommended plan is the to-be; nothing where it is the standard.
        mode: nothing without a case.
        measures: in the order of the roadmap.
        capacity: how many measures a quarter the client can carry out, if it is known.
        trace: every firing behind findings and measures.
    """

    client: str | None
    source: str
    against: str | None
    answers: tuple[AnswerGiven, ...]
    mode: ModeAgainst | None
    defects: tuple[Finding, ...]
    balance: Finding
    areas: tuple[AuditedArea, ...]
    measures: tuple[PlannedMeasure, ...]
    capacity: int | None
    trace: tuple[Firing, ...]


class Audited(FrozenModel):
    """What `mvpod audit --format json` prints."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    knowledge: Edition
    audits: tuple[Audit, ...]
