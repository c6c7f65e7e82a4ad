"""Questions about all profiles of one home: answered exactly, or by a sample that is reported as a sample.

What a proof claims of a profile is seen on that profile run through the real engine, decision and planner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import Tracer
from mvpod_expert.errors import MvpodError
from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.mode.planning import Planner
from mvpod_expert.model.cases import Cell
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, Severity
from mvpod_workbench.proofs.smt_encoding import ReasonedPlan, SmtEncoding, asked_states
from mvpod_workbench.proofs.solver import STEPS, GaveUpError, Solver, Term
from mvpod_workbench.proofs.space import Space
from mvpod_workbench.sampling.profiles import Profile, plausible_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law
    from mvpod_expert.model.rules import Rule

NOBODY = Cell(id="trial", answers={})
SAMPLE = 2000
SEED = 2026
DRAWS = 20
"""How many profiles are drawn for one plausible one before the sample is left smaller."""


class ProofMismatchError(MvpodError):
    """A profile from the solver does not do what it was found for; a mistake of ours."""


@dataclass(frozen=True)
class Witness:
    """Answers with which a finding can be seen.

    Args:
        profile: the answers.
        mode: the mode to choose otherwise than advised, where that is part of it.
        instead: one more answer, to see the difference to.
    """

    profile: Profile
    mode: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What is wrong, the answers to see it with, and how much hangs on it, for the ranking."""

    diagnostic: Diagnostic
    witness: Witness | None = None
    weight: int = 0


def finding(  # noqa: PLR0913 - one keyword for each part of a diagnostic
    code: Code,
    place: Place,
    about: str,
    witness: Witness | None = None,
    *,
    weight: int,
    severity: Severity = "error",
    related: Iterable[Rule] = (),
    **details: str,
) -> Finding:
    """Return a finding about an entry, with the rules that take part and the words of its message's blanks."""
    places = tuple(rule.place for rule in related)
    diagnostic = Diagnostic(code=code, place=place, about=about, details=details, related=places, severity=severity)
    return Finding(diagnostic, witness, weight)


@dataclass(frozen=True)
class ConcreteRun:
    """What came of a profile.

    Args:
        fired: every rule that fired.
        doubts: the doubt rules among them.
        net: each mode's net points.
        vetoed: the modes that are out.
        recommended: the mode decided on.
        plan: the planned items, each with the options it falls to.
        kinds: the kinds of these items.
        broken: the laws of answers and rows that do not hold.
    """

    fired: frozenset[str]
    doubts: frozenset[str]
    net: Mapping[str, int]
    vetoed: frozenset[str]
    recommended: str | None
    plan: Mapping[str, tuple[str, ...]]
    kinds: frozenset[str]
    broken: frozenset[str] = frozenset()

    @property
    def in_doubt(self) -> bool:
        """Some answers contradict each other."""
        return bool(self.doubts)

    @property
    def outcome(self) -> tuple[object, ...]:
        """All that a person sees of it, the reasons aside."""
        return self.doubts, dict(self.net), self.vetoed, self.recommended, dict(self.plan)


class ConcreteRuns:
    """Runs profiles."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.tracer = Tracer(knowledge, base, BitsetEngine(base))
        self.planner = Planner(knowledge)

    def run(self, profile: Profile, mode: str | None = None) -> ConcreteRun:
        """Run a profile; with `mode`, the plan is for that mode, chosen otherwise than advised."""
        table = self.knowledge.decision
        memory = dict(profile)
        doubting = self.tracer.fire("doubt", NOBODY, memory)
        weighing = [*self.tracer.fire("derive", NOBODY, memory), *self.tracer.fire("weigh", NOBODY, memory)]
        decision = decide(standings(weighing, table), table, ())
        chosen = mode if mode is not None else decision.recommended
        if chosen is not None:
            memory[table.decided_fact] = chosen
        planning = self.tracer.fire("plan", NOBODY, memory)
        plan = self.planner.plan(planning, memory=memory)
        chosen_by_row = {each.item: tuple(choice.option for choice in each.chosen) for each in plan}
        return ConcreteRun(
            fired=frozenset(each.rule for each in (*doubting, *weighing, *planning)),
            doubts=frozenset(each.rule for each in doubting),
            net={each.mode: each.net for each in decision.ranking},
            vetoed=frozenset(each.mode for each in decision.ranking if each.excluded_by),
            recommended=decision.recommended,
            plan=chosen_by_row,
            broken=frozenset(law.id for law in self.knowledge.laws if _is_broken(law, memory, chosen_by_row)),
            kinds=frozenset(each.kind for each in plan),
        )


def _is_broken(law: Law, memory: Mapping[str, str], plan: Mapping[str, tuple[str, ...]]) -> bool:
    if law.items or not law.applies(memory):
        return False
    return all(set(plan.get(row, ())) & set(options) for row, options in law.rows.items())


class Prover:
    """Answers questions about all profiles of a home.

    Args:
        steps: the solver's budget for one question.
        sample: how many profiles are looked at where it gives up.
        decides: whether the rules decide a mode.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        base: RuleBase,
        steps: int = STEPS,
        sample: int = SAMPLE,
        *,
        decides: bool = True,
    ) -> None:
        self.knowledge = knowledge
        self.base = base
        self.sample = sample
        self.solver = Solver(steps)
        self.space = Space(self.solver, asked_states(knowledge))
        self.reasoned = SmtEncoding(knowledge, base, self.space, decides=decides)
        self.coherent = self.solver.not_(self.reasoned.in_doubt)
        self.trials = ConcreteRuns(knowledge, base)
        self.sampled = 0

    @cached_property
    def plans(self) -> dict[str, ReasonedPlan]:
        """The plan for each mode."""
        return {mode: ReasonedPlan(self.reasoned, mode) for mode in self.reasoned.modes}

    def witness(
        self,
        *terms: Term,
        holds: Callable[[ConcreteRun], bool],
        mode: str | None = None,
        coherent: bool = True,
        smallest: bool = True,
    ) -> Profile | None:
        """Find the smallest profile under which terms hold.

        Args:
            terms: the terms.
            holds: tells the same of a profile that was run.
            mode: the mode it is run with, chosen otherwise than advised.
            coherent: only among profiles whose answers do not contradict each other.
            smallest: false where any profile will do.

        Returns:
            The profile, or nothing: there is none, or, where the solver gave up, none in the sample.

        Raises:
            ProofMismatchError: terms and run disagree.
        """
        needed = (*terms, self.coherent) if coherent else terms

        def fits(profile: Profile) -> bool:
            tried = self.trials.run(profile, mode)
            return holds(tried) and not (coherent and tried.in_doubt)

        try:
            profile = self.space.smallest(*needed) if smallest else self.space.some(*needed)
        except GaveUpError:
            self.sampled += 1
            return next((each for each in self.profiles if fits(each)), None)
        if profile is not None and not fits(profile):
            raise ProofMismatchError(str(profile))
        return profile

    @cached_property
    def profiles(self) -> list[Profile]:
        """The sample: plausible profiles, whole ones and such of which a part is known."""
        rng = Random(SEED)  # noqa: S311 - a sample, not a secret
        whole = list(plausible_profiles(self.knowledge, self.base, self.sample // 2, SEED, DRAWS * self.sample))
        shares = [(profile, rng.random()) for profile in whole]
        parts = [{fact: said for fact, said in each.items() if rng.random() < share} for each, share in shares]
        return whole + parts


class Analysis:
    """One kind of question about a home.

    Args:
        prover: answers it.
    """

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.knowledge = prover.knowledge
        self.reasoned = prover.reasoned
        self.solver = prover.solver
