"""The address guard: what Junket refuses to connect to.

A page, a redirect, a sitemap or a robots.txt can name any address, and so make a crawler read what
only its own machine or network can reach. The guard refuses addresses that are not public, by the
IANA special-purpose registries (RFC 6890 and its updates, as in :mod:`ipaddress`) and a few networks
beside them. Exceptions are exact: ``HOST:PORT`` as the URL writes it.

This file decides; ``crawlers/network/connection.py`` asks it before each connection.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.settings import BaseSettings

from junket.crawlers.errors import UsageProblem
from junket.crawlers.secrets import mask_secrets

DEFAULT_PORTS = {"http": 80, "https": 443}

_ALSO_REFUSED = (
    IPv4Network("192.0.0.0/24"),  # RFC 6890: protocol assignments, anycast services included
    IPv4Network("192.88.99.0/24"),  # RFC 7526: 6to4 relay anycast, withdrawn
    IPv6Network("3fff::/20"),  # RFC 9637: documentation, newer than ipaddress in Python 3.11
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291 2.5.5.1: the same, deprecated
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")


class Refused(IgnoreRequest):
    """A request that the guard stops. ``problem`` says why, in words for a person."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"Refused by the address guard: {mask_secrets(url)}: {problem}")
        self.url, self.problem = url, problem


def address_problem(text: str) -> str | None:
    """Why the IP address must not be contacted (``a loopback address``), or None where it is public.

    An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64) is judged
    by both. What is no IP address is a problem too.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return "not an IP address"
    if isinstance(address, IPv6Address):
        for inner in _embedded(address):
            if problem := _problem_of(inner):
                return f"{problem} inside an IPv6 address"
        if address in _NAT64:  # the way to public IPv4 on IPv6-only networks
            return None
    return _problem_of(address)


def _embedded(address: IPv6Address) -> list[IPv4Address]:
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _problem_of(address: IPv4Address | IPv6Address) -> str | None:
    kinds = {
        "an unspecified address": address.is_unspecified,
        "a loopback address": address.is_loopback,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "a private address": address.is_private or getattr(address, "is_site_local", False),
        "a reserved address": address.is_reserved or not address.is_global,
        "a special-purpose address": any(address in network for network in _ALSO_REFUSED),
    }
    return next((name for name, holds in kinds.items() if holds), None)


def host_problem(host: str) -> str | None:
    """Why a host as a URL writes it must not be contacted, as far as its spelling tells.

    Names that resolve to a private address pass here; the connection is checked for that.
    Numbers in any form but four decimal octets (``2130706433``, ``0x7f.1``, ``0177.0.0.1``) are
    refused outright: browsers read them as IPv4 addresses (WHATWG URL, "ends in a number"), honest
    links do not use them.
    """
    plain = plain_host(host)
    if not plain:
        return "no host"
    try:
        ip_address(plain)
    except ValueError:
        pass
    else:
        return address_problem(plain)
    if _NUMBER.fullmatch(plain.rpartition(".")[2]):
        return "an IP address in an unusual notation"
    if plain == "localhost" or plain.endswith(".localhost"):  # RFC 6761 6.3
        return "a loopback address"
    return None


def plain_host(host: str) -> str:
    """The host for comparing: compatibility characters folded, lower case, no brackets, no final dot."""
    bare, folded = "", unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()  # IDNA reads U+3002 as a dot
    while bare != folded:
        bare, folded = folded, folded.strip().strip("[]").rstrip(".")
    return bare


def host_and_port(text: str) -> tuple[str, int]:
    """``127.0.0.1:8000`` or ``[::1]:8000`` as a pair. Raises UsageProblem for anything else."""
    host, colon, port = text.strip().rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    valid = colon and host and (bracketed or ":" not in host) and port.isascii() and port.isdigit()
    if not valid or not 0 < int(port[:6]) < 65536 or any(mark in host for mark in "/@?#*"):  # noqa: PLR2004 - TCP's ports
        raise UsageProblem(text, "is no HOST:PORT", "name one server exactly, for example 127.0.0.1:8000")
    return plain_host(host), int(port)


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard with its exceptions: pairs of host (as :func:`plain_host`) and port."""

    allowed: frozenset[tuple[str, int]] = field(default_factory=frozenset)

    @classmethod
    def allowing(cls, exceptions: Iterable[str]) -> Guard:
        """A guard with the given ``HOST:PORT`` exceptions. Raises UsageProblem."""
        return cls(frozenset(host_and_port(text) for text in exceptions))

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Guard:
        """The guard as the setting ``JUNKET_ALLOW_PRIVATE`` (a list of ``HOST:PORT``) has it."""
        return cls.allowing(settings.getlist("JUNKET_ALLOW_PRIVATE"))

    def permits(self, host: str, port: int | None) -> bool:
        """Whether an exception names this server, in the very spelling of the URL."""
        return port is not None and (plain_host(host), port) in self.allowed

    def url_problem(self, url: str) -> str | None:
        """Why the URL must not be fetched, as far as its text tells; None where it may be tried."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)
        except ValueError:
            return "not a valid address"
        if parts.scheme not in DEFAULT_PORTS:
            return "not an http or https address"
        return None if self.permits(host, port) else host_problem(host)

    def peer_problem(self, host: str, port: int, address: str) -> str | None:
        """Why the server behind ``host`` must not be contacted at the resolved ``address``."""
        return None if self.permits(host, port) else address_problem(address)


class GuardMiddleware:
    """Downloader middleware that refuses what a URL's text already gives away, before robots.txt is asked.

    The check that counts is at the connection (:mod:`junket.crawlers.network.connection`); this one saves the
    round trip and also holds where a proxy makes the connections.
    """

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Scrapy's way to build it. UsageProblem for a malformed exception."""
        return cls(Guard.from_settings(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Raises :class:`Refused`, or lets the request pass."""
        if problem := self.guard.url_problem(request.url):
            raise Refused(request.url, problem)
