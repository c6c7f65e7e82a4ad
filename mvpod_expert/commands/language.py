"""Which language to speak: `--lang`, MVPOD_LANG or the locale; looked up before click runs, so that help speaks it."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGE_VARIABLES = ("MVPOD_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


CLICKS_DOMAIN = "messages"
"""Where click, by gettext's default, looks its own sentences up."""


def _language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Find the language.

    Args:
        arguments: the command line.
        environment: the environment variables.
    """
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
    gettext.bindtextdomain(CLICKS_DOMAIN, Path(__file__).parent / "locale")
    os.environ["LANGUAGE"] = lang
