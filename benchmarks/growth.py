"""How cost grows with rules and facts, with cells and with rows; each as a multiple of what is shipped, in one run.

Larger homes have random rules over copies of the shipped facts. Machines are noisy, so read the ratios. Run with
`make bench`.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from portfolio import random_codes

from mvpod_expert.commands.json_lines import json_lines
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import Answer, CaseFile, Cell
from mvpod_expert.model.conditions import All, Test
from mvpod_expert.model.rules import Evidence
from mvpod_expert.resources import find_home
from mvpod_portfolio.decision_program import DecisionProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule

SIZES = ((1_000, 95), (10_000, 95), (1_000, 2_000), (10_000, 2_000))
CELLS = (50, 100, 200)
ROWS = (1 << 17, 1 << 19)
CASES = 40
KNOWN = 0.9
MOST_TESTS = 3


def larger(shipped: Prepared, rules: int, facts: int) -> Prepared:
    """Return a home of random weigh rules: one to three tests each, evidence for or against a random mode."""
    chance = random.Random(rules + facts)
    knowledge = shipped.knowledge
    asked = [fact for fact in knowledge.questions() if not fact.sources]
    copies = [asked[place % len(asked)].model_copy(update={"id": f"fact_{place}"}) for place in range(facts)]
    model = next(knowledge.rules_of("weigh"))
    modes, strengths = [mode.id for mode in knowledge.decision.modes], knowledge.decision.strengths
    made: dict[str, Rule] = {}
    for place in range(rules):
        tests = [
            Test(
                fact=fact.id,
                states=frozenset(chance.sample(fact.states, max(1, len(fact.states) // 2))),
                place=model.place,
            )
            for fact in chance.sample(copies, chance.randint(1, MOST_TESTS))
        ]
        outcome = Evidence(
            direction=chance.choice(("for", "against")), mode=chance.choice(modes), strength=chance.choice(strengths).id
        )
        made[f"rule-{place}"] = model.model_copy(
            update={"id": f"rule-{place}", "when": All(parts=tuple(tests)), "then": (outcome,)}
        )
    own = knowledge.model_copy(update={"facts": {fact.id: fact for fact in copies}, "rules": made})
    return Prepared(own, compile_rules(own))


def memories(facts: list[Fact]) -> list[dict[str, str]]:
    """Draw what is known of cases: nine facts in ten."""
    chance = random.Random(7)
    return [{fact.id: chance.choice(fact.states) for fact in facts if chance.random() < KNOWN} for _ in range(CASES)]


def seconds(act: Callable[[], object]) -> float:
    """Return the processor seconds of the better of two runs."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def rule_costs(prepared: Prepared) -> dict[str, float]:
    """Return what rules cost: compiling them, firing them on one case, and deciding on rows in columns."""
    start = time.process_time()
    compile_rules(prepared.knowledge)
    compiling = time.process_time() - start
    engine, knowledge = BitsetEngine(prepared.base), prepared.knowledge
    cases = memories(list(knowledge.asked()))

    def fire() -> None:
        for memory in cases:
            fire_stratum(prepared.base, engine, knowledge.rules, "weigh", dict(memory))

    program = DecisionProgram(knowledge, prepared.base)
    codes = random_codes(prepared, ROWS[0], 7)
    rows = seconds(lambda: program.decide(codes, ROWS[0], why=False))
    return {"compile": compiling, "fire on a case": seconds(fire) / CASES, "decide on a row": rows / ROWS[0]}


def told(what: str, size: str, cost: float, base: float) -> None:
    """Print a line."""
    print(f"{what}, {size}: {cost * 1e6:,.3g} us, {cost / base:,.1f} times the smallest")


def main() -> None:
    """Print each cost as a multiple of that of the smallest size."""
    shipped = prepare(find_home())
    knowledge = shipped.knowledge
    sizes = {f"{sum(1 for _ in knowledge.rules_of('weigh'))} rules that weigh, as shipped": shipped}
    sizes |= {f"{rules:,} rules, {facts:,} facts": larger(shipped, rules, facts) for rules, facts in SIZES}
    found = {name: rule_costs(prepared) for name, prepared in sizes.items()}
    base = next(iter(found.values()))
    for what, smallest in base.items():
        for size, costs in found.items():
            told(what, size, costs[what], smallest)
    program = DecisionProgram(knowledge, shipped.base)
    rows = {}
    for count in ROWS:
        codes = random_codes(shipped, count, 7)
        rows[count] = seconds(lambda codes=codes, count=count: program.decide(codes, count)) / count
        told("decide on a row, with reasons", f"{count:,} rows", rows[count], rows[ROWS[0]])
    adviser = Adviser(knowledge, shipped.base, BitsetEngine(shipped.base))
    cells: dict[int, float] = {}
    drawn = memories(list(knowledge.asked()))
    for count in CELLS:
        case = CaseFile(
            file="",
            client=None,
            cells=tuple(
                Cell(
                    id=f"c{place}",
                    answers={
                        fact: Answer(fact=fact, given=state, state=state, layer="cell")
                        for fact, state in drawn[place % CASES].items()
                    },
                )
                for place in range(count)
            ),
        )
        cells[count] = seconds(lambda case=case: sum(1 for _ in json_lines([case], adviser))) / count
        told("advise on a cell, compare and write it", f"{count} cells of a client", cells[count], cells[CELLS[0]])


if __name__ == "__main__":
    main()
