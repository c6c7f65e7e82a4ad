"""A home as it was at a git revision, put into a folder of its own."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from mvpod_expert.errors import MvpodError
from mvpod_expert.resources import Home


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


def home_at(home: Home, revision: str, into: Path) -> Home:
    """Put a home as it was at a revision into a folder.

    Args:
        home: the home today, in a git repository.
        revision: what git takes for a revision: a branch, a tag, `HEAD~3`.
        into: an empty folder.

    Raises:
        NoRevisionError: there is no such thing.
    """
    root = home.root.resolve()
    if not root.is_dir():
        raise NoRevisionError(revision, "no_repository")
    places = _git(root, revision, "no_repository", "rev-parse", "--show-toplevel", "--show-prefix").decode()
    top, inside = [*places.splitlines(), ""][:2]
    # From the top of the repository, where git takes a path for what it says; a dash begins no option here.
    root = Path(top)
    commit = _git(root, revision, "no_revision", "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    tree = f"{commit.decode().strip()}:{inside}" if inside else commit.decode().strip()
    kept = _git(root, revision, "no_home", "ls-tree", "--name-only", tree).decode().split()
    folders = [name for name in ("rules", "knowledge") if name in kept]
    if not folders:
        raise NoRevisionError(revision, "no_home")
    archive = _git(root, revision, "no_home", "archive", "--format=tar", tree, *folders)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return Home(into)


def _git(folder: Path, revision: str, problem: str, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - git, with checked arguments
    except OSError:
        raise NoRevisionError(revision, "no_git") from None
    if done.returncode:
        raise NoRevisionError(revision, problem)
    return done.stdout
