"""What the last screen of an interview shows, and what it writes.

It stands ready from the first screen on, so what advises and writes is brought in when it is asked for.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.mode.interview.screen.app import Ending
from mvpod_expert.mode.interview.screen.pages import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.commands.options import CliContext
    from mvpod_expert.mode.interview.journal_file import JournalFile
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.reports.report import ReportLength

MOST_REASONS = 3
WRITTEN: tuple[ReportLength, ...] = ("memo", "report")


def ending(setting: CliContext, file: JournalFile, engine: str | None) -> Ending:
    """Return what the last screen shows and offers."""

    def told(record: Record) -> list[Said]:
        recommendation = setting.adviser(engine).recommend([record.case(str(file.path))])
        return [said for advice in recommendation.cells for said in _told(setting, advice)]

    writes: dict[str, Callable[[Record], str]] = {
        length: partial(_written, setting, file, engine, length) for length in WRITTEN
    }
    return Ending(told, writes)


def _told(setting: CliContext, advice: Advice) -> Iterator[Said]:
    """Return the decision on a cell, its strongest reasons and its first moves."""
    from mvpod_expert.mode.views.sentences import Sentences  # noqa: PLC0415 - see the module

    knowledge, t = setting.knowledge, setting.t
    place = " · ".join(filter(None, [advice.client, advice.region, advice.segment])) or advice.id
    yield Said(place, "faint")
    table = knowledge.decision
    if advice.chosen is None:
        yield Said(t("screen.undecided"), "warn")
    else:
        title = t.first(f"verdict.{advice.mode.verdict}", "verdict.recommended")
        names = Sentences(knowledge, t)
        modes = names.leading(advice.mode) if advice.override is None else names.mode(advice.chosen)
        yield Said(f"{modes} · {t(title)}", "title")
    if "few_answers" in advice.provisional:
        yield Said(t("support.few_answers", settled=advice.mode.settled), "warn")
    leader = next((each for each in advice.mode.ranking if each.mode == advice.chosen), None)
    if leader is not None and leader.contributions:
        yield Said(t("screen.reasons"), "strong")
        strongest = sorted(leader.contributions, key=lambda each: -each.points)[:MOST_REASONS]
        for each in strongest:
            yield Said(f"{each.points:+d}  {knowledge.rules[each.rule].title.in_(t.lang)}", indent=2, hang=4)
    for standing in advice.mode.ranking:
        for rule in standing.excluded_by[:1]:
            mode, title = table.mode(standing.mode).title.in_(t.lang), knowledge.rules[rule].title.in_(t.lang)
            yield Said(t("outlook.vetoed", mode=mode, rules=title), "warn", indent=2, hang=4)
    yield from _next(setting, advice)
    yield Said("")


def _next(setting: CliContext, advice: Advice) -> Iterator[Said]:
    """Return the first moves, where the decision is open those of each way; and without a plan, what to find out."""
    from mvpod_expert.mode.views.move_rows import by_way, move_rows  # noqa: PLC0415 - see the module

    knowledge, t = setting.knowledge, setting.t
    for title, each in by_way(advice, knowledge, t):
        moves = move_rows(each, knowledge, t)
        if moves:
            yield Said(title, "strong")
        for number, move in enumerate(moves, start=1):
            yield Said(f"{number}  {move.title} ({move.who}, {move.by})", indent=2, hang=3)
    if advice.find_out:
        yield Said(t("evidence.find_out"), "strong")
        for fact in advice.find_out:
            yield Said(f"·  {knowledge.facts[fact].title.in_(t.lang)}", indent=2, hang=3)


def _written(setting: CliContext, file: JournalFile, engine: str | None, length: ReportLength, record: Record) -> str:
    """Write a memo or a report beside the answers; return what to say."""
    from mvpod_expert.commands.outputs import write_outputs  # noqa: PLC0415 - see the module
    from mvpod_expert.mode.explanation.context import reported  # noqa: PLC0415
    from mvpod_expert.reports.forms import FORMS, rendered  # noqa: PLC0415
    from mvpod_expert.reports.report import Front, Report  # noqa: PLC0415

    output = Path(file.path).with_name(f"{Path(file.path).stem}-{length}.html")
    gathered = reported(record.case(str(file.path)), setting.adviser(engine))
    front = Front(datetime.now().date().isoformat())  # noqa: DTZ005 - the person's own day
    content = rendered(Report(setting.knowledge, setting.t, gathered, length, front).document(), ".html").content
    try:
        write_outputs({output: content}, FORMS[".html"].mark, setting.t, inputs=[Path(file.path)], force=False)
    except click.ClickException as error:
        return error.format_message()
    return setting.t("report.written", file=output)
