"""A client with many market cells: comparisons and JSON that grow with the cells and not with their pairs."""

from __future__ import annotations

import json
import random
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.commands.json_lines import json_lines
from mvpod_expert.model.cases import Answer, CaseFile
from tests.explanation.oracles.decisions import check_comparison
from tests.portfolio.accounts import cell_of, random_accounts
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.advice import Comparison
    from mvpod_expert.model.cases import Cell

CELLS = 14
COMPARED = ("customers_cross_cells", "partners_cross_cells", "price_spread")


def random_cells(count: int, seed: int) -> tuple[Cell, ...]:
    return tuple(
        cell_of(states).model_copy(update={"id": f"c{number}"})
        for number, states in enumerate(random_accounts(count, seed))
    )


def case_of(*cells: Cell) -> CaseFile:
    return CaseFile(file="many.yaml", client=None, cells=cells)


def compared_answers(chance: random.Random) -> dict[str, Answer]:
    states = {fact: chance.choice(KNOWLEDGE.facts[fact].states) for fact in COMPARED}
    return dict(cell_of(states).answers)


def pairs_of(comparison: Comparison) -> set[frozenset[str]]:
    sides = comparison.alike or ((comparison.cells[0],), (comparison.cells[1],))
    return {frozenset(pair) for pair in product(*sides) if len(set(pair)) > 1}


def rules_of(comparison: Comparison) -> tuple[str, set[str]]:
    return comparison.state, {firing.rule for firing in comparison.trace}


@pytest.mark.parametrize("seed", range(3))
def test_each_pair_is_compared_once_as_if_there_were_no_others(seed: int) -> None:
    """Tools of this kind save work by leaving pairs out, and lose the one conflict that mattered."""
    cells = {cell.id: cell for cell in random_cells(CELLS, seed)}
    compared = ADVISER.recommend([case_of(*cells.values())])
    decided = [advice.id for advice in compared.cells if advice.chosen]
    found: dict[frozenset[str], Comparison] = {}
    for comparison in compared.comparisons:
        assert not found.keys() & pairs_of(comparison)
        found |= dict.fromkeys(pairs_of(comparison), comparison)
    assert found.keys() == {frozenset(pair) for pair in combinations(decided, 2)}
    for one, other in combinations(decided, 2):
        (alone,) = ADVISER.recommend([case_of(cells[one], cells[other])]).comparisons
        assert alone.alike is None
        assert rules_of(alone) == rules_of(found[frozenset((one, other))])


def test_comparisons_do_not_grow_with_the_pairs() -> None:
    """Tools of this kind take minutes and gigabytes for a firm with two hundred regions."""
    chance = random.Random(8)
    base = next(iter(KNOWLEDGE.cases.values())).cell
    cells = [
        base.model_copy(update={"id": f"c{number}", "answers": {**base.answers, **compared_answers(chance)}})
        for number in range(160)
    ]
    few, many = (len(ADVISER.recommend([case_of(*cells[:count])]).comparisons) for count in (80, 160))
    assert 0 < few <= many < 1.2 * few


def test_a_cell_that_does_not_stand_like_the_others_is_a_flaw() -> None:
    """A saved result may be edited: a conflict is taken off a cell by writing it into the wrong list."""
    cells = [cell for cell in random_cells(40, 5) if ADVISER.advise(cell).chosen]
    result = ADVISER.recommend([case_of(*cells)])
    advice = {each.id: each for each in result.cells}
    for comparison in result.comparisons:
        assert check_comparison(comparison, advice, KNOWLEDGE) == []
    comparison = next(each for each in result.comparisons if each.alike is not None and each.trace)
    assert comparison.alike is not None
    other = next(each for each in advice.values() if each.chosen != advice[comparison.cells[0]].chosen)
    for stranger in (other.id, "nobody"):
        tampered = comparison.model_copy(update={"alike": ((*comparison.alike[0], stranger), comparison.alike[1])})
        flaws = check_comparison(tampered, advice, KNOWLEDGE)
        assert [(flaw.kind, flaw.about) for flaw in flaws] == [("comparison", stranger)]


