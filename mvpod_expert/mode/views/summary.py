"""A market cell on one page: the decision and its record, the reasons, what speaks against it, the first moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.document.tree import Block, Item, Listing, Note, Paragraph, Section
from mvpod_expert.mode.deciding import near_modes
from mvpod_expert.mode.explanation.how import Argument, HowExplainer, ModeAccount
from mvpod_expert.mode.views.arguments import ArgumentSections
from mvpod_expert.mode.views.move_rows import by_way, move_rows, shared_moves
from mvpod_expert.mode.views.sentences import shares_line
from mvpod_expert.model.decision import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.advice import Advice, HeldBack
    from mvpod_expert.model.trace import Inconsistency


MOST_SHARED = 8
MOST_OPEN = 4
MOST_DOUBTS = 2
MOST_OF_A_WAY = MOST_WITH_REASON = 3


class Length(NamedTuple):
    """How long a summary may be.

    Args:
        reasons: the most arguments for the decision.
        moves: the most moves.
        questions: the most facts to find out, of those that could change the mode and of those of the plan.
        warnings: the most warnings of capabilities.
        with_meaning: say what the mode means.
        with_reasons: say why a rule counts, not its title alone.
        with_shares: say which share of revenue each route would carry.
    """

    reasons: int
    moves: int
    questions: int = MOST_OPEN
    warnings: int = 9
    with_meaning: bool = True
    with_reasons: bool = False
    with_shares: bool = True


class SummarySections(ArgumentSections):
    """Builds the summary of a market cell."""

    def summary(self, advice: Advice, length: Length, warnings: Sequence[str] = ()) -> Iterator[Block]:
        """Return a cell's advice on one page, with what capabilities warn of."""
        accounts = HowExplainer(self.knowledge, advice).accounts()
        yield from self.verdict(advice, accounts, length, warnings)
        yield Section("", tuple(self._parts(advice, accounts, length)), style="columns")

    def verdict(
        self, advice: Advice, accounts: tuple[ModeAccount, ...], length: Length, warnings: Sequence[str] = ()
    ) -> Iterator[Block]:
        """Return the decision with its record, and what to be careful about."""
        yield from self.decision(advice, with_meaning=length.with_meaning)
        yield from self.limits(advice, with_numbers=False)
        yield self.standing(advice, accounts, with_shares=length.with_shares)
        yield from self.ways(advice)
        yield from self.chosen(advice)
        yield from map(Note, warnings[: length.warnings])
        for doubt in advice.doubts[:MOST_DOUBTS]:
            answers, best = self.doubt(doubt), self.t("verdict.leaning")
            yield Note(self.t("advice.doubted", answers=answers, best=best, reask=self.reask(doubt)))
        yield from self.rest(len(advice.doubts) - MOST_DOUBTS, "explain.more")

    def _parts(self, advice: Advice, accounts: tuple[ModeAccount, ...], length: Length) -> Iterator[Section]:
        yield from self.reasons(advice, accounts, length)
        against = tuple(self.against(advice, accounts, length))
        if against:
            yield Section(self.t("summary.against"), against)
        for title, each in by_way(advice, self.knowledge, self.t):
            is_of_a_way = each is not advice and each.moves[0].item not in advice.shared
            rows = move_rows(each, self.knowledge, self.t)[: MOST_OF_A_WAY if is_of_a_way else length.moves]
            if rows:
                yield Section(title, (Listing(tuple(row.dated for row in rows), is_numbered=True),))
        yield self.find_out(advice, length.questions)

    def decision(self, advice: Advice, *, with_meaning: bool = True) -> Iterator[Block]:
        """Return the decision and what the mode means."""
        decision = advice.mode
        yield Paragraph(self.decided_line(advice), self.tone(advice), is_lead=True)
        if decision.recommended and with_meaning and decision.verdict != "open":
            yield Paragraph(self.say(self.knowledge.decision.mode(decision.recommended).meaning), "faint")

    def decided_line(self, advice: Advice) -> str:
        """Return the decision in one line."""
        verdict = self.t(f"verdict.{advice.mode.verdict}")
        if advice.mode.recommended:
            return self.t("advice.recommended", mode=self.leading(advice.mode), verdict=verdict)
        return self.t("advice.undecided", verdict=verdict)

    @staticmethod
    def tone(advice: Advice) -> Literal["good", "warn"]:
        """Return how a decision looks."""
        return "good" if advice.mode.recommended and advice.mode.verdict != "open" else "warn"

    def standing(self, advice: Advice, accounts: tuple[ModeAccount, ...], *, with_shares: bool = True) -> Paragraph:
        """Return by how much the decision leads, how decisions with such a lead went, and the shares of the routes."""
        shares = shares_line(advice, self) if with_shares else ""
        told = filter(None, (self._because(advice, accounts), self.record(advice.mode), shares))
        return Paragraph(self.t("list.sentence_gap").join(told))

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

    def _because(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> str:
        decision = advice.mode
        feasible = [account for account in accounts if not account.vetoes]
        if not feasible:
            return self.t("advice.all_excluded")
        leader = self.mode(feasible[0].mode)
        if decision.margin is None:
            return self.t("advice.only_feasible", leader=leader)
        level = [self.mode(account.mode) for account in feasible[1:] if account.net == feasible[1].net]
        first, second = self.comma((leader, *level[:-1])), level[-1]
        if decision.recommended is None:
            return self.t("advice.too_close", first=first, second=second, leader=leader)
        nothing_open = not any(fact.bears_on == "mode" for fact in advice.unknowns.facts)
        if decision.margin == LEVEL:
            why = self.knowledge.decision.at_a_tie
            reason = self.say(why) if why is not None else ""
            named = {"first": first, "second": second, "leader": leader}
            return self.t("advice.level", **named, why=reason, nothing_open=nothing_open)
        return self.t(
            "advice.leads",
            leader=leader,
            second=self.t("list.and").join(level),
            margin=decision.margin,
            robust=len(advice.unknowns.possible_modes) == 1 and not advice.unknowns.may_exclude_all,
            nothing_open=nothing_open,
        )

    def reasons(self, advice: Advice, accounts: tuple[ModeAccount, ...], length: Length) -> Iterator[Section]:
        """Return the strongest arguments; where modes are near, those of each."""
        modes = near_modes(advice.mode, self.knowledge.decision)
        near = [account for account in accounts if account.mode in modes and account.pro]
        for account in near:
            told = account.pro[: max(2, length.reasons // len(near)) if len(near) > 1 else length.reasons]
            counted = {"points": account.for_, "count": len(account.pro), "shown": len(told)}
            title = self.t("summary.reasons", mode=self.mode(account.mode), **counted)
            yield Section(title, (Listing(tuple(self._argued(each, length) for each in told)),))

    def _argued(self, argument: Argument, length: Length) -> str:
        rule = self.knowledge.rules[argument.rule]
        text = self.say(rule.because.reason if length.with_reasons else rule.title)
        return text + self.t("list.extra", text=self.points(argument))

    def against(self, advice: Advice, accounts: tuple[ModeAccount, ...], length: Length) -> Iterator[Block]:
        """Return the strongest objection with what answers it, and why no other mode is the one."""
        yield from self._objection(advice, accounts, length)
        yield from self._alternatives(advice, accounts)

    def _objection(self, advice: Advice, accounts: tuple[ModeAccount, ...], length: Length) -> Iterator[Block]:
        """Return the weightiest argument against what is recommended, and what answers it."""
        first = accounts[0]
        if advice.mode.recommended is None:
            return
        if not first.contra:
            yield Paragraph(self.t("summary.unopposed", mode=self.mode(first.mode)))
            return
        objection = first.contra[0]
        facts = {ground.matched.fact for ground in objection.grounds}
        matched = {firing.rule: {each.fact for each in firing.matched} for firing in advice.trace}
        answers = [
            self.t("summary.met_by", move=self.say(move.title))
            for move in advice.moves[: length.moves]
            if any(facts & matched.get(share.rule, set()) for share in move.contributions)
        ]
        if first.pro:
            answers.append(self.t("summary.outweighed", best=self.argument(first.pro[0]), total=first.for_))
        title = self.say(self.knowledge.rules[objection.rule].title)
        text = title + self.t("list.extra", text=self.points(objection))
        yield Listing((Item(text, tuple(map(Paragraph, answers[:1]))),))

    def _alternatives(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> Iterator[Block]:
        """Say of each other mode, in a line, why it is not the one."""
        leader, near = accounts[0], near_modes(advice.mode, self.knowledge.decision)
        items: list[str] = []
        for account in accounts:
            if account.mode in near or account.behind_by == 0:
                continue
            mode, points = self.mode(account.mode), account.behind_by or 0
            if account.vetoes:
                veto = self.say(self.knowledge.rules[account.vetoes[0].rule].title)
                lead = max(0, account.net - leader.net) if not leader.vetoes else 0
                items.append(self.t("summary.vetoed", mode=mode, rule=veto, lead=lead))
            else:
                best, against = (self.argument(each[0]) if each else "" for each in (account.pro, account.contra))
                items.append(self.t("summary.why_not", mode=mode, points=points, best=best, against=against))
        if items:
            yield Listing(tuple(items))

    def find_out(self, advice: Advice, most: int) -> Section:
        """Return what is not known and could change something, the mode first; of a provisional decision, why."""
        facts = advice.unknowns.facts
        of_mode = [each.fact for each in facts if "mode" in each.can_change]
        estimated = list(advice.decisive_estimates)
        of_plan = [each.fact for each in facts if each.can_change == ("plan",)]
        asked = {"summary.open": of_mode, "summary.sharpen": of_plan} if not advice.find_out else {}
        items = [
            self.t(key, facts=self.comma(map(self.fact, names[:most])), more=max(0, len(names) - most))
            for key, names in {"summary.estimates": estimated, **asked}.items()
            if names
        ]
        items += self.reasons_to_ask(advice, MOST_WITH_REASON)
        if not of_mode and not estimated:
            items.insert(0, self.t("summary.nothing_open"))
        return Section(self.t("summary.find_out"), (Listing(tuple(items)),))

    def limits(self, advice: Advice, *, with_numbers: bool = True) -> Iterator[Note]:
        """Return what limits the decision; that the numbers contradict it, warnings of capabilities say themselves."""
        if with_numbers and advice.mode.against_numbers:
            yield Note(self.t("support.against_numbers"))
        if advice.provisional:
            key = "few_answers_near" if len(advice.provisional) > 1 else advice.provisional[0]
            yield Note(self.t(f"support.{key}", settled=advice.mode.settled))
        yield from map(self._held_back, advice.held_back)

    def reasons_to_ask(self, advice: Advice, most: int | None = None) -> tuple[str, ...]:
        """Return the facts that settle most, each with the reason to ask."""
        whys = ((fact, self.knowledge.facts[fact].why) for fact in advice.find_out[:most])
        return tuple(self.pair_of(self.fact(fact), self.say(why)) if why else self.fact(fact) for fact, why in whys)

    def ways(self, advice: Advice) -> Iterator[Section]:
        """Return the steps of the plan that ways about even share, and which question decides."""
        if not advice.ways:
            return
        blocks: list[Block] = []
        moves = shared_moves(advice)
        shared = list(dict.fromkeys(self.item(item) for item in advice.shared if item not in moves))
        if shared:
            named = self.comma(shared[:MOST_SHARED])
            more = max(0, len(shared) - MOST_SHARED)
            blocks.append(Paragraph(self.t("support.shared", items=named, more=more)))
        if advice.find_out:
            blocks.append(Paragraph(self.t("support.decides", fact=self.fact(advice.find_out[0]))))
        if blocks:
            yield Section(self.t("support.ways"), tuple(blocks))

    def _held_back(self, held: HeldBack) -> Note:
        able = [lift for lift in held.lifts if lift.client_can_change]
        lifts = self.semicolon(
            self.t(
                "support.lift",
                fact=self.fact(lift.fact),
                was=self.state(lift.fact, lift.was),
                to=self.t("list.or").join(self.state(lift.fact, state) for state in lift.to),
            )
            for lift in able or held.lifts
        )
        rules = self.comma(self.say(self.knowledge.rules[rule].title) for rule in held.rules)
        key = "support.held_back" if able else "support.held_back_fixed"
        return Note(self.t(key, mode=self.mode(held.mode), ahead=held.ahead, rules=rules, lifts=lifts))
