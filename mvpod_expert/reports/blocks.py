"""What a report is made of: plain blocks of words in one language, laid out by each form of report in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mvpod_expert.audit.report import AuditPage
    from mvpod_expert.economics.report import EconomicsPage
    from mvpod_expert.trends.report import TrendsPage
    from mvpod_expert.vendors.report import VendorsPage

Standing = Literal["strong", "between", "missing", "unknown"]


@dataclass(frozen=True)
class Step:
    """One row of a waterfall: an argument that moves the sum from `start` to `end`; a veto moves nothing."""

    title: str
    points: int | None
    start: int
    end: int
    basis: str


@dataclass(frozen=True)
class Waterfall:
    """How one mode's points add up, from nothing to its net; `low` and `high` are the ends of the common scale."""

    mode: str
    net: int
    is_vetoed: bool
    steps: tuple[Step, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Room:
    """One area of the house: how many things are strong of all looked at, and what stands where."""

    title: str
    strong: tuple[str, ...]
    between: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def looked_at(self) -> int:
        """The number of things looked at."""
        return len(self.strong) + len(self.between) + len(self.missing) + len(self.unknown)


@dataclass(frozen=True)
class LineCell:
    """What one line does at one stage, and whether the plan has it."""

    title: str
    is_planned: bool


@dataclass(frozen=True)
class LinesTable:
    """The lines by stage: the stage's name, the columns, the one we are at, and each line with its state today."""

    title: str
    stages: tuple[str, ...]
    here: int | None
    rows: tuple[tuple[str, str, tuple[LineCell, ...]], ...]


@dataclass(frozen=True)
class Grid:
    """Rows of the plan against the options they can fall to: the points of the first and of a second choice, if any."""

    title: str
    options: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True)
class PlannedItem:
    """One item of the plan."""

    title: str
    basis: str
    basis_title: str
    text: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    chosen: tuple[str, ...]
    blanks: tuple[str, ...]
    carried_by: str
    support: str


@dataclass(frozen=True)
class PlanShelf:
    """One kind of items of the plan."""

    title: str
    items: tuple[PlannedItem, ...]


@dataclass(frozen=True)
class ProvedArgument:
    """An argument with all that supports it; `grounds` are lines, each with how deep it stands."""

    title: str
    points: str
    basis: str
    basis_title: str
    reason: str
    support: str
    grounds: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ModeProof:
    """All arguments about one mode, and how they add up."""

    title: str
    arguments: tuple[ProvedArgument, ...]


@dataclass(frozen=True)
class Alternative:
    """Why another mode is not recommended, and the cheapest changes that would make it win."""

    mode: str
    sentence: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """A documented case nearby."""

    title: str
    used: str
    reason: str
    compared: str


@dataclass(frozen=True)
class CellPage:
    """One market cell: the page read in two minutes, the pictures, the plan and the proof."""

    anchor: str
    name: str
    decided: str
    is_decided: bool
    meaning: str
    sentence: str
    override: str
    doubts: tuple[str, ...]
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    flips: tuple[str, ...]
    question: str
    open_facts: str
    steps: tuple[str, ...]
    waterfalls: tuple[Waterfall, ...]
    house: tuple[Room, ...]
    lines: LinesTable | None
    grids: tuple[Grid, ...]
    plan_title: str
    plan: tuple[PlanShelf, ...]
    proofs: tuple[ModeProof, ...]
    principles: tuple[str, ...]
    sources: tuple[str, ...]
    likenesses: tuple[Likeness, ...]
    proof_title: str
    economics: EconomicsPage | None
    trend_findings: str


@dataclass(frozen=True)
class ComparedCell:
    """One row of the comparison of cells: what is decided, and each mode's net points (none when vetoed)."""

    name: str
    decided: str
    nets: tuple[int | None, ...]


@dataclass(frozen=True)
class CellsTrends:
    """The trends of the market cells that have the same history; `cells` names them where there are others."""

    anchor: str
    cells: str
    page: TrendsPage


@dataclass(frozen=True)
class BriefPart:
    """What the first page says of one part of the report, and where that part stands."""

    anchor: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A line of the contents, with what stands under it."""

    anchor: str
    title: str
    under: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class ReportPages:
    """The whole report, in one language."""

    lang: str
    title: str
    client: str
    modes: tuple[str, ...]
    brief: tuple[BriefPart, ...]
    contents: tuple[Entry, ...]
    cells: tuple[CellPage, ...]
    trends: tuple[CellsTrends, ...]
    compared: tuple[ComparedCell, ...]
    between: tuple[tuple[str, tuple[PlannedItem, ...]], ...]
    vendors: tuple[VendorsPage, ...]
    legend: tuple[tuple[str, str, str], ...]
    made_with: str
    audits: tuple[AuditPage, ...] = ()
