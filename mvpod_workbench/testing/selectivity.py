"""How well advice distinguishes clients: how much its front part overlaps for two clients of one mode.

The front part is the first moves and the plan, the annex aside; a row of the plan counts with what it falls to, which
is not counted again. Overlap is Jaccard's: of what either of two clients is given, the share that both are given.

Clients are apart when they differ in answers that the plan reads. Where they differ in others alone and have one mode,
they have one plan, whatever the rules: then nothing about them speaks for another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Assign, Propose, Recommend
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.knowledge import KnowledgeBase

PROFILES, SEED = 400, 20261129
APART = 20
"""Two clients are apart when they differ in so many answers that the plan reads."""
TOO_COMMON = 0.9
FALLS_TO = " → "
MOST_MEAN, MOST_APART = 0.35, 0.6
"""The goals: the mean overlap of two clients with one mode, and that of any two that are apart."""


@dataclass(frozen=True)
class Client:
    """A client: its answers, its mode, what it is given in front, its moves among it, and what is in its annex.

    A row of the plan stands in `front` as `row → option`.
    """

    name: str
    states: dict[str, str]
    mode: str | None
    front: frozenset[str]
    moves: frozenset[str] = frozenset()
    annex: frozenset[str] = frozenset()

    @property
    def items(self) -> frozenset[str]:
        """The items in front, rows and what they fall to among them."""
        return frozenset(item for name in self.front for item in name.split(FALLS_TO))


@dataclass(frozen=True)
class Overlap:
    """How much the front parts of clients with one mode overlap.

    Args:
        clients: how many there are.
        items: how many items are in front, in the mean.
        mean: over all pairs; none with fewer than two clients.
        highest: of the pairs that are apart.
        above: how many of the pairs that are apart overlap more than the goal.
        pairs: how many pairs are apart.
        above_any: how many of the pairs that differ in as many answers of any kind do.
        pairs_any: how many pairs do so differ.
    """

    mode: str
    clients: int
    items: float
    mean: float | None
    highest: float | None
    above: int
    pairs: int
    above_any: int
    pairs_any: int


@dataclass(frozen=True)
class Selectivity:
    """What was measured.

    Args:
        counts: how many clients are given so many moves.
        modes: the overlap mode by mode.
        common: items in front for more than nine in ten, with their share.
        annexed: items that are in annexes alone.
        never: items that nobody is given, in front or in the annex.
        shares: for each item the share of clients that have it in front.
        read: the questions that the plan reads.
        asked: how many questions there are.
    """

    clients: tuple[Client, ...]
    counts: dict[int, int]
    modes: tuple[Overlap, ...]
    common: tuple[tuple[str, float], ...]
    annexed: tuple[str, ...]
    never: tuple[str, ...]
    shares: dict[str, float]
    read: frozenset[str]
    asked: int


def measure_selectivity(adviser: Adviser, profiles: int = PROFILES, seed: int = SEED) -> Selectivity:
    """Advise on random plausible profiles and on the documented cases, and compare what they are given.

    Args:
        adviser: the adviser.
        profiles: how many profiles.
        seed: the same seed gives the same profiles.
    """
    clients = tuple(_clients(adviser, profiles, seed))
    taken = Counter(item for client in clients for item in client.items)
    annexed = {item for client in clients for item in client.annex}
    read = plan_facts(adviser.knowledge)
    compared = _compared(adviser.knowledge)
    known = [item.id for item in adviser.knowledge.items() if item.kind not in compared]
    shares = {item: taken[item] / len(clients) for item in known} if clients else {}
    return Selectivity(
        clients=clients,
        counts=dict(sorted(Counter(len(client.moves) for client in clients).items())),
        modes=tuple(
            _overlap(mode.id, [each for each in clients if each.mode == mode.id], read)
            for mode in adviser.knowledge.decision.modes
        ),
        common=tuple((item, share) for item, share in shares.items() if share > TOO_COMMON),
        annexed=tuple(item for item in known if not taken[item] and item in annexed),
        never=tuple(item for item in known if not taken[item] and item not in annexed),
        shares=shares,
        read=read,
        asked=len(list(adviser.knowledge.asked())),
    )


def plan_facts(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the facts a case can answer that rules of the plan read, themselves or in what follows from them."""
    derivation = Derivation(knowledge.rules_of("derive"), knowledge.facts)
    whole = (derivation.unfold(rule.when) for rule in knowledge.rules_of("plan"))
    waiting = {test.fact for condition in whole for test in every_test(condition)}
    found: set[str] = set()
    while waiting:
        fact = waiting.pop()
        found.add(fact)
        worked_out = knowledge.facts[fact].worked_out
        waiting |= {*worked_out.product_of, *worked_out.over} - found if worked_out else set()
    return frozenset(fact.id for fact in knowledge.asked() if fact.id in found)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of what either client is given that both have; nothing in common where there are none."""
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def differing(one: Client, other: Client, among: frozenset[str] | None = None) -> int:
    """Return the number of answers, all or some, in which two clients differ.

    A question that only one of them was asked, or knew the answer to, says nothing of how they differ.
    """
    facts = one.states.keys() & other.states.keys() & (one.states.keys() if among is None else among)
    states = [(one.states[fact], other.states[fact]) for fact in facts]
    return sum(mine != theirs and UNKNOWN not in {mine, theirs} for mine, theirs in states)


def _clients(adviser: Adviser, profiles: int, seed: int) -> Iterator[Client]:
    knowledge = adviser.knowledge
    drawn = plausible_profiles(knowledge, adviser.base, profiles, seed)
    cells = [(f"#{at}", case_of(profile, knowledge.facts).cells[0]) for at, profile in enumerate(drawn, start=1)]
    for name, cell in [*cells, *((case.id, case.cell) for case in knowledge.cases.values())]:
        advice = adviser.advise(cell)
        moves = frozenset(move.item for move in advice.moves)
        options = {choice.option for each in advice.plan for choice in each.chosen}
        front = (
            f"{each.item}{FALLS_TO}{choice.option}" if choice else each.item
            for each in advice.plan
            if each.item not in options
            for choice in each.chosen or (None,)
        )
        annex = frozenset(each.item for each in advice.annex)
        yield Client(name, cell.memory(), advice.mode.recommended, moves.union(front), moves, annex)


def _compared(knowledge: KnowledgeBase) -> set[str]:
    """Return the kinds of items that only rules about two cells recommend."""
    kinds = {item.id: item.kind for item in knowledge.items()}
    compare, plan = (
        {
            kinds[outcome.item]
            for rule in knowledge.rules_of(stratum)
            for outcome in rule.then
            if isinstance(outcome, Assign | Propose | Recommend)
        }
        for stratum in ("compare", "plan")
    )
    return compare - plan


def _overlap(mode: str, clients: Sequence[Client], read: frozenset[str]) -> Overlap:
    pairs = list(combinations(clients, 2))
    overlaps = [overlap(one.front, other.front) for one, other in pairs]
    apart, apart_any = (
        [found for found, (one, other) in zip(overlaps, pairs, strict=True) if differing(one, other, among) >= APART]
        for among in (read, None)
    )
    return Overlap(
        mode=mode,
        clients=len(clients),
        items=sum(len(client.front) for client in clients) / len(clients) if clients else 0.0,
        mean=sum(overlaps) / len(pairs) if pairs else None,
        highest=max(apart, default=None),
        above=sum(found > MOST_APART for found in apart),
        pairs=len(apart),
        above_any=sum(found > MOST_APART for found in apart_any),
        pairs_any=len(apart_any),
    )
