"""Directions: what the experts promise about an answer whatever the rest of the case, checked by a sweep."""

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, Text
from mvpod_expert.model.principles import Basis


class Direction(FrozenModel):
    """Raising a fact, state by state, never improves a mode's standing against any other mode.

    Args:
        raising: the fact.
        through: its states in rising order; all of them when left out.
        never_favours: the mode.
        over: the modes against which it holds; all others when left out.
    """

    raising: Id
    through: tuple[str, ...] = ()
    never_favours: Id
    over: tuple[Id, ...] = ()
    basis: Basis
    sources: tuple[Id, ...] = ()
    reason: Text
    place: Place
