"""The plan of today as it is asked for at an interview: the questions of the audit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.capability import KEY, KNOWLEDGE
from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.form import Field, FieldOption, Form
from mvpod_expert.model.rules import Recommend

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
        self.t = t
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
                unit=self.t("audit.form_unit", unit=fact.unit.in_(self.lang)) if fact.unit is not None else "",
                options=() if fact.kind == "number" else tuple(self._options(fact)),
                shaped=partial(_number, fact) if fact.kind == "number" else str.strip,
                why=partial(self._why, fact),
            )

    def _why(self, fact: Fact) -> tuple[str, ...]:
        """Return why it is asked, what the answer helps to conclude, and the measures it can call for."""
        known, lang = self.audited, self.lang
        if known is None:
            return ()
        items = {item.id: item.title.in_(lang) for item in known.items()}
        rules = [rule for rule in known.rules.values() if any(test.fact == fact.id for test in every_test(rule.when))]
        concluded = [known.facts[each.fact].title.in_(lang) for rule in rules for each in rule.concluded()]
        measures = [items[each.item] for rule in rules for each in rule.then if isinstance(each, Recommend)]
        said = [self.t("interview.why", text=" ".join(fact.why.in_(lang).split()))] if fact.why is not None else []
        for key, names in (("audit.concludes", concluded), ("audit.calls_for", measures)):
            if names:
                said.append(self.t(key, names=self.t("list.comma").join(dict.fromkeys(names))))
        return tuple(said)

    def _options(self, fact: Fact) -> Iterator[FieldOption]:
        meanings = {option.id: option.meaning.in_(self.lang) for option in fact.options}
        for state in (*fact.states, *((NOT_APPLICABLE,) if fact.may_not_apply else ()), UNKNOWN):
            value = state == "true" if fact.kind == "flag" and state in {"true", "false"} else state
            yield FieldOption(value, fact.state_title(state).in_(self.lang), meanings.get(state, ""))


def _number(fact: Fact, typed: str) -> Any:
    """Return a number as it is written in a case, or `unknown`; what is neither stays for the reader to refuse."""
    understood = understand(fact, typed)
    if not isinstance(understood, Answer):
        return typed.strip()
    return f"{understood.given}%" if fact.is_per_cent and isinstance(understood.given, float) else understood.given


FORM = _PlanForm
