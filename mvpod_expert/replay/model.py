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
    """A step of a result that does not follow: found by the independent checker.

    Args:
        about: what it is about: a rule, a mode, an item of the plan, a fact.
        detail: the state that was matched, where it is about one.
    """

    kind: FlawKind
    about: str
    detail: str = ""


class Step(FrozenModel):
    """One step on the way to a value in the JSON: a key, and which entry where it is a list.

    Args:
        of: the entry's id; empty where the key holds no list of entries.
    """

    key: str
    of: str = ""


class Difference(FrozenModel):
    """An entry of a saved result that is not what advising again gives.

    Args:
        kind: a value `differs`, is `missing`, was `added`, or stands in another `order`; `rest` counts the values that
            differ because the inputs do.
        path: the first value that differs, as a path into the file.
        steps: the same path by ids.
        told: what the file says.
        follows: what advising again gives.
        also: how many other values of the same entry differ.
    """

    kind: DifferenceKind
    path: str
    steps: tuple[Step, ...] = ()
    told: str = ""
    follows: str = ""
    also: int = 0


class Reading(FrozenModel):
    """An answer that today's vocabulary reads otherwise; with nothing in `now`, it does not fit any more.

    Args:
        formerly: what the fact was called then, where it has another id today.
    """

    fact: str
    formerly: str | None = None
    was: str
    now: str | None


class RuleDrift(FrozenModel):
    """A rule that says or does something else than in the saved result.

    Args:
        change: it is `gone`; it stays `silent` now; it `fires` now; its `effects` or its `support` (principles, basis,
            sources) are others.
        title: its title today; nothing when it is gone.
        was: what followed from it.
        now: what follows from it.
    """

    rule: str
    change: Literal["gone", "silent", "fires", "effects", "support"]
    title: Text | None
    was: tuple[Effect, ...] = ()
    now: tuple[Effect, ...] = ()


class ItemDrift(PlanChange):
    """A change in the plan; `reworded`: the item says something else now.

    Args:
        title: the item's title, today's where it is still there.
    """

    change: Literal["came", "went", "reassigned", "reworded"]  # type: ignore[assignment]
    title: Text


class Replayed(FrozenModel):
    """One market cell replayed.

    Args:
        flaws: what the independent checker found in the saved result.
        before: the decision as it was saved.
        after: the decision with today's knowledge on the same answers.
    """

    id: str
    client: str | None
    flaws: tuple[Violation, ...]
    before: Decision
    after: Decision
    readings: tuple[Reading, ...] = ()
    rules: tuple[RuleDrift, ...] = ()
    plan: tuple[ItemDrift, ...] = ()


class Replay(FrozenModel):
    """A whole saved result replayed.

    Args:
        source: the file.
        before: the knowledge it was made with.
        after: today's knowledge.
        made_by: the version of mvpod that saved it.
        program: the version of mvpod that replays it.
        is_intact: the checksum in the file is that of its content.
        cells: the market cells.
        flaws: inputs that cannot be advised on.
        compared: how many values were compared with those of advising again.
        differences: what advising again gives otherwise.
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
