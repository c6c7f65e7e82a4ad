"""What a person can ask for at the prompt, and what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from features.program import Printed, surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.views.line_breaking import cells
from tests.interview.test_session import parking
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def talk(folder: Path, *lines: str, lang: str = "en", file: str = "a.yaml") -> Printed:
    """Type lines, then leave."""
    typed = "".join(f"{line}\n" for line in (*lines, "/quit"))
    return mvpod("interview", "--answers", file, "--lang", lang, folder=folder, typed=typed)


def test_why_tells_what_each_answer_moves_and_which_rules_wait(tmp_path: Path) -> None:
    """Points and vetoes as the rules have them."""
    said = talk(tmp_path, "go customer_demands_direct", "why").said
    assert "most: direct +6, vetoes channel" in said
    assert "none: moves nothing by itself" in said
    assert "rules wait for this answer" in said
    assert "Some customers require the maker, others a local supplier: favours a hybrid (hybrid +6)" in said


def test_each_answer_shows_which_way_the_evidence_moved_and_why(tmp_path: Path) -> None:
    """The bar of each mode, the change in brackets, and the rule; changed back, the rule no longer holds."""
    printed = talk(tmp_path, "go product_complexity", "high", "go product_complexity", "low")
    assert "A product that is hard to learn favours direct sales: direct +4" in printed.said
    assert "+4 (+4)" in printed.out
    assert "No longer holds: A product that is hard to learn favours direct sales (direct +4)" in printed.said
    assert "Answered: high. Enter keeps it" in printed.said


def test_a_first_weak_argument_looks_weak(tmp_path: Path) -> None:
    """A bar fills the width only when two strong arguments' worth of points stand behind it."""
    weak = talk(tmp_path, "go product_complexity", "medium", "go product_complexity", "high")
    lengths = [line.count("\u2588") for line in weak.out.splitlines() if "\u2588" in line]
    assert lengths[0] < 40


def test_a_company_wide_answer_says_that_it_holds_for_every_cell(tmp_path: Path) -> None:
    """With one cell there is nothing to say; an answer that is a cell's own says nothing either."""
    fact = next(fact for fact in KNOWLEDGE.asked() if fact.scope == "company")
    words = "This answer holds for every market cell."
    assert words not in talk(tmp_path, f"go {fact.id}", "1").said
    assert words in talk(tmp_path, "cell north", "cell south", f"go {fact.id}", "2").said
    assert words not in talk(tmp_path, "go market_stage", "mature").said


def test_what_if_shows_and_saves_nothing(tmp_path: Path) -> None:
    """The supposed standing, and the file as it was."""
    talk(tmp_path, "go market_stage", "mature")
    before = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    printed = talk(
        tmp_path, "whatif customer_demands_direct=most", "whatif nothing=1", "whatif", "whatif market_stage=x"
    )
    assert "Suppose Customers who insist on the manufacturer: most" in printed.said
    assert "vetoed" in printed.out
    assert "The lead would go from" in printed.said
    assert "No question is called 'nothing'" in printed.said
    assert printed.said.count("whatif QUESTION=ANSWER") == 2
    assert "'x' is not among the answers" in printed.said
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == before


def test_review_lists_what_was_answered_skipped_and_set_aside(tmp_path: Path) -> None:
    """Every answer by topic, numbers in their unit."""
    idle, by, state, _ = parking()
    printed = talk(
        tmp_path,
        "skip",
        *("go deal_size_usd", "40k", "go cash_runway", "u"),
        *(f"go {idle.id}", idle.states[0], f"go {by.id}", state),
        "review",
    )
    assert "Put off to the end" in printed.said
    listed = printed.said.rpartition("Answer> review")[2]
    assert ": skipped (" in listed
    assert "Typical deal size: 40,000 USD (medium) (deal_size_usd)" in listed
    assert "not known (cash_runway)" in listed
    assert f"{idle.title.en}: the answer cannot matter now and is set aside" in printed.said
    assert f"({idle.id}) (cannot matter beside the other answers)" in listed
    assert listed.count("cannot matter beside the other answers") == 1


def test_status_tells_what_is_possible_and_what_to_find_out(tmp_path: Path) -> None:
    """Modes still possible and the questions that decide most, those answered with "don't know" included."""
    said = talk(tmp_path, "go customer_demands_direct", "u", "status").said
    assert "Modes still possible: direct, channel, hybrid" in said
    assert "Find these out first; they decide most: 1" in said
    assert "(customer_demands_direct)" in said.rpartition("Find these out first")[2]


