"""Pictures of rules as text for Mermaid. For, against and veto differ in shape, not only in colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.references import Relation, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_workbench.lookup.graphs import Arrow, Graph
    from mvpod_workbench.views.reference.naming import Naming

# Marks that mean something in a Mermaid label, or in the markup it becomes; Mermaid writes entities with `#`.
MERMAID_SPECIAL = re.compile(r"[\"#&<>`\\{}|\[\]();%*_~]")

# thin: tested; a ring: must not be so; thick: for; dotted: against; a cross: veto; dotted and thin: asked again.
MERMAID: Mapping[Relation, str] = {
    "tests": "-->",
    "tests_not": "--o",
    "concludes": "==>",
    "favours": "==>",
    "opposes": "-.->",
    "vetoes": "--x",
    "recommends": "-->",
    "assigns": "-->",
    "proposes": "-->",
    "reasks": "-.->",
}


def mermaid(graph: Graph, naming: Naming) -> str:
    """Write a picture as a Mermaid flowchart."""
    facts = [Thing("fact", fact) for named in graph.facts.values() for fact in named]
    rules = [Thing("rule", rule) for rule in graph.rules]
    parts = (("f", facts), ("r", rules), ("e", graph.ends))
    ids = {thing: f"{sign}{number}" for sign, things in parts for number, thing in enumerate(things)}
    lines = [f"%% {_one_line(graph.title.in_(naming.lang))}", "flowchart LR"]
    for number, named in enumerate(graph.facts.values()):
        topic = naming.knowledge.facts[named[0]].topic.in_(naming.lang)
        lines.append(f'  subgraph t{number}["{_for_mermaid(topic)}"]')
        lines += [f'    {ids[Thing("fact", fact)]}(["{_for_mermaid(naming.names.fact(fact))}"])' for fact in named]
        lines.append("  end")
    for thing in rules:
        # Where not all of its arrows need hold, it says so.
        some = naming.t("drawing.some") if _has_choice(naming.knowledge.rules[thing.id].when) else ""
        lines.append(f'  {ids[thing]}["{_for_mermaid(naming.title(thing) + some)}"]')
    for end in graph.ends:
        left, right = ("{{", "}}") if end.kind == "mode" else ("[/", "/]")
        lines.append(f'  {ids[end]}{left}"{_for_mermaid(naming.title(end))}"{right}')
    for arrow in graph.arrows:
        label = _label(arrow, naming)
        said = f'|"{_for_mermaid(label)}"|' if label else ""
        lines.append(f"  {ids[arrow.origin]} {MERMAID[arrow.way]}{said} {ids[arrow.target]}")
    return "\n".join(lines) + "\n"


def _has_choice(condition: Condition) -> bool:
    match condition:
        case Any() | AtLeast():
            return True
        case All(parts=parts):
            return any(map(_has_choice, parts))
        case Not(part=part):
            return not isinstance(part, Test)
    return False


def _label(arrow: Arrow, naming: Naming) -> str:
    t = naming.t
    if arrow.way in {"tests", "tests_not", "concludes"}:
        fact = arrow.origin if arrow.origin.kind == "fact" else arrow.target
        order = naming.knowledge.facts[fact.id].states
        states = sorted(arrow.states, key=order.index)
        named = t("list.or").join(naming.names.state(fact.id, state) for state in states)
        return named if arrow.way == "tests" else t(f"drawing.{arrow.way}", states=named)
    if arrow.way == "recommends":
        return ""
    item = naming.names.item(arrow.to_item) if arrow.to_item is not None else ""
    return t(f"drawing.{arrow.way}", item=item, points=f"{arrow.points:+d}" if arrow.points is not None else "")


def _for_mermaid(text: str) -> str:
    return MERMAID_SPECIAL.sub(lambda mark: f"#{ord(mark[0])};", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
