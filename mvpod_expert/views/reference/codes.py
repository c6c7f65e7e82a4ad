"""What the codes of findings mean, from the pages in `views/codes/`, for the reference."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.diagnostics import Code
from mvpod_expert.views.wording import FOLDER, sentences

if TYPE_CHECKING:
    from mvpod_expert.model.noun import Lang

PAGES = Path(__file__).parents[1] / "codes"
BLANK = re.compile(r"\{\{.*?\}\}")
CONDITION = re.compile(r"\{%.*?%\}")


@dataclass(frozen=True)
class CodePage:
    """One code, in one language; what its page leaves out is empty.

    Args:
        code: such as MV301.
        sentence: the message, with dots where it says what was written.
        means: what it means and why it matters.
        wrong: a few lines of a file that show it.
        right: the same, mended.
        mend: what to do.
    """

    code: str
    sentence: str
    means: str
    wrong: str
    right: str
    mend: str


def code_pages(lang: Lang) -> tuple[CodePage, ...]:
    """Give the pages of all codes, in their order."""
    written: dict[str, dict[str, Any]] = {}
    for path in sorted(PAGES.glob("*.toml")):
        written |= tomllib.loads(path.read_text(encoding="utf-8"))
    said = sentences(FOLDER)["finding"]
    return tuple(_page(code, said[code.name.lower()][lang], written.get(code.value, {}), lang) for code in sorted(Code))


def _page(code: Code, sentence: str, written: dict[str, Any], lang: Lang) -> CodePage:
    return CodePage(
        code=code.value,
        sentence=CONDITION.sub("", BLANK.sub("…", sentence)),
        means=written.get("means", {}).get(lang, ""),
        wrong=written.get("wrong", ""),
        right=written.get("right", ""),
        mend=written.get("mend", {}).get(lang, ""),
    )
