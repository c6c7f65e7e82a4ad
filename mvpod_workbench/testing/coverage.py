"""Coverage: which rules, parts of conditions, options and outcomes the tests have put to the question.

A part of a condition is covered when it was seen deciding both ways: it held and the rule would not have fired without
it; it did not hold and the rule would have fired with it. A part that can never decide is not counted. Percentages are
shares of counted things.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.engine.clauses import ConditionTooLargeError, RuleBase, clauses_of
from mvpod_expert.model.conditions import All, Any, Condition, Not, Part, Test, every_part
from mvpod_expert.replay.checker import truth
from mvpod_workbench.lookup.rulesets import Ruleset, bodies
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example
from mvpod_workbench.testing.example_tests import run_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.sampling.profiles import Profile
    from mvpod_workbench.testing.case_test_model import CaseTest


def parts_of(condition: Condition) -> list[Part]:
    """Return every part of a condition but the whole, which the rule's firing tells, and frames around one part."""
    whole, *parts = every_part(condition)
    if not parts:
        return [whole] if isinstance(condition, Test) else []
    return [each for each in parts if not isinstance(each.condition, All | Any) or len(each.condition.parts) != 1]


Kind = Literal["rules", "conditions", "options", "outcomes"]
KINDS: tuple[Kind, ...] = ("rules", "conditions", "options", "outcomes")
HELD: tuple[Kind, ...] = ("rules", "conditions", "options")
"""What a threshold is held against; outcomes are shown beside it, because only case tests see them."""


class _Seen(NamedTuple):
    """One run: the known facts, whether the rule fired, and where they are from."""

    memory: Mapping[str, str]
    fired: bool
    source: Literal["example", "case", "documented"]


@dataclass(frozen=True)
class Wanted:
    """One thing to be seen.

    Args:
        kind: what is counted.
        what: a rule that `fires` or is `silent`; a part that is `true` or `false` and decides; an `option` that makes
            a test hold and decides; an `outcome` that a case test saw.
        part: the part of the condition.
        option: the option.
        seen: whether examples or case tests have seen it.
        documented: whether a documented case has.
    """

    rule: Rule
    kind: Kind
    what: Literal["fires", "silent", "true", "false", "option", "outcome"]
    part: Part | None = None
    option: str | None = None
    seen: bool = False
    documented: bool = False

    def within(self, runs: list[_Seen]) -> Wanted:
        """Return the same with whether it was seen in some runs."""
        seen = {run.source == "documented" for run in runs if self._is_seen(run)}
        return replace(self, seen=False in seen, documented=True in seen)

    def _is_seen(self, run: _Seen) -> bool:
        if self.part is None:
            return run.fired == (self.what != "silent") and not (self.what == "outcome" and run.source == "example")
        condition = self.part.condition
        if self.option is not None and isinstance(condition, Test) and run.memory.get(condition.fact) != self.option:
            return False
        return _decides(self.part, run.memory, holds=self.what != "false")


@dataclass(frozen=True)
class Covered:
    """Everything that was to be seen, and whether it was."""

    wanted: tuple[Wanted, ...]

    def count(self, kind: Kind, *, seen: bool | None = None) -> int:
        """Count the things of a kind; those seen or not seen, if so wanted."""
        return sum(each.kind == kind and seen in {None, each.seen} for each in self.wanted)

    def documented(self, kind: Kind) -> int:
        """Count the things of a kind that documented cases alone have seen."""
        return sum(each.kind == kind and each.documented and not each.seen for each in self.wanted)

    def percent(self, kind: Kind) -> float:
        """Return the share that was seen."""
        return 100 * self.count(kind, seen=True) / self.count(kind) if self.count(kind) else 100.0

    @property
    def least(self) -> float:
        """The smallest of the percentages a threshold is held against."""
        return min(map(self.percent, HELD))

    def missing(self) -> list[Wanted]:
        """Return what was not seen, the files with most of it first; outcomes last."""
        found = [each for each in self.wanted if not each.seen]
        counts = Counter(each.rule.place.file for each in found if each.kind in HELD)
        return sorted(found, key=lambda each: (each.kind not in HELD, -counts[each.rule.place.file]))


