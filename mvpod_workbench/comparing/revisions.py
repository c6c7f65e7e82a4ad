"""A home as it was at a git revision, put into a folder of its own.

Files are read as git keeps them (`ls-tree`, `cat-file`): no filter, attribute, hook or remote of the repository has a
say in what they are, and nothing it names is run.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.text_files import MAX_BYTES
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.resources import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDERS = ("rules", "knowledge")
MAX_TOTAL_BYTES = 200_000_000
FILES = frozenset({"100644", "100755", "100664"})
LINK, SUBMODULE = "120000", "160000"
ALONE = {
    "GIT_NO_REPLACE_OBJECTS": "1",  # what the commit says, and not what stands in for it here
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
NEVER_RUN = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "log.showSignature": "false",
    "commit.gpgSign": "false",
    "diff.ignoreSubmodules": "all",
}
"""Settings over the repository's own, which name programs that git would run; a submodule has settings of its own."""


class NoRevisionError(MvpodError):
    """The revision cannot be had.

    Args:
        revision: what was asked for.
        problem: `no_git`, `no_repository`, `no_revision` or `no_home`.
    """

    def __init__(self, revision: str, problem: str) -> None:
        super().__init__(f"{revision}: {problem}")
        self.revision = revision
        self.problem = problem


@dataclass(frozen=True)
class _Entry:
    """One line of a revision's listing: what it is, which object, how many bytes, where."""

    mode: str
    name: str
    size: int
    path: str


def home_at(home: Home, revision: str, into: Path) -> Home:
    """Put a home as it was at a revision into a folder.

    Args:
        home: the home today, in a git repository.
        revision: what git takes for a revision: a branch, a tag, `HEAD~3`.
        into: an empty folder.

    Raises:
        NoRevisionError: there is no such thing.
        UnusableInputError: something in it is no file (a link, a submodule, a second file of one name), or it is too
            large.
    """
    root = home.root.resolve()
    if not root.is_dir():
        raise NoRevisionError(revision, "no_repository")
    places = asked_git(root, revision, "no_repository", "rev-parse", "--show-toplevel", "--show-prefix")
    top, inside = [*os.fsdecode(places).splitlines(), ""][:2]
    # From the top of the repository, where git takes a path for what it says; a dash begins no option here.
    root = Path(top)
    commit = asked_git(
        root, revision, "no_revision", "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
    )
    tree = f"{commit.decode().strip()}:{inside}" if inside else commit.decode().strip()
    listing = asked_git(root, revision, "no_home", "ls-tree", "-r", "-l", "-z", "--full-tree", tree, "--", *FOLDERS)
    entries = list(_entries(listing))
    if not entries:
        raise NoRevisionError(revision, "no_home")
    report = DiagnosticCollector()
    files = [entry for entry in entries if _is_file(entry, revision, report)]
    read = {file.name for file in files if file.size <= MAX_BYTES}
    if sum(file.size for file in files if file.name in read) > MAX_TOTAL_BYTES:
        limit = {"limit": f"{MAX_TOTAL_BYTES // 1_000_000} MB"}
        report.add(Code.FILE_TOO_LARGE, Place(file=revision), details=limit)
    report.raise_if_any()
    contents = _contents(root, revision, sorted(read))
    for each in files:
        _write(each, contents.get(each.name), into, revision, report)
    report.raise_if_any()
    return Home(into)


def _entries(listing: bytes) -> Iterator[_Entry]:
    for line in filter(None, listing.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, name, size = about.decode().split()
        yield _Entry(mode, name, int(size) if size.isdecimal() else 0, os.fsdecode(path))


def _is_file(entry: _Entry, revision: str, report: DiagnosticCollector) -> bool:
    kind = {LINK: "link", SUBMODULE: "submodule"}.get(entry.mode, "" if entry.mode in FILES else "foreign")
    parts = entry.path.split("/")
    if not kind and (".." in parts or list(Path(entry.path).parts) != parts):
        kind = "foreign"
    if kind:
        _tell(entry, kind, revision, report)
    return not kind


def _tell(entry: _Entry, kind: str, revision: str, report: DiagnosticCollector) -> None:
    report.add(Code.NOT_A_FILE_IN_REVISION, Place(file=entry.path), details={"kind": kind, "revision": revision})


def _contents(root: Path, revision: str, names: list[str]) -> dict[str, bytes]:
    asked = "".join(f"{name}\n" for name in names).encode()
    answered = asked_git(root, revision, "no_revision", "cat-file", "--batch", given=asked)
    contents: dict[str, bytes] = {}
    at = 0
    while at < len(answered):
        end = answered.index(b"\n", at)
        name, kind, *size = answered[at:end].decode().split()
        if kind != "blob":
            raise NoRevisionError(revision, "no_revision")
        contents[name] = answered[end + 1 : end + 1 + int(size[0])]
        at = end + 1 + int(size[0]) + 1
    return contents


def _write(entry: _Entry, content: bytes | None, into: Path, revision: str, report: DiagnosticCollector) -> None:
    place = into / entry.path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            if content is None:
                file.truncate(entry.size)  # too large to be read: the loader says so
            else:
                file.write(content)
    except (FileExistsError, NotADirectoryError):
        _tell(entry, "twice", revision, report)


def asked_git(
    folder: Path,
    revision: str,
    problem: str,
    *arguments: str,
    given: bytes = b"",
    settings: Mapping[str, str] = NEVER_RUN,
) -> bytes:
    """Return what git answers; `settings` stand over those of the repository.

    Raises:
        NoRevisionError: of this revision and problem where git refuses.
    """
    command = ["git", "-C", str(folder), *arguments]
    environment = os.environ | ALONE
    # By keys and values of their own: in `-c name=value` a name with a sign of equality is cut.
    first = int(environment.get("GIT_CONFIG_COUNT") or 0)
    environment["GIT_CONFIG_COUNT"] = str(first + len(settings))
    for number, (name, value) in enumerate(settings.items(), first):
        environment |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    try:
        done = subprocess.run(  # noqa: S603 - git, with checked arguments
            command, input=given, capture_output=True, check=False, env=environment
        )
    except (OSError, ValueError):  # no git; or a revision no command line can hold
        raise NoRevisionError(revision, problem if "\0" in revision else "no_git") from None
    if done.returncode:
        raise NoRevisionError(revision, problem)
    return done.stdout
