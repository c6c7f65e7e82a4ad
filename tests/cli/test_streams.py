"""Standard streams as other programs hand them over: closed, in another code page, not read to the end, no text."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from itertools import product
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import CHECKOUT, surroundings
from features.program import unmeasured as mvpod

if TYPE_CHECKING:
    from pathlib import Path

CASE = "client: 例\nanswers: {market_stage: mature, product_complexity: high, deal_size_usd: 200000}\n"
PROGRAM = f'"{sys.executable}" -m mvpod_expert'
SECONDS = 60
SETTLED = 0.5
CHINESE = re.compile("[\u4e00-\u9fff]")


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line in a shell, where `mvpod` is the program."""
    return subprocess.run(
        ["bash", "-c", line.replace("mvpod ", f"{PROGRAM} ")],
        cwd=folder,
        env=surroundings(measured=False) | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a case."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "recommend case.yaml",
        "recommend case.yaml --format json",
        "--version",
        "recommend nofile.yaml",
        "interview --batch --answers a.yaml",
    ],
)
def test_a_closed_stream_is_like_the_null_device(line: str, folder: Path) -> None:
    """Tools started by daemons and job schedulers get no streams at all, and stumble over what Python makes None."""
    usual = mvpod(*line.split(), folder=folder)
    assert usual.code != 3
    for closed, out, err in ((">&-", "", usual.err), ("2>&-", usual.out, ""), ("<&-", usual.out, usual.err)):
        (folder / "a.yaml").unlink(missing_ok=True)
        without = shell(f"mvpod {line} {closed}", folder)
        assert (without.returncode, without.stdout.decode(), without.stderr.decode()) == (usual.code, out, err), closed


def test_a_file_opened_while_a_stream_is_closed_is_not_written_to(folder: Path) -> None:
    """The next file a program opens gets the number of a closed stream, and messages then land in it."""
    done = shell("mvpod report case.yaml -o out.md >&- 2>&-; cat out.md", folder)
    assert done.stdout.startswith(b"#")
    assert b"out.md" not in done.stdout


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "utf-16"])
def test_documents_are_utf_8_whatever_the_console_is(encoding: str, folder: Path) -> None:
    """Redirected output is in the console's code page on Windows, and tools then refuse what they wrote themselves."""
    for command in ("metrics", "economics", "audit"):
        done = shell(f"mvpod {command} --template --lang zh", folder, PYTHONIOENCODING=encoding)
        assert CHINESE.search(done.stdout.decode("utf-8")), command
    shell("mvpod recommend case.yaml --format json > r.json", folder, PYTHONIOENCODING=encoding)
    assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["cells"][0]["client"] == "例"
    assert mvpod("replay", "r.json", folder=folder).code == 0


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "latin-1:strict"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_for_people_degrades_and_never_fails(encoding: str, lang: str, folder: Path) -> None:
    """A dash or a Chinese character that a console cannot show must not end a run."""
    for line in ("recommend case.yaml", "recommend nofile.yaml", "recommend --help"):
        done = shell(f"mvpod {line}", folder, PYTHONIOENCODING=encoding, MVPOD_LANG=lang)
        assert done.returncode != 3
        assert (done.stdout + done.stderr).decode(encoding.split(":", maxsplit=1)[0])


@pytest.mark.thorough
def test_a_reader_that_has_seen_enough_ends_the_run_quietly(folder: Path) -> None:
    """`tool | head` answers with a broken pipe; tools print a traceback or exit with 1."""
    lines = ("--help", "recommend case.yaml", "schema", "rules list", "interview --batch --answers a.yaml")
    for line, merged in product(lines, (False, True)):
        with subprocess.Popen(
            [sys.executable, "-m", "mvpod_expert", *line.split()],
            cwd=folder,
            env=surroundings(measured=False),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            said = b"" if process.stderr is None else process.stderr.read()
            assert (process.wait(SECONDS), said) == (0, b""), line


def test_an_error_nobody_hears_keeps_its_exit_code(folder: Path) -> None:
    """A script that throws messages away still has to see that nothing was advised."""
    assert shell("mvpod recommend nofile.yaml 2>&1 | true; exit ${PIPESTATUS[0]}", folder).returncode == 2


@pytest.mark.parametrize("columns", ["0", "-5", "²", "9" * 5000])
def test_columns_that_are_no_width_are_eighty(columns: str, folder: Path) -> None:
    """Emacs shells and build sandboxes set COLUMNS to 0, and tools then print nothing."""
    for name, stream in (("case.yaml", "out"), ("nofile.yaml", "err")):
        plain, odd = (
            mvpod("recommend", name, folder=folder, environment=surroundings() | {"COLUMNS": each})
            for each in ("80", columns)
        )
        assert odd == plain
        assert getattr(odd, stream)


@pytest.mark.parametrize(("encoding", "lang"), [("", "en"), ("utf-8:strict", "zh"), ("gbk", "en")])
def test_a_piped_line_that_is_no_utf_8_is_refused_alone(encoding: str, lang: str, folder: Path) -> None:
    """Answers prepared on a Chinese Windows are GBK; decoding the whole block loses the lines before the bad one."""
    (folder / "typed").write_bytes(b"\xef\xbb\xbfu\n\xbf\xcd\xbb\xa7\nu\nq\n")
    done = shell(f"mvpod interview --batch --answers a.yaml --lang {lang} < typed", folder, PYTHONIOENCODING=encoding)
    assert done.returncode == 130
    assert b"UTF-8" in done.stdout
    assert (folder / "a.yaml").read_text(encoding="utf-8").count('"given": "unknown"') == 2


def test_a_line_typed_at_a_terminal_that_is_no_utf_8_is_asked_again(folder: Path) -> None:
    """A terminal set to another code page sends bytes that tools of this kind answer with a traceback."""
    environment = {**surroundings(measured=False), "TERM": "xterm"}
    arguments = ["-m", "mvpod_expert", "interview", "--plain", "--answers", "a.yaml", "--lang", "en"]
    talk = pexpect.spawn(sys.executable, arguments, cwd=str(folder), env=environment, timeout=SECONDS)
    for _ in range(2):
        talk.expect("Answer>")
        time.sleep(SETTLED)
        talk.send(b"\xbf\xcd\xbb\xa7\r")
        talk.expect("not UTF-8")
        talk.expect("Answer>")
        time.sleep(SETTLED)
        talk.send(b"u\r")
    talk.expect("Answer>")
    time.sleep(SETTLED)
    talk.send(b"q\r")
    talk.expect("2 answers saved")


def test_a_dumb_terminal_and_no_color_get_plain_text(folder: Path) -> None:
    """Editors and logs announce that they know no escape sequences."""
    for wish in ({"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}):
        environment = {name: value for name, value in surroundings(measured=False).items() if name != "NO_COLOR"} | wish
        command = f"{sys.executable} -m mvpod_expert recommend case.yaml"
        said, code = pexpect.run(command, cwd=str(folder), env=environment, timeout=SECONDS, withexitstatus=True)
        assert code in {0, 4}
        assert b"\x1b[3" not in said
        assert "例".encode() in said


def test_only_one_file_prints() -> None:
    """What is printed past it would have no encoding, no taming and no answer to a closed pipe."""
    printers = {"commands/streams.py", "views/console.py", "views/keyboard.py"}
    found = set()
    for package in ("mvpod_expert", "mvpod_workbench", "mvpod_portfolio"):
        for path in (CHECKOUT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if called in {"click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write", "Console"}:
                    found.add(path.relative_to(CHECKOUT / package).as_posix())
    assert found <= printers, found - printers
