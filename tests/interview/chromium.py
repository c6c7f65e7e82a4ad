"""A headless browser, steered through its debugging port: pages opened, keys pressed, and every request recorded."""

from __future__ import annotations

import asyncio
import base64
import itertools
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from features.browser import needed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SECONDS = 60
NUMBERS = itertools.count(1)
KEYS = {"Enter": 13, "Escape": 27, "F5": 116}


class Tab:
    """One page.

    Args:
        call: sends a command to the browser and returns its result.
        session: the page's session.
    """

    def __init__(self, call: Any, session: str) -> None:
        self._call = call
        self._session = session
        self.requested: list[str] = []
        self.status: int | None = None
        self.drawn = b""
        self._connected = asyncio.Event()

    async def __call__(self, method: str, **parameters: Any) -> Any:
        return await self._call(method, parameters, self._session)

    def take(self, event: dict[str, Any]) -> None:
        """Note what the page asked for and what was drawn on it."""
        of = event["params"]
        match event["method"]:
            case "Network.requestWillBeSent":
                self.requested.append(of["request"]["url"])
            case "Network.webSocketCreated":
                self.requested.append(of["url"])
                self.drawn = b""
                self._connected.set()
            case "Network.responseReceived" if of["type"] == "Document":
                self.status = of["response"]["status"]
            case "Network.webSocketFrameReceived" if of["response"]["opcode"] == 2:
                self.drawn += base64.b64decode(of["response"]["payloadData"])

    @property
    def hosts(self) -> set[str | None]:
        """The hosts that the page asked for anything."""
        return {urlsplit(url).hostname for url in self.requested if not url.startswith("data:")}

    async def open(self, url: str) -> None:
        """Open an address."""
        await self("Page.navigate", url=url)

    async def reload(self) -> None:
        """Load the page again, until it is connected again."""
        self._connected.clear()
        await self("Page.reload")
        await asyncio.wait_for(self._connected.wait(), SECONDS)

    async def evaluate(self, script: str) -> Any:
        """Return what a script on the page returns."""
        return (await self("Runtime.evaluate", expression=script))["result"].get("value")

    async def press(self, *keys: str) -> None:
        """Press keys, or type a text, once the terminal on the page takes them."""
        async with asyncio.timeout(SECONDS):
            taken_by = ""
            while taken_by != "TEXTAREA":
                await asyncio.sleep(0.05)
                taken_by = await self.evaluate("document.activeElement?.tagName")
        for key in keys:
            if key in KEYS:
                named = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
                await self("Input.dispatchKeyEvent", type="rawKeyDown", **named)
                await self("Input.dispatchKeyEvent", type="keyUp", **named)
            else:
                await self("Input.insertText", text=key)

    async def until(self, words: str, *, text: bool = False) -> None:
        """Wait until words are drawn by the app, or stand in the text of the page."""
        seen = ""
        async with asyncio.timeout(SECONDS):
            while words not in seen:
                await asyncio.sleep(0.05)
                seen = await self.evaluate("document.body?.innerText ?? ''") if text else self.drawn.decode()

    async def close(self) -> None:
        """Close the tab, as a person does."""
        await self("Page.close")

    async def picture(self) -> bytes:
        """Return what is seen, as PNG."""
        return base64.b64decode((await self("Page.captureScreenshot"))["data"])


class Browser:
    """A running browser.

    Args:
        socket: its debugging port.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._tabs: dict[str, Tab] = {}

    async def call(self, method: str, parameters: Any, session: str | None = None) -> Any:
        """Send a command and return its result."""
        number = next(NUMBERS)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        whole = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json(whole | ({"sessionId": session} if session else {}))
        async with asyncio.timeout(SECONDS):
            return await self._waiting[number]

    async def listen(self) -> None:
        """Take what the browser tells."""
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told.get("result"))
            elif told.get("sessionId") in self._tabs:
                self._tabs[told["sessionId"]].take(told)

    async def tab(self, *, alone: bool = False) -> Tab:
        """Open a tab.

        Args:
            alone: it shares no cookies with the others, as one of another browser.
        """
        context = await self.call("Target.createBrowserContext", {}) if alone else {}
        target = await self.call("Target.createTarget", {"url": "about:blank", **context})
        session = (await self.call("Target.attachToTarget", {**target, "flatten": True}))["sessionId"]
        self._tabs[session] = tab = Tab(self.call, session)
        await tab("Network.enable")
        await tab("Page.enable")
        return tab


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Browser]:
    """Start a browser that reaches no other machine.

    Args:
        folder: where it keeps its profile.
    """
    command = [needed("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
    command += [f"--user-data-dir={folder}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    try:
        assert process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while not (line := await process.stderr.readline()).startswith(b"DevTools listening on "):
                assert line, "the browser did not start"
        address = line.split()[-1].decode()
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
            browser = Browser(socket)
            listening = asyncio.create_task(browser.listen())
            yield browser
            listening.cancel()
    finally:
        process.kill()
        await process.wait()
