"""The same weigh rules in Polars, DuckDB, CLIPS and ZEN, beside bit planes: points of every mode, in one run.

CLIPS and ZEN take one row at a time, so they are given few. Needs what nothing else here does: pip install polars
duckdb clipspy zen-engine
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import clips
import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import zen
from portfolio import as_batch, random_codes

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.resources import find_home
from mvpod_portfolio.decision_program import DecisionProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.engine.knowledge_cache import Prepared

ROWS = 1 << 18
ALONE = 500
ROUNDS = 3


def polars_points(prepared: Prepared, program: DecisionProgram, mode: int) -> pl.Expr:
    """Return the net points of a mode as an expression."""
    terms = [pl.lit(0, pl.Int32)]
    for rule in program.weighed:
        if rule.points[mode]:
            clauses = prepared.base.unfolded[rule.rule]
            fires = pl.any_horizontal(
                pl.all_horizontal(pl.col(fact).is_in(sorted(states)) for fact, states in clause.literals)
                for clause in clauses
            )
            terms.append(fires.fill_null(value=False).cast(pl.Int32) * rule.points[mode])
    return pl.sum_horizontal(terms)


def duckdb_points(prepared: Prepared, program: DecisionProgram, mode: int) -> str:
    """Return the net points of a mode as SQL."""
    terms = ["0"]
    for rule in program.weighed:
        if rule.points[mode]:
            clauses = (
                " and ".join(
                    f"{fact} in ({', '.join(repr(state) for state in sorted(states))})"
                    for fact, states in clause.literals
                )
                for clause in prepared.base.unfolded[rule.rule]
            )
            terms.append(f"case when ({') or ('.join(clauses)}) then {rule.points[mode]} else 0 end")
    return " + ".join(terms)


def clips_rules(prepared: Prepared, program: DecisionProgram) -> clips.Environment:
    """Return an environment of CLIPS with a rule a clause."""
    environment = clips.Environment()
    for rule in program.weighed:
        for place, clause in enumerate(prepared.base.unfolded[rule.rule]):
            tests = " ".join(f"({fact} {'|'.join(sorted(states))})" for fact, states in clause.literals)
            environment.build(f"(defrule {rule.rule}.{place} {tests} => (assert (fired {rule.rule})))")
    return environment


def clips_points(environment: clips.Environment, program: DecisionProgram, rows: list[dict[str, str]]) -> np.ndarray:
    """Return the net points of all modes, from what CLIPS fires."""
    fired, points = environment.find_template("fired"), {rule.rule: rule.points for rule in program.weighed}
    found = []
    for row in rows:
        environment.reset()
        for fact, state in row.items():
            environment.assert_string(f"({fact} {state})")
        environment.run()
        found.append(np.sum([points[fact[0]] for fact in fired.facts()], axis=0))
    return np.array(found).T


def zen_expressions(prepared: Prepared, program: DecisionProgram) -> list[zen.PyExpression]:
    """Return the net points of each mode as an expression of ZEN."""
    expressions = []
    for mode in range(len(program.modes)):
        terms = ["0"]
        for rule in program.weighed:
            if rule.points[mode]:
                clauses = (
                    " and ".join(f"{fact} in {sorted(states)}" for fact, states in clause.literals)
                    for clause in prepared.base.unfolded[rule.rule]
                )
                terms.append(f"(({') or ('.join(clauses)}) ? {rule.points[mode]} : 0)")
        expressions.append(zen.compile_expression(" + ".join(terms)))
    return expressions


def timed(act: Callable[[], np.ndarray], rows: int = ROWS) -> tuple[np.ndarray, float]:
    """Return what is computed, and rows a processor second, the best of some rounds."""
    best, found = 0.0, np.empty(0)
    for _ in range(ROUNDS):
        start = time.process_time()
        found = act()
        best = max(best, rows / (time.process_time() - start))
    return found, best


def main() -> None:
    """Print rates and ratios; the points are held against each other first."""
    prepared = prepare(find_home())
    program = DecisionProgram(prepared.knowledge, prepared.base)
    codes = random_codes(prepared, ROWS, 3)
    batch = as_batch(prepared, codes)
    modes = range(len(program.modes))
    frame = pl.from_arrow(pa.Table.from_batches([batch])).with_columns(
        pl.col(fact).cast(pl.Enum(states)) for fact, states in program.states.items()
    )
    points = [polars_points(prepared, program, mode).alias(program.modes[mode]) for mode in modes]
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.register("given", pa.Table.from_batches([batch]))
    for fact, states in program.states.items():
        connection.execute(f"create type {fact}_states as enum ({', '.join(map(repr, states))})")
    columns = ", ".join(f"{fact}::varchar::{fact}_states as {fact}" for fact in program.facts)
    connection.execute(f"create table accounts as select {columns} from given")  # noqa: S608
    asked = ", ".join(f"{duckdb_points(prepared, program, mode)} as {program.modes[mode]}" for mode in modes)

    def by_duckdb() -> np.ndarray:
        found = connection.execute(f"select {asked} from accounts").fetchnumpy()  # noqa: S608 - of our own rules
        return np.array([np.asarray(found[mode]) for mode in program.modes])

    environment, expressions = clips_rules(prepared, program), zen_expressions(prepared, program)
    engine, rules = BitsetEngine(prepared.base), prepared.knowledge.rules

    def by_bitset() -> np.ndarray:
        points = {rule.rule: rule.points for rule in program.weighed}
        found = []
        for row in map(dict, alone):
            fire_stratum(prepared.base, engine, rules, "derive", row)
            fired = fire_stratum(prepared.base, engine, rules, "weigh", row)
            found.append(np.sum([points[each.rule] for each in fired], axis=0))
        return np.array(found).T

    alone = [
        {fact: states[codes[fact][row] - 1] for fact, states in program.states.items() if codes[fact][row]}
        for row in range(ALONE)
    ]
    found = {
        "bit planes, with vetoes, verdict and bound": timed(lambda: program.decide(codes, ROWS, why=False).points),
        "Polars, points alone": timed(lambda: frame.select(points).to_numpy().T),
        "DuckDB, points alone": timed(by_duckdb),
        "CLIPS, points alone": timed(lambda: clips_points(environment, program, alone), ALONE),
        "ZEN, points alone": timed(
            lambda: np.array([[int(each.evaluate(row)) for row in alone] for each in expressions]), ALONE
        ),
        "bitset engine, one by one, points alone": timed(by_bitset, ALONE),
    }
    expected, base = next(iter(found.values()))
    for name, (computed, rate) in found.items():
        assert (computed == expected[:, : computed.shape[1]]).all(), name
        print(f"{name:44} {rate:14,.0f} rows a processor second {rate / base:11.6f}")


if __name__ == "__main__":
    main()
