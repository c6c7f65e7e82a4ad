"""The two engines side by side, in one run: microseconds a case, the ratio, and a documented case's whole advice.

Machines are noisy, so read the ratio of the medians, not the times. Run with `make bench`.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.durable_rules import DurableEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import Cell
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.knowledge import KnowledgeBase

CASES = 300
ROUNDS = 7
KNOWN = 0.9


def random_memories(knowledge: KnowledgeBase, count: int) -> list[dict[str, str]]:
    """Make working memories of plausible size: nine facts in ten are known."""
    chance = random.Random(7)
    return [
        {fact.id: chance.choice(fact.states) for fact in knowledge.asked() if chance.random() < KNOWN}
        for _ in range(count)
    ]


def microseconds(knowledge: KnowledgeBase, base: RuleBase, engine: Engine, memories: list[dict[str, str]]) -> float:
    """Derive and weigh every memory; give the time a case."""
    start = time.process_time()
    for memory in memories:
        growing = dict(memory)
        for stratum in ("derive", "weigh"):
            fire_stratum(base, engine, knowledge.rules, stratum, growing)
    return (time.process_time() - start) / len(memories) * 1e6


def advising(adviser: Adviser, cases: list[Cell]) -> float:
    """Return the milliseconds that advice on a cell takes."""
    start = time.process_time()
    for cell in cases:
        adviser.advise(cell)
    return (time.process_time() - start) / len(cases) * 1e3


def main() -> None:
    """Print the engines' medians and ratio."""
    knowledge = load_knowledge(find_home())
    base = compile_rules(knowledge)
    engines: list[Engine] = [DurableEngine(base), BitsetEngine(base)]
    memories = random_memories(knowledge, CASES)
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for _ in range(ROUNDS):
        for engine in engines:
            times[engine.name].append(microseconds(knowledge, base, engine, memories))
    for name, found in times.items():
        print(f"{name:8} {statistics.median(found):8.0f} us a case (min {min(found):.0f}, max {max(found):.0f})")
    ratio = statistics.median(durable / bitset for durable, bitset in zip(*times.values(), strict=True))
    print(f"durable / bitset: {ratio:.1f}")
    cases = [Cell(id=case.id, answers=case.cell.answers) for case in knowledge.cases.values()]
    for engine in engines:
        adviser = Adviser(knowledge, base, engine)
        found = [advising(adviser, cases) for _ in range(ROUNDS)]
        print(f"{engine.name:8} {min(found):8.1f} ms for the whole advice on a documented case")


if __name__ == "__main__":
    main()
