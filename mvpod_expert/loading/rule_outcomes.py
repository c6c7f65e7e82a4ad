"""A rule's `then` to outcomes: modes, strengths, derived facts and catalogue items are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import tested_state
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, items_of, kind_of, listed_or_one, mapping_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Outcome, Propose, Reask, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact

ACTIONS = ("conclude", "for", "against", "exclude", "recommend", "assign", "propose", "reask")
BESIDES = {"for": ("strength",), "against": ("strength",), "assign": ("to", "strength"), "propose": ("strength",)}


class OutcomeReader:
    """Reads outcomes against the vocabulary, the decision table and the catalogue."""

    def __init__(
        self, facts: ById[str, Fact], decision: DecisionTable, shelves: tuple[Shelf, ...], report: DiagnosticCollector
    ) -> None:
        self.facts = facts
        elsewhere = {decision.decided_fact, decision.compared_fact}
        self.concludable = {fact.id: fact for fact in facts.values() if fact.derived and fact.id not in elsewhere}
        self.asked = tuple(fact.id for fact in facts.values() if not fact.derived)
        self.modes = tuple(mode.id for mode in decision.modes)
        self.titled = [(mode.id, mode.title) for mode in decision.modes]
        self.titled += ((strength.id, strength.title) for strength in decision.strengths)
        self.strengths = tuple(strength.id for strength in decision.strengths)
        on_shelf = {shelf.kind: tuple(item.id for item in shelf.items) for shelf in shelves}
        ranked = {shelf.kind for shelf in shelves if shelf.ranked is not None}
        self.items = tuple(sorted(item for kind, items in on_shelf.items() if kind not in ranked for item in items))
        self.proposable = tuple(item for kind, items in on_shelf.items() if kind in ranked for item in items)
        self.options_of = {
            item.id: on_shelf.get(shelf.chooses.among, self.items)
            for shelf in shelves
            if shelf.chooses is not None
            for item in shelf.items
        }
        self.report = report

    def read(self, node: Node, about: str) -> tuple[Outcome, ...] | None:
        """Read a list of outcomes, or nothing when there were findings."""
        items = items_of(node, self.report, about)
        if not items:
            return None
        found = self.report.found
        outcomes = [outcome for item in items for outcome in self._outcomes(item, about)]
        seen: list[Outcome] = []
        for outcome in outcomes:
            if any(outcome.kind == other.kind and _target(outcome) == _target(other) for other in seen):
                self.report.add(Code.ID_TWICE, node, about=about, details={"id": _target(outcome), "kind": "outcome"})
            seen.append(outcome)
        return tuple(outcomes) if self.report.found == found else None

    def _outcomes(self, node: Node, about: str) -> Iterable[Outcome]:
        outcome = mapping_of(node, self.report, about)
        if outcome is None:
            return ()
        actions = [key for key, _ in outcome if key.text in ACTIONS]
        allowed = BESIDES.get(actions[0].text, ()) if actions else ACTIONS
        for key, _ in outcome:
            if key not in actions[:1] and key.text not in allowed:
                self.report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed or ACTIONS, written=key.text)
                return ()
        if not actions:
            self.report.add(Code.KEY_MISSING, node, about=about, details={"key": " / ".join(ACTIONS)})
            return ()
        action = actions[0].text
        return self._read_action(action, outcome.at(action), outcome, f"{about} › {action}")

    def _read_action(self, action: str, value: Node, node: Mapping, about: str) -> Iterable[Outcome]:
        match action:
            case "conclude":
                return self._conclude(value, about)
            case "recommend":
                code, kind = Code.REFERENCE_UNKNOWN, {"kind": "recommend"}
                items = (self._one_of(each, self.items, about, code, kind) for each in listed_or_one(value))
                return [Recommend(item=item) for item in items if item]
            case "reask":
                facts = (self._one_of(each, self.asked, about, Code.FACT_UNKNOWN) for each in listed_or_one(value))
                return [Reask(fact=fact) for fact in facts if fact]
            case "assign":
                return self._assign(value, node, about)
            case "propose":
                item = self._one_of(value, self.proposable, about)
                strength = self._beside(node, "strength", self.strengths, about)
                return (Propose(item=item, strength=strength),) if item and strength else ()
        return self._on_mode(action, value, node, about)

    def _on_mode(self, action: str, value: Node, node: Mapping, about: str) -> Iterable[Outcome]:
        mode = self._one_of(value, self.modes, about)
        if action == "exclude":
            return (Exclude(mode=mode),) if mode else ()
        strength = self._beside(node, "strength", self.strengths, about)
        if not (mode and strength):
            return ()
        return (Evidence(direction="for" if action == "for" else "against", mode=mode, strength=strength),)

    def _assign(self, value: Node, node: Mapping, about: str) -> Iterable[Outcome]:
        item = self._one_of(value, tuple(self.options_of), about)
        strength = self._beside(node, "strength", self.strengths, about)
        to = self._beside(node, "to", self.options_of.get(item or "", self.items), about)
        return (Assign(item=item, to=to, strength=strength),) if item and to and strength else ()

    def _beside(self, node: Mapping, key: str, allowed: tuple[str, ...], about: str) -> str | None:
        beside = node.get(key)
        if beside is None:
            self.report.add(Code.KEY_MISSING, node, about=about, details={"key": key})
            return None
        return self._one_of(beside, allowed, f"{about} › {key}")

    def _conclude(self, node: Node, about: str) -> Iterable[Outcome]:
        outcomes: list[Outcome] = []
        for key, value in mapping_of(node, self.report, about) or ():
            fact = self.concludable.get(key.text)
            if fact is None:
                code = Code.VALUE_NOT_ALLOWED if key.text in self.facts else Code.FACT_UNKNOWN
                self.report.add(code, key, about=about, allowed=self.concludable, written=key.text)
                continue
            state = tested_state(fact, value, self.report, about)
            if state:
                outcomes.append(Conclude(fact=fact.id, state=state))
        return outcomes

    def _one_of(
        self,
        node: Node,
        allowed: tuple[str, ...],
        about: str,
        code: Code = Code.VALUE_NOT_ALLOWED,
        details: ById[str, str] | None = None,
    ) -> str | None:
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        titled = self.titled if code is Code.VALUE_NOT_ALLOWED else ()
        written = kind_of(node)
        self.report.add(code, node, about=about, allowed=allowed, titled=titled, written=written, details=details)
        return None


def _target(outcome: Outcome) -> str:
    match outcome:
        case Conclude(fact=fact) | Reask(fact=fact):
            return fact
        case Assign(item=item, to=to):
            return f"{item} → {to}"
        case Recommend(item=item) | Propose(item=item):
            return item
        case Evidence(mode=mode) | Exclude(mode=mode):
            return mode
