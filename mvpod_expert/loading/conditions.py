"""A rule's `when` to a condition: every fact and option is looked up while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import known_fact, tested_state
from mvpod_expert.loading.vocabulary import CONNECTIVES
from mvpod_expert.loading.yaml_nodes import Node, Scalar, check_keys, items_of, listed_or_one, mapping_of
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test, every_test
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping as FactsById

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.facts import Fact

MAX_NESTING = 8


class ConditionReader:
    """Reads conditions against one vocabulary."""

    def __init__(self, facts: FactsById[str, Fact], report: DiagnosticCollector) -> None:
        self.facts = facts
        self.report = report

    def read(self, node: Node, about: str, depth: int = 0) -> Condition | None:
        """Read a mapping whose entries must all hold, or nothing when there were findings."""
        whole = mapping_of(node, self.report, about)
        if whole is None:
            return None
        if not whole.entries:
            self.report.add(Code.LIST_EMPTY, node, about=about)
            return None
        if depth > MAX_NESTING:
            self.report.add(Code.YAML_TOO_DEEP, node, about=about, details={"limit": str(MAX_NESTING)})
            return None
        parts = _all_read([self._entry(key, value, f"{about} › {key.text}", depth) for key, value in whole])
        if parts is None:
            return None
        return parts[0] if len(parts) == 1 else All(parts=parts)

    def _entry(self, key: Scalar, value: Node, about: str, depth: int) -> Condition | None:
        match key.text:
            case "all" | "any" as connective:
                parts = self._parts(value, about, depth)
                if parts is None:
                    return None
                return All(parts=parts) if connective == "all" else Any(parts=parts)
            case "not":
                return self._not(value, about, depth)
            case "at_least":
                return self._at_least(value, about, depth)
        return self._test(key, value, about)

    def _parts(self, node: Node, about: str, depth: int) -> tuple[Condition, ...] | None:
        items = enumerate(items_of(node, self.report, about), start=1)
        parts = [self.read(item, f"{about} › [{number}]", depth + 1) for number, item in items]
        return _all_read(parts)

    def _not(self, node: Node, about: str, depth: int) -> Condition | None:
        part = self.read(node, about, depth + 1)
        if part is None:
            return None
        derived = [test for test in every_test(part) if self.facts[test.fact].derived]
        for test in derived:
            self.report.add(Code.NOT_OF_DERIVED, test.place, about=about, details={"fact": test.fact})
        return None if derived else Not(part=part)

    def _at_least(self, node: Node, about: str, depth: int) -> Condition | None:
        whole = mapping_of(node, self.report, about)
        if whole is None:
            return None
        check_keys(whole, ("count", "of"), self.report, about)
        count_node, of_node = whole.get("count"), whole.get("of")
        if count_node is None or of_node is None:
            return None
        parts = self._parts(of_node, f"{about} › of", depth)
        count = count_node.plain if isinstance(count_node, Scalar) else None
        if parts is None:
            return None
        if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= len(parts):
            self.report.add(Code.COUNT_IMPOSSIBLE, count_node, about=about, details={"high": str(len(parts))})
            return None
        return AtLeast(count=count, parts=parts)

    def _test(self, key: Scalar, value: Node, about: str) -> Test | None:
        fact = known_fact(self.facts, key, self.report, about, also=CONNECTIVES)
        if fact is None:
            return None
        listed = listed_or_one(value)
        if not listed:
            self.report.add(Code.LIST_EMPTY, value, about=about)
            return None
        states = [tested_state(fact, item, self.report, about) for item in listed]
        if any(state is None for state in states):
            return None
        known = frozenset(state for state in states if state is not None)
        if len(known) < len(states):
            twice = next(state for state in states if states.count(state) > 1)
            self.report.twice(twice or fact.id, value, about=about)
        if len(known) == len(fact.states) and not fact.derived:
            self.report.add(Code.TEST_ALWAYS_TRUE, value, about=about, details={"fact": fact.id})
            return None
        return Test(fact=fact.id, states=known, place=key.place)


def _all_read(parts: list[Condition | None]) -> tuple[Condition, ...] | None:
    """Return the parts, or nothing where there are none or one of them had findings."""
    read = tuple(part for part in parts if part is not None)
    return read if read and len(read) == len(parts) else None
