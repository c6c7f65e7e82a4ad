"""Where ids stand in the files of a home, and what each is the id of: a fact, an option, a rule and so on.

Read from the files as they are written, not from the knowledge base, which does not keep the place of every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from mvpod_expert.loading.vocabulary import CONNECTIVES
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

Kind = Literal["fact", "option", "rule", "item", "source", "principle", "case"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEEP_FORMER: frozenset[Kind] = frozenset({"fact", "option", "rule", "item", "source"})
CASE_TESTS = ".cases.yaml"
RULE_LISTS = ("fires", "silent", "doubts")
ITEM_LISTS = ("plan", "not_in_plan")


@dataclass(frozen=True, eq=False)
class Mention:
    """One place where an id stands.

    Args:
        node: the word.
        kind: what it is the id of.
        of: the fact, for an option.
        entry: the entry that has the id, where it is declared here.
    """

    node: Scalar
    kind: Kind
    of: str = ""
    entry: Mapping | None = None

    @property
    def text(self) -> str:
        """The id."""
        return self.node.text


def mentions_in(page: Node, path: PurePath) -> Iterator[Mention]:
    """Give every mention of one file.

    Args:
        page: what the file says.
        path: its path in the home, such as `rules/mode/product.yaml`; it tells what the file holds.
    """
    if not isinstance(page, Mapping):
        return
    if path.name.endswith(CASE_TESTS):
        yield from _case_tests(page)
    elif path.parts[0] == "rules":
        yield from _rules(page)
    else:
        readers = {
            "vocabulary": _facts,
            "principles": _principles,
            "sources": _sources,
            "catalogue": _items,
            "cases": _cases,
            "directions": _directions,
            "decision.yaml": _decision,
            "pictures.yaml": _pictures,
            "figures": _figures,
            "measures": _measures,
            "standard.yaml": _standard,
        }
        # The audit's folder has folders and a file of its own.
        part = 2 if path.parts[1:2] == ("audit",) else 1
        reader = readers.get(path.parts[part] if len(path.parts) > part else "")
        if reader is not None:
            yield from reader(page)


def _facts(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "facts"):
        yield from _declared(entry, "fact")
        name = _text(entry.get("id"))
        for key in ("options", "bands"):
            for option in _entries(entry, key):
                yield from _declared(option, "option", name)
        yield from _each(entry.get("principle"), "principle")


def _rules(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "rules"):
        yield from _declared(entry, "rule")
        yield from _condition(entry.get("when"))
        for outcome in _entries(entry, "then"):
            yield from _states(outcome.get("conclude"))
            yield from _each(outcome.get("recommend"), "item")
            yield from _each(outcome.get("assign"), "item")
            yield from _each(outcome.get("to"), "item")
            yield from _each(outcome.get("reask"), "fact")
        because = entry.get("because")
        if isinstance(because, Mapping):
            yield from _support(because)
        examples = entry.get("examples")
        for key in ("fires", "silent"):
            for example in _entries(examples, key):
                yield from _states(example)


def _condition(node: Node | None) -> Iterator[Mention]:
    if not isinstance(node, Mapping):
        return
    for key, value in node:
        if key.text not in CONNECTIVES:
            yield from _state(key, value)
        elif key.text == "at_least":
            for part in _entries(value, "of"):
                yield from _condition(part)
        else:
            for each in value.items if isinstance(value, Listing) else (value,):
                yield from _condition(each)


def _principles(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "principles"):
        yield from _declared(entry, "principle")


def _sources(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "sources"):
        yield from _declared(entry, "source")


def _items(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "items"):
        yield from _declared(entry, "item")
        yield from _each(entry.get("brings"), "item")
        yield from _each(entry.get("carried_by"), "item")
        yield from _support(entry)
        for change in _entries(entry, "changes"):
            yield from _each(change.get("fact"), "fact")
            for key in ("from", "to"):
                yield from _each(change.get(key), "option", _text(change.get("fact")))


def _measures(page: Mapping) -> Iterator[Mention]:
    yield from _items(page)
    for entry in _entries(page, "items"):
        yield from _each(entry.get("after"), "item")
        yield from _each(entry.get("metric"), "item")


def _standard(page: Mapping) -> Iterator[Mention]:
    for key in ("mode", "capacity", "defects", "balance"):
        yield from _each(page.get(key), "fact")
    for area in _entries(page, "areas"):
        for element in _entries(area, "elements"):
            yield from _each(element.get("fact"), "fact")
            for key in ("there", "partly"):
                yield from _each(element.get(key), "option", _text(element.get("fact")))


def _cases(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "cases"):
        yield from _declared(entry, "case")
        yield from _states(entry.get("answers"))
        yield from _each(entry.get("documented"), "fact")


def _directions(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "directions"):
        yield from _each(entry.get("raising"), "fact")
        yield from _each(entry.get("through"), "option", _text(entry.get("raising")))
        yield from _each(entry.get("sources"), "source")


def _decision(page: Mapping) -> Iterator[Mention]:
    for key in ("decided_fact", "compared_fact"):
        yield from _each(page.get(key), "fact")


def _pictures(page: Mapping) -> Iterator[Mention]:
    for area in _entries(page, "house"):
        yield from _states(area.get("strong"))
        yield from _states(area.get("missing"))
        yield from _each(area.get("settled"), "fact")
    lines = page.get("lines")
    if not isinstance(lines, Mapping):
        return
    stage = _text(lines.get("stage"))
    yield from _each(lines.get("stage"), "fact")
    for row in _entries(lines, "rows"):
        yield from _each(row.get("today"), "fact")
        cells = row.get("cells")
        for key, value in cells if isinstance(cells, Mapping) else ():
            yield from _each(key, "option", stage)
            yield from _each(value, "item")


def _figures(node: Node) -> Iterator[Mention]:
    """Read what experts say of numbers and existing plans: support, items and what is settled, wherever it stands."""
    if isinstance(node, Listing):
        for each in node.items:
            yield from _figures(each)
    if not isinstance(node, Mapping):
        return
    yield from _support(node)
    for key in ("metric", "carried_by", "brings"):
        yield from _each(node.get(key), "item")
    settled = node.get("fills")
    if isinstance(settled, Mapping):
        yield from _each(settled.get("fact"), "fact")
        for option in _entries(settled, "options"):
            yield from _each(option.get("state"), "option", _text(settled.get("fact")))
    for _, value in node:
        yield from _figures(value)


def _case_tests(page: Mapping) -> Iterator[Mention]:
    for entry in _entries(page, "tests"):
        yield from _states(entry.get("given"))
        expect = entry.get("expect")
        if not isinstance(expect, Mapping):
            continue
        for name in RULE_LISTS:
            yield from _each(expect.get(name), "rule")
        for name in ITEM_LISTS:
            yield from _each(expect.get(name), "item")
        assigned = expect.get("assigned")
        for key, value in assigned if isinstance(assigned, Mapping) else ():
            yield from _each(key, "item")
            yield from _each(value, "item")
        brought = expect.get("brought_by")
        for key, value in brought if isinstance(brought, Mapping) else ():
            yield from _each(key, "item")
            yield from _each(value, "rule")
        rows = expect.get("row_points")
        for key, options in rows if isinstance(rows, Mapping) else ():
            yield from _each(key, "item")
            for option, _ in options if isinstance(options, Mapping) else ():
                yield from _each(option, "item")


def _declared(entry: Mapping, kind: Kind, of: str = "") -> Iterator[Mention]:
    node = entry.get("id")
    if isinstance(node, Scalar):
        yield Mention(node, kind, of, entry)


def _support(node: Mapping) -> Iterator[Mention]:
    yield from _each(node.get("principle"), "principle")
    yield from _each(node.get("sources"), "source")


def _states(node: Node | None) -> Iterator[Mention]:
    """Read a mapping of facts to states."""
    for key, value in node if isinstance(node, Mapping) else ():
        yield from _state(key, value)


def _state(key: Scalar, value: Node) -> Iterator[Mention]:
    yield Mention(key, "fact")
    yield from _each(value, "option", key.text)


def _each(node: Node | None, kind: Kind, of: str = "") -> Iterator[Mention]:
    for each in node.items if isinstance(node, Listing) else (node,):
        if isinstance(each, Scalar):
            yield Mention(each, kind, of)


def _entries(node: Node | None, key: str) -> Iterator[Mapping]:
    listing = node.get(key) if isinstance(node, Mapping) else None
    for each in listing.items if isinstance(listing, Listing) else ():
        if isinstance(each, Mapping):
            yield each


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
