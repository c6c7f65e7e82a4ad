"""What the codes of findings mean, in one language, for the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_workbench.views.code_pages import code_pages

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


@dataclass(frozen=True)
class CodeEntry:
    """One code, in one language; what its page leaves out is empty.

    Args:
        code: such as MV301.
        name: the finding in a few words, where the page has them.
        means: what it means and why it matters.
        wrong: a few lines of a file that show it.
        right: the same, mended.
        mend: what to do.
    """

    code: str
    name: str
    means: str
    wrong: str
    right: str
    mend: str


def code_entries(lang: Lang) -> tuple[CodeEntry, ...]:
    """Return the pages of all codes, in their order."""
    return tuple(
        CodeEntry(
            code=code,
            name=page.name.in_(lang) if page.name else "",
            means=page.means.in_(lang),
            wrong=page.wrong,
            right=page.right,
            mend=page.mend.in_(lang),
        )
        for code, page in code_pages().items()
    )
