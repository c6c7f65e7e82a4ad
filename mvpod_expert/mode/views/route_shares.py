"""The share of revenue that each route would carry, and why there are two routes or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.model import ModeAccount
    from mvpod_expert.mode.views.sentences import Sentences
    from mvpod_expert.model.advice import Advice, MarketPart, ShareRange

MOST_REASONS = 2


def shares_line(advice: Advice, say: Sentences) -> str:
    """Say the estimate; nothing without one."""
    shares = advice.shares
    if shares is None:
        return ""
    key = "advice.shares" if shares.fits else "advice.shares_misfit"
    return say.t(key, own=_percent(shares.own, say), partners=_percent(shares.partners, say))


def routes_line(advice: Advice, accounts: Iterable[ModeAccount], say: Sentences) -> str:
    """Say which condition made two routes or one, with the two parts of the market; nothing without a mode."""
    shares, table = advice.shares, say.knowledge.decision.shares
    if table is None or advice.mode.recommended is None:
        return ""
    second = next((each for each in accounts if each.mode not in {table.own, table.partners}), None)
    if second is None:
        return ""
    is_two = advice.mode.recommended == second.mode
    reasons = second.pro if is_two else (*second.vetoes, *second.contra)
    if not reasons:
        return ""
    titles = [say.knowledge.rules[each.rule].title.in_(say.t.lang) for each in reasons[:MOST_REASONS]]
    head, tail = (_part(shares.head, say), _part(shares.tail, say)) if shares is not None else ("", "")
    key = "advice.two_routes" if is_two else "advice.one_route"
    return say.t(key, reasons=say.t("list.semicolon").join(titles), head=head, tail=tail)


def _percent(share: ShareRange, say: Sentences) -> str:
    if share.low == share.high:
        return f"{share.likely}%"
    return say.t("advice.share", likely=share.likely, low=share.low, high=share.high)


def _part(part: MarketPart | None, say: Sentences) -> str:
    if part is None:
        return ""
    size = f"{part.low}%" if part.low == part.high else f"{part.low}-{part.high}%"
    if part.value is None:
        return size
    fact = say.knowledge.facts[part.fact]
    value = (
        part.value
        if isinstance(part.value, str)
        else f"{part.value:,} {fact.unit.in_(say.t.lang) if fact.unit else ''}"
    )
    named = fact.state_title(value).in_(say.t.lang) if value in fact.states else value.strip()
    return say.t("advice.part", size=size, value=named)
