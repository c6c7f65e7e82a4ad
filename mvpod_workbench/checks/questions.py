"""Questions nobody needs: facts that nothing looks at, and conclusions that lead nowhere.

A fact is of use where a rule tests it or asks it again, where another number follows from it, or where a picture of a
report shows it. A promised direction,
a documented case or an item's `changes` speak about an answer too, but none of them lets it matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.contradictions import never_concluded
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code, warning
from mvpod_expert.model.rules import Reask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.strata import Derivation
    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule


def needless(knowledge: KnowledgeBase, derivation: Derivation) -> Iterator[Diagnostic]:
    """Find facts nothing looks at, conclusions nothing tests, and tests of what is never concluded: a warning each."""
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
    tested: dict[str, set[str]] = {}
    for rule in knowledge.rules.values():
        for test in every_test(rule.when):
            tested.setdefault(test.fact, set()).update(test.states)
    for fact, rules in derivation.concluding.items():
        here = tested.get(fact, set())
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
