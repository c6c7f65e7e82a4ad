"""Tables as Excel and people write them, and the rules their rows become."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.loading.csv_text import column_name, parse_csv
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.reference_files import SupportChecker
from mvpod_expert.loading.rule_files import FOLDERS, RuleReader, SymbolTable
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.conditions import All, Test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import Text
from tests.loading.homes import ROOT, copied, findings, replaced
from tests.loading.tables import MATURE, read, sound, table
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.rules import Rule

HEADER = "id,sales_mode,market_stage,recommend"
ROWS = (f"t-one,direct; hybrid,mature,{MATURE}", f"t-two,channel,mature,{MATURE}")
GOOD = table(HEADER, *ROWS)


def conditions_of(condition: Condition) -> dict[str, set[str]]:
    parts = condition.parts if isinstance(condition, All) else [condition]
    return {part.fact: set(part.states) for part in parts if isinstance(part, Test)}


def meaning(folder: Path, text: str | bytes) -> list[tuple[object, ...]]:
    """Everything of a table's rules but where they stand."""
    rules = sound(folder, text).rules
    return [
        (rule.id, rule.title, rule.family, rule.stratum, conditions_of(rule.when), rule.then, rule.because)
        for rule in rules
    ]


AS_WRITTEN = {
    "byte order mark": "\ufeff" + GOOD,
    "lines of Windows": GOOD.replace("\n", "\r\n"),
    "lines of an old Mac": GOOD.replace("\n", "\r"),
    "semicolons": "\n".join(
        ";".join(f'"{cell}"' if ";" in cell else cell for cell in line.split(",")) for line in GOOD.split("\n")
    ),
    "tabs": GOOD.replace(",", "\t"),
    "separator told": "sep=,\n" + GOOD,
    "empty columns and rows at the end": GOOD.replace("\n", ",,,,,\n") + ",,,,,\n" * 5,
    "every cell quoted": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) if line else "" for line in GOOD.split("\n")
    ),
    "stray spaces": GOOD.replace(",", " , ").replace("; ", " ;\u00a0 "),
    "full-width punctuation": GOOD.replace("; ", "；"),
    "full-width letters": GOOD.replace("direct", "ｄｉｒｅｃｔ").replace("id,", "ＩＤ,"),
    "bars": GOOD.replace("direct; hybrid", "direct|hybrid"),
    "a comma in a quoted cell": GOOD.replace("direct; hybrid", '"direct, hybrid"'),
    "a line break in a quoted cell": GOOD.replace("direct; hybrid", '"direct\nhybrid"'),
    "capitals": GOOD.replace("direct", "Direct").replace("sales_mode", "Sales_Mode"),
    "titles": GOOD.replace("direct; hybrid", "直销；混合")
    .replace("mature,c", "成熟稳定,c")
    .replace("sales_mode", "选定的销售模式"),
    "short rows": table(HEADER + ",note", *ROWS),
    "a note": table(HEADER + ",note", *(f"{row},anything at all = #N/A" for row in ROWS)),
}


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_one_table_however_it_is_written(name: str, tmp_path: Path) -> None:
    """What Excel and people do to a file does not change what it says."""
    assert meaning(tmp_path, AS_WRITTEN[name]) == meaning(tmp_path, GOOD)


def test_a_row_is_the_rule_it_would_be_in_yaml(tmp_path: Path) -> None:
    """Condition, outcomes and support are the same nouns; the title's blank holds the row's own words."""
    text = """
id: t-one
title: {zh: 成熟稳定：试验, en: "Trial: mature and stable"}
when: {sales_mode: [direct, hybrid], market_stage: mature}
then: [{recommend: [customer-line-mature]}]
because: {principle: [M3, M4], basis: proposal, reason: {zh: 这是试验。, en: This is a trial.}}
examples: {fires: [{sales_mode: direct, market_stage: mature}], silent: [{market_stage: new_entry}]}
"""
    report, knowledge = DiagnosticCollector(), KNOWLEDGE
    support = SupportChecker(knowledge.principles, knowledge.sources, report)
    declared = SymbolTable(knowledge.facts, knowledge.decision, knowledge.shelves, support)
    node = parse_yaml(text, "rule.yaml", report)
    assert node is not None
    rule = RuleReader(declared, report).rule(node, Text(zh="试验表", en="A trial table"), "plan", "rules")
    assert rule is not None
    assert not report
    row = sound(tmp_path, GOOD).rules[0]
    for part in ("id", "title", "family", "stratum", "then", "because"):
        assert getattr(row, part) == getattr(rule, part)
    assert conditions_of(row.when) == conditions_of(rule.when)


