"""knowledge/designs.yaml to other ways of deciding, which the rules are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import Clause, clauses_of
from mvpod_expert.loading.conditions import ConditionReader
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, path_to
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import FrozenModel, Id, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as ByFact

    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

Clauses = tuple[Clause, ...]
"""A condition: it holds where one of its clauses does."""

FILE = "designs.yaml"


@dataclass(frozen=True)
class Design:
    """Another way to decide.

    Args:
        entries: conditions in order with the mode each decides on; an empty condition holds always.
        legs: the two modes whose net points say which route.
        second: the third mode, which a gate, a threshold of points or two parts that differ lead to.
        gate: what speaks for the second route; how many must hold is fitted.
        by_points: the third mode needs so many net points of its own; how many is fitted.
        divided: the condition under which head and tail are judged apart.
        head: the answers that stand for the head of the market, in place of those given.
        tail: the like for its tail.
    """

    id: str
    title: Text
    entries: tuple[tuple[Clauses, str], ...] = ()
    legs: tuple[str, ...] = ()
    second: str = ""
    gate: tuple[Clauses, ...] = ()
    by_points: bool = False
    divided: Clauses = ()
    head: ByFact[str, str] | None = None
    tail: ByFact[str, str] | None = None


class _Head(FrozenModel):
    id: Id
    title: Text
    legs: tuple[Id, ...] = ()
    threshold: Id | None = None


def read_designs(home: Home, knowledge: KnowledgeBase) -> tuple[Design, ...]:
    """Read the designs; a home may have none.

    Raises:
        UnusableInputError: there were findings.
    """
    path = home.knowledge / FILE
    if not path.is_file():
        return ()
    report = DiagnosticCollector()
    library = Library(home, report)
    node = library.page(path)
    entries = node.get("designs") if isinstance(node, Mapping) else None
    if node is not None and not isinstance(entries, Listing):
        report.add(Code.KEY_MISSING, node, details={"key": "designs"})
    items = entries.items if isinstance(entries, Listing) else ()
    found = [_Reader(knowledge, report).design(each, path_to("designs", each, n)) for n, each in enumerate(items, 1)]
    report.raise_if_any()
    return tuple(each for each in found if each is not None)


class _Reader:
    def __init__(self, knowledge: KnowledgeBase, report: DiagnosticCollector) -> None:
        self.facts = knowledge.facts
        self.modes = [mode.id for mode in knowledge.decision.modes]
        self.conditions = ConditionReader(knowledge.facts, report)
        self.report = report

    def design(self, node: Node, about: str) -> Design | None:
        head = validate(_Head, node, self.report, about=about, leave=("list", "gate", "parts"))
        if head is None or not isinstance(node, Mapping):
            return None
        gate, parts, entries = node.get("gate"), node.get("parts"), node.get("list")
        second = head.threshold
        if isinstance(gate, Mapping):
            second = self._mode(gate.get("mode"), about)
        if isinstance(parts, Mapping):
            second = self._mode(parts.get("both"), about)
        return Design(
            head.id,
            head.title,
            tuple(self._entries(entries, f"{about} › list")),
            head.legs,
            second or "",
            tuple(self._conditions(gate.get("of") if isinstance(gate, Mapping) else None, f"{about} › gate")),
            head.threshold is not None,
            self._condition(parts.get("when"), about) if isinstance(parts, Mapping) else (),
            self._answers(parts.get("head"), about) if isinstance(parts, Mapping) else None,
            self._answers(parts.get("tail"), about) if isinstance(parts, Mapping) else None,
        )

    def _entries(self, node: Node | None, about: str) -> Iterator[tuple[Clauses, str]]:
        for item in node.items if isinstance(node, Listing) else ():
            if isinstance(item, Mapping):
                when = item.get("when")
                yield (
                    (self._condition(when, about) if when is not None else (Clause(()),)),
                    self._mode(item.get("mode"), about),
                )

    def _conditions(self, node: Node | None, about: str) -> Iterator[Clauses]:
        for item in node.items if isinstance(node, Listing) else ():
            yield self._condition(item, about)

    def _condition(self, node: Node | None, about: str) -> Clauses:
        read = self.conditions.read(node, about) if node is not None else None
        return tuple(clauses_of(read, self.facts)) if read is not None else ()

    def _mode(self, node: Node | None, about: str) -> str:
        written = getattr(node, "text", "")
        if node is not None and written not in self.modes:
            self.report.add(Code.VALUE_NOT_ALLOWED, node, about=about, allowed=self.modes, written=written)
        return written

    def _answers(self, node: Node | None, about: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in node if isinstance(node, Mapping) else ():
            fact, state = self.facts.get(key.text), getattr(value, "text", "")
            if fact is None or fact.derived:
                self.report.add(Code.FACT_UNKNOWN, key, about=about, allowed=self.facts, written=key.text)
            elif state not in fact.known_states:
                details = {"fact": fact.id}
                self.report.add(
                    Code.OPTION_UNKNOWN, value, about=about, allowed=fact.states, written=state, details=details
                )
            else:
                found[key.text] = state
        return found
