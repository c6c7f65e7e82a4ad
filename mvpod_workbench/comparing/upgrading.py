"""Newer knowledge brought into a home of one's own: a three-way merge of its files, with conflicts by entry."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.yaml_nodes import named, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.comparing.revisions import NoRevisionError
from mvpod_workbench.lookup.fields import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.loading.yaml_nodes import Plain
    from mvpod_expert.resources import Home


@dataclass(frozen=True)
class _Conflict:
    """An entry that both sides changed; what stands in the home is kept.

    Args:
        file: its file.
        entry: its id.
        differences: what the newer knowledge says otherwise.
    """

    file: str
    entry: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade would do.

    Args:
        texts: the new text of each file that changes or is new.
        conflicts: entries that both sides changed.
        gone: files that the newer knowledge no longer has; they stay.
    """

    texts: dict[Path, str]
    conflicts: tuple[_Conflict, ...]
    gone: tuple[str, ...]


def plan_upgrade(mine: Home, base: Home, new: Home) -> Upgrade:
    """Merge what changed from the base to the newer knowledge into a home; nothing is written.

    Args:
        mine: the home.
        base: what it was copied from.
        new: the newer knowledge.

    Raises:
        NoRevisionError: git, which merges, is missing.
    """
    texts: dict[Path, str] = {}
    conflicts: list[_Conflict] = []
    files = [new.shown(path) for path in files_read(new)]
    for file in files:
        was, here, there = (_text(home, file) for home in (base, mine, new))
        if there is None or there in {was, here}:
            continue
        if here is None:
            # A new file comes; one that was deleted here stays deleted, unless it has changed since.
            if was is None:
                texts[mine.root / file] = there
            else:
                conflicts.append(_Conflict(file, "", ()))
            continue
        merged, clashes = _merged(here, was or "", there)
        if merged != here:
            texts[mine.root / file] = merged
        if clashes:
            conflicts += _conflicts(file, was or "", here, there)
    gone = [file for file in map(base.shown, files_read(base)) if file not in files and _text(mine, file) is not None]
    return Upgrade(texts, tuple(conflicts), tuple(gone))


def _text(home: Home, file: str) -> str | None:
    path = home.root / file
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None


def _merged(here: str, was: str, there: str) -> tuple[str, bool]:
    """Merge three texts; where both sides changed the same lines, those of the home stay, and that is said."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, text in (("here", here), ("was", was), ("there", there)):
            path = Path(folder) / name
            path.write_bytes(text.encode())
            names.append(str(path))
        merged = _run("--ours", *names)
        return merged.stdout.decode("utf-8"), _run(*names).returncode != 0


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - git, with files of our own
            ["git", "merge-file", "-p", "-q", *arguments],  # noqa: S607 - git is where the path says
            capture_output=True,
            check=False,
        )
    except OSError:
        here = "merge-file"
        raise NoRevisionError(here, "no_git") from None


def _conflicts(file: str, *texts: str) -> Iterator[_Conflict]:
    """Return the entries that both sides changed, each in another way; of a table its rows."""
    was, here, there = (_said(text, file) for text in texts)
    clashing = [
        name
        for name in {**here, **there}
        if here.get(name) != there.get(name) and was.get(name) not in (here.get(name), there.get(name))
    ]
    for name in clashing:
        yield _Conflict(file, name, tuple(differences(here.get(name), there.get(name))))
    if not clashing:
        yield _Conflict(file, "", ())


def _said(text: str, file: str) -> dict[str, Plain]:
    """Return what a file says of each entry, by id."""
    if file.endswith(".csv"):
        return {line.split(",")[0]: line for line in text.splitlines() if "," in line}
    node = parse_yaml(text, file, DiagnosticCollector())
    items = (each for _, value in node or () for each in enumerate(value.listed, start=1))
    return {named(item) or str(number): plain(item) for number, item in items}
