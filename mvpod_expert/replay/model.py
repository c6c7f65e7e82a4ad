"""A saved result replayed: what does not follow, and what has changed in meaning since."""

from typing import Literal

from mvpod_expert.mode.explanation.model import PlanChange
from mvpod_expert.model.advice import Decision, Edition, Effect
from mvpod_expert.model.frozen import FrozenModel, Text

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
    "contingency",
    "comparison",
    "figures",
    "measure_missing",
    "measure_unfounded",
    "not_declared",
    "differs",
]

FlawPart = Literal[
    "above",
    "adjusted_p",
    "after",
    "area",
    "at_most",
    "basis",
    "below",
    "capacity",
    "carried_by",
    "cells",
    "certain",
    "client",
    "custom",
    "decides",
    "doubtful",
    "effect",
    "effort",
    "equal_weights",
    "fits",
    "forecast",
    "functions",
    "gaps",
    "gates",
    "health",
    "high",
    "how_far",
    "improving",
    "interval",
    "is_quick_win",
    "items",
    "kind",
    "knock_outs",
    "leaders",
    "leaders_if_unshown_fails",
    "level",
    "line",
    "low",
    "meaning",
    "method",
    "metric",
    "missing",
    "movement",
    "must_haves",
    "open_facts",
    "order",
    "outside",
    "owner",
    "p_value",
    "partly",
    "points",
    "points_if_unshown_fails",
    "principle",
    "quarter",
    "questions",
    "ranked",
    "recommended",
    "reopen",
    "rules",
    "scores",
    "seasons",
    "shown",
    "silent",
    "slope",
    "source",
    "sources",
    "state",
    "state_if_unshown_fails",
    "stated",
    "steady",
    "swing",
    "tau",
    "tested",
    "text",
    "there",
    "title",
    "to_be",
    "to_settle",
    "traced",
    "trend",
    "unknown",
    "unread",
    "vendors",
    "wanted",
    "wave",
    "weight",
    "weights",
    "worsening",
]
"""What is told of something and can be gone through again: the names the parts have in the JSON."""

GoneThrough = Literal[
    "answers",
    "firings",
    "items",
    "contingencies",
    "figures",
    "series",
    "findings",
    "must_haves",
    "vendors",
    "questions",
    "elements",
    "defects",
    "measures",
]
TakenAsIs = Literal["settled", "reckoned", "statistics", "given"]


class Violation(FrozenModel):
    """A step of a result that does not follow.

    Args:
        about: what it is about: a rule, a mode, an item of the plan, a fact, a series, a measure; what belongs to
            something else after it, with a slash between them.
        detail: the state that was matched, where it is about one.
        part: what of it differs, where something is told otherwise than it follows.
        told: what is told.
        derived: what follows.
    """

    kind: FlawKind
    about: str
    detail: str = ""
    part: FlawPart | None = None
    told: str = ""
    derived: str = ""


class Counted(FrozenModel):
    """How many of something were gone through."""

    what: GoneThrough
    count: int


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
        flaws: what does not follow in the saved result.
        checked: what was gone through.
        taken: what was taken as it stands.
        before: the decision as it was saved.
        after: the decision with today's knowledge on the same answers.
    """

    id: str
    client: str | None
    flaws: tuple[Violation, ...]
    checked: tuple[Counted, ...] = ()
    taken: tuple[TakenAsIs, ...] = ()
    before: Decision
    after: Decision
    readings: tuple[Reading, ...] = ()
    rules: tuple[RuleDrift, ...] = ()
    plan: tuple[ItemDrift, ...] = ()


class ReplayedBeside(FrozenModel):
    """What stands beside the cells of a case, replayed: its vendors, or the audit of the client's plan.

    Args:
        source: the case file.
        cells: the cells whose plans it is held against.
    """

    kind: Literal["vendors", "audit"]
    source: str
    cells: tuple[str, ...]
    flaws: tuple[Violation, ...]
    checked: tuple[Counted, ...]
    taken: tuple[TakenAsIs, ...] = ()


class Replay(FrozenModel):
    """A whole saved result replayed.

    Args:
        source: the file.
        before: the knowledge it was made with.
        after: today's knowledge.
        beside: vendors and audits.
        flaws: what does not follow in the comparison of cells.
    """

    source: str
    before: Edition
    after: Edition
    cells: tuple[Replayed, ...]
    beside: tuple[ReplayedBeside, ...] = ()
    flaws: tuple[Violation, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Tell whether everything follows."""
        of_parts = [*(each.flaws for each in self.cells), *(each.flaws for each in self.beside)]
        return not self.flaws and not any(of_parts)

    @property
    def is_same_knowledge(self) -> bool:
        """Tell whether it was made with the very knowledge at hand."""
        return self.before.sha256 == self.after.sha256
