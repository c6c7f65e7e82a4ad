"""The advice and the one trace it rests on: what `--format json` prints and every explanation reads."""

import hashlib
import json
from collections.abc import Mapping
from operator import not_
from typing import Any, Literal, NamedTuple, Self, TypeVar

from pydantic import Field

from mvpod_expert.model.cases import Answer, CaseFile, Given, Layer, Override
from mvpod_expert.model.catalogue import Change
from mvpod_expert.model.frozen import FrozenModel, Result, Source, is_none
from mvpod_expert.model.plan import LeftOut, PlanItem, PlannedMove, Roadmap, Way
from mvpod_expert.model.trace import Decision, Firing, Inconsistency, Unknowns

ProvisionalBecause = Literal["few_answers", "small_lead", "tie"]

SCHEMA_VERSION: Literal["1.11"] = "1.11"


class Lift(Result):
    """An answer that would lift a veto: what it `was`, and the answers `to` which it would have to change."""

    rule: str
    fact: str
    was: str
    to: tuple[str, ...]
    client_can_change: bool


class HeldBack(Result):
    """A mode that has more points than the recommended one and is vetoed.

    Args:
        ahead: by how many points; null where every mode is vetoed.
        rules: the vetoes.
        lifts: single answers that would lift one of them; those a client can change first.
    """

    mode: str
    ahead: int | None
    rules: tuple[str, ...]
    lifts: tuple[Lift, ...]


class Contingency(Result):
    """The decision made again with the answers that items of the plan would change.

    Args:
        items: the items; one alone, or all of them together.
        changes: the answers they change.
        recommended: the mode then (null when undecided).
        margin: its lead then.
        flips: it is another mode than the one recommended now.
    """

    items: tuple[str, ...]
    changes: tuple[Change, ...]
    recommended: str | None
    margin: int | None
    flips: bool


