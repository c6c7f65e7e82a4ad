"""The schemas of what an existing plan is held against: the standard and the measures of knowledge/audit/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.standard import AuditStandard, Element, Measure, StandardArea
from mvpod_expert.model.catalogue import Shelf
from mvpod_workbench.views.editor.knowledge_files import PART, plain_state
from mvpod_workbench.views.editor.parts import SHARED, ref, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_workbench.views.editor.parts import Parts, Schema

HOW_FAR = ("there", "partly")


class AuditShapes:
    """Makes the schemas of knowledge/audit/.

    Args:
        parts: the pieces they are made of, of the knowledge base of the audit.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.knowledge = parts.knowledge

    def measures(self) -> Schema:
        """Give the schema of a file of measures; of metrics and functions the catalogue's are offered."""
        parts, standard = self.parts, audit_parts.standard_of(self.knowledge)
        measure = parts.noun(
            Measure,
            {
                "parts": {"type": "object", "propertyNames": ref("id"), "additionalProperties": PART},
                "carried_by": parts.listed(ref("item", SHARED)),
                "after": parts.listed(ref("item")),
                "metric": ref("item", SHARED),
                **(
                    {"area": parts.titled(standard.areas), "effort": parts.titled(standard.efforts)} if standard else {}
                ),
                **parts.rests_on(),
            },
            "kind",
            allOf=parts.supported(),
        )
        return parts.noun(Shelf, {"items": parts.listed(measure, 1)}, "fields", "blanks", "carried", "chooses") | {
            "required": ["kind", "title", "items"]
        }

    def standard(self) -> Schema:
        """Give the schema of the standard."""
        parts = self.parts
        modes = {mode.id for mode in self.knowledge.decision.modes}
        choices = tuple(self._facts("choice"))
        kinds = parts.listed(ref("shelf", SHARED))
        element = parts.noun(
            Element,
            {"fact": parts.titled(choices), "wanted_for": kinds, "to_be": kinds},
            allOf=[self._states(fact) for fact in choices],
        )
        area = parts.noun(StandardArea, {"elements": parts.listed(element)})
        concluded = parts.titled(self._facts("choice", derived=True))
        return parts.noun(
            AuditStandard,
            {
                "mode": parts.titled(fact for fact in choices if modes <= set(fact.states)),
                "capacity": parts.titled(self._facts("number")),
                "defects": parts.listed(concluded),
                "balance": concluded,
                "areas": parts.listed(area),
            },
        )

    def _facts(self, kind: str, *, derived: bool = False) -> Iterator[Fact]:
        return (each for each in self.knowledge.facts.values() if each.kind == kind and each.derived == derived)

    def _states(self, fact: Fact) -> Schema:
        """Say in which states of a fact an element is there; to leave that out, it needs a state of that name."""
        states: dict[str, Any] = dict.fromkeys(HOW_FAR, self.parts.listed(plain_state(self.parts, fact)))
        return where("fact", fact.id, states, [each for each in HOW_FAR if each not in fact.states])
