"""What economics declares: numbers under `economics:`, what they come to, and the facts they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, ModelName, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.model import Economics
    from mvpod_expert.economics.table import EconomicsTable

KEY = "economics"
TABLE: Part[EconomicsTable | None] = Part(KEY, "mvpod_expert.economics.table:EconomicsTable")
GIVEN: Part[EconomicsGiven | None] = Part(KEY, "mvpod_expert.economics.inputs:EconomicsGiven")
ECONOMICS: Part[Economics | None] = Part(KEY, "mvpod_expert.economics.model:Economics")


class _EconomicsCapability(Capability):
    """Economics."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]] = {
        "KnowledgeBase": (TABLE,),
        "Cell": (GIVEN,),
        "Advice": (ECONOMICS,),
    }
    case_keys = cell_keys = standalone_keys = (KEY,)
    documents: ClassVar[Mapping[str, str]] = {KEY: "mvpod_expert.economics.model:EconomicsDocument"}


CAPABILITY = _EconomicsCapability()
