"""A rule in words: its condition as a tree and what follows from it; every construct of the rule language has words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Propose, Reask, Recommend
from mvpod_expert.model.trace import WeighedChoice, WeighedEvidence, WeighedProposal
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.explanation.model import Judged
    from mvpod_expert.model.rules import Outcome
    from mvpod_expert.model.trace import Effect


@dataclass(frozen=True)
class Line:
    """One line of a condition: how deep it stands, its words, and whether it holds."""

    depth: int
    text: str
    truth: bool | None


class RuleWords(Names):
    """Gives words to conditions and outcomes."""

    def lines(self, judged: Judged, *, told: bool, depth: int = 0) -> Iterator[Line]:
        """Return a condition held against answers line by line, from a depth on.

        With `told`, say beside each part what the answers are; without it, the condition alone.
        """
        if judged.kind in {"all", "any"} and len(judged.parts) == 1:
            yield from self.lines(judged.parts[0], told=told, depth=depth)
            return
        if judged.kind == "test":
            yield Line(depth, self._test(judged, told=told), judged.truth)
            return
        text = self.t(f"condition.{judged.kind}", needed=judged.needed, parts=len(judged.parts))
        if told and judged.kind == "at_least":
            text += self.t("list.extra", text=self.t("condition.holding", count=judged.holding))
        yield Line(depth, text, judged.truth)
        for part in judged.parts:
            yield from self.lines(part, told=told, depth=depth + 1)

    def outcome(self, outcome: Outcome | Effect) -> str:  # noqa: PLR0911 - one way for each kind
        """Say what follows from a rule."""
        points = self._points(outcome)
        match outcome:
            case Conclude(fact=fact, state=state):
                return self.t("outcome.conclude", answer=self.pair(fact, state))
            case Evidence(mode=mode, strength=strength) | WeighedEvidence(mode=mode, strength=strength):
                title = next(each.title for each in self.knowledge.decision.strengths if each.id == strength)
                blanks = {"points": f"{points:+d}", "strength": self.say(title)}
                return self.t("outcome.evidence", mode=self.mode(mode), **blanks)
            case Exclude(mode=mode):
                return self.t("outcome.exclude", mode=self.mode(mode))
            case Recommend(item=item):
                return self.t("outcome.recommend", item=self.item(item))
            case Assign(item=item, to=to) | WeighedChoice(item=item, to=to):
                return self.t("outcome.assign", item=self.item(item), to=self.item(to), points=points)
            case Propose(item=item) | WeighedProposal(item=item):
                return self.t("outcome.propose", item=self.item(item), points=points)
            case Reask(fact=fact):
                return self.t("outcome.reask", fact=self.fact(fact))

    def _points(self, outcome: Outcome | Effect) -> int:
        """Return what an outcome weighs; what was not weighed yet, by its strength."""
        match outcome:
            case WeighedEvidence(points=points) | WeighedChoice(points=points) | WeighedProposal(points=points):
                return points
            case Evidence(strength=strength):
                return outcome.signed(self.knowledge.decision.points(strength))
            case Assign(strength=strength) | Propose(strength=strength):
                return self.knowledge.decision.points(strength)
        return 0

    def _test(self, judged: Judged, *, told: bool) -> str:
        fact = self.knowledge.facts[judged.fact or ""]
        states = self.t("list.or").join(self.say(fact.state_title(state)) for state in judged.states)
        text = self.pair_of(self.say(fact.title), states)
        if not told or judged.truth:
            return text
        if judged.state is None:
            has = self.t("condition.not_concluded" if fact.derived else "explain.not_known")
        else:
            has = self.t("condition.has", state=self.say(fact.state_title(judged.state)))
        if judged.short is not None:
            has += self.t("list.comma") + self.t("condition.short", distance=fact.in_units(judged.short, self.lang))
        return text + self.t("list.extra", text=has)
