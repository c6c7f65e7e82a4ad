"""`mvpod replay` and `mvpod sign`: a saved result checked, held against newer knowledge, and signed by a firm."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert import __version__
from mvpod_expert.atomic_write import create_file
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import json_text
from mvpod_expert.commands.options import CliContext, engine_option, format_option, lang_option, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.replay.reader import read_result
from mvpod_expert.replay.replaying import replay as replayed
from mvpod_expert.replay.terminal import ReplayView
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from mvpod_expert.model.advice import SavedResult
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.views.messages import Messages

ONLY_OWNER = 0o600
SUFFIX = ".sig"
MOST_BYTES = 10_000
"""No key and no signature is longer."""
MARK = rb"\A[A-Za-z0-9+/]{86}==\s*\Z"
"""A signature and nothing else: 64 bytes in Base64."""


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
    t, file = setting.t, result.with_name(result.name + SUFFIX)
    with _library(t, key) as signatures:
        verified = bool(signatures.is_signed(read.data, _content(file, t), _content(key, t)))
    echo(t("sign.verified" if verified else "sign.not_verified", file=file, key=key), err=True)
    return verified


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
        private, public = _write_keys(new_key, setting.t)
        echo(setting.t("sign.keys_written", private=private, public=public))
        return ExitCode.FINE
    if new_key is not None or result is None or key is None:
        raise click.UsageError(setting.t("sign.which"))
    read = usable(lambda report: read_result(result, report))
    file = result.with_name(result.name + SUFFIX)
    with _library(setting.t, key) as signatures:
        signature = str(signatures.signature(read.data, _content(key, setting.t)))
    write_outputs({file: signature}, MARK, setting.t, inputs=[result, key], force=force)
    echo(setting.t("sign.written", file=file))
    return ExitCode.FINE


def _write_keys(name: Path, t: Messages) -> tuple[Path, Path]:
    """Make a pair of keys and write both, the private one for its owner alone; a name is a path without ending."""
    private, public = name.with_name(f"{name.name}.key"), name.with_name(f"{name.name}.pub")
    with _library(t, private) as signatures:
        private_key, public_key = signatures.new_keys()
    file = public
    try:
        if private.exists():
            file = private
            raise FileExistsError  # noqa: TRY301 - said as one that the system raises
        create_file(public, public_key)
        file = private
        create_file(private, private_key, ONLY_OWNER)
    except FileExistsError as error:
        raise click.ClickException(t("sign.key_there", file=file)) from error
    except OSError as error:
        raise click.ClickException(t("output.not_written", file=file, reason=error.strerror or str(error))) from error
    return private, public


def _content(path: Path, t: Messages) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise click.ClickException(t("sign.unreadable", file=path, reason=reason)) from error


@contextmanager
def _library(t: Messages, key: Path) -> Iterator[ModuleType]:
    """Yield what signs; where it is not installed, or finds that a file holds no key for it, say so."""
    try:
        from mvpod_expert.replay import signatures  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(t("sign.no_library")) from error
    try:
        yield signatures
    except signatures.KeyUnusableError as error:
        raise click.ClickException(t("sign.key_unusable", file=key)) from error
