"""How sure a decision is, as sections: single answers, open questions, numbers near a limit, and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Entry, Listing, Note, Paragraph, Section, Span
from mvpod_expert.mode.explanation.sensitivity import WHOLE
from mvpod_expert.mode.views.arguments import ArgumentSections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.explanation.model import BandStep, Sensitivity, Stability

MOST_FLIPS = 6
MOST_RULES = 6


class SensitivitySections(ArgumentSections):
    """Builds sections about how sure a decision is; with `everything`, long lists whole."""

    everything = False

    def _sensitivity_blocks(self, sure: Sensitivity) -> Iterator[Section]:
        for mode in [*(each.id for each in self.knowledge.decision.modes), None]:
            flips = [flip for flip in sure.flips if flip.recommended == mode]
            if flips:
                shown = flips if self.everything else flips[:MOST_FLIPS]
                reach = {each.reach: self.t("list.extra", text=self.t(f"reach_short.{each.reach}")) for each in shown}
                items = Listing(tuple(self.change(each.changes[0]) + reach[each.reach] for each in shown))
                title = self.t("sure.flips", mode=self.mode(mode), count=len(flips))
                yield Section(title, (items, *self.rest(len(flips) - len(shown), "explain.more")))
        yield Section(self.t("sure.unknown"), tuple(self._unknown(sure)))
        if sure.numbers:
            # The nearest first, in terms of the limit.
            steps = sorted(sure.numbers, key=lambda each: (not each.turns, each.distance / (abs(each.limit) or 1)))
            told_steps = tuple(Span(self._step(step), "warn" if step.turns else "plain") for step in steps)
            yield Section(self.t("sure.numbers"), (Listing(told_steps),))
        if sure.strengths:
            titles = {strength.id: self.say(strength.title) for strength in self.knowledge.decision.strengths}
            told = tuple(self._interval(titles[strength.name], strength, "") for strength in sure.strengths)
            yield Section(self.t("sure.strengths"), (Listing(told),))
        yield Section(self.t("sure.rules", count=len(sure.rules)), tuple(self._weights(sure)))

    def _unknown(self, sure: Sensitivity) -> Iterator[Block]:
        modes = self.t("list.or").join(map(self.mode, sure.possible_modes))
        key = "sure.possible" if sure.open_facts else "sure.one_possible"
        yield Paragraph(self.t(key, modes=modes, count=len(sure.open_facts)))
        if sure.may_exclude_all:
            yield Note(self.t("advice.may_exclude_all"))
        if sure.question is None:
            return
        fact = self.knowledge.facts[sure.question.fact]
        items = []
        for each in sure.question.prospects:
            value = self.mode(each.recommended)
            if each.margin is not None and each.recommended is not None:
                value += self.t("list.extra", text=self.t("explain.lead", margin=each.margin))
            items.append(self.pair_of(self.say(fact.state_title(each.state)), value))
        question = Paragraph(self.say(fact.question or fact.title))
        yield Entry(self.t("sure.question", fact=self.say(fact.title)), (question, Listing(tuple(items))))

    def _step(self, step: BandStep) -> str:
        fact = self.knowledge.facts[step.fact]
        is_up = fact.states.index(step.to) > fact.states.index(step.band)
        side = ("from" if is_up else "to") if step.at_limit else ("above" if is_up else "below")
        return self.t(
            "sure.step_turns" if step.turns else "sure.step",
            fact=self.say(fact.title),
            given=fact.in_units(step.given, self.lang),
            distance=_number(step.distance),
            limit=self.t(f"limit.{side}", limit=_number(step.limit)),
            band=self.say(fact.state_title(step.to)),
            mode=self.mode(step.recommended),
        )

    def _weights(self, sure: Sensitivity) -> Iterator[Block]:
        """Return the rules whose weight matters most; those that could as well be dropped or doubled are counted."""
        sensitive = [rule for rule in sure.rules if rule.low > 0 or (rule.high is not None and rule.high < 2 * WHOLE)]
        sensitive.sort(key=_slack)
        shown = sensitive if self.everything else sensitive[:MOST_RULES]
        titles = (self.say(self.knowledge.rules[each.name].title) for each in shown)
        yield Listing(tuple(self._interval(title, each, "%") for title, each in zip(titles, shown, strict=True)))
        yield from self.rest(len(sensitive) - len(shown), "explain.more")
        if len(sensitive) < len(sure.rules):
            yield Paragraph(self.t("sure.not_sensitive", count=len(sure.rules) - len(sensitive)), "faint")

    def _interval(self, title: str, each: Stability, unit: str) -> str:
        """Say between which weights the decision stays, and what it becomes outside."""
        parts = []
        if each.low > 0:
            parts.append(self.t("sure.below", limit=f"{each.low}{unit}", mode=self.mode(each.below)))
        if each.high is not None:
            parts.append(self.t("sure.above", limit=f"{each.high}{unit}", mode=self.mode(each.above)))
        outside = self.semicolon(parts) or self.t("sure.whatever")
        return self.t("sure.interval", name=title, now=f"{each.now}{unit}", outside=outside)


def _number(number: float) -> str:
    """Return a number as people write it: a limit that moves with another answer is no whole one."""
    return f"{number if number == int(number) else float(f'{number:.4g}'):,.10g}"


def _slack(each: Stability) -> int:
    """Return how far a weight can move on its shorter side."""
    down = each.now - each.low if each.low > 0 else each.now + 1
    up = each.high - each.now if each.high is not None else each.now + 1
    return min(down, up)
