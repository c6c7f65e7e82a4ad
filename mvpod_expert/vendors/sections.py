"""Vendors as sections: side by side, what stands in whose way, must-haves, scores, what to ask, how steady it is."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Bar, Column, Detail, Entry, Item, Listing, Note, Paragraph, Section, Span, Table
from mvpod_expert.vendors.capability import SELECTIONS, TABLE
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import (
        CriterionScore,
        GateResult,
        MustHave,
        NextQuestion,
        VendorResult,
        VendorSelection,
        WeightReach,
    )
    from mvpod_expert.vendors.table import VendorTable
    from mvpod_expert.views.messages import Messages

WHOLE = 100
PLAIN_FITS = frozenset({"standard", "config"})
MOST_QUESTIONS = {Detail.BRIEF: 4, Detail.USUAL: 6, Detail.REPORT: 12}
MOST_ITEMS = {Detail.BRIEF: 4, Detail.USUAL: 4, Detail.REPORT: 6}
TONES: dict[str, Tone] = {"passed": "good", "failed": "bad", "undecided": "warn"}


class VendorSections(Names):
    """Builds sections about the vendors for some market cells, by the experts' file."""

    def __init__(self, knowledge: KnowledgeBase, table: VendorTable, t: Messages, selection: VendorSelection) -> None:
        super().__init__(knowledge, t)
        self.table = table
        self.selection = selection
        self.vendors = selection.vendors

    def summary(self) -> Iterator[str]:
        """Say who is first, how sure that is, and who is undecided."""
        chosen = self.selection
        first = self._named(chosen.leaders)
        points = number(chosen.vendor(chosen.leaders[0]).points or 0) if chosen.leaders else ""
        if not chosen.leaders:
            yield self.t("vendors.none_passes")
        elif len(chosen.leaders) > 1:
            yield self.t("vendors.level", vendors=first, points=points)
        else:
            count = sum(vendor.state == "passed" for vendor in self.vendors)
            yield self.t("vendors.first", count=count, vendor=first, points=points)
            yield self.t("vendors.certain" if chosen.certain else "vendors.not_certain")
        undecided = [vendor.id for vendor in self.vendors if vendor.state == "undecided"]
        if undecided:
            yield self.t("vendors.may_pass", vendors=self._named(undecided))

    def key_lines(self) -> Iterator[str]:
        """Say who is first, and who is out for what."""
        yield from self.summary()
        for vendor in self.vendors:
            if vendor.state == "failed":
                reasons = (text for gate in vendor.gates if gate.state == "failed" for text in self._in_the_way(gate))
                yield self.t("vendors.out", vendor=vendor.name, reasons=self.semicolon(reasons))

    def for_cells(self, named: Mapping[str, str] | None = None) -> str:
        """Say whose plans make the must-haves; `named` is what cells are called where their ids are not shown."""
        chosen = self.selection
        if not chosen.must_haves:
            return self.t("vendors.no_plan")
        cells = (self.semicolon if named else self.comma)((named or {}).get(cell, cell) for cell in chosen.cells)
        return self.t("vendors.for_cells", cells=cells, items=len(chosen.traced), functions=len(chosen.must_haves))

    def blocks(self, detail: Detail, cells: Mapping[str, str] | None = None) -> Iterator[Block]:
        """Return everything that is to be said of the vendors.

        `FULL` has all must-haves, criteria and questions; `BRIEF` leaves must-haves out. `cells` is what market cells
        are called where their ids are not shown.
        """
        yield Paragraph(self.for_cells(cells), "faint" if self.selection.must_haves else "warn")
        for text in self.summary():
            yield Paragraph(text, "strong")
        yield Section(self.t("vendors.side_by_side"), tuple(self._side_by_side(detail)))
        yield Section(self.t("vendors.ask_next"), tuple(self._questions(detail)))
        yield Section(self.t("vendors.steadiness"), tuple(self._steadiness(detail)))
        if self.selection.must_haves and detail != Detail.BRIEF:
            yield Section(self.t("vendors.matrix"), tuple(self._must_haves(detail)))
        if detail >= Detail.REPORT:
            criteria = ((self._criterion(name), name) for name in self.table.criteria())
            rows = [(title, *(_score(vendor, name) for vendor in self.vendors)) for title, name in criteria]
            note = Paragraph(self.t("vendors.scores_note"), "faint")
            yield Section(self.t("vendors.scores"), (self._table("vendors.criterion", rows), note))

    def _side_by_side(self, detail: Detail) -> Iterator[Block]:
        heads = (*(self.say(gate.title) for gate in self.table.gates), self.t("vendors.result"))
        columns = (Column(self.t("vendors.vendor"), weight=2), *map(Column, heads))
        rows = ((vendor.name, *map(self._share, vendor.gates), self._result(vendor)) for vendor in self.vendors)
        yield Table(columns, tuple(rows), is_wide=True)
        if detail >= Detail.REPORT:
            columns = (Column(weight=2), Column(weight=2), Column(weight=3))
            # A bar goes to the most that can be reached, with a line at the points where something is unknown.
            ends = [(vendor.points or 0.0, vendor.at_most or 0.0) for vendor in self.vendors]
            bars = [Bar(0, most, 0, WHOLE, points if points < most else None) for points, most in ends]
            drawn = ((vendor.name, self._result(vendor), bar) for vendor, bar in zip(self.vendors, bars, strict=True))
            yield Table(columns, tuple(drawn), self.t("vendors.bars"))
        for each in self.vendors if detail != Detail.BRIEF else ():
            notes = (Paragraph(each.notes, "faint"),) if each.notes else ()
            carried = Listing(tuple(self._carried(each, MOST_ITEMS.get(detail))))
            head = self.pair_of(each.name, self.t(f"vendor_state.{each.state}"))
            yield Entry(head, (*notes, *map(Note, self._reasons(each)), carried), tone=TONES[each.state])

    def _share(self, result: GateResult, *, is_marked: bool = True) -> str:
        low, high = share(result.low), share(result.high)
        mark = f"{self.t(f'vendor_mark.{result.state}')} " if is_marked else ""
        return mark + (low if low == high else self.t("vendors.share_range", low=low, high=high))

    def _result(self, vendor: VendorResult) -> str:
        if vendor.at_most is None:
            return self.t("vendor_state.failed")
        key = "up_to"
        if vendor.points is not None:
            key = "points_up_to" if vendor.at_most > vendor.points else "points"
        return self.t(f"vendors.{key}", points=number(vendor.points or 0), most=number(vendor.at_most))

    def _reasons(self, vendor: VendorResult) -> Iterator[str]:
        """Say what stands in a vendor's way, at the gates and if nothing counted but what was shown."""
        yield from chain.from_iterable(map(self._in_the_way, vendor.gates))
        if vendor.state not in {"failed", vendor.state_if_unshown_fails}:
            state = self.t(f"vendor_state.{vendor.state_if_unshown_fails}")
            yield self.t("vendors.unshown_fails", state=state)

    def _in_the_way(self, result: GateResult) -> Iterator[str]:
        declared = self.table.gate(result.gate)
        titles = {out.id: self.say(out.title) for out in declared.knock_outs}
        gate, at = self.say(declared.title), share(declared.passes_at)
        if result.low < declared.passes_at:
            yield self.t("vendors.reason_share", gate=gate, share=self._share(result, is_marked=False), at=at)
        for each in result.knock_outs:
            key = "reason_knock_out" if each.strikes == "yes" else "reason_may"
            yield self.t(f"vendors.{key}", gate=gate, knock_out=titles[each.knock_out])

    def _carried(self, vendor: VendorResult, most: int | None) -> Iterator[str]:
        """Say by name which items of the plan a vendor does not carry, or not as it is."""
        carried = vendor.items
        groups = {"not_carried": carried.missing, "by_code": carried.custom, "not_known_items": carried.unknown}
        for key, items in groups.items():
            if items:
                yield self.t(f"vendors.{key}", count=len(items), items=self._some(items, most))
        if not any(groups.values()) and self.selection.traced:
            yield self.t("vendors.all_carried")

    def _some(self, items: tuple[str, ...], most: int | None) -> str:
        rest = len(items) - len(items[:most])
        return self.items(items[:most]) + (self.t("vendors.and_more", count=rest) if rest else "")

    def _questions(self, detail: Detail) -> Iterator[Block]:
        questions = self.selection.questions
        shown = questions[: MOST_QUESTIONS.get(detail)]
        asked = Listing(tuple(map(self._question, shown)), is_numbered=True)
        yield asked if shown else Paragraph(self.t("vendors.nothing_to_ask"))
        yield from self.rest(len(questions) - len(shown))

    def _question(self, question: NextQuestion) -> Item:
        """Return what to ask, what the answer can change, and the evidence to see."""
        decides = self.comma(self.t(f"vendor_decides.{decide}") for decide in question.decides)
        swing = number(question.swing)
        if question.criterion is not None:
            declared = self.table.criterion(question.criterion)
            about = self._criterion(question.criterion)
            asked = [self.say(declared.ask), self.t("vendors.evidence", evidence=self.say(declared.evidence))]
        else:
            about = self.item(question.function or "")
            asked = [self.t("vendors.ask_function", function=about)]
        shown = self.t(f"vendor_shown.{question.shown}")
        head = self.t("vendors.question", vendor=self._named([question.vendor]), about=about, shown=shown)
        worth = Paragraph(self.t("vendors.question_only_worth", swing=swing), "faint")
        if decides:
            worth = Paragraph(self.t("vendors.question_worth", swing=swing, decides=decides), "warn")
        return Item(Span(head, "strong"), (worth, *map(Paragraph, asked)))

    def _steadiness(self, detail: Detail) -> Iterator[Block]:
        """Say how steady the first place is: weights together, weight by weight, equal weights, shown scores alone."""
        chosen = self.selection
        weights = chosen.weights if chosen.steady is not None else ()
        key = {None: "no_rival", True: "steady", False: "not_steady"}[chosen.steady]
        lines = [self.t(f"vendors.{key}", vendor=self._named(chosen.leaders[:1]), within=self.table.steady_within)]
        lines += map(self._reach, weights) if detail == Detail.USUAL else []
        if chosen.equal_weights:
            lines.append(self.t("vendors.equal", vendors=self._named(chosen.equal_weights)))
        unshown = chosen.leaders_if_unshown_fails
        if chosen.leaders and not unshown:
            lines.append(self.t("vendors.unshown_none"))
        elif chosen.leaders:
            key = "vendors.unshown_same" if unshown == chosen.leaders else "vendors.unshown_other"
            lines.append(self.t(key, vendors=self._named(unshown)))
        yield Listing(tuple(lines))
        if weights and detail >= Detail.REPORT:
            rows = ((self._reach(each), Bar(each.low, each.high, 0, WHOLE, each.weight)) for each in weights)
            yield Table((Column(weight=2), Column()), tuple(rows), self.t("vendors.reaches"))

    def _reach(self, reach: WeightReach) -> str:
        """Say between which weights of a gate the first place stays, and who takes over outside."""
        blanks = {"gate": self.say(self.table.gate(reach.gate).title), "weight": number(reach.weight)}
        first = self._named(self.selection.leaders[:1])
        if not reach.below and not reach.above:
            return self.t("vendors.weight_stays", vendor=first, **blanks)
        text = self.t("vendors.weight_reach", vendor=first, low=number(reach.low), high=number(reach.high), **blanks)
        for key, vendors in (("below", reach.below), ("above", reach.above)):
            text += self.t(f"vendors.weight_{key}", vendors=self._named(vendors)) if vendors else ""
        return text

    def _must_haves(self, detail: Detail) -> Iterator[Block]:
        every = self.selection.must_haves
        telling = [each for each in every if any(one.fits[each.function] not in PLAIN_FITS for one in self.vendors)]
        shown = every if detail == Detail.FULL else telling
        table = self._table("vendors.function", map(self._fits, shown))
        yield table if shown else Paragraph(self.t("vendors.all_known"), "faint")
        rest = [each.function for each in every if each not in shown]
        if shown and rest:
            yield Paragraph(self.t("vendors.alike", count=len(rest), functions=self.items(rest)), "faint")
        if detail >= Detail.REPORT:
            most = MOST_ITEMS.get(detail)
            items = (self.pair_of(self.item(each.function), self._some(each.items, most)) for each in every)
            yield Section(self.t("vendors.traced"), (Listing(tuple(items)),))

    def _fits(self, needed: MustHave) -> tuple[str, ...]:
        head = self.t("vendors.function_of", function=self.item(needed.function), count=len(needed.items))
        titles = {str(name): self.say(text) for name, text in self.table.fits.items()}
        unknown = self.t("vendor_fit.unknown")
        return head, *(titles.get(vendor.fits[needed.function], unknown) for vendor in self.vendors)

    def _table(self, key: str, rows: Iterable[tuple[str, ...]]) -> Table:
        """Return a table with a column for each vendor."""
        heads = (Column(self.t(key), weight=2), *(Column(vendor.name) for vendor in self.vendors))
        return Table(heads, tuple(rows), is_wide=True)

    def _criterion(self, name: str) -> str:
        return self.t("vendors.criterion_of", id=name, title=self.say(self.table.criterion(name).title))

    def _named(self, vendors: Iterable[str]) -> str:
        return self.comma(self.selection.vendor(vendor).name for vendor in vendors)


