"""Where the guard stands: at each new connection, on the addresses that the name really resolves to.

Twisted resolves a host through the reactor's name resolver and connects to just these addresses.
:class:`GuardedResolver` sits there and lets only permitted ones through, so no byte and no
connection goes to a refused address: not on a redirect, not for robots.txt or a sitemap, and not
when a name resolves differently the second time (DNS rebinding).
"""

# ruff: noqa: ANN401, N802, N803 - Twisted's interfaces name these methods and their arguments, and are no types
from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Request, Response
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from junket.crawlers.network.guard import DEFAULT_PORTS, Guard, Refused, plain_host
from junket.crawlers.network.header_bound import bounded
from junket.crawlers.network.tls import VerifyingPolicy
from junket.crawlers.polite.blocks import BlockList
from junket.crawlers.polite.politeness import Politeness

_MOST_REFUSALS = 10_000


@implementer(IResolutionReceiver)
class _Sieve:
    """Hands on the permitted addresses of one resolution and remembers why others were not."""

    def __init__(self, receiver: Any, guard: Guard, host: str, port: int) -> None:
        self._receiver, self._guard, self._host, self._port = receiver, guard, host, port
        self._passed = False
        self.refusal: str | None = None

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        peer = str(getattr(address, "host", ""))
        if problem := self._guard.peer_problem(self._host, self._port, peer):
            self.refusal = f"{problem} ({peer})"
        else:
            self._passed = True
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        if self._passed:
            self.refusal = None
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """A name resolver that answers with permitted addresses only.

    The resolver interface has no word for "refused": a name left without addresses looks unknown.
    :meth:`refusal` tells the two apart.
    """

    def __init__(self, inner: Any, guard: Guard) -> None:
        self.inner, self.guard = inner, guard
        self._sieves: dict[tuple[str, int], _Sieve] = {}

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Resolve, as :class:`twisted.internet.interfaces.IHostnameResolver` says; the receiver hears less."""
        sieve = _Sieve(resolutionReceiver, self.guard, hostName, portNumber)
        if len(self._sieves) >= _MOST_REFUSALS:
            self._sieves.clear()
        self._sieves[plain_host(hostName), portNumber] = sieve
        return self.inner.resolveHostName(sieve, hostName, portNumber, addressTypes, transportSemantics)

    def refusal(self, host: str, port: int) -> str | None:
        """Why the last resolution of this server gave nothing; None when the guard was not the reason."""
        sieve = self._sieves.get((plain_host(host), port))
        return sieve.refusal if sieve else None


@implementer(IResolutionReceiver)
class _Addresses:
    """Gathers the addresses of one resolution; ``all`` is awaited."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self.all: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()

    def resolutionBegan(self, resolution: Any) -> None:
        """Nothing to note."""

    def addressResolved(self, address: Any) -> None:
        self._found.append(str(getattr(address, "host", "")))

    def resolutionComplete(self) -> None:
        if not self.all.done():
            self.all.set_result(self._found)


class BrokenOff(DownloadFailedError):
    """A connection that ended before the answer's headers had come: what may pass, and is worth a second try."""


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's http and https handler behind the guard, with certificates verified.

    ``DOWNLOAD_VERIFY_CERTIFICATES = False`` leaves TLS as Scrapy has it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        self._guard = Guard.from_settings(crawler.settings)
        self._blocks = BlockList.from_settings(crawler.settings)
        pool: Any = self._pool
        pool.retryAutomatically = False  # at once, whatever the host's pace: ours wait for their turn
        pool._factory = bounded(pool._factory)  # noqa: SLF001 - Scrapy sets its own there, and has no other door
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self._contextFactory: Any = VerifyingPolicy()

    async def download_request(self, request: Request) -> Response:
        """The response. Raises :class:`Refused` where the guard stops the connection."""
        proxy = request.meta.get("proxy")
        host, port = _server(proxy or request.url)
        if self._blocks:  # once more: it may have waited in its host's queue for minutes
            self._blocks.check(request.url)
        if not _resolvable(host):
            raise CannotResolveHostError(f"{host!r} is no host name")
        resolver = self._stand_guard(host, port, tunnel=bool(proxy))
        if proxy:
            await self._look_behind(request.url, resolver)
        try:
            response = await super().download_request(request)
        except CannotResolveHostError:
            if refusal := resolver.refusal(host, port):
                raise Refused(request.url, refusal + (f" of the proxy {host}:{port}" if proxy else "")) from None
            raise
        except DownloadFailedError as error:
            raise _broken_off(error) from error.__cause__
        finally:
            if politeness := self._crawler.get_downloader_middleware(Politeness):
                politeness.ended(request)
        self._check_peer(request, response, resolver.guard)
        return response

    def _stand_guard(self, host: str, port: int, *, tunnel: bool) -> GuardedResolver:
        """The reactor's resolver, guarded. Asked anew each time: a process start installs its own resolver."""
        from twisted.internet import reactor as installed  # noqa: PLC0415 - importing it earlier would install the wrong one

        reactor: Any = installed
        guard = self._guard
        if tunnel and guard.permits(host, port):
            guard = Guard(guard.allowed | {(host, 0)})  # the name of a tunnel's proxy is resolved without its port
        current = reactor.nameResolver
        if not isinstance(current, GuardedResolver):
            current = GuardedResolver(current, guard)
            reactor.installNameResolver(current)
        current.guard = guard
        return current

    async def _look_behind(self, url: str, resolver: GuardedResolver) -> None:
        """Behind a proxy nobody sees what is connected to: what the name resolves to here, where it does, must do."""
        host, port = _server(url)
        if not _resolvable(host):
            return
        addresses = _Addresses()
        resolver.inner.resolveHostName(addresses, host, port)
        for address in await addresses.all:
            if problem := self._guard.peer_problem(host, port, address):
                raise Refused(url, f"{problem} ({address})")

    def _check_peer(self, request: Request, response: Response, guard: Guard) -> None:
        """A second lock: should a connection ever come about beside the resolver, its bytes go no further."""
        peer = response.ip_address
        if peer is None or request.meta.get("proxy"):
            return
        if problem := guard.peer_problem(*_server(request.url), str(peer)):
            raise Refused(request.url, f"{problem} ({peer})")


def _broken_off(error: DownloadFailedError) -> DownloadFailedError:
    """The error, as :class:`BrokenOff` where the connection just ended."""
    reasons = getattr(error.__cause__, "reasons", None) or ()
    ended = bool(reasons) and all(reason.check(ConnectionDone, ConnectionLost) for reason in reasons)
    return BrokenOff(str(error)) if ended else error


def _server(url: str) -> tuple[str, int]:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return plain_host(parts.hostname or ""), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def _resolvable(host: str) -> bool:
    """Whether the platform's resolver can be asked at all: it raises on empty and overlong labels."""
    try:
        return bool(host) and bool(host.encode("idna"))
    except UnicodeError:
        return False
