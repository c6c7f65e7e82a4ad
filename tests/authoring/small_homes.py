"""Small homes made of nouns, with every way to answer them: what a proof says is held against trying them all."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mvpod_expert.engine.compile import compile_rule_set
from mvpod_expert.engine.knowledge_cache import Prepared
from mvpod_expert.model.catalogue import Choosing, Item, Shelf
from mvpod_expert.model.decision import DecisionTable, Mode
from mvpod_expert.model.laws import Direction
from mvpod_expert.model.rules import Assign, Outcome, Reask
from tests.engine.builders import (
    DECIDED,
    PLACE,
    TEXT,
    choice,
    exclude,
    favours,
    is_,
    knowledge,
    rule,
    table,
    vocabulary,
)
from tests.engine.worlds import Size, random_condition, random_rules, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.sampling.profiles import Profile

TINY = Size(asked=(2, 3), layers=(0, 1), weigh=(2, 6), plan=(1, 4), depth=1)
ROW = "row"
OPTIONS = ("option-0", "option-1")


def item(name: str, kind: str, **more: object) -> Item:
    return Item(id=name, kind=kind, title=TEXT, text=TEXT, principle=("M1",), basis="proposal", place=PLACE, **more)  # type: ignore[arg-type]


def shelf(kind: str, *items: Item, chooses: Choosing | None = None) -> Shelf:
    return Shelf(kind=kind, title=TEXT, carried=False, chooses=chooses, items=items)


SHELVES = (
    shelf("step", *(item(f"item-{number}", "step") for number in range(4))),
    shelf("column", *(item(name, "column") for name in OPTIONS)),
    shelf("task", item(ROW, "task"), chooses=Choosing(among="column", at_most=1)),
)


def assign(to: str, strength: str = "weak") -> Assign:
    return Assign(item=ROW, to=to, strength=strength)


def reask(fact: str) -> Reask:
    return Reask(fact=fact)


def home(
    facts: Iterable[Fact],
    rules: Iterable[Rule],
    directions: Iterable[Direction] = (),
    decision: DecisionTable | None = None,
    shelves: tuple[Shelf, ...] = SHELVES,
) -> Prepared:
    """Make a home of facts and rules."""
    listed = list(rules)
    words = vocabulary(*facts)
    made = knowledge(words, listed).model_copy(
        update={"shelves": shelves, "directions": tuple(directions), "decision": decision or table()}
    )
    return Prepared(made, compile_rule_set(listed, words, {DECIDED, "compared"}))


def needing(mode: str, *kinds: str) -> DecisionTable:
    """Return a decision table in which a mode's plan needs kinds of items."""
    made = table()
    modes = tuple(
        Mode(id=each.id, title=TEXT, meaning=TEXT, needs=kinds if each.id == mode else ()) for each in made.modes
    )
    return made.model_copy(update={"modes": modes})


def direction(raising: str, mode: str, *over: str) -> Direction:
    return Direction(raising=raising, never_favours=mode, over=over, basis="proposal", reason=TEXT, place=PLACE)


def every_profile(made: Prepared) -> Iterator[Profile]:
    """Return every way to answer: each fact in each of its states, or not known."""
    asked = list(made.knowledge.asked())
    for states in product(*((None, *fact.known_states) for fact in asked)):
        yield {fact.id: state for fact, state in zip(asked, states, strict=True) if state is not None}


def random_home(rng: Random) -> Prepared:
    """Make a random home with a doubt, a row and a direction."""
    facts, rules = random_rules(rng, TINY)
    asked = [fact for fact in facts if not fact.derived]
    derived = [fact for fact in facts if fact.derived]
    extra: list[tuple[str, tuple[Outcome, ...]]] = [("doubts", (reask(asked[0].id),))]
    extra += [(f"assigns-{number}", (assign(rng.choice(OPTIONS)),)) for number in range(rng.randint(0, 3))]
    for name, then in extra:
        decided = rng.randint(0, 1) == 0 and name != "doubts"
        when = is_(DECIDED, "direct", "hybrid") if decided else random_condition(rng, asked, (), 1)
        rules.append(rule(name, when, *then))
    world = settled(vocabulary(*facts), rules)
    raised = rng.choice(asked)
    return home(
        [*asked, *derived], world.rules.values(), [direction(raised.id, rng.choice(("direct", "channel")), "hybrid")]
    )


def clash() -> list[Rule]:
    """Return vetoes that together leave no mode."""
    return [
        rule("no-one", is_("a", "high"), exclude("direct"), exclude("channel")),
        rule("not-both", is_("b", "high"), exclude("hybrid")),
    ]


A, B = choice("a", "low", "high"), choice("b", "low", "high")


def fair() -> list[Rule]:
    """Return a rule for each mode, so that every mode can win and every fact matters."""
    return [
        rule("direct-when-a", is_("a", "low"), favours("direct", "strong")),
        rule("channel-when-b", is_("b", "low"), favours("channel", "strong")),
        rule("hybrid-when-a", is_("a", "high"), favours("hybrid", "strong")),
        rule("nobody-when-b", is_("b", "high"), favours("hybrid", "weak")),
    ]
