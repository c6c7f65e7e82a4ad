"""The offline pages of the findings' codes: what each means, why it matters, a wrong and a right snippet, what to do.

The pages are data files in `codes/` and in each capability's `codes.toml`, in both languages: they need no network.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import Text
from mvpod_expert.resources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

WORKBENCH = Path(__file__).parent.parent / "codes"
KEYS = {"name", "means", "wrong", "right", "mend"}


class CodePage(NamedTuple):
    """The page of one code: what it means, a wrong and a right snippet where that can be shown, and what to do.

    Pages without a name are listed by what they mean.
    """

    code: Code
    name: Text | None
    means: Text
    mend: Text
    wrong: str = ""
    right: str = ""


@cache
def code_pages() -> Mapping[str, CodePage]:
    """Return every page by its code, in the order of the codes.

    Raises:
        ValueError: a page stands twice, has a key that is no part of a page, or belongs to no code.
    """
    found: dict[str, CodePage] = {}
    for path in (*sorted(WORKBENCH.glob("*.toml")), *sorted(PACKAGE.glob("*/codes.toml"))):
        for code, written in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found or written.keys() - KEYS:
                message = f"{path.name} tells {code} once more, or with other parts than {sorted(KEYS)}"
                raise ValueError(message)
            texts = {key: Text.model_validate(written[key]) for key in ("name", "means", "mend") if key in written}
            snippets = (str(written.get(key, "")).strip("\n") for key in ("wrong", "right"))
            found[code] = CodePage(Code(code), texts.get("name"), texts["means"], texts["mend"], *snippets)
    return dict(sorted(found.items()))


def pages_document(pages: Iterable[CodePage], t: Messages) -> dict[str, object]:
    """Return pages as JSON data, in the current language."""
    return {
        "schema_version": "1.0",
        "codes": [
            {
                "code": page.code.value,
                "name": _name(page, t),
                "means": page.means.in_(t.lang),
                "wrong": page.wrong,
                "right": page.right,
                "mend": page.mend.in_(t.lang),
            }
            for page in pages
        ],
    }


def show_code_page(told: CodePage, t: Messages, page: Terminal) -> None:
    """Print one page."""
    page.line(t("codes.title", code=told.code.value, name=_name(told, t)) if told.name else told.code.value, "title")
    page.line(told.means.in_(t.lang))
    for key, snippet in (("wrong", told.wrong), ("right", told.right)):
        if snippet:
            page.title(t(f"codes.{key}"))
            for line in snippet.splitlines():
                page.raw(f"  {line}", "bad" if key == "wrong" else "good")
    page.title(t("codes.mend"))
    page.line(told.mend.in_(t.lang), indent=2)


def show_code_list(pages: Iterable[CodePage], t: Messages, page: Terminal) -> None:
    """Print every code with a short sentence, group by group."""
    page.line(t("codes.all"), "strong")
    group = ""
    for each in pages:
        if each.code.value[2] != group:
            group = each.code.value[2]
            page.title(t(f"codes.group_{group}" if t.knows(f"codes.group_{group}") else "codes.group_4"))
        page.line(f"{each.code.value}  {_name(each, t)}", indent=2, hang=7)


def _name(told: CodePage, t: Messages) -> str:
    if told.name:
        return told.name.in_(t.lang)
    meaning = told.means.in_(t.lang)
    end = "。" if t.lang == "zh" else ". "
    return meaning.split(end)[0].rstrip(".")
