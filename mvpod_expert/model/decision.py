"""The decision table: the modes, what the strength names weigh, and where the verdicts' limits are."""

from collections.abc import Mapping
from typing import Literal

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, Text
from mvpod_expert.model.named_ids import FactId, ShelfId

SAME_MODE = "same"

Verdict = Literal["clear", "leaning", "too_close_to_call", "no_feasible_mode"]


class Mode(FrozenModel):
    """One way to sell that can be recommended.

    Args:
        needs: the kinds of items without which its plan is no plan; a rule that only tests the mode must bring each.
    """

    id: Id
    title: Text
    meaning: Text
    needs: tuple[ShelfId, ...] = ()


class Strength(FrozenModel):
    """A strength name and the points of evidence it stands for (whole points, so that sums are exact)."""

    id: Id
    title: Text
    points: int


class DecisionTable(FrozenModel):
    """How evidence becomes a verdict.

    Args:
        edition: the version of the knowledge, as its authors count it.
        decided_fact: the derived fact that holds the decided mode for the plan rules.
        compared_fact: the derived fact that holds how the modes of two cells compare, for the compare rules.
        second_from: the points a second choice needs where a row of the plan may have two.
        leaning_from: the smallest lead, in points, that decides; below it is too close to call.
        clear_from: the lead, in points, from which a decision nothing open can change is clear.
        places: where its keys and entries stand.
    """

    edition: str
    decided_fact: FactId
    compared_fact: FactId
    second_from: int
    modes: tuple[Mode, ...]
    strengths: tuple[Strength, ...]
    leaning_from: int
    clear_from: int
    place: Place
    places: Mapping[str, Place] = {}

    def at(self, part: str) -> Place:
        """Give the place of a part: a key, or the key and the id of an entry."""
        return self.places.get(part, self.place)

    def points(self, strength: str) -> int:
        """Give the points of a strength name."""
        return next(each.points for each in self.strengths if each.id == strength)

    def mode(self, mode: str) -> Mode:
        """Give a mode by its id."""
        return next(each for each in self.modes if each.id == mode)


def compared_state(table: DecisionTable, one: str, other: str) -> str:
    """Give the state of the compared fact for the modes of two cells: `same`, or both in the table's order."""
    if one == other:
        return SAME_MODE
    order = [mode.id for mode in table.modes]
    return "_and_".join(sorted((one, other), key=order.index))
