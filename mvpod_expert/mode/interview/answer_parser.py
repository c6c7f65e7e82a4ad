"""What a person typed at a question, to an answer: option numbers, ids, titles and unambiguous beginnings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.mode.interview.amounts import amount, names_currency, without_about
from mvpod_expert.model.cases import Answer, Given
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, counts_money, named_band
from mvpod_expert.model.money import DOLLAR, CaseCurrency, Money, in_dollars, read_money
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Mapping


UNKNOWN_WORDS = frozenset({"u", UNKNOWN, "don't know", "不知道", "不清楚"})
NOT_APPLICABLE_WORDS = frozenset({"n", "na", "n/a", NOT_APPLICABLE, "not applicable", "不适用"})


class Misunderstanding(NamedTuple):
    """Why what was typed is no answer, and what would be."""

    kind: Literal["wrong_option", "wrong_number", "two_readings", "ambiguous"]
    written: str
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None


def understand(fact: Fact, typed: str, currency: CaseCurrency | None = None) -> Answer | Misunderstanding:
    """Read what was typed at a question: the answer, or why it is none; plain amounts of money are in the currency."""
    text = typed.strip().casefold()
    if text in UNKNOWN_WORDS:
        return _answer(fact, UNKNOWN, UNKNOWN)
    if text in NOT_APPLICABLE_WORDS and fact.may_not_apply:
        return _answer(fact, NOT_APPLICABLE, NOT_APPLICABLE)
    return _number(fact, typed, currency or CaseCurrency()) if fact.kind == "number" else _option(fact, typed, text)


def _number(fact: Fact, typed: str, currency: CaseCurrency) -> Answer | Misunderstanding:
    band = named_band(fact.bands, typed)
    if band is not None:
        return _answer(fact, band, band)
    read = amount(fact, typed)
    money = _money(fact, typed, currency, read) if counts_money(fact.unit) else None
    if money is not None:
        return money
    if isinstance(read, tuple):
        return Misunderstanding("two_readings", typed.strip(), read)
    if read is not None and fact.range is not None and fact.range.min <= read <= fact.range.max:
        number = int(read) if read == int(read) else float(read)
        return _answer(fact, number, fact.band_of(number))
    return Misunderstanding("wrong_number", typed.strip())


def _money(
    fact: Fact, typed: str, currency: CaseCurrency, read: Decimal | tuple[str, ...] | None
) -> Answer | Misunderstanding | None:
    """Read an amount that is not in US dollars; return nothing of others. Without a currency the number was `read`."""
    money = read_money(without_about(typed), currency)
    if money is None and isinstance(read, Decimal) and not names_currency(typed):
        money = Money(read, None)
    if money is None or (money.currency or currency.code) in {None, DOLLAR} or fact.range is None:
        return None
    if money.readings:
        return Misunderstanding("two_readings", typed.strip(), money.readings)
    dollars, given = in_dollars(money, currency) or (-1.0, "")
    if fact.range.min <= dollars <= fact.range.max:
        return _answer(fact, given, fact.band_of(dollars))
    return Misunderstanding("wrong_number", typed.strip())


def _option(fact: Fact, typed: str, text: str) -> Answer | Misunderstanding:
    states = fact.states
    numbered = {str(number): state for number, state in enumerate(states, start=1)}
    if text.lstrip("0") in numbered:
        return _chosen(fact, numbered[text.lstrip("0")])
    names = names_of(fact)
    if text in names:
        return _chosen(fact, names[text])
    begun = {state for name, state in names.items() if text and name.startswith(text)}
    if len(begun) == 1:
        return _chosen(fact, begun.pop())
    if begun:
        return Misunderstanding("ambiguous", typed.strip(), tuple(state for state in states if state in begun))
    near = closest_match(text, names)
    return Misunderstanding("wrong_option", typed.strip(), states, names[near] if near else None)


def names_of(fact: Fact) -> Mapping[str, str]:
    """Return the names of a fact's states, folded: ids and titles in both languages, to their ids."""
    names = {state.casefold(): state for state in fact.states}
    for state in fact.states:
        title = fact.state_title(state)
        names.setdefault(title.zh.casefold(), state)
        names.setdefault(title.en.casefold(), state)
    return names


def _chosen(fact: Fact, state: str) -> Answer:
    return _answer(fact, state == "true" if fact.kind == "flag" else state, state)


def _answer(fact: Fact, given: Given, state: str) -> Answer:
    return Answer(fact=fact.id, given=given, state=state, layer="interview")
