"""Which modes can still lead: over all completions of what is not known, with a witness or a proof.

A mode is possible when some completion lets it lead (or share the lead), impossible when none does, and necessary when
no other is possible. The search branches over the open facts and cuts a branch when the most that its open rules could
add does not bring the mode level: rules that wait for the same single fact exclude each other by its states, so for
each fact only the best state counts; any other open rule counts when it helps. The bound never falls short of what
can be reached, so "impossible" is a proof. When the search reaches its limit, the mode is kept and `proven` is false.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.engine.bitset import ClauseMasks, numbers
from mvpod_expert.engine.clauses import Clause, RuleBase, compatible
from mvpod_expert.mode.completion import Completion
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Evidence, Exclude

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase

MAX_STEPS = 300

Memory = dict[str, str]
Waiting = list[tuple["Weighing", frozenset[str]]]
"""Undecided rules with the open facts they wait for."""
Alone = dict[str, dict[str, list["Weighing"]]]
"""For open facts that rules wait for alone, the rules that each of its states makes fire."""


class Weighing(NamedTuple):
    """One weigh rule: its clauses as bits, the points it gives each mode, and the modes it vetoes."""

    rule: str
    bits: int
    points: Mapping[str, int]
    vetoes: frozenset[str]


class Possibility(NamedTuple):
    """The modes that can still lead, in the table's order; `proven` is false when a search was cut short."""

    modes: tuple[str, ...]
    proven: bool


