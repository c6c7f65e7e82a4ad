"""The words: every sentence the program says, in Chinese and English, from `wording.toml`. Only this file knows jinja2.

A sentence may have blanks (`{{ name }}`); a blank nobody fills is our mistake and raises.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, Template

if TYPE_CHECKING:
    from mvpod_expert.model.noun import Lang

FILE = Path(__file__).with_name("wording.toml")

# The sentences are plain text for a terminal, where nothing is markup; web pages will have an environment of their own.
_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701


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
            KeyError: there is no such sentence.
        """
        return _template(key, self.lang).render(**blanks)

    def knows(self, key: str) -> bool:
        """Tell whether there is such a sentence."""
        section, _, name = key.partition(".")
        return name in _sentences().get(section, {})


@cache
def _sentences() -> dict[str, dict[str, dict[Lang, str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _template(key: str, lang: Lang) -> Template:
    section, _, name = key.partition(".")
    return _ENVIRONMENT.from_string(_sentences()[section][name][lang])
