"""The checker's part about audits: firings over the answers, defects, as-is against to-be, and the measures.

With the knowledge everything an audit tells is gone through again from the answers and the plans of the cells; without
it, what follows from the audit itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.audit.standard import Measure
from mvpod_expert.model.advice import AnswerGiven
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.rules import Conclude
from mvpod_expert.replay.checker import check_answers, follow, missed
from tests.explanation.oracles.measures import check_called_for, check_measures, open_facts
from tests.explanation.oracles.parts import differing, differs
from tests.explanation.oracles.roadmaps import check_quarters, check_roadmap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.audit.model import Audit, AuditedArea, Finding
    from mvpod_expert.audit.standard import AuditStandard, Element
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation


def check_audit(audit: Audit, cells: Sequence[Advice], knowledge: KnowledgeBase | None = None) -> list[Violation]:
    """Go through the audit of a client's plan.

    Args:
        audit: the audit.
        cells: the advice on the cells of its case.
        knowledge: the knowledge it was made with; without it, only what follows from the audit itself is checked.
    """
    flaws = list(_case(audit, cells))
    apart = audit_parts.KNOWLEDGE.of(knowledge) if knowledge is not None else None
    standard = apart.standard if apart is not None else None
    if apart is None or standard is None:
        return flaws + list(_in_itself(audit))
    asked = _Asked(audit, cells, apart, standard)
    memory = asked.memory()
    flaws += check_answers(audit.answers, apart)
    flaws += follow(audit.trace, asked.seen, memory, apart)
    flaws += missed(apart.rules.values(), (each.rule for each in audit.trace), memory)
    flaws += asked.against()
    flaws += asked.areas()
    flaws += _defects(audit, apart, standard, memory)
    flaws += check_measures(audit, apart)
    measures = [item for item in apart.items() if isinstance(item, Measure)]
    return flaws + list(check_roadmap(audit, standard, measures, open_facts(apart, memory, asked.unwanted)))


def _case(audit: Audit, cells: Sequence[Advice]) -> Iterator[Violation]:
    """Hold what an audit says of its case against the cells that were saved with it."""
    if audit.against != audit.source:
        yield differs(audit.source, "source", audit.against, audit.source)
    clients = {cell.client for cell in cells}
    if clients and audit.client not in clients:
        yield differs(audit.source, "client", audit.client, clients)
    told = audit.mode.recommended if audit.mode is not None else None
    chosen = tuple((cell.id, cell.chosen) for cell in cells)
    if told != chosen:
        yield differs(audit.source, "recommended", told, chosen)


@dataclass(frozen=True)
class _Asked:
    """What was answered about a plan, and what the to-be calls for.

    Args:
        cells: the advice whose plans are the to-be.
    """

    audit: Audit
    cells: Sequence[Advice]
    knowledge: KnowledgeBase
    standard: AuditStandard

    @cached_property
    def unwanted(self) -> set[str]:
        """The elements the to-be does not call for."""
        answers = {answer.fact: answer.state for answer in self.audit.answers}
        is_decided = all(cell.chosen is not None for cell in self.cells)
        return {
            element.fact
            for element in self.standard.elements()
            if (self._is_left_out(element) if is_decided else answers.get(element.fact) == NOT_APPLICABLE)
        }

    def _is_left_out(self, element: Element) -> bool:
        """Return whether neither the plans nor the modes that are recommended call for an element that not all want."""
        is_for_all = not element.wanted_for and not element.wanted_in
        is_called_for = self._to_be(element.wanted_for) or {cell.chosen for cell in self.cells} & {*element.wanted_in}
        return not is_for_all and not is_called_for

    @cached_property
    def seen(self) -> dict[str, AnswerGiven]:
        """The answers as the rules see them.

        What is not called for does not apply; what is, and is left out as not applicable, is a gap.
        """
        unwanted = self.unwanted
        seen = {each.fact: each for each in self.audit.answers if each.fact not in unwanted}
        for fact in unwanted:
            seen[fact] = AnswerGiven(fact=fact, given=NOT_APPLICABLE, state=NOT_APPLICABLE, layer="shared")
        for element in self.standard.elements():
            answer = seen.get(element.fact)
            if element.fact not in unwanted and answer is not None and answer.state == NOT_APPLICABLE:
                seen[element.fact] = answer.model_copy(update={"state": self._gap(element)})
        return seen

    def _gap(self, element: Element) -> str:
        states = self.knowledge.facts[element.fact].states
        return [state for state in states if state not in element.there and state not in element.partly][-1]

    def _how_far(self, element: Element) -> str:
        answer = self.seen.get(element.fact)
        if element.fact in self.unwanted:
            return "not_wanted"
        if answer is None or answer.state == UNKNOWN:
            return "unknown"
        if answer.state in element.there:
            return "there"
        return "partly" if answer.state in element.partly else "missing"

    def memory(self) -> dict[str, str]:
        """Return the known answers as the rules see them."""
        return {name: each.state for name, each in self.seen.items() if each.state != UNKNOWN}

    def _to_be(self, kinds: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.item for cell in self.cells for each in cell.selected if each.kind in kinds))

    def against(self) -> Iterator[Violation]:
        """Look at the mode the plan states and at what the client can carry out."""
        answers = {answer.fact: answer for answer in self.audit.answers}
        stated = answers.get(self.standard.mode)
        modes = {mode.id for mode in self.knowledge.decision.modes}
        mode = stated.state if stated is not None and stated.state in modes else None
        if self.audit.mode is not None:
            yield from differing(self.audit.source, self.audit.mode, {"stated": mode})
        number = answers.get(self.standard.capacity)
        is_number = number is not None and number.state != UNKNOWN and isinstance(number.given, int | float)
        capacity = int(number.given) if number is not None and is_number else None
        yield from differing(self.audit.source, self.audit, {"capacity": capacity})

    def areas(self) -> Iterator[Violation]:
        """Hold every element against its answer, and count."""
        seen = self.seen
        told = {area.area: area for area in self.audit.areas}
        names = [area.area for area in self.audit.areas]
        if names != [area.id for area in self.standard.areas]:
            yield differs(self.audit.source, "area", names, [area.id for area in self.standard.areas])
        for area in self.standard.areas:
            of_area = told.get(area.id)
            if of_area is None:
                continue
            yield from differing(area.id, of_area, {"title": area.title})
            yield from _counted(of_area, [self._how_far(element) for element in area.elements])
            elements = {element.fact: element for element in of_area.elements}
            stated, expected = (
                [element.fact for element in of_area.elements],
                [element.fact for element in area.elements],
            )
            if stated != expected:
                yield differs(area.id, "order", stated, expected)
            for each in area.elements:
                if each.fact not in elements:
                    continue
                answer = seen.get(each.fact)
                yield from differing(
                    each.fact,
                    elements[each.fact],
                    {
                        "title": self.knowledge.facts[each.fact].title,
                        "how_far": self._how_far(each),
                        "state": answer.state if answer is not None else None,
                        "to_be": self._to_be((*each.wanted_for, *each.to_be)),
                    },
                )


def _counted(area: AuditedArea, found: Sequence[str]) -> Iterator[Violation]:
    yield from differing(
        area.area,
        area,
        {
            "wanted": sum(each != "not_wanted" for each in found),
            "there": found.count("there"),
            "partly": found.count("partly"),
            "missing": found.count("missing"),
            "unknown": found.count("unknown"),
        },
    )


def _concluded(audit: Audit) -> dict[str, dict[str, list[str]]]:
    """Return for each concluded fact its states, with the rules behind each."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for firing in audit.trace:
        for effect in firing.effects:
            if isinstance(effect, Conclude):
                found[effect.fact][effect.state].append(firing.rule)
    return found


