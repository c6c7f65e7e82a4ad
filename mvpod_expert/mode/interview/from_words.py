"""Answers found in what somebody wrote about a client, by the vocabulary's own synonyms; nothing is taken unasked.

A sentence is cut into clauses. A clause speaks for an answer when it has one of the phrases that the vocabulary lists
for it (`said_as`), and nothing else in the clause denies or supposes it. What can be read in two ways is not proposed:
two answers to one question, a range of numbers, a bound, an amount without a currency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import counts_money
from mvpod_expert.model.written_numbers import CURRENCY, MAGNITUDES, NUMBER, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.money import CaseCurrency


def _any(words: str, chinese: str) -> str:
    """Return the pattern for any of some words, given with spaces between; English ones are whole words."""
    english = "|".join(each.replace("_", r"\s") for each in words.split())
    return rf"\b(?:{english})\b|(?:{'|'.join(chinese.split())})"


CLAUSE_ENDS = re.compile(
    r"[\n;；。！!？?，]|(?<![0-9])[,.]|[,.](?![0-9])|[:：](?=\s*\n)"
    r"|(?<=[a-z])\s(?:but|although|whereas|while)\s|但是?|不过|而且"
)
QUESTION = re.compile(r"[^\n.;。；!！]*[?？]")
DENIES = re.compile(
    _any(
        "no not never none nobody without hardly barely neither nor cannot lacks? lacking instead_of "
        "rather_than far_from "
        "[a-z]+n't few little nothing",
        "没 无 未 非 (?<!差)不(?![错断少同仅]) 缺 很少 难以 谈不上",
    )
)
SUPPOSES = re.compile(
    _any(
        "if whether would could might maybe perhaps possibly plans? planned planning hopes? hoping wants? "
        "wish(?:es)? should "
        "used_to formerly previously in_the_past until_recently competitors? competition rivals? elsewhere "
        "other_markets? target_is aims? expect(?:s|ed)? unsure not_sure unclear don't_know unknown",
        "如果 假如 要是 是否 可能 也许 或许 打算 计划 希望 想要 将来 未来 以后 过去 以前 曾经 原来 "
        "竞争对手 竞品 同行 对手 "
        "其他市场 目标是 预计 不清楚 不知道 不确定 应该",
    )
)
BOUND = _any(
    "over more_than less_than under below above up_to at_least at_most nearly almost from between",
    "超过 不到 至少 最多 大于 小于 近 高于 低于 不足 多于 少于",
)
RANGE = r"(?:-|~|—|\bto\b|\bor\b|\band\b|到|至|或)"
BEFORE_AMOUNT = re.compile(rf"(?:{BOUND}|[0-9]\s*(?:%|k|m|万|个?月)?\s*{RANGE})\s*$")
AFTER_AMOUNT = re.compile(rf"\s*(?:%|k|m)?\s*{RANGE}\s*[0-9.]|\s*(?:\+|多|余|以上|以下|or\smore|or\sless|plus)")
"""What makes a number a range or a bound."""
FILLER = (
    r"(?:\s|:|=|~|，|"
    + _any(
        "about around roughly approximately approx some is are was of at on_average averages? typically usually",
        "大约 大概 差不多 平均 一般 通常 左右 约 是 为 在 有 也就 都 就",
    )
    + ")*"
)
SPANS = "months? weeks? days? years? quarters? 个月 个季度 周 天 年"
NUMERALS = "[一二三四五六七八九十两半]"
MAGNITUDE = "|".join(sorted((re.escape(each) for each in MAGNITUDES if each), key=len, reverse=True))
AMOUNT = (
    rf"(?P<amount>(?:{CURRENCY})?\s?(?:{NUMBER}|{NUMERALS})\s?(?:(?:{MAGNITUDE})(?![a-z]))?"
    rf"\s?(?:(?:{CURRENCY}|{'|'.join(SPANS.split())}|times|x|倍|%)(?![a-z]))?)"
)
GAP = "[^,.;，。；]{0,24}?"


@dataclass(frozen=True)
class Proposal:
    """An answer that may be meant, and the words it rests on."""

    answer: Answer
    words: str


@dataclass(frozen=True)
class _Match:
    fact: Fact
    state: str
    start: int
    end: int
    amount: str = ""

    def holds(self, other: _Match) -> bool:
        """Return whether another one is a part of it."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


