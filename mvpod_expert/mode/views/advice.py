"""The advice as sections: each cell in short, or part by part; what is beside the cells; what it was made with."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from mvpod_expert.capability import Presenter, has_part, registered
from mvpod_expert.document.tree import Block, Entry, Listing, Note, Paragraph, Section, text_of
from mvpod_expert.mode.deciding import near_modes
from mvpod_expert.mode.explanation.how import HowExplainer, ModeAccount
from mvpod_expert.mode.views.move_rows import first_moves
from mvpod_expert.mode.views.plan import PlanSections
from mvpod_expert.mode.views.sentences import routes_line
from mvpod_expert.mode.views.summary import Length, SummarySections

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mvpod_expert.model.advice import Advice, Comparison, Recommendation
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

    Parts = dict[str, Callable[[], Iterable[Block]]]

MOST_OPEN = 8
MOST_DIFFERENCES = 12


class AdviceSections(SummarySections):
    """Builds sections about a recommendation."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        super().__init__(knowledge, t)
        self.plan = PlanSections(knowledge, t)
        self._presenters: dict[str, Presenter] = {}

    def presenters_for(self, *models: FrozenModel) -> dict[str, Presenter]:
        """Return the presenters of the capabilities that some advice holds something of, in the order of a report."""
        asked = [capability for capability in registered() if has_part(capability, *models)]
        for capability in asked:
            if capability.key not in self._presenters:
                self._presenters[capability.key] = capability.presenter(self.knowledge, self.t)
        presenters = ((capability.key, self._presenters[capability.key]) for capability in asked)
        return dict(sorted(presenters, key=lambda named: named[1].order))

    def parts(self) -> tuple[str, ...]:
        """Return the names of all parts, for `sections`: `plan` is all shelves, which have names of their own too."""
        shelves = (shelf.kind for shelf in self.knowledge.shelves if shelf.ranked is None)
        whole = ("decision", "evidence", "moves", "contingencies", "plan", "annex", "principles", "unknown", "cells")
        return tuple(dict.fromkeys((*whole, "roadmap", *(capability.key for capability in registered()), *shelves)))

    def sections(self, recommendation: Recommendation, chosen: Collection[str] = ()) -> Iterator[Block]:
        """Return every cell's advice and what is beside them: the chosen parts, or without any all of them."""

        def wanted(name: str) -> bool:
            return not chosen or name in chosen

        beside: Parts = {"cells": partial(self._compared, recommendation)}
        presenters = self.presenters_for(recommendation)
        beside |= {name: partial(each.of_client, recommendation) for name, each in presenters.items()}
        told = []
        for advice in recommendation.cells:
            self._told.clear()
            parts = self._parts_of(advice, None if wanted("plan") else chosen)
            blocks = [block for name, part in parts.items() if name == "plan" or wanted(name) for block in part()]
            told += [Section(self.heading(advice), tuple(blocks))] if blocks else []
        last = [block for name, part in beside.items() if wanted(name) for block in part()]
        told += [Section("", tuple(last))] if last else []
        yield from told or (Paragraph(self.t("advice.nothing_there")),)
        yield Section("", (self.legend(),))

    def short(self, advice: Advice, length: Length) -> Section:
        """Return a cell's summary below its name."""
        return Section(self.heading(advice), tuple(self.summary(advice, length, self.warnings(advice))))

    def warnings(self, advice: Advice) -> list[str]:
        """Return what capabilities warn of beside the decision on a cell."""
        return [text for presenter in self.presenters_for(advice).values() for text in presenter.warnings(advice)]

    def beside(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return what capabilities say of a whole client, in short."""
        presenters = self.presenters_for(recommendation).values()
        lines = []
        for section in chain.from_iterable(presenter.of_client(recommendation) for presenter in presenters):
            first = next((block for block in section.blocks if isinstance(block, Paragraph)), Paragraph(""))
            lines.append(Paragraph(self.pair_of(text_of(section.title), text_of(first.text))))
        if lines:
            yield Section("", tuple(lines))

    def closing(self, recommendation: Recommendation, *, is_short: bool) -> Section:
        """Return where the rest is, what the advice was made with, and once more each decision, to be read last."""
        cells = recommendation.cells
        is_many = len({advice.source for advice in cells}) > 1
        blocks = [Paragraph(self.t("advice.longer"), "faint")] if is_short else []
        blocks.append(Paragraph(self.made_with(recommendation.knowledge, recommendation.engine), "faint"))
        for advice in cells:
            whose = self.heading(advice) if is_many else self._place(advice)
            text = self.pair_of(whose, self.decided(advice.mode)) if len(cells) > 1 else self.decided_line(advice)
            blocks.append(Paragraph(text, self.tone(advice)))
        return Section("", tuple(blocks))

    def heading(self, advice: Advice) -> str:
        """Name a market cell with its client."""
        return " · ".join(filter(None, [advice.client, self._place(advice)])) or advice.source

    def _place(self, advice: Advice) -> str:
        return self.place(advice.id, advice.region, advice.segment)

    def _parts_of(self, advice: Advice, shelves: Collection[str] | None) -> Parts:
        """Return the parts about one cell by name, in their order; of the plan the shelves that are named, or all."""
        how = HowExplainer(self.knowledge, advice)
        accounts = how.accounts()
        return {
            "decision": partial(self._decision, advice, accounts),
            **{name: partial(presenter.of_cell, advice) for name, presenter in self.presenters_for(advice).items()},
            "evidence": partial(self._evidence, accounts),
            "moves": partial(first_moves, advice, self.knowledge, self.t),
            "contingencies": partial(self.plan.contingencies, advice),
            "roadmap": partial(self.plan.roadmap, advice),
            "plan": partial(self.plan.whole, advice, shelves),
            "annex": partial(self.plan.annex, advice),
            "principles": partial(self.principles, how.principles(advice.trace)),
            "unknown": partial(self._unknowns, advice),
        }

    def _decision(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> Iterator[Block]:
        yield from self.decision(advice)
        yield from self.limits(advice)
        yield self.standing(advice, accounts)
        if routes := routes_line(advice, accounts, self):
            yield Paragraph(routes)
        if advice.find_out:
            yield Section(self.t("support.find_out"), (Listing(self.reasons_to_ask(advice)),))
        yield from self.ways(advice)
        if advice.mode.verdict == "open":
            yield from self._what_decides(advice, accounts)
        yield from self.chosen(advice)
        yield from self._doubts(advice)

    def _evidence(self, accounts: tuple[ModeAccount, ...]) -> Iterator[Section]:
        yield Section(self.t("advice.evidence"), (self.bars(accounts),))
        for number, account in enumerate(accounts):
            yield from self._account(account, with_reasons=number == 0)

    def _doubts(self, advice: Advice) -> Iterator[Section]:
        entries = []
        for doubt in advice.doubts:
            rule = self.knowledge.rules[doubt.rule]
            texts = (Paragraph(self.say(rule.because.reason)), Paragraph(self.reask(doubt)))
            support = Paragraph(f"[{self.support(rule)}]", "faint")
            entries.append(Entry(self.doubt(doubt), (*texts, support), "!", "warn"))
        if entries:
            yield Section(self.t("advice.doubts"), tuple(entries))

    def _what_decides(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> Iterator[Paragraph]:
        """Say what stands between two modes that are near: the best argument of either."""
        modes = near_modes(advice.mode, self.knowledge.decision)
        near = [account for account in accounts if account.mode in modes and account.pro]
        best = [self.say(self.knowledge.rules[account.pro[0].rule].title) for account in near]
        names = [self.mode(account.mode) for account in near]
        if len(best) == len(modes) == 2:  # noqa: PLR2004
            yield Paragraph(self.t("advice.decides", leader=names[0], second=names[1], pro=best[0], contra=best[1]))

    def _account(self, account: ModeAccount, *, with_reasons: bool) -> Iterator[Section]:
        mode = self.mode(account.mode)
        if account.vetoes:
            yield Section(self.t("advice.vetoed", mode=mode), tuple(map(self.entry, account.vetoes)))
        elif account.behind_by is not None:
            yield Section(self.t("advice.why_not", mode=mode, points=account.behind_by), ())
        for arguments, key, points in (
            (account.pro, "advice.for", account.for_),
            (account.contra, "advice.against", account.against),
        ):
            if arguments:
                told = tuple(self.entry(argument, with_reason=with_reasons) for argument in arguments)
                yield Section(self.t(key, mode=mode, points=points), told)

    def _unknowns(self, advice: Advice) -> Iterator[Section]:
        unknowns = advice.unknowns
        estimated = list(advice.decisive_estimates)
        if estimated:
            told = self.t("summary.estimates", facts=self.comma(map(self.fact, estimated)), more=0)
            yield Section("", (Paragraph(told, "warn"),))
        names = [self.fact(fact.fact) for fact in unknowns.facts if fact.can_change == ("plan",)]
        if names:
            more = max(0, len(names) - MOST_OPEN)
            told = self.t("advice.sharpen", facts=self.comma(names[:MOST_OPEN]), more=more)
            yield Section("", (Paragraph(told, "faint"),))
        of_mode = [fact for fact in unknowns.facts if fact.bears_on == "mode"]
        if not of_mode:
            return
        blocks: list[Block] = []
        modes = self.t("list.or").join(map(self.mode, unknowns.possible_modes))
        if modes and unknowns.may_exclude_all:
            blocks.append(Note(self.t("advice.may_exclude_all")))
        if modes:
            key = "advice.cannot_change" if len(unknowns.possible_modes) == 1 else "advice.can_change"
            blocks.append(Paragraph(self.t(key, modes=modes, proven=unknowns.proven)))
        ordered = sorted(of_mode, key=lambda each: (each.status == "unanswered", "mode" not in each.can_change))
        items = []
        for each in ordered[:MOST_OPEN]:
            what = self.t("list.extra", text=self.comma([each.fact, self.t(f"status.{each.status}")]))
            items.append(self.fact(each.fact) + what)
        blocks.append(Listing(tuple(items), tone="faint"))
        blocks += self.rest(len(ordered) - MOST_OPEN)
        yield Section(self.t("advice.unknown", count=len(of_mode)), tuple(blocks))

    def _compared(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return every client's cells side by side; nothing when none were compared."""
        for source in dict.fromkeys(each.source for each in recommendation.comparisons):
            cells = {advice.id: advice for advice in recommendation.cells if advice.source == source}
            yield Section(self.t("compare.title"), (Listing(tuple(map(self._row, cells.values()))),))
            for comparison in recommendation.comparisons:
                if comparison.source == source:
                    yield self._pair(comparison, cells)

    def _row(self, advice: Advice) -> str:
        decision = advice.mode
        nets = {each.mode: f"{each.net:+d}" for each in decision.ranking}
        modes = [mode.id for mode in self.knowledge.decision.modes]
        return self.t(
            "compare.row",
            cell=advice.id,
            mode=self.mode(decision.recommended) if decision.recommended else self.t("compare.undecided"),
            verdict=self.t(f"verdict.{decision.verdict}"),
            nets=self.comma(self.t("compare.net", mode=self.mode(mode), net=nets[mode]) for mode in modes),
        )

    def _pair(self, comparison: Comparison, cells: dict[str, Advice]) -> Section:
        title, shelves = self.plan.comparison(comparison, comparison.cells)
        one, other = (self._states(cells[cell]) for cell in comparison.cells)
        differing = [fact for fact in one if fact in other and one[fact] != other[fact]]
        blocks: list[Block] = [*shelves] if comparison.plan else [Paragraph(self.t("compare.nothing"))]
        if comparison.alike is not None:
            blocks.append(Paragraph(self.plan.alike(comparison, {cell: cell for cell in cells}), "faint"))
        elif differing:
            texts = (
                self.pair_of(self.fact(fact), " / ".join(self.state(fact, states[fact]) for states in (one, other)))
                for fact in differing[:MOST_DIFFERENCES]
            )
            blocks.append(Paragraph(self.t("compare.differ", facts=self.semicolon(texts)), "faint"))
        return Section(title, tuple(blocks))

    def _states(self, advice: Advice) -> dict[str, str]:
        """Return the answers of a cell that some rule rested on."""
        matched = [each for firing in advice.trace for each in firing.matched if each.origin == "answer"]
        states = {each.fact: each.state for each in matched}
        return {fact: states[fact] for fact in self.knowledge.facts if fact in states}
