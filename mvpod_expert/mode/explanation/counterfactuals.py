"""The smallest sets of changed answers that make a mode win.

Sets are tried by size, so one that holds a set already found is left out: every set found is minimal, and up to the
size asked for every minimal set is found. A branch is cut when even the most that its changes could add to the mode's
lead over some rival does not bring it to a decision. What a change could add at most: for each rule that would help
and waits for it, the rule's points divided by the number of answers that would have to change with it (all of them are
in the set if the rule fires), and for each rule that hurts and rests on the answer, the rule's points.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, chain, combinations
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.engine.bitset import numbers
from mvpod_expert.mode.explanation.model import REACHES, Supposed
from mvpod_expert.model.decision import lead_needed
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.completion import Change, Trials
    from mvpod_expert.mode.interview.question_value import Decisiveness
    from mvpod_expert.mode.possibility import Weighing
    from mvpod_expert.model.knowledge import KnowledgeBase

    Changes = tuple[Change, ...]

WHATEVER = float("inf")


class Counterfactuals:
    """Searches changes of the answers to a cell."""

    def __init__(self, knowledge: KnowledgeBase, decisiveness: Decisiveness, trials: Trials) -> None:
        self.facts = {fact.id: fact for fact in knowledge.asked()}
        self.decisiveness = decisiveness
        self.trials = trials
        weighed = frozenset().union(*decisiveness.within.facts_of) & self.facts.keys()
        self.behind = {name: tuple(fact.id for fact in trials.behind(self.facts[name])) for name in weighed}
        """The facts by which a person can change each fact that rules weigh."""

    def candidates(self) -> list[Change]:
        """Return every change of one answer that some rule weighs, in the questionnaire's order.

        What follows from other answers is changed by these. An open question counts as well, with each answer it could
        get. That a question does not apply is no change anybody could make.
        """
        changeable = frozenset(chain.from_iterable(self.behind.values()))
        return [
            (fact.id, state)
            for fact in self.facts.values()
            if fact.id in changeable
            for state in fact.states
            if self.trials.memory.get(fact.id) not in {state, NOT_APPLICABLE}
        ]

    def sets(self, mode: str, up_to: int) -> list[Changes]:
        """Find every minimal set of changes that makes a mode win which does not win now, with up to so many answers.

        The sets come by size, each in the questionnaire's order.
        """
        search = _Search(self, mode, up_to)
        found: set[frozenset[Change]] = set()
        sets: list[Changes] = []
        for size in range(1, up_to + 1):
            for changes in search.of_size(size):
                smaller = (frozenset(part) for n in range(1, size) for part in combinations(changes, n))
                if found.isdisjoint(smaller) and self.wins(changes, mode):
                    sets.append(changes)
            found.update(map(frozenset, sets))
        return sets

    def wins(self, changes: Iterable[Change], mode: str) -> bool:
        """Return whether a mode is decided on with changed answers."""
        return self.decisiveness.weigh(self.trials.memory_with(changes)).decided()[0] == mode

    def supposed(self, changes: Iterable[Change]) -> tuple[Supposed, ...]:
        """Put changes in the questionnaire's order, and say whose hands each is in."""
        by_fact = dict(changes)
        return tuple(
            suppose(fact, self.trials.memory.get(fact.id), by_fact[fact.id])
            for fact in self.facts.values()
            if fact.id in by_fact
        )


def cost(changes: Sequence[Supposed], facts: Mapping[str, Fact]) -> tuple[int, ...]:
    """Rank a set: few changes first, then those in the client's hands, then the smaller steps."""
    ranks = [REACHES.index(change.reach) for change in changes]
    known = (facts[change.fact].known_states.index for change in changes)
    steps = (
        abs(place(change.to) - place(change.was)) if change.was is not None else 1
        for place, change in zip(known, changes, strict=True)
    )
    return len(changes), max(ranks, default=0), sum(ranks), sum(steps)


def suppose(fact: Fact, was: str | None, to: str) -> Supposed:
    """Suppose another answer; `was` is the known one."""
    reach = REACHES[1] if was is None else REACHES[0] if fact.client_can_change else REACHES[2]
    return Supposed(fact=fact.id, was=was, to=to, reach=reach)


class _Hurdle(NamedTuple):
    """What keeps the mode from winning: a rival's lead in points, or the vetoes on it.

    What each candidate could add to get over it at the most, and any candidate from a place on.
    """

    lacking: float
    gains: Sequence[float]
    best_from: Sequence[float]


