"""An entry of the frontier: a request in plain values, so that it can wait on disk and in any process.

Never pickle: what is read back is data, and data runs no code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from scrapy import Spider
from scrapy.http import Request
from twisted.python.failure import Failure

from junket.crawlers.errors import JunketError
from junket.crawlers.urls import canonicalize, document_id

LEASE = "junket_lease"
"""``meta`` key of a request that the frontier handed out: the lease's number."""

Scalar = str | int | float | bool | None
Errback = Callable[[Failure], Any]


class FrontierEntry(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What the frontier keeps of a request. ``callback`` and ``errback`` name methods of the spider."""

    url: str
    callback: str = ""
    errback: str = ""
    priority: int = 0
    """The higher, the earlier, among the entries of one host."""
    via: str = ""
    """The page that named it."""
    unfiltered: bool = False
    """Wanted even where the same document was asked for before."""
    meta: dict[str, Scalar] = {}

    @property
    def host(self) -> str:
        """``host`` or ``host:port``: entries of one host wait in one queue."""
        return urlsplit(self.url).netloc.lower()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(FrontierEntry)


def pack(entry: FrontierEntry) -> bytes:
    """The entry as bytes (MessagePack)."""
    return _encoder.encode(entry)


def unpack(data: bytes) -> FrontierEntry:
    """The entry that :func:`pack` made bytes of. msgspec.MsgspecError for any other bytes."""
    return _decoder.decode(data)


def document_key(url: str) -> int:
    """64 bits, signed, the same for all spellings of one document's address (``crawlers.urls.document_id``)."""
    return int(document_id(canonicalize(url) or url), 16) - 2**63


def entry_of(request: Request, spider: Spider) -> FrontierEntry:
    """The entry that stands for ``request``. JunketError where plain values cannot hold all of it."""
    if problem := _not_plain(request):
        raise JunketError(request.url, f"the frontier cannot keep this request: {problem}", "ask for it by GET")
    referer = request.headers.get("Referer") or b""
    return FrontierEntry(
        url=request.url,
        callback=_name(request.callback, spider, request),
        errback=_name(request.errback, spider, request),
        priority=request.priority,
        via=referer.decode("latin-1"),
        unfiltered=request.dont_filter,
        meta=dict(request.meta),
    )


def request_of(entry: FrontierEntry, spider: Spider, lease: int, wrap: Callable[[Errback | None], Errback]) -> Request:
    """The request that an entry stands for, under a lease; ``wrap`` goes around its errback."""
    errback = getattr(spider, entry.errback) if entry.errback else None
    return Request(
        entry.url,
        callback=getattr(spider, entry.callback) if entry.callback else None,
        errback=wrap(errback),
        headers={"Referer": entry.via} if entry.via else None,
        priority=entry.priority,
        dont_filter=entry.unfiltered,
        meta={**entry.meta, LEASE: lease},
    )


def _not_plain(request: Request) -> str:
    """What of the request is more than an entry holds; empty for nothing."""
    if request.method != "GET" or request.body:
        return f"a {request.method} with {len(request.body)} bytes of body"
    if extra := {name.decode("latin-1") for name in request.headers} - {"Referer"}:
        return f"headers of its own ({', '.join(sorted(extra))})"
    if request.cookies or request.cb_kwargs:
        return "cookies or cb_kwargs"
    odd = [name for name, value in request.meta.items() if not isinstance(value, (str, int, float, bool, type(None)))]
    return f"meta values that are no plain values ({', '.join(sorted(odd))})" if odd else ""


def _name(method: object, spider: Spider, request: Request) -> str:
    """The name of a spider's method, empty for none."""
    if method is None:
        return ""
    name = getattr(method, "__name__", "")
    if getattr(method, "__self__", None) is not spider or getattr(spider, name, None) != method:
        problem = f"the frontier cannot keep this request: {method!r} is no method of the spider"
        raise JunketError(request.url, problem, "name a method of the spider")
    return cast("str", name)
