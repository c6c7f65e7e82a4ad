"""Two results as JSON compared value by value, and what differs gathered by the entry it stands in.

Floating point numbers are equal within a relative 1e-9; statistics of trends within 1e-6 and forecasts, which come from
an iterative fit, within 1e-4: last digits differ between platforms and versions of the libraries.
"""

from __future__ import annotations

from collections import Counter
from math import isclose, isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert.replay.model import Difference, DifferenceKind, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


Place = tuple[str | int, ...]
Steps = tuple[tuple[str, str], ...]
"""The way to a value: keys, each with the id of the entry where it holds a list of entries."""
EXACT = 1e-9
TOLERANCES = {"forecast": 1e-4, "trend": 1e-6}
UNORDERED = frozenset({"answers", "inputs"})
"""Lists in the order of the keys of a JSON object of the inputs, which JSON does not keep."""
NAMING = (
    "source",
    "id",
    "cells",
    "rule",
    "mode",
    "item",
    "items",
    "fact",
    "series",
    "cell",
    "line",
    "vendor",
    "gate",
    "criterion",
    "function",
    "area",
    "measure",
    "input",
    "result",
    "of",
    "modes",
    "about",
    "option",
    "knock_out",
    "period",
    "to",
    "file",
)
"""The keys that name an entry of a list; `source` names one only together with others."""
INPUTS = {
    "cells": {
        "": {"id", "client", "source", "region", "segment", "answers", "override"},
        "economics": {"currency", "inputs", "direct_segments", "seed", "draws"},
        "trends": {"file", "cell"},
    },
    "vendors": {"": {"source", "cells"}},
    "audits": {"": {"client", "source", "against", "answers", "capacity"}},
}
"""What repeats the inputs: by section, then by the part of it."""
FEW = 3
"""So many entries are reported although inputs differ, since they may have been changed apart from them."""
MOST_SHOWN = 60
NOTHING = "-"


class _Leaf(NamedTuple):
    """One value that differs; `place` is the way to it in the saved file by keys and positions, `steps` by ids."""

    kind: DifferenceKind
    place: Place
    steps: Steps
    told: str
    follows: str

    @property
    def entry(self) -> Steps:
        """The entry it stands in: the first named one below the cell, the vendors or the audit."""
        for length, (_, of) in enumerate(self.steps[1:], start=2):
            if of:
                return self.steps[:length]
        return self.steps[:2]

    @property
    def is_input(self) -> bool:
        """Return whether it repeats an input, or is a whole market cell."""
        section, part, inner, below, *_ = *(key for key, _ in self.steps), "", "", ""
        if not part:
            return section == "cells"
        if (section, part, inner) == ("cells", "trends", "series"):
            return below in {"points", "taken"}
        repeating = INPUTS.get(section, {})
        return part in repeating.get("", ()) or inner in repeating.get(part, ())


def differences(told: Mapping[str, Any], follows: Mapping[str, Any]) -> list[Difference]:
    """Return one difference for each entry in which a saved result and that of advising again, both as JSON, differ.

    Where inputs differ, the many differences that rest on them are one of kind `rest`, which counts them.
    """
    leaves = list(_compare(told, follows, (), ()))
    inputs = list(_gathered(leaf for leaf in leaves if leaf.is_input))
    resting = [leaf for leaf in leaves if not leaf.is_input]
    others = list(_gathered(resting))
    if inputs and len(others) > FEW:
        first = others[0]
        return [*inputs, Difference(kind="rest", path=first.path, steps=first.steps, also=len(resting))]
    return [*inputs, *others]


def count_values(value: Any) -> int:
    """Return how many values a JSON document has."""
    if isinstance(value, dict):
        return sum(map(count_values, value.values()))
    return sum(map(count_values, value)) if isinstance(value, list) else 1


def _gathered(leaves: Iterable[_Leaf]) -> Iterator[Difference]:
    entries: dict[Steps, list[_Leaf]] = {}
    for leaf in leaves:
        entries.setdefault(leaf.entry, []).append(leaf)
    for first, *others in entries.values():
        yield Difference(
            kind=first.kind,
            path="".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first.place).lstrip("."),
            steps=tuple(Step(key=key, of=of) for key, of in first.steps),
            told=first.told,
            follows=first.follows,
            also=len(others),
        )


def _compare(told: Any, follows: Any, place: Place, steps: Steps) -> Iterator[_Leaf]:
    if isinstance(told, dict) and isinstance(follows, dict):
        for key in {**follows, **told}:
            at = ((*place, key), (*steps, (key, "")))
            if key not in told:
                yield _Leaf("missing", *at, NOTHING, _shown(follows[key]))
            elif key not in follows:
                yield _Leaf("added", *at, _shown(told[key]), NOTHING)
            else:
                yield from _compare(told[key], follows[key], *at)
    elif isinstance(told, list) and isinstance(follows, list):
        yield from _compare_lists(told, follows, place, steps)
    elif not _is_same(told, follows, steps):
        yield _Leaf("differs", place, steps, *_shown_apart(told, follows))


