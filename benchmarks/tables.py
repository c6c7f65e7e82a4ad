"""The same weigh rules as Polars expressions and as DuckDB's SQL, beside bit planes: points of every mode, in one run.

Needs polars and duckdb, which nothing else here does: pip install polars duckdb
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from portfolio import as_batch, random_codes

from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.resources import find_home
from mvpod_portfolio.decision_program import DecisionProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.engine.knowledge_cache import Prepared

ROWS = 1 << 18
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


def timed(act: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """Return what is computed, and rows a processor second, the best of some rounds."""
    best, found = 0.0, np.empty(0)
    for _ in range(ROUNDS):
        start = time.process_time()
        found = act()
        best = max(best, ROWS / (time.process_time() - start))
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

    found = {
        "bit planes, with vetoes, verdict and bound": timed(lambda: program.decide(codes, ROWS, why=False).points),
        "Polars, points alone": timed(lambda: frame.select(points).to_numpy().T),
        "DuckDB, points alone": timed(by_duckdb),
    }
    expected, base = next(iter(found.values()))
    for name, (computed, rate) in found.items():
        assert (computed == expected).all(), name
        print(f"{name:44} {rate:14,.0f} rows a processor second {rate / base:8.4f}")


if __name__ == "__main__":
    main()
