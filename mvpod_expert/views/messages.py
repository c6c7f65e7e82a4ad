"""Messages: every sentence the program says, in Chinese and English, and which of the two. Only this knows jinja2.

Each room keeps its own in `messages.toml`; those of the packages beside the advice are read when the first of them is
needed.

A sentence may have blanks (`{{ name }}`), filled in here, and conditions, which jinja2 renders; it comes when the first
such sentence is said, because bringing it in takes a tenth of the time to the first question. A blank nobody fills is
our mistake and raises.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.model.frozen import LANGS, Lang

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment, Template


PACKAGE = Path(__file__).parent.parent
WORKBENCH = PACKAGE.with_name("mvpod_workbench") / "messages"
PORTFOLIO = PACKAGE.with_name("mvpod_portfolio")
EVERY_FILE = "**/messages.toml"
HEADING = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
BLANK = re.compile(r"\{\{ (\w+) \}\}")


class Messages:
    """Says things in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang

    def __call__(self, key: str, /, **blanks: object) -> str:
        """Say the sentence `section.name`, its blanks filled.

        Raises `KeyError` or `jinja2.UndefinedError` where there is no such sentence, or a blank is not filled.
        """
        sentence = _sentence(key, self.lang)
        if is_plain(sentence):
            return BLANK.sub(lambda blank: str(blanks[blank[1]]), sentence)
        return _template(sentence).render(**blanks)

    def knows(self, key: str) -> bool:
        """Return whether there is such a sentence."""
        section, _, name = key.partition(".")
        return name in _section(section)

    def first(self, *keys: str) -> str:
        """Return the first of these keys that there is a sentence for; the last one if there is none."""
        return next((key for key in keys if self.knows(key)), keys[-1])


@cache
def _texts(package: Path, pattern: str) -> dict[str, str]:
    """Return the text of each section, unread: a command needs few of them, and reading all is a third of its start."""
    found: dict[str, str] = {}
    for path in sorted(package.glob(pattern)):
        _, *parts = HEADING.split(path.read_text(encoding="utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            if name in found:
                message = f"{path} has the section {name}, which was there before"
                raise ValueError(message)
            found[name] = text
    return found


@cache
def _section(name: str) -> dict[str, dict[Lang, str]]:
    text = _texts(PACKAGE, EVERY_FILE).get(name)
    if text is None:
        text = (_texts(WORKBENCH, "*.toml") | _texts(PORTFOLIO, EVERY_FILE)).get(name, "")
    return tomllib.loads(text)


@cache
def _sentence(key: str, lang: Lang) -> str:
    section, _, name = key.partition(".")
    return _section(section)[name][lang]


@cache
def is_plain(sentence: str) -> bool:
    """Return whether a sentence has nothing but words and blanks."""
    return "{" not in BLANK.sub("", sentence)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - see the module

    # The sentences are plain text for a terminal, where nothing is markup; web pages have an environment of their own.
    made = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701
    made.globals["installing"] = _installing
    return made


def _installing(extra: str) -> str:
    from mvpod_expert.views.installing import installing  # noqa: PLC0415 - few sentences say it

    return installing(extra)


@cache
def _template(sentence: str) -> Template:
    return _environment().from_string(sentence)


LANGUAGE_VARIABLES = ("MVPOD_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


CLICKS_DOMAIN = "messages"
"""Where click, by gettext's default, looks its own sentences up."""


def _language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Find the language: `--lang`, MVPOD_LANG or the locale, looked up before click runs, so that help speaks it."""
    for number, argument in enumerate(arguments):
        for lang in LANGS:
            if argument == f"--lang={lang}" or (argument == lang and arguments[number - 1 : number] == ["--lang"]):
                return lang
    locale = next((environment[name] for name in LANGUAGE_VARIABLES if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def spoken() -> Messages:
    """Return the wording in the language of this run."""
    return Messages(_language_of(sys.argv[1:], os.environ))


def let_click_speak(lang: Lang) -> None:
    """Let click say its own sentences (help, wrong usage) in a language.

    gettext, which click asks, knows no other way to be told the language than this variable of the environment.
    """
    gettext.bindtextdomain(CLICKS_DOMAIN, PACKAGE / "commands" / "locale")
    os.environ["LANGUAGE"] = lang
