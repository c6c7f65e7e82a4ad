"""Explanations: what can be asked about advice, and the answers, as nouns that views give words to and JSON prints."""

from typing import Annotated, Literal

from pydantic import Field

from mvpod_expert.mode.explanation.how import How, HowAbout, ModeAccount
from mvpod_expert.model.advice import Edition
from mvpod_expert.model.cases import Given
from mvpod_expert.model.frozen import FrozenModel, Result, Text
from mvpod_expert.model.trace import Decision, Firing, OpenFact

Reach = Literal["client", "open", "given"]
"""Whether a change is in the client's own hands, is still to be found out, or would need other circumstances."""

REACHES: tuple[Reach, ...] = ("client", "open", "given")


class Supposed(Result):
    """An answer supposed to be another one.

    Args:
        was: the state it has; nothing when it is not known.
        to: the state it is supposed to have.
        given: what was supposed, as it was given; for a number the number.
    """

    fact: str
    was: str | None
    to: str
    reach: Reach
    given: Given | None = None


class Counterfactual(Result):
    """Answers which, changed together, change the decision; without any one of them it would stay as it is.

    Args:
        changes: what changes, in the order of the questionnaire.
        reach: the reach of the change that is hardest to come by.
        recommended: the mode decided then (null when undecided).
        margin: its lead then, in points; null when no other mode is feasible.
    """

    changes: tuple[Supposed, ...]
    reach: Reach
    recommended: str | None
    margin: int | None


class Stability(Result):
    """How far one weight can move before the decision changes.

    Args:
        name: the strength, or the rule.
        now: what it weighs: points of a strength; 100 per cent of a rule's points.
        low: the least whole number at which the decision stays.
        high: the greatest one; nothing when there is no limit.
        below: the mode decided just below `low` (null: undecided, or nothing is below).
        above: the mode decided just above `high` (null: undecided, or nothing is above).
    """

    name: str
    now: int
    low: int
    high: int | None
    below: str | None
    above: str | None


class BandStep(Result):
    """The nearest band in one direction that changes the evidence, and how far a number is from it.

    Args:
        distance: from the number to the limit, in the fact's unit.
        limit: the limit that is passed.
        at_limit: the limit itself lies in the other band.
        recommended: the mode decided there (null when undecided).
        turns: it is another one than now.
    """

    fact: str
    given: int | float
    band: str
    to: str
    limit: int | float
    distance: int | float
    at_limit: bool
    recommended: str | None
    turns: bool


class Prospect(Result):
    """What an answer to an open question would make of the decision at once."""

    state: str
    recommended: str | None
    margin: int | None


class DecisiveQuestion(Result):
    """The open question that would decide most, and what each answer to it would make of the decision."""

    fact: str
    prospects: tuple[Prospect, ...]


class Sensitivity(Result):
    """HOW SURE: what single answers, weights and numbers could change, and what is not known.

    Args:
        flips: every single answer that changes the decision.
        strengths: how far each strength's points can move, by themselves, while the decision stays.
        rules: the same for each rule that fired, in per cent of its points.
        possible_modes: the modes that lead under some completion of what is not known.
        may_exclude_all: some completion leaves no mode.
        open_facts: what is not known and can still change the mode.
        question: the open question that would decide most; nothing when none can change the mode.
        numbers: for each number, the nearest bands that change the evidence.
    """

    kind: Literal["sensitivity"] = "sensitivity"
    decision: Decision
    flips: tuple[Counterfactual, ...]
    strengths: tuple[Stability, ...]
    rules: tuple[Stability, ...]
    possible_modes: tuple[str, ...]
    may_exclude_all: bool
    open_facts: tuple[OpenFact, ...]
    question: DecisiveQuestion | None
    numbers: tuple[BandStep, ...]


