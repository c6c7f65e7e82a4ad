"""A git revision is read as git keeps it: nothing the repository names is run, and what is no file is reported."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.resources import Home
from mvpod_workbench.comparing.revisions import NoRevisionError, home_at

TINY = Path(__file__).parents[1] / "cli" / "tiny"


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, input=given).stdout.decode().strip()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home in a repository, committed."""
    shutil.copytree(TINY, tmp_path / "home")
    git(tmp_path / "home", "init", "-q")
    return committed(tmp_path / "home")


def committed(root: Path) -> Home:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "next")
    return Home(root)


def files(home: Home) -> dict[str, bytes]:
    return {
        home.shown(path): path.read_bytes()
        for folder in (home.rules, home.knowledge)
        for path in folder.rglob("*")
        if path.is_file()
    }


def committed_tree(root: Path, *lines: str) -> str:
    """Commit a tree that git itself would not make: the tree of HEAD with these lines in rules/."""
    inside = git(root, "ls-tree", "HEAD:rules").splitlines()
    rules = git(root, "mktree", "--missing", given="\n".join([*inside, *lines, ""]).encode())
    top = [line for line in git(root, "ls-tree", "HEAD").splitlines() if not line.endswith("\trules")]
    tree = git(root, "mktree", given="\n".join([*top, f"040000 tree {rules}\trules", ""]).encode())
    return git(root, "commit-tree", tree, "-m", "odd")


def told(home: Home, revision: str, into: Path) -> dict[str, str]:
    with pytest.raises(UnusableInputError) as raised:
        home_at(home, revision, into)
    assert {diagnostic.code for diagnostic in raised.value.diagnostics} == {Code.NOT_A_FILE_IN_REVISION}
    return {diagnostic.place.file: diagnostic.details["kind"] for diagnostic in raised.value.diagnostics}


def test_a_revision_is_byte_for_byte_what_was_committed(home: Home, tmp_path: Path) -> None:
    """Tools that read revisions through `git archive` lose what .gitattributes leaves out of archives, or change it."""
    (home.root / "notes.txt").write_text("not part of a home", encoding="utf-8")
    (home.rules / "名 称.txt").write_bytes(b"\xff\r\nbytes")
    committed(home.root)
    attributes = "rules/** export-ignore\n*.yaml export-subst ident eol=crlf filter=other\n"
    (home.root / ".gitattributes").write_text(attributes, encoding="utf-8")
    before = files(home_at(home, "HEAD", tmp_path / "at"))
    assert before == files(home)
    done = mvpod("rules", "diff", "HEAD", "--home", home.root, folder=tmp_path)
    assert done.code == 0, done.said


def test_nothing_the_repository_names_is_run(home: Home, tmp_path: Path) -> None:
    """A repository somebody sends may name programs as filters, hooks or text converters."""
    run = f"touch {tmp_path / 'run'}; cat"
    submodule = home.rules / "sub"
    submodule.mkdir()
    for folder in (submodule, home.root):
        git(folder, "init", "-q")
        (folder / ".gitattributes").write_text("* filter=evil diff=evil\n*.csv filter=ev=il\n", encoding="utf-8")
        committed(folder)
    for name in (
        *(
            "filter.evil.smudge",
            "filter.evil.clean",
            "filter.evil.process",
            "filter.ev=il.clean",
            "filter.ev=il.smudge",
        ),
        *("diff.evil.textconv", "core.fsmonitor", "core.pager", "gpg.program", "tar.tar.command"),
    ):
        git(home.root, "config", name, run)
        git(submodule, "config", name, run)
    for name, value in (("filter.evil.required", "true"), ("log.showSignature", "true"), ("commit.gpgSign", "true")):
        git(home.root, "config", name, value)
    hook = home.root / ".git" / "hooks" / "post-index-change"
    hook.write_text(f"#!/bin/sh\n{run}\n", encoding="utf-8")
    hook.chmod(0o755)
    (tmp_path / "run").unlink(missing_ok=True)
    home_at(home, "HEAD~1", tmp_path / "at")
    edited = next(home.rules.rglob("*.yaml"))
    before = edited.read_bytes()
    edited.write_bytes(before + b"# more\n")
    for command in ("diff HEAD~1", "history T2", "undo --dry-run", "undo"):
        done = mvpod("rules", *command.split(), "--home", home.root, folder=tmp_path)
        assert done.code in {0, 1}, (command, done.said)
        assert not (tmp_path / "run").exists(), command
    assert edited.read_bytes() == before


