"""What can come about on some profile: rules that fire, modes that win, plans that are whole, options that are chosen."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from mvpod_expert.authoring.proving import Finding, Witness
from mvpod_expert.authoring.reasoned import Reasoned, ReasonedPlan, asked_states
from mvpod_expert.authoring.solver import GaveUpError
from mvpod_expert.authoring.space import Space
from mvpod_expert.model.decision import compared_state
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.facts import shared_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.authoring.profiles import Profile
    from mvpod_expert.authoring.proving import Prover
    from mvpod_expert.authoring.solver import Term
    from mvpod_expert.authoring.trials import Tried
    from mvpod_expert.model.rules import Rule

SEEN_OF = 10
"""Of the sample every so manieth profile is run to see rules fire."""


class Reaching:
    """Looks for what never comes about, and for profiles on which advice falls short.

    Args:
        prover: answers what is asked.
    """

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.knowledge = prover.knowledge
        self.reasoned = prover.reasoned
        self.solver = prover.solver

    @cached_property
    def plans(self) -> dict[str, ReasonedPlan]:
        """The plan for each mode."""
        return {mode: ReasonedPlan(self.reasoned, mode) for mode in self.reasoned.modes}

    def rules(self) -> Iterator[Finding]:
        """Give the rules that fire on no profile whose answers go together and whose mode is the advised one."""
        seen = self._seen_firing()
        for rule in self.knowledge.rules.values():
            if rule.stratum == "doubt" or rule.id in seen:
                continue
            if rule.stratum == "compare":
                finding = self._compared(rule)
            elif rule.stratum == "plan":
                finding = self._planning(rule)
            else:
                fires = self.reasoned.fires(rule.id)
                seen = self.prover.witness(fires, holds=_fires(rule), smallest=False)
                finding = self._only_in_doubt(rule, fires) if seen is None else None
            if finding is not None:
                yield finding

    def _seen_firing(self) -> frozenset[str]:
        """Give the rules that some profile of a sample makes fire; for these nothing is left to be proved."""
        runs = map(self.prover.trials.run, self.prover.profiles()[::SEEN_OF])
        return frozenset().union(*(tried.fired for tried in runs if not tried.in_doubt))

    def _planning(self, rule: Rule) -> Finding | None:
        def seen(*terms: Term, mode: str | None = None, smallest: bool = False) -> Profile | None:
            return self.prover.witness(*terms, holds=_fires(rule), mode=mode, smallest=smallest)

        if seen(self.reasoned.fires_then(rule.id, None)) is not None:
            return None
        fires = {mode: self.reasoned.fires_then(rule.id, mode) for mode in self.reasoned.modes}
        if any(seen(term, self.reasoned.decides(mode)) is not None for mode, term in fires.items()):
            return None
        for mode, term in fires.items():
            otherwise = seen(term, mode=mode, smallest=True)
            if otherwise is not None:
                return self._finding(Code.MODE_NEVER_ADVISED_THERE, rule, Witness(otherwise, mode), mode=mode)
        in_doubt = [self._only_in_doubt(rule, term, mode) for mode, term in fires.items()]
        return next((each for each in in_doubt if each.witness is not None), in_doubt[0])

    def _only_in_doubt(self, rule: Rule, fires: Term, mode: str | None = None) -> Finding:
        profile = self.prover.witness(fires, holds=_fires(rule), mode=mode, coherent=False)
        doubts = sorted(self.prover.trials.run(profile).doubts) if profile is not None else []
        witness = Witness(profile, mode) if profile is not None else None
        return self._finding(Code.FIRES_ONLY_IN_DOUBT, rule, witness, doubts, doubts=", ".join(doubts))

    @cached_property
    def _second(self) -> Reasoned:
        """The rules over a second market cell of the same company."""
        shared = shared_facts(self.knowledge.facts)
        space = Space(self.solver, asked_states(self.knowledge), "second cell: ", shared)
        return Reasoned(self.knowledge, self.prover.base, space)

    def _compared(self, rule: Rule) -> Finding | None:
        """Hold a compare rule against two cells: it sees one's answers, and how both modes compare."""
        table = self.knowledge.decision
        coherent = [self.prover.coherent, self.solver.not_(self._second.in_doubt)]
        pairs = list(product(self.reasoned.modes, repeat=2))
        fires = {pair: self.reasoned.fires_then(rule.id, None, compared_state(table, *pair)) for pair in pairs}
        try:
            for one, other in pairs:
                decided = [self.reasoned.decides(one), self._second.decides(other)]
                if self.solver.can_hold(fires[one, other], *decided, *coherent):
                    return None
            possible = [pair for pair in pairs if self.solver.can_hold(fires[pair], *coherent)]
        except GaveUpError:
            self.prover.sampled += 1
            return None
        if possible:
            return self._finding(Code.MODE_NEVER_ADVISED_THERE, rule, None, mode=" + ".join(possible[0]))
        return self._finding(Code.FIRES_ONLY_IN_DOUBT, rule, None, doubts="")

    def _finding(
        self, code: Code, rule: Rule, witness: Witness | None, others: list[str] | None = None, **details: str
    ) -> Finding:
        diagnostic = Diagnostic(
            code=code,
            place=rule.place,
            about=f"rules › {rule.id}",
            details={"rule": rule.id, **details},
            related=tuple(self.knowledge.rules[each].place for each in others or ()),
            severity="warning",
        )
        return Finding(diagnostic, witness, weight=len(rule.then))

    def modes(self) -> Iterator[Finding]:
        """Give the modes that are never advised, and the smallest profile that leaves none."""
        place = self.knowledge.decision.place
        for mode in self.reasoned.modes:
            advised = self.prover.witness(
                self.reasoned.decides(mode),
                holds=lambda tried, mode=mode: tried.recommended == mode,
                smallest=False,
            )
            if advised is None:
                details = {"mode": mode}
                yield Finding(
                    Diagnostic(
                        code=Code.MODE_NEVER_ADVISED,
                        place=place,
                        about=f"modes › {mode}",
                        details=details,
                        severity="warning",
                    ),
                    weight=1000,
                )
        everything = frozenset(self.reasoned.modes)
        profile = self.prover.witness(
            *map(self.reasoned.vetoed, self.reasoned.modes), holds=lambda tried: tried.vetoed == everything
        )
        if profile is not None:
            fired = self.prover.trials.run(profile).fired
            vetoing = [rule for rule in self.knowledge.rules.values() if rule.id in fired and self._vetoes(rule.id)]
            yield Finding(
                Diagnostic(
                    code=Code.NO_MODE_LEFT,
                    place=vetoing[0].place,
                    about=f"rules › {vetoing[0].id}",
                    details={"rules": ", ".join(each.id for each in vetoing)},
                    related=tuple(each.place for each in vetoing[1:]),
                    severity="note",
                ),
                Witness(profile),
                weight=100,
            )

    def _vetoes(self, rule: str) -> bool:
        return any(rule in vetoing for vetoing in self.reasoned.vetoing.values())

    def wholeness(self) -> Iterator[Finding]:
        """Give the plans that lack what their mode needs, and the rows that fall to nobody."""
        items = {item.id: item for item in self.knowledge.items()}
        for mode, plan in self.plans.items():
            for kind in self.knowledge.decision.mode(mode).needs:
                present = [plan.planned(item.id) for item in items.values() if item.kind == kind]
                lacking = self.solver.not_(self.solver.any_of(present))
                witness = self._of_plan(mode, lacking, lambda tried, kind=kind: kind not in tried.kinds)
                if witness is not None:
                    yield Finding(
                        Diagnostic(
                            code=Code.PLAN_LACKS_KIND,
                            place=self.knowledge.decision.place,
                            about=f"modes › {mode} › needs › {kind}",
                            details={"mode": mode, "kind": kind},
                        ),
                        witness,
                        weight=1000,
                    )
            for row in plan.at_most:
                bare = self.solver.all_of([plan.planned(row), self.solver.not_(plan.assigned(row))])
                witness = self._of_plan(mode, bare, lambda tried, row=row: tried.plan.get(row, ("",)) == ())
                if witness is not None:
                    yield Finding(
                        Diagnostic(
                            code=Code.ROW_FALLS_TO_NOBODY,
                            place=items[row].place,
                            about=f"items › {row}",
                            details={"row": row, "mode": mode},
                        ),
                        witness,
                        weight=100,
                    )

    def _of_plan(self, mode: str, term: Term, holds: Callable[[Tried], bool]) -> Witness | None:
        """Find answers with which a plan is so: where the mode is advised, or else where it is chosen otherwise."""
        advised = self.prover.witness(term, self.reasoned.decides(mode), holds=holds)
        if advised is not None:
            return Witness(advised)
        chosen = self.prover.witness(term, holds=holds, mode=mode, coherent=False)
        return Witness(chosen, mode) if chosen is not None else None

    def options(self) -> Iterator[Finding]:
        """Give the options of rows that some rule gives evidence for and that are never chosen."""
        pairs = dict.fromkeys(
            (row, option)
            for plan in self.plans.values()
            for row, options in plan.assigning.items()
            for option in options
        )
        rows = {item.id: item for item in self.knowledge.items()}
        for row, option in pairs:
            if any(self._is_chosen(mode, row, option) for mode in self.plans):
                continue
            witness = None
            for mode, plan in self.plans.items():
                fired = self.solver.any_of(fires for _, fires in plan.assigning[row][option])
                witness = witness or self._of_plan(mode, fired, lambda tried: row in tried.plan)  # noqa: B023 - used at once
            yield Finding(
                Diagnostic(
                    code=Code.OPTION_NEVER_CHOSEN,
                    place=rows[row].place,
                    about=f"items › {row}",
                    details={"row": row, "option": option},
                    severity="warning",
                ),
                witness,
                weight=10,
            )

    def _is_chosen(self, mode: str, row: str, option: str) -> bool:
        chosen = self.plans[mode].chosen(row, option)
        seen = self.prover.witness(
            chosen, holds=lambda tried: option in tried.plan.get(row, ()), mode=mode, smallest=False
        )
        return seen is not None


def _fires(rule: Rule) -> Callable[[Tried], bool]:
    return lambda tried: rule.id in tried.fired
