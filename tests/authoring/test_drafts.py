"""Drafts: checked, listed and tried on demand, and no part of the advice before somebody signs them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import Home
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.editing.retiring import draft_of, without_marks
from mvpod_workbench.lookup.entries import entries
from tests.loading.homes import ROOT, copied

if TYPE_CHECKING:
    from pathlib import Path

BOOKS = "knowledge/sources/books.yaml"
MODE, PLAN = "rules/mode/sellers-and-partners.yaml", "rules/plan/steps.yaml"
MARKS = [
    ("rule", "large-deals-pay", MODE, "id: large-deals-pay\n", "id: large-deals-pay\n    draft: true\n"),
    ("rule", "direct-needs-sellers", PLAN, "  - id: direct-needs-sellers\n    title",
     "  - draft: true\n    id: direct-needs-sellers\n    title"),
    ("source", "more", BOOKS, "read: memory}", "read: memory, draft: true}"),
    ("source", "more", BOOKS, "{id: more,", "{id: more, draft: true,"),
    ("direction", "sellers › channel", "knowledge/directions/promises.yaml", "  - raising: sellers",
     "  - draft: true\n    raising: sellers"),
    ("case", "T2", "knowledge/cases/documented.yaml", "  - id: T2\n", "  - id: T2\n    draft: true\n"),
]  # fmt: skip
"""The kind and id of an entry, its file, and how it becomes a draft."""


@pytest.fixture
def small(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests/fixtures/small", tmp_path / "home")
    return Home(tmp_path / "home")


def edit(home: Home, file: str, was: str, now: str) -> None:
    path = home.root / file
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "name", "file", "was", "now"), MARKS, ids=[f"{m[0]}-{n}" for n, m in enumerate(MARKS)]
)
def test_a_draft_is_left_out_until_its_mark_is_taken_out(  # noqa: PLR0917 - a column each
    small: Home, kind: str, name: str, file: str, was: str, now: str
) -> None:
    """Rule systems with a draft state that some way of reading forgets give advice that nobody has approved."""
    with (small.root / BOOKS).open("a", encoding="utf-8") as books:
        books.write('  - {id: more, kind: practice, citation: "More (2021)", read: memory}\n')
    whole, path = prepare(small).knowledge, small.root / file
    text = path.read_text(encoding="utf-8")
    edit(small, file, was, now)
    for loaded, has in ((prepare(small).knowledge, False), (load_knowledge(small, drafts=True), True)):
        assert ((kind, name) in {(each.kind, each.id) for each in entries(loaded)}) is has
        assert len(loaded.drafts) == 1
    taken_in = load_knowledge(small, drafts=True)
    (entry,) = [each for each in entries(taken_in) if (each.kind, each.id) == (kind, name)]
    mark = draft_of(entry, taken_in)
    assert mark is not None
    assert without_marks(small, [mark]) == {path: text}
    path.write_text(text, encoding="utf-8")
    assert load_knowledge(small).rules == whole.rules


@pytest.mark.parametrize("mark", ["draft,yes\n", "\ufeffDraft;true\n"])
def test_a_table_is_a_draft_as_a_whole(tmp_path: Path, mark: str) -> None:
    """Tables grow in a spreadsheet for days before they are right."""
    home = copied(tmp_path)
    path = home.root / "rules/tables/order-line.csv"
    path.write_text(mark.replace(";", ",") + path.read_text(encoding="utf-8").removeprefix("\ufeff"), encoding="utf-8")
    assert "order-line" not in load_knowledge(home).tables
    assert "a-mature-market-wins-with-a-margin" not in load_knowledge(home).rules
    taken_in = load_knowledge(home, drafts=True)
    (entry,) = [each for each in entries(taken_in) if (each.kind, each.id) == ("table", "order-line")]
    mark_of = draft_of(entry, taken_in)
    assert mark_of is not None
    assert "raft" not in without_marks(home, [mark_of])[path].split("\n")[0]


@pytest.mark.parametrize(
    ("file", "was", "now", "code", "line"),
    [
        # A draft is checked like anything else, and what is wrong in it stops no advice.
        (MODE, "id: large-deals-pay\n", "id: large-deals-pay\n    draft: true\n    wen: {a: b}\n", "MV201", 13),
        (MODE, "id: large-deals-pay\n", "id: large-deals-pay\n    draft: ture\n", "MV203", 12),
        (PLAN, "id: direct-needs-sellers\n", "id: direct-needs-sellers\n    draft: yes\n", "MV115", 4),
        # What advises cannot rest on what does not.
        (BOOKS, "{id: book,", "{id: book, draft: true,", "MV354", 9),
        ("knowledge/catalogue/10-steps.yaml", "id: hire\n", "id: hire\n    draft: true\n", "MV354", 6),
        ("knowledge/vocabulary/10-asked.yaml", "id: sellers\n", "id: sellers\n    draft: true\n", "MV354", 2),
    ],
)  # fmt: skip
def test_a_draft_is_checked(small: Home, file: str, was: str, now: str, code: str, line: int) -> None:  # noqa: PLR0917 - a column each
    """Where drafts are not looked at, their mistakes come to light on the day they are released."""
    edit(small, file, was, now)
    assert (code, line) in {(each.code.value, each.place.line) for each in check_home(small).findings}


def test_from_a_new_entry_to_one_that_advises(small: Home) -> None:
    """Skeletons of other tools are in force as soon as they are saved, and their dummy texts reach clients."""

    def run(*arguments: str, code: int = 0) -> str:
        done = mvpod("rules", *arguments, "--home", str(small.root), "--lang", "en", folder=small.root)
        assert done.code == code, done.out + done.err
        return " ".join(f"{done.out} {done.err}".split())

    run("new", "fact", "trust")
    run("new", "rule", "trust-sells", "--when", "trust=high", "--then", "for=direct", "--strength", "strong")
    assert "2 drafts take no part in the advice: trust, trust-sells" in run("check")
    assert "trust-sells" not in mvpod("rules", "list", "rules", "--home", small.root, folder=small.root).out.replace(
        "trust-sells\t(draft)", ""
    )
    assert "2 drafts" in run("test")
    assert "2 passed" in run("test", "--drafts", "-k", "trust-sells")
    for command in (("test", "-k", "trust-sells"), ("mutate", "trust-sells")):
        assert "1 draft takes no part in the advice: trust-sells. mvpod rules test --drafts" in run(*command, code=2)
    assert "rule trust-sells: new" in run("diff", "--drafts", code=1)
    assert "still has texts to be written" in run("review", "trust-sells", "--all", "--by", "Lin", code=1)
    for file in ("rules/mode/drafts.yaml", "knowledge/vocabulary/drafts.yaml"):
        path = small.root / file
        path.write_text(path.read_text(encoding="utf-8").replace("（待写）", "字").replace("(to be written)", "word"))
    assert "MV354" in run("review", "trust-sells", "--all", "--by", "Lin", code=1)
    assert "trust-sells" not in prepare(small).knowledge.rules
    assert "2 signed" in run("review", "trust-sells", "trust", "--all", "--by", "Lin")
    assert "trust-sells" in prepare(small).knowledge.rules
    assert "did you mean trust-sells" in run("review", "trust-sels", "--all", "--by", "Lin", code=2)
    run("new", "table", "by-product", "--when", "product=hard", "--then", "for=direct")
    table = small.rules / "tables/by-product.csv"
    assert "1 draft takes no part in the advice: by-product" in run("check")
    assert "by-product" not in prepare(small).knowledge.tables
    run("review", "by-product", "--all", "--by", "Lin", code=1)
    table.write_text(table.read_text(encoding="utf-8").replace("（待写）", "字").replace("(to be written)", "word"))
    assert "1 signed" in run("review", "by-product", "--all", "--by", "Lin")
    assert "by-product-hard" in prepare(small).knowledge.rules
