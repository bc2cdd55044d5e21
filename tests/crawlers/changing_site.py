"""A film press of our own writing on loopback that changes between crawls: edits, additions, moves, losses, redesigns.

It counts what it was asked, by path and status, and knows which requests were conditional.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, Self

WORDS = (
    *("film", "bread", "river", "camera", "village", "winter", "story", "actor", "scene", "light", "road", "mother"),
    *("letter", "train", "music", "festival", "audience", "script", "night", "street", "window", "silence", "journey"),
    *("memory", "harbour", "garden", "bridge", "summer", "island", "market"),
)
PER_LISTING = 20
BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

ETags = Literal["content", "each_request", "none"]
Lastmod = Literal["absent", "honest", "now", "frozen"]


@dataclass
class Site:
    """``pages`` articles on a port of its own; a context manager. All switches may be turned between crawls.

    ``etags``: of the content, another one for each request, or none (Last-Modified goes with the first). ``lastmod``:
    what the sitemap says of its pages; None: there is no sitemap. ``design``: which template; ``weight``: how much
    chrome, in units of some 4 kB.
    """

    pages: int
    etags: ETags = "content"
    lastmod: Lastmod | None = "absent"
    feed: bool = True
    design: int = 1
    weight: int = 3
    edits: Counter[int] = field(default_factory=Counter)
    gone: dict[int, int] = field(default_factory=dict)
    """Number of an article to the status that it answers with."""
    moved: dict[int, str] = field(default_factory=dict)
    edited_at: dict[int, datetime] = field(default_factory=dict)
    seen: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Requests by path and status."""
    conditional: int = 0
    sent: int = 0
    """Bytes of bodies."""

    def __post_init__(self) -> None:
        self._requests = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.place = f"127.0.0.1:{self._server.server_port}"
        self.start = f"http://{self.place}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, number: int) -> str:
        return f"{self.start}talks/talk-{number}-about-bread"

    def edit(self, *numbers: int) -> None:
        """Another sentence in these articles."""
        for number in numbers:
            self.edits[number] += 1
            self.edited_at[number] = datetime.now(UTC)

    def add(self, number: int) -> None:
        """So many new articles, before all others."""
        for fresh in range(self.pages + 1, self.pages + number + 1):
            self.edited_at[fresh] = datetime.now(UTC)
        self.pages += number

    def forget(self) -> None:
        """Count from here on."""
        self.seen.clear()
        self.conditional = self.sent = 0

    def by_status(self) -> Counter[int]:
        """Requests by status, robots.txt and the files of rights left out."""
        found: Counter[int] = Counter()
        for (path, status), times in self.seen.items():
            if path not in ("/robots.txt", "/ai.txt", "/.well-known/tdmrep.json"):
                found[status] += times
        return found

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        with self._lock:
            self._requests += 1
        number = _number(path)
        if number and number in self.gone:
            return self.gone[number], {}, b"<html><title>Gone</title><p>This page is gone.</p></html>"
        if number and number in self.moved:
            return 301, {"Location": self.moved[number]}, b""
        body, kind = self._body(path, number)
        if body is None:
            return 404, {}, b"<html><title>Nothing</title><p>Nothing here.</p></html>"
        said = {"Content-Type": kind, **self._validators(number, body)}
        etag = said.get("ETag")
        if etag and headers.get("if-none-match") == etag:
            return 304, said, b""
        if not etag and said.get("Last-Modified") == headers.get("if-modified-since", ""):
            return 304, said, b""
        return 200, said, body

    def _validators(self, number: int, body: bytes) -> dict[str, str]:
        if self.etags == "none":
            return {}
        if self.etags == "each_request":
            return {"ETag": f'"{self._requests}"'}
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        return {"ETag": tag, "Last-Modified": format_datetime(self._changed(number), usegmt=True)}

    def _changed(self, number: int) -> datetime:
        return self.edited_at.get(number, BEGAN + timedelta(hours=number)).replace(microsecond=0)

    def _body(self, path: str, number: int) -> tuple[bytes | None, str]:
        html = "text/html; charset=utf-8"
        if path == "/":
            return self._listing("Film Press", self.pages, 10, more='<a href="/talks/">All talks</a>'), html
        if path == "/talks/" or path.startswith("/talks/?page="):
            page = int(path.partition("=")[2] or 1)
            first = self.pages - (page - 1) * PER_LISTING
            older = f'<a class="next" rel="next" href="/talks/?page={page + 1}">Older talks</a>'
            return self._listing("All talks", first, PER_LISTING, more=older if first > PER_LISTING else ""), html
        if number:
            return (self._article(number), html) if number <= self.pages else (None, html)
        if path == "/sitemap.xml" and self.lastmod:
            return self._sitemap(), "application/xml"
        if path == "/feed.xml" and self.feed:
            return self._feed(), "application/rss+xml"
        return None, html

    def _listing(self, title: str, first: int, many: int, more: str) -> bytes:
        rows = "".join(
            f'<li><a href="/talks/talk-{at}-about-bread">A talk about bread, the {at}th</a></li>'
            for at in range(first, max(first - many, 0), -1)
        )
        feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">' if self.feed else ""
        return (
            f"<!doctype html><html lang=en><head><title>{title}</title>{feed}</head><body>{self._chrome()}"
            f"<main><h1>{title}</h1><ul>{rows}</ul>{more}</main></body></html>"
        ).encode()

    def _article(self, number: int) -> bytes:
        rng = random.Random(number)
        edit = f" Corrected {self.edits[number]} times since." if self.edits[number] else ""
        turns = "".join(
            f"<p><b>Where did {_sentence(rng, 6)} begin, in your mind?</b></p>"
            f"<p>It began when {_sentence(rng, 40)}.</p>"
            for _ in range(6)
        )
        box, head = ("article", "headline") if self.design == 1 else (f"story-{self.design}", f"top-{self.design}")
        day = BEGAN + timedelta(hours=number)
        return (
            f"<!doctype html><html lang=en><head><title>Talk {number} about bread</title>"
            f"<meta property='article:published_time' content='{day.isoformat()}'></head><body>{self._chrome()}"
            f"<div class='{box}'><h1 class='{head}'>Talk {number} about bread</h1><p class=by>By Ada Example</p>"
            f"<p>We met number {number} to talk about {_sentence(rng, 20)}.{edit}</p>{turns}</div>"
            "<footer>Film Press</footer></body></html>"
        ).encode()

    def _chrome(self) -> str:
        links = "".join(
            f"<li class='menu-item menu-item-{at}'><a href='https://elsewhere.example/{word}/{at}'>{word}</a></li>"
            for at in range(self.weight)
            for word in WORDS
        )
        return f"<nav><a href='/'>Home</a></nav><aside><ul>{links}</ul></aside>"

    def _sitemap(self) -> bytes:
        rows = "".join(f"<url><loc>{self.url(at)}</loc>{self._lastmod(at)}</url>" for at in range(self.pages, 0, -1))
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()

    def _lastmod(self, number: int) -> str:
        match self.lastmod:
            case "honest":
                return f"<lastmod>{self._changed(number).isoformat()}</lastmod>"
            case "now":
                return f"<lastmod>{datetime.now(UTC).isoformat(timespec='seconds')}</lastmod>"
            case "frozen":
                return f"<lastmod>{BEGAN.isoformat()}</lastmod>"
        return ""

    def _feed(self) -> bytes:
        items = "".join(
            f"<item><title>Talk {at}</title><link>{self.url(at)}</link>"
            f"<pubDate>{format_datetime(BEGAN + timedelta(hours=at))}</pubDate></item>"
            for at in range(self.pages, max(self.pages - 10, 0), -1)
        )
        return f"<rss version='2.0'><channel><title>Talks</title>{items}</channel></rss>".encode()


def _number(path: str) -> int:
    """The number in an article's path, 0 for any other."""
    parts = path.split("-")
    return int(parts[1]) if path.startswith("/talks/talk-") and len(parts) > 1 and parts[1].isdecimal() else 0


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said, body = site.answer(self.path, headers)
            site.seen[self.path, status] += 1
            site.conditional += "if-none-match" in headers or "if-modified-since" in headers
            site.sent += len(body)
            self.send_response(status)
            for name, value in said.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """No noise."""

    return Handler
