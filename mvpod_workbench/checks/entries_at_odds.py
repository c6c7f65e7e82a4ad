"""Entries that are right field by field and cannot be meant as a whole, such as an item that brings itself.

Rules that say nothing, contradict another, repeat it, or leave no mode are among them, as far as a look at conditions
alone can tell; whether rules do so on some answers only is proved by `rules verify`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import Clause, clauses_of
from mvpod_expert.model.conditions import Any, Condition, every_part
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, warning
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.model.rules import Evidence, Exclude, Rule
from mvpod_workbench.lookup.fields import written
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

    Found = tuple[Place, str, str, str]


FAVOURS: Mapping[Lang, str] = {
    "zh": "(?<![不勿难])(?:宜|偏|利于|适合|支持|更该){}",
    "en": r"(?<!not )\b(?:favou?rs?|suits?|speaks? for|calls? for|leads? to|asks? for) (?:an? |the )?{}\b",
}
"""How titles say that a mode suits."""
USUAL = 0.9
"""The share of one kind among what carries items from which on another kind is a slip."""


def entries_at_odds(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each entry two fields of which contradict each other, or say the same."""
    for place, entry, kind, said in chain.from_iterable(
        find(knowledge) for find in (_rules, _items, _cases, _directions, _laws, _pictures, _sources)
    ):
        yield warning(Code.ENTRY_AT_ODDS, place, entry, {"kind": kind, "written": said})


def _rules(knowledge: KnowledgeBase) -> Iterator[Found]:
    """Find rules whose title says that a mode suits, and which do not speak for it."""
    for rule in knowledge.rules_of("weigh"):
        argued = {each.mode for each in rule.then if isinstance(each, Evidence) and each.direction == "for"}
        for mode in knowledge.decision.modes:
            says = (
                re.search(FAVOURS[lang].format(re.escape(mode.title.in_(lang))), rule.title.in_(lang), re.IGNORECASE)
                for lang in LANGS
            )
            if mode.id not in argued and any(says):
                yield rule.place, f"rules › {rule.id} › title", "argues", mode.id


def _items(knowledge: KnowledgeBase) -> Iterator[Found]:
    for item in knowledge.items():
        about = f"items › {item.id}"
        if item.id in item.brings:
            yield item.place, f"{about} › brings", "brings", item.id
        for change in item.changes:
            if change.from_ == change.to:
                yield item.place, f"{about} › changes › {change.fact}", "change", change.to
    # What carries the items of a home is of one kind, its system functions; another is a slip among many ids.
    kind_of = {item.id: shelf.kind for shelf in knowledge.shelves for item in shelf.items}
    carriers = [(item, each) for item in knowledge.items() for each in item.carried_by]
    (usual, count), *_ = Counter(kind_of[each] for _, each in carriers).most_common() or [("", 0)]
    for item, each in carriers:
        if kind_of[each] != usual and count >= USUAL * len(carriers):
            yield item.place, f"items › {item.id} › carried_by", "carried", each


def _cases(knowledge: KnowledgeBase) -> Iterator[Found]:
    for case in knowledge.cases.values():
        about = f"cases › {case.id}"
        if case.outcome.mode in case.outcome.also_acceptable:
            yield case.place, f"{about} › outcome › also_acceptable", "acceptable", case.outcome.mode
        for fact in case.documented:
            answer = case.cell.answers.get(fact)
            if answer is None or not answer.is_known:
                yield case.place, f"{about} › documented", "documented", fact


def _directions(knowledge: KnowledgeBase) -> Iterator[Found]:
    for each in knowledge.directions:
        about = f"directions › {each.raising}"
        if each.never_favours in each.over:
            yield each.place, f"{about} › over", "over", each.never_favours
        if len(each.through) == 1:
            yield each.place, f"{about} › through", "through", each.through[0]


def _laws(knowledge: KnowledgeBase) -> Iterator[Found]:
    """Find laws that nothing can break: whatever is answered to a fact that lifts them, they are lifted."""
    for law in knowledge.laws:
        for fact, states in law.unless.items():
            if {*states} >= {*law.answers.get(fact, knowledge.facts[fact].known_states)}:
                yield law.place, f"laws › {law.id} › unless", "lifted", fact


