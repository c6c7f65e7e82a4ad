"""What only the whole knowledge can tell, once every file is right in itself."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.engine.compile import AFTER_DECISION
from mvpod_expert.engine.contradictions import never_concluded, unreachable
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code, Diagnostic, warning
from mvpod_expert.model.reviewing import Review
from mvpod_expert.model.rules import Assign, Propose, Reask, Recommend, Rule
from mvpod_workbench.checks.entries_at_odds import entries_at_odds, rules_alike
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
    bodies = (knowledge, *rulesets(knowledge).values())
    found = [each for body in bodies for each in _unreachable(body)]
    seen = {each.place for each in found}
    found += orphans(knowledge)
    found += (each for each in needless(knowledge, derivation) if each.place not in seen)
    found += chain(due_reviews(knowledge, today), options_alike(knowledge), table_findings(knowledge))
    found += chain(*map(rules_alike, bodies), check_texts(knowledge), entries_at_odds(knowledge))
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
    supports = [each for body in bodies for each in _supports(body)]
    cited = {name for principles, _ in supports for name in principles}
    used = {name for _, sources in supports for name in sources}
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
    yield from ((fact.principle, ()) for fact in knowledge.facts.values())
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
    for kind, entries in (("sources", knowledge.sources.values()), ("items", knowledge.items())):
        for each in entries:
            if each.review_by:
                yield Review(by=each.review_by, about=f"{kind} › {each.id}", place=each.place)
    yield from (rule.review for rule in knowledge.rules.values() if rule.review)


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


def needless(knowledge: KnowledgeBase, derivation: Derivation) -> Iterator[Diagnostic]:
    """Find facts nothing looks at, conclusions nothing tests, and tests of what is never concluded: a warning each.

    A fact is of use where a rule tests it or asks it again, where another number follows from it, or where a picture
    of a report shows it. A promised direction, a documented case or an item's `changes` speak about an answer too, but
    none of them lets it matter.
    """
    yield from _unused(knowledge, derivation)
    yield from _leading_nowhere(knowledge, derivation)
    for rule in knowledge.rules.values():
        for finding in never_concluded(rule, derivation):
            yield finding.model_copy(update={"severity": "warning"})


def _unused(knowledge: KnowledgeBase, derivation: Derivation) -> Iterator[Diagnostic]:
    used = {test.fact for rule in knowledge.rules.values() for test in every_test(rule.when)}
    used |= {each.fact for rule in knowledge.rules.values() for each in rule.then if isinstance(each, Reask)}
    used |= _pictured(knowledge)
    made = [fact.worked_out for fact in knowledge.facts.values() if fact.worked_out is not None]
    used |= {name for each in made for name in each.sources}
    used |= {knowledge.decision.decided_fact, knowledge.decision.compared_fact, *derivation.concluding}
    for fact in knowledge.facts.values():
        if fact.id not in used:
            kind = "derived" if fact.derived else "asked"
            yield warning(Code.FACT_UNUSED, fact.place, f"facts › {fact.id}", {"fact": fact.id, "kind": kind})


def _leading_nowhere(knowledge: KnowledgeBase, derivation: Derivation) -> Iterator[Diagnostic]:
    """Find what rules conclude and nothing tests; questions that only lead there are named with it."""
    tested: dict[str, set[str]] = defaultdict(set)
    for rule in knowledge.rules.values():
        for test in every_test(rule.when):
            tested[test.fact] |= test.states
    for fact, rules in derivation.concluding.items():
        here = tested[fact]
        concluding = {
            state: [
                rule for rule in rules if any((each.fact, each.state) == (fact, state) for each in rule.concluded())
            ]
            for state in knowledge.facts[fact].states
        }
        lost = {state: found for state, found in concluding.items() if found and state not in here}
        if not lost:
            continue
        at = [rule for found in lost.values() for rule in found]
        yield warning(
            Code.CONCLUSION_UNUSED,
            at[0].place if here else knowledge.facts[fact].place,
            f"rules › {at[0].id} › then" if here else f"facts › {fact}",
            {
                "fact": fact,
                "states": ", ".join(lost) if here else "",
                "questions": ", ".join(_only_for(at, knowledge)),
            },
            dict.fromkeys(rule.place for rule in (at[1:] if here else at)),
        )


def _only_for(rules: list[Rule], knowledge: KnowledgeBase) -> list[str]:
    """Return the asked facts that these rules test and nothing else looks at."""
    said = [outcome for rule in rules for outcome in rule.then]
    leading = {rule.id for rule in rules if all(each in said for each in rule.concluded())}
    elsewhere = {
        test.fact for rule in knowledge.rules.values() if rule.id not in leading for test in every_test(rule.when)
    }
    elsewhere |= _pictured(knowledge)
    here = dict.fromkeys(test.fact for rule in rules for test in every_test(rule.when))
    return [fact for fact in here if fact not in elsewhere and not knowledge.facts[fact].derived]


def _pictured(knowledge: KnowledgeBase) -> set[str]:
    return {fact for fact, _, _ in knowledge.pictures.states()} if knowledge.pictures else set()
