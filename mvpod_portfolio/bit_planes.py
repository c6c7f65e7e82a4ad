"""Straight-line programs over bit planes: one bit a row, one AND for all rows of a batch.

Sums of points are added by full adders over planes (Wallace 1964), so that a batch of 64 rows costs what one row costs.
"""

from __future__ import annotations

import sys
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Plane = NDArray[np.uint64]
Codes = NDArray[np.uint8]
Marks = NDArray[np.bool_]
Numbers = NDArray[np.float64]

ZERO, ONE = 0, 1
"""The nodes of the planes that are false, and true, in every row."""

WORD, BYTE = 64, 8
FEW_WORDS = 64
"""Up to here integers are the faster planes."""
ALL = np.uint64(2**64 - 1)


class PlaneProgram:
    """Builds a program: each method returns the node of a plane; equal planes are computed once."""

    def __init__(self) -> None:
        self.operations: list[tuple[str, int, int]] = [("constant", 0, 0), ("constant", 0, 0)]
        self.inputs: dict[int, Hashable] = {}
        self._known: dict[Hashable, int] = {}

    def input(self, key: Hashable) -> int:
        """Return the node of a plane that is given when the program runs."""
        node = self._node(("input", key), ("input", 0, 0))
        self.inputs[node] = key
        return node

    def both(self, one: int, other: int) -> int:
        """Return the node of `one and other`."""
        if other in {one, ONE}:
            return one
        if one == ONE:
            return other
        return ZERO if ZERO in {one, other} else self._binary("&", one, other)

    def either(self, one: int, other: int) -> int:
        """Return the node of `one or other`."""
        if other in {one, ZERO}:
            return one
        if one == ZERO:
            return other
        return ONE if ONE in {one, other} else self._binary("|", one, other)

    def differ(self, one: int, other: int) -> int:
        """Return the node of `one xor other`."""
        if one == other:
            return ZERO
        for constant, rest in ((one, other), (other, one)):
            if constant == ZERO:
                return rest
            if constant == ONE:
                return self.negated(rest)
        return self._binary("^", one, other)

    def negated(self, one: int) -> int:
        """Return the node of `not one`."""
        if one in {ZERO, ONE}:
            return ONE - one
        operation, inner, _ = self.operations[one]
        return inner if operation == "~" else self._node(("~", one), ("~", one, one))

    def every(self, nodes: Iterable[int]) -> int:
        """Return the node that is true where all of some nodes are."""
        return reduce(self.both, nodes, ONE)

    def some(self, nodes: Iterable[int]) -> int:
        """Return the node that is true where one of some nodes is."""
        return reduce(self.either, nodes, ZERO)

    def total(self, terms: Iterable[tuple[int, int]]) -> list[int]:
        """Return the nodes of the bits of a sum, lowest first.

        A term is a weight of zero or more, and the node of the rows in which it counts.
        """
        columns: dict[int, list[int]] = {}
        for weight, node in terms:
            for bit in range(weight.bit_length()):
                if weight >> bit & 1 and node != ZERO:
                    columns.setdefault(bit, []).append(node)
        bits: list[int] = []
        while columns:
            waiting = columns.pop(len(bits), [])
            carries = columns.setdefault(len(bits) + 1, [])
            while len(waiting) > 1:
                one, other, third = waiting[0], waiting[1], waiting[2] if len(waiting) > 2 else ZERO  # noqa: PLR2004
                half = self.differ(one, other)
                waiting = [*waiting[3:], self.differ(half, third)]
                carry = self.either(self.both(one, other), self.both(half, third))
                carries += [carry] if carry != ZERO else []
            if not carries:
                del columns[len(bits) + 1]
            bits.append(waiting[0] if waiting else ZERO)
        return bits

    def at_least(self, bits: Sequence[int], constant: int) -> int:
        """Return the node that is true where a sum is at least a constant."""
        if constant <= 0:
            return ONE
        if constant >> len(bits):
            return ZERO
        found = ONE
        for place, bit in enumerate(bits):
            found = self.both(bit, found) if constant >> place & 1 else self.either(bit, found)
        return found

    def _binary(self, operation: str, one: int, other: int) -> int:
        first, second = sorted((one, other))
        return self._node((operation, first, second), (operation, first, second))

    def _node(self, key: Hashable, operation: tuple[str, int, int]) -> int:
        if key not in self._known:
            self._known[key] = len(self.operations)
            self.operations.append(operation)
        return self._known[key]


