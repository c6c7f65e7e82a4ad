"""Whole portfolios: decisions a second in memory and from file to file, beside one case at a time, in one run.

    python benchmarks/portfolio.py [MILLIONS ...]

With numbers, that many million accounts are generated on the fly, decided and written, each in a process of its own
whose peak of memory is reported. Machines are noisy, so read the ratios.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.mode.open_facts import OpenFacts
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.resources import find_home
from mvpod_expert.views.messages import Messages
from mvpod_portfolio.columns import match_columns
from mvpod_portfolio.deciding import AccountBatches, decide_all
from mvpod_portfolio.decision_program import DecisionProgram
from mvpod_portfolio.destinations import decided_file
from mvpod_portfolio.proving import Prover
from mvpod_portfolio.repeated_keys import RepeatedKeys
from mvpod_portfolio.sources import BATCH, Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.facts import Fact

ALONE, IN_MEMORY, IN_FILE = 400, 1 << 20, 1 << 18
UNKNOWN = 0.1
ROUNDS = 3
LINUX_UNIT = 1024


def random_codes(prepared: Prepared, rows: int, seed: int) -> dict[str, NDArray[np.uint8]]:
    """Draw codes of all facts: one answer in ten is not known."""
    chance = np.random.default_rng(seed)
    codes = {}
    for fact in prepared.knowledge.asked():
        codes[fact.id] = chance.integers(1, len(fact.known_states) + 1, rows, dtype=np.uint8)
        codes[fact.id][chance.random(rows) < UNKNOWN] = 0
    return codes


def as_batch(prepared: Prepared, codes: dict[str, NDArray[np.uint8]]) -> pa.RecordBatch:
    """Return codes as a batch of words, with keys."""
    rows = len(next(iter(codes.values())))
    columns = {"key": pa.array(np.arange(rows).astype(str))}
    for fact in prepared.knowledge.asked():
        places = pa.array(codes[fact.id].astype(np.int8) - 1, mask=codes[fact.id] == 0)
        columns[fact.id] = pa.DictionaryArray.from_arrays(places, pa.array(fact.known_states))
    return pa.RecordBatch.from_pydict(columns)


def rate(rows: int, act: Callable[[], object]) -> float:
    """Return rows a processor second, the best of some rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        best = max(best, rows / (time.process_time() - start))
    return best


def states_of(facts: list[Fact], codes: dict[str, NDArray[np.uint8]], row: int) -> dict[str, str]:
    """Return the known states of a row."""
    return {fact.id: fact.known_states[codes[fact.id][row] - 1] for fact in facts if codes[fact.id][row]}


def cell_of(states: dict[str, str]) -> Cell:
    """Return a row as a case has it."""
    return Cell(
        id="main",
        answers={fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in states.items()},
    )


def one_by_one(prepared: Prepared, codes: dict[str, NDArray[np.uint8]], *, is_proven: bool) -> None:
    """Decide on each row as on a case."""
    adviser = Adviser(prepared.knowledge, prepared.base, BitsetEngine(prepared.base))
    table, facts = prepared.knowledge.decision, list(prepared.knowledge.asked())
    for row in range(ALONE):
        states = states_of(facts, codes, row)
        if is_proven:
            cell = cell_of(states)
            adviser.open_facts.unknowns(cell)
            fired = [
                firing
                for stratum in ("doubt", "derive", "weigh")
                for firing in adviser.tracer.fire(stratum, cell, states)
            ]
            decide(standings(fired, table), table, ())
        else:
            for stratum in ("doubt", "derive", "weigh"):
                fire_stratum(prepared.base, adviser.engine, prepared.knowledge.rules, stratum, states)


def in_memory(program: DecisionProgram, codes: dict[str, NDArray[np.uint8]], *, why: bool) -> None:
    """Decide on all rows, batch by batch."""
    for start in range(0, IN_MEMORY, BATCH):
        program.decide({fact: codes[fact][start : start + BATCH] for fact in program.facts}, BATCH, why=why)


def proofs(prepared: Prepared, program: DecisionProgram, codes: dict[str, NDArray[np.uint8]]) -> tuple[float, float]:
    """Return searched accounts a processor second: one batch in columns, and some of its accounts one by one."""
    batch = {fact: column[:BATCH] for fact, column in codes.items()}
    decided, prover = program.decide(batch, BATCH), Prover(program)
    searched = np.flatnonzero((program.advised(decided.outcome, is_provable=True) >= 0) & ~decided.settled)
    in_columns = rate(len(searched), lambda: prover.proven(batch, decided))
    open_facts = OpenFacts(prepared.knowledge, prepared.base)
    facts = list(prepared.knowledge.asked())
    cells = [cell_of(states_of(facts, codes, row)) for row in searched[:ALONE]]
    return in_columns, rate(len(cells), lambda: [open_facts.unknowns(cell) for cell in cells])


