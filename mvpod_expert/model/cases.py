"""Cases: what a client answered, and the documented decisions the rules are checked against."""

from collections.abc import Mapping
from operator import not_
from typing import Annotated, Literal

from pydantic import Field

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import FrozenModel, Id, ModeId, Names, Prose, Result, Source, Text, is_none

ONLY_CELL = "main"
"""The name of the cell of a case that has only one."""

JOURNAL = "journal"
"""The key of a case file under which the entries of an interview stand."""

Layer = Literal["shared", "cell", "interview", "figures"]
Given = str | int | float | bool


class Answer(Result):
    """One answer: what was given, and the state inference sees (a band for a number).

    Args:
        layer: `shared` by all cells of the file, the `cell`'s own, given in the `interview`, or settled by `figures`:
            it follows from numbers that a person gave.
        times: how many times the number is the one that its bands move with, where that one is known.
        source: who said it, or the document it stands in; nothing where nobody noted it.
        estimated: it is an estimate.
        formerly: what was written, where the fact or the option goes by another id today.
    """

    fact: Id
    given: Given
    state: str
    layer: Layer
    times: float | None = Field(default=None, exclude_if=is_none)
    source: Source | None = Field(default=None, exclude_if=is_none)
    estimated: bool = Field(default=False, exclude_if=not_)
    place: Place | None = Field(default=None, exclude_if=is_none)
    formerly: str | None = Field(default=None, exclude_if=is_none)

    @property
    def is_known(self) -> bool:
        """Return whether inference may use it: "don't know" is an answer, but not knowledge."""
        return self.state != UNKNOWN


Answers = Mapping[str, Answer]
"""By the id of the fact."""


class Override(FrozenModel):
    """The client and the consultant decided otherwise than advised: the mode they chose, and why."""

    mode: str
    because: Prose


class Cell(Result):
    """A market cell (region x segment) with its answers; a cell's own answers win over shared ones.

    What capabilities keep here, such as numbers given for it, is added by `mvpod_expert.composition`.
    """

    id: str
    region: str | None = None
    segment: str | None = None
    answers: Answers
    override: Override | None = None

    def memory(self) -> dict[str, str]:
        """Return the working memory the answers make: fact to state, known answers only."""
        return {fact: answer.state for fact, answer in self.answers.items() if answer.is_known}


class CaseFile(Result):
    """One case file: a client, what it offers, its market cells, and what capabilities keep beside them.

    Its currency, a code in small letters, is that of plain amounts; its rates are units for a US dollar.
    """

    file: str
    client: str | None
    offer: str | None = Field(default=None, exclude_if=is_none)
    currency: str | None = Field(default=None, exclude_if=is_none)
    rates: Mapping[str, float] = Field(default_factory=dict, exclude_if=not_)
    cells: tuple[Cell, ...]


class _DocumentedOutcome(FrozenModel):
    """What the company did, what else a fair judge would accept, and how it went."""

    mode: ModeId
    also_acceptable: tuple[ModeId, ...]
    confidence: Literal["high", "medium", "low"]
    scored: bool
    result: Text


class ReferenceCase(FrozenModel):
    """A documented decision: an illustration and a check, never evidence of success.

    A cited source supports the facts that are documented; every other answer is an estimate.
    """

    id: Prose
    company: Text
    offer: Text
    market: Text
    period: Prose
    cell: Cell
    documented: tuple[Annotated[str, Names("fact")], ...]
    outcome: _DocumentedOutcome
    switch: Text | None = None
    reason: Text
    note: Text | None = None
    sources: tuple[Prose, ...]
    place: Place
