"""The catalogue: what a plan can recommend, item by item."""

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.noun import Id, Noun, Text
from mvpod_expert.model.principles import Basis, PrincipleId


class Item(Noun):
    """One thing to do or to settle, in words that can be checked."""

    id: Id
    kind: Id
    title: Text
    text: Text
    principle: tuple[PrincipleId, ...]
    basis: Basis
    sources: tuple[Id, ...] = ()
    place: Place


class Shelf(Noun):
    """A kind of items, in the order of its file."""

    kind: Id
    title: Text
    items: tuple[Item, ...]
