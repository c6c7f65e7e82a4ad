"""Every entry of a home, whatever file it stands in: what the models of the advice and of the capabilities hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.capability import registered
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS: Mapping[str, str] = {
    "decision_table": "decision",
    "reference_case": "case",
    "declared_input": "input",
    "declared_result": "result",
    "vendor_gate": "gate",
    "tracked_series": "series",
    "measure": "item",
    "audit_standard": "standard",
}
"""What entries of a model are called where the name of the model is not the word."""


class Entry(NamedTuple):
    """One entry of a home: what it belongs to, its kind and id, and what the files say of it."""

    of: BodyName
    kind: str
    id: str
    said: FrozenModel


def entries(knowledge: KnowledgeBase, of: BodyName = ADVICE) -> Iterator[Entry]:  # noqa: C901 - one way for each shape
    """Return every entry of a home: those of the advice, then those of the capabilities."""
    own = {part.name: each.key for each in registered() for part in each.parts.get("KnowledgeBase", ())}
    for name in type(knowledge).model_fields:
        value = getattr(knowledge, name)
        if name in own:
            if isinstance(value, KnowledgeBase):
                yield from entries(value, own[name])
            elif value is not None:
                yield from _of_capability(value, own[name])
        elif name == "tables":
            # Rows are rules; those from which nothing follows are what else a table says.
            kept = {table: [row for row in each.rows if not row.then] for table, each in value.items()}
            yield from (
                _entry(
                    each.model_copy(update={"rows": tuple(kept[table]), "header": (), "columns": (), "given": {}}), of
                )
                for table, each in value.items()
            )
        elif name == "shelves":
            for shelf in value:
                yield _entry(shelf.model_copy(update={"items": ()}), of)
                yield from (_entry(item, of) for item in shelf.items)
        elif name == "decision" and of != ADVICE:
            continue
        elif isinstance(value, FrozenModel):
            yield _entry(value, of, "" if of != ADVICE else name)
        elif name != "sha256" and value and not (of != ADVICE and name in {"principles", "sources"}):
            each_value = value.values() if isinstance(value, dict) else value
            yield from (_entry(each, of) for each in each_value)


def place_of(said: FrozenModel) -> Place:
    """Return the place of an entry; of a file without one, that of the first entry in it."""
    place = getattr(said, "place", None)
    if isinstance(place, Place):
        return place
    parts = (each[0] for _, each in said if isinstance(each, tuple) and each and hasattr(each[0], "place"))
    return next((place_of(each) for each in parts), Place(file="knowledge"))


def _of_capability(table: FrozenModel, of: BodyName) -> Iterator[Entry]:
    """Return the entries of a capability's file: those with a place of their own, and the rest as one."""
    left: dict[str, object] = {}
    for name in type(table).model_fields:
        value = getattr(table, name)
        parts = tuple(value.values()) if isinstance(value, dict) else value
        if isinstance(parts, tuple) and parts and "place" in getattr(type(parts[0]), "model_fields", ()):
            left[name] = ()
            # Facts that follow from other entries of the file are listed there.
            yield from (_entry(each, of) for each in parts if not isinstance(each, Fact))
    yield Entry(of, of, "", table.model_copy(update=left))


def _entry(said: FrozenModel, of: BodyName, kind: str = "") -> Entry:
    model = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(said).__name__).lower()
    name = kind or KINDS.get(model, model)
    promised = [getattr(said, key, None) for key in ("raising", "never_favours")]
    own = getattr(said, "kind", "") if model == "shelf" else getattr(said, "id", "")
    return Entry(of, name, own or " › ".join(filter(None, promised)), said)
