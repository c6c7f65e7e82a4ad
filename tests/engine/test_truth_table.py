"""The defined truth of every kind of test for every kind of answer, of the oracle and of both engines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.replay.checker import truth
from tests.engine.builders import (
    all_of,
    any_of,
    at_least,
    by_id,
    choice,
    compiled,
    flag,
    is_,
    not_,
    number,
    rule,
    vocabulary,
)
from tests.engine.engines import each_engine, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.conditions import Condition

    States = dict[str, str | None]
    EngineClass = Callable[[RuleBase], Engine]

FACTS = vocabulary(
    choice("partner", "no", "some", "many", may_not_apply=True),
    flag("tender", may_not_apply=True),
    number("price", "small", "large", may_not_apply=True),
    flag("other", may_not_apply=True),
)
UNANSWERED = None
OPEN = (UNANSWERED, UNKNOWN)

KINDS = {
    "choice": is_("partner", "many"),
    "choice, an option called no": is_("partner", "no"),
    "choice, one of a list": is_("partner", "some", "many"),
    "choice, any of its options": is_("partner", "no", "some", "many"),
    "flag, true": is_("tender", "true"),
    "flag, false": is_("tender", "false"),
    "number": is_("price", "large"),
    "number, any of its bands": is_("price", "small", "large"),
    "not choice": not_(is_("partner", "many")),
    "not one of a list": not_(is_("partner", "some", "many")),
    "not any of its options": not_(is_("partner", "no", "some", "many")),
    "not flag": not_(is_("tender", "true")),
    "not number": not_(is_("price", "large")),
    "not not choice": not_(not_(is_("partner", "many"))),
}
SINGLE = {
    ("choice", "partner"): {"many": True, "some": False, "no": False, NOT_APPLICABLE: False},
    ("choice, an option called no", "partner"): {"no": True, "some": False, NOT_APPLICABLE: False},
    ("choice, one of a list", "partner"): {"many": True, "some": True, "no": False, NOT_APPLICABLE: False},
    ("choice, any of its options", "partner"): {"many": True, "some": True, "no": True, NOT_APPLICABLE: False},
    ("flag, true", "tender"): {"true": True, "false": False, NOT_APPLICABLE: False},
    ("flag, false", "tender"): {"true": False, "false": True, NOT_APPLICABLE: False},
    ("number", "price"): {"large": True, "small": False, NOT_APPLICABLE: False},
    ("number, any of its bands", "price"): {"large": True, "small": True, NOT_APPLICABLE: False},
    ("not choice", "partner"): {"many": False, "some": True, "no": True, NOT_APPLICABLE: True},
    ("not one of a list", "partner"): {"many": False, "some": False, "no": True, NOT_APPLICABLE: True},
    ("not any of its options", "partner"): {"many": False, "some": False, "no": False, NOT_APPLICABLE: True},
    ("not flag", "tender"): {"true": False, "false": True, NOT_APPLICABLE: True},
    ("not number", "price"): {"large": False, "small": True, NOT_APPLICABLE: True},
    ("not not choice", "partner"): {"many": True, "some": False, "no": False, NOT_APPLICABLE: False},
}

# One part is `tender: true`, the other `other: true`; T, F and N are true, not true and not applicable.
BOTH = (is_("tender", "true"), is_("other", "true"))
CONNECTIVES = {
    "all": all_of(*BOTH),
    "any": any_of(*BOTH),
    "not all": not_(all_of(*BOTH)),
    "not any": not_(any_of(*BOTH)),
    "at least 1": at_least(1, *BOTH),
    "at least 2": at_least(2, *BOTH),
    "not at least 2": not_(at_least(2, *BOTH)),
    "at least 2 of 3": at_least(2, *BOTH, is_("partner", "many")),
}
T, F, N = "true", "false", NOT_APPLICABLE
PAIRS = [(T, T), (T, F), (T, N), (F, F), (F, N), (N, N)]
PAIRS += [(T, UNANSWERED), (T, UNKNOWN), (F, UNANSWERED), (F, UNKNOWN), (N, UNANSWERED), (N, UNKNOWN)]
PAIRS += [(UNANSWERED, UNANSWERED), (UNANSWERED, UNKNOWN), (UNKNOWN, UNKNOWN)]
#        TT     TF     TN     FF     FN     NN     T-    T?    F-     F?     N-     N?     --    -?    ??
TABLE = {
    "all": (True, False, False, False, False, False, None, None, False, False, False, False, None, None, None),
    "any": (True, True, True, False, False, False, True, True, None, None, None, None, None, None, None),
}
TABLE["at least 2"] = TABLE["all"]
TABLE["at least 1"] = TABLE["any"]
TABLE["not all"] = tuple(None if each is None else not each for each in TABLE["all"])
TABLE["not at least 2"] = TABLE["not all"]
TABLE["not any"] = tuple(None if each is None else not each for each in TABLE["any"])
# The third part is open throughout: two true parts are enough, two that are not true are too few left.
TABLE["at least 2 of 3"] = (
    (True, None, None, False, False, False, None, None, None, None, None, None, None, None, None)
)  # fmt: skip

CASES = [
    pytest.param(KINDS[kind], {fact: state}, wanted, id=f"{kind} - {state or 'unanswered'}")
    for (kind, fact), row in SINGLE.items()
    for state, wanted in {**row, UNANSWERED: None, UNKNOWN: None}.items()
] + [
    pytest.param(
        condition,
        {"tender": left, "other": right},
        wanted,
        id=f"{kind} - {left or 'unanswered'} and {right or 'unanswered'}",
    )
    for kind, condition in CONNECTIVES.items()
    for (one, other), wanted in zip(PAIRS, TABLE[kind], strict=True)
    for left, right in dict.fromkeys([(one, other), (other, one)])
]


def memory_of(states: States) -> dict[str, str]:
    """Return the memory as a case gives it: from answers, `unknown` among them."""
    answers = {
        fact: Answer(fact=fact, given=state, state=state, layer="cell")
        for fact, state in states.items()
        if state is not UNANSWERED
    }
    return Cell(id="cell", answers=answers).memory()


@cache
def only_rule(engine_class: EngineClass, condition: Condition) -> tuple[RuleBase, Engine]:
    """Compile a base of one rule, once: durable-rules never frees a ruleset."""
    base = compiled([rule("only", condition)], FACTS)
    return base, engine_class(base)


@pytest.mark.parametrize(("condition", "states", "wanted"), CASES)
def test_a_condition_has_its_defined_truth(condition: Condition, states: States, wanted: bool | None) -> None:
    """The oracle gives the truth that the table defines."""
    assert truth(condition, memory_of(states)) is wanted


@each_engine
@pytest.mark.parametrize(("condition", "states", "wanted"), CASES)
def test_a_rule_fires_only_where_its_condition_is_true(
    engine_class: EngineClass, condition: Condition, states: States, wanted: bool | None
) -> None:
    """Both engines fire where the table says true; false and undecided alike are silent."""
    base, engine = only_rule(engine_class, condition)
    fired = run(base, engine, by_id([rule("only", condition)]), memory_of(states))
    assert bool(fired["weigh"]) is (wanted is True)


def test_the_table_covers_every_kind_of_test() -> None:
    """No kind of test and no connective stands without a row."""
    assert {kind for kind, _ in SINGLE} == set(KINDS)
    assert TABLE.keys() == CONNECTIVES.keys()
