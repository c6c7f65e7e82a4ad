"""What things are called in one language: modes, items, answers, and what a reason rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Paragraph, Span
from mvpod_expert.model.cases import ONLY_CELL, Answer, Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.advice import AnswerGiven
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.model.trace import Matched
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages


class Names:
    """Gives names."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self._items = {item.id: item.title for item in knowledge.items()}

    def say(self, text: Text) -> str:
        """Return a text of the knowledge in this language."""
        return text.in_(self.lang)

    def comma(self, texts: Iterable[str]) -> str:
        """Return texts as a list within a sentence."""
        return self.t("list.comma").join(texts)

    def semicolon(self, texts: Iterable[str]) -> str:
        """Return longer texts as a list within a line."""
        return self.t("list.semicolon").join(texts)

    def rest(self, count: int, key: str = "advice.more") -> Iterator[Paragraph]:
        """Yield how many more there are than are shown, if there are any."""
        if count > 0:
            yield Paragraph(self.t(key, count=count), "faint")

    def pair_of(self, name: str, value: str) -> str:
        """Return a value behind its name."""
        return self.t("list.pair", name=name, value=value)

    def place(self, cell: str, region: str | None, segment: str | None) -> str:
        """Name a market cell by its place, else by its id; nothing where it is the only one."""
        return " / ".join(filter(None, [region, segment])) or (cell if cell != ONLY_CELL else "")

    def mark(self, basis: Basis) -> Span:
        """Return the mark that says what kind of support something has."""
        return Span(self.t(f"basis.{basis}"), mark=basis, is_support=True)

    def supported(self, basis: Basis, *parts: str) -> tuple[Span, Span]:
        """Return a mark, and behind it what supports something."""
        return self.mark(basis), Span(" " + " · ".join(filter(None, parts)), is_support=True)

    def mode(self, mode: str | None) -> str:
        """Name a mode, or say that none is decided on."""
        if mode is None:
            return self.t("explain.no_mode")
        return self.knowledge.decision.mode(mode).title.in_(self.lang)

    def item(self, item: str) -> str:
        """Name a catalogue item; one that is not there any more by its id."""
        return self._items[item].in_(self.lang) if item in self._items else item

    def items(self, items: Iterable[str]) -> str:
        """Name several items."""
        return self.t("list.comma").join(map(self.item, items))

    def fact(self, fact: str) -> str:
        """Name a fact."""
        return self.knowledge.facts[fact].title.in_(self.lang)

    def state(self, fact: str, state: str, given: Given | None = None) -> str:
        """Name a fact's state, with the number that was given, if one was."""
        declared = self.knowledge.facts[fact]
        return declared.state_title(state).in_(self.lang) + self._amount(declared, given)

    def pair(self, fact: str, state: str, given: Given | None = None) -> str:
        """Name a fact with its state."""
        return self.t("list.pair", name=self.fact(fact), value=self.state(fact, state, given))

    def matched(self, matched: Matched) -> str:
        """Name what a firing rested on; an answer that numbers settled is marked as such."""
        text = self.pair(matched.fact, matched.state, matched.given)
        if matched.times is not None:
            other = self._relative_to(matched.fact)
            text += self.t("list.extra", text=self.t("origin.times", times=f"{matched.times:.2g}", other=other))
        if matched.layer == "figures":
            key = "origin.follows" if self.knowledge.facts[matched.fact].sources else "origin.figures"
            text += self.t("list.extra", text=self.t(key))
        return text

    def usual(self, matched: Matched) -> str:
        """Say which value of another number the bands of a number hold for, where a case does not give that one."""
        fact = self.knowledge.facts[matched.fact]
        relative = fact.relative_to
        is_number = matched.given is not None and matched.given not in fact.states
        if relative is None or not is_number or matched.times is not None:
            return ""
        usual = self._amount(self.knowledge.facts[relative.fact], relative.usual)
        because = relative.because.in_(self.lang)
        return self.t("origin.usual", other=self._relative_to(matched.fact), usual=usual, because=because)

    def _relative_to(self, fact: str) -> str:
        relative = self.knowledge.facts[fact].relative_to
        return self.fact(relative.fact) if relative is not None else ""

    def basis(self, basis: Basis) -> str:
        """Return the mark that says what kind of support something has."""
        return self.t("plan.mark", basis=self.t(f"basis.{basis}"))

    def support(self, rule: Rule) -> str:
        """Return a rule's principles, sources and id."""
        comma = self.t("list.comma")
        parts = [comma.join(rule.because.principle), comma.join(rule.because.sources)]
        return " · ".join([*filter(None, parts), self.t("plan.by_rules", rules=rule.id)])

    def principle(self, principle: str) -> str:
        """Name a principle, with where the article states it."""
        stated = self.knowledge.principles[principle]
        inferred = self.t("list.extra", text=self.t("advice.inferred")) if stated.inferred else ""
        where = ", ".join(f"{each.section}.{each.paragraph}.{each.sentence}" for each in stated.passage)
        return f"{stated.title.in_(self.lang)}{inferred} — {where}"

    def source(self, source: str) -> str:
        """Cite a source, with how much of it was read."""
        cited = self.knowledge.sources[source]
        return cited.citation + self.t("list.extra", text=self.t(f"source_read.{cited.read}"))

    def _amount(self, fact: Fact, given: Given | None) -> str:
        if fact.kind == "number" and isinstance(given, str) and given not in fact.known_states:
            return self.t("list.extra", text=kept_amount(given, self.t))
        if not isinstance(given, int | float) or isinstance(given, bool):
            return ""
        return self.t("list.extra", text=fact.in_units(given, self.lang))


def kept_amount(given: str, t: Messages) -> str:
    """Say an amount of another currency, which is kept with its rate: 60,000 CNY at 7.2."""
    amount, at, rate = given.partition(" at ")
    return t("list.kept_amount", amount=amount, rate=rate) if at else given


class TerminalView(Names):
    """Names things, and prints them on a page."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        super().__init__(knowledge, t)
        self.page = page

    def print(self, key: str, tone: Tone = "plain", *, indent: int = 0, hang: int = 0, **blanks: object) -> None:
        """Print a sentence."""
        self.page.line(self.t(key, **blanks), tone, indent=indent, hang=hang)


def attribution(answer: Answer | AnswerGiven, t: Messages) -> str:
    """Return in brackets where an answer comes from, and whether it is an estimate; nothing where nobody noted it."""
    told = list(filter(None, [t("origin.estimated") if answer.estimated else "", answer.source]))
    return t("list.extra", text=t("list.semicolon").join(told)) if told else ""
