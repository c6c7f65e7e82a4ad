"""`mvpod report`: a report to hand over, as a page, Markdown, a Word document or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import recommendation_text
from mvpod_expert.commands.options import CliContext, engine_option, home_option, lang_option, note_how_read, t
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo
from mvpod_expert.mode.explanation.reporting import reported
from mvpod_expert.reports.content import Content
from mvpod_expert.reports.templates import html, markdown

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.reporting import Reported
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.reports.blocks import ReportPages

MARKDOWN_MARK = "<!-- mvpod report -->"
MARKS = {
    ".html": rb'<meta name="generator" content="mvpod">',
    ".md": MARKDOWN_MARK.encode(),
    ".docx": rb">mvpod report<",
    ".json": rb'\A\{\s*"schema_version": "[0-9.]+",\s*"knowledge":',
}
"""What a report of each form is known by."""


@click.command(help=t("about.report"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=t("about.option_output"))
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=t("about.option_template")
)
@force_option
@engine_option
@home_option
@lang_option
def report(  # noqa: PLR0913 - one parameter an option
    case: Path, *, output: Path, template: Path | None, force: bool, engine: str | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Write a report on a case."""
    setting = CliContext(home, lang)
    form = output.suffix.lower()
    if form not in MARKS:
        raise click.UsageError(setting.t("report.which_form", written=output.name))
    read = given_case(case, setting.knowledge)
    note_how_read([read], setting.t)
    gathered = reported(read, setting.adviser(engine))
    content = _written(form, gathered, setting, template)
    inputs = [case, *([template] if template is not None else [])]
    write_outputs({output: content}, MARKS[form], setting.t, inputs=inputs, force=force)
    echo(setting.t("report.written", file=output))
    return ExitCode.FINE


def _written(form: str, gathered: Reported, setting: CliContext, template: Path | None) -> bytes:
    if form == ".json":
        return (recommendation_text(gathered.recommendation) + "\n").encode()
    pages = Content(setting.knowledge, setting.t).pages(gathered)
    if form == ".docx":
        return _word(pages, setting, template)
    if form == ".html":
        return html(pages, setting.t).encode()
    return f"{markdown(pages, setting.t)}\n{MARKDOWN_MARK}\n".encode()


def _word(pages: ReportPages, setting: CliContext, template: Path | None) -> bytes:
    try:
        from mvpod_expert.reports.word import word  # noqa: PLC0415 - it may not be installed
        from mvpod_expert.reports.word_template import (  # noqa: PLC0415 - likewise
            MAX_MEMORY_BYTES,
            MAX_SECONDS,
            TemplateUnusableError,
        )
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("report.no_word")) from error
    try:
        return word(pages, setting.t, template)
    except TemplateUnusableError as error:
        if template is None:
            raise  # our own template: a mistake in mvpod
        limits = {"seconds": MAX_SECONDS, "memory": MAX_MEMORY_BYTES // 1_000_000}
        problem = setting.t(f"word_template.{error.problem}", reason=error.reason, near=error.near, **limits)
        message = setting.t("report.template_unusable", file=template, reason=problem)
        raise click.ClickException(message) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(setting.t("report.template_unusable", file=template, reason=reason)) from error