def measure_bodies(
    knowledge: KnowledgeBase, base: RuleBase, tests: Iterable[CaseTest]
) -> tuple[tuple[Ruleset, Covered], ...]:
    """Measure every body of rules for itself; case tests are about the advice, the others have examples alone."""
    return tuple(
        (body, measure_coverage(body.knowledge, body.base, tests if body.is_advice else (), is_advice=body.is_advice))
        for body in bodies(knowledge, base)
    )


def measure_coverage(
    knowledge: KnowledgeBase, base: RuleBase, tests: Iterable[CaseTest], *, is_advice: bool = True
) -> Covered:
    """Measure what examples and case tests cover, and what documented cases would besides.

    Args:
        knowledge: the facts and rules.
        base: the compiled rules.
        tests: the case tests.
        is_advice: whether case tests see these rules; otherwise outcomes are not counted.
    """
    trials = FastEvaluator(knowledge, base)
    seen: dict[str, list[_Seen]] = {name: [] for name in knowledge.rules}
    for example in run_examples(knowledge, base):
        if example.problem is None:
            seen[example.rule.id].append(_Seen(example.memory, example.fired, "example"))
    cells: list[tuple[Literal["case", "documented"], Cell]] = [("case", test.cell) for test in tests]
    cells += [("documented", case.cell) for case in knowledge.cases.values()]
    for source, cell in cells:
        outcome = trials.outcome(trials.memory_of(cell))
        for rule in knowledge.rules.values():
            if rule.stratum != "compare":
                seen[rule.id].append(_Seen(outcome.memory, rule.id in outcome.fired, source))
    wanted = (each for rule in knowledge.rules.values() for each in _of_rule(rule, knowledge.facts))
    return Covered(tuple(each.within(seen[each.rule.id]) for each in wanted if is_advice or each.kind in HELD))


def _of_rule(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[Wanted]:
    yield Wanted(rule, "rules", "fires")
    yield Wanted(rule, "rules", "silent")
    for part in parts_of(rule.when):
        if smallest(part, facts, holds=True) is not None:
            yield Wanted(rule, "conditions", "true", part)
        if smallest(part, facts, holds=False) is not None:
            yield Wanted(rule, "conditions", "false", part)
        test = part.condition
        if isinstance(test, Test) and len(test.states) > 1:
            for option in facts[test.fact].known_states:
                if option in test.states and smallest(part, facts, holds=True, option=option):
                    yield Wanted(rule, "options", "option", part, option)
    if rule.stratum != "compare":
        yield Wanted(rule, "outcomes", "outcome")


def _decides(part: Part, memory: Mapping[str, str], *, holds: bool) -> bool:
    """Return whether a part is seen to hold, or not to, and the rule would do the other thing were it otherwise."""
    if truth(part.condition, memory) is not holds:
        return False
    return (truth(part.whole(ALWAYS), memory) is True) != (truth(part.whole(NEVER), memory) is True)


ALWAYS = All(parts=())
NEVER = Any(parts=())


def smallest(part: Part, facts: Mapping[str, Fact], *, holds: bool, option: str | None = None) -> Profile | None:
    """Return the smallest answers under which a part holds, or does not, and decides; nothing when there are none.

    Args:
        part: the part.
        facts: the vocabulary.
        holds: whether it is to hold.
        option: the option that is to make it hold.
    """
    own: Condition = part.condition
    if option is not None and isinstance(own, Test):
        own = own.model_copy(update={"states": frozenset({option})})
    own = own if holds else Not(part=own)
    one, other = (NEVER, ALWAYS) if part.is_negated else (ALWAYS, NEVER)
    try:
        yes = clauses_of(All(parts=(own, part.whole(one))), facts)
        return separating_example(yes, clauses_of(part.whole(other), facts), facts)
    except (ConditionTooLargeError, SearchTooLongError):
        return None