def _pictures(knowledge: KnowledgeBase) -> Iterator[Found]:
    if knowledge.pictures is not None:
        for area in knowledge.pictures.house:
            for fact in area.strong.keys() & area.missing.keys():
                for state in sorted({*area.strong[fact]} & {*area.missing[fact]}):
                    yield knowledge.pictures.place, f"pictures › house › {fact}", "pictured", state


def _sources(knowledge: KnowledgeBase) -> Iterator[Found]:
    cited: dict[str, str] = {}
    for source in knowledge.sources.values():
        other = cited.setdefault(source.citation, source.id)
        if other != source.id:
            yield source.place, f"sources › {source.id}", "cited", other
        for year in re.findall(r"[(（](\d{4})[)）]", source.citation):
            if int(year) > datetime.now(UTC).year + 1:
                yield source.place, f"sources › {source.id}", "year", year
        for first, last in re.findall(r"(?:\bpp?\.|页|第|\d\(\d+\),)\s*(\d+)\s*[-–—]\s*(\d+)", source.citation):
            # The last page may be shortened: 432-54.
            if len(first) == len(last) and int(first) > int(last):
                yield source.place, f"sources › {source.id}", "pages", f"{first}-{last}"


def rules_alike(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each rule of a rule set that always fires, vetoes all, contradicts or repeats another."""
    modes = {mode.id for mode in knowledge.decision.modes}
    same: dict[tuple[object, ...], list[Rule]] = defaultdict(list)
    for rule in knowledge.rules.values():
        clauses = clauses_of(rule.when, knowledge.facts)
        facts = dict.fromkeys(fact for clause in clauses for fact, _ in clause.literals)
        # What belongs into every plan is said by naming all modes.
        if facts.keys() != {knowledge.decision.decided_fact} and always_holds(clauses, knowledge.facts):
            yield _finding(Code.ALWAYS_FIRES, rule, facts=", ".join(facts))
        if any(_is_any_of_one(part.condition) for part in every_part(rule.when)):
            yield _finding(Code.ANY_OF_ONE, rule)
        vetoed = {each.mode for each in rule.then if isinstance(each, Exclude)}
        if vetoed >= modes:
            yield _finding(Code.EVERY_MODE_VETOED, rule)
        same[rule.stratum, clauses].append(rule)
    for rules in same.values():
        yield from _compared(rules)


def always_holds(clauses: Sequence[Clause], facts: Mapping[str, Fact]) -> bool:
    """Return whether a condition holds on every way to answer its facts, as far as that is found out."""
    used = {fact: facts[fact] for clause in clauses for fact, _ in clause.literals}
    answered = Clause(tuple((fact.id, frozenset(fact.known_states)) for fact in used.values()))
    try:
        return separating_example([answered], clauses, used) is None
    except SearchTooLongError:
        return False


def _is_any_of_one(condition: Condition) -> bool:
    return isinstance(condition, Any) and [len(getattr(part, "parts", ())) > 1 for part in condition.parts] == [True]


def _compared(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Compare the rules of one stratum that have the same condition."""
    for number, rule in enumerate(rules):
        for other in rules[:number]:
            if set(map(written, rule.then)) == set(map(written, other.then)):
                yield _finding(Code.RULE_COPIED, rule, [other.place], other=other.id)
            else:
                opposite = [(one, its) for one in rule.then for its in other.then if _is_opposite(one, its)]
                if opposite:
                    effects = "; ".join(f"{written(one)} / {written(its)}" for one, its in opposite)
                    yield _finding(Code.RULES_CONTRADICT, rule, [other.place], other=other.id, effects=effects)


def _is_opposite(one: object, other: object) -> bool:
    """Return whether two pieces of evidence cancel out: for and against one mode, or as much for another."""
    if not isinstance(one, Evidence) or not isinstance(other, Evidence):
        return False
    if one.mode == other.mode:
        return one.direction != other.direction
    return one.direction == other.direction == "for" and one.strength == other.strength


def _finding(code: Code, rule: Rule, related: Sequence[Place] = (), **details: str) -> Diagnostic:
    return warning(code, rule.place, f"rules › {rule.id}", details, related)
