"""A rule's `then` to outcomes: modes, strengths, derived facts and catalogue items are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.nodes import Listing, Mapping, Node, Scalar, kind_of
from mvpod_expert.loading.states import tested_state
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Conclude, Evidence, Exclude, Outcome, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.report import Report
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact

ACTIONS = ("conclude", "for", "against", "exclude", "recommend")
WEIGHED = ("for", "against")


class OutcomeReader:
    """Reads outcomes against the vocabulary, the decision table and the catalogue."""

    def __init__(self, facts: ById[str, Fact], decision: DecisionTable, items: frozenset[str], report: Report) -> None:
        self.facts = facts
        self.concludable = {
            fact.id: fact for fact in facts.values() if fact.derived and fact.id != decision.decided_fact
        }
        self.modes = tuple(mode.id for mode in decision.modes)
        self.strengths = tuple(strength.id for strength in decision.strengths)
        self.items = tuple(sorted(items))
        self.report = report

    def read(self, node: Node, about: str) -> tuple[Outcome, ...] | None:
        """Read a list of outcomes.

        Returns:
            The outcomes, or nothing when there were findings.
        """
        if not isinstance(node, Listing):
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": "list"})
            return None
        if not node.items:
            self.report.add(Code.LIST_EMPTY, node, about=about)
            return None
        found = len(self.report.diagnostics)
        outcomes = [outcome for item in node.items for outcome in self._outcomes(item, about)]
        seen: list[Outcome] = []
        for outcome in outcomes:
            if any(_same_target(outcome, other) for other in seen):
                self.report.add(Code.ID_TWICE, node, about=about, details={"id": _target(outcome)})
            seen.append(outcome)
        return tuple(outcomes) if len(self.report.diagnostics) == found else None

    def _outcomes(self, node: Node, about: str) -> Iterable[Outcome]:
        if not isinstance(node, Mapping):
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": "mapping"})
            return ()
        actions = [key for key, _ in node if key.text in ACTIONS]
        allowed = ACTIONS if not actions else ("strength",) if actions[0].text in WEIGHED else ()
        for key, _ in node:
            if key not in actions[:1] and key.text not in allowed:
                self.report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed or ACTIONS, written=key.text)
                return ()
        if not actions:
            self.report.add(Code.KEY_MISSING, node, about=about, details={"key": " / ".join(ACTIONS)})
            return ()
        action = actions[0].text
        value = node.get(action)
        assert value is not None  # noqa: S101 - the key was found in this mapping
        return self._read_action(action, value, node, f"{about} › {action}")

    def _read_action(self, action: str, value: Node, node: Mapping, about: str) -> Iterable[Outcome]:
        match action:
            case "conclude":
                return self._conclude(value, about)
            case "exclude":
                mode = self._one_of(value, self.modes, about)
                return (Exclude(mode=mode),) if mode else ()
            case "recommend":
                listed = value.items if isinstance(value, Listing) else (value,)
                return [Recommend(item=item) for each in listed if (item := self._item(each, about))]
        mode = self._one_of(value, self.modes, about)
        strength_node = node.get("strength")
        if strength_node is None:
            self.report.add(Code.KEY_MISSING, node, about=about, details={"key": "strength"})
            return ()
        strength = self._one_of(strength_node, self.strengths, f"{about} › strength")
        if not (mode and strength):
            return ()
        return (Evidence(direction="for" if action == "for" else "against", mode=mode, strength=strength),)

    def _conclude(self, node: Node, about: str) -> Iterable[Outcome]:
        if not isinstance(node, Mapping):
            self.report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": "mapping"})
            return ()
        outcomes: list[Outcome] = []
        for key, value in node:
            fact = self.concludable.get(key.text)
            if fact is None:
                code = Code.VALUE_NOT_ALLOWED if key.text in self.facts else Code.FACT_UNKNOWN
                self.report.add(code, key, about=about, allowed=self.concludable, written=key.text)
                continue
            state = tested_state(fact, value, self.report, about)
            if state:
                outcomes.append(Conclude(fact=fact.id, state=state))
        return outcomes

    def _item(self, node: Node, about: str) -> str | None:
        if isinstance(node, Scalar) and node.text in self.items:
            return node.text
        written = kind_of(node)
        self.report.add(
            Code.REFERENCE_UNKNOWN,
            node,
            about=about,
            allowed=self.items,
            written=written,
            details={"kind": "recommend"},
        )
        return None

    def _one_of(self, node: Node, allowed: tuple[str, ...], about: str) -> str | None:
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        self.report.add(Code.VALUE_NOT_ALLOWED, node, about=about, allowed=allowed, written=kind_of(node))
        return None


def _target(outcome: Outcome) -> str:
    match outcome:
        case Conclude(fact=fact):
            return fact
        case Recommend(item=item):
            return item
        case Evidence(mode=mode) | Exclude(mode=mode):
            return mode


def _same_target(one: Outcome, other: Outcome) -> bool:
    return one.kind == other.kind and _target(one) == _target(other)
