"""rules/ to rules: head, condition, outcomes and examples, each looked up in what the other files declare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mvpod_expert.loading.conditions import ConditionReader
from mvpod_expert.loading.fact_schemas import answered_state, known_fact, outlines, tested_state, written_number
from mvpod_expert.loading.id_uniqueness import check_formers, keep
from mvpod_expert.loading.rule_outcomes import OutcomeReader
from mvpod_expert.loading.table_files import TableReader
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, Node, check_keys, items_of, mapping_of, path_to
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import FrozenModel, Id, Text
from mvpod_expert.model.reviewing import Accepted, Review, ReviewDate
from mvpod_expert.model.rules import OUTCOMES_OF, Evidence, Example, Rationale, Rule, Stratum
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.tables import Table


READ_HERE = ("when", "then", "examples")
EXAMPLE_KINDS = ("fires", "silent")
NO_FAMILY = Text.model_construct(zh="?", en="?")
Examples = tuple[tuple[Example, ...], tuple[Example, ...]]
REVIEW = "review_by"
ACTIONS_OF = {"evidence": ("for", "against")}
"""What authors write for an outcome whose kind has another name."""


@dataclass(frozen=True)
class SymbolTable:
    """What rules may refer to."""

    facts: ById[str, Fact]
    decision: DecisionTable
    shelves: tuple[Shelf, ...]
    support: SupportChecker

    def outline(self) -> object:
        """Return all that reading a rule looks at, to compare: where it is equal, the same text is the same rule."""
        shelves = [(shelf.kind, shelf.chooses, [item.id for item in shelf.items]) for shelf in self.shelves]
        return [outlines(self.facts), self.decision, shelves, self.support.existing]

    def in_full(self) -> object:
        """Return all that reading a table looks at: the titles too, since its cells may say those."""
        return [dict(self.facts), self.decision, self.shelves, self.support.existing]


class _Head(FrozenModel):
    """The part of a rule that is checked by shape alone."""

    id: Id
    formerly: tuple[Id, ...] = ()
    title: Text
    because: Rationale
    review_by: ReviewDate | None = None
    accepted: tuple[Accepted, ...] = ()


class _Header(FrozenModel):
    """The part of a page above its rules that may be left out."""

    review_by: ReviewDate | None = None


class RuleReader:
    """Reads rules against what the other files declare."""

    def __init__(self, declared: SymbolTable, report: DiagnosticCollector) -> None:
        self.declared = declared
        self.report = report
        self.conditions = ConditionReader(declared.facts, report)
        self.outcomes = OutcomeReader(declared.facts, declared.decision, declared.shelves, report)

    def read_families(self, library: Library, place: Path, folders: ById[str, Stratum]) -> dict[str, Rule]:
        """Read the families of the folders in a place, each of a stratum."""
        rules: dict[str, Rule] = {}
        against = library.memory.surroundings(self.declared.outline())
        for folder, stratum in folders.items():
            for page, entries in library.entries(place / folder, "rules", ("family",), optional=(REVIEW,)):
                family_node = page.get("family")
                family = validate(Text, family_node, self.report, about="family") if family_node else None
                review = self._family_review(page)
                for number, node in enumerate(entries, start=1):
                    about = path_to("rules", node, number)
                    read = partial(self.rule, node, family or NO_FAMILY, stratum, about)
                    rule = library.recall(("rule", node, about, against), read)
                    if rule is not None:
                        own = rule if rule.review else rule.model_copy(update={"review": review})
                        keep(own, rules, self.report, "rules")
        return rules

    def _family_review(self, page: Mapping) -> Review | None:
        """Read the header's review date, which holds for the rules that have none of their own."""
        written = page.get(REVIEW)
        if written is None:
            return None
        others = [key.text for key, _ in page if key.text != REVIEW]
        header = validate(_Header, page, self.report, leave=others)
        by = header.review_by if header else None
        return Review(by=by, about="family", place=written.place) if by else None

    def rule(
        self, node: Node, family: Text, stratum: Stratum, about: str, examples: Examples | None = None
    ) -> Rule | None:
        """Read one rule, or nothing when it cannot be one; it may have examples that do not stand in the node."""
        head = validate(_Head, node, self.report, about=about, leave=READ_HERE)
        if not isinstance(node, Mapping):
            return None
        parts = {key: node.get(key) for key in READ_HERE}
        misspelt = {
            closest_match(key.text, READ_HERE) for key, _ in node if key.text not in (*_Head.model_fields, *READ_HERE)
        }
        for key, part in parts.items():
            if part is None and key not in misspelt and not (key == "examples" and examples):
                self.report.add(Code.KEY_MISSING, node, about=about, details={"key": key})
        when = self.conditions.read(parts["when"], f"{about} › when") if parts["when"] else None
        then = self.outcomes.read(parts["then"], f"{about} › then") if parts["then"] else None
        own = self._examples(parts["examples"], f"{about} › examples") if parts["examples"] else ((), ())
        fires, silent = examples or own
        if head is not None:
            self.declared.support.check(head.because, node.at("because"), f"{about} › because")
        else:
            self.declared.support.check_names(node.get("because"), f"{about} › because")
        for test in every_test(when) if when is not None else ():
            if not is_testable(self.declared.facts[test.fact], stratum, self.declared.decision):
                details = {"fact": test.fact, "stratum": stratum}
                self.report.add(Code.FACT_TOO_LATE, test.place, about=about, details=details)
        for outcome in then or ():
            if outcome.kind not in OUTCOMES_OF[stratum]:
                allowed = [action for kind in OUTCOMES_OF[stratum] for action in ACTIONS_OF.get(kind, (kind,))]
                written = outcome.direction if isinstance(outcome, Evidence) else outcome.kind
                self.report.add(Code.OUTCOME_FOREIGN, node.at("then"), about=about, allowed=allowed, written=written)
        if head is None or when is None or then is None:
            return None
        own_review = Review(by=head.review_by, about=about, place=node.at(REVIEW).place) if head.review_by else None
        return Rule(
            id=head.id,
            formerly=head.formerly,
            title=head.title,
            family=family,
            stratum=stratum,
            when=when,
            then=then,
            because=head.because,
            fires=fires,
            silent=silent,
            review=own_review,
            accepted=head.accepted,
            place=node.place,
        )

    def _examples(self, node: Node, about: str) -> Examples:
        examples = mapping_of(node, self.report, about)
        if examples is None:
            return (), ()
        check_keys(examples, EXAMPLE_KINDS, self.report, about)
        found: list[tuple[Example, ...]] = []
        for kind in EXAMPLE_KINDS:
            listing, where = examples.get(kind), f"{about} › {kind}"
            items = items_of(listing, self.report, where) if listing is not None else ()
            found.append(tuple(filter(None, (self._example(item, where) for item in items))))
        return found[0], found[1]

    def _example(self, node: Node, about: str) -> Example | None:
        example = mapping_of(node, self.report, about)
        if example is None:
            return None
        states: dict[str, str] = {}
        numbers: dict[str, float] = {}
        for key, value in example:
            fact = known_fact(self.declared.facts, key, self.report, about)
            if fact is None:
                continue
            read = tested_state if fact.derived else answered_state
            state = read(fact, value, self.report, f"{about} › {key.text}")
            if state is not None:
                states[fact.id] = state
                if fact.kind == "number" and (number := written_number(fact, value)) is not None:
                    numbers[fact.id] = number
        return Example(states=states, numbers=numbers, place=node.place)


