"""Short builders of the nouns the engine tests need; what a test does not care about gets a stock value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.compile import compile_rule_set
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.decision import DecisionTable, Mode, Strength
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import Band, Fact, Option, Range
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_expert.model.rules import OUTCOMES_OF, Conclude, Evidence, Exclude, Outcome, Rationale, Recommend, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.clauses import RuleBase

PLACE = Place(file="worlds.yaml")
TEXT = Text(zh="某事", en="something")
BECAUSE = Rationale(principle=("M1",), basis="proposal", reason=TEXT)

DECIDED = "decided-mode"
MODES = ("direct", "channel", "hybrid")
POINTS = {"weak": 2, "moderate": 4, "strong": 6}


def choice(name: str, *options: str, derived: bool = False, may_not_apply: bool = False) -> Fact:
    return Fact(
        id=name,
        kind="choice",
        title=TEXT,
        question=None if derived else TEXT,
        principle=("M1",),
        options=tuple(Option(id=option, title=TEXT, meaning=TEXT) for option in options),
        derived=derived,
        may_not_apply=may_not_apply,
        topic=TEXT,
        place=PLACE,
    )


def flag(name: str, *, derived: bool = False, may_not_apply: bool = False) -> Fact:
    return Fact(
        id=name,
        kind="flag",
        title=TEXT,
        question=None if derived else TEXT,
        principle=("M1",),
        derived=derived,
        may_not_apply=may_not_apply,
        topic=TEXT,
        place=PLACE,
    )


def number(name: str, *bands: str, may_not_apply: bool = False) -> Fact:
    """Build a number whose bands are ten units wide, the last one open."""
    last = len(bands) - 1
    return Fact(
        id=name,
        kind="number",
        title=TEXT,
        question=TEXT,
        principle=("M1",),
        unit=TEXT,
        range=Range(min=0, max=1000),
        bands=tuple(
            Band(id=each, title=TEXT, below=None if place == last else 10 * (place + 1))
            for place, each in enumerate(bands)
        ),
        may_not_apply=may_not_apply,
        topic=TEXT,
        place=PLACE,
    )


def decided_fact() -> Fact:
    return choice(DECIDED, *MODES, derived=True)


def vocabulary(*facts: Fact) -> dict[str, Fact]:
    """Return the facts by id, the decided mode among them."""
    return {fact.id: fact for fact in (*facts, decided_fact())}


def is_(fact: str, *states: str) -> Test:
    return Test(fact=fact, states=frozenset(states), place=PLACE)


def all_of(*parts: Condition) -> All:
    return All(parts=parts)


def any_of(*parts: Condition) -> Any:
    return Any(parts=parts)


def not_(part: Condition) -> Not:
    return Not(part=part)


def at_least(count: int, *parts: Condition) -> AtLeast:
    return AtLeast(count=count, parts=parts)


def conclude(fact: str, state: str) -> Conclude:
    return Conclude(fact=fact, state=state)


def favours(mode: str, strength: str = "weak") -> Evidence:
    return Evidence(direction="for", mode=mode, strength=strength)


def disfavours(mode: str, strength: str = "weak") -> Evidence:
    return Evidence(direction="against", mode=mode, strength=strength)


def exclude(mode: str) -> Exclude:
    return Exclude(mode=mode)


def recommend(item: str) -> Recommend:
    return Recommend(item=item)


def rule(name: str, when: Condition, *then: Outcome, line: int = 1) -> Rule:
    """Build a rule; without outcomes it gives evidence, so that it fires in the weigh stratum."""
    outcomes = then or (favours("direct"),)
    kind = outcomes[0].kind
    return Rule(
        id=name,
        title=TEXT,
        family=TEXT,
        stratum=next(stratum for stratum, kinds in OUTCOMES_OF.items() if kind in kinds),
        when=when,
        then=outcomes,
        because=BECAUSE,
        fires=(),
        silent=(),
        place=Place(file="worlds.yaml", line=line),
    )


def by_id(rules: Iterable[Rule]) -> dict[str, Rule]:
    return {each.id: each for each in rules}


def compiled(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> RuleBase:
    return compile_rule_set(rules, facts, {DECIDED})


def table(leaning_from: int = 2, clear_from: int = 8, modes: tuple[str, ...] = MODES) -> DecisionTable:
    return DecisionTable(
        edition="test",
        decided_fact=DECIDED,
        compared_fact="compared",
        second_from=4,
        modes=tuple(Mode(id=mode, title=TEXT, meaning=TEXT) for mode in modes),
        strengths=tuple(Strength(id=each, title=TEXT, points=points) for each, points in POINTS.items()),
        leaning_from=leaning_from,
        clear_from=clear_from,
        place=PLACE,
    )


def knowledge(facts: Mapping[str, Fact], rules: Iterable[Rule]) -> KnowledgeBase:
    return KnowledgeBase(
        sha256="0" * 64,
        decision=table(),
        facts=dict(facts),
        rules=by_id(rules),
        principles={},
        sources={},
        shelves=(),
        cases={},
    )
