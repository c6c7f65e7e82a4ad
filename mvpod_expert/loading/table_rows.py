"""A row of a decision table to the nodes a rule in YAML would have, so that one reader checks both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.loading.spellings import Spellings, Words, folded
from mvpod_expert.loading.table_heads import FORMERLY, ID, NEEDED_SOMEWHERE, STRONG, SUPPORT, Column, Head
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import NOT_APPLICABLE, Fact
from mvpod_expert.model.frozen import LANGS, Lang

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

SEPARATED = re.compile(r"[;；|｜,，、\n]")
EITHER = re.compile(r"\s+or\s+|\s*或者?\s*", re.IGNORECASE)
NEGATED = re.compile(r"(?:not\s+|不是\s*|非\s*|<>\s*|!=\s*|≠\s*)", re.IGNORECASE)
BLANK = re.compile(r"\{\s*([^{}]*?)\s*\}")
ANYTHING = frozenset({"", "-", "—", "–", "－", "*"})
NOTHING = frozenset({"nothing", "无"})
OR = {"zh": "或", "en": " or "}
AND = {"zh": "、", "en": ", "}
NOT = {"zh": "不是", "en": "not "}
ANY = {"zh": "任意", "en": "any"}


class Row:
    """One row of a table, as nodes; the report takes what is wrong with the texts' blanks."""

    def __init__(
        self, head: Head, cells: tuple[Cell, ...], words: Words, report: DiagnosticCollector, about: str
    ) -> None:
        self.head = head
        self.cells = cells
        self.facts = words.facts
        self.words = words
        self.report = report
        self.about = about

    def cell(self, column: Column | None) -> Cell | None:
        """Return the row's cell in a column, or nothing when it is empty or says that it says nothing."""
        if column is None or column.cell.number > len(self.cells):
            return None
        cell = self.cells[column.cell.number - 1]
        return None if cell.text in ANYTHING else cell

    @property
    def first(self) -> Cell:
        """The cell of the id, where the row as a whole is shown."""
        return self.cells[0]

    @property
    def says_nothing(self) -> bool:
        """All that the row says is that nothing follows."""
        said = [cell for column in self.head.columns if column.kind == "outcome" and (cell := self.cell(column))]
        return bool(said) and all(folded(cell.text) in NOTHING for cell in said)

    def missing(self) -> list[str]:
        """Name the columns of which the row would need one or the other cell, and those whose cell it lacks."""
        lacking = [
            " / ".join(column.cell.text for column in self.head.columns if column.kind == kind)
            for kind, part in (("fact", self.when()), ("outcome", self.then()))
            if part is None
        ]
        own = [key for key in NEEDED_SOMEWHERE if self._shared(key) is None]
        return [*([] if self.first.text else [ID]), *lacking, *own]

    def tests(self) -> Iterator[tuple[Fact, Cell]]:
        """Return what the row tests: what all rows share, then its own cells."""
        yield from ((self.facts[fact], cell) for fact, cell in self.head.given.items() if cell.text not in ANYTHING)
        for column in self.head.columns:
            cell = self.cell(column)
            if column.kind == "fact" and cell is not None:
                yield self.facts[column.name], cell

    def states(self) -> dict[str, frozenset[str]]:
        """Return the states with which each of the row's own cells holds; what is misspelt is left out."""
        found = {}
        for fact, cell in self.tests():
            is_negated, parts = self._tested(fact, cell)
            named = frozenset(part.text for part in parts) & frozenset(fact.known_states)
            found[fact.id] = frozenset(fact.known_states) - named if is_negated else named
        return found

    def when(self) -> Mapping | None:
        """Return the condition, or nothing when the row tests nothing."""
        entries = [entry for fact, cell in self.tests() for entry in self._test(fact, cell)]
        return _mapping(self.first, entries) if entries else None

    def then(self) -> Listing | None:
        """Return the outcomes, or nothing when no cell says any."""
        outcomes = tuple(outcome for column in self.head.columns for outcome in self._outcomes(column))
        return Listing(*outcomes[0].span, outcomes) if outcomes else None

    def rule(self) -> Mapping:
        """Return the rule; what is missing is left out, and reported by the caller."""
        entries: list[tuple[Scalar, Node]] = []
        if self.first.text:
            entries.append((_scalar(self.first, ID), _scalar(self.first, self.first.text)))
        former = self.cell(self.head.column(FORMERLY))
        if former is not None:
            names = [_scalar(former, text, at) for at, text in _pieces(former.text)]
            entries.append((_scalar(former, FORMERLY), _listing(former, names)))
        title, reason = (
            [(_scalar(self.first, lang), text) for lang in LANGS if (text := self._text(f"{part}.{lang}", lang))]
            for part in ("title", "reason")
        )
        because = [*self._support(), (_scalar(self.first, "reason"), _mapping(self.first, reason))]
        entries.append((_scalar(self.first, "title"), _mapping(self.first, title)))
        entries.append((_scalar(self.first, "because"), _mapping(self.first, because)))
        for key, node in (("when", self.when()), ("then", self.then())):
            if node is not None:
                entries.append((_scalar(self.first, key), node))
        return _mapping(self.first, entries)

    def _test(self, fact: Fact, cell: Cell) -> Iterator[tuple[Scalar, Node]]:
        is_negated, parts = self._tested(fact, cell)
        named = {part.text for part in parts}
        if NOT_APPLICABLE in named and named < {*fact.known_states}:
            yield from self._applying(fact, cell, named, is_negated=is_negated)
            return
        options = [part for part in parts if part.text != NOT_APPLICABLE]
        value = options[0] if len(options) == 1 else _listing(cell, options)
        entry = (_scalar(cell, fact.id), value)
        yield (_scalar(cell, "not"), _mapping(cell, [entry])) if is_negated else entry

    def _applying(self, fact: Fact, cell: Cell, named: set[str], *, is_negated: bool) -> Iterator[tuple[Scalar, Node]]:
        """Say "does not apply" with what the rule language has: a fact that is none of its options does not apply."""
        span = cell.part(cell.text, 0)
        tag = "bool" if fact.kind == "flag" else "str"
        others = [Scalar(*span, state, quoted=False, tag=tag) for state in fact.states if state not in named]
        tests = [_mapping(cell, [(_scalar(cell, fact.id), other)]) for other in others]
        if is_negated:
            yield _scalar(cell, "any"), _listing(cell, tests)
        else:
            yield from ((_scalar(cell, "not"), test) for test in tests)

    def _tested(self, fact: Fact, cell: Cell) -> tuple[bool, list[Scalar]]:
        """Return the states that a cell names, and whether it excludes them; one state as it stands is not split."""
        meant, written = self.words.states[fact.id], cell.text
        first = next((text for _, text in _pieces(written)), "")
        negation = None if folded(written) in meant or folded(first) in meant else NEGATED.match(written)
        return negation is not None, self._parts(
            cell, meant, flag=fact.kind == "flag", start=negation.end() if negation else 0, either=True
        )

    def _parts(
        self, cell: Cell, meant: Spellings, *, flag: bool = False, start: int = 0, either: bool = False
    ) -> list[Scalar]:
        """Split a cell into the words in it from a place on; what is one word as it stands is not split."""
        rest = cell.text[start:]
        pieces = [(0, rest)] if folded(rest) in meant else list(_pieces(rest))
        if either:
            pieces = [
                (at + more, word)
                for at, text in pieces
                for more, word in ([(0, text)] if folded(text) in meant else _pieces(text, EITHER))
            ]
        tag = "bool" if flag and all(folded(text) in meant for _, text in pieces) else "str"
        return [
            Scalar(*cell.part(text, start + at), meant.get(folded(text), text), quoted=False, tag=tag)
            for at, text in pieces
        ]

    def _outcomes(self, column: Column) -> Iterator[Mapping]:
        cell = self.cell(column)
        if column.kind != "outcome" or column.name == "strength" or cell is None:
            return
        meant = self.words.for_outcome(column)
        if column.name == "reask":
            meant = {folded(fact): fact for fact in self.facts}
        fact = self.facts.get(column.target)
        parts = self._parts(cell, meant, flag=fact is not None and fact.kind == "flag")
        action = _scalar(cell, column.name)
        if column.name in {"recommend", "reask"}:
            yield _mapping(cell, [(action, _listing(cell, parts))])
            return
        target = _scalar(column.cell, column.target)
        strength = self._strength(cell) if column.name in STRONG else []
        for part in parts:
            if column.name == "conclude":
                yield _mapping(cell, [(action, _mapping(cell, [(target, part)]))])
            elif column.name == "assign":
                yield _mapping(cell, [(action, target), (_scalar(cell, "to"), part), *strength])
            else:
                yield _mapping(cell, [(action, part), *strength])

    def _strength(self, outcome: Cell) -> list[tuple[Scalar, Node]]:
        column = next((each for each in self.head.columns if each.name == "strength"), None)
        if column is None:  # reported for the header; any strength keeps the rows from reporting it again
            return [(_scalar(outcome, "strength"), _scalar(outcome, next(iter(self.words.strengths.values()))))]
        cell = self.cell(column)
        if cell is None:
            return []
        return [(_scalar(outcome, "strength"), self._parts(cell, self.words.strengths)[0])]

    def _shared(self, key: str) -> Cell | None:
        """Return the row's own cell, or what stands above for all rows."""
        return self.cell(self.head.column(key)) or self.head.properties.get(key)

    def _support(self) -> Iterator[tuple[Scalar, Node]]:
        for key in SUPPORT:
            cell = self._shared(key)
            if cell is None:
                continue
            parts = [_scalar(cell, text, at) for at, text in _pieces(cell.text)]
            yield _scalar(self.first, key), _scalar(cell, cell.text) if key == "basis" else _listing(cell, parts)

    def _text(self, key: str, lang: Lang) -> Scalar | None:
        cell = self._shared(key)
        if cell is None:
            return None
        filled = BLANK.sub(lambda blank: self._fill(blank, cell, lang), cell.text)
        return Scalar(*cell.span, filled, quoted=True, tag="str")

    def _fill(self, blank: re.Match[str], cell: Cell, lang: Lang) -> str:
        column = next((each for each in self.head.columns if folded(blank[1]) in self._names(each)), None)
        if column is not None:
            return self._said(column, lang)
        given = next((fact for fact in self.head.given if folded(blank[1]) in self._fact_names(fact)), None)
        if given is not None:
            return self._states(self.facts[given], self.head.given[given], lang)
        allowed = [each.name if not each.target else each.cell.text for each in self.head.columns if each.kind != "own"]
        at = Node(*cell.part(blank[0], blank.start()))
        self.report.add(
            Code.BLANK_UNKNOWN, at, about=self.about, allowed=[*self.head.given, *allowed], written=blank[1]
        )
        return blank[0]

    def _names(self, column: Column) -> set[str]:
        if column.kind == "own":
            return set()
        return {folded(column.cell.text), *(self._fact_names(column.name) if column.kind == "fact" else ())}

    def _fact_names(self, fact: str) -> set[str]:
        return {fact, *(folded(self.facts[fact].title.in_(lang)) for lang in LANGS)}

    def _said(self, column: Column, lang: Lang) -> str:
        cell = self.cell(column)
        if column.kind == "fact":
            return ANY[lang] if cell is None else self._states(self.facts[column.name], cell, lang)
        if cell is None:
            return ""
        parts = self._parts(cell, self.words.for_outcome(column))
        fact = self.facts.get(column.target)
        if column.name == "conclude" and fact is not None:
            return self._states(fact, cell, lang)
        titles = self.words.titles
        return AND[lang].join(titles[part.text].in_(lang) if part.text in titles else part.text for part in parts)

    def _states(self, fact: Fact, cell: Cell, lang: Lang) -> str:
        is_negated, parts = self._tested(fact, cell)
        known = fact.known_states
        words = [fact.state_title(part.text).in_(lang) if part.text in known else part.text for part in parts]
        return (NOT[lang] if is_negated else "") + OR[lang].join(words)


def _pieces(text: str, separated: re.Pattern[str] = SEPARATED) -> Iterator[tuple[int, str]]:
    ends = [(each.start(), each.end()) for each in separated.finditer(text)]
    for start, end in zip((0, *(end for _, end in ends)), (*(start for start, _ in ends), len(text)), strict=True):
        piece = text[start:end]
        if stripped := piece.strip():
            yield start + piece.index(stripped), stripped


def _scalar(cell: Cell, text: str, at: int = 0) -> Scalar:
    return Scalar(*cell.part(text, at), text, quoted=False, tag="str")


def _mapping(cell: Cell, entries: Iterable[tuple[Scalar, Node]]) -> Mapping:
    return Mapping(*cell.span, tuple(entries))


def _listing(cell: Cell, items: Iterable[Node]) -> Listing:
    return Listing(*cell.span, tuple(items))
