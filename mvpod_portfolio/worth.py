"""What another route may be worth: what each mode contributes from an account, by the formulas of the economics.

A row is an account, or a market with its numbers. Where columns do not say otherwise, it is one account that either
route covers and wins, and its value is the year's revenue from it.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from mvpod_expert.economics.capability import TABLE
from mvpod_expert.economics.formulas import result
from mvpod_expert.economics.inputs import EconomicsGiven
from mvpod_expert.economics.intervals import HIGH, LOW, quietly
from mvpod_expert.economics.model import SEED
from mvpod_expert.economics.names import CONTRIBUTIONS
from mvpod_expert.model.written_numbers import WrittenNumber, read_number
from mvpod_portfolio.decided_table import WORTH
from mvpod_portfolio.sources import is_text, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from mvpod_expert.economics.table import DeclaredInput
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_portfolio.bit_planes import Numbers

    Inputs = Mapping[str, DeclaredInput]
    Places = NDArray[np.int64]

ONE_ACCOUNT = ("direct.accounts_covered", "direct.win_rate", "channel.accounts_covered", "channel.win_rate")
REVENUES = ("direct.revenue_per_account", "channel.revenue_per_account")
ENDS = (".low", ".high")
DRAWS = 64
"""Draws of ranges, one in each stretch of equal chance (a Latin hypercube: McKay, Beckman and Conover 1979), so that
few will do; all accounts of a draw are at the same place of their ranges."""
PER_CENT = 100


def economic_inputs(knowledge: KnowledgeBase) -> dict[str, DeclaredInput]:
    """Return the numbers that a column can give, by the column's meaning: an input, or the low or high end of one."""
    table = TABLE.of(knowledge)
    declared = [each for each in table.inputs if each.id.split(".")[0] not in {"segments", "partner"}] if table else []
    return {f"{each.id}{end}": each for each in declared for end in ("", *ENDS)}


def read_column(declared: DeclaredInput, column: pa.Array) -> Numbers:
    """Return the numbers of a column that counts no money; NaN is blank, and infinite what is no such number."""
    if is_text(column.type) or pa.types.is_dictionary(column.type):
        coded = texts_of(column).dictionary_encode()
        read = [_number(each or "") for each in [*coded.dictionary.to_pylist(), ""]]
        found = np.array(read)[coded.indices.fill_null(len(read) - 1).to_numpy(zero_copy_only=False)]
    else:
        found = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(float)
    found = np.asarray(found, np.float64)
    found[(found < declared.range.min) | (found > declared.range.max)] = np.inf
    return found


def _number(text: str) -> float:
    if not text.strip():
        return np.nan
    read = read_number(text, ".")
    if not isinstance(read, WrittenNumber) or read.currency is not None:
        return np.inf
    return float(read.value) / (PER_CENT if read.is_per_cent else 1)


class Contributions:
    """Computes what modes contribute from the numbers that columns give; `missing` says for a mode what it lacks."""

    def __init__(self, inputs: Mapping[str, DeclaredInput]) -> None:
        self._inputs = inputs
        self.missing: dict[str, tuple[str, ...]] = {}

    def columns(
        self,
        numbers: Mapping[str, Numbers],
        value: Numbers | None,
        modes: Sequence[str],
        today: Places,
        advised: Places,
    ) -> dict[str, pa.Array]:
        """Return columns of a decided table: each mode's contribution, and what the advice is worth against today.

        The route of today and the advised mode are numbers among the modes, below 0 where there is none.
        """
        rows = len(today)
        given = {name: each for name, each in numbers.items() if not name.endswith(ENDS)}
        given = {name: each if self._inputs[name].needed else np.nan_to_num(each) for name, each in given.items()}
        defaults = dict.fromkeys(ONE_ACCOUNT, np.ones(rows)) | ({} if value is None else dict.fromkeys(REVENUES, value))
        likely = self._contributions({**defaults, **given}, modes, rows)
        columns = {f"contribution_{mode}": _array(each) for mode, each in zip(modes, likely, strict=True)}
        moving = np.flatnonzero((today >= 0) & (advised >= 0) & (today != advised))
        moves = advised[moving], today[moving]
        worth = np.full((3, rows), np.nan)
        worth[0, moving] = _difference(likely[:, moving], *moves)
        if any(name.endswith(ENDS) for name in numbers) and len(moving):
            some = {name: each[moving] for name, each in {**numbers, **defaults, **given}.items()}
            drawn = (self._contributions(self._drawn(some, draw), modes, len(moving)) for draw in range(DRAWS))
            draws = np.array([_difference(each, *moves) for each in drawn])
            worth[1:, moving] = np.quantile(draws, [LOW, HIGH], axis=0)
        return columns | {name: _array(each) for name, each in zip(WORTH, worth, strict=True)}

    def _contributions(self, numbers: Mapping[str, Numbers], modes: Sequence[str], rows: int) -> Numbers:
        found = np.full((len(modes), rows), np.nan)
        for place, mode in enumerate(modes):
            if mode in CONTRIBUTIONS:
                computed = quietly(result, CONTRIBUTIONS[mode], numbers, EconomicsGiven())
                if computed.missing:
                    self.missing[mode] = computed.missing
                else:
                    found[place] = computed.value
        return found

    @staticmethod
    def _drawn(numbers: Mapping[str, Numbers], draw: int) -> dict[str, Numbers]:
        """Return the numbers at one draw of their triangular distributions; what has no ends stays."""
        drawn = {name: each for name, each in numbers.items() if not name.endswith(ENDS)}
        for name, likely in drawn.items():
            if not any(name + end in numbers for end in ENDS):
                continue
            low, high = (numbers.get(name + end, likely) for end in ENDS)
            below, above = likely - np.fmin(low, likely), np.fmax(high, likely) - likely
            places = np.random.default_rng([SEED, zlib.crc32(name.encode())]).permutation(DRAWS)
            share = (places[draw] + 0.5) / DRAWS
            width = below + above
            drawn[name] = likely + np.where(
                share * width <= below,
                np.sqrt(share * width * below) - below,
                above - np.sqrt((1 - share) * width * above),
            )
        return drawn


def _difference(contributions: Numbers, advised: Places, today: Places) -> Numbers:
    places = np.arange(len(today))
    return np.asarray(contributions[advised, places] - contributions[today, places])


def _array(found: Numbers) -> pa.Array:
    return pa.array(found, mask=~np.isfinite(found))
