"""The words: every sentence the program says, in Chinese and English, from `wording.toml`. Only this file knows jinja2.

A sentence may have blanks (`{{ name }}`), filled in here, and conditions, which jinja2 renders; it comes when the first
such sentence is said, because bringing it in takes a tenth of the time to the first question. A blank nobody fills is
our mistake and raises.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from mvpod_expert.model.noun import Lang

FILE = Path(__file__).with_name("wording.toml")
BLANK = re.compile(r"\{\{ (\w+) \}\}")


class Wording:
    """Says things in one language.

    Args:
        lang: the language.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang

    def __call__(self, key: str, /, **blanks: object) -> str:
        """Say a sentence.

        Args:
            key: `section.name` in the wording file.
            blanks: what fills the sentence's blanks.

        Raises:
            KeyError: there is no such sentence, or a blank is not filled.
            jinja2.UndefinedError: a blank in a sentence with conditions is not filled.
        """
        sentence = _sentence(key, self.lang)
        if is_plain(sentence):
            return BLANK.sub(lambda blank: str(blanks[blank[1]]), sentence)
        return _template(sentence).render(**blanks)

    def knows(self, key: str) -> bool:
        """Tell whether there is such a sentence."""
        section, _, name = key.partition(".")
        return name in _sentences().get(section, {})


@cache
def _sentences() -> dict[str, dict[str, dict[Lang, str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _sentence(key: str, lang: Lang) -> str:
    section, _, name = key.partition(".")
    return _sentences()[section][name][lang]


@cache
def is_plain(sentence: str) -> bool:
    """Tell whether a sentence has nothing but words and blanks."""
    return "{" not in BLANK.sub("", sentence)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - see the module

    # The sentences are plain text for a terminal, where nothing is markup; web pages have an environment of their own.
    return Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701


@cache
def _template(sentence: str) -> Template:
    return _environment().from_string(sentence)
