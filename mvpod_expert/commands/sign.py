"""`mvpod sign`: a firm's signature beside a saved result, and the keys it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, lang_option, t
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.signing import signature_file, signature_of, write_keys
from mvpod_expert.commands.streams import echo
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.replay.reader import read_result

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang

MARK = rb"\A[A-Za-z0-9+/]{86}==\s*\Z"
"""A signature and nothing else: 64 bytes in Base64."""


@click.command(help=t("about.sign"))
@click.argument("result", type=click.Path(path_type=Path), required=False)
@click.option("--key", type=click.Path(path_type=Path), help=t("about.option_key"))
@click.option("--new-key", type=click.Path(path_type=Path), help=t("about.option_new_key"))
@force_option
@lang_option
def sign(result: Path | None, *, key: Path | None, new_key: Path | None, force: bool, lang: Lang) -> ExitCode:
    """Sign a saved result, or make a pair of keys."""
    setting = CliContext(None, lang)
    if new_key is not None and result is None and key is None:
        private, public = write_keys(new_key, setting.t)
        echo(setting.t("sign.keys_written", private=private, public=public))
        return ExitCode.FINE
    if new_key is not None or result is None or key is None:
        raise click.UsageError(setting.t("sign.which"))
    report = DiagnosticCollector()
    read = read_result(result, report)
    report.raise_if_any()
    assert read is not None  # noqa: S101 - without findings there is a result
    file = signature_file(result)
    write_outputs({file: signature_of(read, key, setting.t)}, MARK, setting.t, inputs=[result, key], force=force)
    echo(setting.t("sign.written", file=file))
    return ExitCode.FINE
