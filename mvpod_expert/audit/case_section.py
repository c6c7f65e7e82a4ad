"""What a case file says about the plan a client already has, and the questions about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.capability import KEY, KNOWLEDGE
from mvpod_expert.capability import CaseContext, CaseSection, Form
from mvpod_expert.loading.answers import AnswerReader
from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact
from mvpod_expert.model.form import Field, FieldOption
from mvpod_expert.model.rules import Recommend

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode


class _AuditSection(CaseSection):
    """Reads `audit:` of a case file."""

    def __init__(self, context: CaseContext) -> None:
        self.context = context
        self.knowledge = KNOWLEDGE.of(context.knowledge)

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Return the answers about the plan the client already has."""
        written, report = node.get(KEY), self.context.report
        if written is None or self.knowledge is None:
            if written is not None:
                report.add(Code.AUDIT_UNDECLARED, node.key(KEY) or written, about=KEY)
            return {KEY: None}
        reader = AnswerReader(self.knowledge.facts, report, takes_former=self.context.takes_former)
        return {KEY: reader.read(written, KEY, "shared")}


SECTION = _AuditSection


class _PlanForm(Form):
    """Asks what the plan that is used today has."""

    key = KEY
    heading = "audit.form_title"
    is_of_cell = False

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the questions in the order of the files."""
        audited, lang = KNOWLEDGE.of(self.knowledge), self.t.lang
        for fact in audited.asked() if audited is not None else ():
            yield Field(
                (fact.id,),
                fact.topic.in_(lang),
                fact.title.in_(lang),
                question=" ".join((fact.question or fact.title).in_(lang).split()),
                how=" ".join(fact.how.in_(lang).split()) if fact.how is not None else "",
                unit=self.t("audit.form_unit", unit=fact.unit.in_(lang)) if fact.unit is not None else "",
                options=() if fact.kind == "number" else tuple(self._options(fact)),
                shaped=partial(_number, fact) if fact.kind == "number" else str.strip,
                why=partial(self._why, fact),
            )

    def _why(self, fact: Fact) -> tuple[str, ...]:
        """Return why it is asked, what the answer helps to conclude, and the measures it can call for."""
        known, lang = KNOWLEDGE.of(self.knowledge), self.t.lang
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
        lang = self.t.lang
        meanings = {option.id: option.meaning.in_(lang) for option in fact.options}
        for state in (*fact.states, *((NOT_APPLICABLE,) if fact.may_not_apply else ()), UNKNOWN):
            value = state == "true" if fact.kind == "flag" and state in {"true", "false"} else state
            yield FieldOption(value, fact.state_title(state).in_(lang), meanings.get(state, ""))


def _number(fact: Fact, typed: str) -> Any:
    """Return a number as it is written in a case, or `unknown`; what is neither stays for the reader to refuse."""
    understood = understand(fact, typed)
    if not isinstance(understood, Answer):
        return typed.strip()
    return f"{understood.given}%" if fact.is_per_cent and isinstance(understood.given, float) else understood.given


FORM = _PlanForm