class Possibilities:
    """Searches completions of one rule base."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.modes = tuple(mode.id for mode in knowledge.decision.modes)
        self.completion = Completion(knowledge.facts)
        self.states = {fact.id: fact.known_states for fact in knowledge.asked()}
        clauses: list[Clause] = []
        self.weighings: list[Weighing] = []
        for rule in knowledge.rules_of("weigh"):
            first = len(clauses)
            clauses += base.unfolded[rule.id]
            points: dict[str, int] = defaultdict(int)
            for outcome in rule.then:
                if isinstance(outcome, Evidence):
                    points[outcome.mode] += outcome.signed(knowledge.decision.points(outcome.strength))
            vetoes = frozenset(each.mode for each in rule.then if isinstance(each, Exclude))
            bits = (1 << len(clauses)) - (1 << first)
            self.weighings.append(Weighing(rule.id, bits, points, vetoes))
        self.clauses = tuple(clauses)
        self.masks = ClauseMasks(clauses)
        self.facts_of = [frozenset(fact for fact, _ in clause.literals) for clause in clauses]

    def asked_for(self, facts: Iterable[str]) -> frozenset[str]:
        """Return the questions whose answers settle facts: the facts themselves, or what they follow from."""
        named = [self.completion.facts[fact] for fact in facts]
        return frozenset().union(*([each.id] if each.question is not None else each.sources for each in named))

    def possible(self, memory: Mapping[str, str], *, may_stay_open: Iterable[str] = ()) -> Possibility:
        """Search the completions of the states of asked facts, `unknown` included, for the modes that can still lead.

        Facts that `may_stay_open` need not get a value, as in an interview where the answer may be "unknown".
        """
        closed, staying = self.completion.closed(memory), frozenset(may_stay_open)
        found: list[str] = []
        proven = True
        for mode in self.modes:
            search = _Search(self, mode, staying)
            if search.reaches(closed):
                found.append(mode)
                proven &= not search.was_cut_short
        return Possibility(tuple(found), proven)

    def may_exclude_all(self, memory: Mapping[str, str]) -> bool:
        """Return whether some completion leaves no mode: every mode vetoed by clauses that can hold together."""
        alive = self.masks.not_false(self.completion.closed(memory))
        vetoing = [
            [
                self.clauses[number]
                for weighing in self.weighings
                if mode in weighing.vetoes
                for number in numbers(weighing.bits & alive)
            ]
            for mode in self.modes
        ]
        together = [Clause(())]
        for clauses in vetoing:
            joined = (compatible(one, other) for one in together for other in clauses)
            together = [clause for clause in joined if clause is not None]
        return bool(together)

    def live_facts(self, memory: Mapping[str, str]) -> dict[str, bool]:
        """Return the open questions whose answers can still make a weigh rule fire that matters, and whether as a veto.

        A rule matters while it is undecided and touches a mode that is not vetoed.
        """
        memory = self.completion.closed(memory)
        true, alive = self.masks.true(memory), self.masks.not_false(memory)
        out = {mode for weighing in self.weighings if weighing.bits & true for mode in weighing.vetoes}
        live: dict[str, bool] = {}
        for each in self.weighings:
            touched = each.vetoes | each.points.keys()
            if each.bits & true or not each.bits & alive or touched <= out:
                continue
            for number in numbers(each.bits & alive):
                for fact in self.asked_for(self.facts_of[number] - memory.keys()):
                    if fact not in memory:
                        live[fact] = live.get(fact, False) or bool(each.vetoes - out)
        return live


class _Search:
    """The search for one completion under which one mode leads."""

    def __init__(self, within: Possibilities, mode: str, staying: frozenset[str]) -> None:
        self.within = within
        self.mode = mode
        self.staying = staying
        self.steps = 0
        self.was_cut_short = False

    def reaches(self, memory: Memory) -> bool:
        """Return whether the mode can lead from here; at the step limit it is taken to."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            self.was_cut_short = True
            return True
        fired, waiting = self._sorted(memory)
        vetoed = {mode for each in fired for mode in each.vetoes}
        if self.mode in vetoed:
            return False
        best = self._best_states(memory, waiting)
        if not all(
            rival in vetoed or self._can_match(rival, fired, best, waiting)
            for rival in self.within.modes
            if rival != self.mode
        ):
            return False
        if self._leads(memory | self._guess(memory, best)):
            return True
        fact = self._most_entangled(memory, waiting)
        if fact is None:
            return False
        return any(self.reaches(memory | {fact: state}) for state in self._states(fact))

    def _states(self, fact: str) -> tuple[str, ...]:
        states = self.within.states[fact]
        return (*states, UNKNOWN) if fact in self.staying else states

    def _sorted(self, memory: Memory) -> tuple[list[Weighing], Waiting]:
        """Return the rules that fired, and those that wait."""
        masks = self.within.masks
        true, alive = masks.true(memory), masks.not_false(memory)
        fired: list[Weighing] = []
        waiting: Waiting = []
        for weighing in self.within.weighings:
            if weighing.bits & true:
                fired.append(weighing)
            elif weighing.bits & alive:
                facts = frozenset().union(*(self.within.facts_of[n] for n in numbers(weighing.bits & alive)))
                waiting.append((weighing, facts - memory.keys()))
        return fired, waiting

    def _best_states(self, memory: Memory, waiting: Waiting) -> Alone:
        alone: dict[str, list[Weighing]] = defaultdict(list)
        for each, facts in waiting:
            if len(facts) == 1:
                alone[next(iter(facts))].append(each)
        # Of a rule that waits for one fact alone, a clause that is not false is true as soon as it accepts the state.
        alive, accepting = self.within.masks.not_false(memory), self.within.masks.accepting
        return {
            fact: {
                state: [rule for rule in rules if rule.bits & alive & accepting(fact, state)]
                for state in self._states(fact)
            }
            for fact, rules in alone.items()
        }

    def _can_match(self, rival: str, fired: list[Weighing], best: Alone, waiting: Waiting) -> bool:
        if any(rival in each.vetoes for each, _ in waiting):
            return True

        def lead(each: Weighing) -> int:
            return each.points.get(self.mode, 0) - each.points.get(rival, 0)

        most = sum(lead(each) for each in fired)
        most += sum(max(sum(map(lead, rules)) for rules in by_state.values()) for by_state in best.values())
        most += sum(max(0, lead(each)) for each, facts in waiting if len(facts) > 1)
        return most >= 0

    def _guess(self, memory: Memory, best: Alone) -> Memory:
        """Complete the memory with the states that look best for the mode, fact by fact."""
        rivals = len(self.within.modes) - 1

        def gain(rules: list[Weighing]) -> int:
            total = 0
            for rule in rules:
                others = sum(points for mode, points in rule.points.items() if mode != self.mode)
                total += rivals * rule.points.get(self.mode, 0) - others
                total += 1000 * (len(rule.vetoes) if self.mode not in rule.vetoes else -1)
            return total

        guess: Memory = {}
        for fact in self.within.states:
            if fact in memory:
                continue
            by_state = best.get(fact)
            guess[fact] = max(by_state, key=lambda state: gain(by_state[state])) if by_state else self._states(fact)[-1]
        return guess

    def _leads(self, memory: Memory) -> bool:
        fired, _ = self._sorted(memory)
        vetoed = {mode for each in fired for mode in each.vetoes}
        if self.mode in vetoed:
            return False
        net = {mode: sum(each.points.get(mode, 0) for each in fired) for mode in self.within.modes}
        return all(net[self.mode] >= net[rival] for rival in self.within.modes if rival not in vetoed)

    @staticmethod
    def _most_entangled(memory: Memory, waiting: Waiting) -> str | None:
        count: dict[str, int] = defaultdict(int)
        for _, facts in waiting:
            for fact in facts - memory.keys():
                count[fact] += 1 if len(facts) == 1 else 3
        return max(sorted(count), key=count.__getitem__, default=None)
