"""The numbers of `economics:` as they are asked for at an interview: by group, segment by segment."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from mvpod_expert.economics.amount_reader import ENDS
from mvpod_expert.economics.capability import KEY, TABLE
from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.names import DIRECT_SEGMENTS, MIXED
from mvpod_expert.model.form import Field, Form, found_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.economics.table import DeclaredInput
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

GENERAL = "general"
ID = "id"


class _EconomicsForm(Form):
    """Asks for every number that is declared; segments one after another, until one has no name."""

    key = KEY
    is_of_cell = True

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.table = TABLE.of(knowledge)
        self.t = t
        self.title = t("figures.form_title")

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the numbers; those that stand in for others are left to the file."""
        if self.table is None:
            return
        for group in self.table.input_groups:
            heading = group.title.in_(self.t.lang)
            of_group = [each for each in self.table.inputs if _group(each) == group.id and not each.stands_in]
            if group.id != SEGMENTS:
                yield from (self._field(each, tuple(each.id.split(".")), heading) for each in of_group)
                if group.id == MIXED and found_at(section, (SEGMENTS, "1")) is not None:
                    title, how = self.t("figures.form_direct"), self.t("figures.template_direct_segments")
                    yield Field((MIXED, DIRECT_SEGMENTS), heading, title, how=how, shaped=_names)
                continue
            for number in count(1):
                at = (SEGMENTS, str(number))
                title = self.t("figures.form_segment", number=number)
                yield Field((*at, ID), heading, title, how=self.t("figures.form_segment_how"))
                name = found_at(section, (*at, ID))
                if name is None:
                    break
                keys = ((each, each.id.partition(".")[2]) for each in of_group)
                yield from (self._field(each, (*at, key), f"{heading} · {name}") for each, key in keys)

    def _field(self, declared: DeclaredInput, path: tuple[str, ...], topic: str) -> Field:
        unit = self.t(f"figure_unit_name.{declared.unit}")
        title = declared.title.in_(self.t.lang)
        return Field(path, topic, title, how=" ".join(declared.how.in_(self.t.lang).split()), unit=unit, shaped=_amount)


def _group(declared: DeclaredInput) -> str:
    return declared.id.partition(".")[0] if "." in declared.id else GENERAL


def _amount(typed: str) -> Any:
    """Return an amount as it is written in a case: three numbers are low, likely and high."""
    parts = [part.strip() for part in typed.replace("／", "/").split("/")]
    return dict(zip(ENDS, parts, strict=True)) if len(parts) == len(ENDS) else typed.strip()


def _names(typed: str) -> list[str]:
    return [name.strip() for name in typed.replace("，", ",").replace("、", ",").split(",") if name.strip()]


FORM = _EconomicsForm
