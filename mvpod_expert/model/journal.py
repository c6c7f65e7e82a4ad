"""The journal of an interview: what a person entered, one entry after another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from mvpod_expert.model.cases import Answer, Override
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

    It is of the layer `interview`, or `cell` where it holds here alone although the question is one for all cells.
    """

    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Unfit:
    """An answer that today's questions do not take: the question or the option is not there any more."""

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

    It starts with the answers of the cell it is like, or with what all cells share.
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
    """The current cell got another name."""

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


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """Something was filled into a section of the case, such as a number under `economics:`.

    Args:
        path: the keys that lead to it, the section's first; in a list, the number of the entry from 1.
        given: plain data; nothing takes out what was there.
        here: it holds for the current cell alone, else for the whole case.
        origin: the node of the file that says so, for findings.
    """

    path: tuple[str, ...]
    given: Any
    here: bool = False
    origin: Any = field(default=None, compare=False)


Entry = Answered | Unfit | Withdrawn | PutOff | Opened | Entered | Renamed | Removed | Noted | Overridden | FilledIn
