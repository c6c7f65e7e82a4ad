"""The evidence while the interview runs: a bar for each mode, what the last answer moved, and what the next one can.

And the outlook: who leads and how sure that is, what contradicts, and what would lift a veto.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.question_value import Standing, moved
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.views.names import TerminalView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.inference import Fired
    from mvpod_expert.mode.interview.interviewer import Step
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.possibility import Weighing
    from mvpod_expert.model.decision import LeadRecord

FULL_BAR = 12
"""The points from which a bar may fill the width: two strong arguments, so that a first weak one looks weak."""

MOST_RULES = 3
NOTHING: Mapping[str, int] = MappingProxyType({})
MOST_WAITING = 6
MOST_TO_FIND_OUT = 5
MOST_LIFTS = 3


class EvidenceView(TerminalView):
    """Prints where the modes stand, and where the interview stands as a whole."""

    def moved(self, before: Standing, after: Standing) -> None:
        """Print the bars after an answer, which way each moved, and the rules that moved them."""
        move = moved(before, after)
        if not move.came and not move.went:
            self.page.line(self.t("evidence.unmoved"), "faint", indent=2)
            return
        self.bars(after, move.points)
        self._rules(move.came, "evidence.came")
        self._rules(move.went, "evidence.went")

    def status(self, session: Session, step: Step) -> None:
        """Print the bars, what speaks for and against most, what is open, and the whole outlook."""
        standing = session.standing()
        self.bars(standing)
        self._rules(standing.fired.values(), "evidence.came", most=2 * MOST_RULES)
        self.still_possible(session)
        self.lifts(session)
        self.conflicts(session.conflicts())
        self.outlook(session, step)

    def still_possible(self, session: Session) -> None:
        """Say which modes can still lead, and what to find out first when there are several."""
        modes = session.possible_modes()
        names = self.comma(map(self.mode, modes))
        self.page.line(self.t("evidence.possible", modes=names, count=len(modes)), "strong", indent=2, hang=2)
        facts = session.to_find_out(MOST_TO_FIND_OUT) if len(modes) > 1 else []
        if facts:
            self.page.line(self.t("evidence.find_out"), indent=2)
        for number, fact in enumerate(facts, start=1):
            self.page.line(f"{number}  {self.say(fact.title)}  ({fact.id})", indent=4, hang=3)

    def why(self, session: Session, fact: Fact) -> None:
        """Print what each answer would move at once, and the rules that wait for the question."""
        involved = {fact.id, *(each.id for each in session.following(fact))}
        states = {name: state for name, state in session.states.items() if name not in involved}
        decisiveness = session.interviewer.decisiveness
        before = decisiveness.weigh(states)
        for state in fact.known_states:
            move = moved(before, session.supposed(fact, state))
            value = self._changes(move.points, move.came) or self.t("evidence.nothing_yet")
            self.page.line(self.pair_of(self.say(fact.state_title(state)), value), indent=2, hang=2)
        waiting = [each.weighing for each in decisiveness.standoff(states).waiting if involved & each.fates.keys()]
        self.page.line(self.t("evidence.waiting", count=len(waiting)), "strong", indent=2)
        self._rules(waiting, "evidence.waits", most=MOST_WAITING)

    def what_if(self, session: Session, fact: Fact, state: str) -> None:
        """Print where the modes would stand if a fact were so; nothing is saved."""
        before, after = session.standing(), session.supposed(fact, state)
        self.page.line(self.t("evidence.supposed", answer=self.pair(fact.id, state)), "strong", indent=2)
        self.moved(before, after)
        names = [self.comma(map(self.mode, each.leading)) for each in (before, after)]
        key = "evidence.lead_changes" if before.leading != after.leading else "evidence.lead_stays"
        self.page.line(self.t(key, before=names[0], after=names[1]), indent=2, hang=2)

    def bars(self, standing: Standing, points: Mapping[str, int] = NOTHING) -> None:
        """Print a bar for each mode, and by how many `points` it has moved."""
        rows = []
        for mode, net in standing.net.items():
            change = f" ({points[mode]:+d})" if points.get(mode) else ""
            is_out = mode in standing.vetoed
            note = self.t("advice.excluded") if is_out else f"{net:+d}{change}"
            rows.append((self.mode(mode), 0 if is_out else net, note))
        self.page.bars(rows, full=FULL_BAR)

    def _rules(self, rules: Iterable[Weighing], key: str, most: int = MOST_RULES) -> None:
        ranked = sorted(rules, key=lambda each: (-len(each.vetoes), -max(map(abs, each.points.values()), default=0)))
        for each in ranked[:most]:
            said = self.t(
                key, rule=self.say(self.knowledge.rules[each.rule].title), changes=self._changes(each.points, [each])
            )
            self.page.line(said, "faint", indent=2, hang=2)
        if len(ranked) > most:
            self.page.line(self.t("evidence.more_rules", count=len(ranked) - most), "faint", indent=2)

    def _changes(self, points: Mapping[str, int], rules: Iterable[Weighing]) -> str:
        vetoes = {mode for rule in rules for mode in rule.vetoes}
        parts = [f"{self.mode(mode)} {change:+d}" for mode, change in points.items() if change]
        modes = (mode.id for mode in self.knowledge.decision.modes if mode.id in vetoes)
        return self.comma([*parts, *(self.t("outcome.exclude", mode=self.mode(mode)) for mode in modes)])

    def outlook(self, session: Session, step: Step) -> None:
        """Print the leader with its record, what documented cases say, the proof, and how many questions may come."""
        leads, record = self._leader(session)
        self.page.line(leads, "strong")
        if record is not None:
            self.page.line(self.t("outlook.record", went=record.went, of=record.of), "faint", hang=2)
        outlook = step.outlook
        if outlook is not None and outlook.likely is not None:
            blanks = {"times": outlook.times, "of": outlook.of, "mode": self.mode(outlook.likely)}
            self.page.line(self.t("outlook.cases", **blanks), "faint", hang=2)
        if step.settled_on:
            self.page.line(self.t("outlook.proven", mode=self.mode(step.settled_on[0])), "good", hang=2)
        elif step.settled_on is None and step.remaining:
            self.page.line(self.t("outlook.unproven"), "faint", hang=2)
            self.page.line(self.t("outlook.at_most", **step.at_most), "faint", hang=2)

    def brief(self, session: Session, step: Step) -> None:
        """Print in one line who leads, with its record, and how many questions may come; nothing is proven yet."""
        leads, record = self._leader(session)
        went, of = (record.went, record.of) if record is not None else (0, 0)
        self.page.line(self.t("outlook.brief", leads=leads, went=went, of=of, **step.at_most), "faint", hang=2)

    def _leader(self, session: Session) -> tuple[str, LeadRecord | None]:
        """Return who leads, in words, and how documented decisions with such a lead went."""
        decided, margin = session.standing().decided()
        if decided is None:
            return self.t("outlook.nobody_leads"), None
        key = "outlook.leads" if margin is not None else "outlook.alone"
        return self.t(key, mode=self.mode(decided), points=margin), self.knowledge.decision.record_of(margin)

    def conflicts(self, conflicts: Iterable[Fired]) -> None:
        """Print answers that contradict each other, the fewest that do, and how to mend it."""
        for fired in conflicts:
            title = self.say(self.knowledge.rules[fired.rule].title)
            self.page.line(self.t("outlook.conflict", title=title), "warn")
            names = self.comma(self.fact(fact) for fact, _ in fired.clause.literals)
            self.page.line(self.t("outlook.mend", facts=names), "faint", indent=2, hang=2)

    def lifts(self, session: Session) -> None:
        """Print what would lift each veto: answers to one question under which the mode is not vetoed."""
        standing = session.standing()
        for mode in (each.id for each in self.knowledge.decision.modes if each.id in standing.vetoed):
            rules = [each.rule for each in standing.fired.values() if mode in each.vetoes]
            titles = self.comma(self.say(self.knowledge.rules[rule].title) for rule in rules)
            self.page.line(self.t("outlook.vetoed", mode=self.mode(mode), rules=titles), "warn", hang=2)
            lifting = list(session.lifting(mode))[:MOST_LIFTS]
            for fact, states in lifting:
                allowed = self.comma(self.say(fact.state_title(state)) for state in states)
                said = self.t("outlook.lift", fact=self.say(fact.title), states=allowed)
                self.page.line(said, indent=2, hang=2)
            if not lifting:
                self.page.line(self.t("outlook.no_lift"), "faint", indent=2)

    def recap(self, session: Session, step: Step) -> None:
        """Print in five lines what an interview that goes on holds so far."""
        record, answers = session.record, session.record.cell.answers.values()
        unknown = sum(answer.state == UNKNOWN for answer in answers)
        cells = self.comma(f"{name} ({len(cell.answers)})" for name, cell in record.cells.items())
        following = self.say(step.question.title) if step.question is not None else self.t("outlook.nothing_open")
        for said in (
            self.t("outlook.recap_client", client=record.client or "—", offer=record.offer or "—"),
            self.t("outlook.recap_cells", cells=cells),
            self.t("outlook.recap_answers", count=len(answers), unknown=unknown),
            self._leader(session)[0],
            self.t("outlook.recap_next", question=following),
        ):
            self.page.line(said, hang=2)
