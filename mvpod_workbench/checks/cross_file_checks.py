"""What only the whole knowledge can tell, once every file is right in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.engine.compile import AFTER_DECISION
from mvpod_expert.engine.contradictions import unreachable
from mvpod_expert.engine.strata import Derivation
from mvpod_workbench.checks.entries_at_odds import entries_at_odds
from mvpod_workbench.checks.options_alike import options_alike
from mvpod_workbench.checks.orphans import orphans
from mvpod_workbench.checks.questions import needless
from mvpod_workbench.checks.reviews import due_reviews
from mvpod_workbench.checks.rules_alike import rules_alike
from mvpod_workbench.checks.texts import check_texts
from mvpod_workbench.tables.overview import table_findings

if TYPE_CHECKING:
    from datetime import date

    from mvpod_expert.model.diagnostics import Diagnostic
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
