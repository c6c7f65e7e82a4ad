"""What a person asks for at the prompt instead of answering, in both languages: help, why, back, review.

And what a person says about the case rather than in answer to a question: client, offer, depth, cells, another mode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.mode.interview.answer_parser import names_of
from mvpod_expert.model.cases import ONLY_CELL, Override
from mvpod_expert.model.frozen import PROSE_LENGTH, SOURCE_LENGTH
from mvpod_expert.model.journal import DEPTHS, Entered, Entry, Noted, Opened, Overridden, Removed, Renamed
from mvpod_expert.model.money import DOLLAR
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.model.written_numbers import CURRENCY_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView
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
LIKE = (" like ", " 同 ")


class Request(NamedTuple):
    """Something asked for: its `kind`, of those in `WORDS`, and what stands after its word."""

    kind: str
    more: str = ""


class UnknownRequest(NamedTuple):
    """A word after a slash that asks for nothing; with the one it may have meant."""

    word: str
    suggestion: str | None


class Unnamed(NamedTuple):
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


class CaseRequests:
    """Notes what is said about the case; `save` saves an entry and hands it to the session."""

    def __init__(self, session: Session, view: InterviewView, save: Callable[[Entry], None]) -> None:
        self.session = session
        self.view = view
        self._save = save

    def met(self, request: Request) -> bool:
        """Note what was said; return whether to look anew where the interview is."""
        meets = {
            "client": lambda name: self._note("client", name),
            "offer": lambda name: self._note("offer", name),
            "currency": self._currency,
            "source": self._source,
            "override": self._override,
            "depth": self._depth,
            "cell": self._cell,
            "rename": self._rename,
            "remove": self._remove,
        }
        return meets[request.kind](request.more)

    def _cell(self, more: str) -> bool:
        name, like = more, None
        for word in LIKE:
            if word in more:
                name, _, like = (part.strip() for part in more.partition(word))
        cells = self.session.record.cells
        if not name or (like is not None and like not in cells):
            for cell, content in cells.items():
                self.view.remark("cell_is", cell=cell, count=len(content.answers), here=cell == self.session.record.at)
            self.view.remark("cell_how")
            return False
        if like is None and tuple(cells) == (ONLY_CELL,) and name != ONLY_CELL:
            return self._rename(name)  # a cell that nobody has named yet is the one meant
        region, segment = _place(name)
        is_there = name in cells
        self._save(Entered(cell=name) if is_there else Opened(cell=name, region=region, segment=segment, like=like))
        self.view.remark("cell_entered", "good", cell=name, count=len(self.session.record.cell.answers))
        return True

    def _rename(self, name: str) -> bool:
        if not name or name in self.session.record.cells:
            self.view.remark("rename_how", "warn")
            return False
        region, segment = _place(name)
        self._save(Renamed(cell=name, region=region, segment=segment))
        self.view.remark("cell_entered", "good", cell=name, count=len(self.session.record.cell.answers))
        return True

    def _remove(self, more: str) -> bool:
        name = more or self.session.record.at
        if name not in self.session.record.cells or len(self.session.record.cells) == 1:
            self.view.remark("remove_how", "warn")
            return False
        self._save(Removed(cell=name))
        self.view.remark("cell_removed", "good", cell=name, at=self.session.record.at)
        return True

    def _note(self, kind: Literal["client", "offer"], value: str) -> bool:
        if value:
            self._save(Noted(kind=kind, value=value))
            self.view.remark(f"{kind}_noted", "good", **{kind: value})
        else:
            self.view.remark(f"{kind}_missing", "warn")
        return False

    def _currency(self, written: str) -> bool:
        code = CURRENCY_OF.get(written.casefold())
        known = (DOLLAR, *self.session.currency.per_dollar)
        if code not in known:
            self.view.remark("currency_how", "warn", allowed=", ".join(each.upper() for each in known))
            return False
        self._save(Noted(kind="currency", value=code))
        self.view.currency = self.session.currency
        rate = self.view.currency.rate
        key = "currency_noted" if rate is None else "currency_noted_at"
        self.view.remark(key, "good", currency=code.upper(), rate=rate)
        return True

    def _source(self, more: str) -> bool:
        """Take down who answers from here on; alone, nobody in particular."""
        if len(more) > SOURCE_LENGTH or not (more or self.session.source):
            self.view.remark("source_how", "warn", most=SOURCE_LENGTH)
        else:
            self.session.source = more or None
            self.view.remark("source_noted" if more else "source_ended", "good", source=more)
        return False

    def _depth(self, more: str) -> bool:
        """Note how deep the interview goes; without a depth, say what each takes and how far it is."""
        words = {self.view.t(f"depth.{depth}").casefold(): depth for depth in DEPTHS} | {each: each for each in DEPTHS}
        depth = words.get(more.casefold())
        if depth is None:
            for each in DEPTHS:
                self.view.remark(f"depth_{each}", "plain")
            self.view.remark("depth_is", depth=self.view.t(f"depth.{self.session.depth}"))
            return False
        self._save(Noted(kind="depth", value=depth))
        self.view.remark("depth_noted", "good", depth=self.view.t(f"depth.{depth}"))
        return True

    def _override(self, more: str) -> bool:
        """Note that another mode was chosen for the current cell; or, with nothing, take that back."""
        override = overriding(self.session.knowledge.decision.modes, more)
        if override is None and (more or self.session.record.cell.override is None):
            self.view.remark("override_how", "warn")
            return False
        self._save(Overridden(override=override))
        if override is None:
            self.view.remark("override_taken_back", "good")
        else:
            self.view.remark("override_noted", "good", mode=self.view.mode(override.mode), because=override.because)
        return False


def _place(name: str) -> tuple[str | None, str | None]:
    """Return the region and the segment that a cell's name tells, as in REGION/SEGMENT."""
    region, _, segment = (part.strip() for part in name.partition("/"))
    return (region, segment) if region and segment else (None, None)
