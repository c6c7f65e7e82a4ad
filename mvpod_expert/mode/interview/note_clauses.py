"""What notes state, clause by clause: whether it holds today, and whether a later clause takes it back.

Notes are bullet lists, lines such as "GM: 40%" and running text, in Chinese, English or both. A sentence ends at a
line end that is no wrapping; what a clause says about its time and subject ("until 2023", "competitors", "if") holds
up to the end of the sentence, or until another clause says otherwise ("now", "we", "but"). A heading such as
"Competitors:" holds for the lines below it, up to an empty one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mvpod_expert.views.line_breaking import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

Cue = Literal["past", "now", "supposed", "foreign", "own"]


@cache
def cue(name: str) -> str:
    """Return the pattern for any word of a list of `cues.toml`; English ones are whole words."""
    english, chinese = (_cues()[name][lang].split() for lang in ("en", "zh"))
    return rf"\b(?:{'|'.join(each.replace('_', ' +') for each in english)})\b|(?:{'|'.join(chinese)})"


@cache
def _cues() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


@cache
def finds(name: str) -> re.Pattern[str]:
    """Return what finds a word of a list of `cues.toml`."""
    return re.compile(cue(name))


ABBREVIATION = re.compile(
    r"\b(?:approx|ca|c|abt|avg|vs|incl|excl|e\.g|i\.e|p\.a|p\.m|est|mgr|dist|resp|max|min|inc|ltd|co|dr|mr|ms|no|st)$"
)
END = re.compile(
    r"\n|[。!！]|\.(?=\s|$|[\u4e00-\u9fff])|[;；，,]|[:：](?=\s*\n)|(?<![0-9])\s[-–—]+>?\s|\s[-–—]+>?\s(?![0-9])|——"
    r"|(?<=[a-z])\s(?=(?:but|although|whereas|while)\s)|(?=但是?|不过|而且)"
)
QUESTION = re.compile(r"[^\n.;。；!！]*[?？]+")
BULLET = re.compile(r"\s*(?:[-*•·–]\s|\(?[0-9]{1,2}[.)、)]\s?|[一二三四五六七八九十]{1,2}、)")
KEY = re.compile(r"\s*[^\s:：][^:：\n]{0,30}[:：](?=\s|$)|\s*[\u4e00-\u9fff]{1,8}[:：]")
MOST_LOOKED_BACK = 40
"""Clauses that a later one may take back or lead to."""
INTERJECTION = 12
"""Characters; what stands before "that is wrong" and is shorter ("No, wait") says nothing that could be meant."""
WRAPPED_FROM = 50
"""Columns; a line that ends before is no wrapped one."""

PERSISTING: tuple[Cue, ...] = ("past", "supposed", "foreign")
ENDED_BY: dict[Cue, tuple[Cue, ...]] = {"now": ("past", "supposed"), "own": ("foreign",)}
CONTRAST = re.compile(r"\s*(?:(?:but|yet|whereas|however|although)\b|但|不过|然而|可是)")
CONTRADICTS = re.compile(
    r"[\s,]*(?:(?:but|yet|and|however|well)[\s,]+)?(?:actually|in reality|in truth|(?:but|yet)[\s,]+in fact)\b(?=.*\w)"
    r"|\s*(?:但|可|不过)?(?:其实|实际上?|事实上|走访(?:下来|发现|后))(?=.)"
)
"""Begins what is so instead of what stands before it."""


@dataclass
class Clause:
    """A part of a sentence that states something.

    Args:
        start: where it begins in the text.
        text: what it says, in small letters.
        sentence: the number of its sentence.
        scope: what clauses before it in its sentence, or a heading, say of its time and subject.
        stands: nothing behind it takes it back.
        corrects: it, or what leads to it, says that it is newer or truer than what stands before.
    """

    start: int
    text: str
    sentence: int
    scope: frozenset[Cue] = field(default_factory=frozenset)
    stands: bool = True
    corrects: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Return whether what stands at a place is said of today, and not of others or of a supposition."""
        if not self.stands or self._is_past(start, end):
            return False
        beside = f"{self.text[:start]} \u241f {self.text[end:]}"
        own_leads = finds("own").search(self.text[:start]) is not None
        foreign = finds("foreign").search(beside) or ("foreign" in self.scope and not own_leads)
        return not (foreign or finds("supposed").search(beside) or "supposed" in self._open_scope(start))

    def _open_scope(self, at: int) -> frozenset[Cue]:
        """Return the scope that nothing ended before a place."""
        ended = finds("now").search(self.text[:at]) or CONTRAST.match(self.text) or CONTRADICTS.match(self.text)
        return self.scope - {"past", "supposed"} if ended else self.scope

    def _is_past(self, start: int, end: int) -> bool:
        """Return whether the last word about time before the end of a place, or else one behind it, is of the past."""
        times = sorted((found.start(), name) for name in ("past", "now") for found in finds(name).finditer(self.text))
        before = [cue for at, cue in times if at < end]
        if before:
            return before[-1] == "past"
        return "past" in self._open_scope(start) or any(cue == "past" for _, cue in times)


