"""One home with what editors have open of it laid over the files: checked, searched and renamed without a save."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.resources import Home
from mvpod_workbench.checks.checking import Checked, check_home
from mvpod_workbench.editing.id_references import Mention, mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.diagnostics import Place


class OpenHome:
    """A home and what is remembered of it; its methods are called by one thread at a time."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.memory = ReadCache()
        self.prepared: Prepared | None = None
        """The knowledge of the last check that nothing stopped: what is known while a line is half typed."""

    def check(self, unsaved: Mapping[Path, str]) -> Checked:
        """Check the home with the texts of open documents in place of their files."""
        checked = check_home(self.home, self.memory, unsaved)
        self.prepared = checked.prepared or self.prepared
        return checked

    def mentions(self, unsaved: Mapping[Path, str]) -> Iterator[Mention]:
        """Yield each place where an id stands; files that cannot be read have none."""
        for path in files_read(self.home):
            if path.suffix != ".csv":
                yield from self.mentions_of(path, unsaved)

    def mentions_of(self, path: Path, unsaved: Mapping[Path, str]) -> Iterator[Mention]:
        """Yield each place of one file where an id stands."""
        page = Library(self.home, DiagnosticCollector(), self.memory, unsaved=unsaved).page(path)
        if page is not None:
            yield from mentions_in(page, PurePath(self.home.shown(path)))

    def places(self, meant: Mention, unsaved: Mapping[Path, str], *, declared: bool) -> Iterator[Place]:
        """Yield the places of an id: where it is declared, or all of them."""
        found = False
        for each in self.mentions(unsaved):
            if each.is_of(meant.kind, meant.text, meant.of) and (each.entry is not None or not declared):
                found = True
                yield each.node.place
        if not found and meant.kind == "rule" and self.prepared is not None:
            rule = self.prepared.knowledge.rules.get(meant.text)  # a row of a table
            if rule is not None:
                yield rule.place


def home_of(path: Path) -> Home | None:
    """Return the nearest home above a file in its rules/ or knowledge/; nothing for a name that is too long."""
    for below, folder in zip(path.parents, path.parents[1:], strict=False):
        home = Home(folder)
        try:
            if below in {home.rules, home.knowledge} and home.rules.is_dir() and home.knowledge.is_dir():
                return home
        except OSError:
            return None
    return None
