"""What `mvpod replay` says: what was gone through, what was taken as it stands, and what does not follow, by name."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from rich.cells import cell_len

from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.model.recommendation import Recommendation
from mvpod_expert.replay.model import FlawKind, FlawPart, GoneThrough, TakenAsIs, Violation
from mvpod_expert.replay.replaying import replay
from mvpod_expert.replay.terminal import ReplayView
from mvpod_expert.replay.violation_sentences import FlawSentences
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import ADVISER, KNOWLEDGE
from tests.explanation.saved import CASES, WITH_HISTORY, WITH_PLAN, WITH_VENDORS
from tests.explanation.tampering import plain, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.model.cases import CaseFile


@cache
def saved(number: int) -> Any:
    """Give the result of an example client as it is saved."""
    return plain(ADVISER.recommend([CASES[number]]))


def told(case: CaseFile, lang: Lang, tamper: Callable[[Any], None] = lambda _: None, width: int = 100) -> str:
    """Save the result of an example, tamper with it, and give what a replay of it prints."""
    copy = deepcopy(saved(CASES.index(case)))
    tamper(copy)
    spoilt = read(Recommendation, copy)
    assert spoilt is not None
    page = Terminal(StringIO(), plain=True)
    page.width = width
    ReplayView(KNOWLEDGE, Messages(lang), page).show(replay(spoilt, "result.json", ADVISER))
    printed: str = page._console.file.getvalue()  # type: ignore[attr-defined]
    return printed


@pytest.mark.parametrize("lang", LANGS)
def test_every_flaw_part_and_count_has_words(lang: Lang) -> None:
    """Whatever is found can be said."""
    t = Messages(lang)
    sentences = FlawSentences(KNOWLEDGE, t)
    for kind in get_args(FlawKind):
        part = "slope" if kind == "differs" else None
        assert sentences.sentence(Violation(kind=kind, about="win_rate", part=part, told="1", derived="2"))
    for part in get_args(FlawPart):
        assert t(f"flaw_part.{part}")
    for what in get_args(GoneThrough):
        assert "7" in t(f"gone_through.{what}", count=7)
    for what in get_args(TakenAsIs):
        assert t(f"taken_as_is.{what}")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (WITH_VENDORS, {"en": ["must-haves", "vendors", "questions to ask"], "zh": ["项必备功能", "家供应商"]}),
        (WITH_PLAN, {"en": ["elements as-is", "measures on the roadmap"], "zh": ["项现状对应有", "条措施"]}),
        (WITH_HISTORY, {"en": ["series of metrics", "p-values"], "zh": ["个指标序列", "p 值"]}),
    ],
    ids=["vendors", "audit", "trends"],
)
@pytest.mark.parametrize("lang", LANGS)
def test_it_says_what_was_gone_through_and_fits_a_narrow_terminal(
    case: CaseFile, words: dict[str, list[str]], lang: Lang
) -> None:
    """How many of each, and what was taken as it was saved; no line is wider than sixty cells."""
    printed = told(case, lang, width=60)
    assert "{{" not in printed
    flat = "".join(printed.split())
    for each in words[lang]:
        assert "".join(each.split()) in flat
    assert max(map(cell_len, printed.splitlines())) <= 60


def bend_a_gate(result: Any) -> None:
    gate = next(each for each in result["vendors"][0]["vendors"][0]["gates"] if each["gate"] == "function")
    gate["state"] = "failed"


def bend_a_measure(result: Any) -> None:
    measure = next(each for each in result["audits"][0]["measures"] if each["after"])
    measure["quarter"] = 1


def bend_a_slope(result: Any) -> None:
    series = next(each for each in result["cells"][0]["trends"]["series"] if each["trend"])
    series["trend"]["slope"] = 99.0


def leave_a_measure_out(result: Any) -> None:
    result["audits"][0]["measures"].pop(0)


@pytest.mark.parametrize(
    ("case", "tamper", "words"),
    [
        (WITH_VENDORS, bend_a_gate, {"en": "Function match, the outcome: it says failed", "zh": "功能匹配，结果"}),
        (WITH_PLAN, bend_a_measure, {"en": "the quarter it begins in: it says 1", "zh": "开始的季度：写的是 1"}),
        (WITH_PLAN, leave_a_measure_out, {"en": "the roadmap lacks", "zh": "路线图缺少"}),
        (WITH_HISTORY, bend_a_slope, {"en": "the slope: it says 99", "zh": "斜率：写的是 99"}),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_what_does_not_follow_is_told_by_name(
    case: CaseFile, tamper: Callable[[Any], None], words: dict[str, str], lang: Lang
) -> None:
    """With what it says and what follows."""
    assert words[lang] in told(case, lang, tamper)
    assert words[lang] not in told(case, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_with_newer_knowledge_it_says_what_is_not_made_again(lang: Lang) -> None:
    """Vendors and audits are checked in themselves, and that is told."""

    def older(result: Any) -> None:
        result["knowledge"]["sha256"] = "0" * 64

    words = {"en": "are not made again with the knowledge at hand", "zh": "不按现在的知识重做"}
    assert words[lang] in told(WITH_PLAN, lang, older)
    assert words[lang] not in told(WITH_PLAN, lang)
