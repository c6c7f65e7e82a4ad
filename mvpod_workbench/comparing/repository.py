"""What a home was: in the git repository it lies in, or in the copy that is kept of it where git is missing."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.yaml_nodes import Plain, named, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.comparing.revisions import FOLDERS, NEVER_RUN, NoRevisionError, asked_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.resources import Home

AUTHOR = ("-c", "user.name=mvpod", "-c", "user.email=mvpod@localhost")
"""Who makes the first commit where git knows nobody."""
UNIT = "\x1f"
LAST = "HEAD"
SNAPSHOT = ".first-copy"
"""The folder in a home that keeps it as it was copied, where git is missing."""
UNDONE = ".undone"


class Version(NamedTuple):
    """What a commit says of an entry: nothing where it is not there."""

    commit: str
    date: str
    author: str
    subject: str
    said: Plain | None


def begin(folder: Path, message: str) -> str:
    """Keep a home as it is now: as the first commit of a new repository, or as a copy where git is missing.

    Returns:
        `in_git`, `in_copy`, or `without_git` where the folder lies in a repository already.
    """
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except NoRevisionError as error:
        if error.problem == "no_git":
            _copy(folder, folder / f"{SNAPSHOT}.new")
            (folder / f"{SNAPSHOT}.new").rename(folder / SNAPSHOT)
            return "in_copy"
    else:
        return "without_git"
    _git(folder, "init", "-q")
    _git(folder, "add", "--", *FOLDERS)
    _git(folder, *_author(folder), "commit", "-q", "-m", message)
    return "in_git"


def last_state(folder: Path) -> str:
    """Return what edits of a home are compared with: the last commit, or the folder of the copy without one."""
    kept, home = folder / SNAPSHOT, folder.resolve()
    in_git = shutil.which("git") is not None and any((each / ".git").exists() for each in (home, *home.parents))
    return LAST if in_git or not kept.is_dir() else str(kept)


def first_state(folder: Path) -> str:
    """Return the commit with which the home came into its repository, or the folder of the copy: its beginning.

    Raises:
        NoRevisionError: the home lies in no repository with a commit, and no copy is kept.
    """
    last = last_state(folder)
    return _git(folder, "log", "--format=%H", "--", *_there(folder)).split()[-1] if last == LAST else last


def changed_files(folder: Path) -> list[str]:
    """Return the files of the home that differ from its last state, new ones included.

    Raises:
        NoRevisionError: the home lies in no repository with a commit, and no copy is kept.
    """
    if last_state(folder) != LAST:
        now, kept = _contents(folder), _contents(folder / SNAPSHOT)
        return sorted(name for name in now.keys() | kept.keys() if now.get(name) != kept.get(name))
    _git(folder, "rev-parse", "--verify", LAST)
    listed = _in_files(
        folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_there(folder)
    )
    return [line[3:] for line in listed.split("\0") if line]


def set_aside(folder: Path, message: str) -> Path | None:
    """Bring the home back to its last state; what it said is kept as a stash, which `git stash pop` brings back.

    Returns:
        The folder that keeps what it said, where that is no stash.
    """
    if last_state(folder) != LAST:
        aside = folder / UNDONE / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        back = aside.with_suffix(".new")
        moved: list[tuple[Path, Path]] = []
        # Nothing moves before the whole copy is there, on the same disk.
        _copy(folder / SNAPSHOT, back)
        try:
            aside.mkdir()
            for one, other in ((folder, aside), (back, folder)):
                for was in [one / name for name in _there(one)]:
                    now = was.rename(other / was.name)
                    moved.append((was, now))
        except BaseException:
            for was, now in reversed(moved):
                now.rename(was)
            raise
        finally:
            shutil.rmtree(back, ignore_errors=True)
        return aside
    named = ("push", "-q", "--include-untracked", "-m", message, "--", *_there(folder))
    _in_files(folder, *_author(folder), "stash", *named)
    return None


def history(folder: Path, file: str, entry: str) -> Iterator[Version]:
    """Return what each commit that touched a file says of an entry, the latest first.

    Args:
        folder: the folder of the home.
        file: the file, as it is called in the home.
        entry: the id of the entry.

    Raises:
        NoRevisionError: the home lies in no repository with a commit.
    """
    if last_state(folder) != LAST:
        kept = folder / SNAPSHOT / file
        day = datetime.fromtimestamp((folder / SNAPSHOT).stat().st_mtime, UTC).date().isoformat()
        text = kept.read_text(encoding="utf-8") if kept.is_file() else ""
        yield Version("", day, "", SNAPSHOT, _said_in(text, file, entry)[1])
        return
    form = UNIT.join(("%H", "%ad", "%an", "%s"))
    # A name or a subject may hold signs that end lines elsewhere.
    log = _git(folder, "log", "-z", "--date=short", f"--format={form}", "--", file)
    for each in filter(None, log.split("\0")):
        commit, date, author, subject = each.split(UNIT, 3)
        try:
            text = _git(folder, "cat-file", "blob", f"{commit}:./{file}")
        except NoRevisionError:
            text = ""
        yield Version(commit[:10], date, author, subject, _said_in(text, file, entry)[1])


class Found(NamedTuple):
    """Where an entry stands, or stood in the last commit: its file, what it says today, whether that can be read."""

    file: str
    said: Plain | None
    is_readable: bool


def file_of(home: Home, entry: str) -> Found | None:
    """Find an entry among the files of a home, each read alone: a faulty one keeps no other from being found.

    Returns:
        Where it is; where it was when last committed, if it is there no more; nothing if it was not there either.
    """
    mark = re.compile(rf"(?<![\w-]){re.escape(entry)}(?![\w-])")
    unreadable, found = None, list[tuple[int, Found]]()
    for path in files_read(home):
        text = path.read_text(encoding="utf-8", errors="replace")
        if mark.search(text):
            file, report = home.shown(path), DiagnosticCollector()
            depth, said = _said_in(text, file, entry, report)
            if said is not None:
                found.append((depth, Found(file, said, is_readable=True)))
            elif report and entry in ids_in(path):
                unreadable = Found(file, None, is_readable=False)
    if found:
        # An option of a fact may be called as a mode is: what stands by itself is meant.
        return min(found, key=itemgetter(0))[1]
    if unreadable is not None or last_state(home.root) != LAST:
        return unreadable
    try:
        named = _git(home.root, "grep", "-l", "-z", "-w", "-F", "-e", entry, LAST, "--", *FOLDERS)
    except NoRevisionError:  # nothing says it
        return None
    files = [file.partition(":")[2] for file in named.split("\0") if file]
    texts = ((file, _git(home.root, "cat-file", "blob", f"{LAST}:./{file}")) for file in files)
    was_there = (file for file, text in texts if _said_in(text, file, entry)[1] is not None)
    return next((Found(file, None, is_readable=True) for file in was_there), None)


def ids_in(path: Path) -> list[str]:
    """Return what looks like the id of an entry in a file, readable or not."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return re.findall(r"^([\w-]+)," if path.suffix == ".csv" else r"\bid: *([\w-]+)", text, re.MULTILINE)


