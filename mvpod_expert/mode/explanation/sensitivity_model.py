"""What could turn a decision: other answers, other weights, other numbers, and the open question that matters most."""

from typing import Literal

from mvpod_expert.model.cases import Given
from mvpod_expert.model.frozen import Result
from mvpod_expert.model.trace import Decision, OpenFact

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
