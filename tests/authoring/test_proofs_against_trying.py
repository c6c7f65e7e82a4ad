"""On small random homes every proof is held against trying all ways to answer."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mvpod_expert.model.diagnostics import Code
from mvpod_workbench.comparing.minimal_witness import LEVELS, differs, search
from mvpod_workbench.proofs.directions import DirectionSweep, Promises
from mvpod_workbench.proofs.irrelevant_facts import IdleFacts
from mvpod_workbench.proofs.proving import Prover
from mvpod_workbench.proofs.reachability import Reaching
from mvpod_workbench.proofs.smt_encoding import ReasonedPlan
from mvpod_workbench.proofs.subsumption import Overlaps
from tests.authoring.small_homes import ROW, every_profile, home, random_home
from tests.engine.builders import favours
from tests.explanation.cells import randoms
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from random import Random

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_workbench.proofs.proving import ConcreteRun
    from mvpod_workbench.sampling.profiles import Profile

several = random_examples(25, suppress_health_check=[HealthCheck.too_slow])
homes: st.SearchStrategy[Prepared] = randoms.map(random_home)


class Everything:
    """Every profile of a home, run."""

    def __init__(self, made: Prepared) -> None:
        self.prover = Prover(made.knowledge, made.base)
        self.modes = self.prover.reasoned.modes
        self.runs = [(profile, self.prover.trials.run(profile)) for profile in every_profile(made)]
        self.coherent = [(profile, tried) for profile, tried in self.runs if not tried.in_doubt]

    def chosen(self, mode: str) -> list[ConcreteRun]:
        return [self.prover.trials.run(profile, mode) for profile, _ in self.runs]


@several
@given(homes)
def test_a_rule_covers_another_exactly_when_it_fires_wherever_that_one_does(made: Prepared) -> None:
    """Contradicting answers and every mode included."""
    everything = Everything(made)
    overlaps = Overlaps(everything.prover)
    runs = [tried for mode in everything.modes for tried in everything.chosen(mode)]
    runs += [tried for _, tried in everything.runs]
    rules = list(made.knowledge.rules.values())
    for wider, narrower in permutations(rules, 2):
        if wider.stratum == narrower.stratum:
            firing = [tried for tried in runs if narrower.id in tried.fired]
            fires_wherever = bool(firing) and all(wider.id in tried.fired for tried in firing)
            assert overlaps.covers(wider, narrower) == fires_wherever


@several
@given(homes)
def test_dead_rules_and_modes_are_exactly_those_that_trying_never_sees(made: Prepared) -> None:
    """A rule told to be dead fires on no coherent answers with the mode that is advised; all others do."""
    everything = Everything(made)
    reaching = Reaching(everything.prover)
    told = {each.diagnostic.details["rule"] for each in reaching.rules()}
    seen = {name for _, tried in everything.coherent for name in tried.fired}
    expected = {rule.id for rule in made.knowledge.rules.values() if rule.stratum != "doubt"} - seen
    assert told == expected
    modes = {mode.diagnostic.code: mode for mode in reaching.modes()}
    advised = {tried.recommended for _, tried in everything.coherent}
    assert (Code.MODE_NEVER_ADVISED in modes) == (not advised >= set(everything.modes))
    none_left = [profile for profile, tried in everything.coherent if tried.vetoed == set(everything.modes)]
    assert (Code.NO_MODE_LEFT in modes) == bool(none_left)
    if none_left:
        witness = modes[Code.NO_MODE_LEFT].witness
        assert witness is not None
        assert len(witness.profile) == min(map(len, none_left))


@several
@given(homes)
def test_an_item_and_an_option_can_be_planned_exactly_when_some_plan_has_them(made: Prepared) -> None:
    """The plan's terms say what the planner does, for every mode."""
    everything = Everything(made)
    solver = everything.prover.solver
    for mode in everything.modes:
        plan = ReasonedPlan(everything.prover.reasoned, mode)
        plans = [tried.plan for tried in everything.chosen(mode)]
        for name in plan.items:
            assert solver.can_hold(plan.planned(name)) == any(name in each for each in plans)
            assert solver.can_hold(solver.not_(plan.planned(name))) == any(name not in each for each in plans)
        for option in plan.assigning.get(ROW, {}):
            is_chosen = [option in each.get(ROW, ()) for each in plans]
            assert solver.can_hold(plan.chosen(ROW, option)) == any(is_chosen)


@several
@given(homes)
def test_a_fact_matters_exactly_when_some_change_of_its_answer_changes_the_advice(made: Prepared) -> None:
    """All else alike, two known answers to it that give different advice."""
    everything = Everything(made)
    outcomes = {tuple(sorted(profile.items())): tried for profile, tried in everything.runs}
    idle = IdleFacts(everything.prover)
    for fact in made.knowledge.asked():
        assert idle.matters(fact) == any(
            _is_other(outcomes, profile, fact.id, pair)
            for profile, _ in everything.runs
            if fact.id not in profile
            for pair in combinations(fact.known_states, 2)
        )


def _is_other(
    outcomes: dict[tuple[tuple[str, str], ...], ConcreteRun], profile: Profile, fact: str, pair: tuple[str, str]
) -> bool:
    one, other = (outcomes[tuple(sorted({**profile, fact: state}.items()))] for state in pair)
    if one.in_doubt or other.in_doubt:
        return one.in_doubt != other.in_doubt
    return one.outcome != other.outcome


@several
@given(homes)
def test_a_promise_is_broken_exactly_when_some_context_breaks_it(made: Prepared) -> None:
    """The context's answers contradict each other neither before nor after the step."""
    everything = Everything(made)
    told = {finding.diagnostic.about for finding in Promises(everything.prover).findings()}
    sweep = DirectionSweep(made.knowledge, made.base)
    (promise,) = made.knowledge.directions
    states = made.knowledge.facts[promise.raising].states
    is_broken = False
    for profile, _ in everything.runs:
        if promise.raising in profile:
            continue
        for lower, higher in pairwise(states):
            both = [everything.prover.trials.run({**profile, promise.raising: state}) for state in (lower, higher)]
            step = promise.model_copy(update={"through": (lower, higher)})
            if not any(tried.in_doubt for tried in both) and any(sweep.broken_of(step, [profile])):
                is_broken = True
    assert bool(told) == is_broken


def changed(made: Prepared, rng: Random) -> Prepared:
    """Change one rule of a home: take it out, give it another's outcomes, or make it speak for a mode."""
    rules = dict(made.knowledge.rules)
    name = rng.choice([rule.id for rule in rules.values() if rule.stratum != "derive"])
    if rng.randint(0, 1):
        del rules[name]
    elif rules[name].stratum == "weigh":
        rules[name] = rules[name].model_copy(update={"then": (favours("hybrid", "strong"),)})
    facts = [fact for fact in made.knowledge.facts.values() if fact.id != made.knowledge.decision.decided_fact]
    return home(facts, rules.values())


@several
@given(randoms)
def test_the_smallest_difference_is_the_smallest_there_is(rng: Random) -> None:
    """On the first level that has any; and where none is reported, trying finds none."""
    old = random_home(rng)
    new = changed(old, rng)
    found = search(old, new).difference
    sides = [Everything(old), Everything(new)]
    for level in LEVELS:
        sizes = [
            len(profile)
            for (profile, before), (_, after) in zip(*(side.runs for side in sides), strict=True)
            if differs(level, before, after) and (level == "doubt" or not (before.in_doubt or after.in_doubt))
        ]
        if sizes:
            assert found is not None
            assert (found.level, len(found.profile)) == (level, min(sizes))
            return
    assert found is None
