"""Answers found in what somebody wrote about a client, by the vocabulary's own phrases; nothing is taken unasked.

A clause speaks for an answer when it has one of the phrases that the vocabulary lists for it (`said_as`), is said of
today and of this client, and nothing in it or behind it denies, supposes or takes it back (`note_clauses`). A bound, or
an amount without a currency, is not proposed; a range is where both ends are in one band. Where notes give two answers
to one question, the later one holds if it says that it corrects the earlier; otherwise both are shown, neither chosen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.mode.interview.note_clauses import Clause, clauses, cue, finds
from mvpod_expert.mode.interview.phrases import AMOUNT, FILLER, NUMBER, RANGE, SPAN, TAIL, phrases_of
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import Fact, counts_money
from mvpod_expert.model.number_words import in_digits
from mvpod_expert.model.written_numbers import CURRENCY, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.money import CaseCurrency

AFTER_AMOUNT = re.compile(
    r"\s*(?:%|k|m)?\s*(?:\+|多|余|几|来|以上|以下|以内|\bor\s(?:more|less|so\b)|\bplus\b|(?:-|~|—|到|至|或|/|\bto\b|\bor\b)\s*[0-9])"
)
"""What makes a number a bound, or two."""
PARTLY = re.compile(
    r"\b(?:some|a few|few|several|two|three|one|half|certain)\s(?:of\s)?(?:[\w-]+\s){0,2}$"
    r"|(?:几家|部分|个别|几个|有的|有些|一些|少数|一半|[一两三二]家)[大的重点本地]{0,2}$"
)
OF_SOME_BEFORE = re.compile(
    r"\b(?:customers|accounts|buyers|clients|firms|those|partners|dealers|distributors)\s(?:who|that|which)\s(?:[\w']+\s){0,2}$"
)
OF_SOME_AFTER = re.compile(r"\S{0,8}的\S{0,4}(?:$|(?:大概|大约|约|只|不到)?[占有])")
"""What makes a statement the name of a group: "customers who insist on it are a third"."""
COUNTED = re.compile(
    r"\b(?:we|i|they|he|she)\s(?:asked|visited|met|surveyed|interviewed|called|spoke)\b|走访|调研|访谈|拜访|问了"
)
OF_A_COUNT = re.compile(r"\b(?:one|two|three|half|most|some|many|few|several)\sof\s(?:the|our|their|its)\s*$")
OF_PARTNERS = re.compile(
    r"(?:经销商|代理商|渠道商?|伙伴)(?:要求|想要|要|希望|能拿|拿)?的?$"
    r"|\b(?:dealer|distributor|partner|reseller)s?(?:'s?)?\s"
    r"(?:(?:want|ask for|expect|take|get|need|earn|make)s?\s)?(?:an?\s)?$"
)
"""What makes a number one of those who were asked, or of partners."""
FROM_AN_AMOUNT = re.compile(r"\b(?:above|over|below|under|exceeding)\s[$€£¥]?[0-9]|[0-9][万亿元%]*(?:以上|以下)的")
"""What makes a statement one about some of them only."""
SUCCEEDS = (
    rf"^[\s,(]*(?:{cue('leads')}|\s)*(?:(?:{cue('renews')})[\s,:]*)+{FILLER}{AMOUNT}"
    r"\s*(?:了|左右|上下|(?:after|since|because|thanks|only)\b.*)?[\s)]*$"
)
"""A newer number for what the clause before it was about: "was 9 months; now 3"."""

LONGEST_CLAUSE = 1_000
"""Letters without a comma or a full stop; nobody writes more, and patterns take the square of it."""


class Proposal(NamedTuple):
    """An answer that may be meant, and the words it rests on.

    Args:
        answer: the answer.
        words: the words, as they are written.
        before: what stands before them in their clause.
        after: what stands behind them.
        rivals: the notes give another answer to the question as well.
    """

    answer: Answer
    words: str
    before: str = ""
    after: str = ""
    rivals: bool = False


class _Match(NamedTuple):
    fact: Fact
    state: str
    start: int
    end: int
    amount: tuple[int, int] | None = None
    alone: bool = False

    def within(self, other: _Match) -> bool:
        """Return whether it is a part of another one."""
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


def proposals(text: str, facts: Iterable[Fact], currency: CaseCurrency | None = None) -> list[Proposal]:
    """Return the answers that a text in Chinese or English gives to facts, in the order of the questionnaire.

    `currency` says what plain amounts are in, and the rates.
    """
    plain = "\n".join(map(half_width, text.splitlines()))
    asked = [fact for fact in facts if not fact.derived]
    told: dict[str, list[tuple[Clause, Proposal]]] = {fact.id: [] for fact in asked}
    last: tuple[Fact, str, int] | None = None
    for clause in clauses(plain):
        if len(clause.text) > LONGEST_CLAUSE:
            continue
        found = list(_matches(asked, clause.text))
        numbers = [each for each in found if each.amount is not None]
        succeeding = re.match(SUCCEEDS, clause.text) if last is not None and not numbers else None
        if succeeding is not None and last is not None:
            found.append(
                _Match(last[0], "", succeeding.start("amount"), succeeding.end("amount"), succeeding.span("amount"))
            )
        for match in found:
            earlier = last[1] if succeeding is not None and last is not None and match is found[-1] else ""
            answer = _answer(match, _beside(match, found, clause.text), clause, currency, earlier)
            if answer is not None:
                since = last[2] if earlier and last is not None else clause.start
                told[match.fact.id].append((clause, _proposal(answer, clause, match, plain, since)))
        if numbers:
            last = numbers[-1].fact, clause.text[slice(*(numbers[-1].amount or ()))], clause.start
    return [each for given in told.values() for each in _settled(given)]


def _settled(given: list[tuple[Clause, Proposal]]) -> list[Proposal]:
    """Return what is proposed of the answers to one question: one, or all where nothing says which holds."""
    if not given:
        return []
    clause, latest = given[-1]
    by_answer = {each.answer.given: each for _, each in reversed(given)}
    if len(by_answer) == 1 or clause.corrects:
        return [by_answer[latest.answer.given]]
    return [
        Proposal(each.answer, each.words, each.before, each.after, rivals=True)
        for each in sorted(by_answer.values(), key=[each for _, each in given].index)
    ]


RANGE_OF = re.compile(rf"(?P<low>.+?)(?:(?P<between>{RANGE})(?P<high>.+))?", re.DOTALL)


def _proposal(answer: Answer, clause: Clause, match: _Match, plain: str, since: int) -> Proposal:
    """Return an answer with its clause, as written, and what stands before from a place on."""
    start, end = clause.start + match.start, clause.start + match.end
    parts = plain[start:end], plain[since:start], plain[end : clause.start + len(clause.text)]
    words, before, after = (" ".join(each.split()) for each in parts)
    return Proposal(answer, words, before, after)


def _matches(facts: Iterable[Fact], clause: str) -> Iterator[_Match]:
    """Return where a clause has phrases; one inside a longer one, of whatever question, does not count."""
    found: dict[tuple[str, str, int, int], _Match] = {}
    for fact in facts:
        for state, pattern, alone in phrases_of(fact, clause):
            for match in pattern.finditer(clause):
                amount = match.span("amount") if "amount" in pattern.groupindex else None
                one = _Match(fact, state, match.start(), match.end(), amount, alone)
                found.setdefault((fact.id, state, one.start, one.end), one)
    return (each for each in found.values() if not any(each.within(other) for other in found.values()))


def _beside(match: _Match, found: Iterable[_Match], clause: str) -> str:
    """Return a clause without a phrase, and without those joined to it by "and": they deny for themselves."""
    letters = list(clause)
    for each in (match, *(other for other in found if other.start >= match.end or other.end <= match.start)):
        between = clause[min(each.end, match.end) : max(each.start, match.start)]
        if each is match or re.search(r"\band\b|、|和|且|,", between):
            letters[each.start : each.end] = "\u241f" * (each.end - each.start)
    return "".join(letters)


def _answer(match: _Match, beside: str, clause: Clause, currency: CaseCurrency | None, earlier: str) -> Answer | None:
    """Return the answer that a phrase gives where nothing speaks against that."""
    after = clause.text[match.end :]
    holds = clause.stands if earlier else clause.holds(match.start, match.end)
    before = clause.text[: match.start]
    is_of_some = OF_SOME_BEFORE.search(before) or OF_SOME_AFTER.match(after) or (match.alone and not TAIL.match(after))
    if finds("denies").search(beside) or finds("supposes").search(beside) or not holds or is_of_some:
        return None
    if match.amount is None:
        if PARTLY.search(before) or FROM_AN_AMOUNT.search(beside):
            return None
        given = match.state == "true" if match.fact.kind == "flag" else match.state
        return Answer(fact=match.fact.id, given=given, state=match.state, layer="interview")
    at, end = match.amount
    ahead, behind = clause.text[:at], clause.text[end:]
    if OF_A_COUNT.search(ahead) or OF_PARTNERS.search(before) or COUNTED.search(beside):
        return None
    if _another(match.fact, beside) or re.search(rf"(?:{cue('bound')}|[<>])\s*$", ahead) or AFTER_AMOUNT.match(behind):
        return None
    return _number(match.fact, clause.text[at:end].strip(), currency, earlier)


def _another(fact: Fact, beside: str) -> bool:
    """Return whether the clause has another number of the kind: "40% in Germany and 30% in France"."""
    unit = CURRENCY if counts_money(fact.unit) else "%" if fact.is_per_cent else SPAN
    return re.search(rf"(?:\band|\bvs\.?|\bversus|和|及)\s*{NUMBER}|{NUMBER}\s?(?:{unit})", beside) is not None


def _number(fact: Fact, amount: str, currency: CaseCurrency | None, earlier: str) -> Answer | None:
    """Return what an amount answers: a number, or the band that both ends of a range are in."""
    low, between, high = RANGE_OF.fullmatch(in_digits(amount)).group("low", "between", "high")  # type: ignore[union-attr]
    if between is None:
        return _one(fact, low, currency, earlier)
    number = re.compile(rf"(?P<sign>(?:{CURRENCY})?\s?)(?P<digits>[0-9.,' ]+)(?P<unit>.*)")
    first, last = number.fullmatch(low), number.fullmatch(high)
    if first is None or last is None:
        return None
    stated = re.search(CURRENCY, high)
    low += last["unit"] if not first["unit"] else stated[0] if stated and re.search(CURRENCY, low) is None else ""
    high = high if last["sign"] or re.search(CURRENCY, last["unit"]) else first["sign"] + high
    ends = [_one(fact, each, currency, earlier) for each in (low, high)]
    states = {each.state if each is not None else "" for each in ends}
    state = states.pop()
    if states or not state:
        return None
    return Answer(fact=fact.id, given=state, state=state, layer="interview")


def _one(fact: Fact, digits: str, currency: CaseCurrency | None, earlier: str) -> Answer | None:
    """Return what one number in digits answers; one without a unit takes that of the `earlier` amount that it succeeds.

    万 without a currency are 元, where the case has no currency of its own.
    """
    if not _has_unit(fact, digits):
        unit = re.sub(r"^[^0-9]*[0-9.,' ]+", "", in_digits(earlier))
        if not counts_money(fact.unit):
            digits += unit if re.fullmatch(r"[0-9.,' ]+", digits) else "?"
        elif stated := re.search(CURRENCY, earlier):
            digits += stated[0]
        elif (currency is None or currency.code is None) and re.search("[千万亿]", digits):
            digits += "元"
        elif currency is None or currency.code is None or re.search(rf"{SPAN}|%|倍", digits):
            return None
        if not _has_unit(fact, digits) and not counts_money(fact.unit):
            return None
    answer = understand(fact, digits.strip(), currency)
    return answer if isinstance(answer, Answer) else None


def _has_unit(fact: Fact, amount: str) -> bool:
    """Return whether a number says what it counts; numbers of things say it by the phrase around them."""
    if counts_money(fact.unit):
        return re.search(CURRENCY, amount) is not None
    unit = fact.unit.en if fact.unit is not None else ""
    if unit == "%":
        return "%" in amount
    if unit == "months":
        return re.search(SPAN, amount) is not None
    return "%" not in amount and re.search(CURRENCY, amount) is None
