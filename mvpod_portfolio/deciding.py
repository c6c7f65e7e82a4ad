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
from mvpod_expert.mode.derived_answers import PER_CENT
from mvpod_expert.model.written_numbers import WrittenNumber, read_number
from mvpod_portfolio.answer_codes import UNREADABLE, AnswerCodes, texts_of
from mvpod_portfolio.decided_table import WORD, DecidedTable
from mvpod_portfolio.decision_program import NOT_KNOWN, DecisionProgram
from mvpod_portfolio.proving import Prover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.columns import Columns
    from mvpod_portfolio.sources import Source

Row = tuple[object, ...]
WHOLE_AMOUNT = "^-?[0-9]{1,15}$"
AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,2})?$"
"""Amounts that can be read in one way only."""


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

    Args:
        prepared: the knowledge base with its compiled rules.
        columns: what the columns mean.
        t: the messages, for reasons of what is rejected.
        words: put the reasons for a mode into words.
        prove: search where the bound on open answers leaves open whether they can change the mode.
        unsure: the marks of numbers that may set thousands apart as well as begin decimals; see `Source`.
    """

    def __init__(  # noqa: PLR0913 - one parameter an option
        self,
        prepared: Prepared,
        columns: Columns,
        t: Messages,
        *,
        words: bool = False,
        prove: bool = False,
        unsure: str = "",
    ) -> None:
        self.unsure = unsure
        knowledge = prepared.knowledge
        self.columns = columns
        self.program = DecisionProgram(knowledge, prepared.base)
        self._prover = Prover(self.program) if prove else None
        self.table = DecidedTable(knowledge, self.program, t if words else None)
        self.t = t
        self._readers = {
            fact.id: AnswerCodes(fact, columns.spelled.get(fact.id), unsure)
            for fact in knowledge.asked()
            if fact.id in columns.facts
        }
        self._routes = _routes(knowledge)
        self._worked_out = [(fact, fact.worked_out) for fact in knowledge.facts.values() if fact.worked_out is not None]

    @property
    def read(self) -> list[str]:
        """The columns that are needed."""
        return [*self.columns.roles.values(), *self.columns.facts.values()]

    def decide(
        self, batch: pa.RecordBatch, number: Callable[[int], int], first: int, reject: Callable[[Row], object]
    ) -> pa.RecordBatch:
        """Decide on a batch.

        Args:
            batch: the columns that are needed.
            number: returns the number in the file of a row by its place among all rows, from 0.
            first: the place of the first row of the batch.
            reject: takes row, key, column and reason of every cell that cannot be read.

        Returns:
            The decided rows: all whose cells can be read.
        """
        rows = batch.num_rows
        low, high = number(first), number(first + max(0, rows - 1))
        is_dense = high - low == rows - 1
        numbers = np.arange(low, low + rows) if is_dense else np.array([number(first + place) for place in range(rows)])
        keys = self._keys(batch, numbers)
        codes = {fact: reader.codes(batch.column(self.columns.facts[fact])) for fact, reader in self._readers.items()}
        roles, troubles = self._roles(batch)
        troubles |= {self.columns.facts[fact]: found == UNREADABLE for fact, found in codes.items()}
        if "key" in self.columns.roles:
            troubles[self.columns.roles["key"]] = np.asarray(pc.equal(pc.utf8_trim_whitespace(keys), ""))
        bad = np.logical_or.reduce([*troubles.values(), np.zeros(rows, bool)])
        if bad.any():
            self._reject(batch, troubles, keys, numbers, reject)
            kept = pa.array(~bad)
            keys, numbers = keys.filter(kept), numbers[~bad]
            codes = {fact: found[~bad] for fact, found in codes.items()}
            roles = {role: column.filter(kept) for role, column in roles.items()}
        self._work_out(batch, ~bad, codes)
        decided = self.program.decide(codes, len(numbers))
        if self._prover is not None:
            decided = self._prover.proven(codes, decided)
        return self.table.batch(decided, keys, numbers, roles, codes)

    def _work_out(self, batch: pa.RecordBatch, kept: NDArray[np.bool_], codes: dict[str, NDArray[np.uint8]]) -> None:
        """Fill in numbers that follow from others, where nobody answered: `mode.derived_answers` by columns."""
        for fact, work in self._worked_out:
            if not {*work.product_of, *work.over} <= self._readers.keys():
                continue
            product, divisor = (
                prod((self._number(name, batch, kept) for name in names), start=np.ones(int(kept.sum())))
                for names in (work.product_of, work.over)
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                found = AnswerCodes(fact).banded(np.where(divisor == 0, np.nan, product / divisor))
            found[found == UNREADABLE] = NOT_KNOWN
            answered = codes.get(fact.id, np.zeros_like(found))
            codes[fact.id] = np.where(answered == NOT_KNOWN, found, answered)

    def _number(self, name: str, batch: pa.RecordBatch, kept: NDArray[np.bool_]) -> NDArray[np.float64]:
        reader = self._readers[name]
        numbers = reader.numbers(batch.column(self.columns.facts[name]))[kept]
        is_share = reader.fact.unit is not None and reader.fact.unit.en == "%"
        return numbers / PER_CENT if is_share else numbers

    def _keys(self, batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> pa.Array:
        if "key" not in self.columns.roles:
            return pc.cast(pa.array(numbers), pa.string())
        return pc.fill_null(texts_of(batch.column(self.columns.roles["key"])), "")

    def _roles(self, batch: pa.RecordBatch) -> tuple[dict[str, pa.Array], dict[str, NDArray[np.bool_]]]:
        """Return what is known beside answers, and which rows have it in a form that cannot be read, by column."""
        found: dict[str, pa.Array] = {}
        troubles: dict[str, NDArray[np.bool_]] = {}
        for role, name in self.columns.roles.items():
            if role == "key":
                continue
            column = batch.column(name)
            if role == "value":
                found[role], troubles[name] = _values(column, self.unsure)
            elif role == "route":
                found[role], troubles[name] = self._route(column)
            else:
                found[role] = texts_of(column)
        return found, troubles

    def _route(self, column: pa.Array) -> tuple[pa.Array, NDArray[np.bool_]]:
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
        troubles: Mapping[str, NDArray[np.bool_]],
        keys: pa.Array,
        numbers: NDArray[np.int64],
        reject: Callable[[Row], object],
    ) -> None:
        meanings = {name: meaning for meaning, name in {**self.columns.facts, **self.columns.roles}.items()}
        cells = sorted((int(place), name) for name, where in troubles.items() for place in np.flatnonzero(where))
        for place, name in cells:
            written = texts_of(batch.column(name).slice(place, 1))[0].as_py() or ""
            reason = self._reason(meanings[name], written)
            reject((int(numbers[place]), keys[place].as_py(), name, reason))

    def _reason(self, meaning: str, written: str) -> str:
        reader = self._readers.get(meaning)
        comma = self.t("list.comma")
        if reader is None:
            allowed = comma.join(self.program.modes)
            return self.t(f"portfolio.bad_{meaning}", written=written, allowed=allowed)
        fact = reader.fact
        if fact.range is not None:
            low, high = f"{fact.range.min:,}", f"{fact.range.max:,}"
            return self.t("portfolio.bad_number", written=written, fact=fact.id, low=low, high=high)
        allowed = comma.join((*fact.known_states, "unknown"))
        return self.t("portfolio.bad_answer", written=written, fact=fact.id, allowed=allowed)


def _routes(knowledge: KnowledgeBase) -> dict[str, str]:
    return spellings((mode.id, mode.title) for mode in knowledge.decision.modes)


def _values(column: pa.Array, unsure: str) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Return amounts, and which rows have something else, or what may be two amounts."""
    if not (pa.types.is_binary(column.type) or pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)):
        return pc.cast(column, pa.float64(), safe=False), np.zeros(len(column), bool)
    texts = pc.utf8_trim_whitespace(pc.fill_null(texts_of(column), ""))
    is_plain = pc.match_substring_regex(texts, WHOLE_AMOUNT if unsure else AMOUNT)
    amounts = pc.cast(pc.if_else(is_plain, texts, None), pa.float64()).to_numpy(zero_copy_only=False).copy()
    others = np.flatnonzero(~np.asarray(is_plain) & np.asarray(pc.not_equal(texts, "")))
    read: dict[str, float] = {}
    for place in others:
        text = texts[int(place)].as_py()
        if text not in read:
            number = read_number(text, unsure)
            is_amount = isinstance(number, WrittenNumber) and not number.is_per_cent and number.currency is None
            read[text] = float(number.value) if is_amount else np.nan
        amounts[place] = read[text]
    troubled = np.zeros(len(texts), bool)
    troubled[others] = np.isnan(amounts[others])
    return pa.array(amounts, from_pandas=True), troubled


