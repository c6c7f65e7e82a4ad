"""The files of a folder, each with a header and a list of entries: the shape all knowledge files share."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from mvpod_expert.loading.home_files import is_read
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.loading.text_files import decoded, read_text
from mvpod_expert.loading.yaml_nodes import (
    Mapping,
    Node,
    Scalar,
    check_keys,
    items_of,
    mapping_of,
    named,
    path_to,
    words,
    wrong_type,
)
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.reviewing import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from collections.abc import Mapping as ByPath
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.resources import Home

T = TypeVar("T")
DRAFT = "draft"
"""The key that marks an entry, or the property that marks a table, as a draft."""


@dataclass
class Library:
    """The home's files as they are read: every text goes into the fingerprint of the knowledge.

    Args:
        memory: what was read before.
        declared: for each folder the ids of all entries, usable or not.
        lost: the folders of which a file could not be read.
        unsaved: what stands in for the text of a table, or for a table that is not there yet.
        takes_drafts: whether entries marked as drafts are read like the others; without it they are left out.
        drafts: the entries marked as drafts.
    """

    home: Home
    report: DiagnosticCollector
    memory: ReadCache = field(default_factory=ReadCache)
    digests: list[tuple[str, str]] = field(default_factory=list)
    declared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lost: set[str] = field(default_factory=set)
    unsaved: ByPath[Path, str] = field(default_factory=dict)
    takes_drafts: bool = False
    drafts: list[Draft] = field(default_factory=list)

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of the same before, or make it; see `Memory.recall`."""
        return self.memory.recall(key, make, self.report)

    @property
    def sha256(self) -> str:
        """The fingerprint of every file read, whatever the order."""
        lines = "\n".join(f"{name} {digest}" for name, digest in sorted(self.digests))
        return hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()

    @cached_property
    def root(self) -> Path:
        """The folder no file may lie outside of."""
        return self.home.root.resolve()

    def page(self, path: Path) -> Node | None:
        """Return the node of one file inside the home, or nothing when it cannot be used."""
        text, shown = self.text(path), self.home.shown(path)
        if text is None:
            return None
        return self.recall(("page", shown, text), lambda: parse_yaml(text, shown, self.report))

    def optional_page(self, path: Path) -> Node | None:
        """Read one file that a home need not have; see `page`."""
        return self.page(path) if path.exists() else None

    def text(self, path: Path, not_text: Code = Code.FILE_NOT_TEXT) -> str | None:
        """Return the text of one file inside the home, which goes into the fingerprint, or nothing; see `read_text`."""
        shown = self.home.shown(path)
        if not path.resolve().is_relative_to(self.root):
            self.report.add(Code.FILE_OUTSIDE_HOME, Place(file=shown))
            return None
        if path.exists() and not (path.is_file() or path.is_dir()):
            # Reading a pipe would wait for somebody to write to it.
            self.report.add(Code.FILE_UNREADABLE, Place(file=shown), details={"reason": "pipe, device / 管道、设备"})
            return None
        if path in self.unsaved:
            text = decoded(self.unsaved[path].encode(), shown, self.report)
        else:
            text = read_text(path, shown, self.report, not_text=not_text)
        if text is not None:
            self.digests.append((shown, hashlib.sha256(text.encode()).hexdigest()))
        return text

    def tables(self, folder: Path) -> list[Path]:
        """Return the CSV files of a folder and its sub-folders, by name; the folder need not be there."""
        there = {path for path in folder.rglob("*.csv") if path.is_file() and is_read(self.home, path)}
        return sorted(there | {path for path in self.unsaved if path.suffix == ".csv" and path.is_relative_to(folder)})

    def pages(self, folder: Path) -> Iterator[Node]:
        """Read every YAML file of a folder and its sub-folders, by name; hidden ones are an editor's own."""
        if not folder.is_dir():
            self.report.add(Code.FOLDER_MISSING, Place(file=self.home.shown(folder)))
            self.lost.add(folder.name)
            return
        for path in sorted(folder.rglob("*.y*ml")):
            if is_read(self.home, path) and not self.home.is_case_tests(path):
                node = self.page(path)
                if node is None:
                    self.lost.add(folder.name)
                else:
                    yield node

    def entries(
        self, folder: Path, key: str, header: tuple[str, ...], *, optional: tuple[str, ...] = ()
    ) -> Iterator[tuple[Mapping, tuple[Node, ...]]]:
        """Yield every page of a folder, and the entries listed in it under a key.

        Besides the key, a page must have those of the header, and may have the optional ones.
        """
        for node in self.pages(folder):
            page = mapping_of(node, self.report)
            listing = None
            if page is not None:
                check_keys(page, (*header, key), self.report, optional=optional)
                listing = page.get(key)
            items = items_of(listing, self.report, key) if listing is not None else ()
            if page is None or not items:
                self.lost.add(folder.name)
                continue
            self.declared[folder.name].update(filter(None, map(named, items)))
            taken = tuple(filter(None, map(self._taken, items)))
            if taken:
                yield page, taken

    def each(self, folder: Path, key: str, *, optional: bool = False) -> Iterator[tuple[str, Node]]:
        """Yield the entries of pages without a header, each after the path by ids to it; see `entries`.

        An optional folder need not be there.
        """
        if optional and not folder.is_dir():
            return
        for _, entries in self.entries(folder, key, ()):
            for number, node in enumerate(entries, start=1):
                yield path_to(key, node, number), node

    def _taken(self, node: Node) -> Node | None:
        """Return an entry without its mark as a draft; nothing for a draft where these are left out."""
        mark = node.get(DRAFT)
        if not isinstance(node, Mapping) or mark is None:
            return node
        is_draft = mark.plain if isinstance(mark, Scalar) else None
        if not isinstance(is_draft, bool):
            wrong_type(mark, "true/false", self.report, DRAFT)
        # What may have been meant as a draft does not advise either.
        if is_draft is not False:
            self.drafts.append(
                Draft(id=named(node) or "", says={path: word.text for path, word in words(node)}, place=node.place)
            )
            if not self.takes_drafts:
                return None
        return replace(node, entries=tuple(each for each in node.entries if each[0].text != DRAFT))
