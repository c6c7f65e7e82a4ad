"""`mvpod report`: a report to hand over, as a page, Markdown, a Word document or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, home_option, lang_option, note_renamed, t
from mvpod_expert.mode.explanation.reporting import reported
from mvpod_expert.reports.content import Content
from mvpod_expert.reports.templates import html, markdown
from mvpod_expert.views.advice_json import advice_json

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.reporting import Reported
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.reports.blocks import ReportPages

FORMS = (".html", ".md", ".docx", ".json")


@click.command(help=t("about.report"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=t("about.option_output"))
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=t("about.option_template")
)
@engine_option
@home_option
@lang_option
def report(  # noqa: PLR0913 - one parameter an option
    case: Path, *, output: Path, template: Path | None, engine: str | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Write a report on a case."""
    setting = CliContext(home, lang)
    form = output.suffix.lower()
    if form not in FORMS:
        raise click.UsageError(setting.t("report.which_form", written=output.name))
    read = given_case(case, setting.knowledge)
    note_renamed([read], setting.t)
    gathered = reported(read, setting.adviser(engine))
    content = _written(form, gathered, setting, template)
    try:
        output.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(setting.t("report.not_written", file=output, reason=reason)) from error
    click.echo(setting.t("report.written", file=output))
    return ExitCode.FINE


def _written(form: str, gathered: Reported, setting: CliContext, template: Path | None) -> bytes:
    if form == ".json":
        return (advice_json(gathered.recommendation) + "\n").encode()
    pages = Content(setting.knowledge, setting.t).pages(gathered)
    if form == ".docx":
        return _word(pages, setting, template)
    text = html(pages, setting.t) if form == ".html" else markdown(pages, setting.t)
    return text.encode()


def _word(pages: ReportPages, setting: CliContext, template: Path | None) -> bytes:
    try:
        from mvpod_expert.reports.word import TemplateUnusableError, word  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("report.no_word")) from error
    try:
        return word(pages, setting.t, template)
    except TemplateUnusableError as error:
        message = setting.t("report.template_unusable", file=template, reason=error)
        raise click.ClickException(message) from error
