"""`mvpod portfolio`: every account of a table decided, and what a head of sales looks at."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.outputs import force_option
from mvpod_expert.commands.streams import echo, print_document
from mvpod_portfolio.problems import PortfolioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.deciding import Counts
    from mvpod_portfolio.sources import Source

EVERY = 2.0
"""Seconds between two notes of progress."""

SAME = 12
"""How many rows of one key are named."""

SAMPLED = 40
"""How many different values of a column a mapping draft names."""


@click.command(help=t("about_portfolio.portfolio"))
@click.argument("accounts")
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("about_portfolio.option_output"))
@click.option("--sheet", help=t("about_portfolio.option_sheet"))
@click.option("--table", help=t("about_portfolio.option_table"))
@click.option("--query", help=t("about_portfolio.option_query"))
@click.option("--mapping", type=click.Path(path_type=Path), help=t("about_portfolio.option_mapping"))
@click.option("--currency", help=t("about_portfolio.option_currency"))
@click.option("--template", "is_template", is_flag=True, help=t("about_portfolio.option_template"))
@click.option("--words", is_flag=True, help=t("about_portfolio.option_words"))
@click.option("--prove", is_flag=True, help=t("about_portfolio.option_prove"))
@click.option("--summary", is_flag=True, help=t("about_portfolio.option_summary"))
@click.option("--summary-to", type=click.Path(path_type=Path), help=t("about_portfolio.option_summary_to"))
@force_option
@with_setting
def portfolio(  # noqa: PLR0913 - one parameter an option
    accounts: str,
    *,
    output: Path | None,
    sheet: str | None,
    table: str | None,
    query: str | None,
    mapping: Path | None,
    currency: str | None,
    is_template: bool,
    words: bool,
    prove: bool,
    summary: bool,
    summary_to: Path | None,
    force: bool,
    setting: CliContext,
) -> ExitCode:
    """Decide on the accounts of a table, and sum decided ones up."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        from mvpod_portfolio.databases import is_database, open_accounts, shown  # noqa: PLC0415
        from mvpod_portfolio.destinations import is_ours  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("portfolio.no_library")) from error
    path = None if is_database(accounts) else Path(accounts)
    try:
        if is_template:
            print_document(_template(open_accounts(accounts, sheet, table, query), setting))
            return ExitCode.FINE
        if summary_to is not None:
            from mvpod_portfolio.summary_output import check_ending  # noqa: PLC0415 - where it is asked for

            check_ending(summary_to)
        decided = output
        if output is not None:
            source = open_accounts(accounts, sheet, table, query)
            _decide(source, path, output, (mapping, currency), setting, words=words, prove=prove, force=force)
        elif (summary or summary_to) and path is not None and path.is_file() and is_ours(path):
            decided = path
        else:
            raise click.UsageError(setting.t("portfolio.no_output"))
        if decided is not None and (summary or summary_to):
            from mvpod_portfolio.summary_output import show_summary  # noqa: PLC0415 - where it is asked for

            show_summary(decided, setting, summary_to, on_terminal=summary, force=force)
    except PortfolioError as error:
        raise click.ClickException(setting.t(f"portfolio.{error.why}", **error.blanks)) from error
    except pa.ArrowException as error:  # a column of lists, or a file that is broken behind its beginning
        reason = str(error).strip().split("\n")[0]
        raise click.ClickException(setting.t("portfolio.unreadable", file=shown(accounts), reason=reason)) from error
    return ExitCode.FINE


def decided_case(decided: Path, key: str, setting: CliContext) -> CaseFile:
    """Return an account of a decided table as a case; `click.ClickException` where it, or a library, is missing."""
    try:
        from mvpod_portfolio.rows import case_of_row  # noqa: PLC0415 - pyarrow is an extra
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("portfolio.no_library")) from error
    try:
        case, row, same = case_of_row(decided, key, setting.knowledge)
    except PortfolioError as error:
        raise click.ClickException(setting.t(f"portfolio.{error.why}", **error.blanks)) from error
    if len(same) > 1:
        rows = setting.t("list.comma").join(map(str, same[:SAME]))
        told = {"count": f"{len(same):,}", "key": case.client, "rows": rows, "row": row}
        echo(setting.t("portfolio.row_of_several", **told), err=True)
    return case


