"""The share of revenue that each route would carry, and why there are two routes or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.explanation.model import ModeAccount
    from mvpod_expert.mode.views.sentences import Sentences
    from mvpod_expert.model.advice import Advice, MarketPart, ShareRange

MOST_REASONS = 2


def told_shares(advice: Advice, accounts: Iterable[ModeAccount], say: Sentences) -> Iterator[Paragraph]:
    """Return the estimate, and the condition that made two routes or one, with the two parts of the market."""
    shares, table = advice.shares, say.knowledge.decision.shares
    if shares is not None:
        key = "advice.shares" if shares.fits else "advice.shares_misfit"
        yield Paragraph(say.t(key, own=_percent(shares.own, say), partners=_percent(shares.partners, say)))
    if table is None or advice.mode.recommended is None:
        return
    second = next((each for each in accounts if each.mode not in {table.own, table.partners}), None)
    if second is None:
        return
    is_two = advice.mode.recommended == second.mode
    reasons = second.pro if is_two else (*second.vetoes, *second.contra)
    titles = [say.knowledge.rules[each.rule].title.in_(say.t.lang) for each in reasons[:MOST_REASONS]]
    parts = [_part(shares.head, say), _part(shares.tail, say)] if shares is not None else ["", ""]
    if titles:
        text = say.t("list.semicolon").join(titles)
        yield Paragraph(
            say.t("advice.two_routes" if is_two else "advice.one_route", reasons=text, head=parts[0], tail=parts[1])
        )


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
