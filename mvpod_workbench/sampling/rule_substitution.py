"""The advice as it would be with one rule changed: only the changed rule's clauses are compiled anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.clauses import RuleBase
from mvpod_expert.engine.compile import AFTER_DECISION, compile_rules
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.conditions import every_test

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.sampling.fast_evaluator import Changed


def adviser_with(knowledge: KnowledgeBase, base: RuleBase, changed: Changed) -> Adviser:
    """Build an adviser with one rule changed or taken out, on the bitset engine.

    Raises:
        UnusableInputError: the check of the rules refuses the change.
    """
    rules = {name: changed.rule if name == changed.name else each for name, each in knowledge.rules.items()}
    kept = {name: each for name, each in rules.items() if each is not None}
    swapped = knowledge.model_copy(update={"rules": kept})
    rule = knowledge.rules[changed.name]
    # What is concluded is written out in the rules that test it, so that deriving is compiled as a whole.
    tests = every_test(changed.rule.when) if changed.rule is not None else ()
    is_deriving = rule.stratum == "derive" or any(knowledge.facts[test.fact].derived for test in tests)
    is_whole = is_deriving and rule.stratum not in AFTER_DECISION
    compiled = compile_rules(swapped) if is_whole else _base(base, changed)
    return Adviser(swapped, compiled, BitsetEngine(compiled))


def _base(base: RuleBase, changed: Changed) -> RuleBase:
    """Take a rule's clauses out of its layer and put the changed ones at its end, where order tells nothing."""
    layers = []
    for layer in base.layers:
        pairs = [
            (clause, tuple(owner for owner in owners if owner != changed.name))
            for clause, owners in zip(layer.clauses, layer.owners, strict=True)
        ]
        had_it = any(changed.name in owners for owners in layer.owners)
        kept = [(clause, owners) for clause, owners in pairs if owners]
        if had_it:
            kept += [(clause, (changed.name,)) for clause in changed.clauses]
        clauses, owners = zip(*kept, strict=True) if kept else ((), ())
        layers.append(replace(layer, clauses=tuple(clauses), owners=tuple(owners)))
    unfolded = {name: clauses for name, clauses in base.unfolded.items() if name != changed.name}
    if changed.rule is not None and changed.name in base.unfolded:
        unfolded[changed.name] = changed.clauses
    return RuleBase(tuple(layers), unfolded)
