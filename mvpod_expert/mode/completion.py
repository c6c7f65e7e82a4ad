"""What follows from answers: a number from numbers, a state from a state, and what no question can open any more.

Answers are completed when a case is read, after each answer of an interview, and in each trial of a search. Whoever
weighs answers takes them completed, so that a fact and what follows from it never contradict each other. Completing
twice changes nothing, answers that are added take nothing away, and their order does not matter.
"""

from __future__ import annotations

from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, WorkedOut
from mvpod_expert.model.money import worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


PER_CENT = 100
DECIMALS = 4
MOST_TOGETHER = 2
"""Of the numbers that another number follows from, so many are changed together to move it."""

Change = tuple[str, str]
"""A fact and the state it is supposed to have."""


class Completion:
    """Adds what follows from answers, by the vocabulary."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts
        self.followers: dict[str, tuple[str, ...]] = {}
        """The facts that follow from each fact."""
        for fact in facts.values():
            for source in fact.sources:
                self.followers[source] = (*self.followers.get(source, ()), fact.id)
        self._worked_out = [(fact, fact.worked_out) for fact in facts.values() if fact.worked_out is not None]
        self._relative = [fact for fact in facts.values() if fact.relative_to is not None]
        self._unasked = [fact for fact in facts.values() if fact.question is None and not fact.derived]

    def cell(self, cell: Cell) -> Cell:
        """Return a cell with completed answers."""
        return cell.model_copy(update={"answers": self.answers(cell.answers)})

    def answers(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return answers and after them those that follow anew; what a person answered stays as it is."""
        kept, found = dict(answers), {}
        for fact in self._relative:
            if fact.id in answers:
                kept[fact.id] = _beside(answers[fact.id], fact, answers, self.facts)
        for fact, way in self._worked_out:
            answer = answers.get(fact.id)
            if answer is not None and answer.is_known and not follows(answer, fact):
                continue
            derived = _part(fact, way, answers) or _quotient(fact, way, answers, self.facts)
            if derived is not None:
                found[fact.id] = derived
            elif answer is not None and answer.is_known:
                del kept[fact.id]  # it followed from an answer that is another one now
        return {**kept, **found}

    def states(self, states: Mapping[str, str]) -> dict[str, str]:
        """Return states with those that follow from them; a number that follows is among them already, or unknown."""
        found = {
            fact.id: state
            for fact, way in self._worked_out
            if states.get(fact.id, UNKNOWN) == UNKNOWN
            for state in (way.states.get(states.get(way.answer_to or "", "")),)
            if state is not None
        }
        return {**states, **found}

    def closed(self, states: Mapping[str, str]) -> dict[str, str]:
        """Return completed states, `unknown` included, and `unknown` for what no question can open any more.

        A fact without a question is closed when all it follows from has a state.
        """
        closed = self.states(states)
        for fact in self._unasked:
            if fact.id not in closed and all(source in states for source in fact.sources):
                closed[fact.id] = UNKNOWN
        return closed


