"""`mvpod rules rename`: an id changes everywhere it is meant and nowhere else, and the knowledge stays as it was."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePath

import pytest

from mvpod_expert.atomic_write import write_files
from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.resources import Home
from mvpod_expert.trends import capability as trends_parts
from mvpod_workbench.editing.dry_runs import LessCleanError
from mvpod_workbench.editing.edited_text import TableText
from mvpod_workbench.editing.id_references import Kind, mentions_in
from mvpod_workbench.editing.renaming import plan_renaming
from mvpod_workbench.editing.rule_spec import WishError
from tests.loading.homes import ROOT, copied, replaced

CASE_TESTS = """\
tests:
  - id: product_complexity
    title: {zh: 甲, en: product_complexity}
    given: {product_complexity: high}
    expect: {mode: direct, fires: [hard-to-learn-product-favours-direct], plan: [win-rate]}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied(tmp_path / "home")


def texts_of(home: Home) -> dict[str, str]:
    return {
        home.shown(path): path.read_bytes().decode()
        for path in sorted(home.root.rglob("*"))
        if path.is_file() and path.suffix in {".yaml", ".csv"}
    }


RENAMES: list[tuple[str, str, Kind | None]] = [
    ("product_complexity", "learning_time", None),
    ("market_stage.mature", "grown_up", None),
    ("deal_size_usd.tiny", "below_five_thousand", None),
    ("hard-to-learn-product-favours-direct", "long-learning-favours-direct", None),
    ("win-rate", "share-of-deals-won", None),
    ("anderson-1985", "agents-1985", None),
    ("M1", "M9", None),
    ("H01", "H99", None),
    ("sales_mode", "decided_mode", "fact"),
]


@pytest.mark.parametrize(("old", "new", "kind"), RENAMES, ids=[each[0] for each in RENAMES])
def test_only_the_id_changes(old: str, new: str, kind: Kind | None) -> None:
    """Put back word by word, every file is what it was; a plan is made only where the home would be as clean."""
    home = Home(ROOT)
    plan = plan_renaming(home, old, new, kind)
    word = old.rpartition(".")[2]
    assert plan.texts
    count = 0
    for path, text in plan.texts.items():
        before = path.read_bytes().decode()
        kept = re.sub(rf"\n *formerly: \[{word}\]|, formerly: \[{word}\]", "", text)
        assert kept.replace(new, word) == before
        count += text.count(new) - before.count(new)
    assert len(plan.places) == count


@pytest.mark.thorough
def test_the_former_id_is_kept_and_renaming_back_drops_it(home: Home) -> None:
    """There and back again leaves one former id, never the id that is in use."""
    write_files(plan_renaming(home, "win-rate", "wins").texts)
    items = {item.id: item for item in load_knowledge(home).items()}
    assert items["wins"].formerly == ("win-rate",)
    write_files(plan_renaming(home, "wins", "win-rate").texts)
    items = {item.id: item for item in load_knowledge(home).items()}
    assert items["win-rate"].formerly == ("wins",)
    write_files(plan_renaming(home, "win-rate", "won").texts)
    items = {item.id: item for item in load_knowledge(home).items()}
    assert items["won"].formerly == ("wins", "win-rate")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{id: medium, title: x}", "{id: mid, formerly: [medium], title: x}"),
        ('{id: "medium", title: x}', '{id: "mid", formerly: [medium], title: x}'),
        ("{id: medium, formerly: [a, b], title: x}", "{id: mid, formerly: [a, b, medium], title: x}"),
    ],
)
def test_former_ids_are_noted_in_every_way_of_writing(entry: str, expected: str, home: Home) -> None:
    title = "{zh: 一般, en: medium}"
    meaning = "meaning: {zh: 需要1～6个月。, en: It takes one to six months.}"
    old = f"      - {{id: medium, title: {title}, {meaning}}}\n"
    option = entry.replace("title: x", f"title: {title}, {meaning}")
    path = "knowledge/vocabulary/30-product.yaml"
    replaced(home, path, old, f"      - {option}\n")
    write_files(plan_renaming(home, "product_complexity.medium", "mid").texts)
    wanted = expected.replace("title: x", f"title: {title}, {meaning}")
    assert f"      - {wanted}\n" in (home.root / path).read_text(encoding="utf-8")


