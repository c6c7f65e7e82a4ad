"""The templates of reports: everything that is filled in is escaped. The only file of the reports that knows jinja2."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from mvpod_expert.reports.blocks import ReportPages
    from mvpod_expert.views.messages import Messages

FOLDER = Path(__file__).parent
MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")
MARKDOWN_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def html(pages: ReportPages, t: Messages) -> str:
    """Write a report as one page that needs nothing else: no network, no script."""
    style = Markup((FOLDER / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return _environment(is_html=True).get_template("report.html.jinja").render(report=pages, t=t, style=style)


def markdown(pages: ReportPages, t: Messages) -> str:
    """Write a report as Markdown."""
    text = _environment(is_html=False).get_template("report.md.jinja").render(report=pages, t=t)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escaped_markdown(value: object) -> str:
    """Write a text so that Markdown shows it as it is, on one line."""
    text = " ".join(str(without_controls(str(value))).split())
    return MARKDOWN_LINE_START.sub(r"\1\\\2\3", MARKDOWN_SPECIAL.sub(r"\\\1", text))


@cache
def _environment(*, is_html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=is_html,  # noqa: S701 - Markdown has its own escapes, which `finalize` puts on everything
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=without_controls if is_html else _finalized,
    )
    environment.filters["percent"] = percent
    environment.globals["as_written"] = AsWritten
    return environment


class AsWritten(str):
    """A text of our own templates that is Markdown already."""

    __slots__ = ()


def without_controls(value: object) -> object:
    """Take control characters out of a text: no page and no document may hold them."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "".join(each if each.isprintable() else " " for each in value)
    return value


def _finalized(value: object) -> object:
    return value if isinstance(value, AsWritten | int) else escaped_markdown(value)


def percent(value: float, low: float, high: float) -> str:
    """Give where a value lies between two ends, in per cent of the way."""
    return f"{100 * (value - low) / ((high - low) or 1):.2f}"