def decide_all(
    source: Source, batches: AccountBatches, write: Callable[[pa.RecordBatch], None], reject: Callable[[Row], object]
) -> Iterator[Counts]:
    """Decide on all rows of a table.

    Args:
        source: the table.
        batches: what decides on its batches.
        write: takes each batch of decided rows.
        reject: takes row, key, column and reason of every cell that cannot be read, and of rows of another length.

    Yields:
        What has been done so far, after each batch.
    """
    counts, place = Counts(), 0
    told: set[int] = set()
    for batch in source.batches(batches.read):
        decided = batches.decide(batch, source.number, place, reject)
        place += batch.num_rows
        counts.rejected += batch.num_rows - decided.num_rows
        for mode, rows in zip(*_mode_counts(decided), strict=True):
            counts.modes[mode or ""] += rows
        write(decided)
        _tell_malformed(source, told, batches, reject, counts)
        yield counts
    _tell_malformed(source, told, batches, reject, counts)
    yield counts


def _mode_counts(decided: pa.RecordBatch) -> tuple[Sequence[str | None], Sequence[int]]:
    found = pc.value_counts(decided.column("mode").dictionary_decode())
    return found.field("values").to_pylist(), found.field("counts").to_pylist()


def _tell_malformed(
    source: Source, told: set[int], batches: AccountBatches, reject: Callable[[Row], object], counts: Counts
) -> None:
    for row in sorted(source.malformed.keys() - told):
        told.add(row)
        counts.rejected += 1
        reject((row, "", "", batches.t("portfolio.bad_length", cells=source.malformed[row], columns=len(source.names))))
