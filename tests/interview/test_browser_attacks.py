"""Attacks on the page of an interview: by other sites, other programs on this machine, and what a page may send."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.mode.interview.browser.server import BrowserPage
from mvpod_expert.views.messages import Messages
from tests.interview.test_screen import asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from mvpod_expert.mode.interview.screen.app import InterviewApp

SECONDS = 60
WHOLE = '["resize", {"width": 80, "height": 24}]'


def served(path: Path, talk: Callable[[BrowserPage, InterviewApp], Awaitable[None]]) -> None:
    """Serve an interview to whoever talks to it, until that has ended."""
    page = BrowserPage(Messages("en"))

    async def told(app: InterviewApp) -> None:
        try:
            await asyncio.wait_for(talk(page, app), SECONDS)
        finally:
            page._has_left = True
            page._arrived.set()
            app.exit()

    with page, asked(path) as app:
        talking = page._loop.get_loop().create_task(told(app))
        page.run(app)
        page._loop.run(asyncio.wait_for(talking, SECONDS))


async def ask(page: BrowserPage, first: str, *headers: str, host: str = "") -> tuple[int, str]:
    """Send the lines of a request as they are; return the status and the rest of the answer."""
    reading, writing = await asyncio.open_connection("127.0.0.1", page._port)
    lines = (f"{first} HTTP/1.1", f"Host: {host or page._host}", "Connection: close", *headers)
    writing.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    answer = (await reading.read(1_000_000)).decode("latin-1")
    writing.close()
    return int(answer.split(" ", 2)[1]), answer


STRANGERS = (
    ("GET /", ""),
    ("GET /ws?width=80&height=24", ""),
    ("GET /textual.js", ""),
    ("GET /?token=", ""),
    ("GET /?token=wrong", ""),
    ("GET /?token=%E4%B8%AD", ""),
    ("GET /?token=TOKENx", ""),
    ("GET /?token=wrong&token=TOKEN", ""),
    ("POST /?token=TOKEN", "Content-Length: 0"),
    ("HEAD /?token=TOKEN", ""),
    ("OPTIONS /?token=TOKEN", ""),
    ("GET /?token=TOKEN", "Origin: http://elsewhere.example"),
    ("GET /?token=TOKEN", "Origin: null"),
    ("GET /?token=TOKEN", "Origin: "),
    ("GET /?token=TOKEN", "host localhost"),
    ("GET /?token=TOKEN", "host rebound.example"),
    ("GET /?token=TOKEN", "host 127.0.0.1.rebound.example"),
    ("GET /?token=TOKEN", "host [::1]"),
)
"""Requests without the cookie, each with a header, or with another host on the same port."""

PATHS = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2Fetc%2Fpasswd",
    "/server.py",
    "/page.css/../server.py",
    "/page.css%00.py",
    "/..%5cserver.py",
    "//etc/passwd",
    "/page.html",
    "/ws/..%2fserver.py",
)
UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
)


def test_only_the_browser_with_the_token_is_let_in(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Local servers of this kind answer whoever asks: other programs, other sites' pages, other names for this machine.

    They serve any file a path leads to, and a socket checks less than a page.
    """

    async def talk(page: BrowserPage, app: InterviewApp) -> None:
        token = urlsplit(page.url).query.partition("=")[2]
        for first, header in STRANGERS:
            host = f"{header.split()[1]}:{page._port}" if header.startswith("host ") else ""
            headers = () if host or not header else (header,)
            status, answer = await ask(page, first.replace("TOKEN", token), *headers, host=host)
            assert status == 403, (first, header)
            assert token not in answer
        status, answer = await ask(page, f"GET /?token={token}")
        assert (status, "HttpOnly" in answer, "SameSite=Strict" in answer) == (303, True, True)
        cookie = next(line for line in answer.splitlines() if line.startswith("Set-Cookie")).partition(";")[0][4:]
        status, answer = await ask(page, "GET /", cookie)
        assert (status, "default-src 'self'" in answer) == (200, True)
        for path in PATHS:
            status, answer = await ask(page, f"GET {path}", cookie)
            assert status in {400, 404}, path
            assert "root:" not in answer
            assert "import" not in answer
        assert (await ask(page, f"GET /page.css?{'x' * 20_000}", cookie))[0] == 400
        later = (
            (f"GET /?token={token}", ()),
            (f"GET /?token={token}", (cookie,)),
            ("GET /", (f"{cookie}x",)),
            ("GET /ws?width=80&height=24", (*UPGRADE, cookie, "Origin: http://127.0.0.1:1")),
            ("GET /ws?width=80&height=24", (*UPGRADE, cookie, f"Origin: https://{page._host}")),
            ("GET /ws?width=80&height=24", (*UPGRADE, cookie, "Origin: http://elsewhere.example")),
            ("GET /ws?width=80&height=24", (*UPGRADE, f"Origin: http://{page._host}")),
        )
        assert [(await ask(page, first, *headers))[0] for first, headers in later] == [403] * len(later)
        with pytest.raises(OSError, match="failed"):
            await asyncio.open_connection("127.0.0.2", page._port)
        assert app.return_value is None

    served(tmp_path / "a.yaml", talk)
    assert "Traceback" not in capfd.readouterr().err


