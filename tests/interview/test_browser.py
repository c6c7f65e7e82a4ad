"""The interview in a real browser, and who is let in to it."""

from __future__ import annotations

import asyncio
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from tests.interview.chromium import chromium
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 30


@contextmanager
def serving(
    folder: Path, *options: str, most: int = resource.RLIM_INFINITY, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start an interview for a browser; give the process and the address it prints.

    `most` is how many bytes a file it writes may have: the write beyond them fails.
    """

    def begin() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mvpod_expert",
            "interview",
            "--browser",
            "--lang",
            "en",
            "--answers",
            "a.yaml",
            *options,
        ],
        cwd=folder,
        env=surroundings(measured=False) | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.PIPE,
        preexec_fn=begin,  # noqa: PLW1509 - no threads here
    )
    try:
        assert process.stdout is not None
        assert "opens once" in process.stdout.readline()
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def answers(folder: Path) -> int:
    return len(read_saved_interview((folder / "a.yaml").read_bytes(), "a.yaml", KNOWLEDGE).record.cell.answers)


async def ended(process: subprocess.Popen[str]) -> str:
    """Wait until the program has ended as one does that was left; give what it said."""
    said, _ = await asyncio.to_thread(process.communicate, timeout=SECONDS)
    assert process.returncode == 130
    return said


@pytest.mark.thorough
def test_a_browser_holds_the_interview_and_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    """Pages of this kind load a font from another host, let anybody in, lose all on a reload, and outlive their tab."""

    async def talk(process: subprocess.Popen[str], url: str) -> None:
        async with chromium(tmp_path / "profile") as browser:
            tab = await browser.tab()
            await tab.open(url)
            await tab.until("First, the client")
            assert b"\x1b[1;38;2;" in tab.drawn
            await tab.press("Ümlaut 客户", "Escape")
            await tab.until("Question 1")
            await tab.press("F5")
            await tab.until("Question 2")
            assert answers(tmp_path) == 1
            await tab.reload()
            await tab.until("Question 2")
            await tab.press("F5")
            await tab.until("Question 3")
            another = await browser.tab()
            await another.open(url.partition("?")[0])
            await another.until("open in another window", text=True)
            stranger = await browser.tab(alone=True)
            for address in (url, url.partition("?")[0]):
                await stranger.open(address)
                await stranger.until("belongs to the browser that opened it first", text=True)
                assert stranger.status == 403
            assert {host for each in (tab, another, stranger) for host in each.hosts} == {"127.0.0.1"}
            assert any(each.endswith(".ttf") for each in tab.requested)
            await tab.close()
            assert "2 answers saved in a.yaml" in await ended(process)

    with serving(tmp_path, "--no-open", TERM="dumb") as (process, url):
        asyncio.run(talk(process, url))
    assert answers(tmp_path) == 2
    assert "Ümlaut 客户" in (tmp_path / "a.yaml").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_ctrl_c_in_the_terminal_ends_it_and_the_page_says_so(tmp_path: Path) -> None:
    """Servers of this kind leave their page looking alive; the address is opened in the person's own browser."""
    opener = tmp_path / "opener"
    opener.write_text(f"#!{sys.executable}\nimport sys\nopen('opened', 'w').write(sys.argv[1])\n", encoding="utf-8")
    opener.chmod(0o755)

    async def talk(process: subprocess.Popen[str], url: str) -> None:
        async with chromium(tmp_path / "profile") as browser:
            tab = await browser.tab()
            await tab.open(url)
            await tab.until("First, the client")
            await tab.press("Escape")
            await tab.until("Question 1")
            await tab.press("F5")
            await tab.until("Question 2")
            process.send_signal(signal.SIGINT)
            said = await ended(process)
            assert "1 answer saved in a.yaml. To go on: mvpod interview --answers a.yaml" in said
            await tab.until("This interview has ended", text=True)

    with serving(tmp_path, BROWSER=f"{opener} %s") as (process, url):
        asyncio.run(talk(process, url))
        assert (tmp_path / "opened").read_text(encoding="utf-8") == url
    assert answers(tmp_path) == 1


@pytest.mark.parametrize("most", [300, 350, 600])
def test_a_write_that_fails_ends_it_and_loses_nothing_before(most: int, tmp_path: Path) -> None:
    """Pages of this kind go on asking while nothing is saved, since the disk is full or the quota used up."""

    async def talk(process: subprocess.Popen[str], url: str) -> int:
        async with chromium(tmp_path / "profile") as browser:
            tab = await browser.tab()
            await tab.open(url)
            await tab.until("First, the client")
            await tab.press("Escape")
            given = 0
            while process.poll() is None and given < 9:
                await tab.until(f"Question {given + 1}")
                await tab.press("F5")
                given += 1
                for _ in range(50):
                    if process.poll() is not None or f"Question {given + 1}".encode() in tab.drawn:
                        break
                    await asyncio.sleep(0.1)
            await tab.until("This interview has ended", text=True)
            return given

    with serving(tmp_path, "--no-open", most=most) as (process, url):
        given = asyncio.run(talk(process, url))
        _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 2
    assert "cannot be written to a.yaml: File too large" in said
    assert 0 < answers(tmp_path) == given - 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--browser", "--plain"], "neither --plain nor --batch"),
        (["--browser", "--batch"], "neither --plain nor --batch"),
        (["--port", "9000"], "go with --browser only"),
        (["--no-open"], "go with --browser only"),
        (["--browser", "--port", "0"], "1<=x<=65535"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str], words: str, tmp_path: Path) -> None:
    """Commands of this kind drop an option in silence."""
    refused = mvpod("interview", *options, "--lang", "en", folder=tmp_path)
    assert refused.code == 2
    assert words in refused.err


@pytest.mark.parametrize(("lang", "words"), [("en", "pip install 'mvpod[browser]'"), ("zh", "在浏览器里问答要先安装")])
def test_without_its_libraries_it_says_what_to_install(lang: str, words: str, tmp_path: Path) -> None:
    """Extras of this kind end in a traceback; here the libraries are not even looked at without `--browser`."""
    (tmp_path / "aiohttp.py").write_text("raise ModuleNotFoundError('aiohttp', name='aiohttp')", encoding="utf-8")
    arguments = ["interview", "--batch", "--lang", lang]
    assert mvpod(*arguments, folder=tmp_path, typed="q\n").code == 130
    refused = mvpod("interview", "--browser", "--lang", lang, folder=tmp_path)
    assert refused.code == 2
    assert words in refused.err
