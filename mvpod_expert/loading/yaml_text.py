"""The YAML adapter: text to nodes with places. Of the advice, it alone knows PyYAML.

Built from parse events, not from PyYAML's own tree, so that depth, aliases, duplicate keys and the YAML 1.1 traps
are caught here: `yes`, `no`, `on` and `off` are booleans to YAML 1.1, and silently not what a person meant.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import yaml

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Document, Listing, Mapping, Node, Scalar
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.printable import SURROGATE

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 40
TOO_DEEP_TO_LIBYAML = "nesting depth"
MAX_NODES = 200_000
BOOLEAN_WORDS = frozenset({"yes", "no", "on", "off"})
ALLOWED_TAGS = frozenset({"str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value"})
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
BLANK_OR_END = "\0 \t\r\n\x85\u2028\u2029"
TAG_PREFIX = "tag:yaml.org,2002:"

PAIR = re.compile(r"\\\\|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""Two backslashes, or a character beyond U+FFFF as JSON escapes it."""

Event = Any  # the stubs of PyYAML's events leave out their attributes


_RESOLVER: Any = yaml.SafeLoader("")


class PythonLoader(yaml.SafeLoader):
    """PyYAML's own parser, reading a question mark in brackets as libyaml does: as part of the text it stands in."""

    def check_key(self) -> bool:
        """Return whether a question mark begins a key."""
        return self.peek(1) in BLANK_OR_END

    def scan_plain(self) -> yaml.ScalarToken:
        """Read a text without quotes; PyYAML's code, but for the question mark."""
        chunks: list[str] = []
        spaces: list[str] | None = []
        start = end = self.get_mark()
        indent = self.indent + 1
        in_brackets = ",[]{}" if self.flow_level else ""
        while self.peek() != "#":
            length = 0
            while True:
                sign = self.peek(length)
                ends_key = sign == ":" and self.peek(length + 1) in BLANK_OR_END + in_brackets
                if sign in BLANK_OR_END or ends_key or sign in in_brackets:
                    break
                length += 1
            if not length:
                break
            self.allow_simple_key = False
            chunks += [*(spaces or ()), self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return yaml.ScalarToken("".join(chunks), True, start, end)  # noqa: FBT003 - PyYAML's


Loader: Any = getattr(yaml, "CSafeLoader", PythonLoader)
"""The parser: libyaml's where it is installed."""


class _Unreadable(Exception):  # noqa: N818 - a way out, never seen outside
    """The document cannot be read on; it carries the finding, so that nothing is left unread without one."""

    def __init__(self, code: Code, where: Node | Place, details: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.where, self.details = code, where, details


class _Open(NamedTuple):
    """A list or mapping that is still being read, and how many nodes there were before it."""

    event: Event
    start: int
    children: list[Node]


def parse_yaml(text: str, file: str, report: DiagnosticCollector) -> Node | None:
    """Return the node of one YAML (or JSON) document, or nothing when it cannot be read to its end.

    Duplicate keys and truth-value words are findings too, but the rest of the document can still be looked at. `file`
    is the name shown in findings.
    """
    if text.lstrip()[:1] in {"{", "["}:
        # JSON may be indented with tabs and writes some characters in two halves; YAML takes neither.
        text = PAIR.sub(_joined, text.replace("\t", " "))
    document = Document(file, tuple(LINE_BREAK.split(text)))
    try:
        return _read(text, document, report)
    except _Unreadable as stopped:
        report.add(stopped.code, stopped.where, details=stopped.details)
        return None


def _joined(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    high, low = (int(found[half], 16) for half in (1, 2))
    return f"\\U{0x10000 + (high - 0xD800 << 10) + low - 0xDC00:08X}"


def _read(text: str, document: Document, report: DiagnosticCollector) -> Node:
    """Return the document's node.

    Raises:
        _Unreadable: it cannot be read to its end.
    """
    try:
        return _Builder(document, report).build(text)
    except yaml.MarkedYAMLError as error:
        if TOO_DEEP_TO_LIBYAML not in str(error.problem):
            raise _syntax(error, document) from None
        too_deep = _Unreadable(
            Code.YAML_TOO_DEEP, _place(document, error.problem_mark or error.context_mark), {"limit": str(MAX_DEPTH)}
        )
    except yaml.YAMLError as error:
        raise _character(error, text, document) from None
    # libyaml gives up before the level that is too much has come out of it; Python's own parser does not.
    try:
        _Builder(document, DiagnosticCollector()).build(text, PythonLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, document) from None
    raise too_deep


def _character(error: yaml.YAMLError, text: str, document: Document) -> _Unreadable:
    """Return the finding about the first character that YAML takes in escapes only, such as a control character."""
    found = UNPRINTABLE.search(text)
    if found is None:
        return _Unreadable(Code.FILE_NOT_TEXT, Place(file=document.file), {"reason": str(error)})
    before = LINE_BREAK.split(text[: found.start()])
    number = ord(found[0])
    details = {"character": f"U+{number:04X}", "escaped": f"\\u{number:04x}"}
    return _Unreadable(Code.YAML_CHARACTER, Node(document, len(before), len(before[-1]) + 1, 1), details)


def _syntax(error: yaml.MarkedYAMLError, document: Document) -> _Unreadable:
    from mvpod_expert.loading.yaml_mistakes import slips  # noqa: PLC0415 - few files have mistakes

    problem = " ".join(filter(None, [error.context, error.problem]))
    place = _place(document, error.problem_mark or error.context_mark)
    # The parser gives up behind the slip; what stands further down is another one.
    slip = next((each for each in slips(document.lines) if each.line <= place.line or not place.line), None)
    if slip is not None:
        where = Node(document, slip.line, slip.column, len(slip.written)).place
        return _Unreadable(Code.YAML_SYNTAX, where, {"problem": slip.kind, "written": slip.written})
    if place.excerpt[place.column - place.excerpt_from :][:1] == "\t":
        problem += " '\\t'"
    return _Unreadable(Code.YAML_SYNTAX, place, {"problem": problem})


class _Builder:
    def __init__(self, document: Document, report: DiagnosticCollector) -> None:
        self.document = document
        self.report = report
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.stack: list[_Open] = []
        self.count = 0

    def build(self, text: str, loader: Any = None) -> Node:
        root: Node | None = None
        for event in self._events(text, loader or Loader):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._stop(Code.YAML_SEVERAL_DOCUMENTS, event)
            done = self._take(event)
            if done is not None:
                if self.stack:
                    self.stack[-1].children.append(done)
                else:
                    root = done
        if root is None:
            raise _Unreadable(Code.FILE_EMPTY, Place(file=self.document.file))
        return root

    def _events(self, text: str, loader: Any) -> Iterator[Event]:
        last: Event = None
        try:
            for event in yaml.parse(text, Loader=loader):
                last = event
                yield event
        except (ValueError, OverflowError) as error:
            # PyYAML's own parser makes a sign of any number after \U, and a number of any version after %YAML.
            where = Place(file=self.document.file) if last is None else _place(self.document, last.end_mark)
            raise _Unreadable(Code.YAML_SYNTAX, where, {"problem": str(error)}) from None

    def _take(self, event: Event) -> Node | None:
        match event:
            case yaml.ScalarEvent():
                self._counted(event, 1)
                return self._anchored(_Open(event, self.count - 1, []), self._scalar(event))
            case yaml.AliasEvent():
                if event.anchor not in self.anchors:
                    self._stop(Code.YAML_SYNTAX, event, {"problem": f"undefined or circular alias *{event.anchor}"})
                node, size = self.anchors[event.anchor]
                self._counted(event, size)
                return node
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._counted(event, 1)
                if len(self.stack) >= MAX_DEPTH:
                    self._stop(Code.YAML_TOO_DEEP, event, {"limit": str(MAX_DEPTH)})
                self._known_tag(event)
                self.stack.append(_Open(event, self.count - 1, []))
            case yaml.SequenceEndEvent():
                opened = self.stack.pop()
                return self._anchored(opened, Listing(*self._span(opened.event), tuple(opened.children)))
            case yaml.MappingEndEvent():
                opened = self.stack.pop()
                return self._anchored(opened, self._mapping(opened))
        return None

    def _anchored(self, opened: _Open, node: Node) -> Node:
        if opened.event.anchor:
            self.anchors[opened.event.anchor] = (node, self.count - opened.start)
        return node

    def _counted(self, event: Event, nodes: int) -> None:
        self.count += nodes
        if self.count > MAX_NODES:
            self._stop(Code.YAML_TOO_MANY_ALIASES, event, {"limit": f"{MAX_NODES:,}"})

    def _scalar(self, event: Event) -> Scalar:
        self._known_tag(event)
        if SURROGATE.search(event.value):
            self._stop(Code.YAML_SYNTAX, event, {"problem": "found invalid Unicode character escape code"})
        quoted = event.style in {"'", '"', "|", ">"}
        tag = "str" if quoted else _plain_tag(event.value, event.implicit)
        # The text of a file is normalised as a whole; an escape can write what is not.
        value = unicodedata.normalize("NFC", event.value) if event.style == '"' else event.value
        node = Scalar(*self._span(event), value, quoted, tag)
        if not quoted and event.value.lower() in BOOLEAN_WORDS:
            boolean = "true" if event.value.lower() in {"yes", "on"} else "false"
            self.report.add(Code.YAML_BOOLEAN_WORD, node, details={"word": event.value, "boolean": boolean})
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
        raise _Unreadable(code, Node(*self._span(event)), details)


@lru_cache(maxsize=4096)
def _plain_tag(value: str, implicit: tuple[bool, bool]) -> str:
    """Return the type of a plain scalar; the same few keys and words make up most of a file."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, implicit)
    return tag.removeprefix(TAG_PREFIX)


def _place(document: Document, mark: yaml.Mark | None) -> Place:
    if mark is None:
        return Place(file=document.file)
    return Node(document, mark.line + 1, mark.column + 1, 1).place
