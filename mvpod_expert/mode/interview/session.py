"""An interview in progress: the record of what was entered, the current question, and the ways back and forth.

The record says everything that must survive; beside it are the earlier question a person went back to, and who answers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine, numbers
from mvpod_expert.engine.inference import Fired, fire_stratum
from mvpod_expert.mode.completion import Completion, Trials
from mvpod_expert.mode.interview.interviewer import Interviewer, Step
from mvpod_expert.mode.open_facts import Relevance
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import Fact, shared_facts
from mvpod_expert.model.journal import PROVEN, Depth, Entered, Entry, FilledIn, Noted, Opened, Removed
from mvpod_expert.model.money import CaseCurrency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.mode.interview.question_value import Standing
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.knowledge import KnowledgeBase

PLAN = "plan"
MOST_TIMES_PUT_OFF = 2
ABOUT_THE_CASE = {"client", "offer", "currency"}
"""What is noted at a question that stays the one at hand."""


class Session:
    """One interview, from what was entered before; with `ask_all` all is asked, even when the mode is settled.

    Attributes:
        wanted_depth: how deep to ask where the record does not say; it is noted with the first answer.
        source: who gives the answers from here on. It ends with the program: another day it may be somebody else.
        settled: the answers that numbers and the like in the sections settle for the current cell; they are not asked.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, record: Record, *, ask_all: bool = False) -> None:
        self.knowledge = knowledge
        self.base = base
        self.record = record
        self.shared = shared_facts(knowledge.facts)
        self.interviewer = Interviewer(knowledge, base, ask_all=ask_all)
        self.relevance = Relevance(base, knowledge.facts)
        self._engine = BitsetEngine(base)
        self._compared = {test.fact for rule in knowledge.rules_of("compare") for test in every_test(rule.when)}
        self.wanted_depth: Depth = PROVEN
        self.source: str | None = None
        self._earlier: str | None = None
        self.settled: Mapping[str, Answer] = {}
        self._settle()

    @property
    def states(self) -> dict[str, str]:
        """The answers' states in the current cell, `unknown` included, in the order given last; then what follows."""
        return {fact: answer.state for fact, answer in self._answers.items()}

    @property
    def trials(self) -> Trials:
        """What tries other answers to the current cell."""
        return Trials(self._completion, self._answers)

    @property
    def _answers(self) -> dict[str, Answer]:
        return self._completion.answers({**self.settled, **self.record.cell.answers})

    @property
    def _completion(self) -> Completion:
        return self.interviewer.possibilities.completion

    @property
    def currency(self) -> CaseCurrency:
        """What plain amounts of money are in, and the rates at which they are taken."""
        at = CaseCurrency.of(self.record.sections, self.knowledge.decision.rates)
        return replace(at, code=self.record.currency)

    @property
    def depth(self) -> Depth:
        """How deep the interview goes."""
        return self.record.depth or self.wanted_depth

    def take(self, entry: Entry) -> None:
        """Take an entry that is on disk, and go on with the question that is next."""
        self.record = self.record.after(entry, self.shared)
        if isinstance(entry, FilledIn | Opened | Entered | Removed) or entry == Noted(
            kind="currency", value=self.record.currency or ""
        ):
            self._settle()
        if not (isinstance(entry, Noted) and entry.kind in ABOUT_THE_CASE):
            self._earlier = None

    def section(self, key: str) -> object:
        """Return what a section of the case says for the current cell, as plain data."""
        return self.record.reader.section(self.record, key) if self.record.reader is not None else None

    def _settle(self) -> None:
        """Work out what the sections settle for the current cell."""
        record = self.record
        self.settled = {}
        if record.reader is None or not (record.filled or record.cell.filled or record.sections):
            return
        from mvpod_expert.capability import ServiceContext, has_part, registered  # noqa: PLC0415 - not for answers alone

        at = cell = record.reader.case(record, [record.at]).cells[0]
        context = ServiceContext(self.knowledge, self.base, self._engine.name)
        for capability in registered():
            if has_part(capability, at):
                cell = capability.service(context).fill(cell)
        self.settled = cell.answers

    def step(self) -> Step:
        """Return where the interview is."""
        cell, earlier = self.record.cell, self._earlier
        following = self.interviewer.next_step(self.states, cell.put_off, self.depth)
        step = following._replace(answered=len(cell.answers))
        if earlier is not None:
            return step._replace(question=self.knowledge.facts[earlier], earlier=cell.answers.get(earlier))
        if step.question is not None:
            return step
        for_plan = self._for_plan(step)
        question = for_plan[0] if for_plan and cell.phase == PLAN else None
        return step._replace(question=question, for_plan=question is not None, plan_questions=len(for_plan))

    def number(self, step: Step) -> int:
        """Return which question of the cell is current, from 1."""
        given = list(self.record.cell.answers)
        fact = step.question
        return (given.index(fact.id) if fact is not None and fact.id in given else len(given)) + 1

    def back(self) -> bool:
        """Go to the answer before the current one; return whether there is one."""
        given = list(self.record.cell.answers)
        place = given.index(self._earlier) if self._earlier in given else len(given)
        if place:
            self._earlier = given[place - 1]
        return place > 0

    def keep(self) -> None:
        """Leave the current answer as it is, and go on to the next one given, or to the next question."""
        given = list(self.record.cell.answers)
        place = given.index(self._earlier) + 1 if self._earlier in given else len(given)
        self._earlier = given[place] if place < len(given) else None

    def go(self, fact: str | None) -> None:
        """Go to any question, answered or not; or return to the one that is next."""
        self._earlier = fact

    def standing(self) -> Standing:
        """Return where the modes stand in the current cell."""
        return self.interviewer.decisiveness.weigh(self.states)

    def supposed(self, fact: Fact, state: str) -> Standing:
        """Return where the modes would stand if a fact were in a state."""
        return self.interviewer.decisiveness.weigh(self.trials.memory_with([(fact.id, state)]))

    def following(self, fact: Fact) -> list[Fact]:
        """Return the facts that follow from one where nobody stated them."""
        followers = (self.knowledge.facts[name] for name in self._completion.followers.get(fact.id, ()))
        return [each for each in followers if not self.trials.is_changeable(each)]

    def possible_modes(self) -> tuple[str, ...]:
        """Return the modes that can still lead, over all answers to what is not known."""
        return self.interviewer.possibilities.possible(self.trials.memory).modes

    def to_find_out(self, most: int) -> list[Fact]:
        """Return the questions without an answer that would settle most, those a person does not know included."""
        known = self.trials.memory
        open_facts = [fact.id for fact in self.knowledge.questions() if fact.id not in known]
        ranked = self.interviewer.decisiveness.ranked(known, open_facts)
        return [self.knowledge.facts[fact] for fact in ranked[:most]]

    def parked(self) -> frozenset[str]:
        """Return the answers in the current cell that cannot matter beside the others."""
        return self.relevance.parked({fact: each.state for fact, each in self.record.cell.answers.items()})

    def conflicts(self) -> list[Fired]:
        """Return the rules that found answers contradicting each other; of two, the one with the fewer answers."""
        fired = fire_stratum(self.base, self._engine, self.knowledge.rules, "doubt", self.states)
        facts = {each.rule: frozenset(fact for fact, _ in each.clause.literals) for each in fired}
        return [each for each in fired if not any(other < facts[each.rule] for other in facts.values())]

    def lifting(self, mode: str) -> Iterator[tuple[Fact, list[str]]]:
        """Return questions whose answer alone lifts the vetoes on a mode, and which answers; changeable ones first."""
        trials = self.trials
        vetoing = [each for each in self.standing().fired.values() if mode in each.vetoes]
        facts_of = self.interviewer.possibilities.facts_of
        involved = {fact for each in vetoing for number in numbers(each.bits) for fact in facts_of[number]}
        behind = {fact.id: fact for name in involved for fact in trials.behind(self.knowledge.facts[name])}
        facts = [fact for name, fact in behind.items() if name in trials.answers]
        for fact in sorted(facts, key=lambda fact: (not fact.client_can_change, fact.id)):
            others = [state for state in fact.states if state != trials.answers[fact.id].state]
            lifted = [state for state in others if mode not in self.supposed(fact, state).vetoed]
            if lifted:
                yield fact, lifted

    def _for_plan(self, step: Step) -> list[Fact]:
        memory = self.states
        if step.settled_on:
            memory[self.knowledge.decision.decided_fact] = step.settled_on[0]
        fire_stratum(self.base, self._engine, self.knowledge.rules, "derive", memory)
        waiting = self.relevance.open_for_plan(memory)
        put_off = self.record.cell.put_off
        facts = [
            fact
            for fact in self.knowledge.questions()
            if fact.id in waiting
            and fact.id not in memory
            and fact.is_knowable(memory)
            and (fact.id not in self._compared or len(self.record.cells) > 1)
            and put_off.get(fact.id, 0) < MOST_TIMES_PUT_OFF
        ]
        given = list(self.record.cell.answers)
        topic = self.knowledge.facts[given[-1]].topic.en if given else ""
        return sorted(facts, key=lambda fact: (put_off.get(fact.id, 0), fact.topic.en != topic))
