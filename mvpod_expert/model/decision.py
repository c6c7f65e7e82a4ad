"""The decision table: the modes, what the strength names weigh, and where the verdicts' limits are."""

from typing import Literal

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.noun import Id, Noun, Text

Verdict = Literal["clear", "leaning", "too_close_to_call", "no_feasible_mode"]


class Mode(Noun):
    """One way to sell that can be recommended."""

    id: Id
    title: Text
    meaning: Text


class Strength(Noun):
    """A strength name and the points of evidence it stands for (whole points, so that sums are exact)."""

    id: Id
    title: Text
    points: int


class DecisionTable(Noun):
    """How evidence becomes a verdict.

    Args:
        edition: the version of the knowledge, as its authors count it.
        decided_fact: the derived fact that holds the decided mode for the plan rules.
        leaning_from: the smallest lead, in points, that decides; below it is too close to call.
        clear_from: the lead, in points, from which a decision nothing open can change is clear.
    """

    edition: str
    decided_fact: Id
    modes: tuple[Mode, ...]
    strengths: tuple[Strength, ...]
    leaning_from: int
    clear_from: int
    place: Place

    def points(self, strength: str) -> int:
        """Give the points of a strength name."""
        return next(each.points for each in self.strengths if each.id == strength)

    def mode(self, mode: str) -> Mode:
        """Give a mode by its id."""
        return next(each for each in self.modes if each.id == mode)