def number(value: float) -> str:
    """Return points with at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")


def share(value: float) -> str:
    """Return a share in per cent."""
    return f"{number(value * WHOLE)}%"


def _score(vendor: VendorResult, criterion: str) -> str:
    score: CriterionScore = next(each for each in vendor.scores if each.criterion == criterion)
    span = str(score.low) if score.low == score.high else f"{score.low}-{score.high}"
    return "–" if score.shown == "unknown" else span + ("*" if score.shown == "claimed" else "")


class _VendorPresenter(Presenter):
    """Presents vendors."""

    order: ClassVar[int] = 4

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return who is first, and where the rest is."""
        sections = self._sections(recommendation)
        if sections:
            lines = [Paragraph(text) for group in sections for text in group.summary()]
            yield Section(self.t("vendors.title"), (*lines, Paragraph(self.t("vendors.see_vendors"), "faint")))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return all groups of vendors in one section."""
        sections = self._sections(recommendation)
        if not sections:
            return
        plans = [[group.for_cells(names)] if len(sections) > 1 else [] for group in sections]
        lines = [line for group, whose in zip(sections, plans, strict=True) for line in (*whose, *group.key_lines())]
        blocks = (block for group in sections for block in group.blocks(detail, names))
        notes = (self.t("vendors.points_note"), sections[0].say(sections[0].table.note))
        below = (Paragraph(text, "faint") for text in notes)
        section = Section(self.t("vendors.title"), (*blocks, *below), "vendors", "page")
        yield ReportPart(self.t("vendors.title"), tuple(lines), section)

    def _sections(self, recommendation: Recommendation) -> list[VendorSections]:
        table = TABLE.of(self.knowledge)
        if table is None:
            return []
        return [VendorSections(self.knowledge, table, self.t, each) for each in SELECTIONS.of(recommendation)]


PRESENTER = _VendorPresenter
