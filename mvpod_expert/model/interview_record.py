"""What the sections of a case and the entries of an interview after them add up to.

Nothing in a journal is ever changed or taken out. Changing an answer is one more entry, and so is taking it back.
Replaying the same entries always makes the same record.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile, Cell, Override
from mvpod_expert.model.journal import (
    DEPTHS,
    Answered,
    Depth,
    Entered,
    Entry,
    FilledIn,
    Noted,
    Opened,
    Overridden,
    PutOff,
    Removed,
    Renamed,
    Times,
    Unfit,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    FilledSections = Mapping[tuple[str, ...], FilledIn]


OF_CASE = ("client", "offer", "currency")
OF_CELL = ("region", "segment", "answers", "override")
"""What a record has of a case and of its cells, as they do."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class CellRecord:
    """What the entries make of one market cell; answers stand in the order in which they were given last.

    Args:
        written: the id under which the sections of the case have it; none for a cell opened in the interview.
        own: the facts answered for this cell itself; other answers are those of the whole company.
        filled: what was filled into the sections for this cell, by path.
    """

    region: str | None = None
    segment: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unfit: Mapping[str, Unfit] = field(default_factory=dict)
    put_off: Mapping[str, Times] = field(default_factory=dict)
    phase: str = "mode"
    override: Override | None = None
    written: str | None = None
    own: frozenset[str] = frozenset()
    filled: FilledSections = field(default_factory=dict)