def _compare_lists(told: Sequence[Any], follows: Sequence[Any], place: Place, steps: Steps) -> Iterator[_Leaf]:
    if not all(isinstance(each, dict) for each in (*told, *follows)):
        yield from _compare_words(told, follows, place, steps)
        return
    names, expected = _names(told), _names(follows)
    pairs = _paired(names, expected)
    matched = {at for at, _ in pairs}, {at for _, at in pairs}
    for at, other in pairs:
        yield from _compare(told[at], follows[other], (*place, at), _step_in(steps, follows[other]))
    for at, entry in enumerate(told):
        if at not in matched[0]:
            yield _Leaf("added", (*place, at), _step_in(steps, entry), _shown(_label(entry)), NOTHING)
    for at, entry in enumerate(follows):
        if at not in matched[1]:
            yield _Leaf("missing", place, _step_in(steps, entry), NOTHING, _shown(_label(entry)))
    in_order = [other for _, other in pairs]
    if in_order != sorted(in_order) and steps[-1][0] not in UNORDERED:
        first = next(at for at, other in enumerate(in_order) if other != sorted(in_order)[at])
        shown = (_label(told[pairs[first][0]]), _label(follows[sorted(in_order)[first]]))
        yield _Leaf("order", place, steps, *map(_shown, shown))


def _compare_words(told: Sequence[Any], follows: Sequence[Any], place: Place, steps: Steps) -> Iterator[_Leaf]:
    if len(told) == len(follows) and all(_is_same(one, other, steps) for one, other in zip(told, follows, strict=True)):
        return
    ours, theirs = Counter(map(_shown, told)), Counter(map(_shown, follows))
    added, missing = list((ours - theirs).elements()), list((theirs - ours).elements())
    if not added and not missing:
        yield _Leaf("order", place, steps, _shown(told), _shown(follows))
        return
    kind: DifferenceKind = "differs" if added and missing else "added" if added else "missing"
    yield _Leaf(kind, place, steps, _shown(added), _shown(missing))


def _paired(names: Sequence[object], expected: Sequence[object]) -> list[tuple[int, int]]:
    """Pair entries of one name, then what is left at one position, or alone on both sides."""
    there = {name: at for at, name in enumerate(expected)}
    pairs = {at: there[name] for at, name in enumerate(names) if name in there}
    mine = [at for at in range(len(names)) if at not in pairs]
    taken = set(pairs.values())
    theirs = [at for at in range(len(expected)) if at not in taken]
    if len(mine) == len(theirs) == 1:
        pairs[mine[0]] = theirs[0]
    else:
        pairs |= {at: at for at in mine if at in theirs}
    return sorted(pairs.items())


def _names(entries: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Name each entry by its naming keys, and by how often the same stood before."""
    seen: Counter[str] = Counter()
    names: list[tuple[object, ...]] = []
    for entry in entries:
        name = str([(key, entry[key]) for key in NAMING if key in entry])
        names.append((name, seen[name]))
        seen[name] += 1
    return names


def _label(entry: Mapping[str, Any]) -> str:
    """Return what a person knows an entry by."""
    for key in NAMING[1:]:
        value = entry.get(key)
        if isinstance(value, str):
            return value
        if isinstance(value, list) and value:
            return " / ".join(map(str, value))
    return str(entry.get("source") or next(iter(entry.values()), ""))


def _step_in(steps: Steps, entry: Mapping[str, Any]) -> Steps:
    return (*steps[:-1], (steps[-1][0], _label(entry)))


def _is_same(told: Any, follows: Any, steps: Steps) -> bool:
    if type(told) is type(follows) and told == follows:
        return True
    if isinstance(told, list) and isinstance(follows, list):
        pairs = zip(told, follows, strict=False)
        return len(told) == len(follows) and all(_is_same(one, other, steps) for one, other in pairs)
    if not (_is_number(told) and _is_number(follows)) or (isinstance(told, int) and isinstance(follows, int)):
        return False
    tolerance = max(TOLERANCES.get(key, EXACT) for key, _ in steps)
    return isclose(told, follows, rel_tol=tolerance, abs_tol=EXACT) or (isnan(told) and isnan(follows))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {_shown(each)}" for key, each in value.items())
    elif isinstance(value, list):
        text = ", ".join(map(_shown, value))
    else:
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return (text[:MOST_SHOWN] + "…" if len(text) > MOST_SHOWN else text) or NOTHING


def _shown_apart(told: Any, follows: Any) -> tuple[str, str]:
    """Show two values; of long texts that begin alike, the part where they differ."""
    if not (isinstance(told, str) and isinstance(follows, str)):
        return _shown(told), _shown(follows)
    same = next((at for at, (one, other) in enumerate(zip(told, follows, strict=False)) if one != other), len(told))
    if same <= MOST_SHOWN // 2:
        return _shown(told), _shown(follows)
    start = same - MOST_SHOWN // 4
    return f"…{_shown(told[start:])}", f"…{_shown(follows[start:])}"
