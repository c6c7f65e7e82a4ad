"""A commented template for vendors, in one language: this case's must-haves and all criteria, to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.vendors.sections import share
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import MustHave
    from mvpod_expert.vendors.table import Criterion, VendorTable
    from mvpod_expert.views.messages import Messages


def template(
    knowledge: KnowledgeBase,
    table: VendorTable,
    must_haves: Sequence[MustHave],
    cells: Sequence[str],
    t: Messages,
) -> str:
    """Write the template as YAML.

    Args:
        knowledge: the knowledge base.
        table: the experts' file.
        must_haves: the functions the case's plans need.
        cells: the cells whose plans these are.
        t: the messages of one language.
    """
    names = Names(knowledge, t)
    head = t("vendors.template_head", cells=t("list.comma").join(cells)).split("|")
    lines = [*(f"# {_plain(each)}" for each in head), "vendors:", "  - id: vendor-a"]
    lines += [f"    name: {t('vendors.template_name')}", "    functions:"]
    for have in must_haves:
        carried = t("vendors.function_of", function=names.item(have.function), count=len(have.items))
        lines.append(f"      {have.function}: {UNKNOWN}  # {_plain(carried)}")
    lines.append("    criteria:")
    for gate in table.gates:
        title, meaning = gate.title.in_(t.lang), gate.meaning.in_(t.lang)
        comment = t("vendors.template_gate", gate=title, at=share(gate.passes_at), weight=gate.weight, meaning=meaning)
        lines += ["", f"      # {_plain(comment)}"]
        for knock_out in gate.knock_outs:
            text = t("vendors.template_knock_out", knock_out=knock_out.title.in_(t.lang))
            lines.append(f"      # {_plain(text)}")
        for criterion in gate.criteria:
            lines += _criterion(criterion, t)
    return "\n".join(lines)


def _criterion(criterion: Criterion, t: Messages) -> Iterator[str]:
    yield f"      # {_plain(t('vendors.criterion_of', id=criterion.id, title=criterion.title.in_(t.lang)))}"
    levels = (
        t("vendors.template_level", score=score, level=level.in_(t.lang))
        for score, level in enumerate(criterion.levels)
    )
    yield f"      #   {_plain(t('list.semicolon').join(levels))}"
    yield f"      #   {_plain(t('vendors.evidence', evidence=criterion.evidence.in_(t.lang)))}"
    if criterion.from_functions:
        yield f"      #   {t('vendors.template_follows')}"
        yield f'      {criterion.id}: {{evidence: ""}}'
    else:
        yield f'      {criterion.id}: {{score: {UNKNOWN}, evidence: ""}}'


def _plain(text: str) -> str:
    """Put a text on one line, so that it stays a comment."""
    return " ".join(text.split())
