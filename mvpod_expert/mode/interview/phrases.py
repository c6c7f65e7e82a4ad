"""Phrases of the vocabulary (`said_as`) as patterns: what may stand between words, and how amounts are written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.note_clauses import cue
from mvpod_expert.model.number_words import EN, ZH
from mvpod_expert.model.written_numbers import CURRENCY, MAGNITUDES, half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact

SPANS = "months? mths? mos? weeks? wks? days? years? yrs? quarters? 个?月半? 个?季度 周 天 年半?"
SPAN = "|".join(SPANS.split())
_NAMES = sorted(filter(None, MAGNITUDES), key=len, reverse=True)
_MAGNITUDE = "|".join(re.escape(each) + ("(?![a-z])" if each.isascii() else "") for each in _NAMES)
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:[,' ][0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
_HALF = r"half\s(?:an?\s)?(?=year|month)|an?\s(?:year|month)\sand\sa\shalf"
_PER_CENT = r"%|pct\b|per\s?cent\b"
_COUNTED = (
    f"{ZH}(?:(?<=[零〇一二两三四五六七八九][十百千万亿一二三四五六七八九])"
    "|(?<!一)(?=\\s?[家个名万千百成年月周天季倍%])|(?=\\s?(?:[万千百成年周天季倍%]|个[月季])))"
)
"""A single numeral is a number only before what it counts, and 一个 is an article: 要一次买齐 has no number."""
NUMBER = (
    rf"(?:百分之)?(?:{_DIGITS}|{_COUNTED}(?:成[一二三四五六七八九]?)?|{EN}(?:\sand\sa\shalf)?|{_HALF})"
    rf"\s?(?:{_MAGNITUDE})?"
)
ONE = rf"(?:(?:{CURRENCY})\s?)?{NUMBER}\s?(?:(?:{CURRENCY}|{SPAN}|{_PER_CENT}|times|x|倍)(?![a-z]))?"
RANGE = r"\s?(?:-|~|—|至|到|\bto\b|\band\b)\s?"
AMOUNT = rf"(?P<amount>(?<![0-9.]){ONE}(?:{RANGE}{ONE})?)"
FILLER = rf"(?:\s|:|=|~|≈|，|\(|\b(?:abt|approx|ca|c|avg)\.|{cue('filler')})*"
"""What may stand between a phrase and its number."""
GAP = "[^,.;，。；\n]{0,24}?"
_ADVERB = (
    "(?:very|quite|pretty|rather|fairly|really|clearly|already|still|also|mostly|all|both|always|largely|basically|"
    "currently|now|today|often|usually|typically|extremely|highly|too|so|just|simply|the|an?|our|their|its|his|these|"
    "those|any)"
)
COPULA = (
    r"(?:\s*[:=-]\s*|\s+(?:is|are|was|were|remains?|looks?|seems?|has\sbeen|have\sbeen|being|gets?|becomes?)\s+"
    rf"|'(?:s|re)\s+)(?:{_ADVERB}\s+){{0,2}}"
)
BETWEEN = rf"(?:[\s-]+(?:{_ADVERB}\s+){{0,2}})"
OPTIONAL = frozenset({"the", "a", "an", "our", "their", "its"})
ZH_BETWEEN = (
    r"(?:[\s:：「」“”'\"]|都|也|还|已经?|比较|很|非常|相当|极其?|特别|十分|太|挺|偏|是|为|有点?|基本上?|大多|一般|的|会|就|要|够|"
    "能够){0,3}"
)
ENDS_OF_NOUNS = (")", "none", "没有", "无")
NEGATIVE = re.compile(r"(?:no|not one|few|没有|没|无|找不到)(?![a-z])|.*(?:none|没有|无)$")
TAIL = re.compile(
    r"\s*(?:了|呢|啊|可[选用])?\s*[)）]?\s*$"
    r"|\s+(?:yet|so far|at all|to speak of|today|now|there|here|currently|locally|whatsoever|either|left|available|"
    r"around|anywhere|in writing|with \w+)(?:\s+(?:yet|at all|either|today|now|there|here))?\s*$"
    r"|\s+(?:in|on|for|at|across)(?:\s[\w'-]+){1,3}\s*$"
)
"""What may follow "no dealers" for it to say that there are none: "no dealers complain" is about something else."""
TRAILING_COPULA = re.compile(r"(?<=\w)\s(?:is|are)$")
STEM = 4
"""Letters from which an English word may have another ending."""


def phrases_of(fact: Fact, text: str) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Return what finds each answer in a text: its state, the pattern, and whether only time and place may follow.

    Patterns take a thousandth of a second each to compile, so those whose words the text does not have are left out.
    """
    for state, said_as in fact.phrases():
        for phrase in (*said_as.zh, *said_as.en):
            if all(each in text for each in _needed(phrase)):
                yield state, _pattern(phrase), NEGATIVE.match(phrase) is not None and phrase.endswith(ENDS_OF_NOUNS)


