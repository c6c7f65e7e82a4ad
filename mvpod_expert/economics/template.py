"""A commented template of all numbers a client can give, in one language, to copy into a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.names import DIRECT_SEGMENTS, MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.economics.table import DeclaredInput, EconomicsTable, FigureGroup
    from mvpod_expert.views.messages import Messages

GENERAL = "general"


def template(table: EconomicsTable, t: Messages) -> str:
    """Write the template as YAML; every number is an invented one."""
    lines = [*(f"# {each}" for each in t("figures.template_head").split("|")), "economics:"]
    lines += [f"  currency: {t('figures.template_currency')}"]
    for group in table.input_groups:
        lines += _group(group, table, t)
    return "\n".join(lines)


def _group(group: FigureGroup, table: EconomicsTable, t: Messages) -> Iterator[str]:
    yield ""
    yield f"  # {group.title.in_(t.lang)}"
    if group.id == GENERAL:
        for declared in table.inputs:
            if "." not in declared.id:
                yield from _input(declared, declared.id, "  ", t)
        return
    yield f"  {group.id}:"
    indent = "    "
    if group.id == SEGMENTS:
        yield f"    - id: {t('figures.template_segment')}"
        indent = "      "
    if group.id == MIXED:
        yield f"    # {t('figures.template_direct_segments')}"
        yield f"    {DIRECT_SEGMENTS}: [{t('figures.template_segment')}]"
    for declared in table.inputs:
        if declared.id.startswith(f"{group.id}."):
            yield from _input(declared, declared.id.partition(".")[2], indent, t)


def _input(declared: DeclaredInput, key: str, indent: str, t: Messages) -> Iterator[str]:
    unit = t(f"figure_unit_name.{declared.unit}")
    optional = "" if declared.needed else t("figures.template_optional")
    title = t("figures.template_line", title=declared.title.in_(t.lang), unit=unit, optional=optional)
    yield f"{indent}# {title}"
    yield f"{indent}# {' '.join(declared.how.in_(t.lang).split())}"
    yield f"{indent}{'# ' if declared.stands_in else ''}{key}: {declared.example}"
