"""The report's pictures as blocks: what adds up, what stands in the house, lines by stage, rows and their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.reports.blocks import Grid, LineCell, LinesTable, Room, Step, Waterfall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.mode.explanation.model import How, ModeAccount
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.pictures import Area
    from mvpod_expert.views.messages import Messages


class PictureBlocks:
    """Makes the blocks of the pictures.

    Args:
        knowledge: the knowledge base, with what the pictures show.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.items = {item.id: item for item in knowledge.items()}

    def waterfalls(self, how: How) -> tuple[Waterfall, ...]:
        """Give one waterfall a mode, all on one scale."""
        steps = {account.mode: tuple(self._steps(account)) for account in how.accounts}
        ends = [0, *(end for each in steps.values() for step in each for end in (step.start, step.end))]
        return tuple(
            Waterfall(
                mode=self.knowledge.decision.mode(account.mode).title.in_(self.lang),
                net=account.net,
                is_vetoed=bool(account.vetoes),
                steps=steps[account.mode],
                low=min(ends),
                high=max(ends),
            )
            for account in how.accounts
        )

    def _steps(self, account: ModeAccount) -> Iterator[Step]:
        total = 0
        for argument in (*account.pro, *account.contra, *account.vetoes):
            rule = self.knowledge.rules[argument.rule]
            end = total + (argument.points or 0)
            yield Step(rule.title.in_(self.lang), argument.points, total, end, rule.because.basis)
            total = end

    def house(self, advice: Advice) -> tuple[Room, ...]:
        """Give the areas of the house with what is strong, between, missing and not known in each."""
        pictures = self.knowledge.pictures
        states = {each.fact: each.state for each in advice.answers}
        return tuple(self._room(area, states) for area in (pictures.house if pictures else ()))

    def _room(self, area: Area, states: Mapping[str, str]) -> Room:
        strong, between, missing, unknown = [], [], [], []
        for name in area.facts():
            fact = self.knowledge.facts[name]
            state = states.get(name)
            title = fact.title.in_(self.lang)
            if state == NOT_APPLICABLE:
                continue
            if state not in fact.states:
                unknown.append(title)
                continue
            told = self.t("list.pair", name=title, value=fact.state_title(state).in_(self.lang))
            if name in area.settled or state in area.strong.get(name, ()):
                strong.append(told)
            elif state in area.missing.get(name, ()):
                missing.append(told)
            else:
                between.append(told)
        return Room(area.title.in_(self.lang), tuple(strong), tuple(between), tuple(missing), tuple(unknown))

    def lines(self, advice: Advice) -> LinesTable | None:
        """Give the lines by stage; nothing where the home declares none."""
        picture = self.knowledge.pictures.lines if self.knowledge.pictures else None
        if picture is None:
            return None
        stage = self.knowledge.facts[picture.stage]
        states = {each.fact: each.state for each in advice.answers}
        planned = {each.item for each in advice.plan}
        here = stage.states.index(states[stage.id]) if states.get(stage.id) in stage.states else None
        rows = []
        for row in picture.rows:
            fact = self.knowledge.facts[row.today]
            state = states.get(row.today)
            today = fact.state_title(state).in_(self.lang) if state else self.t("explain.not_known")
            cells = tuple(
                LineCell(self.items[row.cells[each]].title.in_(self.lang), row.cells[each] in planned)
                if each in row.cells
                else LineCell("", is_planned=False)
                for each in stage.states
            )
            rows.append((row.title.in_(self.lang), today, cells))
        stages = tuple(stage.state_title(each).in_(self.lang) for each in stage.states)
        return LinesTable(stage.title.in_(self.lang), stages, here, tuple(rows))

    def grids(self, advice: Advice) -> tuple[Grid, ...]:
        """Give a grid for each shelf of the plan whose rows fall to options of another shelf."""
        return tuple(grid for shelf in self.knowledge.shelves if shelf.chooses for grid in self._grid(shelf, advice))

    def _grid(self, shelf: Shelf, advice: Advice) -> Iterator[Grid]:
        chosen = {each.item: {one.option: one.points for one in each.chosen} for each in advice.plan if each.chosen}
        rows = [item for item in shelf.items if item.id in chosen]
        if not rows or shelf.chooses is None:
            return
        among = next(each for each in self.knowledge.shelves if each.kind == shelf.chooses.among)
        options = [item for item in among.items if any(item.id in chosen[row.id] for row in rows)]
        yield Grid(
            title=shelf.title.in_(self.lang),
            options=tuple(item.title.in_(self.lang) for item in options),
            rows=tuple(
                (row.title.in_(self.lang), tuple(chosen[row.id].get(item.id) for item in options)) for row in rows
            ),
        )