@cache
def _needed(phrase: str) -> tuple[str, ...]:
    """Return beginnings of words, and Chinese characters, without which a text cannot have a phrase."""
    plain = re.sub(r"\([^()]*\)\??|[#…]", " ", half_width(phrase).casefold())
    english = (each for each in re.findall("[a-z]+", plain) if each not in {*OPTIONAL, "is", "are"})
    return (*(each[: STEM - 1] for each in english), *re.findall("[^\x00-\x7f]", plain))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase: `#` is a number, `…` a few words, `(a|b)` one of several, `?` maybe."""
    pattern, amount_before = "", False
    for part in re.split(r"(\s*[#…]\s*)", half_width(phrase).casefold()):
        if part.strip() == "#":
            pattern += (FILLER if pattern else "") + AMOUNT
            amount_before = True
        elif part.strip() == "…":
            pattern += GAP
        elif part.strip():
            pattern += (r"[\s的)/-]*" if amount_before else "") + _worded(TRAILING_COPULA.sub("", part))
            amount_before = False
    return re.compile(pattern)


def _worded(part: str) -> str:
    begin = r"(?<![a-z0-9])" if _is_letter(part.lstrip("(")[:1]) else ""
    end = r"(?![a-z0-9])" if _is_letter(part.rstrip(")?")[-1:]) else ""
    pattern, glue = "", ""
    for space, word, maybe in re.findall(r"(\s*)(\([^()]*\)|[^\s()]+)(\??)", part):
        if word in OPTIONAL:
            continue
        if word in {"is", "are"}:
            pattern, glue = (pattern + COPULA if pattern else rf"{word}\s+"), "-"
            continue
        before = "" if glue in {"-", "+"} or not pattern else BETWEEN if space else ZH_BETWEEN if _chinese(word) else ""
        one = "(?:" + "|".join(map(_joined, word.strip("()").split("|"))) + ")" if word[0] == "(" else _joined(word)
        if maybe:
            after = "" if pattern else (BETWEEN if one.isascii() else ZH_BETWEEN)
            pattern, glue = f"{pattern}(?:{before}{one}{after})?", "" if pattern else "+"
        else:
            pattern, glue = pattern + before + one, ""
    return begin + pattern + end


def _chinese(word: str) -> bool:
    return not word.isascii()


def _joined(word: str) -> str:
    if _chinese(word):
        return ZH_BETWEEN.join(re.escape(each) for each in word if not each.isspace())
    return BETWEEN.join(_stem(each) for each in re.split(r"[\s-]+", word.strip()) if each not in OPTIONAL)


def _stem(word: str) -> str:
    """Return a word with its other endings: order, orders, ordered, ordering."""
    if len(word) < STEM or not word.isalpha():
        return re.escape(word)
    base = word.removesuffix("s") if not word.endswith("ss") else word
    if base.endswith("e"):
        return f"{base[:-1]}(?:e|es|ed|ing)"
    if base.endswith("y"):
        return f"{base[:-1]}(?:y|ys|ies|ied|ying)"
    return f"{base}(?:s|es)?(?:{base[-1]}?(?:ed|ing))?"


def _is_letter(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
