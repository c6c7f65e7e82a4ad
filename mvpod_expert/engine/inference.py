"""Running a rule base: layer after layer, the working memory growing by what is concluded.

Which clauses fire is the engine's word; here clauses become rules, and each rule fires once, with one clause as what it
matched: the shortest that fired, then the first in the compiled order, so that both engines give the same trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.errors import EngineFailureError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.rules import Rule, Stratum


@dataclass(frozen=True)
class Fired:
    """A rule that fired, and the clause that was true."""

    rule: str
    clause: Clause


def fire_stratum(
    base: RuleBase, engine: Engine, rules: Mapping[str, Rule], stratum: Stratum, memory: dict[str, str]
) -> list[Fired]:
    """Fire the layers of a stratum.

    Args:
        base: the compiled rules.
        engine: the engine built for them.
        rules: the rules by id.
        stratum: which stratum fires.
        memory: the working memory; what is concluded is added to it.

    Returns:
        The firings, each rule once, within a layer in the order of the files.
    """
    fired: list[Fired] = []
    for number, layer in enumerate(base.layers):
        if layer.stratum != stratum:
            continue
        matched: dict[str, Clause] = {}
        for clause_number in sorted(engine.fire(number, memory)):
            for owner in layer.owners[clause_number]:
                matched.setdefault(owner, layer.clauses[clause_number])
        for rule_id in layer.rules:
            if rule_id in matched:
                fired.append(Fired(rule_id, matched[rule_id]))
                _conclude(rules[rule_id], memory)
    return fired


def _conclude(rule: Rule, memory: dict[str, str]) -> None:
    for conclusion in rule.concluded():
        if memory.setdefault(conclusion.fact, conclusion.state) != conclusion.state:
            message = f"{rule.id} concluded {conclusion.fact} against an earlier rule"
            raise EngineFailureError(message)
