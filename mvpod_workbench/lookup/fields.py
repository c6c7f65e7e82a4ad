"""Two values of one model compared field by field, and any value as an author would write it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mvpod_expert.engine.contradictions import written as written_condition
from mvpod_expert.model.conditions import All, AtLeast, Not, Test
from mvpod_expert.model.conditions import Any as AnyOf
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import LANGS, FrozenModel, Text
from mvpod_expert.model.rules import Conclude, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["meaning", "order", "support", "wording", "tests", "upkeep"]

NOT_SAID = frozenset({"numbers", "place", "places"})
"""Where something stands, and the number behind the state of an example, are no part of what it says."""
KIND_OF_FIELD: Mapping[str, Kind] = {
    **dict.fromkeys(("principle", "basis", "sources", "passage", "citation", "address", "read", "inferred"), "support"),
    **dict.fromkeys(("family", "topic", "example"), "wording"),
    **dict.fromkeys(("fires", "silent", "record"), "tests"),
    **dict.fromkeys(("formerly", "review", "review_by", "accepted", "edition"), "upkeep"),
}
"""What a change of a field is, whatever model has it; any other text is wording, and all else is meaning."""
ORDERED = frozenset({"through"})
"""Lists of words whose order says something; in the others it does not. That of numbers always does."""
ORDER_IS_MEANT = frozenset({"options", "bands", "modes", "strengths", "efforts", "waves", "through"})
"""Lists whose order decides something; the order of others is that in which they are printed."""
KEYS = ("id", "state", "fact", "today")
"""What identifies the parts of a list, where all of them have it and no two the same."""

Condition = (Test, All, AnyOf, Not, AtLeast)


class Difference(NamedTuple):
    """One field that differs.

    Args:
        path: the way to it, by the keys of the file.
        was: what the one says, as an author would write it; empty for nothing.
        now: what the other says.
        how: what a change of it is.
        lang: the language of a text.
    """

    path: tuple[str, ...]
    was: str
    now: str
    how: Kind = "meaning"
    lang: str = ""


def differences(  # noqa: C901 - one way for each shape
    one: Any, other: Any, path: tuple[str, ...] = (), kind: Kind | None = None
) -> Iterator[Difference]:
    """Compare two values of one shape; every field in which they differ is reported once, with the way to it.

    `kind` is what a change of them is, where a field around them says so; ids on the way, whatever they are, do not.
    """
    if isinstance(one, Text) and isinstance(other, Text):
        for lang in LANGS:
            if one.in_(lang) != other.in_(lang):
                yield Difference(path, one.in_(lang), other.in_(lang), kind or "wording", lang)
    elif isinstance(one, Condition) or isinstance(other, Condition):
        if one != other and written(one) != written(other):
            yield Difference(path, written(one), written(other))
    elif isinstance(one, FrozenModel) and type(one) is type(other):
        for name, field in type(one).model_fields.items():
            if name not in NOT_SAID:
                values = getattr(one, name), getattr(other, name)
                yield from differences(*values, (*path, field.alias or name), kind or KIND_OF_FIELD.get(name))
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys((*one, *other)):
            yield from differences(one.get(key), other.get(key), (*path, str(key)), kind)
    elif isinstance(one, tuple) and isinstance(other, tuple):
        yield from _of_lists(one, other, path, kind)
    elif one != other and not isinstance(one, Place):
        is_said = isinstance(other if one is None else one, Text)
        yield Difference(path, written(one), written(other), kind or ("wording" if is_said else "meaning"))


def _of_lists(
    one: tuple[Any, ...], other: tuple[Any, ...], path: tuple[str, ...], kind: Kind | None
) -> Iterator[Difference]:
    key = next((key for key in KEYS if all(_tells_apart(key, each) for each in (one, other))), None)
    if key is not None and (one or other):
        was, now = ({str(getattr(each, key)): each for each in parts} for parts in (one, other))
        for name in dict.fromkeys((*was, *now)):
            yield from differences(was.get(name), now.get(name), (*path, name), kind)
        yield from _order([name for name in was if name in now], [name for name in now if name in was], path)
    elif all(isinstance(each, Text) for each in (*one, *other)):
        for number, (before, after) in enumerate(zip_longest(one, other), start=1):
            yield from differences(before, after, (*path, str(number)), kind)
    elif all(isinstance(each, int | float) for each in (*one, *other)):
        # The ends of a stretch, or limits: which number stands first decides.
        if one != other:
            yield Difference(path, written(one), written(other), kind or "meaning")
    else:
        before, after = (list(map(written, parts)) for parts in (one, other))
        if sorted(before) != sorted(after):
            gone = [each for each in before if each not in after]
            new = [each for each in after if each not in before]
            yield Difference(path, ", ".join(gone), ", ".join(new), kind or "meaning")
        elif path and path[-1] in ORDERED:
            yield from _order(before, after, path)


def _order(was: list[str], now: list[str], path: tuple[str, ...]) -> Iterator[Difference]:
    if was != now:
        kind: Kind = "order" if path[-1:] and path[-1] in ORDER_IS_MEANT else "wording"
        yield Difference((*path, "order"), ", ".join(was), ", ".join(now), kind)


def _tells_apart(key: str, parts: tuple[Any, ...]) -> bool:
    if not all(isinstance(each, FrozenModel) and key in type(each).model_fields for each in parts):
        return False
    return len({getattr(each, key) for each in parts}) == len(parts) and not any(map(_outcome_kind, parts))


def _outcome_kind(value: FrozenModel) -> str:
    """Return the kind of an outcome; other models have no kind that is the same for all of them."""
    field = type(value).model_fields.get("kind")
    return field.default if field is not None and isinstance(field.default, str) else ""


def written(value: Any) -> str:  # noqa: C901, PLR0911 - one form for each kind of value
    """Write a value on one line as an author would in a file; nothing is an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Text(zh=zh, en=en):
            return f"{zh} / {en}"
        case Test() | Not() | All() | AnyOf() | AtLeast():
            return f"{{{written_condition(value)}}}"
        case Evidence(direction=direction, mode=mode, strength=strength):
            return f"{{{direction}: {mode}, strength: {strength}}}"
        case Conclude(fact=fact, state=state):
            return f"{{conclude: {fact}, state: {state}}}"
        case FrozenModel():
            return f"{{{', '.join(_pairs(value))}}}"
        case Mapping():
            return f"{{{', '.join(f'{key}: {written(each)}' for key, each in value.items())}}}"
        case tuple() | list():
            return f"[{', '.join(map(written, value))}]"
        case AbstractSet():
            names = sorted(map(str, value))
            return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    return str(value)


def meaning_of(said: FrozenModel) -> str:
    """Return the SHA-256 of what an entry says and rests on: not its place or form, and not who looks after it."""
    fields = (
        f"{name}: {written(each)}"
        for name, each in said
        if name not in NOT_SAID and KIND_OF_FIELD.get(name) != "upkeep" and not _is_default(said, name, each)
    )
    return hashlib.sha256("\n".join(fields).encode()).hexdigest()


def _is_default(said: FrozenModel, name: str, value: object) -> bool:
    """Return whether a field is as if it were not written, so that a field added later changes no meaning."""
    return value in (None, (), {}) or value == type(said).model_fields[name].default


def _pairs(value: FrozenModel) -> Iterator[str]:
    """Write the fields of a model; what an outcome is about is written beside its kind."""
    kind = _outcome_kind(value)
    for name, each in value:
        if name not in NOT_SAID and not _is_default(value, name, each):
            yield f"{kind or name}: {written(each)}"
            kind = ""
