"""Saved results with one thing changed: every value, key and list, kind by kind, at random."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from mvpod_expert import __version__
from mvpod_expert.composition import Recommendation
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.advice import CHECKSUM, SavedResult, checksum, saved_data
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.replay.replaying import replay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from random import Random

    from mvpod_expert.model.cases import CaseFile

Path = tuple[str | int, ...]
N = TypeVar("N", bound=FrozenModel)
FREE = ("fits", "matched", "answers", "amounts", "functions", "criteria", "audit", "parts", "draws_best")
"""What has keys of its own kind each: functions, facts, numbers."""
OF_CELLS = ("answers", "mode", "plan", "trace", "unknowns", "contingencies", "economics", "trends")
LIMIT = 50


class Edit(NamedTuple):
    """One change of a saved result.

    Args:
        part: the part of the result, as the table of figures names it.
        kind: the kind of place: the keys on the way to it.
        way: what was done.
        where: the place and what was done, to find it again.
        data: the changed result.
    """

    part: str
    kind: str
    way: str
    where: str
    data: dict[str, Any]


class Remembering(Adviser):
    """An adviser that advises once on the same inputs: most edits leave them as they are."""

    remembered: dict[str, Recommendation]
    settled: dict[str, Remembering]

    def with_settings(self, settings: Mapping[str, Mapping[str, Any]]) -> Adviser:
        """Return an adviser with these settings, made once."""
        made: dict[str, Remembering] = self.__dict__.setdefault("settled", {})
        if repr(settings) not in made:
            made[repr(settings)] = Remembering(self.knowledge, self.base, self.engine, settings)
        return made[repr(settings)]

    def recommend(self, cases: Iterable[CaseFile]) -> Recommendation:
        """Return the result, made once."""
        given = list(cases)
        key = repr([each.model_dump_json() for each in given])
        self.__dict__.setdefault("remembered", {})
        if key not in self.remembered:
            if len(self.remembered) > LIMIT:
                self.remembered.clear()
            self.remembered[key] = super().recommend(given)
        return self.remembered[key]


def plain(noun: FrozenModel) -> Any:
    """Return a noun as JSON."""
    return noun.model_dump(mode="json", by_alias=True)


def as_saved(result: Recommendation) -> dict[str, Any]:
    """Return a result as `recommend --format json` saves it, with the types JSON leaves."""
    data: dict[str, Any] = json.loads(json.dumps(saved_data(result, __version__)))
    return data


def reread(data: dict[str, Any]) -> SavedResult:
    """Read saved data that `mvpod replay` does not refuse."""
    result = read(Recommendation, data)
    assert result is not None
    return SavedResult(result, data)


def read(kind: type[N], saved: Any) -> N | None:
    """Read a saved noun, or return nothing where it is none any more."""
    try:
        return kind.model_validate_json(json.dumps(saved))
    except ValidationError:
        return None


def verdict_on(data: dict[str, Any], adviser: Adviser) -> str:
    """Replay saved data: `refused`, `told`, `undecided`, or `unnoticed`."""
    if read(Recommendation, data) is None:
        return "refused"
    done = replay(reread(data), "result.json", adviser, __version__)
    if not done.is_sound:
        return "told"
    return "unnoticed" if done.is_recomputed else "undecided"


def resealed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with the checksum its content has: what somebody does who knows about it."""
    return {**data, CHECKSUM: checksum(data)}


class Editor:
    """Edits one saved result at random: a kind of place, one place of it, one way.

    Args:
        data: the result as it was saved.
        rng: the random choices.
    """

    def __init__(self, data: dict[str, Any], rng: Random) -> None:
        self.data = data
        self.rng = rng
        self.kinds: dict[str, list[Path]] = defaultdict(list)
        for path, value in places(data):
            mark = "{}" if isinstance(value, dict) else "[]" if isinstance(value, list) else ""
            self.kinds[kind_of(path) + mark].append(path)
        self.names = sorted(self.kinds)

    def edit(self) -> Edit:
        """Return an edit that means something else as JSON, not only in its layout."""
        while True:
            kind = self.rng.choice(self.names)
            path = self.rng.choice(self.kinds[kind])
            value = at(self.data, path)
            way, changed = self.rng.choice(list(self._ways(value, kind)))
            if checksum({"": changed}) != checksum({"": value}):
                where = f"{'.'.join(map(str, path))}: {way}"
                return Edit(part_of(path), kind, way, where, replaced(self.data, path, changed))

    def _ways(self, value: Any, kind: str) -> Iterator[tuple[str, Any]]:
        other = at(self.data, self.rng.choice(self.kinds[kind]))
        yield "that of another place", other
        match value:
            case dict():
                yield "a key added", {**value, "note": "x"}
                if value:
                    gone = self.rng.choice(list(value))
                    yield "a key removed", {key: each for key, each in value.items() if key != gone}
            case list():
                yield from self._ways_of_lists(value, other)
            case bool():
                yield "turned", not value
            case int() | float():
                yield "a number changed", value + self.rng.choice([-1, 1, 2, 10])
                yield "a number changed a little", value * (1 + self.rng.choice([-1, 1]) * 1e-3) or 1e-3
                yield "emptied", None
            case str():
                spot = self.rng.randrange(len(value) + 1)
                yield "a letter added", f"{value[:spot]}x{value[spot:]}"
                yield "a letter removed", value[:spot] + value[spot + 1 :]
                yield "emptied", self.rng.choice([None, ""])
            case None:
                yield "something in its place", self.rng.choice(["x", 1, [], {}, True])

    def _ways_of_lists(self, value: list[Any], other: list[Any]) -> Iterator[tuple[str, Any]]:
        spot = self.rng.randrange(len(value)) if value else 0
        if value:
            yield "an entry removed", value[:spot] + value[spot + 1 :]
            yield "an entry twice", [*value[:spot], value[spot], *value[spot:]]
            yield "turned round", value[::-1]
            yield "emptied", []
        yield "an entry added", [*value, *(other[:1] or ["x"])]


def part_of(path: Path) -> str:
    """Name the part of a result a place belongs to."""
    steps = [step for step in path if isinstance(step, str)]
    first = steps[0] if steps else ""
    if first == "cells":
        second = steps[1] if len(steps) > 1 else ""
        return second if second in OF_CELLS else "cell"
    return first if first in {"comparisons", "vendors", "audits", "cases"} else "whole"


def kind_of(path: Path) -> str:
    """Name what stands at a place: the keys on the way to it, without its place in lists."""
    steps = [step for step in path if isinstance(step, str)]
    return ".".join("*" if steps[place - 1] in FREE and place else step for place, step in enumerate(steps))


def places(saved: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every place of a saved result with what stands there, what holds others before these."""
    if path:
        yield path, saved
    inner = saved.items() if isinstance(saved, dict) else enumerate(saved) if isinstance(saved, list) else ()
    for step, value in inner:
        yield from places(value, (*path, step))


def at(saved: Any, path: Path) -> Any:
    """Return what stands at a place."""
    for step in path:
        saved = saved[step]
    return saved


def replaced(saved: Any, path: Path, value: Any) -> Any:
    """Return the result with something else at a place; what lies apart from it is shared."""
    if not path:
        return value
    copy = dict(saved) if isinstance(saved, dict) else list(saved)
    copy[path[0]] = replaced(saved[path[0]], path[1:], value)  # type: ignore[index]
    return copy
