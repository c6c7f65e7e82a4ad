"""The plan of today as it is asked for at an interview: the questions of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.capability import KEY, KNOWLEDGE
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.form import Field, FieldOption, Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class _PlanForm(Form):
    """Asks what the plan that is used today has."""

    key = KEY
    is_of_cell = False

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.audited = KNOWLEDGE.of(knowledge)
        self.lang = t.lang
        self.title = t("audit.form_title")

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the questions in the order of the files."""
        for fact in self.audited.asked() if self.audited is not None else ():
            yield Field(
                (fact.id,),
                fact.topic.in_(self.lang),
                fact.title.in_(self.lang),
                question=" ".join((fact.question or fact.title).in_(self.lang).split()),
                how=" ".join(fact.how.in_(self.lang).split()) if fact.how is not None else "",
                unit=fact.unit.in_(self.lang) if fact.unit is not None else "",
                options=() if fact.kind == "number" else tuple(self._options(fact)),
            )

    def _options(self, fact: Fact) -> Iterator[FieldOption]:
        meanings = {option.id: option.meaning.in_(self.lang) for option in fact.options}
        for state in (*fact.states, *((NOT_APPLICABLE,) if fact.may_not_apply else ()), UNKNOWN):
            value = state == "true" if fact.kind == "flag" and state in {"true", "false"} else state
            yield FieldOption(value, fact.state_title(state).in_(self.lang), meanings.get(state, ""))


FORM = _PlanForm
