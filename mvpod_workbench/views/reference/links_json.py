"""A thing with everything that touches it, as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_workbench.lookup.rulesets import body_of

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.references import Thing
    from mvpod_workbench.views.reference.naming import Naming


def thing_data(thing: Thing, naming: Naming) -> dict[str, object]:
    """Return a thing and its links.

    Args:
        thing: the thing.
        naming: names what the links lead to, and knows them.

    Returns:
        `refers_to` and `referred_to_by`: each link's relation and the thing at its other end.
    """
    touching = naming.touching
    around = touching.around(thing)
    own = {thing} | {end for link in around for end in (link.origin, link.target) if _is_state_of(end, thing)}
    return {
        **_named(thing, naming),
        "of": body_of(thing, naming.knowledge),
        "refers_to": [
            {"relation": link.relation, **_named(link.target, naming)} for link in around if link.origin in own
        ],
        "referred_to_by": [
            {"relation": link.relation, **_named(link.origin, naming), **_state(link.target, thing)}
            for link in around
            if link.target in own
        ],
    }


def _is_state_of(end: Thing, thing: Thing) -> bool:
    return thing.kind == "fact" and end.kind == "option" and end.fact == thing.id


def _state(target: Thing, thing: Thing) -> dict[str, str]:
    return {"state": target.state} if _is_state_of(target, thing) else {}


def _named(thing: Thing, naming: Naming) -> dict[str, object]:
    title: Text | None = naming.titles.get(thing)
    written = title.model_dump() if title else None
    return {"kind": thing.kind, "id": thing.id, "title": written}
