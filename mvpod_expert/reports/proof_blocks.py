"""The proof as blocks: every argument about every mode down to the answers, the principles and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.reports.blocks import ModeProof, ProvedArgument
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.explanation.model import Argument, Ground, How, ModeAccount
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class ProofBlocks:
    """Makes the blocks of proofs.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.names = Names(knowledge, t)

    def modes(self, how: How) -> tuple[ModeProof, ...]:
        """Give each mode's arguments; a rule's reason and grounds stand with its first one."""
        told: set[str] = set()
        return tuple(self._mode(account, told) for account in how.accounts)

    def principles(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Give principles with their meaning and where the article states them."""
        meanings = self.knowledge.principles
        return tuple(f"{each} {self.names.principle(each)}. {meanings[each].meaning.in_(self.lang)}" for each in ids)

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Give sources with their citations and how much of each was read."""
        return tuple(f"{each}: {self.names.source(each)}" for each in ids)

    def _mode(self, account: ModeAccount, told: set[str]) -> ModeProof:
        mode = self.names.mode(account.mode)
        title = self.t("explain.sum", mode=mode, net=f"{account.net:+d}", pro=account.for_, contra=account.against)
        if account.vetoes:
            title = f"{title} {self.t('advice.excluded')}"
        arguments = []
        for argument in (*account.vetoes, *account.pro, *account.contra):
            arguments.append(self._argument(argument, is_new=argument.rule not in told))
            told.add(argument.rule)
        return ModeProof(title, tuple(arguments))

    def _argument(self, argument: Argument, *, is_new: bool) -> ProvedArgument:
        rule = self.knowledge.rules[argument.rule]
        grounds = [line for ground in argument.grounds for line in self._ground(ground, 0)] if is_new else []
        return ProvedArgument(
            title=rule.title.in_(self.lang),
            points=self.t("advice.veto") if argument.points is None else f"{argument.points:+d}",
            basis=rule.because.basis,
            basis_title=self.t(f"basis.{rule.because.basis}"),
            reason=rule.because.reason.in_(self.lang) if is_new else self.t("explain.as_above"),
            support=self.names.support(rule),
            grounds=tuple(grounds),
        )

    def _ground(self, ground: Ground, depth: int) -> Iterator[tuple[int, str]]:
        text = self.names.matched(ground.matched)
        if ground.rule is not None:
            title = self.knowledge.rules[ground.rule].title.in_(self.lang)
            text += self.t("list.extra", text=self.t("origin.by_rule", title=title))
        yield depth, text
        for each in ground.behind:
            yield from self._ground(each, depth + 1)
