"""Every call that opens, writes, syncs, moves or locks a file fails once, in every command that writes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import click
import pytest

from mvpod_expert.commands.cli import cli
from tests.faults import Faults
from tests.fixtures.homes import SMALL
from tests.fuzz.running import ran
from tests.test_atomic_write import ALLOWED, ROOT, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMANDS = {
    **{
        form: f"report case.yaml -o old.{form} --force --date 2026-11-30 --home home"
        for form in ("html", "md", "json", "docx", "pptx", "pdf")
    },
    "csv": "portfolio accounts.csv -o old.csv --force --summary-to new.xlsx --home home",
    "parquet": "portfolio accounts.csv -o old.parquet --force --summary-to new.html --home home",
    "arrow": "portfolio accounts.csv -o old.arrow --force --summary-to new.md --home home",
    "new keys": "sign --new-key new",
    "sign": "sign result.json --key firm.key",
    "interview": "interview --batch --answers new.yaml --home home",
    "resumed": "interview --batch --answers case.yaml --home home",
    "audited": "audit --batch --answers new.yaml",
    "new home": "rules new home new",
    **{
        command: f"rules {command} --home home"
        for command in (
            "new source speech",
            "fmt",
            "check --fix",
            "rename product goods",
            "retire T2",
            "review --all --by Ann",
            "judge --by Ann --count 1",
            "accuracy --write",
            "docs -o new",
            "schemas -o home/new",
            "graph derive -o new.svg",
            "verify --witnesses new",
            "upgrade --from newer --base old",
            "export x -o new.xlsx",
            "import table.xlsx --to rules/tables/x.csv --write",
        )
    },
}
READING = {
    **dict.fromkeys(("recommend", "explain"), "case.yaml --home home"),
    **dict.fromkeys(("economics", "metrics"), "--template"),
    "vendors": "case.yaml --template",
    "replay": "result.json --home home",
    "cases": ". --home home",
    "rules explain-code": "MV101",
    "rules diff": "home newer",
    "rules mutate": "T2 --home home",
    "rules show": "product --home home",
    "rules history": "T2 --home home",
    "rules selectivity": "--profiles 1 --home home",
    **dict.fromkeys(("rules test", "rules coverage", "rules list", "rules tables"), "--home home"),
    "schema": "recommendation",
}
"""What the commands that write nothing are run with."""

OTHERWISE = {
    "rules watch": "runs until it is stopped, and prints",
    "rules language-server": "answers an editor, which writes",
    "rules undo": "writes through git: the test below; without git: tests/cli/test_life_of_a_home.py",
}
"""Why other commands are not made to fail here. For `interview --browser` see tests/interview/test_browser.py."""

LONG = {"new home", "docs -o new", "md", "json", "docx", "pptx", "pdf", "arrow"}
"""Homes and references are hundreds of files each, and half a copy of a home is tried in test_life_of_a_home.py.

The other forms are written as html and parquet are.
"""

TYPED = b"1\ny\nok\nq\n"
ELSEWHERE = {
    "mvpod_expert/commands/outputs.py": "html",
    "mvpod_expert/commands/report.py": "html",
    "mvpod_expert/commands/saved_results.py": "sign",
    "mvpod_expert/mode/interview/journal_file.py": "interview",
    "mvpod_expert/mode/interview/locked_file.py": "interview",
    "mvpod_expert/mode/interview/prompting.py": "interview",
    "mvpod_portfolio/destinations.py": "csv",
    "mvpod_portfolio/summary_output.py": "csv",
    "mvpod_workbench/commands/rules_entries.py": "rename product goods",
    "mvpod_workbench/commands/rules_history.py": "upgrade --from newer --base old",
    "mvpod_workbench/commands/rules_show.py": "graph derive -o new.svg",
    "mvpod_workbench/commands/rules_tables.py": "export x -o new.xlsx",
    "mvpod_workbench/tables/writing.py": "import table.xlsx --to rules/tables/x.csv --write",
    "mvpod_workbench/checks/signatures.py": "review --all --by Ann",
    "mvpod_workbench/testing/review_file.py": "judge --by Ann --count 1",
}
"""Modules that write and are no command of the workbench, and the line above that reaches them."""

WRITES = re.compile(
    r"^from mvpod_expert\.(?:atomic_write|commands\.outputs) import .*(?:write|create|draft)", re.MULTILINE
)
PLACES = tuple(str(ROOT / name) for name in ALLOWED if "knowledge_cache" not in name)
GROWING = {"interview", "resumed", "audited"}


def prepare(folder: Path, kind: str) -> None:
    """Fill a folder with what commands read, and with older files where they write."""
    (folder / "case.yaml").write_text("client: A\nanswers: {product: plain}\n", encoding="utf-8")
    (folder / "accounts.csv").write_text("key,product\nA,plain\nB,nonsense\n", encoding="utf-8")
    for name in ("home", "newer", "old"):
        shutil.copytree(SMALL, folder / name)
    (folder / "newer" / "rules" / "mode" / "more.yaml").write_text("# more to come\n", encoding="utf-8")
    slip = folder / "home" / "rules" / "derive" / "effort.yaml"
    if kind == "check --fix":
        slip.write_text(slip.read_text(encoding="utf-8").replace("family: {", "family: ｛", 1), encoding="utf-8")
    if "x" in kind.split() or "table.xlsx" in kind:
        ran(["rules", "new", "table", "x", "--home", "home"], b"")
        ran(["rules", "export", "x", "-o", "table.xlsx", "--home", "home"], b"")
    if "table.xlsx" in COMMANDS[kind]:
        (folder / "home" / "rules" / "tables" / "x.csv").unlink()
    if kind == "sign":
        ran(["sign", "--new-key", "firm"], b"")
        saved = ran(["recommend", "case.yaml", "--format", "json", "--home", "home"], b"").out
        (folder / "result.json").write_text(saved, encoding="utf-8")
    if f"old.{kind}" in COMMANDS[kind]:
        (folder / f"old.{kind}").write_bytes(b"old")


def content(folder: Path) -> dict[str, bytes]:
    """Return what stands in each file of a folder, but for git's own."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def is_whole(made: bytes, whole: bytes | None) -> bool:
    """Return whether a file is what is made when nothing fails; workbooks and the like hold the time."""
    if whole is not None and made.startswith(b"PK") and whole.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as one, zipfile.ZipFile(io.BytesIO(whole)) as other:
            return one.testzip() is None and one.namelist() == other.namelist()
    is_random = whole is not None and whole.endswith((b"KEY-----\n", b"==\n"))
    return made == whole or (is_random and len(made) == len(whole or b""))


