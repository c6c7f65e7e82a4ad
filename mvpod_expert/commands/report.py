"""`mvpod report`: a report to hand over, as a page, Markdown, a Word document or JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import recommendation_text
from mvpod_expert.commands.options import CliContext, engine_option, note_how_read, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo
from mvpod_expert.document.office_files import TemplateUnusableError
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.reports.deck import Deck
from mvpod_expert.reports.forms import FORMS, rendered
from mvpod_expert.reports.report import LENGTHS, Front, Report, ReportLength

if TYPE_CHECKING:
    from mvpod_expert.document.tree import Document

MOST_SIGNS = 10


@click.command(help=t("about.report"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=t("about.option_output"))
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=t("about.option_template")
)
@click.option(
    "--length", type=click.Choice(LENGTHS), default="report", show_default=True, help=t("about.option_length")
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help=t("about.option_date"))
@click.option("--author", default="", help=t("about.option_author"))
@click.option("--next-meeting", default="", help=t("about.option_next_meeting"))
@force_option
@engine_option
@with_setting
def report(  # noqa: PLR0913 - one parameter an option
    case: Path,
    *,
    output: Path,
    template: Path | None,
    length: ReportLength,
    date: datetime | None,
    author: str,
    next_meeting: str,
    force: bool,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Write a report on a case."""
    form = output.suffix.lower()
    if form not in FORMS:
        raise click.UsageError(setting.t("report.which_form", written=output.name))
    if template is not None and not FORMS[form].is_styled:
        raise click.UsageError(setting.t("report.no_template", form=form))
    read = given_case(case, setting.knowledge)
    note_how_read([read], setting.t)
    gathered = reported(read, setting.adviser(engine))
    if form == ".json":
        content = (recommendation_text(gathered.recommendation) + "\n").encode()
    else:
        front = Front((date or datetime.now()).date().isoformat(), author, next_meeting)  # noqa: DTZ005 - the person's own day
        kind = Deck if form == ".pptx" else Report
        document = kind(setting.knowledge, setting.t, gathered, length, front).document()
        content = _written(form, document, setting, template)
    inputs = [case, *([template] if template is not None else [])]
    write_outputs({output: content}, FORMS[form].mark, setting.t, inputs=inputs, force=force)
    echo(setting.t("report.written", file=output))
    return ExitCode.FINE


def _written(form: str, document: Document, setting: CliContext, template: Path | None) -> bytes:
    t = setting.t
    try:
        made = rendered(document, form, template)
    except ModuleNotFoundError as error:
        raise click.ClickException(t("report.no_library", form=form, extra=FORMS[form].extra)) from error
    except TemplateUnusableError as error:
        problem = t(f"template.{error.problem}", reason=error.reason)
        raise click.ClickException(t("report.template_unusable", file=template, reason=problem)) from error
    except OSError as error:
        # For PDF, WeasyPrint is there, and the libraries of the system that it stands on are not.
        reason = error.strerror or str(error)
        key = "report.no_pango" if form == ".pdf" else "report.template_unusable"
        raise click.ClickException(t(key, file=template, reason=reason)) from error
    if made.missing:
        echo(t("report.no_font", signs=made.missing[:MOST_SIGNS], count=len(made.missing)), err=True)
    if made.free:
        echo(t("report.narrow", file=template, free=made.free), err=True)
    return made.content + (b"\n" + FORMS[form].mark + b"\n" if form == ".md" else b"")
