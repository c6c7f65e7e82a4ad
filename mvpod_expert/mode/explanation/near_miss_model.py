"""A rule held against a case: which parts of its condition hold, and what it would take for it to fire."""

from typing import Literal

from mvpod_expert.mode.explanation.sensitivity_model import Supposed
from mvpod_expert.model.frozen import FrozenModel


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
