"""Things that the knowledge refers to, and how one refers to another.

Kinds and relations are open: capabilities have some of their own.
"""

from typing import NamedTuple

Kind = str
KINDS: tuple[Kind, ...] = ("rule", "fact", "option", "principle", "source", "item", "shelf", "case", "mode", "strength")
"""The kinds of things that can be looked up."""
Relation = str


class Thing(NamedTuple):
    """Something that can be referred to: its kind and its id; an option's id is `fact.option`."""

    kind: Kind
    id: str

    @property
    def fact(self) -> str:
        """The fact of an option."""
        return self.id.partition(".")[0]

    @property
    def state(self) -> str:
        """The state of an option."""
        return self.id.partition(".")[2]


class Link(NamedTuple):
    """One reference: `origin` does something with `target`."""

    origin: Thing
    relation: Relation
    target: Thing


def option(fact: str, state: str) -> Thing:
    """Return the thing that one state of a fact is."""
    return Thing("option", f"{fact}.{state}")
