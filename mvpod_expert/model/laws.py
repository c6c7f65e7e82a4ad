"""What holds whatever else is answered: laws of what never stands together, and promised directions of answers."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import AskedFactId, FrozenModel, Id, ItemId, ModeId, Names, SourceId, Text
from mvpod_expert.model.principles import Basis


def _as_states(value: Any) -> Any:
    states = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(each).lower() if isinstance(each, bool) else each for each in states)


States = Annotated[tuple[str, ...], BeforeValidator(_as_states), Field(min_length=1)]
"""States of a fact: one, or a list; a flag may be written `true`."""
Options = Annotated[tuple[ItemId, ...], BeforeValidator(_as_states), Field(min_length=1)]


class Law(FrozenModel):
    """What never stands together.

    The last item gives way: it is left out of the plan, or not proposed as a move. A row gives way with what it falls
    to: the last one takes its next option. A law of answers alone is about the decided mode, and holds by the vetoes.

    Args:
        answers: facts, asked, concluded or the decided mode, each with the states that belong to it.
        items: items of the plan, and moves.
        rows: rows of the plan, each with options it falls to.
        each: every item, or every row, alone never stands together with the answers.
        unless: facts and states of which one alone lifts the law.
        reason: why, in words.
    """

    id: Id
    title: Text
    answers: Annotated[Mapping[Id, States], Names("states")] = {}
    items: tuple[ItemId, ...] = ()
    rows: Mapping[ItemId, Options] = {}
    each: bool = False
    unless: Annotated[Mapping[Id, States], Names("states")] = {}
    basis: Basis
    reason: Text
    sources: tuple[SourceId, ...] = ()
    place: Place

    def applies(self, memory: Mapping[str, str]) -> bool:
        """Return whether the known states are those of the law, and nothing lifts it."""
        is_lifted = any(memory.get(fact) in states for fact, states in self.unless.items())
        return not is_lifted and all(memory.get(fact) in states for fact, states in self.answers.items())

    def parts(self) -> "Iterator[Law]":
        """Return the law, or one for each of its items or rows where each alone is meant."""
        if not self.each:
            yield self
        for name in self.items if self.each else ():
            yield self.model_copy(update={"items": (name,), "each": False})
        for row, options in self.rows.items() if self.each else ():
            yield self.model_copy(update={"rows": {row: options}, "each": False})

    @property
    def giving_way(self) -> str | None:
        """The item, or the row, that gives way; nothing where the law is about answers alone."""
        return next(reversed(self.items or tuple(self.rows)), None)


def barred_items(laws: Iterable[Law], memory: Mapping[str, str], selected: AbstractSet[str]) -> set[str]:
    """Return the selected items and proposed moves that give way to laws, in the order of these.

    The memory holds the known states, the decided mode among them.
    """
    barred: set[str] = set()
    for law in laws:
        if law.items and law.applies(memory) and set(law.items) <= selected - barred:
            barred.add(law.items[-1])
    return barred


class Direction(FrozenModel):
    """Raising a fact, state by state, never improves a mode's standing against other modes.

    It goes `through` states in rising order, or all; `over` has the modes against which it holds, or is empty for all.
    """

    raising: AskedFactId
    through: tuple[Annotated[str, Names("option", of="raising")], ...] = ()
    never_favours: ModeId
    over: tuple[ModeId, ...] = ()
    basis: Basis
    sources: tuple[SourceId, ...] = ()
    reason: Text
    place: Place
