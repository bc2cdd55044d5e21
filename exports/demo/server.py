"""Serves the demo sites on 127.0.0.1, each on a port of its own, and remembers what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from junket.exports.demo.film_site import SITES, FilmSite, load_site
from junket.exports.demo.routes import Routes


@dataclass(frozen=True, slots=True)
class RunningSite:
    """A site that is being served. ``asked`` are the paths of all requests so far, in order."""

    site: FilmSite
    host: str
    """``127.0.0.1:PORT``, which is also the record's ``site``."""
    asked: list[str] = field(default_factory=list)

    @property
    def start(self) -> str:
        """The URL a crawl starts from."""
        return f"http://{self.host}/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    routes: Routes
    asked: list[str]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        reply = self.server.routes.reply(self.path)
        self.send_response(reply.status)
        for name, value in (("Content-Type", reply.media_type), *reply.headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: the terminal belongs to the crawl."""


@contextmanager
def serve(site: FilmSite) -> Iterator[RunningSite]:
    """``site`` on a free port of 127.0.0.1 until the block ends."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        running = RunningSite(site, f"127.0.0.1:{server.server_address[1]}")
        server.routes, server.asked = Routes(site, f"http://{running.host}"), running.asked
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serve_all() -> Iterator[list[RunningSite]]:
    """All bundled sites at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(serve(load_site(name))) for name in SITES]
