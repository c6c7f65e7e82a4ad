"""The command tree. A command's module is imported when the command is named, so that each starts fast."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoSuchCommand

from mvpod_expert import __version__
from mvpod_expert.capability import REGISTERED
from mvpod_expert.commands.options import lang_option, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.frozen import Lang


class _Text(click.types.StringParamType):
    """Text on the command line; bytes that are not UTF-8 arrive as surrogates, which no file and no library takes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, or refuse it."""
        text = str(super().convert(value, param, ctx))
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail(t("command.not_utf8"), param, ctx)
        return text


TEXT = _Text()


class CommandTree(click.Group):
    """A group whose commands are modules, in the order of the help, each with a function named as the command."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.modules)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; when there is none, say which one was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:  # click looks for likely names among commands that are there already
            raise NoSuchCommand(error.command_name, possibilities=list(self.modules), ctx=ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Bring in a command by its name."""
        if cmd_name not in self.modules:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(self.modules[cmd_name])
        # A name that Python keeps for itself stands there with an underscore.
        command: Any = getattr(module, f"{name}_" if iskeyword(name) else name)
        assert isinstance(command, click.Command)  # noqa: S101 - each module holds a command of its name
        for parameter in command.params:
            if parameter.type is click.STRING:
                parameter.type = TEXT
        return command


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMANDS = {
    "interview": "mvpod_expert.commands.interview",
    "recommend": "mvpod_expert.commands.recommend",
    "explain": "mvpod_expert.commands.explain",
    **{command: f"{package}.command" for command, package in REGISTERED.items()},
    "report": "mvpod_expert.commands.report",
    "portfolio": "mvpod_portfolio.command",
    "replay": "mvpod_expert.commands.saved_results",
    "sign": "mvpod_expert.commands.saved_results",
    "cases": "mvpod_workbench.commands.cases",
    "rules": "mvpod_workbench.commands.rules",
    "schema": "mvpod_expert.commands.schema",
}


@click.group(cls=CommandTree, modules=COMMANDS, help=t("about.mvpod"), context_settings=CONTEXT)
@click.version_option(__version__, message="mvpod %(version)s", help=t("about.option_version"))
@lang_option
def cli(lang: Lang) -> None:
    """Advise on B2B sales mode and strategy; `language_of` has read `--lang` wherever it stands."""
