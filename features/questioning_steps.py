"""The steps in which the advice is questioned: why not, what if, and why a rule stayed silent."""

from __future__ import annotations

import re
from html import unescape
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from pytest_bdd import given, parsers, then, when

from features.program import mvpod

if TYPE_CHECKING:
    from pathlib import Path

    from features.consultation import Consultation

MOST_TRIED = 4


def _file(consultation: Consultation) -> Path:
    return consultation.case or consultation.write("case.yaml", {"answers": consultation.answers})


@when(parsers.parse('I ask "{question}" about the cell "{cell}"'))
def _ask(consultation: Consultation, question: str, cell: str) -> None:
    arguments = ["explain", _file(consultation), *question.split(), "--cell", cell]
    consultation.page = mvpod(*arguments, folder=consultation.folder)
    consultation.numbers = mvpod(*arguments, "--format", "json", folder=consultation.folder)


@when(parsers.parse('I hold the rule "{rule}" against the case'))
def _hold(consultation: Consultation, rule: str) -> None:
    arguments = ["rules", "show", rule, "--case", _file(consultation)]
    consultation.page = mvpod(*arguments, folder=consultation.folder)


@then(parsers.parse('each smallest set of changes makes it "{mode}" when I suppose it'))
def _turns(consultation: Consultation, mode: str) -> None:
    for changes in _sets(consultation):
        assert _supposed(consultation, changes) == mode


@then("no single change of such a set of several does")
def _is_minimal(consultation: Consultation) -> None:
    several = [changes for changes in _sets(consultation) if len(changes) > 1]
    assert several
    mode = consultation.exact.cell["explanation"]["mode"]
    for changes in several:
        for part in combinations(changes, len(changes) - 1):
            assert _supposed(consultation, list(part)) != mode


@then(parsers.parse('I get one sentence that says "{words}"'))
def _one_sentence(consultation: Consultation, words: str) -> None:
    _, sentence = consultation.seen.said.split("car makers ", 1)
    assert words in sentence
    assert re.fullmatch(r"[^.]+\.", sentence)


@given(parsers.parse('we chose "{mode}" all the same, because "{reason}"'))
def _override(consultation: Consultation, mode: str, reason: str) -> None:
    content = {"answers": consultation.answers, "override": {"mode": mode, "because": reason}}
    consultation.case = consultation.write("case.yaml", content)


@when(parsers.parse('I write a report to "{name}"'))
def _report(consultation: Consultation, name: str) -> None:
    consultation.page = mvpod("report", _file(consultation), "-o", name, folder=consultation.folder)
    assert consultation.seen.code == 0
    consultation.report = consultation.folder / name


@then(parsers.parse('the report says "{words}"'))
def _report_says(consultation: Consultation, words: str) -> None:
    assert consultation.report is not None
    text = unescape(consultation.report.read_text(encoding="utf-8"))
    assert words in " ".join(text.split())


@when("a rule author looks through all cases")
def _all_cases(consultation: Consultation) -> None:
    consultation.page = mvpod("cases", folder=consultation.folder)


@when("I replay the saved result")
def _replay(consultation: Consultation) -> None:
    (consultation.folder / "result.json").write_text(consultation.exact.out, encoding="utf-8")
    consultation.page = mvpod("replay", "result.json", folder=consultation.folder)


def _sets(consultation: Consultation) -> list[list[Any]]:
    sets = [each["changes"] for each in consultation.exact.cell["explanation"]["turnings"]]
    assert sets
    return sorted(sets, key=len, reverse=True)[:MOST_TRIED]  # the largest, since those can hold a change too many


def _supposed(consultation: Consultation, changes: list[Any]) -> str | None:
    """Ask what if, a band of a number by a number in it."""
    cell = consultation.exact.cell["id"]
    words = [f"{change['fact']}={_given(consultation, change)}" for change in changes]
    arguments = ["explain", _file(consultation), "what-if", *words, "--cell", cell, "--format", "json"]
    explanation = mvpod(*arguments, folder=consultation.folder).cell["explanation"]
    mode: str | None = explanation["after"]["recommended"]
    return mode


def _given(consultation: Consultation, change: Any) -> str:
    fact = consultation.knowledge.facts[change["fact"]]
    if fact.kind != "number" or fact.range is None:
        return str(change["to"])
    middle = (fact.range.min, *(band.limit for band in fact.bands if band.limit is not None), fact.range.max)
    numbers = [(low + high) / 2 for low, high in pairwise(middle)]
    return str(next(number for number in numbers if fact.band_of(number) == change["to"]))
