"""A saved result replayed: what does not follow, and what has changed in meaning since."""

from typing import Literal

from mvpod_expert.mode.explanation.model import PlanChange
from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.trace import Decision, Effect

FlawKind = Literal[
    "band",
    "answered_twice",
    "rule_unknown",
    "fired_twice",
    "not_matched",
    "does_not_follow",
    "other_effects",
    "missed",
    "points",
    "vetoes",
    "ranking",
    "decision",
    "plan_missing",
    "plan_unfounded",
    "row",
    "inputs",
]

DifferenceKind = Literal["differs", "missing", "added", "order", "rest"]

NotRecomputed = Literal["ranges", "trends"]
"""What was made with optional libraries where the replay has none, or the other way round."""


class Violation(FrozenModel):
    """A step that does not follow; `about` a rule, mode, item or fact, with the state that was matched as `detail`."""

    kind: FlawKind
    about: str
    detail: str = ""


class Step(FrozenModel):
    """One step on the way to a value in the JSON: a key, and the id `of` the entry where it holds a list of them."""

    key: str
    of: str = ""


class Difference(FrozenModel):
    """An entry of a saved result that is not what advising again gives.

    Args:
        kind: a value `differs`, is `missing`, was `added`, or stands in another `order`; `rest` counts the values that
            differ because the inputs do.
        path: the first value that differs, as a path into the file; `steps` is the same path by ids.
        told: what the file says; `follows` is what advising again gives.
        also: how many other values of the same entry differ.
    """

    kind: DifferenceKind
    path: str
    steps: tuple[Step, ...] = ()
    told: str = ""
    follows: str = ""
    also: int = 0


class Reading(FrozenModel):
    """An answer that today's vocabulary reads otherwise, or no more (`now`); `formerly` is another id of its fact."""

    fact: str
    formerly: str | None = None
    was: str
    now: str | None


DriftKind = Literal["gone", "silent", "fires", "effects", "support"]


class RuleDrift(FrozenModel):
    """A rule that says or does something else than in the saved result; a rule that is gone has no title any more.

    The `support` is its principles, basis and sources.
    """

    rule: str
    change: DriftKind
    title: Text | None
    was: tuple[Effect, ...] = ()
    now: tuple[Effect, ...] = ()


class ItemDrift(PlanChange):
    """A change in the plan, `reworded` where the item says something else now; with its title of today, if any."""

    change: Literal["came", "went", "reassigned", "reworded"]  # type: ignore[assignment]
    title: Text


class Replayed(FrozenModel):
    """One market cell replayed: flaws in the saved result, the decision then and today's on the same answers."""

    id: str
    client: str | None
    flaws: tuple[Violation, ...]
    before: Decision
    after: Decision
    readings: tuple[Reading, ...] = ()
    rules: tuple[RuleDrift, ...] = ()
    plan: tuple[ItemDrift, ...] = ()


class Replay(FrozenModel):
    """A whole saved result replayed: with the knowledge it was `made_by` and that of today, and both programs.

    Args:
        is_intact: the checksum in the file is that of its content.
        flaws: inputs that cannot be advised on.
        compared: how many values were compared with those of advising again.
        not_recomputed: what could not be computed again for want of a library, or was not computed then.
    """

    source: str
    before: Edition
    after: Edition
    made_by: str
    program: str
    is_intact: bool
    cells: tuple[Replayed, ...]
    flaws: tuple[Violation, ...] = ()
    compared: int = 0
    differences: tuple[Difference, ...] = ()
    not_recomputed: tuple[NotRecomputed, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Return whether nothing speaks against the result."""
        is_flawless = not self.flaws and not any(cell.flaws for cell in self.cells)
        return self.is_intact and is_flawless and not self.differences

    @property
    def is_same_knowledge(self) -> bool:
        """Return whether it was made with the very knowledge at hand."""
        return self.before.sha256 == self.after.sha256

    @property
    def is_recomputed(self) -> bool:
        """Return whether all of it could be computed again."""
        return self.is_same_knowledge and not self.not_recomputed