def test_links_are_told(home: Home, tmp_path: Path) -> None:
    """A link in a revision leads to today's file, out of the home, or in a circle."""
    (home.rules / "absolute.yaml").symlink_to("/etc/passwd")
    (home.rules / "circle.yaml").symlink_to("circle.yaml")
    (home.knowledge / "above").symlink_to("../..")
    committed(home.root)
    expected = {"rules/absolute.yaml": "link", "rules/circle.yaml": "link", "knowledge/above": "link"}
    assert told(home, "HEAD", tmp_path / "at") == expected
    done = mvpod("rules", "diff", "HEAD", "--home", home.root, "--lang", "en", folder=tmp_path)
    assert done.code == 2
    assert "MV119" in done.err
    assert "Traceback" not in done.said


def test_submodules_are_told(home: Home, tmp_path: Path) -> None:
    """What a submodule holds is not in the repository; leaving it out would leave its rules out."""
    commit = git(home.root, "rev-parse", "HEAD")
    odd = committed_tree(home.root, f"160000 commit {commit}\tmore")
    assert told(home, odd, tmp_path / "at") == {"rules/more": "submodule"}


def test_two_files_of_one_name_are_told(home: Home, tmp_path: Path) -> None:
    """A damaged or malicious tree holds a name twice, or one that leads out of the folder."""
    blob = git(home.root, "hash-object", "-w", "--stdin", given=b"a: 1\n")
    twice = committed_tree(home.root, f"100644 blob {blob}\ta.yaml", f"100644 blob {blob}\ta.yaml")
    assert told(home, twice, tmp_path / "at") == {"rules/a.yaml": "twice"}


def test_names_that_lead_elsewhere_are_told(home: Home, tmp_path: Path) -> None:
    """A tree with `..` in it would write beside the folder that was meant."""
    blob = bytes.fromhex(git(home.root, "hash-object", "-w", "--stdin", given=b"a: 1\n"))
    inside = git(
        home.root, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=b"100644 x.yaml\0" + blob
    )
    tree = b"40000 ..\0" + bytes.fromhex(inside)
    above = git(home.root, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=tree)
    top = git(home.root, "mktree", given=f"040000 tree {above}\trules\n".encode())
    commit = git(home.root, "commit-tree", top, "-m", "odd")
    assert told(home, commit, tmp_path / "at") == {"rules/../x.yaml": "foreign"}


def test_a_file_that_is_too_large_is_told_by_the_loader(home: Home, tmp_path: Path) -> None:
    """A large blob is not taken into memory to say that it is too large."""
    (home.rules / "large.yaml").write_bytes(b"# " + b"x" * 5_000_000)
    committed(home.root)
    home_at(home, "HEAD", tmp_path / "at")
    assert (tmp_path / "at/rules/large.yaml").stat().st_size == 5_000_002


def test_objects_that_are_missing_are_told(home: Home, tmp_path: Path) -> None:
    """A shallow or damaged repository has names of things that are not there."""
    odd = committed_tree(home.root, f"100644 blob {'1' * 40}\ta.yaml")
    with pytest.raises(NoRevisionError):
        home_at(home, odd, tmp_path / "at")


def test_a_tree_without_a_home_is_told(home: Home, tmp_path: Path) -> None:
    """A revision from before the home was there."""
    empty = git(home.root, "commit-tree", git(home.root, "mktree"), "-m", "empty")
    with pytest.raises(NoRevisionError, match="no_home"):
        home_at(home, empty, tmp_path / "at")
