"""What was answered about a client's existing plan to its audit: defects, as-is against to-be, and the roadmap."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.capability import ANSWERS, AUDITS, KEY, KNOWLEDGE
from mvpod_expert.audit.model import COUNTED, Audit, AuditedArea, AuditedElement, Finding, ModeAgainst, PlannedMeasure
from mvpod_expert.audit.standard import AuditKnowledge, Element, Measure, StandardArea
from mvpod_expert.capability import Service, ServiceContext
from mvpod_expert.engine.inference import Tracer
from mvpod_expert.engine.port import select_engine
from mvpod_expert.model.advice import Advice, AnswerGiven
from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile, Cell
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.rules import Recommend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.audit.model import HowFar
    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.trace import Firing


@dataclass(frozen=True)
class ToBe:
    """The plan that an existing one is held against: the file of a case, and the advice on its cells."""

    source: str
    cells: Sequence[Advice] = field(default=())

    def items(self, kinds: Sequence[str]) -> tuple[str, ...]:
        """Return the items of some kinds that the plan of any cell has."""
        return tuple(dict.fromkeys(each.item for cell in self.cells for each in cell.selected if each.kind in kinds))


class Auditor:
    """Audits plans by the knowledge base of the audit, with the engine that is named or the default one."""

    def __init__(self, knowledge: AuditKnowledge, base: RuleBase, engine: str | None = None) -> None:
        self.knowledge = knowledge
        self.standard = knowledge.standard
        self.tracer = Tracer(knowledge, base, select_engine(base, engine).engine)
        self.measures = [item for item in knowledge.items() if isinstance(item, Measure)]

    def audit(
        self, answers: Mapping[str, Answer], *, client: str | None = None, source: str = "", to_be: ToBe | None = None
    ) -> Audit:
        """Audit one plan by what was answered about it in a source, against the to-be or the standard alone."""
        unwanted = {element.fact for element in self.standard.elements() if not _is_wanted(element, answers, to_be)}
        cell = Cell(id=ONLY_CELL, answers=self._seen(answers, unwanted))
        memory = cell.memory()
        concluding = self.tracer.fire("derive", cell, memory)
        planning = self.tracer.fire("plan", cell, memory)
        capacity = answers.get(self.standard.capacity)
        a_quarter = int(capacity.given) if capacity is not None and capacity.is_known else None
        unsettled = self._unsettled({*memory, *unwanted})
        return Audit(
            client=client,
            source=source,
            against=to_be.source if to_be is not None else None,
            answers=tuple(AnswerGiven.of(answer) for answer in answers.values()),
            mode=self._mode(answers, to_be),
            defects=tuple(self._finding(name, concluding, memory) for name in self.standard.defects),
            balance=self._finding(self.standard.balance, concluding, memory),
            areas=tuple(self._area(area, cell.answers, unwanted, to_be) for area in self.standard.areas),
            measures=self._roadmap(planning, unsettled, a_quarter),
            capacity=a_quarter,
            trace=(*concluding, *planning),
        )

    def _seen(self, answers: Mapping[str, Answer], unwanted: set[str]) -> dict[str, Answer]:
        """Return the answers the rules see.

        What is not called for does not apply, whatever was answered; and there is a gap where the plan leaves out as
        not applicable what is recommended to the client.
        """
        seen = dict(answers)
        for element in self.standard.elements():
            fact, answer = element.fact, seen.get(element.fact)
            if fact in unwanted:
                seen[fact] = Answer(fact=fact, given=NOT_APPLICABLE, state=NOT_APPLICABLE, layer="shared")
            elif answer is not None and answer.state == NOT_APPLICABLE:
                states = reversed(self.knowledge.facts[fact].states)
                gap = next(state for state in states if state not in (*element.there, *element.partly))
                seen[fact] = answer.model_copy(update={"state": gap})
        return seen

    def _mode(self, answers: Mapping[str, Answer], to_be: ToBe | None) -> ModeAgainst | None:
        if to_be is None:
            return None
        stated = answers.get(self.standard.mode)
        modes = {mode.id for mode in self.knowledge.decision.modes}
        return ModeAgainst(
            stated=stated.state if stated is not None and stated.state in modes else None,
            recommended=tuple((cell.id, cell.chosen) for cell in to_be.cells),
        )

    def _finding(self, name: str, firings: Sequence[Firing], memory: Mapping[str, str]) -> Finding:
        fact = self.knowledge.facts[name]
        state = memory.get(name)
        concluding = [rule for rule in self.knowledge.rules.values() if any(e.fact == name for e in rule.concluded())]
        ids = {rule.id for rule in concluding}
        tested = dict.fromkeys(test.fact for rule in concluding for test in every_test(rule.when))
        return Finding(
            fact=name,
            title=fact.title,
            state=state,
            meaning=next((option.meaning for option in fact.options if option.id == state), None),
            rules=tuple(firing.rule for firing in firings if firing.rule in ids),
            open_facts=tuple(each for each in tested if each not in memory) if state is None else (),
        )

    def _area(
        self, area: StandardArea, answers: Mapping[str, Answer], unwanted: set[str], to_be: ToBe | None
    ) -> AuditedArea:
        elements = []
        for element in area.elements:
            answer = answers.get(element.fact)
            how_far: HowFar = "missing"
            if element.fact in unwanted:
                how_far = "not_wanted"
            elif answer is None or not answer.is_known:
                how_far = "unknown"
            elif answer.state in (*element.there, *element.partly):
                how_far = "there" if answer.state in element.there else "partly"
            audited = AuditedElement(
                fact=element.fact,
                title=self.knowledge.facts[element.fact].title,
                how_far=how_far,
                state=answer.state if answer is not None else None,
                to_be=to_be.items((*element.wanted_for, *element.to_be)) if to_be is not None else (),
            )
            elements.append(audited)
        counts = Counter(element.how_far for element in elements)
        return AuditedArea(
            area=area.id,
            title=area.title,
            elements=tuple(elements),
            wanted=len(elements) - counts["not_wanted"],
            **{each: counts[each] for each in COUNTED},
        )

    def _unsettled(self, settled: set[str]) -> dict[str, dict[str, None]]:
        """Return for each measure the facts that are not known and may yet call for it."""
        unsettled: dict[str, dict[str, None]] = defaultdict(dict)
        for rule in self.knowledge.rules_of("plan"):
            open_facts = dict.fromkeys(test.fact for test in every_test(rule.when) if test.fact not in settled)
            for outcome in rule.then:
                if isinstance(outcome, Recommend):
                    unsettled[outcome.item] |= open_facts
        return unsettled

    def _roadmap(
        self, firings: Sequence[Firing], unsettled: Mapping[str, Mapping[str, None]], capacity: int | None
    ) -> tuple[PlannedMeasure, ...]:
        """Return the measures that are called for, quarter by quarter, as many a quarter as can be carried out.

        A measure begins in the first quarter after all that come before it. What is small and waits for nothing is a
        quick win and goes first; then the smaller goes before the larger, and equal ones in the order of the files.
        """
        rules: dict[str, list[str]] = defaultdict(list)
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, Recommend):
                    rules[effect.item].append(firing.rule)
        chosen = {measure.id: measure for measure in self.measures if measure.id in rules}
        efforts, stretches = [effort.id for effort in self.standard.efforts], self.standard.waves
        after = {name: tuple(filter(chosen.__contains__, each.after)) for name, each in chosen.items()}
        to_settle = {
            name: tuple(
                dict.fromkeys(fact for one in each.after if one not in chosen for fact in unsettled.get(one, ()))
            )
            for name, each in chosen.items()
        }
        waiting = {name for name in chosen if after[name] or to_settle[name]}
        quick = {name for name, each in chosen.items() if each.effort == efforts[0] and name not in waiting}
        order = list(chosen)

        def rank(name: str) -> tuple[bool, int, int]:
            return name not in quick, efforts.index(chosen[name].effort), order.index(name)

        said = PlannedMeasure.model_fields.keys() & Measure.model_fields.keys()
        return tuple(
            PlannedMeasure(
                **{key: getattr(chosen[name], key) for key in said}
                | {
                    "measure": name,
                    "rules": tuple(rules[name]),
                    "after": after[name],
                    "to_settle": to_settle[name],
                    "is_quick_win": name in quick,
                    "wave": stretches[min(quarter, len(stretches)) - 1].id,
                    "quarter": quarter,
                }
            )
            for quarter, begun in enumerate(waves(after, rank, capacity), start=1)
            for name in begun
        )


def _is_wanted(element: Element, answers: Mapping[str, Answer], to_be: ToBe | None) -> bool:
    """Return whether the to-be calls for an element: by its plan if all cells have one, or unless not applicable."""
    if to_be is not None and all(cell.chosen is not None for cell in to_be.cells):
        if not element.wanted_for and not element.wanted_in:
            return True
        return bool(to_be.items(element.wanted_for)) or any(cell.chosen in element.wanted_in for cell in to_be.cells)
    answer = answers.get(element.fact)
    return answer is None or answer.state != NOT_APPLICABLE


class _AuditService(Service):
    """Audits existing plans for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    @cached_property
    def auditor(self) -> Auditor | None:
        """What audits plans, where the knowledge has an audit; made when first needed."""
        own = KNOWLEDGE.of(self.context.knowledge)
        base = self.context.base.beside.get(KEY)
        return Auditor(own, base, self.context.engine) if own is not None and base is not None else None

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the audit of the plan the case describes."""
        answers = ANSWERS.of(case)
        if answers is None or self.auditor is None:
            return {}
        to_be = ToBe(case.file, advised)
        return {AUDITS.name: (self.auditor.audit(answers, client=case.client, source=case.file, to_be=to_be),)}


SERVICE = _AuditService


def auditor_of(adviser: Adviser) -> Auditor:
    """Return what audits plans with an adviser's knowledge and engine; its knowledge must have an audit."""
    service = adviser.service(KEY)
    assert isinstance(service, _AuditService)  # noqa: S101 - the service registered under this key
    assert service.auditor is not None  # noqa: S101 - the caller has looked for an audit in the knowledge
    return service.auditor