def test_every_example_made_of_a_row_comes_true(tmp_path: Path) -> None:
    """The rows fire on their own states, each of which occurs, and stay silent one state away in each cell."""
    rules = {rule.id: rule for rule in sound(tmp_path, GOOD).rules}
    knowledge = KNOWLEDGE.model_copy(update={"rules": rules})
    base = compile_rules(knowledge)
    engine = BitsetEngine(base)
    for rule in rules.values():
        assert len(rule.silent) == 2
        for example, is_firing in [*((fire, True) for fire in rule.fires), *((each, False) for each in rule.silent)]:
            fired = {each.rule for each in fire_stratum(base, engine, rules, "plan", dict(example.states))}
            assert (rule.id in fired) is is_firing
    assert {example.states["sales_mode"] for example in rules["t-one"].fires} == {"direct", "hybrid"}


def fires(rule: Rule, **memory: str) -> bool:
    knowledge = KNOWLEDGE.model_copy(update={"rules": {rule.id: rule}})
    base = compile_rules(knowledge)
    return bool(fire_stratum(base, BitsetEngine(base), knowledge.rules, rule.stratum, dict(memory)))


EITHER = (" 或 ", "或", "或者", " or ", " OR ")
APPLYING = next(fact for fact in KNOWLEDGE.facts.values() if fact.may_not_apply and fact.kind == "choice")


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        (APPLYING.states[0], {APPLYING.states[0]}),
        (f"not {APPLYING.states[0]}", {*APPLYING.known_states} - {APPLYING.states[0]}),
        (f"不是{APPLYING.states[0]}", {*APPLYING.known_states} - {APPLYING.states[0]}),
        ("not_applicable", {"not_applicable"}),
        ("不适用", {"not_applicable"}),
        (f"{APPLYING.states[0]}; not applicable", {APPLYING.states[0], "not_applicable"}),
        ("not not_applicable", {*APPLYING.states}),
        *((f"{APPLYING.states[0]}{word}{APPLYING.states[1]}", {*APPLYING.states[:2]}) for word in EITHER),
        *((f"{word}{APPLYING.states[0]}", {*APPLYING.known_states} - {APPLYING.states[0]}) for word in ("<>", "≠ ")),
        (f"not {APPLYING.states[0]} or not_applicable", {*APPLYING.states[1:]}),
    ],
)
def test_a_cell_holds_with_exactly_the_states_it_names(cell: str, holds: set[str], tmp_path: Path) -> None:
    """What the table's checks take a cell to mean is what the engine makes of it, "does not apply" included."""
    made = sound(
        tmp_path, table(f"id,{APPLYING.id},recommend", f"t-one,{cell},{MATURE}", **{"title.zh": "试", "title.en": "t"})
    )
    assert made.table.rows[0].cells[APPLYING.id] == holds
    assert {state for state in APPLYING.known_states if fires(made.rules[0], **{APPLYING.id: state})} == holds
    assert not fires(made.rules[0])


def test_what_all_rows_share_stands_once(tmp_path: Path) -> None:
    """A given line is a condition of every row; a row's own cell overrides what stands above."""
    text = table(
        "id,market_stage,recommend,title.en,basis,sources",
        f"t-one,mature,{MATURE},Its own title,practice,wurth-press",
        f"t-two,new_entry,{MATURE},,,",
        **{"given sales_mode": "direct; hybrid"},
    )
    first, second = sound(tmp_path, text).rules
    assert conditions_of(second.when) == {"sales_mode": {"direct", "hybrid"}, "market_stage": {"new_entry"}}
    assert (first.title.en, second.title.en) == ("Its own title", "Trial: new entry")
    assert (first.because.basis, second.because.basis) == ("practice", "proposal")


