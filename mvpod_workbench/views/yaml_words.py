"""Examples and case tests as an author would write them, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mvpod_expert.model.printable import quoted
from mvpod_workbench.sampling.example_answers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def _written(value: str | Iterable[str] | Mapping[str, str]) -> str:
    """Write a text, a list or a mapping on one line."""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_scalar(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_scalar, value)) + "]"


def suggested(suggestion: Suggestion, mutant: Mutant, knowledge: KnowledgeBase) -> list[str]:
    """Write a suggested test: a line for the rule's examples, or a whole case test."""
    given = answers(suggestion.given, knowledge.facts)
    if suggestion.kind != "case":
        return [f"{suggestion.kind}: [{given}]"]
    name = "-".join(filter(None, [mutant.rule.id, mutant.change, mutant.on, mutant.now])).replace("_", "-")
    lines = [f"- id: {name[:LONGEST_ID].rstrip('-')}", f"  given: {given}", "  expect:"]
    return lines + [f"    {key}: {_written(value)}" for key, value in suggestion.expect.items()]
