"""What only the whole knowledge can tell, once every file is right in itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.engine.compile import AFTER_DECISION
from mvpod_expert.engine.contradictions import unreachable
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code, Diagnostic, warning
from mvpod_expert.model.reviewing import Review
from mvpod_expert.model.rules import Assign, Propose, Recommend
from mvpod_workbench.checks.entries_at_odds import entries_at_odds
from mvpod_workbench.checks.questions import needless
from mvpod_workbench.checks.rules_alike import rules_alike
from mvpod_workbench.checks.texts import check_texts
from mvpod_workbench.tables.overview import table_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mvpod_expert.model.knowledge import KnowledgeBase


def whole_check(knowledge: KnowledgeBase, today: date) -> list[Diagnostic]:
    """Check the knowledge as a whole.

    Args:
        knowledge: knowledge without findings, whose rules compile.
        today: the day against which review dates are held.

    Returns:
        Warnings, then notes, each in the order of the files; none of them stops advice.
    """
    derivation = Derivation(knowledge.rules_of("derive"), knowledge.facts)
    found = [each for body in (knowledge, *rulesets(knowledge).values()) for each in _unreachable(body)]
    told = {each.place for each in found}
    found += orphans(knowledge)
    found += (each for each in needless(knowledge, derivation) if each.place not in told)
    found += due_reviews(knowledge, today)
    found += options_alike(knowledge)
    found += table_findings(knowledge)
    found += (each for body in (knowledge, *rulesets(knowledge).values()) for each in rules_alike(body))
    found += check_texts(knowledge)
    found += entries_at_odds(knowledge)
    return sorted(found, key=lambda each: (each.severity == "note", each.place.file, each.place.line))


def _unreachable(body: KnowledgeBase) -> list[Diagnostic]:
    """Return the late rules of a body that can never fire; the others were found when they were compiled."""
    late = [rule for rule in body.rules.values() if rule.stratum in AFTER_DECISION]
    found = unreachable(late, Derivation(body.rules_of("derive"), body.facts))
    return [each.model_copy(update={"severity": "warning"}) for each in found]


def orphans(knowledge: KnowledgeBase) -> list[Diagnostic]:
    """Find what stands in the files and can never be seen: a warning each, in the order of the files."""
    reached = _reachable(knowledge)
    bodies = (knowledge, *rulesets(knowledge).values())
    cited = {name for body in bodies for fact in body.facts.values() for name in fact.principle}
    used: set[str] = set()
    for support in (each for body in bodies for each in _supports(body)):
        cited.update(support[0])
        used.update(support[1])
    found = [
        warning(Code.ITEM_UNREACHED, item.place, f"items › {item.id}", {"id": item.id})
        for item in knowledge.items()
        if item.id not in reached
    ]
    for code, kind, nouns, names in (
        (Code.PRINCIPLE_UNUSED, "principles", knowledge.principles, cited),
        (Code.SOURCE_UNUSED, "sources", knowledge.sources, used),
    ):
        unused = (noun for name, noun in nouns.items() if name not in names)
        found += [warning(code, noun.place, f"{kind} › {noun.id}", {"id": noun.id}) for noun in unused]
    return found


def _reachable(knowledge: KnowledgeBase) -> set[str]:
    """Return the items that some rule can bring into a plan, directly or along with another item."""
    outcomes = [outcome for rule in knowledge.rules.values() for outcome in rule.then]
    named = {outcome.item for outcome in outcomes if isinstance(outcome, Recommend | Assign | Propose)}
    return knowledge.with_brought(named | {outcome.to for outcome in outcomes if isinstance(outcome, Assign)})


def _supports(knowledge: KnowledgeBase) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield from ((rule.because.principle, rule.because.sources) for rule in knowledge.rules.values())
    yield from ((item.principle, item.sources) for item in knowledge.items())
    yield from (((), direction.sources) for direction in knowledge.directions)
    yield from (((), law.sources) for law in knowledge.laws)


MOST_YEARS = 25
"""A date further away is a mistyped year."""


def due_reviews(knowledge: KnowledgeBase, today: date) -> Iterator[Diagnostic]:
    """Return a warning for each review date that is past; a family's date stands once, for all its rules."""
    for review in dict.fromkeys(each for body in (knowledge, *rulesets(knowledge).values()) for each in _reviews(body)):
        is_far = review.by.year > today.year + MOST_YEARS
        if review.by < today or is_far:
            far = "yes" if is_far else ""
            yield warning(Code.REVIEW_DUE, review.place, review.about, {"date": review.by.isoformat(), "far": far})


def _reviews(knowledge: KnowledgeBase) -> Iterator[Review]:
    for source in knowledge.sources.values():
        if source.review_by:
            yield Review(by=source.review_by, about=f"sources › {source.id}", place=source.place)
    for item in knowledge.items():
        if item.review_by:
            yield Review(by=item.review_by, about=f"items › {item.id}", place=item.place)
    for rule in knowledge.rules.values():
        if rule.review:
            yield rule.review


def options_alike(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a note for each group of options, or neighbouring bands, of an asked fact that nothing distinguishes."""
    seen = _seen(knowledge)
    for fact in knowledge.asked():
        groups: dict[frozenset[int], list[str]] = defaultdict(list)
        for state in fact.states:
            groups[frozenset(number for number, states in enumerate(seen[fact.id]) if state in states)].append(state)
        # Where nothing looks at the fact at all, that is the finding.
        for looks, alike in groups.items() if seen[fact.id] else ():
            # Bands can be merged only with their neighbours.
            are_neighbours = fact.states.index(alike[-1]) - fact.states.index(alike[0]) == len(alike) - 1
            if len(alike) > 1 and (fact.kind != "number" or are_neighbours):
                details = {"fact": fact.id, "options": ", ".join(alike), "tested": "yes" if looks else ""}
                about = f"facts › {fact.id}"
                yield Diagnostic(
                    code=Code.OPTIONS_ALIKE, place=fact.place, about=about, details=details, severity="note"
                )


def _seen(knowledge: KnowledgeBase) -> dict[str, list[frozenset[str]]]:
    """Return for each fact the sets of states something looks for."""
    seen: dict[str, list[frozenset[str]]] = defaultdict(list)
    for rule in knowledge.rules.values():
        for test in every_test(rule.when):
            seen[test.fact].append(test.states)
    if knowledge.pictures is not None:
        for fact, states, _ in knowledge.pictures.states():
            if states:
                seen[fact].append(frozenset(states))
    for item in knowledge.items():
        for change in item.changes:
            seen[change.fact] += [frozenset({change.from_}), frozenset({change.to})]
    return seen