class Trials:
    """The completed answers of a cell, and what they become when some of them are supposed to be others."""

    def __init__(self, completion: Completion, answers: Mapping[str, Answer]) -> None:
        self.completion = completion
        self.answers = answers
        self.memory = _known(answers)
        moving = {fact.relative_to.fact for fact in completion.facts.values() if fact.relative_to is not None}
        self._moving = moving | completion.followers.keys()
        self._moved: dict[tuple[Change, ...], dict[str, str]] = {}

    def memory_with(self, changes: Iterable[Change]) -> dict[str, str]:
        """Return the known states on changed answers, with what follows from these.

        A number that was given counts with the value nearest to it in the supposed band.
        """
        changes = tuple(changes)
        moving = tuple(sorted(change for change in changes if change[0] in self._moving))
        return {**self._memory_moved(moving), **dict(changes)}

    def is_changeable(self, fact: Fact) -> bool:
        """Return whether a person can answer a fact otherwise: it was stated, or is asked and does not follow."""
        answer = self.answers.get(fact.id)
        if answer is None or not answer.is_known:
            return fact.question is not None
        return not follows(answer, fact)

    def behind(self, fact: Fact) -> tuple[Fact, ...]:
        """Return the facts by which a person can change one: itself, what it follows from, what its bands move with."""
        answer = self.answers.get(fact.id)
        sources = fact.sources if answer is None or not answer.is_known or follows(answer, fact) else ()
        if fact.relative_to is not None and given_number(answer) is not None:
            sources = (*sources, fact.relative_to.fact)
        itself = (fact,) if self.is_changeable(fact) else ()
        return (*itself, *(self.completion.facts[source] for source in sources))

    def ways_to(self, fact: Fact, wanted: frozenset[str]) -> list[tuple[Change, ...]]:
        """Return the changes that bring a fact into one of some states: the fewest, and last that a case states it."""
        behind = {each.id: each.known_states for each in self.behind(fact)}
        found: list[tuple[Change, ...]] = []
        for size in range(1, MOST_TOGETHER + 1):
            sets = (
                tuple(zip(names, states, strict=True))
                for names in combinations(behind, size)
                for states in product(*(behind[name] for name in names))
            )
            found = found or [changes for changes in sets if self.memory_with(changes).get(fact.id) in wanted]
        stated = [((fact.id, state),) for state in fact.known_states if state in wanted]
        return [*found, *(changes for changes in stated if changes not in found)]

    def _memory_moved(self, changes: tuple[Change, ...]) -> Mapping[str, str]:
        if not changes:
            return self.memory
        if changes not in self._moved:
            supposed = {name: self._supposed(self.completion.facts[name], state) for name, state in changes}
            self._moved[changes] = _known(self.completion.answers({**self.answers, **supposed}))
        return self._moved[changes]

    def _supposed(self, fact: Fact, state: str) -> Answer:
        value = None if fact.relative_to is not None else given_number(self.answers.get(fact.id))
        is_number = value is not None and fact.kind == "number" and state in fact.states
        given = _nearest(value, fact, state) if is_number and value is not None else state
        return Answer(fact=fact.id, given=given, state=state, layer="cell")


def follows(answer: Answer, fact: Fact) -> bool:
    """Return whether an answer follows from others, and nobody stated it."""
    return answer.layer == "figures" and fact.worked_out is not None


def number(answers: Mapping[str, Answer], fact: Fact) -> float | None:
    """Return the number answered to a fact, percentages as shares; nothing where a band or nothing was answered."""
    given = given_number(answers.get(fact.id))
    return given / PER_CENT if given is not None and fact.is_per_cent else given


def given_number(answer: Answer | None) -> float | None:
    """Return the number that was given, money in dollars; nothing where a band or nothing was answered."""
    if answer is None or not answer.is_known or isinstance(answer.given, bool):
        return None
    given = worth(answer.given) if isinstance(answer.given, str) else answer.given
    return None if given is None else float(given)


def _known(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {fact: answer.state for fact, answer in answers.items() if answer.is_known}


def _nearest(value: float, fact: Fact, state: str) -> float:
    """Return the end of a band that is nearest to a number, or the number where it is in the band."""
    here, there = fact.states.index(fact.band_of(value)), fact.states.index(state)
    if here == there:
        return value
    return float(fact.bands[min(there, max(here, there - 1))].limit or 0)


def _beside(answer: Answer, fact: Fact, answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> Answer:
    """Return a number in the band that it has beside the number that its bands move with."""
    own = number(answers, fact)
    if own is None or fact.relative_to is None:
        return answer
    other = number(answers, facts[fact.relative_to.fact])
    times = round(own / other, DECIMALS) if other else None
    state = fact.band_of(own) if times is None else fact.band_beside(times)
    return answer.model_copy(update={"state": state, "times": times})


def _part(fact: Fact, way: WorkedOut, answers: Mapping[str, Answer]) -> Answer | None:
    source = answers.get(way.answer_to or "")
    state = way.states.get(source.state) if source is not None else None
    if source is None or state is None:
        return None
    given = state == "true" if fact.kind == "flag" and state != NOT_APPLICABLE else state
    return _follows(fact, given, state, estimated=source.estimated)


def _quotient(fact: Fact, way: WorkedOut, answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> Answer | None:
    """Return the number that others make, where all are known and it is in range."""
    factors = [number(answers, facts[name]) for name in way.product_of]
    divisors = [number(answers, facts[name]) for name in way.over]
    if fact.range is None or not factors or None in factors or not all(divisors):
        return None
    value = prod(each for each in factors if each is not None) / prod(each for each in divisors if each)
    if not fact.range.min <= value <= fact.range.max:
        return None
    given = int(value) if value.is_integer() else round(value, DECIMALS)
    estimated = any(answers[name].estimated for name in (*way.product_of, *way.over))
    return _follows(fact, given, fact.band_of(value), estimated=estimated)


def _follows(fact: Fact, given: float | str, state: str, *, estimated: bool) -> Answer:
    return Answer(fact=fact.id, given=given, state=state, layer="figures", estimated=estimated)
