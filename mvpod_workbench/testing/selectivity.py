"""How well the moves tell clients apart: how much those of two clients of one mode overlap, and what is never used.

Overlap is Jaccard's: of the moves that either of two clients is given, the share that both are given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mvpod_workbench.sampling.counterexamples import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Cell

PROFILES, SEED = 400, 20261129
APART = 20
"""Two clients are apart when they differ in so many answers."""
TOO_COMMON = 0.9
MOST_MEAN, MOST_APART = 0.35, 0.6
"""The goals: the mean overlap of two clients with one mode, and that of any two that are apart."""


@dataclass(frozen=True)
class Client:
    """A client: its answers, its mode and its moves."""

    name: str
    states: dict[str, str]
    mode: str | None
    moves: frozenset[str]


@dataclass(frozen=True)
class Overlap:
    """How much the moves of clients with one mode overlap.

    Args:
        clients: how many there are.
        mean: over all pairs; none with fewer than two clients.
        highest: of the pairs that are apart.
        above: how many of the pairs that are apart overlap more than the goal.
        pairs: how many pairs are apart.
    """

    mode: str
    clients: int
    mean: float | None
    highest: float | None
    above: int
    pairs: int


@dataclass(frozen=True)
class Selectivity:
    """What was measured.

    Args:
        counts: how many clients are given so many moves.
        modes: the overlap mode by mode.
        common: moves given to more than nine in ten, with their share.
        never: moves given to nobody.
        shares: for each move the share of clients that are given it.
    """

    clients: tuple[Client, ...]
    counts: dict[int, int]
    modes: tuple[Overlap, ...]
    common: tuple[tuple[str, float], ...]
    never: tuple[str, ...]
    shares: dict[str, float]


def measure_selectivity(adviser: Adviser, profiles: int = PROFILES, seed: int = SEED) -> Selectivity:
    """Advise on random plausible profiles and on the documented cases, and compare their moves.

    Args:
        adviser: the adviser.
        profiles: how many profiles.
        seed: the same seed gives the same profiles.
    """
    clients = tuple(_clients(adviser, profiles, seed))
    taken = Counter(move for client in clients for move in client.moves)
    known = [item.id for shelf in adviser.knowledge.shelves if shelf.ranked for item in shelf.items]
    shares = {move: taken[move] / len(clients) for move in known} if clients else {}
    return Selectivity(
        clients=clients,
        counts=dict(sorted(Counter(len(client.moves) for client in clients).items())),
        modes=tuple(
            _overlap(mode.id, [each for each in clients if each.mode == mode.id])
            for mode in adviser.knowledge.decision.modes
        ),
        common=tuple((move, share) for move, share in shares.items() if share > TOO_COMMON),
        never=tuple(move for move in known if not taken[move]),
        shares=shares,
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the moves of either client that both have; nothing in common where there are none."""
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def differing(one: Client, other: Client) -> int:
    """Return the number of answers in which two clients differ; one that only one of them gave counts."""
    facts = one.states.keys() | other.states.keys()
    return sum(one.states.get(fact) != other.states.get(fact) for fact in facts)


def _clients(adviser: Adviser, profiles: int, seed: int) -> Iterator[Client]:
    knowledge = adviser.knowledge
    for number, profile in enumerate(plausible_profiles(knowledge, adviser.base, profiles, seed), start=1):
        (cell,) = case_of(profile, knowledge.facts).cells
        yield _client(f"#{number}", cell, adviser.advise(cell))
    for case in knowledge.cases.values():
        yield _client(case.id, case.cell, adviser.advise(case.cell))


def _client(name: str, cell: Cell, advice: Advice) -> Client:
    return Client(name, cell.memory(), advice.mode.recommended, frozenset(move.item for move in advice.moves))


def _overlap(mode: str, clients: Sequence[Client]) -> Overlap:
    pairs = list(combinations(clients, 2))
    overlaps = [overlap(one.moves, other.moves) for one, other in pairs]
    apart = [found for found, pair in zip(overlaps, pairs, strict=True) if differing(*pair) >= APART]
    return Overlap(
        mode=mode,
        clients=len(clients),
        mean=sum(overlaps) / len(pairs) if pairs else None,
        highest=max(apart, default=None),
        above=sum(found > MOST_APART for found in apart),
        pairs=len(apart),
    )
