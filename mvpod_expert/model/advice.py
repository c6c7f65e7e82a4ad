"""The advice and the one trace it rests on: what `--format json` prints and every explanation reads."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from mvpod_expert.model.cases import Given, Layer, Override
from mvpod_expert.model.catalogue import Change
from mvpod_expert.model.decision import LeadRecord, Verdict
from mvpod_expert.model.frozen import FrozenModel, Text, is_none
from mvpod_expert.model.principles import Basis
from mvpod_expert.model.rules import Conclude, Exclude, Rationale, Reask, Recommend, Stratum

SCHEMA_VERSION: Literal["1.8"] = "1.8"


class Matched(FrozenModel):
    """A state that a firing rests on, and where it comes from: an answer, rules, or the decision."""

    fact: str
    state: str
    origin: Literal["answer", "derived", "decision"]
    layer: Layer | None = None
    given: Given | None = None


class WeighedEvidence(FrozenModel):
    """Evidence as it counted: signed points."""

    kind: Literal["evidence"] = "evidence"
    mode: str
    strength: str
    points: int


class WeighedChoice(FrozenModel):
    """Evidence that a row of the plan falls to an option, as it counted."""

    kind: Literal["assign"] = "assign"
    item: str
    to: str
    strength: str
    points: int


class WeighedProposal(FrozenModel):
    """A move that is worth doing in this case, as it counted."""

    kind: Literal["propose"] = "propose"
    item: str
    strength: str
    points: int


Effect = Annotated[
    Conclude | WeighedEvidence | Exclude | Recommend | WeighedChoice | WeighedProposal | Reask,
    Field(discriminator="kind"),
]


class Firing(FrozenModel):
    """One rule that fired: the states it matched, what followed and why."""

    rule: str
    stratum: Stratum
    matched: tuple[Matched, ...]
    effects: tuple[Effect, ...]
    because: Rationale


class Contribution(FrozenModel):
    """One rule's signed points for one mode."""

    rule: str
    strength: str
    points: int


class Standing(FrozenModel):
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


class Decision(FrozenModel):
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


class OpenFact(FrozenModel):
    """A fact that is not known: never asked, or asked and not known.

    Args:
        bears_on: whether some rule weighs it for the mode, or it only ever changes the plan.
        can_change: what an answer could still change in this case; empty when nothing.
    """

    fact: str
    status: Literal["unanswered", "unknown"]
    bears_on: Literal["mode", "plan"]
    can_change: tuple[Literal["mode", "plan"], ...]


class Unknowns(FrozenModel):
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


class Inconsistency(FrozenModel):
    """Answers that contradict each other: the smallest set a rule names, and which of them to ask again."""

    rule: str
    matched: tuple[Matched, ...]
    reask: tuple[str, ...]


class Choice(FrozenModel):
    """What a row of the plan falls to: the option, and the evidence for it, whose points sum to `points`."""

    option: str
    points: int
    contributions: tuple[Contribution, ...]


class PlanItem(FrozenModel):
    """A catalogue item in the plan, and why it is there.

    Args:
        text: what it is, or what to do.
        parts: its labelled parts, by the ids of the shelf's fields.
        blanks: what the client fills in.
        rules: the rules that recommend it, or decide what it falls to.
        brought_by: the items of the plan that bring it along, or that it carries.
        chosen: for a row of the plan, the option it falls to: the first one, then a second where one is strong enough.
        merit: what speaks for it in this case, against the other items of its shelf.
        grade: how needed it is, where the shelf says so.
    """

    item: str
    kind: str
    title: Text
    text: Text
    parts: Mapping[str, tuple[Text, ...]]
    blanks: tuple[str, ...]
    rules: tuple[str, ...]
    brought_by: tuple[str, ...]
    chosen: tuple[Choice, ...]
    principle: tuple[str, ...]
    basis: Basis
    sources: tuple[str, ...]
    carried_by: tuple[str, ...]
    merit: int = 0
    grade: str | None = None


LeftOutBecause = Literal["budget", "standard", "law", "early"]


class LeftOut(PlanItem):
    """A selected item that the client is not given.

    Args:
        because: others of its shelf have more merit, or it rests on too little of this case and so is the same for
            every client of the mode, or it never stands together with this case, or
            too little is known yet for a plan.
    """

    because: LeftOutBecause


class PlannedMove(FrozenModel):
    """One of the few things to do first.

    Args:
        text: what to do, with the answers of this case filled in.
        parts: its labelled parts, by the ids of the shelf's fields.
        who: the role that answers for it.
        within: days from the start.
        effort: the id of the effort.
        after: the moves of this cell that come before it.
        metric: the metric that shows that it worked.
        points: its merit for this case; the contributions sum to it.
    """

    item: str
    title: Text
    text: Text
    parts: Mapping[str, tuple[Text, ...]]
    who: Text
    within: int
    effort: str
    after: tuple[str, ...]
    metric: str
    points: int
    contributions: tuple[Contribution, ...]
    principle: tuple[str, ...]
    basis: Basis
    sources: tuple[str, ...]


ProvisionalBecause = Literal["few_answers", "small_lead", "tie"]


class Way(FrozenModel):
    """One of two ways that are about even: what to do first on it.

    Args:
        trace: the firings of the plan stratum on this way.
    """

    mode: str
    moves: tuple[PlannedMove, ...]
    trace: tuple[Firing, ...]


class Lift(FrozenModel):
    """An answer that would lift a veto.

    Args:
        was: the answer now.
        to: the answers with which the veto does not hold.
    """

    rule: str
    fact: str
    was: str
    to: tuple[str, ...]
    client_can_change: bool


class HeldBack(FrozenModel):
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


class Contingency(FrozenModel):
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


class AnswerGiven(FrozenModel):
    """An answer the advice was made from."""

    fact: str
    given: Given
    state: str
    layer: Layer


class ShareRange(FrozenModel):
    """A share of revenue in per cent."""

    low: int
    likely: int
    high: int


class MarketPart(FrozenModel):
    """A part of the market.

    Args:
        low: its share of potential, in per cent, at least.
        high: at most.
        fact: the fact for what one of its accounts buys.
        value: the answer to it, where there is one.
    """

    low: int
    high: int
    fact: str
    value: Given | None = None


class RouteShares(FrozenModel):
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


class Advice(FrozenModel):
    """The advice for one market cell.

    Args:
        answers: every answer, those a person does not know included; with the rules they make all the rest.
        shares: the share of revenue of each route; null where no share was answered.
        override: the mode that was chosen otherwise than advised, and why; the plan is then the plan for that mode.
        provisional: why the decision is a direction to look into; empty where it is more.
        find_out: what to find out first, the most decisive first; at a tie the first one decides.
        ways: at a tie, or with a small lead, what to do first on either way.
        shared: the items that both ways have.
        held_back: vetoed modes that would lead.
        moves: the few things to do first, in the order in which they are done; the plan holds none of them.
        plan: what the client is given, by the budgets of the shelves.
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
    find_out: tuple[str, ...]
    ways: tuple[Way, ...]
    shared: tuple[str, ...]
    held_back: tuple[HeldBack, ...]
    moves: tuple[PlannedMove, ...]
    plan: tuple[PlanItem, ...]
    annex: tuple[LeftOut, ...]
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


class Edition(FrozenModel):
    """Which knowledge the advice was made with."""

    version: str
    sha256: str


class Comparison(FrozenModel):
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
