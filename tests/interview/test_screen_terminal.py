"""The full-screen interview in a real pseudo-terminal: killed, ended, suspended, and with nowhere to be shown."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from tests.interview.test_terminal import SECONDS, heeding_hangups, plain
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs a Unix shell")
ESCAPE, CTRL_Z = "\x1b", "\x1a"


def start(folder: Path, *options: str, term: str = "xterm-256color") -> pexpect.spawn:
    """Start an interview in a pseudo-terminal, under a shell that says how it ended and what it left."""
    environment = {**surroundings(measured=False), "TERM": term}
    for name in ("COLUMNS", "NO_COLOR", "COLORTERM"):
        environment.pop(name, None)
    run = f"{sys.executable} -m mvpod_expert interview --lang en {' '.join(options)}; echo ended $?; stty -a"
    return pexpect.spawn(
        "bash",
        ["-c", run],
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        timeout=SECONDS,
        preexec_fn=heeding_hangups,
        dimensions=(30, 100),
    )


def begin(child: pexpect.spawn, words: str = "First, the client") -> None:
    """Leave the first page as it is."""
    child.expect_exact(words)
    child.send(ESCAPE)
    child.expect("Question [0-9]+")


def process(child: pexpect.spawn) -> int:
    found = subprocess.run(["pgrep", "-P", str(child.pid)], capture_output=True, check=True)
    return int(found.stdout.split()[0])


def answers(folder: Path) -> int:
    data = (folder / "a.yaml").read_bytes()
    return len(read_saved_interview(data, "a.yaml", KNOWLEDGE).record.cell.answers)


def test_killed_at_any_step_every_answer_is_there(tmp_path: Path) -> None:
    """Full-screen interviews of this kind write at their end, and a kill -9 takes everything with it."""
    for step in range(1, 4):
        child = start(tmp_path, "--answers", "a.yaml")
        begin(child, "First, the client" if step == 1 else "Where you were")
        child.send("u")
        child.send("\r")
        child.expect(f"Question {step + 1}")
        os.kill(process(child), signal.SIGKILL)
        child.expect("ended 137")
        child.close()
        assert answers(tmp_path) == step


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_gives_the_terminal_back(name: str, tmp_path: Path) -> None:
    """Full-screen programs of this kind leave a shell without echo, and their screen on it."""
    number = getattr(signal, name)
    child = start(tmp_path, "--answers", "a.yaml")
    begin(child)
    child.send("u\r")
    child.expect("Question 2")
    os.kill(process(child), number)
    child.expect(pexpect.EOF)
    shown = child.before
    child.close()
    assert "\x1b[?1049l" in shown
    assert f"ended {128 + number}" in plain(shown)
    assert re.search(r"[^-]\becho\b", plain(shown))
    assert answers(tmp_path) == 1


def test_ctrl_c_says_how_to_go_on_and_the_shell_is_as_it_was(tmp_path: Path) -> None:
    """After the screen is gone the command that goes on stands there."""
    child = start(tmp_path, "--answers", "a.yaml")
    begin(child)
    child.send("u\r")
    child.expect("Question 2")
    child.send("\x03")
    child.expect(pexpect.EOF)
    said = " ".join(plain(child.before).split())
    child.close()
    assert "1 answer saved in a.yaml. To go on: mvpod interview --answers a.yaml" in said
    assert "ended 130" in said
    assert re.search(r"[^-]\becho\b", said)


def test_a_closed_terminal_keeps_every_answer(tmp_path: Path) -> None:
    """The window is closed without a word."""
    child = start(tmp_path, "--answers", "a.yaml")
    begin(child)
    child.send("u\r")
    child.expect("Question 2")
    number = process(child)
    child.close(force=True)
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            break
        subprocess.run(["sleep", "0.1"], check=True)
    else:
        os.kill(number, signal.SIGKILL)
        pytest.fail("it still runs")
    assert answers(tmp_path) == 1


def test_a_terminal_that_goes_without_a_signal_ends_it(tmp_path: Path) -> None:
    """Full-screen programs that nobody signals read the end of a closed terminal for ever, with a core of their own."""
    ours, theirs = os.openpty()
    environment = {**surroundings(measured=False), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "mvpod_expert", "interview", "--lang", "en", "--answers", "a.yaml"]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=environment)
    os.close(theirs)
    shown = b""
    while b"client" not in shown:
        shown += os.read(ours, 65536)
    os.close(ours)
    try:
        child.wait(SECONDS)
    finally:
        child.kill()
        child.wait()


def test_unfinished_interviews_are_offered_and_no_empty_file_is_left(tmp_path: Path) -> None:
    """Interviews of this kind promise that the same command resumes, and begin anew."""
    child = start(tmp_path)
    begin(child)
    child.send("\x11")
    child.expect_exact("ended 130")
    child.close()
    assert list(tmp_path.iterdir()) == []
    child = start(tmp_path, "--answers", "a.yaml")
    begin(child)
    child.send("u\r")
    child.expect("Question 2")
    child.send("\x11")
    child.expect_exact("ended 130")
    child.close()
    child = start(tmp_path)
    child.expect_exact("Unfinished interviews in this folder")
    child.send("1")
    child.expect_exact("Where you were")
    child.send("\r")
    child.expect("Question 2")
    child.send("\x11")
    child.expect_exact("ended 130")
    child.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.thorough
@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_alone_it_offers_what_is_unfinished_among_many_files(options: tuple[str, ...], tmp_path: Path) -> None:
    """Finished interviews are left out, a damaged one is listed and says why, and of twenty the latest come first."""
    answer = '- {"answer": "market_stage", "given": "mature"}\n'
    journal = f"# mvpod interview: by hand\njournal:\n{answer}"
    texts = {f"client-{number:02}.yaml": f"client: C{number}\n{journal}" for number in range(20)}
    texts |= {"done.yaml": f'{journal}- {{"done": "advice"}}\n', "bad.yaml": f"{journal}- [what, is, this]\n{answer}"}
    for age, name in enumerate(sorted(texts, reverse=True)):
        (tmp_path / name).write_text(texts[name], encoding="utf-8")
        os.utime(tmp_path / name, (2_000_000_000 + age, 2_000_000_000 + age))
    child = start(tmp_path, *options)
    child.expect_exact("There are older files")
    listed = "".join(plain(child.before).split())
    assert "bad.yaml—cannotberead;chooseittoseewhy" in listed
    named = [f"C{number}—1answer,2033-05-18,client-{number:02}.yaml" in listed for number in range(8)]
    assert named == [*[True] * 7, False] or (not options and named[0])  # a screen is drawn in parts
    assert "done.yaml" not in listed
    if options:
        child.send("9\r")
        child.expect_exact("Type a number to go on")
        child.expect_exact("Type a number to go on")
    child.send("2" if not options else "2\r")
    child.expect_exact("Where you were" if not options else "1 answer read back from client-00.yaml")
    child.send("\r\x11" if not options else "q\r")
    child.expect_exact("ended 130")
    child.close()
    child = start(tmp_path, *options)
    child.expect_exact("There are older files")
    child.send("1" if not options else "1\r")
    child.expect("bad.yaml:4:[0-9]+: error MV")
    child.expect_exact("ended 2")
    child.close()
    before = sorted(texts)
    child = start(tmp_path, *options)
    child.expect_exact("There are older files")
    child.send("\x1b" if not options else "\r")
    if options:
        child.expect("Question 1")
        child.send("q\r")
    child.expect_exact("ended 130")
    child.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_terminal_of_sixteen_colours_is_asked_for_no_others(tmp_path: Path) -> None:
    """Full-screen programs of this kind send colours that such a terminal does not have, or black on black."""
    child = start(tmp_path, "--answers", "a.yaml")
    child.logfile_read = shown = io.StringIO()
    begin(child)
    child.send("u\r")
    child.expect("Question 2")
    for keys, words in (
        ("\x1b[18~", "All answers"),
        (ESCAPE, "Question 2"),
        ("\x10", "Search for what to do"),
        ("a", "advice"),
        (ESCAPE, "Question 2"),
        ("\x1b[20~", "Write the memo"),
    ):
        child.send(keys)
        child.expect(words)
    child.close(force=True)
    assert "\x1b[1;39;49m" in shown.getvalue()
    assert not re.search(r"[34]8;[25];", shown.getvalue())


@pytest.mark.parametrize("where", ["dumb", "--plain", "--batch", "pipe"])
def test_where_there_is_no_screen_the_lines_are_read(where: str, tmp_path: Path) -> None:
    """Pipes, editors and screen readers get the dialogue, with nothing that steers a terminal."""
    supposed = "whatif product_complexity=high"
    if where == "pipe":
        printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed=f"{supposed}\nu\nq\n")
        assert printed.code == 130
        shown = printed.out
    else:
        options = [where] if where.startswith("--") else []
        child = start(tmp_path, "--answers", "a.yaml", *options, term="dumb" if not options else "xterm-256color")
        child.expect_exact("Answer> ")
        child.send(f"{supposed}\ru\rq\r")
        child.expect("ended 130")
        shown = child.before
        child.close()
    assert "\x1b[?1049h" not in shown
    assert ("█" in shown) == (where != "--batch")
    assert answers(tmp_path) == 1


def test_the_last_screen_writes_the_memo_and_the_advice_is_that_of_recommend(tmp_path: Path) -> None:
    """Interviews of this kind end in seventy screens that scroll away."""
    child = start(tmp_path, "--answers", "a.yaml")
    begin(child)
    child.send("1")
    child.expect("Question 2")
    child.send("\x1b[20~")
    child.expect_exact("Write the memo of one page")
    child.send("1")
    child.expect_exact("a-memo.html")
    child.send("5")
    child.expect("ended [04]")
    child.close()
    assert "<html" in (tmp_path / "a-memo.html").read_text(encoding="utf-8")
