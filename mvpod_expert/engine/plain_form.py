"""Models and compiled rules as plain data (texts, numbers and their order) and back.

A document is one list of values, of which everything is a number in that list: first the texts and numbers, then groups
of tuples, sets, dicts and records of one kind and width, each group made of values that stand before it. The heads are
JSON, the numbers of the parts follow as 32-bit integers. Reading makes nothing but these values, and records of this
program's; it runs no code that the data names.

The fields that a kind of `ReadLater` names follow in a document each, with the values of all records of the kind; the
last part of a record is its place there. A start reads few of these documents.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from array import array
from dataclasses import fields, is_dataclass
from itertools import groupby, islice, repeat
from typing import TYPE_CHECKING, Any, TypeVar

from mvpod_expert.model.frozen import FrozenModel, ReadLater, gc_paused, restored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

OUR_OWN = "mvpod_expert."
SCALARS = (str, bool, int, float, type(None))
TUPLE, SET, DICT, DATE = "tuple", "frozenset", "dict", "date"
CONTAINERS: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    TUPLE: tuple,
    SET: frozenset,
    DICT: lambda row: dict(zip(row[::2], row[1::2], strict=True)),
    DATE: lambda row: dt.date.fromisoformat(*row),
}
"""How each is made of its parts."""
PLACE = ""
"""The last part of a record that reads fields later: its place among those of its kind."""
HEAD_END = b"\n"


def written(root: object) -> bytes:
    """Return a record and all it holds as plain data.

    Raises:
        TypeError: it holds something that has no plain form.
    """
    writer = _Writer()
    writer.number(root)
    return writer.document()


def read(document: bytes, kind: type[T], start: int = 0) -> T:
    """Return the record of a kind that `written` was given; it begins at a place in the document.

    Raises:
        ValueError, TypeError, LookupError, AttributeError: the document is something else.
    """
    body = document.index(HEAD_END, start) + 1
    values, groups, later = json.loads(document[start:body])
    numbers = array("I")
    end = body + numbers.itemsize * sum(width * count for _, _, width, count in groups)
    numbers.frombytes(document[body:end])
    if sys.byteorder == "big":
        numbers.byteswap()
    columns: dict[str, _Columns] = {}
    for name, field, size in later:
        columns.setdefault(name, _Columns(document, {})).places[field] = end
        end += size
    parts = map(values.__getitem__, numbers)
    for name, names, width, count in groups:
        rows = zip(*[islice(parts, width * count)] * width, strict=True) if width else repeat((), count)
        # A list first: what is being made is made of values that are there already.
        values.extend(list(_made(name, names, rows, columns.get(name))))
    root = values[-1]
    if not isinstance(root, kind):
        message = f"this is a {type(root).__name__}"
        raise TypeError(message)
    return root


class _Columns:
    """The values of the fields that records of one kind read later, by field, read when one is first asked for."""

    def __init__(self, document: bytes, places: dict[str, int]) -> None:
        self._document = document
        self.places = places
        self._read: dict[str, tuple[Any, ...]] = {}

    def column(self, field: str) -> tuple[Any, ...]:
        if field not in self._read:
            with gc_paused():
                self._read[field] = read(self._document, tuple, self.places[field])
        return self._read[field]


class _Writer:
    def __init__(self) -> None:
        self.scalars: dict[tuple[type, object], int] = {}
        self.composites: list[tuple[int, str, list[str], list[int]]] = []
        self.known: dict[int, tuple[int, int]] = {}
        self.kept: list[object] = []  # an id stands for one object as long as that is there
        self.later: dict[str, list[ReadLater]] = {}

    def number(self, value: object) -> tuple[int, int]:
        """Return the number of a value and its level: 0 for texts and numbers, else one more than what it holds.

        Numbers of texts and numbers are negative until all are known.
        """
        if type(value) in SCALARS:
            return -1 - self.scalars.setdefault((type(value), value), len(self.scalars)), 0
        if id(value) not in self.known:
            kind, names, parts = _taken_apart(value)
            if isinstance(value, ReadLater):
                same = self.later.setdefault(kind, [])
                names, parts = [*names, PLACE], [*parts, len(same)]
                same.append(value)
            numbered = [self.number(part) for part in parts]
            level = 1 + max((level for _, level in numbered), default=0)
            self.known[id(value)] = len(self.composites), level
            self.kept.append(value)
            self.composites.append((level, kind, names, [number for number, _ in numbered]))
        return self.known[id(value)]

    def document(self) -> bytes:
        order = sorted(range(len(self.composites)), key=lambda each: self._group(each)[:3])
        first = len(self.scalars)
        places = {number: first + place for place, number in enumerate(order)}
        groups = [(names, len(list(same))) for names, same in groupby(order, key=self._group)]
        numbers = array(
            "I", (places[part] if part >= 0 else -1 - part for each in order for part in self.composites[each][-1])
        )
        if sys.byteorder == "big":
            numbers.byteswap()
        heads = [[kind, names, width, count] for (_, kind, width, names), count in groups]
        columns = {
            (kind, field): written(tuple(getattr(each, field) for each in same))
            for kind, same in self.later.items()
            for field in same[0].later
        }
        later = [[*column, len(document)] for column, document in columns.items()]
        scalars = [value for _, value in self.scalars]
        head = json.dumps([scalars, heads, later], ensure_ascii=False, separators=(",", ":"))
        return b"".join((head.encode(errors="surrogatepass"), HEAD_END, numbers.tobytes(), *columns.values()))

    def _group(self, number: int) -> tuple[int, str, int, list[str]]:
        level, kind, names, parts = self.composites[number]
        return level, kind, len(parts), names


def _taken_apart(value: object) -> tuple[str, list[str], list[Any]]:
    """Return the name of a value's kind, the names of its fields where it has some, and its parts."""
    kind = type(value)
    if kind is tuple:
        return TUPLE, [], list(value)  # type: ignore[call-overload] # a tuple
    if kind is frozenset:
        return SET, [], sorted(value, key=lambda each: (type(each).__name__, str(each)))  # type: ignore[call-overload]
    if isinstance(value, dict):
        return DICT, [], [each for pair in value.items() for each in pair]
    if isinstance(value, dt.date) and kind is dt.date:
        return DATE, [], [value.isoformat()]
    name = f"{kind.__module__}:{kind.__qualname__}"
    if name.startswith(OUR_OWN) and isinstance(value, FrozenModel):
        later = value.later if isinstance(value, ReadLater) else ()
        names = [field for field in type(value).model_fields if field not in later]
        return name, names, [getattr(value, field) for field in names]
    if name.startswith(OUR_OWN) and is_dataclass(value):
        names = [field.name for field in fields(value)]
        return name, names, [getattr(value, each) for each in names]
    message = f"{kind.__qualname__} has no plain form"
    raise TypeError(message)


def _made(name: str, names: list[str], rows: Iterable[tuple[Any, ...]], columns: _Columns | None) -> Iterable[Any]:
    if name in CONTAINERS:
        return map(CONTAINERS[name], rows)
    kind = _kind(name)
    if not issubclass(kind, FrozenModel):
        return _records(kind, names, rows)
    if columns is None:
        return restored(kind, names, rows)
    given = list(rows)
    made = restored(kind, names[:-1], [row[:-1] for row in given])
    for record, row in zip(made, given, strict=True):
        if isinstance(record, ReadLater):
            record.read_from(columns.column, row[-1])
    return made


def _kind(name: str) -> type:
    module, _, qualname = name.partition(":")
    if not module.startswith(OUR_OWN):
        raise LookupError(name)
    kind = getattr(importlib.import_module(module), qualname)
    if not isinstance(kind, type) or not (issubclass(kind, FrozenModel) or is_dataclass(kind)):
        raise LookupError(name)
    return kind


def _records(kind: type, names: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    for row in rows:
        record: Any = object.__new__(kind)
        vars(record).update(zip(names, row, strict=True))
        yield record
