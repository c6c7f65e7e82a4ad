"""What a report shows as pictures: points adding up, the house, lines by stage, and rows with what they fall to."""

from __future__ import annotations

from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Bar, Column, Entry, Figure, Lines, Listing, Share, Shares, Span, Table
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Block, Cell, Tone
    from mvpod_expert.mode.explanation.how import How
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.pictures import Area

STATES: dict[str, Tone] = {"strong": "good", "between": "plain", "missing": "bad", "unknown": "faint"}


class Pictures(Names):
    """Builds the pictures of one market cell."""

    def blocks(self, advice: Advice, how: How) -> Iterator[Block]:
        """Return all of them; those that the experts' file does not declare are left out."""
        yield from self.waterfalls(how)
        pictures = self.knowledge.pictures
        if pictures is not None and pictures.house:
            yield self._house(pictures.house, {answer.fact: answer.state for answer in advice.answers})
        yield from self._lines(advice)
        yield from self.grids(advice)

    def grids(self, advice: Advice, *, with_points: bool = True, least: int = 1) -> Iterator[Table]:
        """Return the shelves of at least so many rows that fall to options of another shelf, with their points."""
        for shelf in self.knowledge.shelves:
            if shelf.chooses and len(shelf.items) >= least:
                yield from self._grid(shelf, advice, with_points=with_points)

    def waterfalls(self, how: How, *, with_support: bool = False) -> Iterator[Table]:
        """Return one waterfall a mode, all on one scale; with support, those of modes with arguments."""
        arguments = {each.mode: (*each.pro, *each.contra, *each.vetoes) for each in how.accounts}
        sums = {mode: [0, *accumulate(each.points or 0 for each in found)] for mode, found in arguments.items()}
        ends = [0, *chain.from_iterable(sums.values())]
        low, high = min(ends), max(ends)
        columns = (
            Column(self.t("report.argument"), weight=5),
            Column(self.t("report.points"), "right"),
            Column(self.t("report.scale", low=low, high=high), weight=4),
        )
        for account in how.accounts:
            rows: list[tuple[Cell, ...]] = []
            found = arguments[account.mode]
            if with_support and not found:
                continue
            for argument, (start, end) in zip(found, pairwise(sums[account.mode]), strict=True):
                moved = argument.points
                told = self.t("advice.veto") if moved is None else f"{moved:+d}"
                bar = "" if moved is None else Bar(start, end, low, high, tone="good" if moved > 0 else "bad")
                rule = self.knowledge.rules[argument.rule]
                reason = Span(f" {self.say(rule.because.reason)} ", is_support=True)
                support = (reason, *self.supported(rule.because.basis, self.support(rule))) if with_support else ()
                rows.append(((self.say(rule.title), *support), told, bar))
            rows.append((self.t("report.sum"), f"{account.net:+d}", Bar(0, account.net, low, high)))
            caption = self.t("report.waterfall", mode=self.mode(account.mode))
            vetoed = self.t("list.extra", text=self.t("advice.excluded")) if account.vetoes else ""
            yield Table(columns, tuple(rows), caption + vetoed, has_total=True)

    def _house(self, areas: tuple[Area, ...], states: Mapping[str, str]) -> Figure:
        rows, rooms = [], []
        for area in areas:
            found, title = self._room(area, states), self.say(area.title)
            counts = (len(found["strong"]), len(found["between"]), len(found["missing"]), len(found["unknown"]))
            rows.append(Share(title, counts, sum(counts)))
            items = tuple(
                (Span(self.t(f"report.{state}"), tone), f" {text}")
                for state, tone in STATES.items()
                for text in (found[state] if state != "unknown" else [self.comma(found[state])])
                if text
            )
            rooms.append(Entry(title, (Listing(items),)))
        alt = self.t("report.house_alt") + self.comma(f"{row.title} {row.counts[0]}/{row.of}" for row in rows)
        names = tuple(self.t(f"report.{state}") for state in STATES)
        return Figure(self.t("report.house"), Shares(tuple(rows), names, "house"), alt, tuple(rooms))

    def _room(self, area: Area, states: Mapping[str, str]) -> dict[str, list[str]]:
        """Return what is strong, between, missing and not known in an area."""
        found: dict[str, list[str]] = {state: [] for state in STATES}
        for name in area.facts():
            fact, state = self.knowledge.facts[name], states.get(name)
            if state == NOT_APPLICABLE:
                continue
            if state not in fact.states:
                found["unknown"].append(self.say(fact.title))
                continue
            is_strong = name in area.settled or state in area.strong.get(name, ())
            is_missing = state in area.missing.get(name, ())
            found["strong" if is_strong else "missing" if is_missing else "between"].append(self.pair(name, state))
        return found

    def _lines(self, advice: Advice) -> Iterator[Table]:
        """Return the lines by stage; nothing where the home declares none."""
        picture = self.knowledge.pictures.lines if self.knowledge.pictures else None
        if picture is None:
            return
        stage = self.knowledge.facts[picture.stage]
        states = {answer.fact: answer.state for answer in advice.answers}
        planned = {each.item for each in advice.plan}
        columns = [Column(self.t("report.line"))]
        for each in stage.states:
            is_here = states.get(stage.id) == each
            title = self.say(stage.state_title(each)) + (f" {self.t('report.here')}" if is_here else "")
            columns.append(Column(title, is_here=is_here))
        rows = []
        for row in picture.rows:
            state = states.get(row.today)
            today = self.state(row.today, state) if state else self.t("explain.not_known")
            head = Lines((self.say(row.title), Span(self.t("report.today", state=today), "faint")))
            items = [row.cells.get(each) for each in stage.states]
            cells = (
                "" if item is None else self._planned(self.item(item), is_planned=item in planned) for item in items
            )
            rows.append((head, *cells))
        yield Table(tuple(columns), tuple(rows), self.t("report.lines"))

    def _grid(self, shelf: Shelf, advice: Advice, *, with_points: bool) -> Iterator[Table]:
        chosen = {each.item: {one.option: one.points for one in each.chosen} for each in advice.plan if each.chosen}
        rows = [item for item in shelf.items if item.id in chosen]
        if not rows or shelf.chooses is None:
            return
        among = next(shelve for shelve in self.knowledge.shelves if shelve.kind == shelf.chooses.among)
        options = [item for item in among.items if any(item.id in chosen[row.id] for row in rows)]
        columns = (
            Column(self.t("report.row"), weight=2),
            *(Column(self.say(option.title), "center") for option in options),
        )
        cells = []
        for row in rows:
            points = (chosen[row.id].get(option.id) for option in options)
            told = (
                "" if point is None else self._planned(f"{point:+d}" if with_points else "", is_planned=True)
                for point in points
            )
            cells.append((self.say(row.title), *told))
        yield Table(columns, tuple(cells), self.say(shelf.title))

    @staticmethod
    def _planned(text: str, *, is_planned: bool) -> Span:
        return Span(f"● {text}".rstrip(), "strong") if is_planned else Span(text)
