"""The whole answer to `recommend`: the contract of the JSON output."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeVar

from mvpod_expert.model.advice import SCHEMA_VERSION, Advice, Comparison, Edition
from mvpod_expert.model.cases import CaseFile
from mvpod_expert.model.frozen import FrozenModel, Result

CHECKSUM = "checksum"
T = TypeVar("T")


class Recommendation(Result):
    """The advice on every market cell of the cases that were given, and what capabilities found for each case.

    Args:
        cases: the inputs, without their places in files: all that is needed to advise again.
        program: the version of mvpod that saved it.
        checksum: of everything else in the saved JSON (`checksum`); empty until it is saved.
    """

    schema_version: Literal["1.11"] = SCHEMA_VERSION
    knowledge: Edition
    engine: str
    cells: tuple[Advice, ...]
    comparisons: tuple[Comparison, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    program: str = ""
    checksum: str = ""


class SavedResult(NamedTuple):
    """A saved result as it was read: the noun, and the JSON object it was read from."""

    result: Recommendation
    data: Mapping[str, Any]


def saved_data(result: Recommendation, program: str) -> dict[str, Any]:
    """Return the JSON object of a result as it is saved, with its checksum.

    Args:
        result: the result.
        program: the version of mvpod.
    """
    data = result.model_dump(mode="json", by_alias=True)
    data["program"] = program
    return {**data, CHECKSUM: checksum(data)}


def checksum(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON object without its own checksum, whatever its layout.

    The order of keys and the spelling of numbers (`60`, `60.0`, `6e1`) do not count. Anybody can compute it: it tells
    that a file was changed, not who changed it.
    """
    rest = {key: value for key, value in data.items() if key != CHECKSUM}
    text = json.dumps(_canonical(rest), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    match value:
        case dict():
            return {key: _canonical(each) for key, each in value.items()}
        case list():
            return [_canonical(each) for each in value]
        case float() if value.is_integer():
            return int(value)
    return value


NESTED = (FrozenModel, tuple, dict)


def without_places(value: T) -> T:
    """Return a noun, or a tuple or mapping of nouns, without places in files and former names."""
    if isinstance(value, FrozenModel):
        held = value.__dict__
        changed = {name: without_places(each) for name, each in held.items() if isinstance(each, NESTED)}
        return value.model_copy(update={**changed, **{name: None for name in ("place", "formerly") if name in held}})
    if isinstance(value, tuple):
        return tuple(map(without_places, value))  # type: ignore[return-value]
    if isinstance(value, dict):
        return {name: without_places(each) for name, each in value.items()}  # type: ignore[return-value]
    return value
