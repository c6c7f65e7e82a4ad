"""Arguments in a terminal: a rule's say about a mode, the answers it rests on, its reason and what supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.model import Argument, Ground, ModeAccount
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages


class ArgumentsView:
    """Prints arguments.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.names = Names(knowledge, t)
        self._told: dict[str, bool] = {}

    def begin(self) -> None:
        """Begin with another market cell: nothing has been told yet."""
        self._told.clear()

    def bars(self, accounts: Iterable[ModeAccount]) -> None:
        """Print a bar for each mode: net points, and what is for and against."""
        rows = []
        for account in accounts:
            note = f"{account.net:+d} (+{account.for_} -{account.against})"
            if account.vetoes:
                note += f" {self.t('advice.excluded')}"
            rows.append((self.names.mode(account.mode), account.net, note))
        self.page.bars(rows)

    def head(self, argument: Argument, *, indent: int = 2) -> None:
        """Print an argument's points and title alone."""
        mark = self.t("advice.veto") if argument.points is None else f"{argument.points:+d}"
        tone: Tone = "good" if (argument.points or -1) > 0 else "bad"
        title = self.knowledge.rules[argument.rule].title.in_(self.lang)
        self.page.line(f"{mark}  {title}", tone, indent=indent, hang=4)

    def argument(self, argument: Argument, *, with_reason: bool) -> None:
        """Print an argument with the answers it rests on and what supports it; only its head when that was told before.

        One rule can speak for a mode and against another; its reason stands once.
        """
        rule = self.knowledge.rules[argument.rule]
        self.head(argument)
        if self._was_told(argument.rule, with_reason=with_reason):
            return
        grounds = self.t("list.semicolon").join(map(self._ground, argument.grounds))
        self.page.line(grounds, "faint", indent=6)
        self._supported(rule)
        if with_reason:
            self.page.line(rule.because.reason.in_(self.lang), indent=6)

    def proof(self, argument: Argument) -> None:
        """Print an argument, once, with its reason, its support and the tree of what it rests on, to the answers."""
        self.head(argument)
        if not self._was_told(argument.rule, with_reason=True):
            self.grounds(self.knowledge.rules[argument.rule], argument.grounds)

    def grounds(self, rule: Rule, grounds: Iterable[Ground]) -> None:
        """Print a rule's reason, its support and the tree of what it rests on, down to the answers."""
        self.page.line(rule.because.reason.in_(self.lang), indent=6)
        self._supported(rule)
        for ground in grounds:
            self._tree(ground, 6)

    def principles(self, ids: Iterable[str], *, with_meaning: bool = False) -> None:
        """Print principles with where the article states them."""
        for number, each in enumerate(ids):
            if not number:
                self.page.title(self.t("advice.principles"))
            self.page.line(f"{each}  {self.names.principle(each)}", indent=2, hang=4)
            if with_meaning:
                self.page.line(self.knowledge.principles[each].meaning.in_(self.lang), "faint", indent=6)

    def sources(self, ids: Iterable[str]) -> None:
        """Print sources with their citations and how much of each was read."""
        for number, each in enumerate(ids):
            if not number:
                self.page.title(self.t("explain.sources"))
            self.page.line(f"{each}  {self.names.source(each)}", indent=2, hang=4)

    def _was_told(self, rule: str, *, with_reason: bool) -> bool:
        """Tell whether a rule was told as fully before, and say so; otherwise note that it is told now."""
        if rule in self._told and (self._told[rule] or not with_reason):
            self.page.line(self.t("explain.as_above"), "faint", indent=6)
            return True
        self._told[rule] = with_reason
        return False

    def _supported(self, rule: Rule) -> None:
        basis = rule.because.basis
        self.page.line(f"{self.names.basis(basis)} {self.names.support(rule)}", basis, indent=6)

    def _tree(self, ground: Ground, indent: int) -> None:
        origin = self.t(f"origin.{ground.matched.origin}")
        if ground.rule is not None:
            origin = self.t("origin.by_rule", title=self.knowledge.rules[ground.rule].title.in_(self.lang))
        text = self.names.matched(ground.matched)
        if ground.matched.layer != "figures":
            text += self.t("list.extra", text=origin)
        self.page.line(f"← {text}", "faint", indent=indent, hang=2)
        for each in ground.behind:
            self._tree(each, indent + 4)

    def _ground(self, ground: Ground) -> str:
        text = self.names.matched(ground.matched)
        if ground.behind:
            text += f" ← {self.t('list.comma').join(map(self._ground, ground.behind))}"
        return text