def clauses(text: str) -> list[Clause]:
    """Return the clauses of notes that state something, in order."""
    read: list[Clause] = []
    scope: set[Cue] = set()
    heading: frozenset[Cue] = frozenset()
    sentence, last = 0, ""
    for start, part, mark in _parts(_unwrapped(_fold(text))):
        if part.strip():
            read.append(Clause(start, part, sentence))
            _weigh(read, scope | heading)
            scope = _carried(read[-1], scope)
        if mark in {":", "："}:
            heading = frozenset(scope)
        if mark == last == "\n" and not part.strip():
            heading = frozenset()
        if mark not in {",", "，", ""}:
            scope = set() if mark != "-" else scope
            sentence += mark not in {";", "；", "-"}
        last = mark
    return read


def _fold(text: str) -> str:
    """Return a text in small letters, character by character, so that places stay the same."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text).replace("\u2019", "'")


def _unwrapped(text: str) -> str:
    """Return a text with spaces for the line ends inside sentences, and for questions."""
    lines = text.split("\n")
    joined = lines[0]
    for last, line in pairwise(lines):
        goes_on = (
            line.strip() != ""
            and cells(last.rstrip()) >= WRAPPED_FROM
            and last.rstrip()[-1] not in ".。;；!！?？:："
            and BULLET.match(line) is None
            and KEY.match(line) is None
        )
        joined += (" " if goes_on else "\n") + line
    return QUESTION.sub(lambda found: " " * len(found[0]), joined)


def _parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Return the stretches between the ends of clauses: where each begins, what it is, and the mark behind it."""
    start = 0
    for found in END.finditer(text):
        mark = found[0].strip(" \t") or found[0][:1]
        at, between_digits = found.start(), found[0] in ".," and text[found.end() : found.end() + 1].isdigit()
        if found[0] == "." and ABBREVIATION.search(text[:at]):
            continue
        if between_digits and at and text[at - 1].isdigit():
            continue
        yield (
            start,
            text[start:at],
            "-" if mark[:1] in {"-", "–", "—"} else "," if not mark.strip() and mark != "\n" else mark,
        )
        start = found.end()
    yield start, text[start:], ""


def _weigh(read: list[Clause], scope: set[Cue] | frozenset[Cue]) -> None:
    """Work out what the last clause takes over, corrects or takes back."""
    clause = read[-1]
    clause.scope = frozenset(scope)
    recent = read[-2:-MOST_LOOKED_BACK:-1]
    before = [each for each in recent if each.sentence == clause.sentence]
    last = [each for each in recent if each.sentence == clause.sentence - 1]
    if re.match(rf"\W*(?:{cue('doubts')}).{{0,24}}$", clause.text):
        for each in read[-2:-1]:
            each.stands = False
        return
    rejects, contradicts = finds("rejects").search(clause.text), CONTRADICTS.match(clause.text)
    if rejects or contradicts:
        said = sum(len(each.text.strip()) for each in before)
        for each in (*before, *(last if said < INTERJECTION else ())):
            each.stands = False
    ours = finds("ours").match(clause.text.lstrip()) is not None
    if ours or finds("now").search(clause.text):
        for each in before if ours else before or last:
            each.stands &= not ours and finds("last_year").search(each.text) is None
    clause.corrects = bool(
        rejects
        or contradicts
        or finds("corrects").search(clause.text)
        or finds("now").search(clause.text)
        or any(each.corrects for each in before)
    )


def _carried(clause: Clause, scope: set[Cue]) -> set[Cue]:
    carried = set() if CONTRAST.match(clause.text) or CONTRADICTS.match(clause.text) else set(scope)
    for ending, ended in ENDED_BY.items():
        if finds(ending).search(clause.text):
            carried -= set(ended)
    lead = clause.text[:12] if re.search("[\u4e00-\u9fff]", clause.text) else clause.text[:24]
    carried |= {
        cue for cue in PERSISTING if (found := finds(cue).search(lead)) and not _told_off(clause.text, cue, found)
    }
    return carried


def _told_off(text: str, cue: Cue, found: re.Match[str]) -> bool:
    """Return whether a cue is ended in its own clause, or is only the tense of its verb."""
    if found[0] in {"was", "were", "wasn't", "weren't"}:
        return True
    return any(cue in ended and finds(ending).search(text[found.end() :]) for ending, ended in ENDED_BY.items())
