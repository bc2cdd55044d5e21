"""Chromium, driven by Playwright: one page at a time, each in a context of its own, through the guarding proxy alone.

The document is not asked for again: the browser gets the answer that was fetched and archived. What its scripts then
ask for goes through the proxy, and comes back beside the page, to be archived. No other document is loaded: neither
where a script navigates nor in frames. Images, fonts and media are not fetched; a style sheet is answered empty.
Nothing is saved or granted: no downloads, permissions, service workers, WebSockets, WebRTC.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any, Self
from urllib.parse import urlsplit

from junket.crawlers.errors import UsageProblem
from junket.crawlers.page import MAX_BODY_BYTES
from junket.crawlers.render.process_tree import end_tree, marked, memory_of
from junket.crawlers.render.proxy import USER, GuardingProxy

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_POLL_SECONDS = 0.05
_END_SECONDS = 5.0
_MAX_SUBRESOURCE = 8 * 1024 * 1024
_MOST_SUBRESOURCES = 200
_MOST_REQUESTS = 500
_FETCHED = frozenset({"script", "xhr", "fetch"})
_NOT_STORED = {"content-encoding", "content-length", "transfer-encoding"}
"""The browser hands bodies out decoded and whole."""
_NO_REAL_TIME = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'SharedWorker'])"
    " { try { delete globalThis[name]; } catch { } }"
)
_FLAGS = (
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # names are the proxy's business
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-component-update",
    "--js-flags=--max-old-space-size=512",
    "--renderer-process-limit=2",
)


_SHOWS_TEXT = "() => Boolean(document.body && document.body.innerText.trim())"


@dataclass(frozen=True, slots=True)
class RenderBounds:
    """What rendering may cost."""

    seconds: float = 20.0
    """For a page, all in all."""
    settle: float = 8.0
    """For its scripts, until what it shows then counts."""
    quiet: float = 0.5
    """Without a request under way, after which a page is taken for done (Playwright's ``networkidle`` has it so)."""
    memory: int = 1024**3
    """Bytes of the browser's processes during a page."""
    recycle_pages: int = 200
    """Pages after which the browser is started anew."""
    recycle_memory: int = 600 * 1024**2
    """The same, by what its processes hold between two pages."""


@dataclass(frozen=True, slots=True)
class Subresource:
    """What a page's script asked for and got. ``body`` is decoded, ``headers`` as the browser tells them."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    fetched_at: datetime
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page as the browser shows it."""

    dom: str = field(repr=False)
    browser: str
    """``Chromium/<version>``."""
    subresources: tuple[Subresource, ...] = ()


class RenderFailed(Exception):
    """The browser did not show the page; the text says why."""


def find_chromium() -> str | None:
    """Chromium's program: what ``JUNKET_CHROMIUM`` names, else one of the usual names on the PATH."""
    if named := os.environ.get("JUNKET_CHROMIUM"):
        return shutil.which(named)
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def missing() -> UsageProblem | None:
    """What is not installed that rendering needs, with what to do."""
    if find_spec("playwright") is None:
        return UsageProblem("--render", "needs Playwright", 'install it: pip install "junket[browser]"')
    if find_chromium() is None:
        remedy = "install it (Debian: apt install chromium), or name its program in JUNKET_CHROMIUM"
        return UsageProblem("--render", "needs Chromium", remedy)
    return None


class Browser:
    """Renders pages. Starts its process with the first one; :meth:`close` ends it. For use in one event loop."""

    def __init__(
        self, proxy: GuardingProxy, *, user_agent: str | None = None, bounds: RenderBounds | None = None
    ) -> None:
        self._proxy, self._user_agent, self.bounds = proxy, user_agent, bounds or RenderBounds()
        self._one = asyncio.Lock()
        self._driver: Any = None
        self._browser: Any = None
        self._folder = ""
        self._pages = 0
        self.starts = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def render(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Rendering:
        """The page at ``url`` whose document was answered so. Raises RenderFailed."""
        async with self._one:
            try:
                return await asyncio.wait_for(self._render(url, status, headers, body), self.bounds.seconds)
            except TimeoutError:
                await self._end()
                raise RenderFailed(f"not done in {self.bounds.seconds:g} seconds") from None
            except RenderFailed:
                await self._end()
                raise
            except asyncio.CancelledError:
                await self._end()
                raise
            except Exception as error:
                await self._end()
                said = " ".join(str(error).split())[:200]
                raise RenderFailed(f"the browser failed ({said or type(error).__name__})") from error

    async def close(self) -> None:
        """End the browser."""
        async with self._one:
            await self._end()

    def memory(self) -> int:
        """Bytes that the browser's processes hold."""
        return sum(map(memory_of, self._processes()))

    async def _render(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Rendering:
        await self._ready()
        self._proxy.begin_page()
        visit = _Visit(url, status, headers, body)
        context = await self._browser.new_context(
            accept_downloads=False, service_workers="block", permissions=[], user_agent=self._user_agent
        )
        try:
            shown = asyncio.create_task(self._show(context, visit))
            watch = asyncio.create_task(self._watch())
            try:
                await asyncio.wait({shown, watch}, return_when=asyncio.FIRST_COMPLETED)
                dom = await shown if shown.done() else await watch
            finally:
                for task in (shown, watch):
                    task.cancel()
                await asyncio.gather(shown, watch, return_exceptions=True)
            found = await visit.subresources()
        finally:
            visit.drop()
        await asyncio.wait_for(context.close(), _END_SECONDS)
        self._pages += 1
        return Rendering(dom, f"Chromium/{self._browser.version}", found)

    async def _show(self, context: Any, visit: _Visit) -> str:  # noqa: ANN401 - Playwright is not always installed
        await context.add_init_script(_NO_REAL_TIME)
        await context.route("**/*", visit.route)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        visit.watch(context, page)
        await page.goto(visit.url, wait_until="commit", timeout=self.bounds.seconds * 1000)
        await self._settle(visit, page)
        dom = str(await page.content())
        if visit.crashed:
            raise RenderFailed("the page took more memory than it may")
        if urlsplit(page.url)[:2] != urlsplit(visit.url)[:2]:
            raise RenderFailed("its script led to another page")
        if len(dom) > MAX_BODY_BYTES:
            raise RenderFailed("more markup than a page may have")
        return dom

    async def _settle(self, visit: _Visit, page: Any) -> None:  # noqa: ANN401 - the same
        """Wait until the page is read, asks for nothing more and shows text, or its time is over: then that counts.

        Text, since a script may begin to ask only after a while of quiet.
        """
        loop = asyncio.get_running_loop()
        end, quiet_since = loop.time() + self.bounds.settle, loop.time()
        while loop.time() < end and not visit.crashed:
            if visit.pending or not visit.parsed:
                quiet_since = loop.time()
            elif loop.time() - quiet_since >= self.bounds.quiet:
                if await page.evaluate(_SHOWS_TEXT):
                    return
                quiet_since = loop.time()
            await asyncio.sleep(min(_POLL_SECONDS, self.bounds.quiet or _POLL_SECONDS))

    async def _watch(self) -> str:
        """Never ends, unless by RenderFailed where the browser holds too much memory."""
        while True:
            await asyncio.sleep(0.5)
            if await asyncio.to_thread(self.memory) > self.bounds.memory:
                raise RenderFailed("the page took more memory than it may")

    async def _ready(self) -> None:
        spent = self._pages >= self.bounds.recycle_pages
        if self._browser and (spent or not self._browser.is_connected() or self._is_large()):
            await self._end()
        if self._browser is None:
            await self._start()

    def _is_large(self) -> bool:
        return self._pages % 10 == 9 and self.memory() > self.bounds.recycle_memory  # noqa: PLR2004 - reading it costs some ms

    async def _start(self) -> None:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - an extra

        program = find_chromium()
        if program is None:
            raise RenderFailed("Chromium is not installed")
        self._pages, self.starts = 0, self.starts + 1
        self._folder = tempfile.mkdtemp(prefix="junket-browser-")
        self._driver = await async_playwright().start()
        self._browser = await self._driver.chromium.launch(
            executable_path=program,
            proxy={"server": f"http://127.0.0.1:{self._proxy.port}", "username": USER, "password": self._proxy.token},
            args=[*_FLAGS, f"--crash-dumps-dir={self._folder}"],
            env={"HOME": self._folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": self._folder},
            chromium_sandbox=os.geteuid() != 0,  # which it refuses to root
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    def _processes(self) -> list[int]:
        """The browser's processes, known by the folder that is theirs alone."""
        return marked(self._folder) if self._folder else []

    async def _end(self) -> None:
        """End the browser, by force where it does not go."""
        browser, driver, processes = self._browser, self._driver, self._processes()
        self._browser = self._driver = None
        for ending in (browser and browser.close, driver and driver.stop):
            if ending:
                with suppress(Exception):
                    await asyncio.wait_for(ending(), _END_SECONDS)
        end_tree(processes, self._folder)
        if self._folder:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        self._folder = ""


class _Visit:
    """One page in the browser: what it may ask for, and what it got."""

    def __init__(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.url, self._status, self._body = url, status, body
        kept = ((name, value) for name, value in headers if name.lower() not in _NOT_STORED | {"set-cookie", "refresh"})
        self._headers = dict(kept)
        self.parsed = self.crashed = False
        self.pending = 0
        self._given = False
        self._requests = 0
        self._main: Any = None
        self._answers: list[asyncio.Task[Subresource | None]] = []

    def watch(self, context: Any, page: Any) -> None:  # noqa: ANN401 - Playwright is not always installed
        """Hear what happens to ``page``; any other one is closed."""
        self._main = page
        context.on("page", self._popped_up)
        page.on("domcontentloaded", lambda _: setattr(self, "parsed", True))
        page.on("crash", lambda _: setattr(self, "crashed", True))
        page.on("request", lambda _: self._count(1))
        page.on("requestfailed", lambda _: self._count(-1))
        page.on("requestfinished", self._finished)

    async def route(self, route: Any) -> None:  # noqa: ANN401
        """What becomes of a request of the page."""
        kind, self._requests = route.request.resource_type, self._requests + 1
        with suppress(Exception):  # the page is gone already
            if kind == "document" and not self._given and route.request.frame.parent_frame is None:
                self._given = True
                await route.fulfill(status=self._status, headers=self._headers, body=self._body)
            elif kind in _FETCHED and self._requests <= _MOST_REQUESTS:
                await route.continue_()
            elif kind == "stylesheet":
                await route.fulfill(status=200, content_type="text/css", body="")
            elif kind == "document":
                await route.fulfill(status=204)  # no content: whoever asked stays where it is
            else:
                await route.abort("blockedbyclient")

    async def subresources(self) -> tuple[Subresource, ...]:
        """What came, in order of its end."""
        done = await asyncio.gather(*self._answers, return_exceptions=True)
        return tuple(each for each in done if isinstance(each, Subresource))

    def drop(self) -> None:
        """Wait for nothing more."""
        for task in self._answers:
            task.cancel()

    def _count(self, number: int) -> None:
        self.pending = max(0, self.pending + number)

    def _finished(self, request: Any) -> None:  # noqa: ANN401
        self._count(-1)
        if request.resource_type in _FETCHED and len(self._answers) < _MOST_SUBRESOURCES:
            self._answers.append(asyncio.create_task(_answer(request)))

    def _popped_up(self, page: Any) -> None:  # noqa: ANN401
        if page is not self._main:
            self._answers.append(asyncio.create_task(_closed(page)))


async def _closed(page: Any) -> None:  # noqa: ANN401
    with suppress(Exception):
        await asyncio.wait_for(page.close(), _END_SECONDS)


async def _answer(request: Any) -> Subresource | None:  # noqa: ANN401
    """What came; None where it is too large, no answer from the web, or gone with its page."""
    with suppress(Exception):
        return await _told(request)
    return None


async def _told(request: Any) -> Subresource | None:  # noqa: ANN401
    if not request.url.startswith(("http://", "https://")):
        return None
    response = await asyncio.wait_for(request.response(), _END_SECONDS)
    body = await asyncio.wait_for(response.body(), _END_SECONDS) if response else b""
    if response is None or len(body) > _MAX_SUBRESOURCE:
        return None
    told = await response.headers_array()
    headers = tuple((each["name"], each["value"]) for each in told if each["name"].lower() not in _NOT_STORED)
    return Subresource(request.url, response.status, headers, body, datetime.now(UTC), request.method)
