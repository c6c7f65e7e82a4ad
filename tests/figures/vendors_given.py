"""Small gates and vendors, worked by hand, and random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import Text
from mvpod_expert.vendors.model import MustHave, ScoreGiven, TracedItem, VendorGiven
from mvpod_expert.vendors.service import select
from mvpod_expert.vendors.table import Criterion, FitLimit, KnockOut, VendorGate, VendorTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.vendors.model import VendorSelection

WORD = Text(zh="词", en="word")
FITS = ("standard", "config", "custom", "missing")
MUST_HAVES = tuple(f"need-{number}" for number in range(5))
CRITERIA = ("A1", "A2", "B1", "B2", "B3")


def criterion(name: str, limits: tuple[FitLimit, ...] = ()) -> Criterion:
    return Criterion(
        id=name, title=WORD, levels=(WORD,) * 3, evidence=WORD, ask=WORD, from_functions=limits, basis="proposal"
    )


def gate(name: str, weight: int, criteria: Sequence[Criterion], knock_outs: Sequence[KnockOut] = ()) -> VendorGate:
    return VendorGate(
        id=name,
        title=WORD,
        meaning=WORD,
        weight=weight,
        passes_at=0.7,
        criteria=tuple(criteria),
        knock_outs=tuple(knock_outs),
        principle=("D2",),
        basis="article",
        place=Place(file="vendors.yaml"),
    )


LIMITS = (FitLimit(score=2, missing=0, custom=0), FitLimit(score=1, missing=0, custom=1))
TABLE = VendorTable(
    fits=dict.fromkeys(FITS, WORD),
    steady_within=10,
    note=WORD,
    gates=(
        gate(
            "first",
            60,
            [criterion("A1", LIMITS), criterion("A2")],
            [KnockOut(id="code", title=WORD, fits=("custom", "missing"), above=0.2, basis="proposal")],
        ),
        gate(
            "second",
            40,
            [criterion("B1"), criterion("B2"), criterion("B3")],
            [KnockOut(id="none", title=WORD, criterion="B1", at_most=0, basis="proposal")],
        ),
    ),
)


def vendor(
    name: str, scores: Mapping[str, int | None], fits: Mapping[str, Any] | None = None, shown: Sequence[str] = CRITERIA
) -> VendorGiven:
    """Make a vendor; every fit is standard unless told, and what is in `shown` has evidence."""
    written = dict.fromkeys(MUST_HAVES, "standard") | dict(fits or {})
    criteria = {
        each: ScoreGiven(score=scores.get(each), evidence="seen" if each in shown else None)
        for each in CRITERIA
        if each in scores or each in shown
    }
    return VendorGiven(
        id=name,
        name=name.upper(),
        functions={each: fit for each, fit in written.items() if fit is not None},
        criteria=criteria,
    )


def selected(*given: VendorGiven, table: VendorTable = TABLE) -> VendorSelection:
    must_haves = tuple(MustHave(function=each, items=("item",)) for each in MUST_HAVES)
    traced = (
        TracedItem(item="both", cells=("main",), functions=MUST_HAVES[:2]),
        TracedItem(item="rest", cells=("main",), functions=MUST_HAVES[2:]),
    )
    return select(table, given, must_haves, traced, ("case.yaml", ("main",)))


@st.composite
def vendors(draw: st.DrawFn, name: str = "x") -> VendorGiven:
    scores = {each: draw(st.sampled_from((0, 1, 2, 2, 2, None))) for each in CRITERIA[1:]}
    fits = {each: draw(st.sampled_from((*FITS, "standard", "standard", None))) for each in MUST_HAVES}
    shown = [each for each in CRITERIA if draw(st.booleans())]
    return vendor(name, scores, fits, shown)


@st.composite
def several(draw: st.DrawFn) -> tuple[VendorGiven, ...]:
    """Return vendors that mostly pass, so that there is a ranking."""
    found = []
    for name in ("a", "b", "c", "d")[: draw(st.integers(2, 4))]:
        if draw(st.booleans()):
            found.append(draw(vendors(name)))
        else:
            scores = {each: draw(st.integers(1, 2)) for each in CRITERIA[1:]}
            found.append(vendor(name, scores, {}, [each for each in CRITERIA if draw(st.booleans())]))
    return tuple(found)
