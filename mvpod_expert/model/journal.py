"""The journal of an interview: what a person entered, one entry after another, and the record it adds up to.

Nothing in a journal is ever changed or taken out. Changing an answer is one more entry, and so is taking it back. The
record is what the sections of the case and the entries after them make; replaying the same entries always makes the
same record.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile, Cell, Override

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mvpod_expert.model.diagnostics import Diagnostic

MARK = "# mvpod interview:"
"""What the line before a journal begins with."""

NO_OVERRIDE = "none"
"""What stands for the mode where a choice is taken back."""

Depth = Literal["quick", "sound", "proven"]
QUICK: Depth = "quick"
PROVEN: Depth = "proven"
DEPTHS: tuple[Depth, ...] = (QUICK, "sound", PROVEN)
"""How deep an interview goes: to a provisional advice, to one that documented cases bear out, or to a proof."""

QUICK_QUESTIONS = 10

Times = int


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer was given in the current cell, or changed.

    Args:
        answer: of the layer `interview`; or of the layer `cell` where it holds in this cell alone, although the
            question is the same for every cell.
    """

    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Unfit:
    """An answer that today's questions do not take: the question or the option is not there any more.

    Args:
        fact: what it answered.
        written: what was answered.
        findings: what is wrong with it.
    """

    fact: str
    written: str
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """An answer was taken back: the question is unanswered again."""

    fact: str


@dataclass(frozen=True, kw_only=True)
class PutOff:
    """A question was skipped: it comes again at the end, and skipped once more it stays open."""

    fact: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A market cell was opened and is the current one.

    Args:
        like: the cell whose answers it starts with; without one, it starts with what all cells share.
    """

    cell: str
    region: str | None = None
    segment: str | None = None
    like: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A market cell that is there became the current one."""

    cell: str


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """The cell at hand got another name."""

    cell: str
    region: str | None = None
    segment: str | None = None


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A market cell was taken out; where it was the current one, the first of the others is from here on."""

    cell: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something about the interview was noted.

    Args:
        kind: the `client`, what is offered (`offer`), the `currency` of plain amounts from here on, how deep the
            interview goes (`depth`), that its questions go on for the plan (`phase`), that the advice was asked for
            (`done`), or that the `knowledge` is another one from here on.
        value: the name, the text, the code in small letters, the depth, the phase, `advice`, or the edition.
    """

    kind: Literal["client", "offer", "currency", "depth", "phase", "done", "knowledge"]
    value: str


@dataclass(frozen=True, kw_only=True)
class Overridden:
    """Another mode than the advised one was chosen for the current cell; or, with nothing, that was taken back."""

    override: Override | None


Entry = Answered | Unfit | Withdrawn | PutOff | Opened | Entered | Renamed | Removed | Noted | Overridden