def test_a_block_list_of_former_ids_grows(home: Home) -> None:
    path = "rules/mode/product.yaml"
    name = "hard-to-learn-product-favours-direct"
    replaced(home, path, f"- id: {name}\n", f"- id: {name}  # the first\n    formerly:\n      - a\n      - b\n")
    write_files(plan_renaming(home, name, "hard").texts)
    text = (home.root / path).read_text(encoding="utf-8")
    assert f"- id: hard  # the first\n    formerly:\n      - a\n      - b\n      - {name}\n" in text


def test_line_ends_marks_aliases_and_anchors_stay(home: Home) -> None:
    """A file with CRLF, a byte order mark, an anchored id and an alias of it keeps them all."""
    path = home.root / "rules/mode/product.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "when: {product_complexity: high}", "when: {product_complexity: &h high}", 1
    )
    text = text.replace("fires: [{product_complexity: high}]", "fires: [{product_complexity: *h}]", 1)
    path.write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    write_files(plan_renaming(home, "product_complexity.high", "steep").texts)
    after = path.read_bytes().decode()
    assert after.startswith("\ufeff")
    assert after.count("\n") == after.count("\r\n")
    assert "{product_complexity: &h steep}" in after
    assert "{product_complexity: *h}" in after


def test_comments_and_sentences_are_told_and_stay(home: Home) -> None:
    path = "rules/mode/product.yaml"
    replaced(home, path, "rules:\n", "# See product_complexity and `product_complexity`.\nrules:\n")
    plan = plan_renaming(home, "product_complexity", "learning_time")
    told = [(each.file, each.line, each.column) for each in plan.told]
    assert told == [(path, 2, 7), (path, 2, 31)]
    assert "# See product_complexity and `product_complexity`.\n" in plan.texts[home.root / path]


REFUSED: list[tuple[str, str, Kind | None, str]] = [
    ("low", "lower", None, "ambiguous"),
    ("product_complexty", "x", None, "unknown"),
    ("product_complexity", "Bad Id", None, "malformed"),
    ("product_complexity", "market_stage", None, "in_use"),
    ("product_complexity", "product_complexity", None, "same"),
    ("product_complexity", "x", "rule", "unknown"),
    ("sales_mode.direct", "straight", None, "decided"),
    ("product_complexity", "unknown", None, "new_findings"),
]


@pytest.mark.parametrize(("old", "new", "kind", "reason"), REFUSED, ids=[f"{r[3]}-{r[0]}" for r in REFUSED])
def test_what_cannot_be_renamed_is_refused(old: str, new: str, kind: Kind | None, reason: str, home: Home) -> None:
    before = texts_of(home)
    with pytest.raises((WishError, LessCleanError)) as caught:
        plan_renaming(home, old, new, kind)
    error = caught.value
    assert getattr(error, "key", "rename.new_findings") == f"rename.{reason}"
    assert texts_of(home) == before
    if reason == "ambiguous":
        assert isinstance(error, WishError)
        assert "option product_complexity.low" in error.allowed
    if old == "product_complexty":
        assert isinstance(error, WishError)
        assert error.allowed == ("product_complexity",)


def test_case_tests_mention_what_they_expect() -> None:
    """Facts and options under `given`, rules and items under `expect`; the test's own id is none of them."""
    node = parse_yaml(CASE_TESTS, "f", DiagnosticCollector())
    assert node is not None
    found = [(each.kind, each.of, each.text) for each in mentions_in(node, PurePath("rules/mode/a.cases.yaml"))]
    assert found == [
        ("fact", "", "product_complexity"),
        ("option", "product_complexity", "high"),
        ("rule", "", "hard-to-learn-product-favours-direct"),
        ("item", "", "win-rate"),
    ]


TABLE = (
    "\ufefffamily.zh,客户\r\nfamily.en,low road\r\ngiven sales_mode,direct; low\r\n\r\n"
    "id,market_stage,not deal_size,recommend,title.en\r\n"
    'a-low,low,low; high,"low",low prices\r\nb-rule,"low; mid",small,c-item; low-item,\r\n'
)