class _Search:
    """The search for sets of one size, cut where the lead stays out of reach."""

    def __init__(self, within: Counterfactuals, mode: str, up_to: int) -> None:
        self.within = within.decisiveness.within
        self.memory = within.trials.memory
        self.behind = within.behind
        self.mode = mode
        self.up_to = up_to
        standing = within.decisiveness.weigh(self.memory)
        order = {fact: number for number, fact in enumerate(within.facts)}
        candidates = within.candidates()
        self.moves = self._moves(within.trials, candidates)
        rivals = [rival for rival in standing.net if rival != mode and rival not in standing.vetoed]
        gains = {rival: self._gains(rival) for rival in rivals}
        candidates.sort(key=lambda change: -sum(min(gains[rival][change], 1000.0) for rival in rivals))
        self.candidates = candidates
        self.order = order
        self.hurdles = [
            self._hurdle(
                lead_needed(self.within.modes, mode, rival) - standing.net[mode] + standing.net[rival],
                [gains[rival][change] for change in candidates],
            )
            for rival in rivals
        ]
        vetoes = self._vetoes()
        if vetoes:
            lifting = [sum(change in breaking for breaking in vetoes) for change in candidates]
            self.hurdles.append(self._hurdle(len(vetoes), lifting))

    def of_size(self, size: int) -> Iterator[Changes]:
        """Return the sets of one size that are not out of the question."""
        yield from self._grown((), size, 0, [0.0] * len(self.hurdles))

    def _grown(self, chosen: Changes, missing: int, start: int, gained: list[float]) -> Iterator[Changes]:
        if not missing:
            yield tuple(sorted(chosen, key=lambda change: self.order[change[0]]))
            return
        facts = {fact for fact, _ in chosen}
        for number in range(start, len(self.candidates) - missing + 1):
            if any(
                sofar + missing * hurdle.best_from[number] < hurdle.lacking
                for hurdle, sofar in zip(self.hurdles, gained, strict=True)
            ):
                return
            change = self.candidates[number]
            if change[0] in facts:
                continue
            after = [sofar + hurdle.gains[number] for hurdle, sofar in zip(self.hurdles, gained, strict=True)]
            if missing > 1 or all(total >= hurdle.lacking for hurdle, total in zip(self.hurdles, after, strict=True)):
                yield from self._grown((*chosen, change), missing - 1, number + 1, after)

    @staticmethod
    def _hurdle(lacking: float, gains: Sequence[float]) -> _Hurdle:
        return _Hurdle(lacking - 1e-6, gains, [*accumulate(reversed(gains), max)][::-1])

    def _gains(self, rival: str) -> dict[Change, float]:
        gains: dict[Change, float] = defaultdict(float)
        true = self.within.masks.true(self.memory)
        for weighing in self.within.weighings:
            lead = weighing.points.get(self.mode, 0) - weighing.points.get(rival, 0)
            if weighing.bits & true and lead < 0:
                for change in self._breaking(weighing, true):
                    gains[change] -= lead
            elif not weighing.bits & true and (lead > 0 or rival in weighing.vetoes):
                for change, together in self._helping(weighing).items():
                    gains[change] += WHATEVER if rival in weighing.vetoes else lead / together
        return gains

    def _vetoes(self) -> list[set[Change]]:
        """Return, for each rule that vetoes the mode, the changes that take away a clause by which it fires."""
        true = self.within.masks.true(self.memory)
        vetoing = (each for each in self.within.weighings if each.bits & true and self.mode in each.vetoes)
        return [self._breaking(each, true) for each in vetoing]

    def _breaking(self, weighing: Weighing, true: int) -> set[Change]:
        """Return the changes that take away a clause by which a rule fires."""
        return {
            change
            for number in numbers(weighing.bits & true)
            for fact, accepted in self.within.clauses[number].literals
            for change, states in self.moves[fact]
            if not states <= accepted
        }

    def _helping(self, weighing: Weighing) -> dict[Change, int]:
        """Return the changes that a rule waits for, each with the fewest changes that make it fire then."""
        helping: dict[Change, int] = {}
        for number in numbers(weighing.bits):
            clause = self.within.clauses[number]
            waits_for = [(fact, states) for fact, states in clause.literals if self.memory.get(fact) not in states]
            needed = self._fewest(fact for fact, _ in waits_for)
            if needed > self.up_to:
                continue
            for fact, accepted in waits_for:
                for change, states in self.moves[fact]:
                    if states & accepted:
                        helping[change] = min(helping.get(change, needed), needed)
        return helping

    def _fewest(self, facts: Iterable[str]) -> int:
        """Return a lower bound on the answers to change so that all facts change: those that share none."""
        seen: set[str] = set()
        count = 0
        for fact in facts:
            if seen.isdisjoint(self.behind[fact]):
                count += 1
                seen.update(self.behind[fact])
        return count

    def _moves(self, trials: Trials, candidates: Sequence[Change]) -> Mapping[str, list[tuple[Change, frozenset[str]]]]:
        """Return for each weighed fact the changes that move it, each with the states it may have then.

        Together with other changes, one behind a fact that follows from several may bring it into any state.
        """
        moves: dict[str, list[tuple[Change, frozenset[str]]]] = defaultdict(list)
        moved = {change: trials.memory_with([change]) for change in candidates}
        for fact, behind in self.behind.items():
            is_alone = len(set(behind) - {fact}) == 1
            for change in (change for change in candidates if change[0] in behind):
                after = frozenset({moved[change].get(fact, UNKNOWN)})
                is_sure = is_alone or change[0] == fact
                moves[fact].append((change, after if is_sure else frozenset({*self.within.states[fact], UNKNOWN})))
        return moves
