"""In columns or one by one: every value is the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from mvpod_expert import composition
from mvpod_expert.engine.port import select_engine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.model.cases import Answer, CaseFile
from mvpod_portfolio.bit_planes import FEW_WORDS
from mvpod_portfolio.decision_program import DecisionProgram
from tests.portfolio.accounts import cell_of, decided, random_accounts, table_of
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.trace import Decision, Unknowns

ENGINES = ("bitset", "durable")
BLOCK = 10_000
TOP = 3


def one_by_one(adviser: Adviser, cell: Cell, unknowns: Unknowns) -> tuple[Decision, bool]:
    """Decide on one account as `Adviser.advise` does, without its plan."""
    memory = cell.memory()
    doubting = adviser.tracer.fire("doubt", cell, memory)
    weighing = [*adviser.tracer.fire("derive", cell, memory), *adviser.tracer.fire("weigh", cell, memory)]
    decision = decide(
        standings(weighing, KNOWLEDGE.decision),
        KNOWLEDGE.decision,
        unknowns.possible_modes,
        may_exclude_all=unknowns.may_exclude_all,
        in_doubt=bool(doubting),
    )
    return decision, bool(doubting)


def told(decision: Decision, *, in_doubt: bool) -> dict[str, Any]:
    """Return what the columns of the table should say of a decision."""
    by_mode = {each.mode: each for each in decision.ranking}
    contributions = by_mode[decision.recommended].contributions if decision.recommended else ()
    sides = {
        name: sorted((each for each in contributions if sign * each.points > 0), key=lambda each: -abs(each.points))
        for name, sign in (("reasons_for", 1), ("reasons_against", -1))
    }
    order = [*KNOWLEDGE.rules]
    vetoes = {rule for each in decision.ranking for rule in each.excluded_by}
    return {
        "mode": decision.recommended,
        "verdict": decision.verdict,
        "margin": decision.margin,
        "record_went": decision.record.went if decision.record else None,
        "record_of": decision.record.of if decision.record else None,
        "in_doubt": in_doubt,
        **{f"points_{mode}": each.net for mode, each in by_mode.items()},
        **{f"vetoed_{mode}": bool(each.excluded_by) for mode, each in by_mode.items()},
        "vetoes": sorted(vetoes, key=order.index),
        **{name: [each.rule for each in side[:TOP]] for name, side in sides.items()},
    }


def check_equal(accounts: list[dict[str, str]], path: Path) -> int:
    """Compare accounts decided from a file with each decided alone; return how many are proven settled."""
    pyarrow.parquet.write_table(table_of(accounts), path)
    table, rejected = decided(path)
    assert rejected == []
    rows = table.to_pylist()
    assert len(rows) == len(accounts)
    advisers = [Adviser(KNOWLEDGE, BASE, select_engine(BASE, engine).engine) for engine in ENGINES]
    for states, row in zip(accounts, rows, strict=True):
        cell = cell_of(states)
        unknowns = advisers[0].open_facts.unknowns(cell)
        for adviser in advisers:
            decision, in_doubt = one_by_one(adviser, cell, unknowns)
            expected = told(decision, in_doubt=in_doubt)
            assert {name: row[name] for name in expected} == expected
            assert decision.settled or not row["settled"]
        waiting = [each.fact for each in unknowns.facts if "mode" in each.can_change]
        assert set(waiting) <= set(row["open_facts"])
        if len(unknowns.possible_modes) > 1:
            assert row["open_facts"] == waiting
        assert {fact.id: row[fact.id] for fact in KNOWLEDGE.asked() if row[fact.id]} == cell.memory()
    return sum(row["settled"] for row in rows)


def test_a_table_says_what_each_case_would_be_told(tmp_path: Path) -> None:
    """Tools of this kind have a fast path for batches that drifts away from the one that explains itself."""
    assert check_equal(random_accounts(1_000, 20), tmp_path / "accounts.parquet")


def test_the_size_of_a_batch_changes_nothing() -> None:
    """Tools of this kind take another path for small batches than for large ones, and test one of them."""
    chance, program = np.random.default_rng(5), DecisionProgram(KNOWLEDGE, BASE)
    rows, part = 64 * FEW_WORDS + 700, 999
    codes = {fact: chance.integers(0, len(states) + 1, rows, np.uint8) for fact, states in program.states.items()}
    whole = program.decide(codes, rows)
    for start in range(0, rows, part):
        some = {fact: column[start : start + part] for fact, column in codes.items()}
        decided = program.decide(some, len(next(iter(some.values()))))
        for name in ("points", "vetoed", "in_doubt", "settled", "vetoes", "open_facts"):
            assert np.array_equal(getattr(decided, name), getattr(whole, name)[..., start : start + part]), name


@pytest.mark.long
@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_accounts_are_the_same(seed: int, tmp_path: Path) -> None:
    """Rare corners of the rules come up only in many accounts."""
    assert check_equal(random_accounts(BLOCK, 100 + seed), tmp_path / "accounts.parquet")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_numbers_that_follow_from_others_are_filled_in_as_in_a_case(form: str, tmp_path: Path) -> None:
    """Tools of this kind compute a derived figure in the batch otherwise than on the form."""
    chance = random.Random(11)
    facts = [fact for fact in KNOWLEDGE.asked() if fact.range is not None]
    assert any(fact.worked_out for fact in facts)
    numbers: list[dict[str, float]] = [
        {
            fact.id: round(chance.choice([band.limit or 0 for band in fact.bands]) * chance.choice([0, 0.5, 1, 7]), 2)
            for fact in facts
            if chance.random() < (0.2 if fact.worked_out else 0.9)
        }
        for _ in range(300)
    ]
    numbers = [
        {fact.id: each[fact.id] for fact in facts if fact.range and fact.id in each and each[fact.id] <= fact.range.max}
        for each in numbers
    ]
    table = pa.table({fact.id: pa.array([each.get(fact.id) for each in numbers], pa.float64()) for fact in facts})
    path = tmp_path / f"a.{form}"
    if form == "csv":
        pyarrow.csv.write_csv(table, path)
    else:
        pyarrow.parquet.write_table(table, path)
    found, rejected = decided(path)
    bad = {row[0] for row in rejected}
    rows = {row["row"]: row for row in found.to_pylist()}
    assert rows.keys() | bad == set(range(1, 301))
    adviser = Adviser(KNOWLEDGE, BASE, select_engine(BASE, "bitset").engine)
    filled = 0
    for place, row in rows.items():
        answers = {
            name: Answer(fact=name, given=given, state=KNOWLEDGE.facts[name].band_of(given), layer="cell")
            for name, given in numbers[place - 1].items()
        }
        cell = composition.Cell(id="main", answers=answers)
        (cell,) = adviser.filled(CaseFile(file="a", client=None, cells=(cell,))).cells
        assert {fact.id: row[fact.id] for fact in KNOWLEDGE.asked() if row[fact.id]} == cell.memory()
        decision, in_doubt = one_by_one(adviser, cell, adviser.open_facts.unknowns(cell))
        expected = told(decision, in_doubt=in_doubt)
        assert {name: row[name] for name in expected} == expected
        filled += len(cell.answers) - len(answers)
    assert filled


def test_a_search_proves_what_the_bound_leaves_open(tmp_path: Path) -> None:
    """Tools of this kind call a result stable because they stopped looking for what would change it."""
    accounts = random_accounts(4_000, 21)
    pyarrow.parquet.write_table(table_of([*accounts, *accounts[:50]]), tmp_path / "accounts.parquet")
    bounded, _ = decided(tmp_path / "accounts.parquet")
    searched, _ = decided(tmp_path / "accounts.parquet", prove=True)
    adviser = Adviser(KNOWLEDGE, BASE, select_engine(BASE, "bitset").engine)
    found = set()
    for states, before, after in zip(accounts, bounded.to_pylist(), searched.to_pylist(), strict=False):
        assert {name for name in before if before[name] != after[name]} <= {"settled", "proof", "open_facts"}
        if before["proof"] in {None, "settled"}:
            assert after["proof"] == before["proof"]
            continue
        unknowns = adviser.open_facts.unknowns(cell_of(states))
        is_settled = unknowns.possible_modes == (after["mode"],) and not unknowns.may_exclude_all
        assert after["settled"] == (after["proof"] == "settled")
        if unknowns.proven and after["proof"] != "not_proven":
            assert is_settled == after["settled"]
        found.add(after["proof"])
    assert found >= {"can_change"}
    assert searched["proof"].to_pylist()[4_000:] == searched["proof"].to_pylist()[:50]
