"""Coverage: which rules, parts of conditions, options and outcomes the tests have put to the question.

A part of a condition is covered when it was seen deciding both ways: it held and the rule would not have fired without
it; it did not hold and the rule would have fired with it. A part that can never decide is not counted. Percentages are
shares of counted things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mvpod_expert.engine.clauses import ConditionTooLargeError, clauses_of
from mvpod_expert.model.conditions import All, Any, Not, Test
from mvpod_expert.replay.checker import truth
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example
from mvpod_workbench.testing.example_tests import run_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.lookup.rulesets import Ruleset
    from mvpod_workbench.sampling.profiles import Profile
    from mvpod_workbench.testing.case_test_model import CaseTest


@dataclass(frozen=True)
class Part:
    """A part of a condition.

    Args:
        condition: the part.
        whole: gives the whole condition with something else in the part's place.
        is_negated: it stands under an odd number of `not`s, so that the rule fires more easily where it does not hold.
    """

    condition: Condition
    whole: Callable[[Condition], Condition]
    is_negated: bool = False


def parts_of(condition: Condition) -> Iterator[Part]:
    """Yield every part of a condition but the whole, which the rule's firing tells, and frames around one part."""
    root = Part(condition, lambda other: other)
    return iter((root,)) if isinstance(condition, Test) else _inside(root)


def _inside(part: Part) -> Iterator[Part]:
    condition = part.condition
    if isinstance(condition, Test):
        return
    for place, inner in enumerate(condition.parts):

        def whole(other: Condition, place: int = place) -> Condition:
            return part.whole(condition.rebuilt((*condition.parts[:place], other, *condition.parts[place + 1 :])))

        found = Part(inner, whole, part.is_negated != isinstance(condition, Not))
        if not (isinstance(inner, All | Any) and len(inner.parts) == 1):
            yield found
        yield from _inside(found)


Kind = Literal["rules", "conditions", "options", "outcomes"]
KINDS: tuple[Kind, ...] = ("rules", "conditions", "options", "outcomes")
HELD: tuple[Kind, ...] = ("rules", "conditions", "options")
"""What a threshold is held against; outcomes are shown beside it, because only case tests see them."""


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
        counts: dict[str, int] = {}
        for each in found:
            counts[each.rule.place.file] = counts.get(each.rule.place.file, 0) + (each.kind in HELD)
        return sorted(found, key=lambda each: (each.kind not in HELD, -counts[each.rule.place.file]))


@dataclass(frozen=True)
class _Seen:
    memory: Mapping[str, str]
    fired: bool
    source: Literal["example", "case", "documented"]


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
    cases = [(trials.outcome(trials.memory_of(test.cell)), "case") for test in tests]
    cases += [(trials.outcome(trials.memory_of(case.cell)), "documented") for case in knowledge.cases.values()]
    seen: dict[str, list[_Seen]] = {name: [] for name in knowledge.rules}
    for example in run_examples(knowledge, base):
        if example.problem is None:
            seen[example.rule.id].append(_Seen(example.memory, example.fired, "example"))
    for outcome, source in cases:
        for rule in knowledge.rules.values():
            if rule.stratum != "compare":
                name: Literal["case", "documented"] = "case" if source == "case" else "documented"
                seen[rule.id].append(_Seen(outcome.memory, rule.id in outcome.fired, name))
    wanted = [each for rule in knowledge.rules.values() for each in _of_rule(rule, seen[rule.id], knowledge.facts)]
    return Covered(tuple(each for each in wanted if is_advice or each.kind in HELD))


def _of_rule(rule: Rule, seen: list[_Seen], facts: Mapping[str, Fact]) -> Iterator[Wanted]:
    tested = [each for each in seen if each.source != "documented"]
    documented = [each for each in seen if each.source == "documented"]
    for what in ("fires", "silent"):
        fires = what == "fires"
        yield Wanted(
            rule,
            "rules",
            "fires" if fires else "silent",
            seen=any(each.fired == fires for each in tested),
            documented=any(each.fired == fires for each in documented),
        )
    for part in parts_of(rule.when):
        for holds in (True, False):
            if smallest(part, facts, holds=holds) is not None:
                yield Wanted(
                    rule,
                    "conditions",
                    "true" if holds else "false",
                    part,
                    seen=any(_decides(part, each.memory, holds) for each in tested),
                    documented=any(_decides(part, each.memory, holds) for each in documented),
                )
        if isinstance(part.condition, Test) and len(part.condition.states) > 1:
            yield from _options(rule, part, tested, documented, facts)
    if rule.stratum != "compare":
        yield Wanted(
            rule,
            "outcomes",
            "outcome",
            seen=any(each.fired and each.source == "case" for each in tested),
            documented=any(each.fired for each in documented),
        )


def _options(
    rule: Rule, part: Part, tested: list[_Seen], documented: list[_Seen], facts: Mapping[str, Fact]
) -> Iterator[Wanted]:
    assert isinstance(part.condition, Test)  # noqa: S101 - only tests have options
    fact = part.condition.fact
    for option in facts[fact].known_states:
        if option in part.condition.states and smallest(part, facts, holds=True, option=option):

            def is_seen(each: _Seen, option: str = option) -> bool:
                return each.memory.get(fact) == option and _decides(part, each.memory, True)  # noqa: FBT003

            yield Wanted(
                rule, "options", "option", part, option, any(map(is_seen, tested)), any(map(is_seen, documented))
            )


def _decides(part: Part, memory: Mapping[str, str], holds: bool) -> bool:  # noqa: FBT001 - which of the two ways
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