def _decide(  # noqa: PLR0913 - what the command was given
    source: Source,
    accounts: Path | None,
    output: Path,
    meaning: tuple[Path | None, str | None],
    setting: CliContext,
    *,
    words: bool,
    prove: bool,
    force: bool,
) -> None:
    from mvpod_portfolio.columns import match_columns  # noqa: PLC0415 - pyarrow is an extra
    from mvpod_portfolio.deciding import AccountBatches, decide_all  # noqa: PLC0415
    from mvpod_portfolio.destinations import check_destination, decided_file, rejected_file, rejected_of  # noqa: PLC0415
    from mvpod_portfolio.repeated_keys import RepeatedKeys  # noqa: PLC0415

    t, comma = setting.t, setting.t("list.comma").join

    def note(key: str, **blanks: object) -> None:
        echo(t(f"portfolio.{key}", **blanks), err=True)

    check_destination(output, accounts, force=force)
    columns = replace(match_columns(source.names, setting.knowledge, *meaning), unsure=source.unsure)
    if columns.unused:
        note("unused", columns=comma(columns.unused))
    if source.guessed:
        note("read_as_gbk", word=source.guessed)
    batches = AccountBatches(setting.prepared, columns, t, words=words, prove=prove)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with closing(RepeatedKeys()) as keys:
            with decided_file(output, batches.table.schema) as write, rejected_file(output) as reject:
                decided = decide_all(source, batches, keys.noting(write), reject)
                counts = deque(_noted(decided, source, t), maxlen=1).pop()
            repeated, first = keys.found(output)
    except OSError as error:
        raise PortfolioError(why="not_written", file=output, reason=error.strerror or str(error)) from error
    _tell(counts, output, rejected_of(output), setting)
    for line in _currencies_told(batches.cells.rows_by_column(), setting):
        echo(line, err=True)
    for mode, missing in batches.contributions.missing.items():
        note("no_contribution", mode=setting.knowledge.decision.mode(mode).title.in_(t.lang), columns=comma(missing))
    if repeated:
        keys_told = (t("portfolio.repeated_one", key=key, one=one, other=other) for key, one, other in first)
        note("repeated", rows=f"{repeated:,}", first=comma(keys_told), file=output)


def _noted(counted: Iterable[Counts], source: Source, t: Messages) -> Iterator[Counts]:
    """Pass counts on, and note the progress of a long run where somebody watches."""
    start = last = time.monotonic()
    for counts in counted:
        yield counts
        now = time.monotonic()
        if sys.stderr.isatty() and now - last > EVERY:
            last, rows = now, counts.decided + counts.rejected
            rate = rows / (now - start)
            left = round((source.rows - rows) / rate) if source.rows else 0
            echo(t("portfolio.progress", rows=f"{rows:,}", rate=f"{rate:,.0f}", left=left), err=True)


def _tell(counts: Counts, output: Path, rejected: Path, setting: CliContext) -> None:
    t, table = setting.t, setting.knowledge.decision
    names = {mode.id: mode.title.in_(t.lang) for mode in table.modes} | {"": t("portfolio.none")}
    told = [t("list.pair", name=names[mode], value=f"{counts.modes[mode]:,}") for mode in names if counts.modes[mode]]
    rows = {"decided": f"{counts.decided:,}", "rejected": f"{counts.rejected:,}"}
    echo(t("portfolio.written", file=output))
    echo(t("portfolio.done", modes=t("list.semicolon").join(told) or "0", file=rejected, **rows))


def _currencies_told(amounts: Mapping[str, Counter[str]], setting: CliContext) -> Iterator[str]:
    """Say as what amounts were read: once where a currency is named, and once where none was and one is assumed."""
    from mvpod_portfolio.amounts import UNMARKED  # noqa: PLC0415 - pyarrow is an extra

    t, rates = setting.t, setting.knowledge.decision.rates
    per_dollar, date = (rates.per_dollar, rates.as_of) if rates is not None else ({}, "")
    told: dict[str, list[str]] = {}
    for name, rows in amounts.items():
        for code, count in rows.items():
            told.setdefault(code, []).append(t("portfolio.rows_of", column=name, rows=f"{count:,}"))
    assumed = told.pop(UNMARKED, [])
    for code, names in told.items():
        columns, rate = t("list.comma").join(names), per_dollar.get(code) or ""
        yield t("portfolio.read_as", currency=code.upper(), columns=columns, rate=rate, date=date)
    if assumed:
        yield t("portfolio.assumed", columns=t("list.comma").join(assumed))


def _template(source: Source, setting: CliContext) -> str:
    from mvpod_portfolio.columns import template  # noqa: PLC0415
    from mvpod_portfolio.sources import texts_of  # noqa: PLC0415 - pyarrow is an extra

    values: dict[str, list[str]] = {name: [] for name in source.names}
    for batch in islice(source.batches(list(source.names)), 1):
        for name in source.names:
            values[name] = [each for each in texts_of(batch.column(name)).unique().to_pylist() if each][:SAMPLED]
    return template(values, setting.knowledge, setting.t("portfolio.template_head"))
