"""A site of our own writing on loopback for the crawl benchmarks: articles that lead to each other."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

WORDS = (
    *("film", "bread", "river", "camera", "village", "winter", "story", "actor", "scene", "light", "road", "mother"),
    *("letter", "train", "music", "festival", "audience", "script", "night", "street", "window", "silence", "journey"),
    *("memory", "harbour", "garden", "bridge", "summer", "island", "market"),
)


CHROME = "".join(
    f"<li><a class='menu-item' href='https://elsewhere.example/{word}/{at}'>{word}</a><span>{at} May</span></li>"
    for at, word in enumerate(WORDS * 2)
)
"""Links that lead off the site, so that a page weighs what pages weigh and the crawl stays as it is."""
SCRIPT = "window.settings = {" + ",".join(f"'{word}-{at}': {at}" for at in range(20) for word in WORDS) + "};"


def article(number: int, pages: int, weight: int = 1) -> bytes:
    """Page ``number`` of ``pages``: an interview that links to two further pages and the one before.

    It weighs some 18 kB; ``weight`` times that when asked for: five make a page as news sites have them.
    """
    rng = random.Random(number)
    links = [at for at in (2 * number, 2 * number + 1, number - 1) if 0 < at < pages]
    turns = "".join(
        f"<p><b>Where did {sentence(rng, 6)} begin, in your mind?</b></p><p>It began when {sentence(rng, 40)}.</p>"
        for _ in range(6 * weight)
    )
    anchors = "".join(f"<li><a href='/films/talk-{at}-about-bread'>A talk about bread, {at}</a></li>" for at in links)
    return (
        f"<!doctype html><html lang=en><head><title>Talk {number} about bread</title>"
        f"<meta property='article:published_time' content='2024-05-{1 + number % 28:02}T10:00:00Z'></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>Talk {number} about bread</h1><p>By Ada Example</p>"
        f"<p>We met number {number} to talk about {sentence(rng, 20)}.</p>{turns}</article><ul>{anchors}</ul>"
        f"<aside><ul>{CHROME * weight}</ul></aside><footer>Film Press</footer><script>{SCRIPT * weight}</script>"
        "</body></html>"
    ).encode()


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


class Site:
    """The site on a port of its own; ``seen`` counts requests by page number. A context manager.

    ``latency``: seconds that an answer takes at most; ``keep``: made pages are kept, some 20 kB each.
    """

    def __init__(self, pages: int, *, latency: float = 0.0, weight: int = 1, keep: bool = True) -> None:
        self.pages, self.latency, self.weight, self.keep = pages, latency, weight, keep
        self.seen: Counter[int] = Counter()
        self._made: dict[int, bytes] = {}
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.place = f"127.0.0.1:{self._server.server_port}"
        self.start = f"http://{self.place}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> bytes | None:
        if path == "/":
            return b"<html><body><h1>Films</h1><a href='/films/talk-1-about-bread'>The first talk</a></body></html>"
        parts = path.split("-")
        number = int(parts[1]) if path.startswith("/films/talk-") and parts[1].isdecimal() else 0
        if not 0 < number < self.pages:
            return None
        self.seen[number] += 1
        if self.latency:
            time.sleep(random.uniform(0, self.latency))
        made = self._made.get(number) or article(number, self.pages, self.weight)
        if self.keep:
            self._made[number] = made
        return made


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A client that is killed hangs up."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = site.answer(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """No noise."""

    return Handler
