"""`mvpod rules docs` and `schemas`: the reference as Markdown pages, and JSON Schemas for editors."""

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
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.views.code_pages import code_pages
from mvpod_workbench.views.editor import schemas as editor
from mvpod_workbench.views.editor.settings import SettingsUnreadableError, merged_extensions, merged_settings, snippet
from mvpod_workbench.views.reference.describing import Describer
from mvpod_workbench.views.reference.markdown import CommandPage, site
from mvpod_workbench.views.reference.pages import part_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.views.messages import Messages

WIDTH = 100
FOLDER = click.Path(path_type=Path, file_okay=False)
PARTS = click.Choice(part_names())
PROGRAM = "mvpod"
MOST_RELATED = 5
GLOSSARY = "../../glossary.md"
MADE_BY = "<!-- mvpod rules docs -->"
SETTINGS = Path(".vscode") / "settings.json"
EXTENSIONS = Path(".vscode") / "extensions.json"
SCHEMA_MARK = rb'\A\{\s*"\$schema": "[^"]*",\s*"title": "mvpod[ "]'
"""What a schema of ours is known by."""


def manual(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[CommandPage]:
    """Return a command and all below it."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=WIDTH, terminal_width=WIDTH)
    yield CommandPage(
        name=context.command_path,
        usage=" ".join([context.command_path, *command.collect_usage_pieces(context)]),
        help=command.help or "",
        options=tuple(record for parameter in command.params if (record := parameter.get_help_record(context))),
    )
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from manual(found, each, context)


@click.command(help=t("about_reference.docs"))
@click.option("-o", "--output", required=True, type=FOLDER, help=t("about_reference.option_docs"))
@click.option("--without", "left_out", type=PARTS, multiple=True, help=t("about_reference.option_without"))
@force_option
@with_setting
def docs(output: Path, *, left_out: tuple[str, ...], force: bool, setting: CliContext) -> ExitCode:
    """Write the reference; pages an earlier run wrote, and nothing tells any more, go."""
    from mvpod_expert.commands.cli import cli  # noqa: PLC0415 - the tree this command hangs on

    describer = Describer(gathered(setting.knowledge), setting.t, MOST_RELATED)
    glossary = GLOSSARY if (output / GLOSSARY).resolve().is_file() else ""
    pages = site(describer, code_pages().values(), list(manual(cli, PROGRAM)), glossary, left_out)
    contents: dict[Path, str | bytes] = {output / path: f"{MADE_BY}\n\n{text}" for path, text in pages.items()}
    inputs = (setting.home.rules, setting.home.knowledge)
    write_outputs(contents, rb"\A" + MADE_BY.encode(), setting.t, inputs=inputs, force=force)
    gone = [file for file in sorted(output.rglob("*.md")) if _is_left_over(file, output, pages)]
    for file in gone:
        file.unlink()
    echo(setting.t("docs.written", count=len(pages), folder=str(output), gone=len(gone)))
    return ExitCode.FINE


def _is_left_over(file: Path, output: Path, pages: dict[str, str]) -> bool:
    """Return whether a page is of an earlier run; what people wrote beside the reference stays."""
    if file.relative_to(output).as_posix() in pages:
        return False
    with file.open(encoding="utf-8", errors="replace") as text:
        return text.readline().rstrip("\n") == MADE_BY


@click.command(help=t("about_reference.schemas"))
@click.option("-o", "--output", required=True, type=FOLDER, help=t("about_reference.option_schemas"))
@click.option("--vscode/--no-vscode", default=True, help=t("about_reference.option_vscode"))
@force_option
@with_setting
def schemas(output: Path, *, vscode: bool, force: bool, setting: CliContext) -> ExitCode:
    """Write the schemas, and the settings beside rules/ and knowledge/."""
    made = editor.schemas(setting.with_drafts.knowledge, setting.t)
    contents: dict[Path, str | bytes] = {output / name: editor.text(schema) for name, schema in made.items()}
    write_outputs(contents, SCHEMA_MARK, setting.t, inputs=(setting.home.rules, setting.home.knowledge), force=force)
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
