"""A commented template for vendors, in one language: this case's must-haves and all criteria, to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.views.names import Names
from mvpod_expert.views.vendor_sentences import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.vendor_table import Criterion, VendorTable
    from mvpod_expert.model.vendors import MustHave
    from mvpod_expert.views.wording import Wording


def template(
    knowledge: KnowledgeBase,
    table: VendorTable,
    must_haves: Sequence[MustHave],
    cells: Sequence[str],
    say: Wording,
) -> str:
    """Write the template as YAML.

    Args:
        knowledge: the knowledge base.
        table: the experts' file.
        must_haves: the functions the case's plans need.
        cells: the cells whose plans these are.
        say: the wording.
    """
    names = Names(knowledge, say)
    head = say("vendors.template_head", cells=say("list.comma").join(cells)).split("|")
    lines = [*(f"# {_plain(each)}" for each in head), "vendors:", "  - id: vendor-a"]
    lines += [f"    name: {say('vendors.template_name')}", "    functions:"]
    for each in must_haves:
        carried = say("vendors.function_of", function=names.item(each.function), count=len(each.items))
        lines.append(f"      {each.function}: {UNKNOWN}  # {_plain(carried)}")
    lines.append("    criteria:")
    for gate in table.gates:
        title, meaning = gate.title.in_(say.lang), gate.meaning.in_(say.lang)
        told = say("vendors.template_gate", gate=title, at=share(gate.passes_at), weight=gate.weight, meaning=meaning)
        lines += ["", f"      # {_plain(told)}"]
        for knock_out in gate.knock_outs:
            text = say("vendors.template_knock_out", knock_out=knock_out.title.in_(say.lang))
            lines.append(f"      # {_plain(text)}")
        for criterion in gate.criteria:
            lines += _criterion(criterion, say)
    return "\n".join(lines)


def _criterion(criterion: Criterion, say: Wording) -> Iterator[str]:
    yield f"      # {_plain(say('vendors.criterion_of', id=criterion.id, title=criterion.title.in_(say.lang)))}"
    levels = (
        say("vendors.template_level", score=score, level=level.in_(say.lang))
        for score, level in enumerate(criterion.levels)
    )
    yield f"      #   {_plain(say('list.semicolon').join(levels))}"
    yield f"      #   {_plain(say('vendors.evidence', evidence=criterion.evidence.in_(say.lang)))}"
    if criterion.from_functions:
        yield f"      #   {say('vendors.template_follows')}"
        yield f'      {criterion.id}: {{evidence: ""}}'
    else:
        yield f'      {criterion.id}: {{score: {UNKNOWN}, evidence: ""}}'


def _plain(text: str) -> str:
    """Put a text on one line, so that it stays a comment."""
    return " ".join(text.split())
