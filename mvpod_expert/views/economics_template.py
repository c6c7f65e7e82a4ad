"""A commented template of all numbers a client can give, in one language, to copy into a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.amounts import SEGMENTS
from mvpod_expert.model.figure_names import DIRECT_SEGMENTS, MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.figure_table import DeclaredInput, EconomicsTable, FigureGroup
    from mvpod_expert.views.wording import Wording

GENERAL = "general"


def template(table: EconomicsTable, say: Wording) -> str:
    """Write the template as YAML; every number is an invented one."""
    lines = [*(f"# {each}" for each in say("figures.template_head").split("|")), "economics:"]
    lines += [f"  currency: {say('figures.template_currency')}"]
    for group in table.input_groups:
        lines += _group(group, table, say)
    return "\n".join(lines)


def _group(group: FigureGroup, table: EconomicsTable, say: Wording) -> Iterator[str]:
    yield ""
    yield f"  # {group.title.in_(say.lang)}"
    if group.id == GENERAL:
        for declared in table.inputs:
            if "." not in declared.id:
                yield from _input(declared, declared.id, "  ", say)
        return
    yield f"  {group.id}:"
    indent = "    "
    if group.id == SEGMENTS:
        yield f"    - id: {say('figures.template_segment')}"
        indent = "      "
    if group.id == MIXED:
        yield f"    # {say('figures.template_direct_segments')}"
        yield f"    {DIRECT_SEGMENTS}: [{say('figures.template_segment')}]"
    for declared in table.inputs:
        if declared.id.startswith(f"{group.id}."):
            yield from _input(declared, declared.id.partition(".")[2], indent, say)


def _input(declared: DeclaredInput, key: str, indent: str, say: Wording) -> Iterator[str]:
    unit = say(f"figure_unit_name.{declared.unit}")
    optional = "" if declared.needed else say("figures.template_optional")
    title = say("figures.template_line", title=declared.title.in_(say.lang), unit=unit, optional=optional)
    yield f"{indent}# {title}"
    yield f"{indent}# {' '.join(declared.how.in_(say.lang).split())}"
    yield f"{indent}{'# ' if declared.stands_in else ''}{key}: {declared.example}"
