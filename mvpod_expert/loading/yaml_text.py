"""The YAML adapter: text to nodes with places. The only file that knows PyYAML.

Built from parse events, not from PyYAML's own tree, so that depth, aliases, duplicate keys and the YAML 1.1 traps
are caught here: `yes`, `no`, `on` and `off` are booleans to YAML 1.1, and silently not what a person meant.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import yaml

from mvpod_expert.loading.yaml_nodes import Document, Listing, Mapping, Node, Scalar
from mvpod_expert.model.diagnostics import Code, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

MAX_DEPTH = 40
TOO_DEEP_TO_LIBYAML = "nesting depth"
MAX_NODES = 200_000
BOOLEAN_WORDS = frozenset({"yes", "no", "on", "off"})
ALLOWED_TAGS = frozenset({"str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value"})
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
TAG_PREFIX = "tag:yaml.org,2002:"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.SafeLoader("")

Event = Any  # the stubs of PyYAML's events leave out their attributes


@dataclass(frozen=True)
class Piece:
    """One piece of a text as it was laid out, for those who lay it out anew.

    Args:
        kind: what it is; `close` ends the list or mapping that was opened last.
        start: where it begins, counted in characters from the start of the text.
        end: where it ends; a list or mapping by lines and dashes has no width.
        style: a quotation mark, `|` or `>` for a value, `{` or `[` for what stands in brackets, or nothing.
        text: a value, or the name of an alias.
        anchor: the name by which it can be repeated.
        tag: the type that is written before it.
    """

    kind: Literal["value", "alias", "list", "mapping", "close"]
    start: int
    end: int
    style: str = ""
    text: str = ""
    anchor: str = ""
    tag: str = ""


def pieces_of(text: str) -> Iterator[Piece]:
    """Give the pieces of a text that has been read without findings, in order.

    Args:
        text: one document, with line ends of one character.
    """
    for event in yaml.parse(text, Loader=_Loader):
        start_mark, end_mark = event.start_mark, event.end_mark
        assert start_mark is not None  # noqa: S101 - parsing text gives every event its marks
        assert end_mark is not None  # noqa: S101 - likewise
        start, end = start_mark.index, end_mark.index
        anchor, tag = getattr(event, "anchor", None) or "", getattr(event, "tag", None) or ""
        match event:
            case yaml.AliasEvent():
                yield Piece("alias", start, end, text=anchor)
            case yaml.ScalarEvent():
                yield Piece("value", start, end, event.style or "", event.value, anchor, tag)
            case yaml.SequenceStartEvent():
                yield Piece("list", start, end, "[" if event.flow_style else "", "", anchor, tag)
            case yaml.MappingStartEvent():
                yield Piece("mapping", start, end, "{" if event.flow_style else "", "", anchor, tag)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                yield Piece("close", start, end)


def is_text_unquoted(text: str) -> bool:
    """Tell whether a word without quotes is text, and no number, truth value, date or nothing."""
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == f"{TAG_PREFIX}str")


class _Unreadable(Exception):  # noqa: N818 - a way out, never seen outside
    """The document cannot be read on; the finding has been reported."""


@dataclass
class _Open:
    """A list or mapping that is still being read."""

    event: Event
    children: list[Node] = field(default_factory=list)


def parse_yaml(text: str, file: str, report: DiagnosticCollector) -> Node | None:
    """Parse one YAML (or JSON) document.

    Args:
        text: the document.
        file: the name shown in findings.
        report: takes the findings.

    Returns:
        The document's node, or nothing when it cannot be read to its end. Duplicate keys and truth-value words are
        findings too, but the rest of the document can still be looked at.
    """
    if text.lstrip()[:1] in {"{", "["}:
        text = text.replace("\t", " ")  # JSON may be indented with tabs, YAML may not
    document = Document(file, tuple(LINE_BREAK.split(text)))
    try:
        return _Builder(document, report).build(text)
    except _Unreadable:
        pass
    except yaml.MarkedYAMLError as error:
        if TOO_DEEP_TO_LIBYAML not in str(error.problem):
            _tell_syntax(error, document, report)
            return None
        # libyaml gives up before the level that is too much has come out of it; Python's own parser does not.
        with contextlib.suppress(_Unreadable, yaml.YAMLError):
            _Builder(document, report).build(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        report.add(Code.FILE_NOT_TEXT, Place(file=file), details={"reason": str(error)})
        return None
    return None


def _tell_syntax(error: yaml.MarkedYAMLError, document: Document, report: DiagnosticCollector) -> None:
    problem = " ".join(filter(None, [error.context, error.problem]))
    place = _place(document, error.problem_mark or error.context_mark)
    if place.excerpt[place.column - place.excerpt_from :][:1] == "\t":
        problem += " '\\t'"
    report.add(Code.YAML_SYNTAX, place, details={"problem": problem})


class _Builder:
    def __init__(self, document: Document, report: DiagnosticCollector) -> None:
        self.document = document
        self.report = report
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.stack: list[_Open] = []
        self.count = 0
        self.starts: list[int] = []

    def build(self, text: str, loader: Any = _Loader) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(Code.YAML_SEVERAL_DOCUMENTS, event)
            done = self._take(event)
            if done is not None:
                if self.stack:
                    self.stack[-1].children.append(done)
                else:
                    root = done
        if root is None:
            self.report.add(Code.FILE_EMPTY, Place(file=self.document.file))
            raise _Unreadable
        return root

    def _take(self, event: Event) -> Node | None:
        match event:
            case yaml.ScalarEvent():
                self._counted(event, 1)
                return self._anchored(event, self._scalar(event), self.count - 1)
            case yaml.AliasEvent():
                return self._alias(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._counted(event, 1)
                if len(self.stack) >= MAX_DEPTH:
                    self._stop(Code.YAML_TOO_DEEP, event, {"limit": str(MAX_DEPTH)})
                self._known_tag(event)
                self.stack.append(_Open(event))
                self.starts.append(self.count - 1)
            case yaml.SequenceEndEvent():
                opened, start = self.stack.pop(), self.starts.pop()
                return self._anchored(opened.event, Listing(*self._span(opened.event), tuple(opened.children)), start)
            case yaml.MappingEndEvent():
                opened, start = self.stack.pop(), self.starts.pop()
                return self._anchored(opened.event, self._mapping(opened), start)
        return None

    def _alias(self, event: Event) -> Node:
        known = self.anchors.get(event.anchor)
        if known is None:
            self._stop(Code.YAML_SYNTAX, event, {"problem": f"undefined or circular alias *{event.anchor}"})
        node, size = known
        self._counted(event, size)
        return node

    def _anchored(self, event: Event, node: Node, start: int) -> Node:
        if event.anchor:
            self.anchors[event.anchor] = (node, self.count - start)
        return node

    def _counted(self, event: Event, nodes: int) -> None:
        self.count += nodes
        if self.count > MAX_NODES:
            self._stop(Code.YAML_TOO_MANY_ALIASES, event, {"limit": f"{MAX_NODES:,}"})

    def _scalar(self, event: Event) -> Scalar:
        self._known_tag(event)
        quoted = event.style in {"'", '"', "|", ">"}
        tag = "str" if quoted else _plain_tag(event.value, event.implicit)
        node = Scalar(*self._span(event), event.value, quoted, tag)
        if not quoted and event.value.lower() in BOOLEAN_WORDS:
            self.report.add(
                Code.YAML_BOOLEAN_WORD,
                node,
                details={"word": event.value, "boolean": "true" if event.value.lower() in {"yes", "on"} else "false"},
            )
            self.report.mark_wrong_in_itself()
        return node

    def _mapping(self, opened: _Open) -> Mapping:
        pairs = zip(opened.children[::2], opened.children[1::2], strict=True)
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        for key, value in pairs:
            if not isinstance(key, Scalar) or key.tag == "merge":
                self.report.add(Code.YAML_KEY_NOT_TEXT, key)
            elif key.text in seen:
                self.report.add(Code.YAML_DUPLICATE_KEY, key, related=[seen[key.text]], details={"key": key.text})
            else:
                seen[key.text] = key
                entries.append((key, value))
        return Mapping(*self._span(opened.event), tuple(entries))

    def _known_tag(self, event: Event) -> None:
        tag = event.tag
        if tag and tag != "!" and tag.removeprefix(TAG_PREFIX) not in ALLOWED_TAGS:
            self._stop(Code.YAML_TAG, event, {"tag": tag})

    def _span(self, event: Event) -> tuple[Document, int, int, int]:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return self.document, start.line + 1, start.column + 1, max(1, width)

    def _stop(self, code: Code, event: Event, details: dict[str, str] | None = None) -> NoReturn:
        self.report.add(code, Node(*self._span(event)), details=details)
        raise _Unreadable


@lru_cache(maxsize=4096)
def _plain_tag(value: str, implicit: tuple[bool, bool]) -> str:
    """Give the type of a plain scalar; the same few keys and words make up most of a file."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, implicit)
    return tag.removeprefix(TAG_PREFIX)


def _place(document: Document, mark: yaml.Mark | None) -> Place:
    if mark is None:
        return Place(file=document.file)
    return Node(document, mark.line + 1, mark.column + 1, 1).place
