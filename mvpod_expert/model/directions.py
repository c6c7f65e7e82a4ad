"""Directions: what the experts promise about an answer whatever the rest of the case, checked by a sweep."""

from typing import Annotated

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.named_ids import AskedFactId, ModeId, Names, SourceId
from mvpod_expert.model.principles import Basis


class Direction(FrozenModel):
    """Raising a fact, state by state, never improves a mode's standing against any other mode.

    Args:
        raising: the fact.
        through: its states in rising order; all of them when left out.
        never_favours: the mode.
        over: the modes against which it holds; all others when left out.
    """

    raising: AskedFactId
    through: tuple[Annotated[str, Names("option", of="raising")], ...] = ()
    never_favours: ModeId
    over: tuple[ModeId, ...] = ()
    basis: Basis
    sources: tuple[SourceId, ...] = ()
    reason: Text
    place: Place
