"""The browser's only way to the network: a forward proxy on loopback that asks the guard at each connection.

It resolves names itself and connects to an address that it has judged, so a name that resolves differently the second
time (DNS rebinding) leads nowhere. Who does not know its token is refused. Bytes are bounded, per page and in all.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from junket.crawlers.network.guard import Guard, host_problem, plain_host

USER = "junket"
_MAX_HEAD = 64 * 1024
_PIECE = 64 * 1024
_MOST_CONNECTIONS = 64
_IDLE_SECONDS = 30.0
_NO_HOPS = (b"connection:", b"proxy-connection:", b"proxy-authorization:", b"keep-alive:", b"upgrade:")
"""Headers for one hop (RFC 9110, 7.6.1)."""


@dataclass(frozen=True, slots=True)
class ByteBounds:
    """How many bytes may come from the network."""

    page: int = 64 * 1024 * 1024
    total: int = 8 * 1024 * 1024 * 1024


class _Refusal(Exception):  # it is an answer, not an error of the program
    """A request that is not passed on."""

    def __init__(self, status: bytes, problem: str, header: bytes = b"") -> None:
        super().__init__(problem)
        self.status, self.problem, self.header = status, problem, header

    def answer(self) -> bytes:
        return b"HTTP/1.1 %s\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n" % (self.status, self.header)


class GuardingProxy:
    """HTTP and CONNECT for whoever has the token. Runs in the event loop in which it is started.

    ``check`` may refuse a URL with Scrapy's IgnoreRequest (hosts that people blocked).
    """

    def __init__(
        self, guard: Guard, bounds: ByteBounds | None = None, check: Callable[[str], None] | None = None
    ) -> None:
        self._guard, self._bounds, self._check = guard, bounds or ByteBounds(), check
        self.token = secrets.token_urlsafe(24)
        self._expected = b"Basic " + base64.b64encode(f"{USER}:{self.token}".encode())
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.page_bytes, self.total_bytes = 0, 0
        self.refused: list[str] = []
        """What the guard refused since the last :meth:`begin_page`, at most a hundred."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Begin to listen on a port of 127.0.0.1 that the system chooses."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_HEAD)

    @property
    def port(self) -> int:
        """Where it listens; 0 while it does not."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else 0

    def begin_page(self) -> None:
        """A page begins: its bytes count anew, and what the last one left open is closed."""
        self.page_bytes = 0
        self.refused.clear()
        for writer in list(self._writers):
            writer.close()

    async def close(self) -> None:
        """Stop, with all connections."""
        server, self._server = self._server, None
        if server:
            server.close()
        self.begin_page()
        if server:
            with suppress(TimeoutError):
                await asyncio.wait_for(server.wait_closed(), 5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._answer(reader, writer)
        except _Refusal as refusal:
            with suppress(OSError):
                writer.write(refusal.answer())
                await asyncio.wait_for(writer.drain(), _IDLE_SECONDS)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            pass  # either side hung up, or said what is no HTTP
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._writers) > _MOST_CONNECTIONS:
            raise _Refusal(b"503 Too Many Connections", "too many connections")
        method, target, headers = _request(await _head(reader))
        self._authorize(headers)
        tunnel = method == b"CONNECT"
        url = f"https://{target}/" if tunnel else target
        far_reader, far_writer = await self._connect(url)
        self._writers.add(far_writer)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(_origin_form(method, url, headers))
            back = self._pipe(far_reader, writer) if tunnel else self._answer_back(far_reader, writer)
            await _first(asyncio.create_task(_copy(reader, far_writer)), asyncio.create_task(back))
        finally:
            self._writers.discard(far_writer)
            far_writer.close()

    def _authorize(self, headers: list[bytes]) -> None:
        """Raises a refusal unless the request has the token."""
        said = next((line for line in headers if line.lower().startswith(b"proxy-authorization:")), b"")
        if not hmac.compare_digest(said.partition(b":")[2].strip(), self._expected):
            challenge = b'Proxy-Authenticate: Basic realm="junket"\r\n'
            raise _Refusal(b"407 Proxy Authentication Required", "no token", challenge)

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the URL's server at an address that the guard permits."""
        try:
            parts = urlsplit(url)
            host, port = plain_host(parts.hostname or ""), parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise _Refusal(b"400 Bad Request", "no address") from None
        if parts.scheme not in ("http", "https"):
            raise _Refusal(b"400 Bad Request", "not an http or https address")
        if not self._guard.permits(host, port) and (problem := host_problem(host)):
            raise self._refuse(host, port, problem)
        try:
            if self._check:
                self._check(url)
        except IgnoreRequest:
            raise self._refuse(host, port, "blocked in this home") from None
        for address in await self._permitted(host, port):
            with suppress(OSError, TimeoutError):
                return await asyncio.wait_for(asyncio.open_connection(address, port, limit=_MAX_HEAD), _IDLE_SECONDS)
        raise _Refusal(b"502 Bad Gateway", "no connection")

    async def _permitted(self, host: str, port: int) -> list[str]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise _Refusal(b"502 Bad Gateway", "unknown host") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        problems = {address: self._guard.peer_problem(host, port, address) for address in addresses}
        permitted = [address for address, problem in problems.items() if problem is None]
        if not permitted:
            raise self._refuse(host, port, next(iter(problems.values()), None) or "no address")
        return permitted

    def _refuse(self, host: str, port: int, problem: str) -> _Refusal:
        if len(self.refused) < 100:  # noqa: PLR2004 - enough to see what a page is about
            self.refused.append(f"{host}:{port}: {problem}")
        return _Refusal(b"403 Forbidden", problem)

    async def _answer_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One answer, then the end: a connection that were kept would send the next request to this server too."""
        head = await _head(reader)
        self._count(len(head))
        lines = [line for line in head.split(b"\r\n") if line and not line.lower().startswith(_NO_HOPS)]
        if lines and b" 101" in lines[0][:13]:
            raise EOFError  # nobody may go on in another protocol
        writer.write(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
        await self._pipe(reader, writer)

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _copy(reader, writer, self._count)

    def _count(self, number: int) -> None:
        """Raises EOFError where a bound is reached."""
        self.page_bytes += number
        self.total_bytes += number
        if self.page_bytes > self._bounds.page or self.total_bytes > self._bounds.total:
            raise EOFError


async def _head(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _IDLE_SECONDS)


def _request(head: bytes) -> tuple[bytes, str, list[bytes]]:
    """Method, target and header lines. A refusal where they are none."""
    first, *headers = head.rstrip(b"\r\n").split(b"\r\n")
    words = first.split(b" ")
    if len(words) != 3 or not words[1].isascii() or not words[2].startswith(b"HTTP/1."):  # noqa: PLR2004 - RFC 9112, 3
        raise _Refusal(b"400 Bad Request", "no request")
    return words[0], words[1].decode(), headers


def _origin_form(method: bytes, url: str, headers: list[bytes]) -> bytes:
    """The request as the server itself gets it."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in headers if not line.lower().startswith(_NO_HOPS)]
    return b"\r\n".join([b"%s %s HTTP/1.1" % (method, target.encode()), *kept, b"Connection: close", b"", b""])


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: Callable[[int], None] | None = None
) -> None:
    while piece := await asyncio.wait_for(reader.read(_PIECE), _IDLE_SECONDS):
        if count:
            count(len(piece))
        writer.write(piece)
        await asyncio.wait_for(writer.drain(), _IDLE_SECONDS)


async def _first(sending: asyncio.Task[None], answering: asyncio.Task[None]) -> None:
    """Both ways until the answer has ended, or the client went."""
    try:
        await asyncio.wait({sending, answering}, return_when=asyncio.FIRST_COMPLETED)
        if sending.done() and not sending.cancelled() and sending.exception() is None:
            await answering  # a client may end its side and still listen
    finally:
        for task in (sending, answering):
            task.cancel()
        await asyncio.gather(sending, answering, return_exceptions=True)
