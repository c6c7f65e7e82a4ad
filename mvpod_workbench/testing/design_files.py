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
    node = Library(home, report).page(path)
    if node is not None and not isinstance(node.get("designs"), Listing):
        report.add(Code.KEY_MISSING, node, details={"key": "designs"})
    items = node.at("designs").listed if node is not None else ()
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
        if head is None:
            return None
        # What is left out reads as an empty mapping.
        nothing = Mapping(*node.span, ())
        gate, parts = node.get("gate") or nothing, node.get("parts") or nothing
        modes = (self._mode(gate.get("mode"), about), self._mode(parts.get("both"), about))
        return Design(
            head.id,
            head.title,
            tuple(self._entries(node.at("list"), f"{about} › list")),
            head.legs,
            next(filter(None, modes), head.threshold or ""),
            tuple(self._condition(each, f"{about} › gate") for each in gate.at("of").listed),
            head.threshold is not None,
            self._condition(parts.get("when"), about),
            self._answers(parts.get("head"), about),
            self._answers(parts.get("tail"), about),
        )

    def _entries(self, node: Node, about: str) -> Iterator[tuple[Clauses, str]]:
        for item in (each for each in node.listed if isinstance(each, Mapping)):
            when = item.get("when")
            clauses = self._condition(when, about) if when is not None else (Clause(()),)
            yield clauses, self._mode(item.get("mode"), about)

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
        for key, value in node or ():
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
