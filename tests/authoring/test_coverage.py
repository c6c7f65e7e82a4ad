"""Coverage counts what decided, and the examples it proposes cover what they were proposed for."""

from __future__ import annotations

from random import Random

from mvpod_expert.engine.clauses import clauses_of
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.rules import Example
from mvpod_expert.replay.checker import truth
from mvpod_workbench.sampling.separating_example import separating_example
from mvpod_workbench.testing.coverage import HELD, Covered, measure_coverage, parts_of, smallest
from tests.authoring.shipped import BASE, CASE_TESTS, KNOWLEDGE
from tests.engine.builders import all_of, any_of, at_least, choice, is_, not_, vocabulary

FACTS = vocabulary(*(choice(name, "x", "y", "z", may_not_apply=name == "c") for name in "abcd"))


def random_condition(rng: Random, depth: int = 2):  # type: ignore[no-untyped-def]  # noqa: ANN201
    if depth == 0 or rng.random() < 0.3:
        return is_(rng.choice("abcd"), *rng.sample("xyz", rng.randint(1, 2)))
    parts = [random_condition(rng, depth - 1) for _ in range(rng.randint(1, 3))]
    return rng.choice([all_of(*parts), any_of(*parts), at_least(rng.randint(1, len(parts)), *parts), not_(parts[0])])


def every_memory():  # type: ignore[no-untyped-def]  # noqa: ANN201
    memories = [{}]
    for name in "abcd":
        states = (None, *FACTS[name].known_states)
        memories = [{**memory, **({name: state} if state else {})} for memory in memories for state in states]
    return memories


MEMORIES = every_memory()


def test_conditions_are_told_apart_exactly() -> None:
    """A witness makes one condition true and not the other; none is given only where there is none."""
    rng = Random(3)
    kinds = set()
    for _ in range(150):
        one, other = random_condition(rng), random_condition(rng)
        found = separating_example(clauses_of(one, FACTS), clauses_of(other, FACTS), FACTS)
        there_is = any(truth(one, each) is True and truth(other, each) is not True for each in MEMORIES)
        assert (found is not None) == there_is, (one, other)
        kinds.add(there_is)
        if found is not None:
            assert truth(one, found) is True
            assert truth(other, found) is not True
    assert kinds == {True, False}


def test_the_smallest_example_lets_its_part_decide() -> None:
    """With the part as it is the rule does one thing, with the part the other way the other."""
    rng = Random(4)
    found = 0
    for _ in range(80):
        whole = random_condition(rng)
        for part in parts_of(whole):
            for holds in (True, False):
                example = smallest(part, FACTS, holds=holds)
                if example is not None:
                    found += 1
                    assert truth(part.condition, example) is holds
                    fires = truth(whole, example) is True
                    otherwise = part.whole(any_of() if holds else all_of())
                    assert (truth(otherwise, example) is True) != fires
    assert found > 100


def covered_with(rule: str, *silent: dict[str, str]) -> Covered:
    changed = KNOWLEDGE.rules[rule].model_copy(
        update={"silent": tuple(Example(states=each, place=Place(file="x")) for each in silent)}
    )
    alone = {name: each for name, each in KNOWLEDGE.rules.items() if name != rule} | {rule: changed}
    return measure_coverage(KNOWLEDGE.model_copy(update={"rules": alone, "cases": {}}), BASE, [])


def test_a_condition_is_covered_only_where_it_decides() -> None:
    """A silent example in which everything is otherwise shows nothing about any one part."""
    rule = "new-market-new-need-unproven-play-is-a-learning-phase"
    otherwise = {"market_stage": "mature", "education_need": "low", "sales_process_maturity": "repeatable"}
    covered = covered_with(rule, otherwise)
    missing = [each for each in covered.missing() if each.rule.id == rule and each.kind == "conditions"]
    assert [each.what for each in missing] == ["false"] * 3
    one = {"market_stage": "new_entry", "education_need": "high", "sales_process_maturity": "emerging"}
    missing = [each for each in covered_with(rule, one).missing() if each.rule.id == rule and each.kind == "conditions"]
    assert len(missing) == 2


def test_the_shipped_rules_are_covered() -> None:
    """A floor under what `make check` holds the rules to."""
    covered = measure_coverage(KNOWLEDGE, BASE, CASE_TESTS)
    assert {kind: covered.percent(kind) >= 95 for kind in HELD} == dict.fromkeys(HELD, True)
    assert covered.percent("rules") == 100
