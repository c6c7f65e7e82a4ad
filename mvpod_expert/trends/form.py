"""The history of a market cell as it is asked for at an interview: the file it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.model.form import Field, Form
from mvpod_expert.trends.capability import CASE_KEY, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class _HistoryForm(Form):
    """Asks for one file."""

    key = CASE_KEY
    is_of_cell = True

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.table = TABLE.of(knowledge)
        self.t = t
        self.title = t("trends.form_title")

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the field for the file."""
        if self.table is not None:
            yield Field((), self.title, self.t("trends.form_file"), how=self.t("trends.form_file_how"))


FORM = _HistoryForm
