"""NEAR MISS: a rule held against a case: what held, what did not and by how much, and what would make it fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.consultation.tracing import Tracer
from mvpod_expert.explanation.turning import suppose
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.explanation import Judged, NearMiss
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