ODD = (
    "",
    "{",
    "[" * 100_000,
    "null",
    "[]",
    '["resize"]',
    '["resize", null]',
    '["resize", {"width": "x", "height": -1}]',
    '["resize", {"width": 1e999, "height": 1e999}]',
    '["resize", {"width": 9999, "height": 9999}]',
    '["resize", {"width": true, "height": [24]}]',
    '["stdin"]',
    '["stdin", 5]',
    '["stdin", {"a": 1}]',
    '["stdin", "\\ud800"]',
    '["stdin", "\\u001b[999999999;999999999H"]',
    '["quit", {}]',
)
NAME = "<b>安珂</b> [b]Ltd[/b] ${ended} {{ 7 * 7 }}"


def test_what_a_page_sends_is_an_answer_or_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Servers of this kind end, or print a traceback, at a message that is none, and draw a client's name as markup."""

    async def talk(page: BrowserPage, app: InterviewApp) -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            await (await session.get(page.url)).read()
            address, origin = f"ws://{page._host}/ws", {"Origin": page._origin}
            for wrong in ("", "?width=80", "?width=x&height=24", "?width=-1&height=0", "?width=80&height=²"):
                assert (await session.get(f"http://{page._host}/ws{wrong}", headers=origin)).status == 400, wrong
            drawn = b""

            async def until(text: str) -> None:
                nonlocal drawn
                while text.encode() not in drawn:
                    drawn += await socket.receive_bytes(timeout=SECONDS)

            async with session.ws_connect(f"{address}?width=100&height=30", headers=origin) as socket:
                await until("First, the client")
                for message in ODD:
                    await socket.send_str(message)
                    await socket.send_bytes(message.encode("utf-8", "surrogatepass"))
                assert max(page._size) <= 1000
                await socket.send_str(WHOLE)
                await socket.send_str(json.dumps(["stdin", "\x1b"]))
                await until("Question 1")
                app.hear(f"/client {NAME}\x9b31m")
                await until(NAME)
                assert "\x9b" not in drawn.decode("utf-8", "replace")
                assert f'"{NAME}' in (tmp_path / "a.yaml").read_text(encoding="utf-8")
                with suppress(OSError):
                    await socket.send_str("x" * (5 << 20))
                while not socket.closed:
                    await socket.receive(timeout=SECONDS)
            async with session.ws_connect(f"{address}?width=100&height=30", headers=origin) as socket:
                drawn = b""
                await until("Question 1")

    served(tmp_path / "a.yaml", talk)
    assert "Traceback" not in capfd.readouterr().err


def test_a_port_that_is_taken_is_reported(tmp_path: Path) -> None:
    """Servers of this kind end in a traceback."""
    with BrowserPage(Messages("en")) as page:
        taken = mvpod("interview", "--browser", "--port", str(page._port), "--lang", "en", folder=tmp_path)
    assert taken.code == 2
    assert f"Port {page._port} cannot be used" in taken.err
