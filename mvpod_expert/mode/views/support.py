"""How far the decision is supported, in words: what to find out first, both ways at a tie, what a veto holds back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Listing, Note, Paragraph, Section
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block
    from mvpod_expert.model.advice import Advice, HeldBack

MOST_SHARED = 8


class SupportSections(Names):
    """Builds the blocks that stand beside a decision."""

    def notes(self, advice: Advice, *, with_numbers: bool = True) -> Iterator[Note]:
        """Return what limits the decision.

        Args:
            advice: the advice.
            with_numbers: say that the numbers contradict it; warnings of capabilities say so themselves.
        """
        if with_numbers and advice.mode.against_numbers:
            yield Note(self.t("support.against_numbers"))
        for because in advice.provisional:
            yield Note(self.t(f"support.{because}"))
        yield from map(self._held_back, advice.held_back)

    def sections(self, advice: Advice) -> Iterator[Section]:
        """Return what to find out first, with the reason, and what to do either way."""
        if advice.find_out:
            yield Section(self.t("support.find_out"), (Listing(self.find_out(advice)),))
        yield from self.ways(advice)

    def find_out(self, advice: Advice, most: int | None = None) -> tuple[str, ...]:
        """Return the facts that settle most, each with the reason to ask."""
        whys = ((fact, self.knowledge.facts[fact].why) for fact in advice.find_out[:most])
        return tuple(self.pair_of(self.fact(fact), self.say(why)) if why else self.fact(fact) for fact, why in whys)

    def ways(self, advice: Advice) -> Iterator[Section]:
        """Return what two ways that are about even share, and which question decides."""
        if not advice.ways:
            return
        blocks: list[Block] = []
        if advice.shared:
            named = self.items(advice.shared[:MOST_SHARED])
            more = max(0, len(advice.shared) - MOST_SHARED)
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