def is_testable(fact: Fact, stratum: Stratum, table: DecisionTable) -> bool:
    """Return whether a fact is known by the time that rules of a stratum fire."""
    is_there = {
        "doubt": not fact.derived,
        "derive": fact.id not in {table.decided_fact, table.compared_fact},
        "weigh": fact.id not in {table.decided_fact, table.compared_fact},
        "plan": fact.id != table.compared_fact,
        "compare": not fact.derived or fact.id == table.compared_fact,
    }
    return is_there[stratum]


FOLDERS: dict[str, Stratum] = {
    "doubts": "doubt",
    "derive": "derive",
    "mode": "weigh",
    "plan": "plan",
    "compare": "compare",
}


def read_rules(library: Library, declared: SymbolTable) -> tuple[dict[str, Rule], dict[str, Table]]:
    """Read the families of every folder of rules/, then its tables; return the rules of both, and the tables."""
    reader = RuleReader(declared, library.report)
    rules = reader.read_families(library, library.home.rules, FOLDERS)
    tables: dict[str, Table] = {}
    in_full = library.memory.surroundings(declared.in_full())
    for table, of_table in TableReader(reader, FOLDERS).read_all(library, in_full):
        tables[table.id] = table
        for rule in of_table:
            keep(rule, rules, library.report, "rules")
    check_formers("rules", [(rule.id, rule.formerly, rule.place) for rule in rules.values()], library.report)
    return rules, tables