def _defects(
    audit: Audit, knowledge: KnowledgeBase, standard: AuditStandard, memory: Mapping[str, str]
) -> Iterator[Violation]:
    """Hold the defects and the balance against what was concluded, and what is open against what was asked."""
    concluded = _concluded(audit)
    told = [defect.fact for defect in audit.defects]
    if told != list(standard.defects) or audit.balance.fact != standard.balance:
        yield differs(audit.source, "order", [*told, audit.balance.fact], [*standard.defects, standard.balance])
        return
    for each in (*audit.defects, audit.balance):
        yield from _defect(each, concluded)
        fact = knowledge.facts[each.fact]
        rules = [rule for rule in knowledge.rules.values() if any(one.fact == fact.id for one in rule.concluded())]
        tested = dict.fromkeys(test.fact for rule in rules for test in every_test(rule.when))
        is_open = fact.id not in memory
        yield from differing(
            each.fact,
            each,
            {
                "title": fact.title,
                "meaning": next((one.meaning for one in fact.options if one.id == each.state), None),
                "open_facts": tuple(name for name in tested if name not in memory) if is_open else (),
            },
        )


def _defect(defect: Finding, concluded: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Violation]:
    states = concluded.get(defect.fact, {})
    state = next(iter(states), None)
    rules = tuple(rule for each in states.values() for rule in each)
    yield from differing(defect.fact, defect, {"state": state, "rules": rules})


def _in_itself(audit: Audit) -> Iterator[Violation]:
    """Check what needs no knowledge: what the rules saw is told beside each element."""
    answers = {answer.fact: answer for answer in audit.answers}
    for area in audit.areas:
        yield from _counted(area, [each.how_far for each in area.elements])
        for element in area.elements:
            if element.state is None:
                answers.pop(element.fact, None)
            elif element.fact in answers:
                answers[element.fact] = answers[element.fact].model_copy(update={"state": element.state})
    memory = {name: each.state for name, each in answers.items() if each.state != UNKNOWN}
    yield from follow(audit.trace, answers, memory, None)
    concluded = _concluded(audit)
    for defect in (*audit.defects, audit.balance):
        yield from _defect(defect, concluded)
    yield from check_called_for(audit)
    yield from check_quarters(audit)
