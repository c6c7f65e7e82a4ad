"""A saved result replayed: what does not follow, and what has changed in meaning since."""

from typing import Literal

from mvpod_expert.model.advice import Decision, Edition, Effect
from mvpod_expert.model.explanation import PlanChange
from mvpod_expert.model.noun import Noun, Text

FlawKind = Literal[
    "band",
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
    "contingency",
    "comparison",
    "figures",
]


class Flaw(Noun):
    """A step of a result that does not follow.

    Args:
        about: what it is about: a rule, a mode, an item of the plan, a fact.
        detail: the state that was matched, where it is about one.
    """

    kind: FlawKind
    about: str
    detail: str = ""


class Reading(Noun):
    """An answer that today's vocabulary reads otherwise; with nothing in `now`, it does not fit any more.

    Args:
        formerly: what the fact was called then, where it has another id today.
    """

    fact: str
    formerly: str | None = None
    was: str
    now: str | None


class RuleDrift(Noun):
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


class Replayed(Noun):
    """One market cell replayed.

    Args:
        flaws: what does not follow in the saved result.
        before: the decision as it was saved.
        after: the decision with today's knowledge on the same answers.
    """

    id: str
    client: str | None
    flaws: tuple[Flaw, ...]
    before: Decision
    after: Decision
    readings: tuple[Reading, ...] = ()
    rules: tuple[RuleDrift, ...] = ()
    plan: tuple[ItemDrift, ...] = ()


class Replay(Noun):
    """A whole saved result replayed.

    Args:
        source: the file.
        before: the knowledge it was made with.
        after: today's knowledge.
        flaws: what does not follow in the comparison of cells.
    """

    source: str
    before: Edition
    after: Edition
    cells: tuple[Replayed, ...]
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_same_knowledge(self) -> bool:
        """Tell whether it was made with the very knowledge at hand."""
        return self.before.sha256 == self.after.sha256