class _NotWritten:
    """What stands for a batch of decided accounts that nobody writes."""

    num_rows = 0

    @staticmethod
    def column(name: str) -> pa.Array:
        """Return a column without rows."""
        del name
        return pa.array([], pa.string()).dictionary_encode()


def read_and_decided(batches: AccountBatches, source: Source) -> None:
    """Read a table and decide on it, as `portfolio` does, without putting answers and reasons into a table."""
    batches.table.batch = lambda *_: _NotWritten()  # type: ignore[assignment,method-assign,return-value]
    for _ in decide_all(source, batches, lambda _: None, print):
        pass


def file_to_file(prepared: Prepared, source: Source, output: Path) -> None:
    """Read, decide and write a table."""
    batches = AccountBatches(prepared, match_columns(source.names, prepared.knowledge), Messages("en"))
    with closing(RepeatedKeys()) as keys:
        with decided_file(output, batches.table.schema) as write:
            for _ in decide_all(source, batches, keys.noting(write), print):
                pass
        assert not keys.found(output)[0]


def generated(prepared: Prepared, millions: int) -> Source:
    """Return accounts that are drawn as they are read."""
    blocks = [as_batch(prepared, random_codes(prepared, BATCH, seed)) for seed in range(4)]
    count = millions * 1_000_000 // BATCH

    def batches(columns: list[str]) -> Iterator[pa.RecordBatch]:
        for number in range(count):
            keys = pa.array(np.arange(number * BATCH, (number + 1) * BATCH).astype(str))
            yield blocks[number % len(blocks)].set_column(0, "key", keys).select(columns)

    return Source(tuple(blocks[0].schema.names), batches, count * BATCH)


def main() -> None:
    """Print rates and ratios."""
    prepared = prepare(find_home())
    codes = random_codes(prepared, IN_MEMORY, 7)
    program = DecisionProgram(prepared.knowledge, prepared.base)
    rates = {
        "one by one, rules fired": rate(ALONE, lambda: one_by_one(prepared, codes, is_proven=False)),
        "one by one, decided, unknowns proven": rate(ALONE, lambda: one_by_one(prepared, codes, is_proven=True)),
        "columns: points, vetoes, verdict, bound": rate(IN_MEMORY, lambda: in_memory(program, codes, why=False)),
        "the same, with reasons and open facts": rate(IN_MEMORY, lambda: in_memory(program, codes, why=True)),
    }
    with tempfile.TemporaryDirectory() as folder:
        read, written = Path(folder) / "accounts.parquet", Path(folder) / "decided.parquet"
        batch = as_batch(prepared, {fact: column[:IN_FILE] for fact, column in codes.items()})
        pa.parquet.write_table(pa.Table.from_batches([batch]), read)
        names = batch.schema.names
        rates["Parquet read alone"] = rate(IN_FILE, lambda: list(open_source(read).batches(names)))
        batches = AccountBatches(prepared, match_columns(names, prepared.knowledge), Messages("en"))
        rates["Parquet read and decided"] = rate(IN_FILE, lambda: read_and_decided(batches, open_source(read)))
        rates["Parquet to Parquet"] = rate(IN_FILE, lambda: file_to_file(prepared, open_source(read), written))
    base = next(iter(rates.values()))
    for name, found in rates.items():
        print(f"{name:42} {found:14,.0f} rows a processor second {found / base:12,.1f}")
    times = rates["Parquet read alone"] / rates["Parquet read and decided"]
    print(f"reading and deciding takes {times:.2f} times reading")
    in_columns, alone = proofs(prepared, program, codes)
    print(f"{'searched in columns, one batch':42} {in_columns:14,.0f} rows a processor second")
    print(f"{'the same, one by one':42} {alone:14,.0f} rows a processor second {in_columns / alone:12,.1f}")


def measure(millions: int) -> None:
    """Decide on generated accounts, and print rate and peak memory."""
    prepared = prepare(find_home())
    source = generated(prepared, millions)
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        file_to_file(prepared, source, Path(folder) / "decided.parquet")
        size = (Path(folder) / "decided.parquet").stat().st_size
    seconds = time.process_time() - start
    rows = source.rows or 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * LINUX_UNIT / 1e6
    speed = f"{rows / 1e6:8.1f} million rows {rows / seconds:12,.0f} a second"
    print(f"{speed} {peak:8,.0f} MB of memory {size / rows:6.0f} bytes a row")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    elif sys.argv[1:]:
        for each in sys.argv[1:]:
            subprocess.run([sys.executable, __file__, "--measure", each], check=True)  # noqa: S603 - this file itself
    else:
        main()
