"""From a table of accounts to a table of decided accounts, batch by batch: memory does not grow with the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mvpod_expert.loading.spellings import folded, spellings
from mvpod_expert.mode.completion import DECIMALS
from mvpod_portfolio.answer_codes import UNREADABLE, AnswerCodes
from mvpod_portfolio.cell_readers import CellReaders
from mvpod_portfolio.decided_table import WORD, DecidedTable
from mvpod_portfolio.decision_program import NOT_KNOWN, DecisionProgram
from mvpod_portfolio.proving import Prover
from mvpod_portfolio.sources import texts_of
from mvpod_portfolio.worth import Contributions, economic_inputs, read_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.facts import Fact, WorkedOut
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.bit_planes import Codes, Marks, Numbers
    from mvpod_portfolio.cell_readers import Currencies
    from mvpod_portfolio.columns import Columns
    from mvpod_portfolio.sources import Source

Row = tuple[object, ...]


@dataclass
class Counts:
    """What a run came to: rows by mode (an empty name where none is advised), and rows that were not decided."""

    modes: Counter[str] = field(default_factory=Counter)
    rejected: int = 0

    @property
    def decided(self) -> int:
        """The rows that were decided."""
        return self.modes.total()


class AccountBatches:
    """Decides on the batches of a table whose columns are known.

    With `words` the reasons for a mode are put into words. With `prove` open answers are searched where the bound does
    not say whether they can change the mode.
    """

    def __init__(
        self, prepared: Prepared, columns: Columns, t: Messages, *, words: bool = False, prove: bool = False
    ) -> None:
        knowledge = prepared.knowledge
        self.columns = columns
        self.program = DecisionProgram(knowledge, prepared.base)
        self._prover = Prover(self.program) if prove else None
        self.t = t
        self._facts = {fact.id: fact for fact in knowledge.asked() if fact.id in columns.facts}
        self._inputs = economic_inputs(knowledge)
        self.cells = CellReaders(columns, self._facts, self._inputs)
        self.table = DecidedTable(knowledge, self.program, t if words else None, self.cells.currency)
        self.contributions = Contributions(self._inputs)
        self._routes = spellings((mode.id, mode.title) for mode in knowledge.decision.modes)
        self._relative = [(fact, fact.relative_to) for fact in knowledge.facts.values() if fact.relative_to is not None]
        self._worked_out = [(fact, fact.worked_out) for fact in knowledge.facts.values() if fact.worked_out is not None]

    def decide(
        self, batch: pa.RecordBatch, number: Callable[[int], int], first: int, reject: Callable[[Row], object]
    ) -> pa.RecordBatch:
        """Decide on the rows of a batch all whose cells can be read.

        `number` returns the number in the file of a row by its place among all rows, from 0; `first` is that of the
        first row here. `reject` takes row, key, column and reason of every cell that cannot be read.
        """
        rows = batch.num_rows
        low, high = number(first), number(first + max(0, rows - 1))
        is_dense = high - low == rows - 1
        numbers = np.arange(low, low + rows) if is_dense else np.array([number(first + place) for place in range(rows)])
        keys = self._keys(batch, numbers)
        currencies, strange = self.cells.currencies(batch)
        codes = {fact: self.cells.codes(fact, batch, currencies) for fact in self._facts}
        roles, troubles = self._roles(batch, currencies)
        troubles |= {name: strange for role, name in self.columns.roles.items() if role == "currency"}
        troubles |= {self.columns.facts[fact]: found == UNREADABLE for fact, found in codes.items()}
        if "key" in self.columns.roles:
            troubles[self.columns.roles["key"]] = np.asarray(pc.equal(pc.utf8_trim_whitespace(keys), ""))
        economics = {meaning: self._economic(meaning, batch, currencies) for meaning in self.columns.numbers}
        troubles |= {self.columns.numbers[meaning]: np.isinf(found) for meaning, found in economics.items()}
        bad = np.logical_or.reduce([np.zeros(rows, bool), *troubles.values()])
        if bad.any():
            self._reject(batch, troubles, keys, numbers, reject)
            kept = pa.array(~bad)
            keys, numbers = keys.filter(kept), numbers[~bad]
            codes = {fact: found[~bad] for fact, found in codes.items()}
            roles = {role: column.filter(kept) for role, column in roles.items()}
            economics = {meaning: found[~bad] for meaning, found in economics.items()}
        self._work_out(batch, currencies, ~bad, codes)
        closed = self.program.closed(codes, len(numbers))
        decided = self.program.decide(closed, len(numbers))
        if self._prover is not None:
            decided = self._prover.proven(closed, decided)
        if economics:
            roles |= self._contributed(economics, roles, self.program.advised(decided.outcome))
        return self.table.batch(decided, keys, numbers, roles, codes)

    def _work_out(self, batch: pa.RecordBatch, currencies: Currencies, kept: Marks, codes: dict[str, Codes]) -> None:
        """Fill in what follows from other answers, where nobody answered: `mode.completion` by columns."""
        for fact, relative in self._relative:
            if {fact.id, relative.fact} <= self._facts.keys():
                own, other = (self.cells.numbers(name, batch, currencies)[kept] for name in (fact.id, relative.fact))
                with np.errstate(divide="ignore", invalid="ignore"):
                    times = np.where(other == 0, np.nan, np.round(own / other, DECIMALS))
                found = AnswerCodes(fact).banded(times * relative.usual, is_ranged=False)
                codes[fact.id] = np.where(found == NOT_KNOWN, codes[fact.id], found)
        for fact, work in self._worked_out:
            if work.answer_to in codes:
                self._fill(fact, self._following(fact, work)[codes[work.answer_to]], codes)
            if not work.product_of or not {*work.product_of, *work.over} <= self._facts.keys():
                continue
            product, divisor = (
                prod((self.cells.numbers(each, batch, currencies)[kept] for each in names), start=np.ones(kept.sum()))
                for names in (work.product_of, work.over)
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                found = AnswerCodes(fact).banded(np.where(divisor == 0, np.nan, product / divisor))
            found[found == UNREADABLE] = NOT_KNOWN
            self._fill(fact, found, codes)

    @staticmethod
    def _fill(fact: Fact, found: Codes, codes: dict[str, Codes]) -> None:
        answered = codes.get(fact.id, np.zeros_like(found))
        codes[fact.id] = np.where(answered == NOT_KNOWN, found, answered)

    def _following(self, fact: Fact, work: WorkedOut) -> Codes:
        """Return what follows from each code of another answer."""
        states = [work.states.get(state) for state in self._facts[work.answer_to or ""].known_states]
        return np.array(
            [NOT_KNOWN, *(fact.known_states.index(each) + 1 if each else NOT_KNOWN for each in states)], np.uint8
        )

    def _economic(self, meaning: str, batch: pa.RecordBatch, currencies: Currencies) -> Numbers:
        column, declared = batch.column(self.columns.numbers[meaning]), self._inputs[meaning]
        if declared.unit == "money":
            return self.cells.amounts(meaning, column, currencies)
        return read_column(declared, column)

    def _contributed(
        self, economics: Mapping[str, Numbers], roles: Mapping[str, pa.Array], advised: NDArray[np.int16]
    ) -> dict[str, pa.Array]:
        value = roles["value"].to_numpy(zero_copy_only=False) if "value" in roles else None
        today = np.full(len(advised), -1, np.int64)
        if "route" in roles:
            today = pc.fill_null(roles["route"].indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        return self.contributions.columns(economics, value, self.program.modes, today, advised.astype(np.int64))

    def _keys(self, batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> pa.Array:
        if "key" not in self.columns.roles:
            return pc.cast(pa.array(numbers), pa.string())
        return pc.fill_null(texts_of(batch.column(self.columns.roles["key"])), "")

    def _roles(self, batch: pa.RecordBatch, currencies: Currencies) -> tuple[dict[str, pa.Array], dict[str, Marks]]:
        """Return what is known beside answers, and which rows have it in a form that cannot be read, by column."""
        found: dict[str, pa.Array] = {}
        troubles: dict[str, Marks] = {}
        for role, name in self.columns.roles.items():
            if role in {"key", "currency"}:
                continue
            column = batch.column(name)
            if role == "value":
                numbers = self.cells.amounts(role, column, currencies)
                found[role], troubles[name] = pa.array(numbers, mask=~np.isfinite(numbers)), np.isinf(numbers)
            elif role == "route":
                found[role], troubles[name] = self._route(column)
            else:
                found[role] = texts_of(column)
        return found, troubles

    def _route(self, column: pa.Array) -> tuple[pa.Array, Marks]:
        coded = texts_of(column).dictionary_encode()
        modes = self.program.modes
        places = [
            -1 if not folded(each or "") else modes.index(mode) if (mode := self._routes.get(folded(each))) else -2
            for each in [*coded.dictionary.to_pylist(), ""]
        ]
        rows = np.array(places, np.int16)[pc.fill_null(coded.indices, len(places) - 1).to_numpy(zero_copy_only=False)]
        indices = pa.array(rows, mask=rows < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(modes, pa.string())).cast(WORD), rows == -2  # noqa: PLR2004

    def _reject(
        self,
        batch: pa.RecordBatch,
        troubles: Mapping[str, Marks],
        keys: pa.Array,
        numbers: NDArray[np.int64],
        reject: Callable[[Row], object],
    ) -> None:
        meanings = {name: meaning for meaning, name in self.columns.meanings.items()}
        cells = sorted((int(place), name) for name, where in troubles.items() for place in np.flatnonzero(where))
        for place, name in cells:
            written = texts_of(batch.column(name).slice(place, 1))[0].as_py() or ""
            reason = self.cells.trouble(meanings[name], written, self.program.modes, self.t)
            reject((int(numbers[place]), keys[place].as_py(), name, reason))


def decide_all(
    source: Source, batches: AccountBatches, write: Callable[[pa.RecordBatch], None], reject: Callable[[Row], object]
) -> Iterator[Counts]:
    """Decide on all rows of a table, and yield what has been done so far after each batch.

    Batches of decided rows are written; row, key, column and reason of every cell that cannot be read, and of rows of
    another length, are rejected.
    """
    counts, place = Counts(), 0
    told: set[int] = set()
    for batch in source.batches(batches.columns.needed):
        decided = batches.decide(batch, source.number, place, reject)
        place += batch.num_rows
        counts.rejected += batch.num_rows - decided.num_rows
        for found in pc.value_counts(decided.column("mode").dictionary_decode()).to_pylist():
            counts.modes[found["values"] or ""] += found["counts"]
        write(decided)
        _tell_malformed(source, told, batches, reject, counts)
        yield counts
    _tell_malformed(source, told, batches, reject, counts)
    yield counts


def _tell_malformed(
    source: Source, told: set[int], batches: AccountBatches, reject: Callable[[Row], object], counts: Counts
) -> None:
    for row in sorted(source.malformed.keys() - told):
        told.add(row)
        counts.rejected += 1
        reject((row, "", "", batches.t("portfolio.bad_length", cells=source.malformed[row], columns=len(source.names))))