class AnswerGiven(Result):
    """An answer the advice was made from; see `Answer`."""

    fact: str
    given: Given
    state: str
    layer: Layer
    times: float | None = Field(default=None, exclude_if=is_none)
    source: Source | None = Field(default=None, exclude_if=is_none)
    estimated: bool = Field(default=False, exclude_if=not_)

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return an answer as it is kept with the advice: without its place and former names."""
        return cls(**{name: getattr(answer, name) for name in cls.defaults})


class ShareRange(Result):
    """A share of revenue in per cent."""

    low: int
    likely: int
    high: int


class MarketPart(Result):
    """A part of the market: the share of potential it has, from `low` to `high` per cent.

    The fact, with its value where it is answered, says what one of its accounts buys.
    """

    low: int
    high: int
    fact: str
    value: Given | None = None


class RouteShares(Result):
    """The share of revenue that each route would carry under the recommended mode, estimated.

    Args:
        own: what we would sell ourselves.
        partners: what partners would sell.
        fits: the shares that were answered leave room for the mode.
        head: the largest tenth of accounts; null where its share is not known.
        tail: the others.
        rests_on: the shares that were answered.
    """

    own: ShareRange
    partners: ShareRange
    fits: bool
    head: MarketPart | None
    tail: MarketPart | None
    rests_on: tuple[str, ...]


class Advice(Result):
    """The advice for one market cell.

    Args:
        answers: every answer, those a person does not know included; with the rules they make all the rest.
        shares: the share of revenue of each route; null where no share was answered.
        override: the mode that was chosen otherwise than advised, and why; the plan is then the plan for that mode.
        provisional: why the decision is a direction to look into; empty where it is more.
        decisive_estimates: estimated answers that decide alone: another answer to one of them makes another mode win.
        find_out: what to find out first, the most decisive first; at a tie the first one decides.
        ways: where the decision is open, what to do first on either way.
        shared: the moves and steps that both ways have.
        held_back: vetoed modes that would lead.
        moves: the few things to do first, in the order in which they are done; the plan holds none of them.
        plan: what the client is given, by the budgets of the shelves.
        roadmap: the moves and the plan in quarters; null where too little is known for a plan.
        annex: what was selected besides, with the reason it is left out.

    What capabilities found is added by `mvpod_expert.composition`.
    """

    id: str
    region: str | None
    segment: str | None
    client: str | None
    source: str
    answers: tuple[AnswerGiven, ...]
    doubts: tuple[Inconsistency, ...]
    mode: Decision
    shares: RouteShares | None = None
    override: Override | None
    provisional: tuple[ProvisionalBecause, ...]
    decisive_estimates: tuple[str, ...] = Field(default=(), exclude_if=not_)
    find_out: tuple[str, ...]
    ways: tuple[Way, ...]
    shared: tuple[str, ...]
    held_back: tuple[HeldBack, ...]
    moves: tuple[PlannedMove, ...]
    plan: tuple[PlanItem, ...]
    annex: tuple[LeftOut, ...]
    roadmap: Roadmap | None = None
    contingencies: tuple[Contingency, ...]
    trace: tuple[Firing, ...]
    unknowns: Unknowns

    @property
    def chosen(self) -> str | None:
        """The mode the plan is for: the one chosen otherwise, or the recommended one; nothing when undecided."""
        return self.override.mode if self.override is not None else self.mode.recommended

    @property
    def selected(self) -> tuple[PlanItem, ...]:
        """All that rules select, and what comes with it: the plan and the annex."""
        return (*self.plan, *self.annex)


class Edition(Result):
    """Which knowledge the advice was made with."""

    version: str
    sha256: str


class Comparison(Result):
    """Two market cells of one client side by side: how their modes compare, and what has to be settled between them.

    Args:
        source: the case file.
        cells: the ids of the two cells.
        alike: where the same holds for more pairs, the ids of all cells on either side: each of the first list stands
            to each of the second as the two cells do. One list twice means each two cells of it.
        state: how their modes compare.
        plan: what has to be settled.
        trace: the firings behind it; a rule that fires on the answers of either cell stands once.
    """

    source: str
    cells: tuple[str, str]
    alike: tuple[tuple[str, ...], tuple[str, ...]] | None = Field(default=None, exclude_if=is_none)
    state: str
    plan: tuple[PlanItem, ...]
    trace: tuple[Firing, ...]


CHECKSUM = "checksum"
T = TypeVar("T")


class Recommendation(Result):
    """The advice on every market cell of the cases that were given, and what capabilities found for each case.

    Args:
        cases: the inputs, without their places in files: all that is needed to advise again.
        program: the version of mvpod that saved it.
        checksum: of everything else in the saved JSON (`checksum`); empty until it is saved.
    """

    schema_version: Literal["1.11"] = SCHEMA_VERSION
    knowledge: Edition
    engine: str
    cells: tuple[Advice, ...]
    comparisons: tuple[Comparison, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    program: str = ""
    checksum: str = ""


class SavedResult(NamedTuple):
    """A saved result as it was read: the noun, and the JSON object it was read from."""

    result: Recommendation
    data: Mapping[str, Any]


def saved_data(result: Recommendation, program: str) -> dict[str, Any]:
    """Return the JSON object of a result as it is saved by a version of the program, with its checksum."""
    data = result.model_dump(mode="json", by_alias=True)
    data["program"] = program
    return {**data, CHECKSUM: checksum(data)}


def checksum(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON object without its own checksum, whatever its layout.

    The order of keys and the spelling of numbers (`60`, `60.0`, `6e1`) do not count. Anybody can compute it: it says
    that a file was changed, not who changed it.
    """
    rest = {key: value for key, value in data.items() if key != CHECKSUM}
    text = json.dumps(_canonical(rest), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    match value:
        case dict():
            return {key: _canonical(each) for key, each in value.items()}
        case list():
            return [_canonical(each) for each in value]
        case float() if value.is_integer():
            return int(value)
    return value


NESTED = (FrozenModel, tuple, dict)


def without_places(value: T) -> T:
    """Return a noun, or a tuple or mapping of nouns, without places in files and former names."""
    if isinstance(value, FrozenModel):
        held = value.__dict__
        changed = {name: without_places(each) for name, each in held.items() if isinstance(each, NESTED)}
        return value.model_copy(update={**changed, **{name: None for name in ("place", "formerly") if name in held}})
    if isinstance(value, tuple):
        return tuple(map(without_places, value))  # type: ignore[return-value]
    if isinstance(value, dict):
        return {name: without_places(each) for name, each in value.items()}  # type: ignore[return-value]
    return value
