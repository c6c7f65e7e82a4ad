"""Results with one thing changed: every number, word and list of a saved result, kind by kind."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from mvpod_expert.model.frozen import FrozenModel

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
N = TypeVar("N", bound=FrozenModel)
FREE = ("fits", "matched")
"""What has keys of its own kind each: functions, facts."""


def plain(noun: FrozenModel) -> Any:
    """Give a noun as it is saved."""
    return noun.model_dump(mode="json", by_alias=True)


def kind_of(path: Path) -> str:
    """Name what stands at a place: the keys on the way to it, without its place in lists."""
    steps = [step for step in path if isinstance(step, str)]
    return ".".join("*" if steps[place - 1] in FREE and place else step for place, step in enumerate(steps))


def places(saved: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every place of a saved result with what stands there: lists first, then what is in them."""
    inner = saved.items() if isinstance(saved, dict) else enumerate(saved) if isinstance(saved, list) else None
    if not isinstance(saved, dict):
        yield path, saved
    for step, value in inner or ():
        yield from places(value, (*path, step))


def by_kind(saved: Any, noun: type[FrozenModel]) -> dict[str, list[Path]]:
    """Give the places of each kind: two of those with something in them, and one with nothing.

    Kinds of which every change is refused by the reader are left out.
    """
    found: dict[str, list[Path]] = {}
    empty: dict[str, Path] = {}
    for path, value in places(saved):
        name = kind_of(path) + ("[]" if isinstance(value, list) else "")
        if value in (None, []):
            empty.setdefault(name, path)
        else:
            found.setdefault(name, []).append(path)
    few = {name: list(dict.fromkeys((of[0], of[len(of) // 2]))) for name, of in found.items()}
    kinds = {name: [*few.get(name, []), *([empty[name]] if name in empty else [])] for name in {**few, **empty}}
    return {
        name: of
        for name, of in kinds.items()
        if any(read(noun, changed) is not None for path in of for _, changed in changes(saved, path))
    }


def changes(saved: Any, path: Path) -> Iterator[tuple[str, Any]]:
    """Give the result with what stands at a place changed, in every way that comes to mind, with the way."""
    value = at(saved, path)
    for said, changed in _other(value, _elsewhere(saved, path)):
        copy = deepcopy(saved)
        at(copy, path[:-1])[path[-1]] = changed
        yield f"{'.'.join(map(str, path))}: {said}", copy


def at(saved: Any, path: Path) -> Any:
    """Give what stands at a place."""
    for step in path:
        saved = saved[step]
    return saved


def _elsewhere(saved: Any, path: Path) -> list[Any]:
    """Give what stands at other places of the same kind."""
    same: dict[str, Any] = {}
    for other, value in places(saved):
        if kind_of(other) == kind_of(path) and isinstance(value, list) == isinstance(at(saved, path), list):
            same.setdefault(json.dumps(value), value)
    return list(same.values())


def _other(value: Any, elsewhere: list[Any]) -> Iterator[tuple[str, Any]]:
    match value:
        case bool():
            yield "turned", not value
        case int():
            yield "one more", value + 1
            yield "one less", value - 1
        case float():
            yield "a little more", value + abs(value) / 50 + 0.001
            yield "a little less", value - abs(value) / 50 - 0.001
        case list() if value:
            yield "the first left out", value[1:]
            yield "the last twice", [*value, value[-1]]
            if value != value[::-1]:
                yield "turned round", value[::-1]
        case list():
            yield from (("something in it", each) for each in [*elsewhere[:2], ["x"]] if each)
        case _:
            words = [each for each in elsewhere if isinstance(each, str) and each != value]
            yield from ((f"{each} instead", each) for each in words[:3])
            if value is None:
                yield from (("something instead", each) for each in [*elsewhere[:3], "x"] if each is not None)
            else:
                yield "another word", f"{value}x"
                yield "nothing", None


def read(kind: type[N], saved: Any) -> N | None:
    """Read a saved noun, or nothing where it is none any more: `mvpod replay` refuses it then."""
    try:
        return kind.model_validate_json(json.dumps(saved))
    except ValidationError:
        return None