class WhyNot(Result):
    """WHY NOT a mode.

    Args:
        mode: the mode asked about.
        decision: the decision as it is.
        account: the arguments for and against the mode, the weightiest first.
        leader: the arguments of the mode that stands first instead; nothing when the one asked about does.
        short_by: how many points it lacks to be recommended; nothing when it is vetoed, 0 when it is recommended.
        turnings: every smallest set of changed answers that makes it win, the cheapest first.
        up_to: the most answers that were changed together in the search; larger sets were not looked for.
    """

    kind: Literal["why_not"] = "why_not"
    mode: str
    decision: Decision
    account: ModeAccount
    leader: ModeAccount | None
    short_by: int | None
    turnings: tuple[Counterfactual, ...]
    up_to: int


class PlanChange(Result):
    """An item that came into the plan, left it, or falls to other options; `was` and `to` are options of a row."""

    item: str
    change: Literal["came", "went", "reassigned"]
    was: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


class WhatIf(Result):
    """WHAT IF: before and after side by side, and each rule and each item of the plan that came or went."""

    kind: Literal["what_if"] = "what_if"
    changes: tuple[Supposed, ...]
    before: Decision
    after: Decision
    came: tuple[Firing, ...]
    went: tuple[Firing, ...]
    plan: tuple[PlanChange, ...]


class ComparedAnswer(Result):
    """An answer of the client's beside a documented case's.

    Args:
        documented: a source supports the case's answer; otherwise it is an estimate.
        weight: the points at stake in the rules that test the fact, each rule's shared among its facts.
    """

    fact: str
    ours: str
    theirs: str
    documented: bool
    weight: float


class NearCase(Result):
    """A documented case, and how near it is.

    Args:
        likeness: the share, by weight, of the client's answers that the case has too, from 0 to 1.
        alike: the answers that agree, the weightiest first.
        different: those that differ, the weightiest first.
        not_told: how many of the client's answers the case says nothing about.
    """

    case: str
    likeness: float
    alike: tuple[ComparedAnswer, ...]
    different: tuple[ComparedAnswer, ...]
    not_told: int


class Similar(Result):
    """CASES LIKE THIS ONE: the nearest documented cases; illustrations, not evidence of success."""

    kind: Literal["similar"] = "similar"
    decision: Decision
    cases: tuple[NearCase, ...]


Explanation = Annotated[How | HowAbout | WhyNot | WhatIf | Sensitivity | Similar, Field(discriminator="kind")]


class ExplainedCell(Result):
    """One market cell's explanation.

    Args:
        sentence: the explanation in one sentence.
    """

    id: str
    region: str | None
    segment: str | None
    client: str | None
    source: str
    sentence: Text
    explanation: Explanation


class Explained(Result):
    """The whole answer to `explain`: the contract of its JSON output."""

    schema_version: Literal["1.0"] = "1.0"
    knowledge: Edition
    engine: str
    cells: tuple[ExplainedCell, ...]


class Judged(FrozenModel):
    """A part of a rule's condition held against answers.

    Args:
        truth: whether it holds; null when what is not known leaves it open.
        fact: for a test, the fact.
        states: for a test, the states that satisfy it.
        state: for a test, the state the fact has; nothing when it is not known.
        short: for a test of a number that was given, how far it is from the nearest band that satisfies it.
        holding: how many parts hold.
        needed: how many have to.
    """

    kind: Literal["test", "all", "any", "not", "at_least"]
    truth: bool | None
    fact: str | None = None
    states: tuple[str, ...] = ()
    state: str | None = None
    short: int | float | None = None
    holding: int = 0
    needed: int = 0
    parts: tuple["Judged", ...] = ()


class NearMiss(FrozenModel):
    """NEAR MISS: a rule held against a case.

    Args:
        condition: its condition, part by part.
        changes: the fewest changed answers with which it fires; empty when it fires, or when no answers make it.
        cases: the documented cases in which it fires, the nearest first.
    """

    rule: str
    fired: bool
    condition: Judged
    changes: tuple[Supposed, ...]
    cases: tuple[str, ...]
