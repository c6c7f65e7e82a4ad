"""The first moves of a market cell as plain sentences in one language, and as a list for pages and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.capability import has_part, registered
from mvpod_expert.document.tree import Column, Item, Lines, Listing, Paragraph, Section, Span, Table
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Effort
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlannedMove
    from mvpod_expert.views.messages import Messages


class MoveRow(NamedTuple):
    """One move in words.

    Args:
        title: what it is called.
        dated: the same with by when and who.
        text: what to do, in the client's own terms.
        why: the reason of the strongest rule that proposes it.
        answers: the answers of this case that they rest on.
        closes: the gap or risk it closes.
        who: the role that answers for it.
        by: within how many days.
        takes: how much effort, with what that means, and what it costs where the numbers of the case tell.
        effort: the same in short.
        after: the moves that come before it, by their titles.
        metric: the one metric with its value today, or what was answered about it and how to get it.
        stops: what would stop it.
    """

    title: str
    dated: str
    text: str
    why: str
    answers: str
    closes: str
    who: str
    by: str
    takes: str
    effort: str
    after: str
    metric: str
    stops: str


def move_rows(advice: Advice, knowledge: KnowledgeBase, t: Messages) -> tuple[MoveRow, ...]:
    """Return the moves of a market cell in the order in which they are made."""
    efforts = {effort.id: effort for shelf in knowledge.shelves if shelf.ranked for effort in shelf.ranked.efforts}
    numbers: dict[str, str] = {}
    for capability in registered():
        if has_part(capability, advice):
            numbers |= capability.presenter(knowledge, t).of_items(advice)
    names = Names(knowledge, t)
    return tuple(_row(move, advice, efforts, numbers, names) for move in advice.moves)


def shared_moves(advice: Advice) -> frozenset[str]:
    """Return the moves that all ways of an open decision begin with."""
    return frozenset.intersection(*(frozenset(move.item for move in way.moves) for way in advice.ways))


def by_way(advice: Advice, knowledge: KnowledgeBase, t: Messages) -> Iterator[tuple[str, Advice]]:
    """Return what stands above moves with their advice; where ways are about even, the shared ones, then each way's."""
    if not advice.ways or advice.override is not None:
        yield t("moves.title"), advice
        return
    shared = shared_moves(advice)
    for key, is_shared, ways in (("title_either_way", True, advice.ways[:1]), ("title_of_way", False, advice.ways)):
        for way in ways:
            moves = tuple(move for move in way.moves if (move.item in shared) is is_shared)
            if moves:
                title = t(f"moves.{key}", mode=Names(knowledge, t).mode(way.mode))
                yield title, advice.model_copy(update={"moves": moves, "trace": (*advice.trace, *way.trace)})


def move_table(advice: Advice, knowledge: KnowledgeBase, t: Messages, *, in_short: bool = False) -> Iterator[Table]:
    """Return the moves in a table; in short, without how to do them and what would stop them."""
    weights = {"what": 3, "why": 1.8, "when": 1.1, "metric" if in_short else "watch": 2.1}
    columns = tuple(Column(t(f"moves.{name}"), weight=weight) for name, weight in weights.items())
    rows = tuple(
        (
            Lines((Span(f"{number}. {row.title}", "strong"), *([] if in_short else [row.text]))),
            row.why,
            Lines((row.by, row.who, Span(t("list.pair", name=t("moves.takes"), value=row.effort), "faint"))),
            Lines(
                (
                    row.metric,
                    *([Span(t("moves.stopped", stops=row.stops), "faint")] if row.stops and not in_short else []),
                )
            ),
        )
        for number, row in enumerate(move_rows(advice, knowledge, t), start=1)
    )
    if rows:
        yield Table(columns, rows, is_wide=True)


def first_moves(advice: Advice, knowledge: KnowledgeBase, t: Messages) -> Iterator[Section]:
    """Yield the section of the moves with everything that is said of them; nothing where there are none."""
    for title, each in by_way(advice, knowledge, t):
        items = tuple(Item(row.dated, tuple(_told(row, t))) for row in move_rows(each, knowledge, t))
        if items:
            yield Section(title, (Listing(items, is_numbered=True),))


def _told(row: MoveRow, t: Messages) -> Iterator[Paragraph]:
    yield Paragraph(row.text)
    for key in ("why", "answers", "takes", "closes", "after", "metric", "stops"):
        if value := getattr(row, key):
            yield Paragraph(t("list.pair", name=t(f"moves.{key}"), value=value), "faint")


def _row(
    move: PlannedMove, advice: Advice, efforts: Mapping[str, Effort], numbers: Mapping[str, str], names: Names
) -> MoveRow:
    t, lang = names.t, names.lang
    firings = {firing.rule: firing for firing in advice.trace}
    behind = [firings[share.rule] for share in sorted(move.contributions, key=lambda share: -share.points)]
    answers = (names.matched(each) for firing in behind for each in firing.matched if each.origin != "decision")
    effort = efforts[move.effort]
    meaning = t("list.pair", name=effort.title.in_(lang), value=effort.meaning.in_(lang))
    costs = list(filter(None, [numbers.get(move.item)]))
    by, who, title = t("moves.within", days=move.within), move.who.in_(lang), move.title.in_(lang)
    return MoveRow(
        title=title,
        dated=t("moves.dated", title=title, by=by, who=who),
        text=move.text.in_(lang),
        why=names.say(behind[0].because.reason),
        answers=names.semicolon(dict.fromkeys(answers)),
        closes=_part(move, "effect", t),
        who=who,
        by=by,
        takes=t("list.semicolon").join([meaning, *costs]),
        effort=t("list.semicolon").join([effort.title.in_(lang), *costs]),
        after=names.semicolon(map(names.item, move.after)),
        metric=_metric(move.metric, advice, names, numbers),
        stops=_part(move, "stops", t),
    )


def _part(move: PlannedMove, name: str, t: Messages) -> str:
    return t("list.semicolon").join(text.in_(t.lang) for text in move.parts.get(name, ()))


def _metric(metric: str, advice: Advice, names: Names, numbers: Mapping[str, str]) -> str:
    """Return a metric with its value today; where nobody measured it, what was answered and how to measure it."""
    item = next(each for each in names.knowledge.items() if each.id == metric)
    title = names.say(item.title)
    if metric in numbers:
        return names.t("moves.today", metric=title, value=numbers[metric])
    answers = {each.fact: each for each in advice.answers if each.state != UNKNOWN}
    given = [answers[fact] for fact in item.today if fact in answers]
    told = names.semicolon(names.pair(each.fact, each.state, each.given) for each in given)
    formula = names.semicolon(map(names.say, item.parts.get("formula", ())))
    return names.t("moves.to_measure", metric=title, answered=told, formula=formula)
