"""Arguments as blocks: what a rule says for or against a mode, the answers it rests on, its reason and its support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Bar, Column, Detail, Entry, Item, Listing, Paragraph, Section, Span, Table
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.model.principles import BASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.mode.explanation.how import Argument, Ground, ModeAccount
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.messages import Messages


class ArgumentSections(Sentences):
    """Builds blocks about the arguments of one market cell; a rule shown once is not shown again."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages, detail: Detail = Detail.USUAL) -> None:
        super().__init__(knowledge, t)
        self.detail = detail
        self._told: dict[str, bool] = {}

    def bars(self, accounts: Iterable[ModeAccount]) -> Table:
        """Return a bar for each mode: net points, and what is for and against."""
        accounts = list(accounts)
        low, high = min(0, *(account.net for account in accounts), 0), max(1, *(account.net for account in accounts), 1)
        rows = []
        for each in accounts:
            note = f"{each.net:+d} (+{each.for_} -{each.against})"
            note += f" {self.t('advice.excluded')}" if each.vetoes else ""
            rows.append((self.mode(each.mode), Bar(0, each.net, low, high, tone=_tone(each.net)), note))
        return Table((Column(), Column(weight=3), Column()), tuple(rows))

    def net(self, account: ModeAccount) -> str:
        """Return how a mode's points add up."""
        mode = self.mode(account.mode)
        text = self.t("explain.sum", mode=mode, net=f"{account.net:+d}", pro=account.for_, contra=account.against)
        return f"{text} {self.t('advice.excluded')}" if account.vetoes else text

    def entry(self, argument: Argument, *, with_reason: bool = True) -> Entry:
        """Return an argument: its title, and below it as much as the depth asks for."""
        rule = self.knowledge.rules[argument.rule]
        if rule.id in self._told and (self._told[rule.id] or not with_reason):
            return self.head(argument, (Paragraph(self.t("explain.as_above"), "faint"),))
        self._told[rule.id] = with_reason
        return self.head(argument, tuple(self._below(rule, argument, with_reason=with_reason)))

    def head(self, argument: Argument, blocks: tuple[Block, ...] = ()) -> Entry:
        """Return an argument's points and title, with what is below them."""
        title = self.say(self.knowledge.rules[argument.rule].title)
        return Entry(title, blocks, self.points(argument), _tone(argument.points or -1))

    def _below(self, rule: Rule, argument: Argument, *, with_reason: bool) -> Iterator[Block]:
        if self.detail == Detail.FULL:
            yield from self.proof(rule, argument.grounds)
            return
        yield Paragraph(self.semicolon(map(self._ground, argument.grounds)), "faint")
        yield Paragraph(self._support(rule))
        if with_reason:
            yield Paragraph(self.say(rule.because.reason))

    def proof(self, rule: Rule, grounds: Iterable[Ground]) -> Iterator[Block]:
        """Return a rule's reason, its support, and the tree of what it rests on, down to the answers."""
        yield Paragraph(self.say(rule.because.reason))
        yield Paragraph(self._support(rule))
        yield Listing(tuple(map(self._tree, grounds)), tone="faint")

    def accounts(self, accounts: Iterable[ModeAccount], *, heads_only: bool = False) -> Iterator[Section]:
        """Return every argument about every mode; with `heads_only` the points and titles alone."""
        tell = self.head if heads_only else self.entry
        for account in accounts:
            told = tuple(map(tell, (*account.vetoes, *account.pro, *account.contra)))
            yield Section(self.net(account), told or (Paragraph(self.t("explain.no_arguments"), "faint"),))

    def principles(self, ids: Sequence[str]) -> Iterator[Section]:
        """Return principles with where the article states them, in full with what they mean."""
        items = []
        for each in ids:
            meaning = self.say(self.knowledge.principles[each].meaning)
            below = (Paragraph(meaning, "faint"),) if self.detail == Detail.FULL else ()
            items.append(Entry(self.principle(each), below, marker=each, tone="plain"))
        if items:
            yield Section(self.t("advice.principles"), tuple(items))

    def sources(self, ids: Sequence[str]) -> Iterator[Section]:
        """Return sources with their citations and how much of each was read."""
        if ids:
            items = tuple(self.pair_of(each, self.source(each)) for each in ids)
            yield Section(self.t("explain.sources"), (Listing(items),))

    def legend(self) -> Paragraph:
        """Say what the marks mean."""
        parts: list[str | Span] = []
        for basis in BASES:
            meaning = self.t(f"basis_meaning.{basis}")
            parts += [self.t("list.space") if parts else "", self.mark(basis), f" {meaning}"]
        return Paragraph(tuple(parts), "faint")

    def _support(self, rule: Rule) -> tuple[Span, Span]:
        return self.supported(rule.because.basis, self.support(rule))

    def _tree(self, ground: Ground) -> Item:
        origin = self.t(f"origin.{ground.matched.origin}")
        if ground.rule is not None:
            origin = self.t("origin.by_rule", title=self.say(self.knowledge.rules[ground.rule].title))
        text = self.matched(ground.matched)
        if ground.matched.layer != "figures":
            usual = self.usual(ground.matched)
            text += self.t("list.extra", text=self.t("list.semicolon").join(filter(None, (origin, usual))))
        behind = (Listing(tuple(map(self._tree, ground.behind)), tone="faint"),) if ground.behind else ()
        return Item(text, behind)

    def _ground(self, ground: Ground) -> str:
        behind = f" ← {self.comma(map(self._ground, ground.behind))}" if ground.behind else ""
        return self.matched(ground.matched) + behind


def _tone(points: int) -> Tone:
    return "good" if points > 0 else "bad"