@dataclass(frozen=True, kw_only=True)
class CellRecord:
    """What the entries make of one market cell; answers stand in the order in which they were given last.

    Args:
        written: the id under which the sections of the case have it; none for a cell opened in the interview.
        own: the facts answered for this cell itself; other answers are those of the whole company.
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
        open_cell: makes a cell that is opened in the interview, by its name, region and segment, with what the sections
            say of every cell.
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
    open_cell: Callable[[str, str | None, str | None], Cell] | None = None

    @classmethod
    def of(cls, case: CaseFile, open_cell: Callable[[str, str | None, str | None], Cell]) -> Record:
        """Return the record that the sections of a case make, before any entry; the last cell is the current one."""
        cells = {
            cell.id: CellRecord(
                region=cell.region,
                segment=cell.segment,
                answers=cell.answers,
                override=cell.override,
                written=cell.id,
                own=frozenset(cell.answers),
            )
            for cell in case.cells
        }
        return cls(
            client=case.client,
            offer=case.offer,
            currency=case.currency,
            cells=cells,
            at=case.cells[-1].id,
            sections=case,
            open_cell=open_cell,
        )

    @property
    def is_done(self) -> bool:
        """Return whether the advice was asked for after the last answer."""
        return self.done is not None

    @property
    def cell(self) -> CellRecord:
        """The cell at hand."""
        return self.cells[self.at]

    def after(self, entry: Entry, shared: Collection[str]) -> Record:  # noqa: C901, PLR0911, PLR0912 - one way for each kind
        """Return the record with one more entry.

        Args:
            entry: the entry; a cell it names is there, or is new where it opens one.
            shared: the facts that are the same in every cell; an answer to one of them holds for all.
        """
        match entry:
            case Answered(answer=answer):
                everywhere = () if answer.layer == "cell" else shared
                is_own = answer.fact not in everywhere
                changed = self._changed(answer.fact, everywhere, lambda cell: _answered(cell, answer, is_own=is_own))
                return replace(changed, done=None)
            case Unfit(fact=fact):
                return self._changed(fact, shared, lambda cell: _set_aside(cell, entry))
            case Withdrawn(fact=fact):
                return self._changed(fact, shared, lambda cell: _without(cell, fact))
            case PutOff(fact=fact):
                return self._changed(fact, (), lambda cell: _put_off(cell, fact))
            case Overridden(override=override):
                return self._changed("", (), lambda cell: replace(cell, override=override))
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
            case Noted(kind="client", value=value):
                return replace(self, client=value)
            case Noted(kind="offer", value=value):
                return replace(self, offer=value)
            case Noted(kind="currency", value=value):
                return replace(self, currency=value)
            case Noted(kind="done", value=value):
                return replace(self, done=value)
            case Noted(kind="knowledge", value=value):
                return replace(self, knowledge=value)
        raise AssertionError(entry)

    def case(self, file: str) -> CaseFile:
        """Return the case with all its sections and the answers as they are now.

        Cells opened in the interview without an answer of their own are left out as long as there is another cell.
        """
        kept = {
            name: each for name, each in self.cells.items() if each.own or (each.written or ONLY_CELL) != ONLY_CELL
        } or dict([next((pair for pair in self.cells.items() if pair[1].answers), next(iter(self.cells.items())))])
        cells = tuple(self._cell(name, each) for name, each in kept.items())
        whole = self.sections or CaseFile(file=file, client=None, cells=())
        said = {"client": self.client, "offer": self.offer, "currency": self.currency}
        return whole.model_copy(update={"file": file, "cells": cells, **said})

    def _cell(self, name: str, cell: CellRecord) -> Cell:
        written = (
            next((each for each in self.sections.cells if each.id == cell.written), None) if self.sections else None
        )
        if written is not None:
            own = written.model_copy(update={"id": name, "region": cell.region, "segment": cell.segment})
        elif self.open_cell is not None:
            own = self.open_cell(name, cell.region, cell.segment)
        else:
            own = Cell(id=name, region=cell.region, segment=cell.segment, answers={})
        return own.model_copy(update={"answers": cell.answers, "override": cell.override})

    def _changed(self, fact: str, shared: Collection[str], change: Callable[[CellRecord], CellRecord]) -> Record:
        touched = self.cells if fact in shared else (self.at,)
        return replace(self, cells={**self.cells, **{name: change(self.cells[name]) for name in touched}})

    def _opened(self, entry: Opened, shared: Collection[str]) -> Record:
        source = self.cells[entry.like or self.at].answers
        answers = {
            fact: answer for fact, answer in source.items() if entry.like or (fact in shared and answer.layer != "cell")
        }
        own = frozenset(answers) if entry.like else frozenset()
        cell = CellRecord(region=entry.region, segment=entry.segment, answers=answers, own=own)
        return replace(self, cells={**self.cells, entry.cell: cell}, at=entry.cell)

    def _renamed(self, entry: Renamed) -> Record:
        renamed = replace(self.cell, region=entry.region, segment=entry.segment)
        cells = {entry.cell if name == self.at else name: each for name, each in self.cells.items()}
        return replace(self, cells={**cells, entry.cell: renamed}, at=entry.cell)


def _answered(cell: CellRecord, answer: Answer, *, is_own: bool) -> CellRecord:
    others = _without(cell, answer.fact)
    own = others.own | {answer.fact} if is_own else others.own
    return replace(others, answers={**others.answers, answer.fact: answer}, own=own)


def _set_aside(cell: CellRecord, unfit: Unfit) -> CellRecord:
    others = _without(cell, unfit.fact)
    return replace(others, unfit={**others.unfit, unfit.fact: unfit})


def _without(cell: CellRecord, fact: str) -> CellRecord:
    return replace(
        cell,
        answers={name: answer for name, answer in cell.answers.items() if name != fact},
        unfit={name: unfit for name, unfit in cell.unfit.items() if name != fact},
        put_off={name: times for name, times in cell.put_off.items() if name != fact},
        own=cell.own - {fact},
    )


def _put_off(cell: CellRecord, fact: str) -> CellRecord:
    return replace(cell, put_off={**cell.put_off, fact: cell.put_off.get(fact, 0) + 1})
