"""What rule authors see when their files are written: the places of a rename, and what a scaffold still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.authoring.renaming import Renaming
    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording


def show_renaming(plan: Renaming, say: Wording, page: Page, *, written: bool) -> None:
    """Print every place that changes, those that stay and may want a look, and one line that counts."""
    for place in plan.places:
        _place(place, page)
    if plan.told:
        page.line()
        page.line(say("rename.told", old=plan.target.id), "warn")
        for place in plan.told:
            _place(place, page)
    page.line()
    files = len(plan.texts)
    key = "rename.done" if written else "rename.would"
    page.line(say(key, old=plan.target.name, new=plan.new, places=len(plan.places), files=files), "good")


def _place(place: Place, page: Page) -> None:
    page.line(str(place), "faint", indent=2)
    page.line(place.excerpt.strip(), indent=4)
