"""Examples and case tests as an author would write them, ready to paste."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mvpod_expert.model.printable import escape_json
from mvpod_workbench.sampling.example_answers import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.testing.mutants import Mutant
    from mvpod_workbench.testing.suggestions import Suggestion

PLAIN = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_ID = 80
TRAPS = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}


def answers(given: Mapping[str, str], facts: Mapping[str, Fact]) -> str:
    """Write answers as a mapping on one line; a number stands for its band."""
    return "{" + ", ".join(f"{fact}: {answer(facts[fact], state)}" for fact, state in given.items()) + "}"


def answer(fact: Fact, state: str) -> str:
    """Write one answer."""
    return _scalar(state) if fact.kind == "choice" else written(fact, state)


def _scalar(text: str) -> str:
    """Write a text, quoted where YAML would take it for something else."""
    return text if PLAIN.fullmatch(text) and text not in TRAPS and not text[0].isdigit() else quoted(text)


def quoted(text: str) -> str:
    """Write a text in double quotes."""
    return escape_json(json.dumps(text, ensure_ascii=False))


def listing(names: Iterable[str]) -> str:
    """Write a list on one line."""
    return "[" + ", ".join(map(_scalar, names)) + "]"


def suggested(suggestion: Suggestion, mutant: Mutant, knowledge: KnowledgeBase) -> list[str]:
    """Write a suggested test: a line for the rule's examples, or a whole case test."""
    given = answers(suggestion.given, knowledge.facts)
    if suggestion.kind != "case":
        return [f"{suggestion.kind}: [{given}]"]
    name = "-".join(filter(None, [mutant.rule.id, mutant.change, mutant.on, mutant.now])).replace("_", "-")
    lines = [f"- id: {name[:LONGEST_ID].rstrip('-')}", f"  given: {given}", "  expect:"]
    if suggestion.mode is not None:
        lines.append(f"    mode: {suggestion.mode}")
    if suggestion.plan:
        lines.append(f"    plan: {listing(suggestion.plan)}")
    if suggestion.not_in_plan:
        lines.append(f"    not_in_plan: {listing(suggestion.not_in_plan)}")
    if suggestion.assigned:
        pairs = ", ".join(f"{row}: {option}" for row, option in suggestion.assigned)
        lines.append(f"    assigned: {{{pairs}}}")
    return lines