def test_market_cells_share_copy_and_are_advised_on_together(tmp_path: Path) -> None:
    """What the company has only once is asked once; a copy is changed where it differs; the end advises on both."""
    shared = "product_complexity"
    printed = talk(
        tmp_path,
        *("client Example Ltd", f"go {shared}", "low", "go market_stage", "mature"),
        *("cell North/small like main", "go market_stage", "new_entry", "cell", "cell nowhere like there", "done"),
    )
    assert "This is the market cell North/small now, with 2 answers" in printed.said
    assert "→ North/small: 2 answers" in printed.said
    advised = mvpod("recommend", "a.yaml", "--format", "json", folder=tmp_path).data["cells"]
    assert [(each["id"], each["region"], each["client"]) for each in advised] == [
        ("main", None, "Example Ltd"),
        ("North/small", "North", "Example Ltd"),
    ]
    assert "Example Ltd · North / small" in printed.said
    printed = talk(tmp_path, "cell South", "review")
    assert "This is the market cell South now, with 1 answer." in printed.said
    assert f"({shared})" in printed.said.rpartition("Answer> review")[2]
    assert talk(tmp_path, "/cell main", "/review").said.count("(market_stage)") == 1


def test_done_advises_on_what_is_known(tmp_path: Path) -> None:
    """At any question; the modes that are still open are reported, and the exit code says undecided."""
    printed = talk(tmp_path, "u", "done")
    assert printed.code == 4
    assert "No recommendation" in printed.said or "close to call" in printed.said


def test_save_writes_a_plain_case_and_nothing_over(tmp_path: Path) -> None:
    """The copy gets the same advice; a file that is there is left alone."""
    (tmp_path / "there.yaml").write_text("mine\n", encoding="utf-8")
    printed = talk(
        tmp_path, "go market_stage", "mature", "save", "save b.yaml", "save there.yaml", "save no/where.yaml"
    )
    assert "Every answer is in a.yaml already" in printed.said
    assert "Written to b.yaml" in printed.said
    assert "Cannot write there.yaml: File exists" in printed.said
    assert "Cannot write no/where.yaml: No such file or directory" in printed.said
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == "answers:\n  market_stage: mature\n"
    assert (tmp_path / "there.yaml").read_text(encoding="utf-8") == "mine\n"


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    """Nothing typed is passed over in silence."""
    said = talk(tmp_path, "", "back", "/foo", "/reviw", "go market", "go markt_stage", "client").said
    for words in (
        "Please type an answer",
        "There is no answer before this one",
        "There is no /foo; ? lists everything",
        "Did you mean: /review",
        "'market' could be",
        "Did you mean: market_stage",
        "Name the client",
    ):
        assert words in said


def test_in_chinese_at_sixty_columns_every_line_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The requests have Chinese names, and bars, lists and reasons keep to the width."""
    everything_else = surroundings()
    monkeypatch.setattr("features.program.surroundings", lambda **_: everything_else | {"COLUMNS": "60"})
    printed = talk(
        tmp_path,
        *("改 product_complexity", "high", "为什么", "进展", "跳过", "回顾", "返回", ""),
        "假如 customer_demands_direct=most",
        *("单元 华东/汽车", "客户 某某公司", "帮助", "保存", "完成"),
        lang="zh",
    )
    for words in (
        "产品难讲清楚",
        "还可能的模式",
        "先弄清这些",
        "假如",
        "现在是市场单元「华东/汽车」",
        "客户：某某公司",
    ):
        assert words in "".join(printed.out.split()) or words in printed.said
    assert [line for line in printed.out.splitlines() if cells(line) > 60 and not line.startswith("答>")] == []


def test_a_batch_is_plain_and_keeps_the_answers_in_its_record(tmp_path: Path) -> None:
    """The same flow without a terminal: what was answered stands after each prompt."""
    typed = "go market_stage\nmature\n/quit\n"
    printed = mvpod("interview", "--batch", "--answers", "a.yaml", folder=tmp_path, typed=typed)
    assert printed.code == 130
    assert "Answer> mature\n" in printed.out
    assert "\x1b" not in printed.out