def _said_in(text: str, file: str, entry: str, report: DiagnosticCollector | None = None) -> tuple[int, Plain | None]:
    """Return how deep in a file an entry stands, and what is said of it; a row of a table by its cells."""
    if file.endswith(".csv"):
        return 0, next((line for line in text.splitlines() if line.split(",")[0] == entry), None)
    node = parse_yaml(text, file, DiagnosticCollector() if report is None else report)
    level, depth = [node] if node is not None else [], 0
    while level:
        found = next((each for each in level if named(each) == entry), None)
        if found is not None:
            return depth, plain(found)
        level, depth = [part for each in level for part in (*each.listed, *(value for _, value in each))], depth + 1
    return depth, None


def _copy(home: Path, to: Path) -> None:
    """Copy the folders of a home into a new folder, of which nothing stays where that fails half way."""
    try:
        for name in _there(home):
            shutil.copytree(home / name, to / name)
    except BaseException:
        shutil.rmtree(to, ignore_errors=True)
        raise


def _there(folder: Path) -> list[str]:
    return [name for name in FOLDERS if (folder / name).is_dir()]


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file of a home by its name in it."""
    found = (path for name in _there(folder) for path in (folder / name).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _author(folder: Path) -> tuple[str, ...]:
    try:
        return () if _git(folder, "config", "user.email").strip() else AUTHOR
    except NoRevisionError:
        return AUTHOR


def _in_files(folder: Path, *arguments: str) -> str:
    """Return what git answers where it reads and writes files, by none of the filters that the repository names."""
    names = _git(folder, "config", "--list", "--name-only", "-z").split("\0")
    filters = {name: "false" if name.endswith(".required") else "" for name in names if name.startswith("filter.")}
    return asked_git(folder, LAST, "no_repository", *arguments, settings=NEVER_RUN | filters).decode("utf-8", "replace")


def _git(folder: Path, *arguments: str) -> str:
    return asked_git(folder, LAST, "no_repository", *arguments).decode("utf-8", errors="replace")
