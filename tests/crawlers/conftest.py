"""Real servers on 127.0.0.1 and real runs in processes of their own (Twisted's reactor starts once)."""

from __future__ import annotations

import json
import subprocess
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import forked
import pytest

Answer = tuple[int, dict[str, str], bytes]
Route = Answer | Callable[[BaseHTTPRequestHandler], Answer | None]


@dataclass
class Server:
    """A web server on a port of its own. ``routes`` by path (``*`` for all others); ``seen`` in order of arrival."""

    port: int
    routes: dict[str, Route]
    seen: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    host: str = "127.0.0.1"

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


@pytest.fixture
def html() -> Callable[..., Answer]:
    """A small page as an answer."""

    def answer(text: str = "Ada made a film about bread.") -> Answer:
        body = f"<html><head><title>Bread</title></head><body><p>{text}</p></body></html>"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()

    return answer


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.seen.append(self.path)
            server.headers.append(dict(self.headers))
            route = server.routes.get(self.path, server.routes.get("*", (404, {}, b"nothing here")))
            answer = route(self) if callable(route) else route
            if answer is None:  # the route spoke for itself
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """No noise."""

    return Handler


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers; ``wrap`` may put a socket into TLS."""
    running: list[ThreadingHTTPServer] = []

    def start(
        routes: dict[str, Route], wrap: Callable[[Any], Any] | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> Server:
        server = Server(0, routes, host=host)
        http = _Quiet((host, port), _handler(server))
        if wrap:
            http.socket = wrap(http.socket)
        server.port = http.server_port
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(http)
        return server

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


_FETCH = """
    import json, sys
    from junket.crawlers.run.run import fetch
    from junket.crawlers.errors import JunketError
    given = json.load(sys.stdin)
    try:
        outcomes = fetch(given.pop("urls"), **given)
    except JunketError as error:
        print(json.dumps({"raised": type(error).__name__, "line": str(error), "code": int(error.exit_code)}))
        raise SystemExit
    for outcome in outcomes:
        page, error = outcome.page, outcome.error
        print(json.dumps({
            "url": outcome.url,
            "page": page and {name: getattr(page, name) for name in (
                "url", "status", "media_type", "charset", "requested_url", "robots", "robots_rule", "named",
                "archived_from", "truncated")} | {
                "body": page.body.decode("utf-8", "replace"), "fetched_at": page.fetched_at.isoformat(),
                "warc": page.location and page.location.file, "headers": page.headers},
            "error": error and type(error).__name__,
            "line": error and str(error),
            "code": error and int(error.exit_code),
        }))
"""


def _run_script(script: str, given: Any = None, **options: Any) -> subprocess.CompletedProcess[str]:
    return forked.run(["-c", textwrap.dedent(script)], given=json.dumps(given), timeout=60, **options)


@pytest.fixture
def run_script() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python code in the checkout, in a process of its own; the second argument is JSON on its stdin."""
    return _run_script


@pytest.fixture
def fetched() -> Callable[..., list[dict[str, Any]]]:
    """``crawlers.run.fetch`` in a process of its own: the outcomes as dictionaries. It must keep stderr empty."""

    def run(*urls: str, allow: tuple[Server, ...] = (), env: dict[str, str] | None = None, **options: Any) -> Any:
        given = {"urls": urls, "allow_private": [server.place for server in allow], **options}
        done = _run_script(_FETCH, given, env=env)
        assert done.stderr == ""
        assert done.returncode == 0
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
