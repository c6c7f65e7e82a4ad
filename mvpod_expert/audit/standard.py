"""What a client's existing plan is held against: areas with their elements, and the measures that close gaps."""

from typing import Annotated

from mvpod_expert.model.catalogue import Effort, Item
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FactId, FrozenModel, Id, ItemId, ModeId, Names, ShelfId, Text, Titled
from mvpod_expert.model.knowledge import KnowledgeBase

StateId = Annotated[Id, Names("option", of="fact")]


class Element(FrozenModel):
    """One thing a whole plan has, as an asked fact says.

    Args:
        fact: the fact.
        there: the states in which it is there.
        partly: the states in which part of it is there; every other state is a gap.
        wanted_for: the kinds of items of the recommended plan that call for it.
        wanted_in: the modes that call for it; without kinds and modes it is always wanted.
        to_be: the kinds of items that show what the recommended plan has in its place.
    """

    fact: FactId
    there: tuple[StateId, ...] = ("there",)
    partly: tuple[StateId, ...] = ("partly",)
    wanted_for: tuple[ShelfId, ...] = ()
    wanted_in: tuple[ModeId, ...] = ()
    to_be: tuple[ShelfId, ...] = ()


class StandardArea(FrozenModel):
    """One area of the architecture."""

    id: Id
    title: Text
    meaning: Text
    elements: tuple[Element, ...]


class AuditStandard(FrozenModel):
    """The to-be without a case, and which facts say what else the audit reports.

    Args:
        mode: the asked fact for the mode the plan chooses; its states beyond the modes say that it names none.
        capacity: the asked number of measures a quarter.
        defects: the concluded facts for the defects.
        balance: the concluded fact for how the lines stand to each other.
        efforts: from the smallest; what takes the first is a quick win when nothing has to come before it.
        waves: the first for the first quarter, each next for the next one, the last for all that follow.
    """

    mode: FactId
    capacity: FactId
    defects: tuple[FactId, ...]
    balance: FactId
    areas: tuple[StandardArea, ...]
    efforts: tuple[Effort, ...]
    waves: tuple[Titled, ...]
    place: Place

    def elements(self) -> tuple[Element, ...]:
        """Return the elements of all areas."""
        return tuple(element for area in self.areas for element in area.elements)


class Measure(Item):
    """Something to do that closes a gap; its kind says whether by process, organisation or assessment.

    Args:
        area: the area whose gap it closes.
        effect: what it brings.
        after: the measures that come before it.
        owner: who carries it out.
        metric: the metric of the catalogue that shows that it worked.
    """

    area: Id
    effort: Id
    effect: Text
    after: tuple[ItemId, ...] = ()
    owner: Text
    metric: ItemId


class AuditKnowledge(KnowledgeBase):
    """What existing plans are held against: facts, rules and measures of their own, which the advice never sees."""

    standard: AuditStandard
