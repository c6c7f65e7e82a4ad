"""`mvpod replay`: a saved result checked step by step, and held against newer knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert import __version__
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import json_text
from mvpod_expert.commands.options import CliContext, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.replay.reader import read_result
from mvpod_expert.replay.replaying import replay as replayed
from mvpod_expert.replay.terminal import ReplayView
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
    from mvpod_expert.model.advice import SavedResult


@click.command(help=t("about.replay"))
@click.argument("result", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--verify", type=click.Path(path_type=Path), help=t("about.option_verify"))
@format_option
@engine_option
@with_setting
def replay(result: Path, *, verify: Path | None, form: str, engine: str | None, setting: CliContext) -> ExitCode:
    """Replay a result; exit 1 when it does not follow, 4 when that cannot be decided with the current knowledge."""
    read = usable(lambda report: read_result(result, report))
    if verify is not None and not _is_verified(read, result, verify, setting):
        return ExitCode.FINDINGS
    done = replayed(read, str(result), setting.adviser(engine), __version__)
    if form == "json":
        print_document(json_text(done))
    else:
        ReplayView(setting.knowledge, setting.t, Terminal()).show(done)
    if not done.is_sound:
        return ExitCode.FINDINGS
    return ExitCode.FINE if done.is_recomputed else ExitCode.UNDECIDED


def _is_verified(read: SavedResult, result: Path, key: Path, setting: CliContext) -> bool:
    """Return whether a result is signed by the owner of a key, and say so on standard error."""
    from mvpod_expert.commands.sign import is_signed, signature_file  # noqa: PLC0415 - when it is asked for

    file = signature_file(result)
    verified = is_signed(read, file, key, setting.t)
    echo(setting.t("sign.verified" if verified else "sign.not_verified", file=file, key=key), err=True)
    return verified
