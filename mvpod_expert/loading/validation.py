"""Nodes to nouns: pydantic checks the shape, and its errors come back as findings with places."""

from __future__ import annotations

from dataclasses import dataclass
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
    "int_type": "whole number",
    "int_from_float": "whole number",
    "float_type": "number",
    "bool_type": "true/false",
    "tuple_type": "list",
    "mapping_type": "mapping",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
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
    """Build a noun from a node.

    Args:
        model: the noun's class.
        node: what the file says.
        report: takes every way in which it does not fit.
        about: the path by ids to the node.
        leave: keys that somebody else reads.
        extra: fields that do not come from the file, such as the place.

    Returns:
        The noun, or nothing when there were findings.
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
        _Teller(model, mapping, report, about, fields).tell_all(error.errors(include_url=False))
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
class _Teller:
    """Turns pydantic's errors about one node into findings."""

    model: type[BaseModel]
    node: Mapping
    report: DiagnosticCollector
    about: str
    fields: set[str]

    def tell_all(self, errors: list[ErrorDetails]) -> None:
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
            self.tell(error, "number" if is_one_of_two_number_types else None)

    def tell(self, error: ErrorDetails, type_name: str | None = None) -> None:
        """Report one error; `type_name` says what was expected where pydantic's own name would mislead."""
        loc = error["loc"]
        where, path, rest = _walk(self.node, loc)
        about = " › ".join(filter(None, [self.about, *path]))
        kind = error["type"]
        written = kind_of(where)
        if kind in BOUNDS:
            code, details = (
                BOUNDS[kind],
                {
                    LIMITS.get(name, name): f"{value:,.10g}"
                    for name, value in error["ctx"].items()
                    if isinstance(value, int | float)
                },
            )
            self.report.add(code, where, about=about, details={**details, "kind": "range"})
            return
        match kind:
            case "extra_forbidden":
                self._tell_extra(str(loc[-1]), loc[:-1], where, about)
            case "missing":
                key = str(rest[-1] if rest else loc[-1])
                self.report.add(Code.KEY_MISSING, where, about=about, details={"key": key})
            case "literal_error":
                expected = str(error.get("ctx", {})["expected"]).replace(" or ", ", ")
                allowed = [word.strip("'") for word in expected.split(", ")]
                self.report.add(Code.VALUE_NOT_ALLOWED, where, about=about, allowed=allowed, written=written)
            case "string_too_short":
                self.report.add(Code.TEXT_EMPTY, where, about=about)
            case "string_too_long":
                limit = str(error.get("ctx", {}).get("max_length", ""))
                self.report.add(Code.TEXT_TOO_LONG, where, about=about, details={"limit": limit})
            case "date_malformed":
                self.report.add(Code.DATE_MALFORMED, where, about=about, written=written)
            case "string_pattern_mismatch":
                shape = SHAPES.get(str(error.get("ctx", {}).get("pattern", ""))[:4], "id")
                self.report.add(Code.ID_MALFORMED, where, about=about, written=written, details={"shape": shape})
            case _:
                expected = type_name or TYPE_NAMES.get(kind, str(error["msg"]))
                if error.get("ctx", {}).get("class_name") == Text.__name__:
                    expected = "bilingual"
                self.report.add(Code.TYPE_WRONG, where, about=about, written=written, details={"expected": expected})

    def _tell_extra(self, name: str, owner_loc: tuple[int | str, ...], where: Node, about: str) -> None:
        owner, _, _ = _walk(self.node, owner_loc)
        allowed = sorted(self._fields_of(owner_loc))
        self.report.add(Code.KEY_UNKNOWN, owner.key(name) or where, about=about, allowed=allowed, written=name)

    def _fields_of(self, owner_loc: tuple[int | str, ...]) -> set[str]:
        return _fields_at(self.model, owner_loc) if owner_loc else self.fields


def _walk(node: Node, loc: tuple[int | str, ...]) -> tuple[Node, list[str], tuple[int | str, ...]]:
    """Follow a pydantic location as far as the file goes; give the node, the path by ids, and what is left."""
    path: list[str] = []
    for position, step in enumerate(loc):
        child: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            child = node.get(step)
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            child = node.items[step]
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
    for inner in getattr(annotation, "__args__", ()):
        found = _model_inside(inner)
        if found is not None:
            return found
    return None
