"""The advice as sections: the mode and verdict, the evidence, why not the others, the plan, what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import registered
from mvpod_expert.document.tree import Detail, Entry, Listing, Note, Paragraph, Section
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.views.arguments import ArgumentSections
from mvpod_expert.mode.views.move_rows import first_moves
from mvpod_expert.mode.views.plan import PlanSections
from mvpod_expert.mode.views.sentences import near_modes
from mvpod_expert.mode.views.support import SupportSections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block
    from mvpod_expert.mode.explanation.model import ModeAccount
    from mvpod_expert.model.advice import Advice, Comparison, Inconsistency
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.views.messages import Messages

MOST_ASKED_FIRST = 3
MOST_OPEN = 8
MOST_DIFFERENCES = 12


class AdviceSections(ArgumentSections):
    """Builds sections about a recommendation.

    Args:
        knowledge: the knowledge base the advice was made with.
        t: the messages of one language.
        detail: `BRIEF` leaves out reasons, details and principles.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, detail: Detail = Detail.USUAL) -> None:
        super().__init__(knowledge, t, detail)
        self.plan = PlanSections(knowledge, t, detail)
        self.support_sections = SupportSections(knowledge, t)
        presenters = (capability.presenter(knowledge, t) for capability in registered())
        self.presenters = sorted(presenters, key=lambda presenter: presenter.order)

    def sections(self, recommendation: Recommendation) -> Iterator[Block]:
        """Return every cell's advice, what is beside them, what the marks mean and what it was made with."""
        for advice in recommendation.cells:
            title = " · ".join(filter(None, [advice.client, self._place(advice)])) or advice.source
            yield Section(title, tuple(self._cell(advice)))
        beside = list(self._compared(recommendation))
        for presenter in self.presenters:
            beside += presenter.of_client(recommendation)
        if beside:
            yield Section("", tuple(beside))
        footer = [self.legend()]
        if self.detail != Detail.BRIEF:
            footer.append(Paragraph(self.t("advice.shorter"), "faint"))
        yield Section(
            "", (*footer, Paragraph(self.made_with(recommendation.knowledge, recommendation.engine), "faint"))
        )

    def decision(self, advice: Advice) -> Iterator[Block]:
        """Return the decision and, where another mode was chosen, that."""
        decision = advice.mode
        verdict = self.t(f"verdict.{decision.verdict}")
        if decision.recommended:
            mode = self.knowledge.decision.mode(decision.recommended)
            text = self.t("advice.recommended", mode=self.leading(decision), verdict=verdict)
            yield Paragraph(text, "warn" if decision.verdict == "open" else "good", is_lead=True)
            yield Paragraph(self.say(mode.meaning), "faint")
        else:
            yield Paragraph(self.t("advice.undecided", verdict=verdict), "warn", is_lead=True)

    def chosen(self, advice: Advice) -> Iterator[Note]:
        """Say which mode was chosen, where the case says so."""
        if advice.override is not None:
            agrees = advice.override.mode == advice.mode.recommended
            key = "advice.override_agrees" if agrees else "advice.override"
            yield Note(self.t(key, mode=self.mode(advice.override.mode), because=advice.override.because))

    def doubt(self, doubt: Inconsistency) -> str:
        """Say which answers contradict each other."""
        return self.semicolon(self.pair(each.fact, each.state) for each in doubt.matched)

    def reask(self, doubt: Inconsistency) -> str:
        """Say which answers to ask again."""
        return self.t("advice.reask", facts=self.comma(map(self.fact, doubt.reask)))

    def _place(self, advice: Advice) -> str:
        return self.place(advice.id, advice.region, advice.segment)

    def _cell(self, advice: Advice) -> Iterator[Block]:
        how = HowExplainer(self.knowledge, advice)
        accounts = how.accounts()
        self._told.clear()
        yield from self.decision(advice)
        yield from self.support_sections.blocks(advice)
        yield Paragraph(self._because(advice, accounts))
        if record := self.record(advice.mode):
            yield Paragraph(record)
        if advice.mode.verdict == "open":
            yield from self._what_decides(advice, accounts)
        yield from self.chosen(advice)
        yield from self._doubts(advice)
        for presenter in self.presenters:
            yield from presenter.of_cell(advice)
        yield Section(self.t("advice.evidence"), (self.bars(accounts),))
        for number, account in enumerate(accounts):
            yield from self._account(account, with_reasons=number == 0)
        yield from first_moves(advice, self.knowledge, self.t, self.detail)
        yield from self.plan.contingencies(advice)
        shelves = tuple(self.plan.shelves(advice.plan))
        if shelves:
            yield Section(self.plan.title(advice), shelves)
        if self.detail != Detail.BRIEF:
            yield from self.plan.annex(advice)
            yield from self.principles(how.principles(advice.trace))
        yield from self._unknowns(advice)

    def _doubts(self, advice: Advice) -> Iterator[Section]:
        entries = []
        for doubt in advice.doubts:
            rule = self.knowledge.rules[doubt.rule]
            texts = (Paragraph(self.say(rule.because.reason)), Paragraph(self.reask(doubt)))
            support = Paragraph(f"[{self.support(rule)}]", "faint")
            entries.append(Entry(self.doubt(doubt), (*texts, support), "!", "warn"))
        if entries:
            yield Section(self.t("advice.doubts"), tuple(entries))

    def _because(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> str:
        decision = advice.mode
        names = [self.mode(account.mode) for account in accounts if not account.vetoes]
        if not names:
            return self.t("advice.all_excluded")
        if decision.margin is None:
            return self.t("advice.only_feasible", leader=names[0])
        if decision.recommended is None:
            return self.t("advice.too_close", leader=names[0], second=names[1], margin=decision.margin)
        return self.t(
            "advice.leads",
            leader=names[0],
            second=names[1],
            margin=decision.margin,
            robust=len(advice.unknowns.possible_modes) == 1 and not advice.unknowns.may_exclude_all,
            nothing_open=not any(fact.bears_on == "mode" for fact in advice.unknowns.facts),
        )

    def _what_decides(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> Iterator[Paragraph]:
        """Say what stands between two modes that are near: the best argument of either, and what to ask first."""
        near = [account for account in accounts if account.mode in near_modes(advice.mode)]
        best = [self.say(self.knowledge.rules[account.pro[0].rule].title) for account in near if account.pro]
        names = [self.mode(account.mode) for account in near]
        if len(best) > 1:
            yield Paragraph(self.t("advice.decides", leader=names[0], second=names[1], pro=best[0], contra=best[1]))
        asked = [open_fact.fact for open_fact in advice.unknowns.facts if "mode" in open_fact.can_change]
        if asked:
            yield Paragraph(self.t("advice.ask_first", facts=self.comma(map(self.fact, asked[:MOST_ASKED_FIRST]))))

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
        names = [self.fact(fact.fact) for fact in unknowns.facts if fact.can_change == ("plan",)]
        if names:
            more = max(0, len(names) - MOST_OPEN)
            text = self.t("advice.sharpen", facts=self.comma(names[:MOST_OPEN]), more=more)
            yield Section("", (Paragraph(text, "faint"),))
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
        if len(ordered) > MOST_OPEN:
            blocks.append(Paragraph(self.t("advice.more", count=len(ordered) - MOST_OPEN), "faint"))
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
        if differing:
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