def test_every_outcome_of_the_rule_language_has_a_column(tmp_path: Path) -> None:
    """Conclusions, evidence, vetoes, rows of the plan and doubts can be said in tables too."""
    derived = next(rule for rule in KNOWLEDGE.rules.values() if rule.stratum == "derive").then[0]
    assign = next(each for rule in KNOWLEDGE.rules.values() for each in rule.then if each.kind == "assign")
    outcomes = {
        "derive": (f"conclude {derived.fact}", derived.state),
        "mode": ("for,strength", "direct,strong"),
        "plan": (f"assign {assign.item},strength", f"{assign.to},{assign.strength}"),
        "compare": ("recommend", MATURE),
        "doubts": ("reask", "product_complexity"),
    }
    texts = {"title.zh": "试", "title.en": "t"}
    kinds = []
    for folder, (columns, cells) in outcomes.items():
        made = sound(tmp_path, table(f"id,product_complexity,{columns}", f"t-one,high,{cells}", folder=folder, **texts))
        assert made.rules[0].stratum == FOLDERS[folder]
        kinds.append(made.rules[0].then[0].kind)
    text = table(
        "id,product_complexity,exclude,against,strength", "t-one,high,直销,channel,strong", folder="mode", **texts
    )
    kinds += [each.kind for each in sound(tmp_path, text).rules[0].then]
    assert kinds == ["conclude", "evidence", "assign", "recommend", "reask", "exclude", "evidence"]


def test_a_row_may_say_on_purpose_that_nothing_follows(tmp_path: Path) -> None:
    """Such a row fills a gap and makes no rule."""
    made = sound(tmp_path, table(HEADER, ROWS[0], "t-two,channel,mature,nothing", "t-three,channel,new_entry,无"))
    assert [rule.id for rule in made.rules] == ["t-one"]
    assert len(made.table.rows) == 3


def test_rows_that_add_up_may_hold_at_once(tmp_path: Path) -> None:
    """A collect table is checked for no overlaps, and an any table for none that agree."""
    rows = (ROWS[0], f"t-two,direct,-,{MATURE}")
    for hit in ("collect", "any"):
        sound(tmp_path, table(HEADER, *rows, hit=hit))
    _, found = read(tmp_path, table(HEADER, *rows))
    assert [each.code for each in found] == [Code.ROWS_OVERLAP]


def test_an_id_stands_once_in_tables_and_other_files(tmp_path: Path) -> None:
    """A row with the id of another row or of a rule in YAML is reported with both places; nothing is lost silently."""
    home = copied(tmp_path)
    replaced(
        home,
        "rules/tables/support-line.csv",
        "partners-in-a-mature",
        "a-mature-market-gets-more-from-the-same-support\n#",
    )
    line, _ = replaced(
        home,
        "rules/tables/order-line.csv",
        "a-mature-market-wins-with-a-margin",
        "own-selling-reads-the-curves-the-article-names",
    )
    found = {(finding.code, finding.place.file, finding.place.line): finding for finding in findings(home)}
    twice = found[Code.ID_TWICE, "rules/tables/order-line.csv", line]
    assert [place.file for place in twice.related] == ["rules/plan/lines.yaml"]


def test_a_table_that_lost_its_fact_is_not_told_again(tmp_path: Path) -> None:
    """A vocabulary that cannot be read is one cause; the columns that name its facts are its echo."""
    home = copied(tmp_path)
    replaced(home, "knowledge/vocabulary/10-market.yaml", "facts:", "facts: [")
    assert {finding.place.file for finding in findings(home)} == {"knowledge/vocabulary/10-market.yaml"}


def test_the_shipped_tables_are_as_excel_wants_them() -> None:
    """They begin with the mark without which Excel garbles Chinese."""
    shipped_tables = sorted((ROOT / "rules" / "tables").glob("*.csv"))
    assert len(shipped_tables) == len(KNOWLEDGE.tables) >= 4
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in shipped_tables)


CELLS = st.text(st.sampled_from('ab ,;"\n客\t|'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_cells_and_their_places_are_those_of_csv(rows: list[list[str]], separator: str) -> None:
    """Whatever is written by csv comes back, and each cell's place is where its text stands."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows([["id", "x"], *rows])
    report = DiagnosticCollector()
    grid = parse_csv(out.getvalue(), "t.csv", report)
    assert not report
    assert grid is not None
    assert [[cell.text for cell in row] for row in grid[1:]] == [[cell.strip(" \t\n") for cell in row] for row in rows]
    lines = out.getvalue().split("\n")
    for row in grid:
        for number, cell in enumerate(row, start=1):
            assert cell.name == f"{column_name(number)}{cell.row}"
            first = cell.text.split("\n")[0].replace('"', '""')
            if cell.text and '"' not in cell.text:
                assert lines[cell.line - 1][cell.column - 1 :].startswith(first)


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    """After Z comes AA."""
    assert [column_name(number) for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
