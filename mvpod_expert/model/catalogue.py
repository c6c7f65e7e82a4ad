"""The catalogue: what a plan can recommend, item by item, on shelves whose columns the experts declare."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import AskedFactId, FrozenModel, Id, ItemId, Names, ShelfId, SourceId, Text
from mvpod_expert.model.principles import Basis, PrincipleId
from mvpod_expert.model.reviewing import Accepted, ReviewDate

CELL_BLANKS = ("region", "segment")
_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the names of the blanks in a text."""
    return tuple(_BLANK.findall(text))


def filled(text: str, value: Callable[[str], str]) -> str:
    """Return a text with every blank replaced by its value."""
    return _BLANK.sub(lambda found: value(found[1]), text)


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, dict | Text) else value


Part = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]


class Label(FrozenModel):
    """A labelled part that the items of a shelf have, or a blank that the client fills in."""

    id: Id
    title: Text
    optional: bool = False


class Choosing(FrozenModel):
    """Rules choose, for each item of the shelf, one to `at_most` items among those of another kind."""

    among: ShelfId
    at_most: int = 1


class Effort(FrozenModel):
    """How much something takes."""

    id: Id
    title: Text
    meaning: Text


class _Pace(FrozenModel):
    """How many steps a quarter a client can carry out, by a number fact or as usual, and for how many quarters."""

    fact: AskedFactId
    usual: Annotated[int, Field(ge=1)]
    quarters: Annotated[int, Field(ge=1)]


class Ranking(FrozenModel):
    """Rules propose the items of the shelf with points, and the few with the most merit are taken.

    Args:
        at_least: how many are taken where so many were proposed.
        at_most: how many are taken at the most.
        more_from: the points from which one more than `at_least` is taken.
        within: the horizons in days, ascending.
        efforts: from the smallest.
        pace: set where all else that is selected makes a roadmap.
    """

    at_least: Annotated[int, Field(ge=1)]
    at_most: Annotated[int, Field(ge=1)]
    more_from: int
    within: Annotated[tuple[int, ...], Field(min_length=1)]
    efforts: Annotated[tuple[Effort, ...], Field(min_length=1)]
    pace: _Pace | None = None

    def effort_rank(self, effort: str) -> int:
        """Return the place of an effort, the smallest being 0."""
        return next(place for place, each in enumerate(self.efforts) if each.id == effort)


class _Grade(FrozenModel):
    """How needed the next so many items of a shelf are, those with the most merit first."""

    id: Id
    title: Text
    count: Annotated[int, Field(ge=1)]


class _Budget(FrozenModel):
    """How many of the selected items of a shelf a client is given; the rest goes to the annex.

    Args:
        at_most: how many.
        least: the merit from which an item counts as selected for this client, not for every client of a mode.
        standard: how many with less merit than that are given all the same.
        grades: how needed the items are, from the first on.
    """

    at_most: Annotated[int, Field(ge=0)]
    least: Annotated[int, Field(ge=0)] = 1
    standard: Annotated[int, Field(ge=0)] = 0
    grades: tuple[_Grade, ...] = ()


class Schedule(FrozenModel):
    """How an item of a ranked shelf is carried out.

    Args:
        who: the role that answers for it.
        within: days from the start, one of the shelf's horizons.
        effort: an effort of the shelf.
        after: items of the shelf that come before it where they are taken too.
        metric: the metric of the catalogue that shows that it worked.
        begins: steps on other shelves that it is the first part of; where they are planned, they are begun with it.
    """

    who: Text
    within: int
    effort: Id
    after: tuple[ItemId, ...] = ()
    metric: ItemId
    begins: tuple[ItemId, ...] = ()


class Change(FrozenModel):
    """What an item would change about an answer: from one state to another."""

    fact: AskedFactId
    from_: Annotated[str, Names("option", of="fact")] = Field(alias="from")
    to: Annotated[str, Names("option", of="fact")]


class Item(FrozenModel):
    """One thing to do, to settle or to watch, in words that can be checked.

    Args:
        formerly: ids it had before; saved results may still use them.
        parts: by the ids of the shelf's fields, one text or several each.
        brings: items that come into the plan with this one.
        carried_by: the system functions that carry it.
        changes: answers it would change, so that the decision is looked at again.
        today: of a metric, the answers that say where it stands while nobody has measured it.
        schedule: set where the shelf is ranked.
        review_by: the day from which on the item is due for review.
        accepted: findings about it that are meant to stay.
    """

    id: Id
    formerly: tuple[Id, ...] = ()
    kind: Id
    title: Text
    text: Text
    parts: Mapping[Id, Part] = {}
    brings: tuple[ItemId, ...] = ()
    carried_by: tuple[ItemId, ...] = ()
    changes: tuple[Change, ...] = ()
    today: tuple[AskedFactId, ...] = ()
    schedule: Schedule | None = None
    principle: tuple[Annotated[PrincipleId, Names("principle")], ...]
    basis: Basis
    sources: tuple[SourceId, ...] = ()
    review_by: ReviewDate | None = None
    accepted: tuple[Accepted, ...] = ()
    place: Place


class Shelf(FrozenModel):
    """A kind of items, in the order of its file.

    Args:
        fields: the labelled parts of its items, in printing order.
        blanks: what the client fills in for each of its items.
        carried: whether each item needs a system function that carries it.
        chooses: set where rules choose among another shelf's items for each item of this one.
        ranked: set where the few items with the most merit are taken, in the order in which they are done.
        budget: how many selected items a client is given; all of them where there is none.
        step: what one does with its items, where they are steps of the roadmap and not something to know or to watch.
        in_order: its steps are taken in the catalogue's order, not by merit.
    """

    kind: Id
    title: Text
    fields: tuple[Label, ...] = ()
    blanks: tuple[Label, ...] = ()
    carried: bool = True
    chooses: Choosing | None = None
    ranked: Ranking | None = None
    budget: _Budget | None = None
    step: Text | None = None
    in_order: bool = False
    items: tuple[Item, ...] = ()
