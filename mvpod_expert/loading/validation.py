"""Nodes to nouns: pydantic checks the shape, and its errors come back as findings with places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, items_of, kind_of, mapping_of, named, path_to, plain
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

M = TypeVar("M", bound=BaseModel)

LIMITS = {"ge": "low", "gt": "above", "le": "high", "lt": "under", "min_length": "least"}
"""The blank of the message in which a limit stands, by pydantic's name of it."""
BOUNDS = {
    **dict.fromkeys(("greater_than_equal", "greater_than", "less_than_equal", "less_than"), Code.NUMBER_LIMIT),
    "too_short": Code.LIST_EMPTY,
    "range_turned": Code.BANDS_DISORDERED,
}
"""The finding for what lies beyond a limit; the limits are the finding's details."""
SHAPES = {"^[A-": "principle", "^[0-": "hash"}
"""What an id is of, by how its pattern begins."""

TYPE_NAMES = {
    "string_type": "text",
    **dict.fromkeys(("int_type", "int_from_float"), "whole number"),
    "float_type": "number",
    "bool_type": "true/false",
    "tuple_type": "list",
    **dict.fromkeys(("mapping_type", "dict_type", "model_type", "model_attributes_type"), "mapping"),
}


def validate(
    model: type[M],
    node: Node,
    report: DiagnosticCollector,
    *,
    about: str = "",
    leave: Iterable[str] = (),
    **extra: object,
) -> M | None:
    """Build a noun from a node, or nothing when there were findings.

    Args:
        model: the noun's class.
        node: what the file says.
        report: takes every way in which it does not fit.
        about: the path by ids to the node.
        leave: keys that somebody else reads.
        extra: fields that do not come from the file, such as the place.
    """
    mapping = mapping_of(node, report, about)
    if mapping is None:
        return None
    left = set(leave)
    data: dict[str, Any] = {key.text: plain(value) for key, value in mapping if key.text not in left}
    given = set(extra)
    fields = _fields_from_file(model, given) | left
    clash = given & data.keys()
    try:
        built = model.model_validate({name: value for name, value in data.items() if name not in clash} | extra)
    except ValidationError as error:
        _ErrorReader(model, mapping, report, about, fields).report_all(error.errors(include_url=False))
        built = None
    for name in sorted(clash):
        report.add(Code.KEY_UNKNOWN, node.key(name) or node, about=about, allowed=sorted(fields), written=name)
        built = None
    return built


def validate_all(model: type[M], node: Node, key: str, report: DiagnosticCollector) -> tuple[M, ...]:
    """Build the nouns that are listed under a key, each with its place; that it has no list is reported."""
    listing = node.get(key)
    if not isinstance(listing, Listing):
        report.add(Code.KEY_MISSING, listing or node, details={"key": key})
        return ()
    read = (
        validate(model, item, report, about=path_to(key, item, number), place=item.place)
        for number, item in enumerate(items_of(listing, report, key), start=1)
    )
    return tuple(noun for noun in read if noun is not None)


@dataclass(frozen=True)
class _ErrorReader:
    """Turns pydantic's errors about one node into findings."""

    model: type[BaseModel]
    node: Mapping
    report: DiagnosticCollector
    about: str
    fields: set[str]

    def report_all(self, errors: list[ErrorDetails]) -> None:
        """Report every error, but not that a key is missing where it is there with its name misspelt."""
        misspelt = set()
        for error in errors:
            if error["type"] == "extra_forbidden":
                owner_loc, name = error["loc"][:-1], str(error["loc"][-1])
                misspelt.add((owner_loc, closest_match(name, self._fields_of(owner_loc))))
        reported: set[tuple[int | str, ...]] = set()
        for error in errors:
            loc = error["loc"]
            is_one_of_two_number_types = loc[-1:] in {("int",), ("float",)}
            place = loc[:-1] if is_one_of_two_number_types else loc
            if place in reported or (error["type"] == "missing" and (loc[:-1], loc[-1]) in misspelt):
                continue
            reported.add(place)
            self._report(error, "number" if is_one_of_two_number_types else None)

    def _report(self, error: ErrorDetails, type_name: str | None) -> None:
        """Report one error; `type_name` says what was expected where pydantic's own name would mislead."""
        loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
        where, path, rest = _walk(self.node, loc)
        add = partial(self.report.add, about=" › ".join(filter(None, [self.about, *path])))
        written = kind_of(where)
        match kind:
            case _ if kind in BOUNDS:
                limits = ((LIMITS.get(name, name), each) for name, each in context.items())
                details = {name: f"{limit:,.10g}" for name, limit in limits if isinstance(limit, int | float)}
                add(BOUNDS[kind], where, details={**details, "kind": "range"})
            case "extra_forbidden":
                owner, name = _walk(self.node, loc[:-1])[0], str(loc[-1])
                add(Code.KEY_UNKNOWN, owner.key(name) or where, allowed=sorted(self._fields_of(loc[:-1])), written=name)
            case "missing":
                add(Code.KEY_MISSING, where, details={"key": str(rest[-1] if rest else loc[-1])})
            case "literal_error":
                expected = str(context["expected"]).replace(" or ", ", ")
                allowed = [word.strip("'") for word in expected.split(", ")]
                add(Code.VALUE_NOT_ALLOWED, where, allowed=allowed, written=written)
            case "string_too_short":
                add(Code.TEXT_EMPTY, where)
            case "string_too_long":
                add(Code.TEXT_TOO_LONG, where, details={"limit": str(context.get("max_length", ""))})
            case "date_malformed":
                add(Code.DATE_MALFORMED, where, written=written)
            case "string_pattern_mismatch":
                shape = SHAPES.get(str(context.get("pattern", ""))[:4], "id")
                add(Code.ID_MALFORMED, where, written=written, details={"shape": shape})
            case _:
                is_text = context.get("class_name") == Text.__name__
                expected = "bilingual" if is_text else type_name or TYPE_NAMES.get(kind, str(error["msg"]))
                add(Code.TYPE_WRONG, where, written=written, details={"expected": expected})

    def _fields_of(self, owner_loc: tuple[int | str, ...]) -> set[str]:
        return _fields_at(self.model, owner_loc) if owner_loc else self.fields


def _walk(node: Node, loc: tuple[int | str, ...]) -> tuple[Node, list[str], tuple[int | str, ...]]:
    """Follow a pydantic location as far as the file goes; give the node, the path by ids, and what is left."""
    path: list[str] = []
    for position, step in enumerate(loc):
        child = node.get(step) if isinstance(step, str) else next(iter(node.listed[step : step + 1]), None)
        if child is None:
            return node, path, loc[position:]
        path.append(named(child) or (f"[{step + 1}]" if isinstance(step, int) else step))
        node = child
    return node, path, ()


def _fields_from_file(model: type[BaseModel], given: set[str]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items() if name not in given}


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> set[str]:
    current: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        field = getattr(current, "model_fields", {}).get(step)
        if field is None:
            return set()
        current = _model_inside(field.annotation)
    return _fields_from_file(current, set()) if hasattr(current, "model_fields") else set()


def _model_inside(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_inside, getattr(annotation, "__args__", ()))), None)
