"""What economics declares: numbers under `economics:`, what they come to, and the facts they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, Part
from mvpod_expert.economics.inputs import EconomicsGiven
from mvpod_expert.economics.model import Economics, EconomicsDocument
from mvpod_expert.economics.table import EconomicsTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.capability import ModelName
    from mvpod_expert.model.frozen import FrozenModel

KEY = "economics"
TABLE: Part[EconomicsTable | None] = Part(KEY, EconomicsTable | None)
GIVEN: Part[EconomicsGiven | None] = Part(KEY, EconomicsGiven | None)
ECONOMICS: Part[Economics | None] = Part(KEY, Economics | None)


class _EconomicsCapability(Capability):
    """Economics."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]] = {
        "KnowledgeBase": (TABLE,),
        "Cell": (GIVEN,),
        "Advice": (ECONOMICS,),
    }
    case_keys = cell_keys = standalone_keys = (KEY,)
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: EconomicsDocument}


CAPABILITY = _EconomicsCapability()
