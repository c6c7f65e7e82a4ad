"""What click says by itself, help and wrong usage, in the language of the run."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CATALOGUE = Path(__file__).parents[2] / "mvpod_expert" / "commands" / "locale" / "zh" / "LC_MESSAGES" / "messages.po"
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
NOT_MET = {
    "Confirm the action without prompting.",
    "Do you want to continue?",
    "Show the version and exit.",
    "%(prog)s, version %(version)s",
    "deprecated",
    "Choice({choices})",
    "Unknown color {colour!r}",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid start character for option ({option})",
    "Value must be an iterable.",
    "{value!r} is not a valid UUID.",
    "path",
}
"""Sentences nobody meets here: prompts and kinds of values no command has, and what the error boundary says itself."""
OF_PROGRAMMERS = ("DeprecationWarning", "defined twice", "declaration", "No options defined", "same flag")


def printed(*arguments: str, lang: str) -> str:
    """Run the program in a locale; give all it printed."""
    environment = {**os.environ, "LANG": f"{lang}.UTF-8", "COLUMNS": "80"}
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "MVPOD_LANG"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "mvpod_expert", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("recommend",), "缺少参数 'CASES...'", "Missing argument 'CASES...'"),
        (("recomend",), "没有命令 'recomend'。 您是想写 'recommend' 吗？", "Did you mean 'recommend'?"),
        (("rules", "tst"), "没有命令 'tst'。 您是想写 'test' 吗？", "Did you mean 'test'?"),
        (("recommend", "x", "--foo"), "没有选项 '--foo'", "No such option '--foo'"),
        (("recommend", "x", "--format", "pdf"), "不在可选之列：'terminal', 'json'", "is not one of 'terminal', 'json'"),
        (("economics", "x", "--draws", "3"), "3 不在 100<=x<=1000000 之内", "3 is not in the range"),
        (("recommend", "--help"), "显示本说明", "Show this message"),
    ],
)
def test_help_and_wrong_usage_speak_the_language_of_the_run(
    arguments: tuple[str, ...], chinese: str, english: str
) -> None:
    """A Chinese reader meets Chinese, an English one English."""
    assert chinese in printed(*arguments, lang="zh_CN")
    assert english in printed(*arguments, lang="en_US")


def test_lang_wins_over_the_locale() -> None:
    """`--lang en` in a Chinese locale is English all through, before the command's name as after it."""
    assert "Usage:" in printed("--lang", "en", "recommend", "--help", lang="zh_CN")
    assert "Usage:" in printed("recommend", "--lang", "en", "--help", lang="zh_CN")
    assert "用法:" in printed("recommend", "--lang", "zh", "--help", lang="en_US")


def test_what_is_looked_up_is_what_is_written() -> None:
    """The compiled catalogue is that of the .po file: `make words` has been run."""
    with CATALOGUE.open("rb") as written, CATALOGUE.with_suffix(".mo").open("rb") as looked_up:
        assert _sentences(read_po(written)) == _sentences(read_mo(looked_up))


def test_a_newer_click_has_no_sentence_without_chinese() -> None:
    """The catalogue has all that click can say to a person here, and nothing that click no longer says."""
    with CATALOGUE.open("rb") as file:
        known = {key[0] for key in _sentences(read_po(file))}
    said = {sentence for name in MODULES for sentence in _said(Path(click.__file__).with_name(f"{name}.py"))}
    met = {each for each in said - NOT_MET if not any(word in each for word in OF_PROGRAMMERS)}
    assert met == known


def _sentences(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what is said for each sentence; one with a plural has two."""
    pairs = {_forms(message.id): _forms(message.string) for message in catalogue}
    return {key: said for key, said in pairs.items() if any(key)}


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _said(module: Path) -> set[str]:
    """Return the sentences a module looks up."""
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    looked_up = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}]
    first = [call.args[0] for call in looked_up if call.args]
    return {node.value for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)}
