"""The report's economics: contributions side by side, what drives them, each result with formula and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.economics.parts import table_of
from mvpod_expert.economics.sentences import EconomicsSentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.economics.model import Economics, Figure, Tornado
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_BARS = 8


@dataclass(frozen=True)
class FigureLine:
    """A result: what it is, its value with unit and range, formula, what it rests on, and remarks."""

    title: str
    value: str
    formula: str
    support: str
    meaning: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class TornadoBar:
    """One input of a tornado: where the result goes at its two ends, in numbers and in words."""

    title: str
    start: float
    end: float
    note: str


@dataclass(frozen=True)
class TornadoPicture:
    """What drives a result; `low` and `high` are the ends of the scale, `at` is the likely value, `more` the rest."""

    title: str
    at: float
    low: float
    high: float
    bars: tuple[TornadoBar, ...]
    more: str


@dataclass(frozen=True)
class EconomicsPage:
    """The economics of one market cell in one `currency`; `table` has a head, rows and a sum, or nothing."""

    basis: str
    currency: str
    contradictions: tuple[str, ...]
    best: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    tornadoes: tuple[TornadoPicture, ...]
    groups: tuple[tuple[str, tuple[FigureLine, ...]], ...]
    fills: tuple[str, ...]
    missing: tuple[str, ...]
    counted_as_zero: str


def economics_page(knowledge: KnowledgeBase, t: Messages, economics: Economics | None) -> EconomicsPage | None:
    """Put economics into words.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        economics: the results, if numbers were given.
    """
    table = table_of(knowledge)
    if economics is None or table is None:
        return None
    told = EconomicsSentences(knowledge, table, t, economics)
    best = economics.best
    groups = []
    for group in table.groups:
        names = [each.id for each in table.results if each.group == group.id]
        figures = [figure for name in names if (figure := economics.figure(name)) is not None]
        if figures:
            groups.append((group.title.in_(t.lang), tuple(_line(each, told) for each in figures)))
    return EconomicsPage(
        basis=told.basis_of_ranges(),
        currency=t("list.extra", text=economics.currency) if economics.currency else "",
        contradictions=tuple(map(told.contradiction, economics.contradictions)),
        best=(told.best(best), told.standing(best)) if best is not None else (),
        table=told.contributions(),
        tornadoes=tuple(_picture(each, told) for each in told.tornadoes()),
        groups=tuple(groups),
        fills=tuple(map(told.fill, economics.fills)),
        missing=tuple(f"{name} · {t('figures.needed_for', results=results)}" for name, results, _ in told.missing()),
        counted_as_zero=told.counted_as_zero(),
    )


def _line(figure: Figure, told: EconomicsSentences) -> FigureLine:
    declared = told.table.result(figure.result)
    return FigureLine(
        title=declared.title.in_(told.lang),
        value=told.value(figure),
        formula=told.formula(declared),
        support=told.support(declared),
        meaning=declared.meaning.in_(told.lang),
        remarks=tuple(told.remarks(figure)),
    )


def _picture(tornado: Tornado, told: EconomicsSentences) -> TornadoPicture:
    ends = [tornado.value, *(end for bar in tornado.bars for end in (bar.at_low, bar.at_high))]
    rest = len(tornado.bars) - MOST_BARS
    return TornadoPicture(
        title=told.tornado_title(tornado),
        at=tornado.value,
        low=min(ends),
        high=max(ends),
        bars=tuple(
            TornadoBar(told.input(bar.input), bar.at_low, bar.at_high, told.bar(bar))
            for bar in tornado.bars[:MOST_BARS]
        ),
        more=told.t("report.sentence_gap").join(_remarks(tornado, rest, told)),
    )


def _remarks(tornado: Tornado, rest: int, told: EconomicsSentences) -> Iterator[str]:
    if rest > 0:
        yield told.t("report.less_driving", count=rest)
    if any((bar.at_low > 0) != (bar.at_high > 0) for bar in tornado.bars[:MOST_BARS]):
        yield told.t("report.turns_note")