def whole(line: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """Return a line with what is reported once put back in, as the other form has it."""
    states = {each["fact"]: each.setdefault("state", each["given"]) for each in line.get("answers", ())}
    assert all(isinstance(state, str) for state in states.values())
    for answer in line.get("answers", ()):
        answer.setdefault("layer", "cell")
    for move in [*line.get("moves", ()), *(move for way in line.get("ways", ()) for move in way["moves"])]:
        if isinstance(move, dict):
            move.setdefault("text", first["items"][move["item"]]["text"])
    empty: dict[str, Any] = {"rules": [], "brought_by": [], "chosen": [], "grade": None, "merit": 0}
    moves = {move["item"]: move for move in line.get("moves", ())}
    planned = {rule: facts for rule, facts in line["trace"].items() if first["rules"][rule]["stratum"] == "plan"}
    for way in line.get("ways", ()):
        way["moves"] = [moves[move] if isinstance(move, str) else move for move in way["moves"]]
        left_out = way.pop("without")
        way["trace"] = {rule: facts for rule, facts in planned.items() if rule not in left_out} | way["trace"]
    parts = {
        part: [
            {**empty, **({"because": "budget"} if part == "annex" else {}), **first["items"][item["item"]], **item}
            for item in line[part]
        ]
        for part in ("plan", "annex")
        if part in line
    }
    return {**line, **parts}


def check_ways(line: dict[str, Any], expected: dict[str, Any]) -> None:
    for way, wanted in zip(line.get("ways", ()), expected.get("ways", ()), strict=True):
        assert way["trace"] == {each["rule"]: [one["fact"] for one in each["matched"]] for each in wanted["trace"]}
        for move, full in zip(way["moves"], wanted["moves"], strict=True):
            assert {**full, **move, "contributions": []} == {**full, "contributions": []}


def test_json_lines_say_what_the_json_says() -> None:
    """A second format drifts away from the first: here each line is built back and compared."""
    answer = Answer(fact="customers_cross_cells", given="many", state="many", layer="cell")
    cells = [cell.model_copy(update={"answers": {**cell.answers, answer.fact: answer}}) for cell in random_cells(6, 6)]
    result = ADVISER.recommend([case_of(*cells)]).model_dump(mode="json", by_alias=True)
    lines = [(json.loads(line), is_open) for line, is_open in json_lines([case_of(*cells)], ADVISER)]
    first = lines[0][0]
    assert first["line"] == "knowledge"
    assert (first["knowledge"], first["engine"]) == (result["knowledge"], result["engine"])
    for kind, name in (("cell", "cells"), ("comparison", "comparisons")):
        told = [whole(line, first) for line, _ in lines if line["line"] == kind]
        assert len(told) == len(result[name]) > 1
        for line, expected in zip(told, result[name], strict=True):
            for firing in expected["trace"]:
                assert first["rules"][firing["rule"]]["because"] == firing["because"]
                assert first["rules"][firing["rule"]]["stratum"] == firing["stratum"]
            check_ways(line, expected)
            trace = {each["rule"]: [one["fact"] for one in each["matched"]] for each in expected["trace"]}
            assert line["trace"] == trace
            for part in line.keys() & {"plan", "annex"}:
                for item, wanted in zip(line[part], expected[part], strict=True):
                    for choice in wanted["chosen"]:
                        for contribution in choice["contributions"]:
                            del contribution["strength"]
                    assert item | {key: None for key in wanted if wanted[key] is None} == wanted
            for part in ("answers", "doubts", "contingencies", "unknowns", "id", "state", "cells"):
                assert line.get(part) == expected.get(part)
    assert [is_open for line, is_open in lines if line["line"] == "cell"] == [
        cell["mode"]["recommended"] is None for cell in result["cells"]
    ]


def test_a_cell_is_a_line_of_at_most_60_kb() -> None:
    """Tools of this kind write the whole catalogue into every record."""
    cells = tuple(cell_of(states) for states in random_accounts(40, 51))
    lines = [line for line, _ in json_lines([case_of(*cells)], ADVISER) if line.startswith('{"line":"cell"')]
    assert len(lines) == len(cells)
    assert max(len(line.encode()) for line in lines) <= 60_000


def test_a_file_of_many_cells_on_the_command_line(tmp_path: Path) -> None:
    """Each cell a line of at most 60 KB, with the texts of the catalogue once for all of them."""
    chance = random.Random(7)
    cells = [
        {"id": f"c{number}", "answers": {fact: chance.choice(KNOWLEDGE.facts[fact].states) for fact in COMPARED}}
        for number in range(40)
    ]
    shared = {fact: answer.given for fact, answer in next(iter(KNOWLEDGE.cases.values())).cell.answers.items()}
    content = json.dumps({"client": "Many", "answers": shared, "cells": cells})
    (tmp_path / "case.yaml").write_text(content, encoding="utf-8")
    printed = mvpod("recommend", tmp_path / "case.yaml", "--format", "jsonl", folder=tmp_path)
    lines = printed.out.splitlines()
    kinds = [json.loads(line)["line"] for line in lines]
    assert kinds.count("cell") == len(cells)
    assert 0 < kinds.count("comparison") < len(cells)
    assert max(len(line.encode()) for line in lines[1:]) < 60_000
    said = mvpod("recommend", tmp_path / "case.yaml", "--part", "cells", "--lang", "en", folder=tmp_path).said
    assert "The same holds between each" in said