class SectionReader(Protocol):
    """Reads what stands before a journal, with what was filled in since."""

    def case(self, record: Record, names: Collection[str]) -> CaseFile:
        """Return the case with some cells of a record, their answers left aside.

        Raises:
            UnusableInputError: what was filled in cannot be used; all findings.
        """

    def section(self, record: Record, key: str) -> object:
        """Return what a section says for the current cell, as plain data."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a case file with a journal adds up to.

    Args:
        offer: what is offered to the client's customers.
        currency: what plain amounts of money are in, by its code; US dollars where nobody said.
        depth: how deep the interview goes; nothing where nobody said.
        done: the advice was asked for, and nothing was answered since.
        at: the current cell.
        knowledge: the edition of the knowledge the last answers were given under.
        sections: what stands before the journal; numbers, metrics, vendors and the audit come from there.
        filled: what was filled into them for the whole case, by path.
        reader: reads the sections, with what was filled in.
    """

    client: str | None = None
    offer: str | None = None
    currency: str | None = None
    depth: Depth | None = None
    done: str | None = None
    knowledge: str | None = None
    cells: Mapping[str, CellRecord] = field(default_factory=lambda: {ONLY_CELL: CellRecord()})
    at: str = ONLY_CELL
    sections: CaseFile | None = None
    filled: FilledSections = field(default_factory=dict)
    reader: SectionReader | None = None

    @classmethod
    def of(cls, case: CaseFile, reader: SectionReader) -> Record:
        """Return the record that the sections of a case make, before any entry; the last cell is the current one."""
        cells = {
            cell.id: CellRecord(
                written=cell.id, own=frozenset(cell.answers), **{key: getattr(cell, key) for key in OF_CELL}
            )
            for cell in case.cells
        }
        said = {key: getattr(case, key) for key in OF_CASE}
        return cls(cells=cells, at=case.cells[-1].id, sections=case, reader=reader, **said)

    @property
    def is_done(self) -> bool:
        """Return whether the advice was asked for after the last answer."""
        return self.done is not None

    @property
    def cell(self) -> CellRecord:
        """The current cell."""
        return self.cells[self.at]

    @property
    def entered(self) -> int:
        """How much was said of the current cell: the answers, and what was filled in."""
        return len(self.cell.answers) + len(self.cell.filled) + len(self.filled)

    def after(self, entry: Entry, shared: Collection[str]) -> Record:  # noqa: C901, PLR0911, PLR0912 - one way for each kind
        """Return the record with one more entry; an answer to a `shared` fact holds for all cells.

        A cell that the entry names is there, or is new where it opens one.
        """
        match entry:
            case Answered(answer=answer):
                everywhere = () if answer.layer == "cell" else shared
                own = frozenset() if answer.fact in everywhere else frozenset({answer.fact})
                changed = self._changed(
                    answer.fact, everywhere, lambda cell: _without(cell, answer.fact, {answer.fact: answer}, own=own)
                )
                return replace(changed, done=None)
            case Unfit(fact=fact):
                return self._changed(fact, shared, lambda cell: _without(cell, fact, unfit={fact: entry}))
            case Withdrawn(fact=fact):
                return self._changed(fact, shared, lambda cell: _without(cell, fact))
            case PutOff(fact=fact):
                times = self.cell.put_off.get(fact, 0) + 1
                return self._changed(fact, (), lambda cell: replace(cell, put_off={**cell.put_off, fact: times}))
            case Overridden(override=override):
                return self._changed("", (), lambda cell: replace(cell, override=override))
            case FilledIn(path=path, here=True):
                return self._changed("", (), lambda cell: replace(cell, filled={**cell.filled, path: entry}))
            case FilledIn(path=path):
                return replace(self, filled={**self.filled, path: entry})
            case Opened():
                return self._opened(entry, shared)
            case Entered(cell=cell):
                return replace(self, at=cell)
            case Renamed():
                return self._renamed(entry)
            case Removed(cell=cell):
                left = {name: each for name, each in self.cells.items() if name != cell}
                return replace(self, cells=left, at=self.at if self.at in left else next(iter(left)))
            case Noted(kind="phase", value=value):
                return self._changed("", (), lambda cell: replace(cell, phase=value))
            case Noted(kind="depth", value=value):
                return replace(self, depth=next(each for each in DEPTHS if each == value))
            case Noted(kind="client" | "offer" | "currency" | "done" | "knowledge" as kind, value=value):
                changes: dict[str, Any] = {kind: value}
                return replace(self, **changes)
        raise AssertionError(entry)

    def case(self, file: str) -> CaseFile:
        """Return the case with all its sections and the answers as they are now.

        Cells opened in the interview with nothing of their own are left out as long as there is another cell.

        Raises:
            UnusableInputError: what was filled into the sections cannot be used any more.
        """
        kept = [
            name
            for name, each in self.cells.items()
            if each.own or each.filled or (each.written or ONLY_CELL) != ONLY_CELL
        ] or [next((name for name, each in self.cells.items() if each.answers), next(iter(self.cells)))]
        if self.reader is not None:
            whole = self.reader.case(self, kept)
        else:
            cells = (Cell(id=name, answers={}) for name in kept)
            whole = CaseFile(file=file, client=None, cells=tuple(cells))
        now = tuple(
            cell.model_copy(update={"id": name, **{key: getattr(self.cells[name], key) for key in OF_CELL}})
            for name, cell in zip(kept, whole.cells, strict=True)
        )
        said = {key: getattr(self, key) for key in OF_CASE}
        return whole.model_copy(update={"file": file, "cells": now, **said})

    def _changed(self, fact: str, shared: Collection[str], change: Callable[[CellRecord], CellRecord]) -> Record:
        touched = self.cells if fact in shared else (self.at,)
        return replace(self, cells={**self.cells, **{name: change(self.cells[name]) for name in touched}})

    def _opened(self, entry: Opened, shared: Collection[str]) -> Record:
        source = self.cells[entry.like or self.at].answers
        answers = {
            fact: answer for fact, answer in source.items() if entry.like or (fact in shared and answer.layer != "cell")
        }
        own = frozenset(answers) if entry.like else frozenset()
        filled = self.cells[entry.like].filled if entry.like else {}
        cell = CellRecord(region=entry.region, segment=entry.segment, answers=answers, own=own, filled=filled)
        return replace(self, cells={**self.cells, entry.cell: cell}, at=entry.cell)

    def _renamed(self, entry: Renamed) -> Record:
        renamed = replace(self.cell, region=entry.region, segment=entry.segment)
        cells = {entry.cell if name == self.at else name: each for name, each in self.cells.items()}
        return replace(self, cells={**cells, entry.cell: renamed}, at=entry.cell)


def _without(
    cell: CellRecord,
    fact: str,
    answers: Mapping[str, Answer] = NOTHING,
    unfit: Mapping[str, Unfit] = NOTHING,
    own: frozenset[str] = frozenset(),
) -> CellRecord:
    """Return a cell without what was said of a fact, but with what is said instead."""
    return replace(
        cell,
        answers={**{name: each for name, each in cell.answers.items() if name != fact}, **answers},
        unfit={**{name: each for name, each in cell.unfit.items() if name != fact}, **unfit},
        put_off={name: times for name, times in cell.put_off.items() if name != fact},
        own=cell.own - {fact} | own,
    )
