"""The shared models as they are used: with the fields that the registered capabilities add to them.

The base models know no capability. What builds, saves or reads a whole document takes the model from here; what only
looks at the shared fields needs the base.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import create_model

from mvpod_expert.capability import ModelName, registered

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase

    __all__ = ["Advice", "CaseFile", "Cell", "KnowledgeBase", "Recommendation"]

MODULES: dict[str, str] = {
    "KnowledgeBase": "mvpod_expert.model.knowledge",
    "Cell": "mvpod_expert.model.cases",
    "CaseFile": "mvpod_expert.model.cases",
    "Advice": "mvpod_expert.model.advice",
    "Recommendation": "mvpod_expert.model.advice",
}
CONTAINED: dict[str, dict[str, str]] = {
    "CaseFile": {"cells": "Cell"},
    "Recommendation": {"cells": "Advice", "cases": "CaseFile"},
}
"""The models that hold others, and under which field."""


@cache
def _composed(name: str) -> Any:
    """Return a shared model with the fields of every registered capability."""
    base = getattr(import_module(MODULES[name]), name)
    fields: dict[str, Any] = {
        part.name: (Annotated[Any, part], part.default)
        for capability in registered()
        for part in capability.parts.get(cast("ModelName", name), ())
    }
    for field, contained in CONTAINED.get(name, {}).items():
        default = ... if base.model_fields[field].is_required() else base.model_fields[field].default
        fields[field] = (tuple.__class_getitem__((_composed(contained), ...)), default)
    return create_model(name, __base__=base, __module__=__name__, __doc__=base.__doc__, **fields)


def __getattr__(name: str) -> Any:
    if name in MODULES:
        return _composed(name)
    raise AttributeError(name)
