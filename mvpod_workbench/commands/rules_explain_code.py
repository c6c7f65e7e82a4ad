"""`mvpod rules explain-code`: the offline pages of the findings' codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import format_option, lang_option, t
from mvpod_expert.commands.streams import print_document
from mvpod_expert.model.printable import plain_json
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from mvpod_workbench.views.code_pages import code_pages, pages_document, show_code_list, show_code_page

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


@click.command(help=t("about_checking.explain_code"))
@click.argument("codes", nargs=-1)
@format_option
@lang_option
def explain_code(codes: tuple[str, ...], form: str, lang: Lang) -> ExitCode:
    """Report codes, or list them all; exit 2 when there is no such code."""
    words = Messages(lang)
    pages = code_pages()
    wanted = [_known(each, tuple(pages), words) for each in codes]
    told = [pages[code] for code in (wanted or pages)]
    if form == "json":
        print_document(plain_json(pages_document(told, words)))
    elif wanted:
        page = Terminal()
        for number, each in enumerate(told):
            if number:
                page.line()
            show_code_page(each, words, page)
    else:
        show_code_list(told, words, Terminal())
    return ExitCode.FINE


def _known(written: str, codes: tuple[str, ...], words: Messages) -> str:
    code = written.strip().upper()
    if code in codes:
        return code
    digits = "".join(each for each in code if each.isdigit())
    meant = f"MV{digits}" if f"MV{digits}" in codes else closest_match(written, codes)
    raise click.UsageError(words("codes.none", written=written, candidates=meant or ""))
