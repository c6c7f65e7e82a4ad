"""Where ids stand in the files of a home, and what each is the id of: a fact, an option, a rule and so on.

Read from the files as they are written, not from the knowledge base, which does not keep the place of every word.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from mvpod_expert.loading.vocabulary import CONNECTIVES
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar
from mvpod_expert.model.cases import ReferenceCase
from mvpod_expert.model.catalogue import Item
from mvpod_expert.model.decision import DecisionTable
from mvpod_expert.model.facts import Band, Fact, Option
from mvpod_expert.model.frozen import FrozenModel, Names
from mvpod_expert.model.laws import Direction, Law
from mvpod_expert.model.pictures import Pictures
from mvpod_expert.model.principles import Principle, Source
from mvpod_expert.model.rules import Rationale
from mvpod_workbench.lookup.rulesets import authoring
from mvpod_workbench.testing.case_test_model import Expected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as ById
    from pathlib import PurePath


Kind = Literal["fact", "option", "rule", "item", "source", "principle", "case"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEEP_FORMER: frozenset[Kind] = frozenset({"fact", "option", "rule", "item", "source"})
FILES: ById[str, tuple[str, type[FrozenModel]]] = {
    "vocabulary": ("facts", Fact),
    "principles": ("principles", Principle),
    "sources": ("sources", Source),
    "catalogue": ("items", Item),
    "cases": ("cases", ReferenceCase),
    "directions": ("directions", Direction),
    "laws": ("laws", Law),
    "decision.yaml": ("", DecisionTable),
    "pictures.yaml": ("", Pictures),
}
DECLARED: ById[type[BaseModel], Kind] = {
    Fact: "fact",
    Option: "option",
    Band: "option",
    Item: "item",
    Source: "source",
    Principle: "principle",
    ReferenceCase: "case",
}
"""What the id of an entry is the id of."""
PATTERNS: ById[str, str] = {"principle": r"[A-Z][0-9]{1,2}", "case": r"[\w.-]+"}
"""How ids are written, where not as all others."""
CASE_TESTS = ".cases.yaml"


@dataclass(frozen=True, eq=False)
class Mention:
    """One place where an id stands: the word, what it is the id of (of which fact), and the entry that has it here."""

    node: Scalar
    kind: Kind
    of: str = ""
    entry: Mapping | None = None

    @property
    def text(self) -> str:
        """The id."""
        return self.node.text

    def is_of(self, kind: Kind, name: str, of: str) -> bool:
        """Return whether it mentions the id of this thing; for an option also of this fact."""
        return (self.kind, self.text, self.of) == (kind, name, of)


def mentions_in(page: Node, path: PurePath) -> Iterator[Mention]:
    """Yield every mention of one file: of rules and case tests as they are written, of all else as its model says.

    Args:
        page: what the file says.
        path: its path in the home, such as `rules/mode/product.yaml`; it says what the file holds.
    """
    if path.name.endswith(CASE_TESTS):
        for entry in _entries(page, "tests"):
            yield from _states(entry.get("given"))
            yield from _by_model(Expected, entry.get("expect"), ())
    elif path.parts[0] == "rules":
        yield from _rules(page)
    else:
        way = path.as_posix()
        for place, (key, model) in _models().items():
            if way == place or way.startswith(f"{place}/"):
                for each in _entries(page, key) if key else (page,):
                    yield from _by_model(model, each, ())
                return


@cache
def _models() -> dict[str, tuple[str, type[FrozenModel]]]:
    """Return the model of each knowledge file, or of the entries under a key, by its path or its folder's."""
    found: dict[str, tuple[str, type[FrozenModel]]] = {f"knowledge/{name}": of for name, of in FILES.items()}
    return found | {path: of for own in authoring().values() for path, of in own.models.items()}


def _by_model(model: type[BaseModel], node: Node | None, around: tuple[Mapping, ...]) -> Iterator[Mention]:
    """Yield what a model's fields name, and the id it declares."""
    if not isinstance(node, Mapping):
        return
    declared = next((kind for base, kind in DECLARED.items() if issubclass(model, base)), None)
    name = node.get("id")
    if declared is not None and isinstance(name, Scalar):
        yield Mention(name, declared, _text(around[-1].get("id")) if declared == "option" else "", node)
    if model is ReferenceCase:
        yield from _states(node.get("answers"))
    for key, field in model.model_fields.items():
        child = node.get(field.alias or key)
        if child is not None:
            yield from _by_type(field.annotation, tuple(field.metadata), child, (*around, node))


def _by_type(hint: Any, metadata: tuple[Any, ...], node: Node, around: tuple[Mapping, ...]) -> Iterator[Mention]:
    names = next((each for each in metadata if isinstance(each, Names)), None)
    origin, inside = get_origin(hint), get_args(hint)
    if names is not None:
        yield from _named(names, node, around)
    elif origin is Annotated:
        yield from _by_type(inside[0], inside[1:], node, around)
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        yield from _by_model(hint, node, around)
    elif origin in {Union, UnionType}:
        for part in inside:
            yield from _by_type(part, (), node, around)
    elif origin is tuple and isinstance(node, Listing):
        for item in node.items:
            yield from _by_type(inside[0], (), item, around)
    elif origin is abc.Mapping and isinstance(node, Mapping):
        for key, value in node:
            yield from _by_type(inside[0], (), key, around)
            yield from _by_type(inside[1], (), value, around)


def _named(names: Names, node: Node, around: tuple[Mapping, ...]) -> Iterator[Mention]:
    if names.kind == "states":
        yield from _states(node)
        return
    kind = names.kind.removeprefix("asked_")
    of = next((_text(each.get(names.of)) for each in reversed(around) if names.of and each.get(names.of)), "")
    for known in KINDS:
        if known == kind:
            yield from _each(node, known, of)


def _rules(page: Node) -> Iterator[Mention]:
    for entry in _entries(page, "rules"):
        if isinstance(name := entry.get("id"), Scalar):
            yield Mention(name, "rule", "", entry)
        yield from _condition(entry.get("when"))
        for outcome in _entries(entry, "then"):
            yield from _states(outcome.get("conclude"))
            for action in ("recommend", "assign", "to", "propose"):
                yield from _each(outcome.get(action), "item")
            yield from _each(outcome.get("reask"), "fact")
        yield from _by_model(Rationale, entry.get("because"), ())
        examples = entry.get("examples")
        for key in ("fires", "silent"):
            for example in _entries(examples, key):
                yield from _states(example)


def _condition(node: Node | None) -> Iterator[Mention]:
    for key, value in node or ():
        if key.text not in CONNECTIVES:
            yield from _state(key, value)
        elif key.text == "at_least":
            for part in _entries(value, "of"):
                yield from _condition(part)
        else:
            for item in value.listed or (value,):
                yield from _condition(item)


def _states(node: Node | None) -> Iterator[Mention]:
    """Read a mapping of facts to states."""
    for key, value in node or ():
        yield from _state(key, value)


def _state(key: Scalar, value: Node) -> Iterator[Mention]:
    yield Mention(key, "fact")
    yield from _each(value, "option", key.text)


def _each(node: Node | None, kind: Kind, of: str = "") -> Iterator[Mention]:
    for item in node.items if isinstance(node, Listing) else (node,):
        if isinstance(item, Scalar):
            yield Mention(item, kind, of)


def _entries(node: Node | None, key: str) -> Iterator[Mapping]:
    items = node.at(key).listed if node is not None else ()
    return (item for item in items if isinstance(item, Mapping))


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
