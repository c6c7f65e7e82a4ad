"""Edits of the structure of YAML and JSON: of keys, of values by their type, of branches; written in several styles."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from tests.fuzz.mutators import AWKWARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
VALUES: tuple[Any, ...] = (
    *(0, -1, 1, 2, 7, 100, 101, 10**9, 10**20, -(10**400), 0.5, 1.5, -0.0, 1e-300, 1e300, float("inf"), float("nan")),
    *("0.5", "50%", "1,000", "1.234", "20,0000", "５万", "120.000", "5-", "(5)", "1e3", "0x1F", "1_000", "１２", "²"),
    *(True, False, None, "yes", "no", "on", "null", "~", "unknown", "not_applicable", "none", "", " ", "a" * 5000),
    *([], {}, [[]], ["a"], {"a": 1}, {"low": 3, "likely": 2, "high": 1}, {"low": 1, "high": 2}, [1, 2, 3]),
    *("2024-03", "2024-02-30", "Cafe\u0301", "mature", "direct", "hybrid", "\u202e", "high ", "High", "HIGH"),
)
Way = tuple[Any, ...]


@cache
def parsed(seed: bytes) -> Any:
    return yaml.load(seed, Loader=LOADER)  # noqa: S506 - a safe loader


def edited(seed: bytes, random: Random, rounds: int, *, as_json: bool = False) -> bytes:
    """Return a well-formed text with some edits of its structure.

    Args:
        seed: YAML or JSON.
        random: where chance comes from.
        rounds: how many edits at most.
        as_json: write JSON, and YAML in one of its styles otherwise.
    """
    tree = copy.deepcopy(parsed(seed))
    for _ in range(random.choice((0, 1, 1, 1, rounds))):  # few edits are taken more often, and then the oracle is asked
        tree = _edit(tree, random)
    return written(tree, random, as_json=as_json)


def written(tree: Any, random: Random, *, as_json: bool = False) -> bytes:
    """Write a tree out."""
    if as_json or random.random() < 0.2:
        return json.dumps(tree, ensure_ascii=random.random() < 0.5, default=str).encode("utf-8", errors="replace")
    style = random.choice((False, False, True, None))
    text: str = yaml.dump(
        tree, Dumper=DUMPER, allow_unicode=True, sort_keys=False, default_flow_style=style, width=4000
    )
    return text.encode("utf-8", errors="replace")


def ways(tree: Any, way: Way = ()) -> Iterator[Way]:
    """Return the ways to every value."""
    steps = list(tree) if isinstance(tree, dict) else list(range(len(tree))) if isinstance(tree, list) else []
    for step in steps:
        yield (*way, step)
        yield from ways(tree[step], (*way, step))


def at(tree: Any, way: Way) -> Any:
    """Return the value at the end of a way."""
    for step in way:
        tree = tree[step]
    return tree


def _edit(tree: Any, random: Random) -> Any:  # noqa: C901, PLR0912 - one branch an edit
    found = list(ways(tree))
    if not found:
        return copy.deepcopy(random.choice(VALUES))
    way, other = random.choice(found), random.choice(found)
    inside, step = at(tree, way[:-1]), way[-1]
    value = inside[step]
    match random.randrange(14):
        case 0 | 12 | 13:
            del inside[step]
        case 1 | 2:
            inside[step] = copy.deepcopy(random.choice(VALUES))
        case 3:
            inside[step] = random.choice(AWKWARD)
        case 4:
            inside[step] = copy.deepcopy(at(tree, other))
        case 5 | 6 if isinstance(value, int | float) and not isinstance(value, bool):
            tenth = value // 10 if isinstance(value, int) else value / 10  # a float holds no integer of 400 digits
            inside[step] = random.choice((value * 10, tenth, -value, value + 1, str(value), f"{value}%", [value]))
        case 5 | 6 if isinstance(value, str):
            cut = random.randrange(len(value) + 1)
            inside[step] = random.choice(
                (value[:cut] + value[cut + 1 :], value.upper(), f"{value} ", [value], value * 2)
            )
        case 7 if isinstance(inside, dict):
            keys = [each[-1] for each in found if isinstance(each[-1], str)]
            renamed = random.choice((f"{step}x", str(step).upper(), f"{step} ", random.choice(keys)))
            entries = [(renamed if key == step else key, each) for key, each in inside.items()]
            inside.clear()
            inside.update(entries)
        case 8 if isinstance(inside, list):
            inside[step:step] = [copy.deepcopy(value)] * random.choice((1, 1, 2, 60))
        case 9:
            inside[step] = [value]
        case 10 if isinstance(value, list) and value:
            inside[step] = value[0] if random.random() < 0.5 else value[::-1]
        case _:
            if isinstance(inside, dict):
                inside[random.choice(("id", "client", "because", "unit", "x", "价格", "answers"))] = value
            else:
                inside.append(copy.deepcopy(at(tree, other)))
    return tree