@pytest.mark.skipif(sys.platform == "win32", reason="folders that can be synced")
@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.long) if kind in LONG else kind for kind in COMMANDS]
)
def test_a_call_that_fails_loses_nothing_and_is_told(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports of this kind say that they are done, and leave half a file or none where the old one stood."""
    command = COMMANDS[kind].split()
    well = tmp_path / "well"
    well.mkdir()
    monkeypatch.chdir(well)
    prepare(well, kind)
    code, whole = ran(command, TYPED).code, content(well)
    assert code in {0, 1, 130}, code
    for folder in Faults(monkeypatch, PLACES).each(tmp_path):
        monkeypatch.chdir(folder.path)
        prepare(folder.path, kind)
        before = content(folder.path)
        with folder.failing() as failed:
            done = ran(command, TYPED)
        after = content(folder.path)
        assert done.code in {0, 1, 2, 4, 130}, (failed, done)
        assert done.code == code or done.err.strip(), (failed, done)
        for name, data in before.items():
            kept = after[name].startswith(data) if kind in GROWING else after[name] == data
            assert kept or is_whole(after[name], whole.get(name)), (failed, name, done)
        if kind in GROWING:  # what was answered is in a file of its own; more of it in tests/interview
            continue
        for name in after.keys() - before.keys():
            assert is_whole(after[name], whole.get(name)) or failed == ["unlink"], (failed, name, done)
        if done.code == code and not done.err.strip():
            assert after.keys() == whole.keys(), (failed, done)
        monkeypatch.chdir(tmp_path)


def commands(group: click.Group, *names: str) -> Iterator[str]:
    """Return the names of all commands."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        else:
            yield " ".join((*names, name))


def test_every_command_is_made_to_fail_or_writes_nothing() -> None:
    """A command that is added later would be left out of a list without a word."""
    listed = {*READING, *OTHERWISE}
    for name in commands(cli):
        written = [line for line in COMMANDS.values() if f"{line} ".startswith(f"{name} ")]
        assert bool(written) != (name in listed), name
    assert listed <= {*commands(cli)}


@pytest.mark.thorough
def test_commands_that_write_nothing_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tools of this kind leave logs, copies and caches beside what they were asked to read."""
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, "sign")
    before = content(tmp_path)
    for name, arguments in READING.items():
        done = ran([*name.split(), *arguments.split()], b"")
        assert done.code in {0, 1, 2, 4}, (name, done)
        assert content(tmp_path) == before, name


@pytest.mark.skipif(sys.platform == "win32", reason="a program in place of git")
def test_an_undo_that_fails_leaves_the_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo commands of this kind take the old state back before the new one is kept."""
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, "fmt")
    home, git = tmp_path / "home", shutil.which("git")
    for arguments in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -qm one"):
        subprocess.run([str(git), "-C", str(home), *arguments.split()], check=True)
    committed = content(home)
    (home / "rules" / "mode" / "more.yaml").write_text("# more\n", encoding="utf-8")
    edited = content(home)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text(
        f"#!/bin/sh\necho x >> {tmp_path}/calls\n"
        f'[ "$(wc -l < {tmp_path}/calls)" -eq "$FAILS" ] && exit 128\nexec {git} "$@"\n',
        encoding="utf-8",
    )
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    for fails in range(1, 20):
        (tmp_path / "calls").unlink(missing_ok=True)
        monkeypatch.setenv("FAILS", str(fails))
        done = ran(["rules", "undo", "--home", "home"], b"")
        if done.code == 0 and content(home) == committed:
            break
        assert (done.code, bool(done.err.strip()), content(home)) == (2, True, edited), (fails, done)
    assert fails > 3
    assert len((tmp_path / "calls").read_text().splitlines()) >= 3


def test_every_module_that_writes_is_reached() -> None:
    """A list of what is tested goes stale; this one is held against the sources."""
    writing = [path.relative_to(ROOT).as_posix() for path in sources() if WRITES.search(path.read_text("utf-8"))]
    lines = COMMANDS.values()
    for name in writing:
        command = name.removeprefix("mvpod_workbench/commands/").removesuffix(".py").replace("rules_", "rules ")
        is_line = any(line.startswith(command.replace("_", "-")) for line in lines)
        assert is_line or ELSEWHERE.get(name) in COMMANDS, name
    assert ELSEWHERE.keys() <= {*writing}, ELSEWHERE.keys() - {*writing}