def test_in_tables_only_what_is_plain_is_replaced() -> None:
    """An option in its fact's columns and where its fact is given; ids in cells of ids; never a sentence."""
    table = TableText(TABLE, "t.csv")
    after, places = table.renamed("option", "low", "few", "market_stage")
    assert after == TABLE.replace("a-low,low,", "a-low,few,").replace('"low; mid"', '"few; mid"')
    assert [(place.line, place.column) for place in places] == [(6, 7), (7, 9)]
    after, _ = table.renamed("option", "low", "few", "sales_mode")
    assert after == TABLE.replace("direct; low", "direct; few")
    after, _ = table.renamed("fact", "market_stage", "stage", "")
    assert after == TABLE.replace("market_stage", "stage")
    after, _ = table.renamed("item", "low-item", "x", "")
    assert after == TABLE.replace("low-item", "x")


def test_a_table_that_semicolons_separate_is_renamed_too() -> None:
    """Tools that split at every comma or semicolon take the list in a cell for cells, or a whole row for one cell."""
    table = TableText('id;market_stage;recommend\na-low;"low; mid";x\nb-high;high;y\n')
    after, _ = table.renamed("option", "low", "few", "market_stage")
    assert after == table.source.replace('"low', '"few')
    for written in ("low或mid", "≠low", "not low or mid", "不是 low 或者 mid", "非low", "低或low", "low价；low"):
        worded = TableText(f"id;market_stage;note\na-low;{written};low\n")
        after, _ = worded.renamed("option", "low", "few", "market_stage")
        assert after == f"id;market_stage;note\na-low;{re.sub('low(?!价)', 'few', written)};low\n"
    after, _ = table.renamed("rule", "b-high", "c-high", "")
    assert after == 'id;market_stage;recommend;formerly\na-low;"low; mid";x\nc-high;high;y;b-high\n'


@pytest.mark.thorough
def test_a_row_of_a_table_is_renamed_and_keeps_its_former_id(home: Home) -> None:
    """Twice and back again; every other cell stays, and the former id finds the rule."""
    old = "a-mature-market-wins-with-a-margin"
    path = home.rules / "tables" / "order-line.csv"
    before = path.read_bytes().decode()
    write_files(plan_renaming(home, old, "margin-first").texts)
    write_files(plan_renaming(home, "margin-first", "margin-before-volume").texts)
    knowledge = load_knowledge(home)
    assert knowledge.rules["margin-before-volume"].formerly == (old, "margin-first")
    assert knowledge.now_called(old) == "margin-before-volume"
    write_files(plan_renaming(home, "margin-before-volume", old).texts)
    assert load_knowledge(home).rules[old].formerly == ("margin-first", "margin-before-volume")
    after = path.read_bytes().decode()
    assert after.replace(",formerly", "").replace(",margin-first; margin-before-volume", "") == before
    with pytest.raises(WishError):
        plan_renaming(home, old, "a-new-market-looks-for-a-play-that-repeats")


def test_every_id_that_the_knowledge_has_is_found_where_it_is_declared() -> None:
    """No fact, rule, item, source, principle or case is declared where the walk does not look."""
    knowledge = load_knowledge(Home(ROOT))
    declared: dict[str, set[str]] = {}
    for folder in ("rules", "knowledge"):
        for path in (ROOT / folder).rglob("*.yaml"):
            node = parse_yaml(path.read_text(encoding="utf-8"), "f", DiagnosticCollector())
            assert node is not None
            for each in mentions_in(node, PurePath(path.relative_to(ROOT))):
                if each.entry is not None:
                    declared.setdefault(each.kind, set()).add(each.text)
    for path in (ROOT / "rules").rglob("*.csv"):
        declared["rule"].update(TableText(path.read_text(encoding="utf-8")).rows)
    audit, trends = audit_parts.KNOWLEDGE.of(knowledge), trends_parts.TABLE.of(knowledge)
    assert audit is not None
    assert trends is not None
    assert declared["fact"] == {*knowledge.facts, *audit.facts}
    assert declared["rule"] == {*knowledge.rules, *audit.rules, *trends.rules}
    assert declared["item"] == {item.id for each in (knowledge, audit) for item in each.items()}
    assert declared["source"] == set(knowledge.sources)
    assert declared["principle"] == set(knowledge.principles)
    assert declared["case"] == set(knowledge.cases)


def test_a_home_with_findings_of_its_own_can_still_be_renamed_in(home: Home) -> None:
    """What is wrong already is no reason to refuse, as long as nothing more goes wrong."""
    replaced(home, "rules/mode/product.yaml", "principle: [M1]", "principle: [Z9]")
    shutil.rmtree(home.knowledge / "cases")
    assert plan_renaming(home, "product_complexity", "learning_time").texts
