"""`mvpod recommend`: advice on every market cell of case files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import recommendation_text
from mvpod_expert.commands.options import (
    CliContext,
    advice_format_option,
    engine_option,
    home_option,
    lang_option,
    note_how_read,
    t,
)
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Detail
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.views.advice import AdviceSections

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


@click.command(help=t("about.recommend"))
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--brief", is_flag=True, help=t("about.option_brief"))
@advice_format_option
@engine_option
@home_option
@lang_option
def recommend(  # noqa: PLR0913 - one parameter an option
    cases: tuple[Path, ...], *, brief: bool, form: str, engine: str | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Advise on case files; all of them must be usable, or none is advised on."""
    setting = CliContext(home, lang)
    report = DiagnosticCollector()
    read = [read_case(path, setting.knowledge, report) for path in cases]
    report.raise_if_any()
    note_how_read(read, setting.t)
    adviser = setting.adviser(engine)
    if form == "jsonl":
        from mvpod_expert.commands.json_lines import json_lines  # noqa: PLC0415 - for many cells alone

        is_open = False
        for line, leaves_open in json_lines((case for case in read if case is not None), adviser):
            print_document(line)
            is_open |= leaves_open
        return ExitCode.UNDECIDED if is_open else ExitCode.FINE
    recommendation = adviser.recommend(case for case in read if case is not None)
    if form == "json":
        print_document(recommendation_text(recommendation))
    else:
        detail = Detail.BRIEF if brief else Detail.USUAL
        show(AdviceSections(setting.knowledge, setting.t, detail).sections(recommendation), setting.t)
    is_decided = all(cell.chosen for cell in recommendation.cells)
    return ExitCode.FINE if is_decided else ExitCode.UNDECIDED
