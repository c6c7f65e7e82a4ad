"""The evidence while the interview runs: a bar for each mode, what the last answer moved, and what the next one can."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.question_value import moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.mode.interview.question_value import Standing
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.possibility import Weighing
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

FULL_BAR = 12
"""The points from which a bar may fill the width: two strong arguments, so that a first weak one looks weak."""

MOST_RULES = 3
NOTHING: Mapping[str, int] = MappingProxyType({})
MOST_WAITING = 6
MOST_TO_FIND_OUT = 5


class EvidenceView:
    """Prints where the modes stand.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page

    def moved(self, before: Standing, after: Standing) -> None:
        """Print the bars after an answer, which way each moved, and the rules that moved them."""
        move = moved(before, after)
        if not move.came and not move.went:
            self.page.line(self.t("evidence.unmoved"), "faint", indent=2)
            return
        self.bars(after, move.points)
        self._rules(move.came, "evidence.came")
        self._rules(move.went, "evidence.went")

    def status(self, session: Session) -> None:
        """Print the bars, what speaks for and against most, and what is open: modes, and what would decide."""
        standing = session.standing()
        self.bars(standing)
        self._rules(standing.fired.values(), "evidence.came", most=2 * MOST_RULES)
        self.open(session)

    def open(self, session: Session) -> None:
        """Say which modes can still lead, and what to find out first when there are several."""
        modes = session.possible_modes()
        names = self.t("list.comma").join(self._mode(mode) for mode in modes)
        self.page.line(self.t("evidence.possible", modes=names, count=len(modes)), "strong", indent=2, hang=2)
        facts = session.to_find_out(MOST_TO_FIND_OUT) if len(modes) > 1 else []
        if facts:
            self.page.line(self.t("evidence.find_out"), indent=2)
        for number, fact in enumerate(facts, start=1):
            self.page.line(f"{number}  {fact.title.in_(self.t.lang)}  ({fact.id})", indent=4, hang=3)

    def why(self, session: Session, fact: Fact) -> None:
        """Print what each answer would move at once, and the rules that wait for the question."""
        involved = {fact.id, *(each.id for each in session.following(fact))}
        states = {name: state for name, state in session.states.items() if name not in involved}
        before = session.scales.weigh(states)
        for state in fact.known_states:
            move = moved(before, session.supposed(fact, state))
            title = fact.state_title(state).in_(self.t.lang)
            value = self._changes(move.points, move.came) or self.t("evidence.nothing_yet")
            self.page.line(self.t("list.pair", name=title, value=value), indent=2, hang=2)
        waiting = [
            each.weighing
            for each in session.interviewer.decisiveness.standoff(states).waiting
            if involved & each.fates.keys()
        ]
        self.page.line(self.t("evidence.waiting", count=len(waiting)), "strong", indent=2)
        self._rules(waiting, "evidence.waits", most=MOST_WAITING)

    def what_if(self, session: Session, fact: Fact, state: str) -> None:
        """Print where the modes would stand if a fact were so; nothing is saved."""
        before = session.standing()
        after = session.supposed(fact, state)
        lang = self.t.lang
        answer = self.t("list.pair", name=fact.title.in_(lang), value=fact.state_title(state).in_(lang))
        self.page.line(self.t("evidence.supposed", answer=answer), "strong", indent=2)
        self.moved(before, after)
        names = [self.t("list.comma").join(map(self._mode, each.leading)) for each in (before, after)]
        key = "evidence.lead_changes" if before.leading != after.leading else "evidence.lead_stays"
        self.page.line(self.t(key, before=names[0], after=names[1]), indent=2, hang=2)

    def bars(self, standing: Standing, points: Mapping[str, int] = NOTHING) -> None:
        """Print a bar for each mode.

        Args:
            standing: where the modes stand.
            points: by how much each has moved.
        """
        rows = []
        for mode, net in standing.net.items():
            change = f" ({points[mode]:+d})" if points.get(mode) else ""
            is_out = mode in standing.vetoed
            note = self.t("evidence.vetoed") if is_out else f"{net:+d}{change}"
            rows.append((self._mode(mode), 0 if is_out else net, note))
        self.page.bars(rows, full=FULL_BAR)

    def _rules(self, rules: Iterable[Weighing], key: str, most: int = MOST_RULES) -> None:
        ranked = sorted(rules, key=lambda each: (-len(each.vetoes), -max(map(abs, each.points.values()), default=0)))
        for each in ranked[:most]:
            title = self.knowledge.rules[each.rule].title.in_(self.t.lang)
            changes = self._changes(each.points, [each])
            self.page.line(self.t(key, rule=title, changes=changes), "faint", indent=2, hang=2)
        if len(ranked) > most:
            self.page.line(self.t("evidence.more_rules", count=len(ranked) - most), "faint", indent=2)

    def _changes(self, points: Mapping[str, int], rules: Iterable[Weighing]) -> str:
        parts = [f"{self._mode(mode)} {change:+d}" for mode, change in points.items() if change]
        vetoes = {mode for rule in rules for mode in rule.vetoes}
        modes = [mode.id for mode in self.knowledge.decision.modes if mode.id in vetoes]
        parts += [self.t("evidence.vetoes", mode=self._mode(mode)) for mode in modes]
        return self.t("list.comma").join(parts)

    def _mode(self, mode: str) -> str:
        return self.knowledge.decision.mode(mode).title.in_(self.t.lang)