def proposals(text: str, facts: Iterable[Fact], currency: CaseCurrency | None = None) -> list[Proposal]:
    """Return the answers that a text gives, in the order of the questionnaire.

    Args:
        text: what somebody wrote, in Chinese or English.
        facts: the facts that are asked.
        currency: what a US dollar costs in other currencies.
    """
    asked = [fact for fact in facts if not fact.derived]
    told: dict[str, list[tuple[Answer, str]]] = {fact.id: [] for fact in asked}
    for clause in _clauses(half_width(text)):
        for match in _matches(asked, clause):
            answer = _answer(match, clause, currency)
            if answer is not None:
                told[match.fact.id].append((answer, clause[match.start : match.end].strip()))
    return [Proposal(*given[0]) for given in told.values() if len({answer.given for answer, _ in given}) == 1]


def _clauses(text: str) -> Iterator[str]:
    """Return the clauses that state something, folded; line breaks of wrapped lines are spaces."""
    joined = re.sub(r"(?<=[^\n.。;；!！?？:：])\n(?=[^\n\-*•])", " ", text)
    stated = QUESTION.sub("\n", joined.casefold().replace("\u2019", "'"))
    for clause in CLAUSE_ENDS.split(stated):
        if clause and clause.strip():
            yield re.sub(r"\s+", " ", clause)


def _matches(facts: Iterable[Fact], clause: str) -> list[_Match]:
    """Return where a clause has phrases; one inside a longer one, of whatever question, does not count."""
    found = []
    for fact in facts:
        for state, pattern in _patterns(fact):
            for match in pattern.finditer(clause):
                amount = match.groupdict().get("amount") or ""
                found.append(_Match(fact, state, match.start(), match.end(), amount))
    return [each for each in found if not any(other.holds(each) for other in found)]


def _answer(match: _Match, clause: str, currency: CaseCurrency | None) -> Answer | None:
    """Return the answer that a phrase gives where nothing beside it speaks against that."""
    before, after = clause[: match.start], clause[match.end :]
    rest = f"{before} \u241f {after}"
    if DENIES.search(rest) or SUPPOSES.search(rest):
        return None
    if not match.amount:
        given = match.state == "true" if match.fact.kind == "flag" else match.state
        return Answer(fact=match.fact.id, given=given, state=match.state, layer="interview")
    at = clause.index(match.amount, match.start)
    ahead, behind = clause[:at], clause[at + len(match.amount) :]
    if BEFORE_AMOUNT.search(ahead) or AFTER_AMOUNT.match(behind):
        return None
    if not _has_unit(match.fact, match.amount):
        return None
    answer = understand(match.fact, match.amount.strip(), currency)
    return answer if isinstance(answer, Answer) else None


def _has_unit(fact: Fact, amount: str) -> bool:
    """Return whether a number says what it counts; numbers of things say it by the phrase around them."""
    if counts_money(fact.unit):
        return re.search(CURRENCY, amount) is not None
    unit = fact.unit.en if fact.unit is not None else ""
    if unit == "%":
        return "%" in amount
    if unit == "months":
        return re.search("|".join(SPANS.split()), amount) is not None
    return "%" not in amount and re.search(CURRENCY, amount) is None


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase: `#` stands for a number, `…` for a few words."""
    parts = []
    for part in re.split("([#…])", half_width(phrase).casefold()):
        if part == "#":
            parts.append(AMOUNT)
        elif part == "…":
            parts.append(GAP)
        elif part.strip():
            words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", part.strip()))
            begin = r"(?<![a-z0-9])" if part.strip()[0].isascii() and part.strip()[0].isalnum() else ""
            end = r"(?![a-z0-9])" if part.strip()[-1].isascii() and part.strip()[-1].isalnum() else ""
            parts.append(f"{begin}{words}{end}")
    joined = ""
    for number, part in enumerate(parts):
        beside_number = number and AMOUNT in {part, parts[number - 1]}
        joined += (FILLER if beside_number and part is AMOUNT else r"[\s的-]*" if beside_number else "") + part
    return re.compile(joined)


def _patterns(fact: Fact) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Return what finds each answer, by state."""
    for state, said_as in fact.phrases():
        for phrase in (*said_as.zh, *said_as.en):
            yield state, _pattern(phrase)
