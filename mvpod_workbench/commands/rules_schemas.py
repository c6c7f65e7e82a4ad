"""`mvpod rules schemas`: JSON Schemas for editors, and the VS Code settings that put them to use."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_file
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo
from mvpod_workbench.views.editor import schemas as editor
from mvpod_workbench.views.editor.settings import SettingsUnreadableError, merged_extensions, merged_settings, snippet

if TYPE_CHECKING:
    from mvpod_expert.views.messages import Messages

SETTINGS = Path(".vscode") / "settings.json"
EXTENSIONS = Path(".vscode") / "extensions.json"

FOLDER = click.Path(path_type=Path, file_okay=False)
MARK = rb'\A\{\s*"\$schema": "[^"]*",\s*"title": "mvpod[ "]'
"""What a schema of ours is known by."""


@click.command(help=t("about_reference.schemas"))
@click.option("-o", "--output", required=True, type=FOLDER, help=t("about_reference.option_schemas"))
@click.option("--vscode/--no-vscode", default=True, help=t("about_reference.option_vscode"))
@force_option
@with_setting
def schemas(output: Path, *, vscode: bool, force: bool, setting: CliContext) -> ExitCode:
    """Write the schemas, and the settings beside rules/ and knowledge/."""
    made = editor.schemas(setting.with_drafts.knowledge, setting.t)
    contents: dict[Path, str | bytes] = {output / name: editor.text(schema) for name, schema in made.items()}
    write_outputs(contents, MARK, setting.t, inputs=(setting.home.rules, setting.home.knowledge), force=force)
    echo(setting.t("editor.written", count=len(made), folder=str(output)))
    return _settings(output, setting.home.root, setting.t) if vscode else ExitCode.FINE


def _settings(output: Path, root: Path, t: Messages) -> ExitCode:
    wanted = {_shown(output / name, root): files for name, files in editor.globs().items()}
    code = ExitCode.FINE
    for path in (SETTINGS, EXTENSIONS):
        file = root / path
        try:
            written = file.read_text(encoding="utf-8-sig") if file.is_file() else None
            new = merged_settings(written, wanted) if path == SETTINGS else merged_extensions(written)
            file.parent.mkdir(exist_ok=True)
            if new != written:
                write_file(file, new)
        except (SettingsUnreadableError, UnicodeError):
            echo(t("editor.not_merged", file=str(file)), err=True)
            if path == SETTINGS:
                echo(snippet(wanted), err=True)
            code = ExitCode.UNUSABLE
            continue
        echo(t("editor.merged", file=str(file)))
    return code


def _shown(schema: Path, root: Path) -> str:
    """Return the way to a schema as the settings write it: from their folder, or whole where it lies elsewhere."""
    way = os.path.relpath(schema.resolve(), root.resolve())
    return schema.resolve().as_posix() if way.startswith("..") else f"./{PurePosixPath(Path(way).as_posix())}"
