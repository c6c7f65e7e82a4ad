"""The compiled clauses of the mode, run over columns: the decision on a batch of rows at once.

Clauses and outcomes come from the compiled rule base, what a standing leads to from `mode.deciding`, by `standings`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mvpod_expert.model.rules import Evidence, Exclude, Rule
from mvpod_portfolio.bit_planes import Codes, Marks, Plane, PlaneProgram, PlaneRun, number, packed, unpacked
from mvpod_portfolio.reasons import Reasons
from mvpod_portfolio.standings import Standings

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from mvpod_expert.engine.clauses import Clause, RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Decision

NOT_KNOWN = 0
"""The code of a fact that is not known; its known states are 1, 2, ... in their order."""


class Weighed(NamedTuple):
    """A weigh rule over columns: the nodes of the rows in which it fires, or could, and its points for each mode.

    A clause has its facts, and the node of the rows in which no known fact contradicts it; vetoes are numbers of modes.
    """

    rule: str
    fires: int
    may_fire: int
    clauses: tuple[tuple[frozenset[str], int], ...]
    points: tuple[int, ...]
    vetoes: frozenset[int]


class Bound(NamedTuple):
    """The nodes of the bound for one leading mode: whether it may be vetoed, and whether it may lose its lead.

    A rival has the bits of a sum, what that comes to when the rival draws level, and whether the rival is vetoed.
    """

    rivals: tuple[tuple[tuple[int, ...], int, int], ...]
    veto: int
    lost: int

    @property
    def nodes(self) -> list[int]:
        """All nodes of it."""
        return [self.veto, self.lost, *(node for bits, _, out in self.rivals for node in (*bits, out))]


@dataclass(frozen=True)
class Decided:
    """The decisions on a batch of rows, as arrays over the rows.

    Args:
        points: net points, mode by row, as for vetoes.
        vetoed: whether a rule vetoes the mode.
        in_doubt: whether answers contradict each other.
        outcome: the number of the decision in `DecisionProgram.outcomes`.
        settled: whether it is proven that no answer to an open question gives another mode the lead, or vetoes this.
        can_change: whether a search found open answers that do; none where nobody searched.
        vetoes: which veto rule fired, rule by row, in the order of `DecisionProgram.vetoing`.
        reasons: for the advised mode and then against it, place by row: the number of the rule from 1, or 0.
        open_facts: which fact in `DecisionProgram.facts` is not known and could still change the mode, fact by row.
    """

    points: NDArray[np.int16]
    vetoed: Marks
    in_doubt: Marks
    outcome: NDArray[np.integer[Any]]
    settled: Marks
    can_change: Marks | None = None
    vetoes: Marks | None = None
    reasons: tuple[tuple[NDArray[np.int16], ...], ...] = ()
    open_facts: Marks | None = None


class DecisionProgram:
    """Decides on batches of rows, by the compiled rules of a knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.table = knowledge.decision
        self.modes = tuple(mode.id for mode in self.table.modes)
        self._clauses = base.unfolded
        weigh, doubt = tuple(knowledge.rules_of("weigh")), tuple(knowledge.rules_of("doubt"))
        tested = {fact for rule in (*weigh, *doubt) for clause in base.unfolded[rule.id] for fact, _ in clause.literals}
        self.states = {fact.id: fact.known_states for fact in knowledge.asked() if fact.id in tested}
        self.facts = tuple(self.states)
        facts = knowledge.facts
        self._sources = {name: facts[name].sources for name in self.facts if facts[name].question is None}
        named = {*self.facts, *(source for sources in self._sources.values() for source in sources)}
        self.questions = tuple(fact.id for fact in knowledge.questions() if fact.id in named)
        self.rules = tuple(rule.id for rule in weigh)
        self.program = PlaneProgram()
        self.weighed = tuple(self._weighed(rule) for rule in weigh)
        self.vetoing = tuple(each.rule for each in self.weighed if each.vetoes)
        self._doubt = self.program.some(self._fires(rule.id, may=False) for rule in doubt)
        self._unit = gcd(*(points for each in self.weighed for points in each.points)) or 1
        modes, some = range(len(self.modes)), self.program.some
        self._sums = [self._net(mode) for mode in modes]
        self._vetoed = [some(each.fires for each in self.weighed if mode in each.vetoes) for mode in modes]
        self._unsettled = [self.bound(mode).lost for mode in modes]
        self._open = [self._could_change(fact) for fact in self.facts]
        self._backed = [some(each.fires for each in self.weighed if each.points[mode] > 0) for mode in modes]
        nets = [node for bits, _ in self._sums for node in bits]
        decisive = [*nets, *self._vetoed, *self._backed, *self._unsettled, self._doubt]
        self._short = PlaneRun(self.program, decisive)
        telling = [each.fires for each in self.weighed]
        self._full = PlaneRun(self.program, [*decisive, *telling, *self._open])
        self._reasons = Reasons(self.weighed, len(self.modes))
        gains = [[points // self._unit for points in each.points] for each in self.weighed]
        self._standings = Standings(self.table, self._unit, gains)
        self.outcomes = self._standings.outcomes

    def decide(self, codes: Mapping[str, Codes], rows: int, *, why: bool = True) -> Decided:
        """Decide on a batch, with vetoes, reasons and open facts unless nobody asks why.

        A known fact has the code of its state in each row; a fact that is missing is not known.
        """
        words = -(-rows // 64)
        none = np.zeros(words, np.uint64)

        def given(key: Hashable) -> Plane:
            assert isinstance(key, tuple)  # noqa: S101 - fact and place of the bit, as `_code` makes them
            known = codes.get(key[0])
            return none if known is None else packed(known & np.uint8(1 << key[1]))

        planes = (self._full if why else self._short).planes(given, words)
        sums = [number([planes[node] for node in bits], rows) - np.int16(zero) for bits, zero in self._sums]
        vetoed = np.array([unpacked(planes[node], rows) for node in self._vetoed])
        doubt = unpacked(planes[self._doubt], rows)
        backed = np.array([unpacked(planes[node], rows) for node in self._backed])
        outcome = self._standings.numbers(sums, [doubt, *vetoed, *backed])
        modes = self.advised(outcome)
        provable = self.table_of(lambda each: each.settled)[outcome].astype(bool)
        leads = [packed(modes == mode) for mode in range(len(self.modes))]
        unsettled = np.bitwise_or.reduce(
            [lead & planes[node] for lead, node in zip(leads, self._unsettled, strict=True)]
        )
        decided = Decided(
            points=np.array(sums) * np.int16(self._unit),
            vetoed=vetoed.view(bool),
            in_doubt=doubt.view(bool),
            outcome=outcome,
            settled=provable & ~unpacked(unsettled, rows).view(bool),
        )
        return self._with_why(decided, planes, leads, rows) if why else decided

    def closed(self, codes: Mapping[str, Codes], rows: int) -> dict[str, Codes]:
        """Return codes in which what no question opens any more is closed: `mode.completion` by columns."""
        none = np.zeros(rows, np.uint8)
        closed = dict(codes)
        for fact, sources in self._sources.items():
            known = codes.get(fact, none)
            is_closed = np.logical_and.reduce([known == NOT_KNOWN, *(codes.get(each, none) > 0 for each in sources)])
            closed[fact] = np.where(is_closed, np.uint8(len(self.states[fact]) + 1), known)
        return closed

    def asked_for(self, open_facts: Marks, codes: Mapping[str, Codes]) -> dict[str, Marks]:
        """Return which questions settle the facts that are open, by question."""
        found = {fact: np.zeros(open_facts.shape[1], bool) for fact in self.questions}
        for fact, is_open in zip(self.facts, open_facts, strict=True):
            for source in self._sources.get(fact, (fact,)):
                found[source] |= is_open & (codes[source] == NOT_KNOWN if source in codes else True)
        return found

    def table_of(self, told: Callable[[Any], int | bool | None]) -> NDArray[np.int16]:
        """Return what a function says of each outcome, to be indexed by `Decided.outcome`."""
        return np.array([told(each) for each in self.outcomes], np.int16)

    def _with_why(self, decided: Decided, planes: Mapping[int, Plane], leads: Sequence[Plane], rows: int) -> Decided:
        is_open = ~decided.settled & ~decided.vetoed.all(axis=0)
        open_facts = np.array([unpacked(planes[node], rows) for node in self._open]).view(bool)
        vetoing = [each.fires for each in self.weighed if each.vetoes]
        return replace(
            decided,
            vetoes=np.array([unpacked(planes[node], rows) for node in vetoing]).view(bool),
            reasons=self._reasons.first(planes, leads, rows),
            open_facts=open_facts & is_open,
        )

    def _weighed(self, rule: Rule) -> Weighed:
        points = dict.fromkeys(self.modes, 0)
        for each in rule.then:
            if isinstance(each, Evidence):
                points[each.mode] += each.signed(self.table.points(each.strength))
        clauses = tuple(
            (frozenset(fact for fact, _ in clause.literals), self._clause(clause, may=True))
            for clause in self._clauses[rule.id]
        )
        return Weighed(
            rule.id,
            self._fires(rule.id, may=False),
            self.program.some(node for _, node in clauses),
            clauses,
            tuple(points.values()),
            frozenset(self.modes.index(each.mode) for each in rule.then if isinstance(each, Exclude)),
        )

    def _fires(self, rule: str, *, may: bool) -> int:
        return self.program.some(self._clause(clause, may=may) for clause in self._clauses[rule])

    def _clause(self, clause: Clause, *, may: bool) -> int:
        return self.program.every(self._literal(fact, states, may=may) for fact, states in clause.literals)

    def _literal(self, fact: str, states: Iterable[str], *, may: bool) -> int:
        """Return the node of the rows whose code is of a state, or not known where that may still become one."""
        known = self.states[fact]
        codes = {known.index(state) + 1 for state in states} | ({NOT_KNOWN} if may else set())
        others = set(range(len(known) + 1 + (fact in self._sources))) - codes
        if len(others) < len(codes):
            return self.program.negated(self.program.some(self._code(fact, code) for code in sorted(others)))
        return self.program.some(self._code(fact, code) for code in sorted(codes))

    def _code(self, fact: str, code: int) -> int:
        most = len(self.states[fact]) + (fact in self._sources)
        bits = (self.program.input((fact, place)) for place in range(most.bit_length()))
        return self.program.every(
            bit if code >> place & 1 else self.program.negated(bit) for place, bit in enumerate(bits)
        )

    def _net(self, mode: int) -> tuple[list[int], int]:
        """Return the bits of a mode's net points in units, and the sum that stands for none.

        A rule against the mode adds where it does not fire, so that every weight is positive.
        """
        terms, zero = [], 0
        for each in self.weighed:
            units = each.points[mode] // self._unit
            terms.append((abs(units), each.fires if units > 0 else self.program.negated(each.fires)))
            zero += max(0, -units)
        return self.program.total(terms), zero

    def bound(self, leader: int) -> Bound:
        """Return the bound on what is not known, for rows in which a mode leads.

        The most that the open rules could bring a rival is what all of them bring together that help it; no completion
        brings more. Where all is known the bound is what happens.
        """
        program = self.program
        veto = program.some(each.may_fire for each in self.weighed if leader in each.vetoes)
        rivals, parts = [], [veto]
        for rival in range(len(self.modes)):
            if rival == leader:
                continue
            terms, needed = [], 0
            for each in self.weighed:
                gain = (each.points[rival] - each.points[leader]) // self._unit
                if gain > 0:
                    terms.append((gain, each.may_fire))
                elif gain < 0:
                    terms.append((-gain, program.negated(each.fires)))
                    needed -= gain
            bits = program.total(terms)
            rivals.append((tuple(bits), needed, self._vetoed[rival]))
            parts.append(program.both(program.at_least(bits, needed), program.negated(self._vetoed[rival])))
        return Bound(tuple(rivals), veto, program.some(parts))

    def literals(self) -> Iterator[tuple[Weighed, int, list[int], int]]:
        """Yield rule, place of the fact, accepted codes and length of the clause, for each literal of each clause."""
        for rule in self.weighed:
            for clause in self._clauses[rule.rule]:
                for fact, states in clause.literals:
                    codes = [self.states[fact].index(state) + 1 for state in states]
                    yield rule, self.facts.index(fact), codes, len(clause.literals)

    def advised(self, outcome: NDArray[np.integer[Any]], *, is_provable: bool = False) -> NDArray[np.int16]:
        """Return the number of the advised mode of each row, -1 where none is, or where no proof could settle it."""

        def advised(each: Decision) -> int:
            is_advised = each.settled or not is_provable
            return self.modes.index(each.recommended) if each.recommended is not None and is_advised else -1

        return np.asarray(self.table_of(advised)[outcome], np.int16)

    def _could_change(self, fact: str) -> int:
        """Return the node of the rows in which a fact is not known and an open rule that matters waits for it.

        A rule matters while it touches a mode that is not vetoed; `mode.possibility` has the same.
        """
        program = self.program
        waiting = []
        for each in self.weighed:
            touched = each.vetoes | {mode for mode, points in enumerate(each.points) if points}
            out = program.every(self._vetoed[mode] for mode in sorted(touched))
            matters = program.both(program.negated(each.fires), program.negated(out))
            holds = program.some(node for facts, node in each.clauses if fact in facts)
            waiting.append(program.both(holds, matters))
        return program.both(self._code(fact, NOT_KNOWN), program.some(waiting))
