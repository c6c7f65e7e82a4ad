"""The smallest profile on which two homes advise differently, or the proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_workbench.proofs.differences import LEVELS, Differences, Level
from mvpod_workbench.proofs.proving import DRAWS, SAMPLE, SEED, ConcreteRun, ConcreteRuns, ProofMismatchError
from mvpod_workbench.proofs.smt_encoding import SmtEncoding, asked_states
from mvpod_workbench.proofs.solver import GaveUpError, Solver, Term
from mvpod_workbench.proofs.space import Space
from mvpod_workbench.sampling.profiles import Profile, plausible_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.facts import Fact


@dataclass(frozen=True)
class SmallestDifference:
    """Where two homes first differ.

    Args:
        level: what differs: the mode, the evidence, contradictions that are reported, or the plan.
        profile: the fewest answers on which it does: such as both homes know, where these suffice.
        before: what the old home says to them.
        after: what the new home says to them.
    """

    level: Level
    profile: Profile
    before: ConcreteRun
    after: ConcreteRun


@dataclass(frozen=True)
class Searched:
    """What the search came to.

    Args:
        difference: the smallest one of the first level that has any; nothing when there is none.
        sampled: how many questions the solver gave up, so that only sampled profiles were looked at.
        left_out: facts that only one home knows, or reads otherwise; answers to them are left open.
    """

    difference: SmallestDifference | None
    sampled: int
    left_out: tuple[str, ...]


def _common_states(old: Mapping[str, Fact], new: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """Return the asked facts both vocabularies know, with the states that mean the same in both."""
    common: dict[str, tuple[str, ...]] = {}
    for name, fact in new.items():
        other = old.get(name)
        if fact.derived or other is None or other.derived or other.kind != fact.kind:
            continue
        stretches = [dict(_stretches(each)) for each in (fact, other)]
        states = tuple(
            state
            for state in fact.known_states
            if state in other.known_states and stretches[0].get(state) == stretches[1].get(state)
        )
        if states:
            common[name] = states
    return common


def _stretches(fact: Fact) -> Iterator[tuple[str, object]]:
    before: object = None
    for band in fact.bands:
        yield band.id, (before, band.below, band.up_to)
        before = band.below, band.up_to


def search(old: Prepared, new: Prepared) -> Searched:
    """Search the smallest difference: first on what both know, then with facts that only one of them asks for.

    Raises:
        ProofMismatchError: solver and engines disagree.
    """
    return _Search(old, new).run()


class _Search:
    def __init__(self, old: Prepared, new: Prepared) -> None:
        homes = (old, new)
        self.new = new
        self.solver = Solver()
        self.sampled = 0
        self.common = _common_states(old.knowledge.facts, new.knowledge.facts)
        everything = asked_states(*(home.knowledge for home in homes))
        self.foreign = old.knowledge.facts.keys() ^ new.knowledge.facts.keys()
        self.space = Space(self.solver, everything)
        for fact, known in everything.items():
            unread = [state for state in known if state not in self.common.get(fact, ())]
            if unread and fact not in self.foreign:
                self.solver.require(self.solver.not_(self.space.holds(fact, unread)))
        self.left_out = tuple(
            sorted(fact for fact, known in everything.items() if set(known) != set(self.common.get(fact, ())))
        )
        sides = [SmtEncoding(home.knowledge, home.base, self.space) for home in homes]
        self.trials = [ConcreteRuns(home.knowledge, home.base) for home in homes]
        self.differences = Differences(*sides)
        self.coherent = [self.solver.not_(side.in_doubt) for side in sides]

    def run(self) -> Searched:
        known = self.space.states
        foreign = sorted(self.foreign & known.keys())
        closed = [self.solver.not_(self.space.holds(fact, known[fact])) for fact in foreign]
        found = self._first(closed) or (self._first([]) if closed else None)
        return Searched(found, self.sampled, self.left_out)

    def _first(self, closed: list[Term]) -> SmallestDifference | None:
        """Search level by level; of the first that has a difference, the smallest."""
        for level in LEVELS:
            best: Profile | None = None
            for term in self.differences.at(level):
                found = self._smallest(level, [term, *closed])
                if found is not None and (best is None or len(found) < len(best)):
                    best = found
            if best is not None:
                before, after = (trial.run(best) for trial in self.trials)
                if not differs(level, before, after):
                    raise ProofMismatchError(str(best))
                return SmallestDifference(level, best, before, after)
        return None

    def _smallest(self, level: Level, terms: list[Term]) -> Profile | None:
        try:
            return self.space.smallest(*terms, *([] if level == "doubt" else self.coherent))
        except GaveUpError:
            self.sampled += 1
        for whole in plausible_profiles(self.new.knowledge, self.new.base, SAMPLE, SEED, DRAWS * SAMPLE):
            profile = {fact: state for fact, state in whole.items() if state in self.common.get(fact, ())}
            before, after = (trial.run(profile) for trial in self.trials)
            if differs(level, before, after) and (level == "doubt" or not (before.in_doubt or after.in_doubt)):
                return profile
        return None


def differs(level: Level, before: ConcreteRun, after: ConcreteRun) -> bool:
    """Return whether two runs of one profile differ at a level."""

    def seen(run: ConcreteRun) -> object:
        evidence = (dict(run.net), run.vetoed)
        return {"mode": run.recommended, "evidence": evidence, "doubt": run.in_doubt, "plan": dict(run.plan)}[level]

    return seen(before) != seen(after)
