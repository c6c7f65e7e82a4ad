"""Explanations as sections: how, why not another mode, what if, documented cases alike, and a rule's near miss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.document.tree import Block, Column, Detail, Entry, Listing, Note, Paragraph, Section, Table, Tone
from mvpod_expert.mode.explanation.model import REACHES, Similar, WhatIf, WhyNot
from mvpod_expert.mode.views.sensitivity import SensitivitySections
from mvpod_expert.mode.views.sentences import RuleWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.explanation.how import How, HowAbout, Proof
    from mvpod_expert.mode.explanation.model import (
        ComparedAnswer,
        Counterfactual,
        Explained,
        Explanation,
        Judged,
        NearCase,
        NearMiss,
        PlanChange,
    )
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Decision, Firing
    from mvpod_expert.views.messages import Messages

Depth = Literal["sentence", "arguments", "proof"]
DEPTHS: tuple[Depth, ...] = ("sentence", "arguments", "proof")

MOST_SETS = 4
"""The sets of each group that are shown unless all are asked for."""

MOST_AGAINST = 5
MOST_ANSWERS = 5
MOST_CASES = 5
STATES = {True: "holds", False: "fails", None: "open"}
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}


class ExplanationSections(SensitivitySections):
    """Builds sections about explanations: a sentence, the arguments or the proof; with `everything`, whole lists."""

    def __init__(
        self, knowledge: KnowledgeBase, t: Messages, *, depth: Depth = "arguments", everything: bool = False
    ) -> None:
        super().__init__(knowledge, t, Detail.FULL if depth == "proof" else Detail.USUAL)
        self.depth = depth
        self.everything = everything
        self.words = RuleWords(knowledge, t)

    def sections(self, explained: Explained) -> Iterator[Section]:
        """Return every cell's explanation, and what it was made with."""
        for cell in explained.cells:
            self._told.clear()
            title = " · ".join(filter(None, [cell.client, self.place(cell.id, cell.region, cell.segment)]))
            sentence = Paragraph(self.say(cell.sentence), "strong")
            below = () if self.depth == "sentence" else self.explanation(cell.explanation)
            yield Section(title or cell.source, (sentence, *below))
        if self.depth != "sentence":
            yield Section("", (Paragraph(self.made_with(explained.knowledge, explained.engine), "faint"),))

    def explanation(self, explanation: Explanation) -> Iterator[Block]:
        """Return what explains something, by the method for its kind."""
        blocks: Iterator[Block] = getattr(self, f"_{explanation.kind}_blocks")(explanation)
        return blocks

    def _similar_blocks(self, similar: Similar) -> Iterator[Block]:
        return self.similar(similar)

    def similar(self, similar: Similar, *, with_answers: bool = True) -> Iterator[Block]:
        """Return the documented cases nearest to a client's, what they are not, and which answers agree and differ."""
        yield Note(self.t("similar.warning"))
        for near in similar.cases:
            yield self._case(near, with_answers=with_answers)

    def near_miss(self, near: NearMiss, name: str) -> Section:
        """Return how a rule compares with the answers of the case of a name."""
        truth = near.condition.truth
        blocks: list[Block] = [Paragraph(self.t(f"rule.{STATES[truth]}"), TONES[truth])]
        blocks += self._condition(near.condition)
        if near.changes:
            changes = self.semicolon(map(self.change, near.changes))
            blocks.append(Paragraph(self.t("rule.would_fire", changes=changes)))
        cases = [f"{self.say(self.knowledge.cases[case].company)} ({case})" for case in near.cases[:MOST_CASES]]
        text = self.t("rule.fires_nowhere")
        if cases:
            text = self.t("rule.fires_in", cases=self.comma(cases), more=len(near.cases) - len(cases))
        return Section(name, (*blocks, Paragraph(text)))

    def _condition(self, condition: Judged) -> Iterator[Block]:
        """Return the lines of a condition, each with those below it."""
        lines = list(self.words.lines(condition, told=True))

        def entries(depth: int) -> Iterator[Entry]:
            while lines and lines[0].depth >= depth:
                line = lines.pop(0)
                mark = self.t(f"rule.mark_{STATES[line.truth]}")
                yield Entry(f"{mark} {line.text}", tuple(entries(line.depth + 1)), tone=TONES[line.truth])

        yield from entries(0)

    def _how_blocks(self, how: How) -> Iterator[Block]:
        yield Section(self.t("advice.evidence"), (self.bars(how.accounts),))
        yield from self.accounts(how.accounts, heads_only=self.depth != "proof")
        if self.depth == "proof":
            yield from self.principles(how.principles)
            yield from self.sources(how.sources)
            yield Section("", (self.legend(),))

    def _how_about_blocks(self, how: HowAbout) -> Iterator[Block]:
        for proof in how.proofs:
            below = tuple(self.proof(self.knowledge.rules[proof.rule], proof.grounds))
            yield Section("", (Entry(self._fired(proof), below, tone="good"),))

    def _fired(self, firing: Firing | Proof) -> str:
        effects = self.semicolon(map(self.words.outcome, firing.effects))
        return f"{self.say(self.knowledge.rules[firing.rule].title)} → {effects}"

    def _why_not_blocks(self, why: WhyNot) -> Iterator[Block]:
        if why.decision.recommended == why.mode:
            return
        leader, account = why.leader, why.account
        yield self.bars(each for each in (leader, account) if each is not None)
        for key, mode, arguments in (
            ("explain.vetoed_by", why.mode, account.vetoes),
            ("explain.its_best", why.mode, account.pro),
            ("explain.against_it", why.mode, account.contra),
            *([("explain.for_the_other", leader.mode, leader.pro)] if leader is not None else []),
        ):
            if arguments:
                shown = arguments if self.everything or self.depth == "proof" else arguments[:MOST_AGAINST]
                told = tuple(self.entry(each, with_reason=each.points is None) for each in shown)
                more = self.rest(len(arguments) - len(shown), "explain.more")
                yield Section(self.t(key, mode=self.mode(mode)), (*told, *more))
        title = self.t("explain.turnings", mode=self.mode(why.mode), count=len(why.turnings), up_to=why.up_to)
        yield Section(title, tuple(self._counterfactuals(why)))

    def _counterfactuals(self, why: WhyNot) -> Iterator[Block]:
        if not why.turnings:
            yield Paragraph(self.t("explain.no_turning", up_to=why.up_to, mode=self.mode(why.mode)))
            return
        for reach in REACHES:
            group = [turning for turning in why.turnings if turning.reach == reach]
            if group:
                shown = group if self.everything else group[:MOST_SETS]
                items = Listing(tuple(map(self._counterfactual, shown)))
                yield Entry(
                    self.t(f"reach.{reach}", count=len(group)),
                    (items, *self.rest(len(group) - len(shown), "explain.more")),
                )
        yield Paragraph(self.t("explain.verified"), "faint")

    def _counterfactual(self, each: Counterfactual) -> str:
        text = self.semicolon(map(self.change, each.changes))
        if each.margin is None:
            return text
        return text + self.t("list.extra", text=self.t("explain.lead", margin=each.margin))

    def _what_if_blocks(self, what: WhatIf) -> Iterator[Block]:
        yield Section("", (self._side_by_side((what.before, what.after)),))
        yield from self._rules("explain.rules_came", what.came)
        yield from self._rules("explain.rules_went", what.went)
        for change in ("came", "went", "reassigned"):
            yield from self._plan(change, what.plan)
        if not (what.came or what.went or what.plan):
            yield Paragraph(self.t("explain.nothing_changes"))

    def _side_by_side(self, both: tuple[Decision, Decision]) -> Table:
        rows = [
            (self.t("explain.decision"), *map(self.decided, both)),
            (self.t("explain.margin"), *("-" if each.margin is None else str(each.margin) for each in both)),
        ]
        for mode in self.knowledge.decision.modes:
            ranked = [next(one for one in each.ranking if one.mode == mode.id) for each in both]
            nets = (f"{each.net:+d}" + (f" {self.t('advice.excluded')}" if each.excluded_by else "") for each in ranked)
            rows.append((self.say(mode.title), *nets))
        columns = (Column(), Column(self.t("explain.before")), Column(self.t("explain.after")))
        return Table(columns, tuple(rows))

    def _rules(self, key: str, firings: Iterable[Firing]) -> Iterator[Section]:
        supports = ((each, Paragraph(self.support(self.knowledge.rules[each.rule]), "faint")) for each in firings)
        entries = tuple(Entry(self._fired(each), (support,), "-", "plain") for each, support in supports)
        if entries:
            yield Section(self.t(key, count=len(entries)), entries)

    def _plan(self, change: str, changes: Iterable[PlanChange]) -> Iterator[Section]:
        items = []
        for each in changes:
            if each.change != change:
                continue
            text, was, to = self.item(each.item), self.items(each.was), self.items(each.to)
            if change == "reassigned":
                text = self.t("explain.reassigned", item=text, was=was, to=to)
            elif was or to:
                text = self.pair_of(text, was + to)
            items.append(text)
        if items:
            yield Section(self.t(f"plan_change.{change}", count=len(items)), (Listing(tuple(items)),))

    def _case(self, near: NearCase, *, with_answers: bool) -> Section:
        case = self.knowledge.cases[near.case]
        outcome = case.outcome
        used = self.t("similar.used", mode=self.mode(outcome.mode))
        if outcome.also_acceptable:
            others = self.t("list.or").join(map(self.mode, outcome.also_acceptable))
            used += self.t("list.extra", text=self.t("similar.also", modes=others))
        compared = len(near.alike) + len(near.different)
        documented = sum(each.documented for each in (*near.alike, *near.different))
        told = self.t(
            "similar.likeness",
            alike=len(near.alike),
            compared=compared,
            not_told=near.not_told,
            documented=documented,
            estimated=compared - documented,
        )
        blocks: list[Block] = [Paragraph(used, "strong"), Paragraph(self.say(case.reason))]
        blocks.append(Paragraph(self.t("similar.result", result=self.say(outcome.result))))
        if case.switch is not None:
            blocks.append(Paragraph(self.t("similar.switch", switch=self.say(case.switch))))
        blocks.append(Paragraph(told, "faint"))
        for key, answers in (("similar.alike", near.alike), ("similar.different", near.different)):
            if answers and with_answers:
                shown = answers if self.everything else answers[:MOST_ANSWERS]
                items = Listing(tuple(map(self._compared_answer, shown)))
                blocks.append(Entry(self.t(key), (items, *self.rest(len(answers) - len(shown), "explain.more"))))
        blocks.append(Paragraph(self.t("similar.sources", sources=self.semicolon(case.sources)), "faint"))
        name = " · ".join([*map(self.say, (case.company, case.offer, case.market)), case.period])
        return Section(f"{name} ({case.id})", tuple(blocks))

    def _compared_answer(self, each: ComparedAnswer) -> str:
        ours, theirs = (self.state(each.fact, state) for state in (each.ours, each.theirs))
        value = ours if ours == theirs else self.t("similar.ours_theirs", ours=ours, theirs=theirs)
        mark = self.t("similar.documented" if each.documented else "similar.estimated")
        return self.pair_of(self.fact(each.fact), value) + self.t("list.extra", text=mark)
