"""Hosts that people have blocked in a home: nothing is fetched from them, from the next seconds of a running crawl on.

``HOME/overrides/blocked.toml`` holds them, since a person decided it: ``hosts = ["example.org"]``. A host stands for
itself and all below it (``www.example.org``); with a port it stands for that server alone.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request
from scrapy.settings import BaseSettings

from junket.crawlers.errors import UsageProblem
from junket.crawlers.folder import make_folder, sync_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.network.guard import plain_host
from junket.crawlers.secrets import mask_secrets
from junket.crawlers.urls import check_url

FILE_NAME = "blocked.toml"
POLL_SECONDS = 2.0
"""How old a running crawl's knowledge of the file may be."""
_MAX_BYTES = 4 * 1024 * 1024
_HEAD = "# Nothing is fetched from these hosts and all below them. Made by `junket block`; a running crawl reads it.\n"


class HostBlocked(IgnoreRequest):
    """A request to a host that a person has blocked."""

    def __init__(self, url: str, host: str) -> None:
        super().__init__(f"Blocked in this home: {mask_secrets(url)}")
        self.url, self.host = url, host
        self.problem = f"{host} is blocked in this home"


def host_of(text: str) -> str:
    """The host that a person means by ``example.org``, ``example.org:8000`` or a URL. Raises UsageProblem."""
    parts = urlsplit(check_url(text))
    host = plain_host(parts.hostname or "")
    return f"{host}:{parts.port}" if parts.port else host


def read_blocked(home: Home) -> frozenset[str]:
    """The blocked hosts. UsageProblem where the file is not right, HomeProblem where it cannot be read."""
    path = _path(home)
    with home_errors(path):
        try:
            data = path.read_bytes()[:_MAX_BYTES]
        except FileNotFoundError:
            return frozenset()
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise UsageProblem(str(path), f"is no TOML: {error}", "mend that line") from error
    hosts = table.get("hosts")
    if set(table) != {"hosts"} or not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise UsageProblem(
            str(path), "hosts: must be the only key, and a list of hosts", 'as in hosts = ["example.org"]'
        )
    return frozenset(host_of(host) for host in hosts)


def change_blocked(home: Home, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> frozenset[str]:
    """The blocked hosts after the change, which is on disk whole or not at all. UsageProblem, HomeProblem."""
    hosts = (read_blocked(home) | {host_of(text) for text in add}) - {host_of(text) for text in remove}
    rows = "".join(f"  {json.dumps(host)},\n" for host in sorted(hosts))
    path = _path(home)
    with home_errors(path):
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".blocked-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{_HEAD}hosts = [\n{rows}]\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
            sync_folder(path.parent)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    return hosts


class BlockList:
    """The blocked hosts of a home during a run; read again when the file has changed."""

    def __init__(self, home: Home) -> None:
        """Raises UsageProblem and HomeProblem where the file is not right."""
        self._home = home
        self._hosts = read_blocked(home)
        self._stamp, self._looked_at = self._stamp_now(), monotonic()

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> BlockList | None:
        """The list of the home that ``JUNKET_HOME`` names; None without one."""
        return cls(Home(Path(home))) if (home := settings.get("JUNKET_HOME")) else None

    def check(self, url: str) -> None:
        """Raises HostBlocked."""
        self._look()
        if self._hosts and (host := self._blocked(url)):
            raise HostBlocked(url, host)

    def _blocked(self, url: str) -> str:
        parts = urlsplit(url)
        host = plain_host(parts.hostname or "")
        if f"{host}:{parts.port}" in self._hosts:
            return f"{host}:{parts.port}"
        labels = host.split(".")
        above = (".".join(labels[at:]) for at in range(len(labels)))
        return next((name for name in above if name in self._hosts), "")

    def _look(self) -> None:
        if monotonic() - self._looked_at < POLL_SECONDS:
            return
        self._looked_at = monotonic()
        if (stamp := self._stamp_now()) != self._stamp:
            # A file that someone is still writing by hand: what was known holds until it is right again.
            with suppress(UsageProblem):
                self._hosts, self._stamp = read_blocked(self._home), stamp

    def _stamp_now(self) -> tuple[int, int, int]:
        try:
            found = _path(self._home).stat()
        except OSError:
            return 0, 0, 0
        return found.st_mtime_ns, found.st_size, found.st_ino


class BlockMiddleware:
    """Downloader middleware: a blocked host is not asked for anything, its robots.txt included."""

    def __init__(self, blocks: BlockList) -> None:
        self.blocks = blocks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BlockMiddleware:
        """Scrapy's way to build it; off without a home."""
        if not (blocks := BlockList.from_settings(crawler.settings)):
            raise NotConfigured
        return cls(blocks)

    def process_request(self, request: Request) -> None:
        """Raises HostBlocked."""
        self.blocks.check(request.url)


def _path(home: Home) -> Path:
    return home.path / "overrides" / FILE_NAME