class PlaneRun:
    """Runs a complete program for the nodes that are wanted, with buffers that are used again."""

    def __init__(self, program: PlaneProgram, wanted: Iterable[int]) -> None:
        self.wanted = frozenset(wanted)
        needed, waiting = set(), [*self.wanted]
        while waiting:
            node = waiting.pop()
            if node not in needed:
                needed.add(node)
                operation, one, other = program.operations[node]
                waiting += [one, other] if operation in "&|^~" else []
        last = {operand: node for node in sorted(needed) for operand in program.operations[node][1:]}
        kept = {ZERO, ONE, *self.wanted, *program.inputs}
        self._inputs = program.inputs
        self._steps = []
        for node in sorted(needed):
            operation, one, other = program.operations[node]
            operands = {one, other} - kept if operation in "&|^~" else set()
            self._steps.append((node, operation, one, other, [each for each in operands if last[each] == node]))
        self._free: dict[int, list[Plane]] = {}

    def planes(self, given: Callable[[Hashable], Plane], words: int) -> dict[int, Plane]:
        """Return the plane of each wanted node, from the planes of inputs; the next run writes over them."""
        if words <= FEW_WORDS:
            return self._by_integers(given, words)
        values: dict[int, Plane] = {}
        free = self._free.setdefault(words, [])
        for node, operation, one, other, dying in self._steps:
            if operation == "input":
                values[node] = given(self._inputs[node])
                continue
            out = free.pop() if free else np.empty(words, np.uint64)
            match operation:
                case "&":
                    np.bitwise_and(values[one], values[other], out=out)
                case "|":
                    np.bitwise_or(values[one], values[other], out=out)
                case "^":
                    np.bitwise_xor(values[one], values[other], out=out)
                case "~":
                    np.invert(values[one], out=out)
                case _:
                    out.fill(ALL if node == ONE else 0)
            values[node] = out
            for each in dying:
                free.append(values.pop(each))
        free += [plane for node, plane in values.items() if node not in self._inputs]
        return {node: values[node] for node in self.wanted}

    def _by_integers(self, given: Callable[[Hashable], Plane], words: int) -> dict[int, Plane]:
        """Run the program on a small batch, whose planes are integers: a call of numpy costs more than their bits."""
        every = (1 << words * WORD) - 1
        values: dict[int, int] = {}
        for node, operation, one, other, dying in self._steps:
            match operation:
                case "&":
                    values[node] = values[one] & values[other]
                case "|":
                    values[node] = values[one] | values[other]
                case "^":
                    values[node] = values[one] ^ values[other]
                case "~":
                    values[node] = values[one] ^ every
                case "input":
                    values[node] = int.from_bytes(given(self._inputs[node]).tobytes(), sys.byteorder)
                case _:
                    values[node] = every if node == ONE else 0
            for each in dying:
                del values[each]
        size = words * WORD // BYTE
        return {node: np.frombuffer(values[node].to_bytes(size, sys.byteorder), np.uint64) for node in self.wanted}


def packed(rows: Marks | Codes) -> Plane:
    """Return the plane of rows that are zero, or not; of a table of them, a plane each."""
    short = np.packbits(rows, axis=-1, bitorder="little")
    whole = np.zeros((*rows.shape[:-1], -(-rows.shape[-1] // WORD) * BYTE), np.uint8)
    whole[..., : short.shape[-1]] = short
    return whole.view(np.uint64)


def unpacked(plane: Plane, rows: int) -> Codes:
    """Return a plane as a one or zero a row."""
    return np.unpackbits(plane.view(np.uint8), count=rows, bitorder="little")


def number(planes: Sequence[Plane], rows: int) -> NDArray[np.int16]:
    """Return the numbers whose bits stand in planes, lowest first."""
    low = _byte(planes[:BYTE], rows).astype(np.int16)
    return low | (_byte(planes[BYTE:], rows).astype(np.int16) << BYTE) if len(planes) > BYTE else low


def _byte(planes: Sequence[Plane], rows: int) -> Codes:
    if not planes:
        return np.zeros(rows, np.uint8)
    found = unpacked(planes[0], rows)
    for place, plane in enumerate(planes[1:], start=1):
        bit = unpacked(plane, rows)
        np.left_shift(bit, np.uint8(place), out=bit)
        np.bitwise_or(found, bit, out=found)
    return found
