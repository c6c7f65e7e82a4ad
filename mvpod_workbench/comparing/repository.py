"""The git repository a home lies in: its first commit, the way back to the last one, and what an entry said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, named, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.comparing.revisions import FOLDERS, NEVER_RUN, NoRevisionError, asked_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.loading.yaml_nodes import Plain

AUTHOR = ("-c", "user.name=mvpod", "-c", "user.email=mvpod@localhost")
"""Who makes the first commit where git knows nobody."""
UNIT = "\x1f"
LAST = "HEAD"


class Version(NamedTuple):
    """What a commit says of an entry: nothing where it is not there."""

    commit: str
    date: str
    author: str
    subject: str
    said: Plain | None


def begin(folder: Path, message: str) -> bool:
    """Make a folder a repository with a first commit of the home in it.

    Returns:
        Whether it was made: not where git is missing or the folder lies in a repository already.
    """
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except NoRevisionError as error:
        if error.problem == "no_git":
            return False
    else:
        return False
    _git(folder, "init", "-q")
    _git(folder, "add", "--", *FOLDERS)
    who = () if _knows_author(folder) else AUTHOR
    _git(folder, *who, "commit", "-q", "-m", message)
    return True


def first_commit(folder: Path) -> str:
    """Return the commit with which the home came into its repository: what it was copied from.

    Raises:
        NoRevisionError: the home lies in no repository with a commit.
    """
    return _git(folder, "log", "--format=%H", "--", *_there(folder)).split()[-1]


def changed_files(folder: Path) -> list[str]:
    """Return the files of the home that are not as the last commit has them, new ones included.

    Raises:
        NoRevisionError: the home lies in no repository with a commit.
    """
    _git(folder, "rev-parse", "--verify", "HEAD")
    listed = _in_files(
        folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_there(folder)
    )
    return [line[3:] for line in listed.split("\0") if line]


def set_aside(folder: Path, message: str) -> None:
    """Bring the home back to the last commit; what it said is kept as a stash, and `git stash pop` brings it back."""
    who = () if _knows_author(folder) else AUTHOR
    _in_files(folder, *who, "stash", "push", "-q", "--include-untracked", "-m", message, "--", *_there(folder))


def history(folder: Path, file: str, entry: str) -> Iterator[Version]:
    """Return what each commit that touched a file says of an entry, the latest first.

    Args:
        folder: the folder of the home.
        file: the file, as it is called in the home.
        entry: the id of the entry.

    Raises:
        NoRevisionError: the home lies in no repository with a commit.
    """
    form = UNIT.join(("%H", "%ad", "%an", "%s"))
    for line in _git(folder, "log", "--date=short", f"--format={form}", "--", file).splitlines():
        commit, date, author, subject = line.split(UNIT)
        try:
            text = _git(folder, "cat-file", "blob", f"{commit}:./{file}")
        except NoRevisionError:
            text = ""
        yield Version(commit[:10], date, author, subject, said_in(text, file, entry))


def said_in(text: str, file: str, entry: str) -> Plain | None:
    """Return what a file says of an entry; a row of a table by its cells."""
    if file.endswith(".csv"):
        rows = (line for line in text.splitlines() if line.split(",")[0] == entry)
        return next(rows, None)
    node = parse_yaml(text, file, DiagnosticCollector())
    found = _found(node, entry) if node is not None else None
    return plain(found) if found is not None else None


def _found(node: Node, entry: str) -> Node | None:
    parts: tuple[Node, ...] = ()
    if isinstance(node, Listing):
        parts = node.items
    elif isinstance(node, Mapping):
        if named(node) == entry:
            return node
        parts = tuple(value for _, value in node)
    return next((found for part in parts if (found := _found(part, entry)) is not None), None)


def _there(folder: Path) -> list[str]:
    return [name for name in FOLDERS if (folder / name).is_dir()]


def _knows_author(folder: Path) -> bool:
    try:
        return bool(_git(folder, "config", "user.email").strip())
    except NoRevisionError:
        return False


def _in_files(folder: Path, *arguments: str) -> str:
    """Return what git answers where it reads and writes files, by none of the filters that the repository names."""
    names = _git(folder, "config", "--list", "--name-only", "-z").split("\0")
    filters = {name: "false" if name.endswith(".required") else "" for name in names if name.startswith("filter.")}
    return asked_git(folder, LAST, "no_repository", *arguments, settings=NEVER_RUN | filters).decode("utf-8", "replace")


def _git(folder: Path, *arguments: str) -> str:
    return asked_git(folder, LAST, "no_repository", *arguments).decode("utf-8", errors="replace")
