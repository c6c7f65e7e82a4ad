"""HOW advice came about: arguments for and against each mode, and proofs of single answers and items."""

from typing import Literal

from pydantic import Field

from mvpod_expert.model.frozen import Result
from mvpod_expert.model.trace import Decision, Effect, Matched


class Ground(Result):
    """A state an argument rests on; under a derived one, the rule that concluded it and what that rested on."""

    matched: Matched
    rule: str | None = None
    behind: tuple["Ground", ...] = ()


class Argument(Result):
    """One rule's say about one mode: signed points, or a veto (no points)."""

    rule: str
    mode: str
    points: int | None
    grounds: tuple[Ground, ...]


class ModeAccount(Result):
    """How one mode stands, with every argument; the points of the arguments sum to `net`.

    Args:
        behind_by: how many points it lacks to the leader; none for the leader and for vetoed modes.
    """

    mode: str
    net: int
    for_: int = Field(alias="for")
    against: int
    behind_by: int | None
    pro: tuple[Argument, ...]
    contra: tuple[Argument, ...]
    vetoes: tuple[Argument, ...]


class How(Result):
    """HOW: the modes in the order of the ranking, and the principles that the arguments lean on."""

    kind: Literal["how"] = "how"
    decision: Decision
    accounts: tuple[ModeAccount, ...]
    principles: tuple[str, ...]
    sources: tuple[str, ...]


class Proof(Result):
    """One firing with the tree of what it rests on, and what followed."""

    rule: str
    grounds: tuple[Ground, ...]
    effects: tuple[Effect, ...]


class HowAbout(Result):
    """HOW one answer counts, or HOW one item came into the plan.

    Args:
        about: whether it is about an answer or an item.
        name: the fact or the item.
        is_there: the answer is known; the item is in the plan.
        state: the answer's state.
        proofs: every firing that rests on the answer, be it through what others concluded; or that brings the item.
        brought_by: the items of the plan that bring the item along.
    """

    kind: Literal["how_about"] = "how_about"
    about: Literal["answer", "item"]
    name: str
    is_there: bool
    state: str | None = None
    proofs: tuple[Proof, ...]
    brought_by: tuple[str, ...] = ()
