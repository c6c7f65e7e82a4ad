"""The report's vendors: side by side, what stands in whose way, must-haves, what to ask next, how steady it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.vendors.parts import table_of
from mvpod_expert.vendors.sentences import VendorSentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import VendorResult, VendorSelection
    from mvpod_expert.views.messages import Messages

MOST_QUESTIONS = 12
MOST_ITEMS = 6

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class VendorBar:
    """A vendor's points, from what is known to what it can reach; nothing for one that fails."""

    name: str
    points: float
    most: float
    note: str


@dataclass(frozen=True)
class VendorRemarks:
    """What stands in a vendor's way, and which items of the plan it does not carry."""

    name: str
    state: str
    notes: str
    reasons: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class VendorQuestion:
    """What to ask a vendor, what the answer can change, and the evidence to see."""

    title: str
    worth: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class VendorReach:
    """The weights of a gate between which the first place stays, on a scale from 0 to 100."""

    title: str
    low: float
    high: float
    at: float


@dataclass(frozen=True)
class VendorsPage:
    """The vendors for some market cells; every table has a head and rows, or nothing.

    Args:
        in_short: the summary, and who is out for what.
        matrix: the must-haves that tell vendors apart; `alike` names the others.
    """

    plans: str
    in_short: tuple[str, ...]
    summary: tuple[str, ...]
    side_by_side: Rows
    bars: tuple[VendorBar, ...]
    vendors: tuple[VendorRemarks, ...]
    matrix: Rows
    alike: str
    traced: tuple[tuple[str, str], ...]
    scores: Rows
    questions: tuple[VendorQuestion, ...]
    more_questions: str
    steadiness: tuple[str, ...]
    reaches: tuple[VendorReach, ...]
    notes: tuple[str, ...]


def vendor_pages(
    knowledge: KnowledgeBase, t: Messages, selections: Sequence[VendorSelection], names: Mapping[str, str]
) -> tuple[VendorsPage, ...]:
    """Put vendors into words.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        selections: the vendors, if some were given.
        names: what the market cells are called.
    """
    table = table_of(knowledge)
    if table is None:
        return ()
    return tuple(_page(VendorSentences(knowledge, table, t, each), t, names) for each in selections)


def _page(told: VendorSentences, t: Messages, names: Mapping[str, str]) -> VendorsPage:
    selection = told.selection
    questions = [told.question(each) for each in selection.questions[:MOST_QUESTIONS]]
    rest = len(selection.questions) - len(questions)
    return VendorsPage(
        plans=told.for_cells(names),
        in_short=(*told.summary(), *_out(told)),
        summary=tuple(told.summary()),
        side_by_side=told.side_by_side(),
        bars=tuple(_bars(told)),
        vendors=tuple(_remarks(each, told, t) for each in selection.vendors),
        matrix=told.matrix(telling) if (telling := told.telling()) else (),
        alike=told.alike(),
        traced=tuple(
            (told.names.item(each.function), told.items(each.items, MOST_ITEMS)) for each in selection.must_haves
        ),
        scores=told.scores(),
        questions=tuple(VendorQuestion(*each) for each in questions),
        more_questions=t("advice.more", count=rest) if rest else "",
        steadiness=tuple(told.steadiness()),
        reaches=tuple(VendorReach(told.reach(each), each.low, each.high, each.weight) for each in selection.weights),
        notes=(t("vendors.points_note"), told.table.note.in_(t.lang)),
    )


def _bars(told: VendorSentences) -> Iterator[VendorBar]:
    for each in told.selection.vendors:
        yield VendorBar(each.name, each.points or 0.0, each.at_most or 0.0, told.result(each))


def _out(told: VendorSentences) -> Iterator[str]:
    for each in told.selection.vendors:
        if each.state == "failed":
            reasons = told.t("list.semicolon").join(told.gates_failed(each))
            yield told.t("vendors.out", vendor=each.name, reasons=reasons)


def _remarks(vendor: VendorResult, told: VendorSentences, t: Messages) -> VendorRemarks:
    return VendorRemarks(
        name=vendor.name,
        state=t(f"vendor_state.{vendor.state}"),
        notes=vendor.notes or "",
        reasons=tuple(told.reasons(vendor)),
        items=tuple(told.carried(vendor, MOST_ITEMS)),
    )
