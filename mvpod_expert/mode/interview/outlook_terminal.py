"""Where an interview stands as a whole: who leads and how sure that is, what contradicts, what would lift a veto."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.engine.inference import Fired
    from mvpod_expert.mode.interview.session import Session, Step
    from mvpod_expert.model.decision import LeadRecord
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MOST_LIFTS = 3


class OutlookView:
    """Prints where the interview stands.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page

    def outlook(self, session: Session, step: Step) -> None:
        """Print the leader with its record, what documented cases say, the proof, and how many questions may come."""
        leads, record = self._leader(session)
        self.page.line(leads, "strong")
        if record is not None:
            self.page.line(self.t("outlook.record", went=record.went, of=record.of), "faint", hang=2)
        outlook = step.outlook
        if outlook is not None and outlook.likely is not None:
            blanks = {"times": outlook.times, "of": outlook.of, "mode": self._mode(outlook.likely)}
            self.page.line(self.t("outlook.cases", **blanks), "faint", hang=2)
        if step.settled_on:
            self.page.line(self.t("outlook.proven", mode=self._mode(step.settled_on[0])), "good", hang=2)
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
        return self.t(key, mode=self._mode(decided), points=margin), self.knowledge.decision.record_of(margin)

    def conflicts(self, conflicts: Iterable[Fired]) -> None:
        """Print answers that contradict each other, the fewest that do, and how to mend it."""
        lang = self.t.lang
        for fired in conflicts:
            self.page.line(self.t("outlook.conflict", title=self.knowledge.rules[fired.rule].title.in_(lang)), "warn")
            facts = [self.knowledge.facts[fact] for fact, _ in fired.clause.literals]
            names = self.t("list.comma").join(fact.title.in_(lang) for fact in facts)
            self.page.line(self.t("outlook.mend", facts=names), "faint", indent=2, hang=2)

    def lifts(self, session: Session) -> None:
        """Print what would lift each veto: answers to one question under which the mode is not vetoed."""
        lang, standing = self.t.lang, session.standing()
        for mode in (each.id for each in self.knowledge.decision.modes if each.id in standing.vetoed):
            rules = [each.rule for each in standing.fired.values() if mode in each.vetoes]
            titles = self.t("list.comma").join(self.knowledge.rules[rule].title.in_(lang) for rule in rules)
            self.page.line(self.t("outlook.vetoed", mode=self._mode(mode), rules=titles), "warn", hang=2)
            lifting = list(session.lifting(mode))[:MOST_LIFTS]
            for fact, states in lifting:
                allowed = self.t("list.comma").join(fact.state_title(state).in_(lang) for state in states)
                self.page.line(self.t("outlook.lift", fact=fact.title.in_(lang), states=allowed), indent=2, hang=2)
            if not lifting:
                self.page.line(self.t("outlook.no_lift"), "faint", indent=2)

    def recap(self, session: Session, step: Step) -> None:
        """Print in five lines what an interview that goes on holds so far."""
        record, lang = session.record, self.t.lang
        cells = self.t("list.comma").join(f"{name} ({len(cell.answers)})" for name, cell in record.cells.items())
        self.page.line(self.t("outlook.recap_client", client=record.client or "—", offer=record.offer or "—"))
        self.page.line(self.t("outlook.recap_cells", cells=cells), hang=2)
        answers = session.record.cell.answers.values()
        unknown = sum(answer.state == UNKNOWN for answer in answers)
        self.page.line(self.t("outlook.recap_answers", count=len(answers), unknown=unknown), hang=2)
        self.page.line(self._leader(session)[0], hang=2)
        following = step.question.title.in_(lang) if step.question is not None else self.t("outlook.nothing_open")
        self.page.line(self.t("outlook.recap_next", question=following), hang=2)

    def _mode(self, mode: str) -> str:
        return self.knowledge.decision.mode(mode).title.in_(self.t.lang)
