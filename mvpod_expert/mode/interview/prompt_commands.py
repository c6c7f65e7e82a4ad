"""What a person asks for at the prompt instead of answering: help, why, back, review; in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.answer_parser import names_of
from mvpod_expert.model.cases import Override
from mvpod_expert.model.frozen import PROSE_LENGTH
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.decision import Mode
    from mvpod_expert.model.facts import Fact

WORDS: dict[str, tuple[str, ...]] = {
    "help": ("?", "？", "help", "帮助"),
    "why": ("why", "为什么"),
    "status": ("status", "how", "状态", "进展"),
    "back": ("back", "b", "上一题", "返回"),
    "go": ("go", "change", "修改", "改"),
    "review": ("review", "回顾"),
    "skip": ("skip", "s", "跳过"),
    "whatif": ("whatif", "如果", "假如"),
    "save": ("save", "保存"),
    "quit": ("quit", "q", "exit", "退出"),
    "done": ("done", "完成"),
    "plan": ("plan", "继续", "方案"),
    "cell": ("cell", "单元"),
    "rename": ("rename", "改名"),
    "remove": ("remove", "删除"),
    "client": ("client", "客户"),
    "offer": ("offer", "产品"),
    "currency": ("currency", "币种"),
    "source": ("source", "来源"),
    "estimated": ("estimated", "estimate", "估计"),
    "depth": ("depth", "深度"),
    "mend": ("mend", "更正"),
    "override": ("override", "改定"),
    "words": ("words", "文字"),
    "take": ("take", "采纳"),
    "numbers": ("numbers", "数字"),
}
"""Each request's words; the first is its name in English, the last its name in Chinese."""

ALONE = frozenset({"help", "why", "status", "back", "review", "skip", "quit", "done", "plan", "mend"})
"""The requests behind whose word nothing stands."""
BECAUSE = (" because ", "因为")


@dataclass(frozen=True)
class Request:
    """Something asked for: its `kind`, of those in `WORDS`, and what stands after its word."""

    kind: str
    more: str = ""


@dataclass(frozen=True)
class UnknownRequest:
    """A word after a slash that asks for nothing; with the one it may have meant."""

    word: str
    suggestion: str | None


@dataclass(frozen=True)
class Unnamed:
    """Words that name no question, or several; with those it may be."""

    written: str
    candidates: tuple[Fact, ...]


def requested(typed: str, fact: Fact | None) -> Request | UnknownRequest | None:
    """Read what was typed while a fact, if any, is asked as a request; return nothing when it is none.

    After a slash a line is always a request; without one, the names of the answers win.
    """
    text = typed.strip()
    is_marked = text.startswith("/")
    if not is_marked and fact is not None and text.casefold() in names_of(fact):
        return None
    word, _, more = text.removeprefix("/").partition(" ")
    by_word = {each: kind for kind, words in WORDS.items() for each in words}
    kind = by_word.get(word.casefold())
    if kind is not None and (not more.strip() or kind not in ALONE):
        return Request(kind, more.strip())
    return UnknownRequest(word, closest_match(word, by_word)) if is_marked else None


def named_fact(facts: Mapping[str, Fact], written: str) -> Fact | Unnamed:
    """Find a question by its id or title, or an unambiguous beginning of one."""
    text = written.strip().casefold()
    names: dict[str, Fact] = {}
    for fact in facts.values():
        if not fact.derived:
            for name in (fact.id, fact.id.replace("_", " "), fact.title.zh, fact.title.en):
                names.setdefault(name.casefold(), fact)
    if text in names:
        return names[text]
    begun = {fact.id: fact for name, fact in names.items() if text and name.startswith(text)}
    if len(begun) == 1:
        return next(iter(begun.values()))
    near = closest_match(text, names) if not begun else None
    return Unnamed(written, (names[near],) if near else tuple(begun.values()))


def overriding(modes: Iterable[Mode], more: str) -> Override | None:
    """Read `MODE because REASON`: the mode that was chosen otherwise, by id or title, and why.

    Nothing is returned where it is not written so, or the reason is too long to be kept.
    """
    for word in BECAUSE:
        written, found, because = more.partition(word)
        if found and 0 < len(because.strip()) <= PROSE_LENGTH:
            name = written.strip().casefold()
            for mode in modes:
                if name in {mode.id, mode.title.zh, mode.title.en.casefold()}:
                    return Override(mode=mode.id, because=because.strip())
    return None


def supposed(facts: Mapping[str, Fact], more: str) -> tuple[Fact | Unnamed, str]:
    """Read `FACT=VALUE`: the question, and what is supposed of it."""
    for mark in ("=", "＝"):
        if mark in more:
            written, _, value = more.partition(mark)
            return named_fact(facts, written), value.strip()
    return Unnamed(more, ()), ""
