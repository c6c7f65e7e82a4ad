"""What is planned: the items chosen, those left out, and the first moves."""

from collections.abc import Mapping
from typing import Literal

from mvpod_expert.model.frozen import Result, Text
from mvpod_expert.model.principles import Basis
from mvpod_expert.model.trace import Contribution, Firing


class Choice(Result):
    """What a row of the plan falls to: the option, and the evidence for it, whose points sum to `points`."""

    option: str
    points: int
    contributions: tuple[Contribution, ...]


class PlanItem(Result):
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

    Others of its shelf have more merit; it is the same for every client of the mode; a law forbids it; or it is early
    for a plan.
    """

    because: LeftOutBecause


class PlannedMove(Result):
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


class Roadmap(Result):
    """All that was selected, the first moves among it, in quarters that the client can carry out.

    Args:
        capacity: how many steps a quarter.
        is_answered: the case says so; else it is the usual number.
        quarters: the items that begin in each, from the first on: first moves, other proposed moves, and the plan's.
        later: those for which there is no room in these quarters.
    """

    capacity: int
    is_answered: bool
    quarters: tuple[tuple[str, ...], ...]
    later: tuple[str, ...]


class Way(Result):
    """One of two ways that are about even: what to do first on it, and the firings of the plan stratum."""

    mode: str
    moves: tuple[PlannedMove, ...]
    trace: tuple[Firing, ...]
