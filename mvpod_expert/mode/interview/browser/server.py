"""Serves the interview to one browser on this machine.

textual-serve starts a process for each visitor through a shell, asks nobody who they are, and its page loads a font
from another host. Here the interview runs in this process, and of textual-serve only the browser's half is used:
script, style sheet and font.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import WSMsgType, web

from mvpod_expert.mode.interview.browser.driver import BrowserDriver, browser_driver

if TYPE_CHECKING:
    from types import TracebackType

    from aiohttp.typedefs import Handler
    from textual.app import App

    from mvpod_expert.views.messages import Messages

T = TypeVar("T")

ADDRESS = "127.0.0.1"
MOST_CELLS = 1000
RELOADING = 3.0
"""Seconds a page may take to come back before it counts as closed."""
OWN, SERVED = "mvpod_expert.mode.interview.browser", "textual_serve"
FILES = {
    "page.css": (OWN, "page.css", "text/css"),
    "page.js": (OWN, "page.js", "text/javascript"),
    "xterm.css": (SERVED, "static/css/xterm.css", "text/css"),
    "textual.js": (SERVED, "static/js/textual.js", "text/javascript"),
    "mono.ttf": (SERVED, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "mono-italic.ttf": (SERVED, "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
"""The files of the page: the package, the path in it, and the media type."""


class BrowserPage:
    """A page on a port of this machine, for the one browser that uses the one-time token of its address.

    Args:
        t: the messages of one language.
        port: the port; by default one that is free.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, t: Messages, port: int | None = None) -> None:
        self._t = t
        self._port = port or 0
        self._token: str | None = secrets.token_urlsafe(32)
        self._key = secrets.token_urlsafe(32)
        self._loop = asyncio.Runner()
        self._server: web.AppRunner
        self._seat = asyncio.Lock()
        self._arrived = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        self._drawn: asyncio.Queue[str] = asyncio.Queue()
        self._size = (80, 24)
        self._app: App[Any] | None = None
        self.driver: BrowserDriver | None = None
        self._has_left = False
        self._loop.run(self._listen())

    @property
    def url(self) -> str:
        """The address, with the token."""
        return f"{self._origin}/?token={self._token}"

    @property
    def _host(self) -> str:
        return f"{ADDRESS}:{self._port}"

    @property
    def _origin(self) -> str:
        return f"http://{self._host}"

    def __enter__(self) -> Self:
        """Return the page, which listens already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.run(self._close())
        self._loop.close()

    def run(self, app: App[T]) -> T | None:
        """Show an app on the page as soon as there is one, and return what it returns.

        Nothing is returned where the page was closed, or Ctrl-C was pressed in the terminal.
        """
        app.driver_class = browser_driver(self)
        app.theme = "textual-dark"
        try:
            shown = self._shown(app)
            ended = self._loop.run(shown)
        except KeyboardInterrupt:
            return None
        return ended

    async def _shown(self, app: App[T]) -> T | None:
        await self._arrived.wait()
        if self._has_left:
            return None
        self._app = app
        try:
            return await app.run_async(size=self._size)
        finally:
            self._app = self.driver = None

    def draw(self, data: str) -> None:
        """Send what an app draws to the page."""
        self._drawn.put_nowait(data)

    async def _listen(self) -> None:
        served = web.Application(middlewares=[self._guard])
        served.on_response_prepare.append(self._restrict)
        served.add_routes([web.get("/", self._page), web.get("/ws", self._talk), web.get("/{file}", self._file)])
        # A request that is none would print a traceback over the terminal, whoever sent it.
        unheard = logging.getLogger(__name__)
        unheard.disabled = True
        self._server = web.AppRunner(served, access_log=None, logger=unheard, shutdown_timeout=1.0)
        await self._server.setup()
        site = web.TCPSite(self._server, ADDRESS, self._port)
        await site.start()
        self._port = self._server.addresses[0][1]

    async def _close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        await self._server.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let the browser in that has the token or, from then on, the cookie; no other, and no other site through it.

        A page of another site may send requests here (`Origin`), under a name of its own that it has pointed at this
        machine (`Host`).
        """
        if request.host == self._host and request.headers.get("Origin", self._origin) == self._origin:
            if "token" in request.query:
                return self._admitted(request)
            if _same(request.cookies.get(self._cookie), self._key):
                return await handler(request)
        return self._refused()

    @property
    def _cookie(self) -> str:
        # Cookies do not know ports, and two interviews may be open at once.
        return f"mvpod-{self._port}"

    def _admitted(self, request: web.Request) -> web.StreamResponse:
        """Take the token for a cookie, once."""
        if request.method != "GET" or not _same(request.query["token"], self._token):
            return self._refused()
        self._token = None
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
        return response

    def _refused(self) -> web.Response:
        return web.Response(status=403, text=self._t("browser.refused"))

    async def _restrict(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Let the page load nothing from elsewhere, be shown in no other page, and be kept nowhere."""
        response.headers.update(
            {
                "Content-Security-Policy": (
                    f"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; "
                    f"connect-src ws://{self._host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            }
        )

    async def _page(self, _request: web.Request) -> web.Response:
        page = Template(files(OWN).joinpath("page.html").read_text(encoding="utf-8"))
        words = {name: self._t(f"browser.{name}") for name in ("waiting", "ended")}
        text = page.substitute(words, lang=self._t.lang, socket=f"ws://{self._host}/ws")
        return web.Response(text=text, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        if name not in FILES:
            raise web.HTTPNotFound
        package, path, kind = FILES[name]
        return web.Response(body=files(package).joinpath(path).read_bytes(), content_type=kind)

    async def _talk(self, request: web.Request) -> web.StreamResponse:
        """Pass on what is typed and drawn, for one page at a time; one that is loaded again comes back."""
        size = _size(request.query.get("width"), request.query.get("height"))
        if size is None:
            raise web.HTTPBadRequest
        try:
            async with asyncio.timeout(RELOADING):
                await self._seat.acquire()
        except TimeoutError:
            return web.Response(status=409, text=self._t("browser.refused"))
        try:
            self._socket = socket = web.WebSocketResponse()
            await socket.prepare(request)
            drawing = asyncio.create_task(self._draw(socket))
            try:
                self._size = size
                self._arrived.set()
                if self.driver is not None:
                    self.driver.start_application_mode()
                async for message in socket:
                    if message.type is WSMsgType.TEXT:
                        self._heard(message.data)
            finally:
                drawing.cancel()
        finally:
            self._socket = None
            self._seat.release()
            asyncio.get_running_loop().call_later(RELOADING, self._gone)
        return socket

    async def _draw(self, socket: web.WebSocketResponse) -> None:
        while True:
            await socket.send_bytes((await self._drawn.get()).encode())

    def _heard(self, message: str) -> None:
        """Take a message of textual-serve's script; others are none of ours."""
        try:
            heard = json.loads(message)
        except (ValueError, RecursionError):
            return
        match heard:
            case ["resize", {"width": width, "height": height}]:
                self._size = _size(width, height) or self._size
                if self.driver is not None:
                    self.driver.resize(*self._size)
            case ["stdin", str(typed)] if self.driver is not None:
                self.driver.typed(typed)

    def _gone(self) -> None:
        """End the app when the page has been closed."""
        if self._socket is None:
            self._has_left = True
            if self._app is not None:
                self._app.exit()


def _size(width: object, height: object) -> tuple[int, int] | None:
    """Return the size of a page in cells, or nothing where it is none; a larger one is drawn at the most there is."""
    sizes = [int(each) for each in map(str, (width, height)) if re.fullmatch("[1-9][0-9]{0,3}", each)]
    return (min(sizes[0], MOST_CELLS), min(sizes[1], MOST_CELLS)) if len(sizes) == 2 else None  # noqa: PLR2004


def _same(given: str | None, secret: str | None) -> bool:
    """Compare in a time that tells nothing."""
    return given is not None and secret is not None and secrets.compare_digest(given.encode(), secret.encode())
