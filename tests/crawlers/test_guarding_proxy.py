"""The browser's proxy, without a browser: who may use it, where it leads, how much it lets through."""

from __future__ import annotations

import asyncio
import base64
import socket

import pytest

from junket.crawlers.network.guard import Guard
from junket.crawlers.polite.blocks import HostBlocked
from junket.crawlers.render.proxy import USER, ByteBounds, GuardingProxy

PAGE = b"<p>behind the lamp</p>"


def ask(proxy, request):
    """What the proxy answers to ``request``; {token} is its own."""

    async def talk():
        async with proxy:
            token = base64.b64encode(f"{USER}:{proxy.token}".encode()).decode()
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(request.replace("{token}", token).encode())
            answer = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            return answer

    return asyncio.run(talk())


def get(url, host="film.example"):
    return f"GET {url} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: Basic {{token}}\r\n\r\n"


@pytest.fixture
def server(serve):
    return serve({"*": (200, {"Content-Type": "text/html"}, PAGE)})


def test_an_allowed_server_is_asked_without_the_token(server):
    answer = ask(GuardingProxy(Guard.allowing([server.place])), get(server.url("/a?b=1"), server.place))
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(PAGE)
    assert server.seen == ["/a?b=1"]
    assert "proxy-authorization" not in {name.lower() for name in server.headers[0]}
    assert b"Connection: close" in answer


@pytest.mark.parametrize("line", ["", "Proxy-Authorization: Basic bm9ib2R5Og==\r\n"])
def test_who_has_no_token_is_refused(server, line):
    proxy = GuardingProxy(Guard.allowing([server.place]))
    answer = ask(proxy, f"GET {server.url('/')} HTTP/1.1\r\nHost: x\r\n{line}\r\n")
    assert answer.startswith(b"HTTP/1.1 407")
    assert server.seen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_private_addresses_are_refused_for_http_and_for_tunnels(server, host):
    for request in (
        get(f"http://{host}:{server.port}/"),
        f"CONNECT {host}:{server.port} HTTP/1.1\r\nProxy-Authorization: Basic {{token}}\r\n\r\n",
    ):
        proxy = GuardingProxy(Guard())
        assert ask(proxy, request).startswith(b"HTTP/1.1 403")
    assert server.seen == []


def test_a_name_is_judged_by_the_address_that_is_connected_to(server, monkeypatch):
    """DNS rebinding: a public answer at first does not help, since each connection resolves and judges anew."""
    answers = iter(["127.0.0.1", "93.184.216.34"])
    asked = []

    def getaddrinfo(host, port, *_args, **_more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    proxy = GuardingProxy(Guard())

    async def permitted():
        return await proxy._permitted("film.example", server.port)

    with pytest.raises(Exception, match="loopback"):
        asyncio.run(permitted())
    assert asyncio.run(permitted()) == ["93.184.216.34"]
    assert asked == ["film.example"] * 2


def test_a_tunnel_passes_bytes_both_ways(server):
    request = f"CONNECT {server.place} HTTP/1.1\r\nProxy-Authorization: Basic {{token}}\r\n\r\n"
    inner = "GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = ask(GuardingProxy(Guard.allowing([server.place])), request + inner)
    assert answer.startswith(b"HTTP/1.1 200 Connection established")
    assert answer.endswith(PAGE)
    assert server.seen == ["/inside"]


@pytest.mark.parametrize("bounds", [ByteBounds(page=50_000), ByteBounds(total=50_000)])
def test_bytes_are_bounded(serve, bounds):
    server = serve({"*": (200, {}, b"x" * 5_000_000)})
    answer = ask(GuardingProxy(Guard.allowing([server.place]), bounds), get(server.url("/")))
    assert len(answer) < 1_000_000


def test_a_blocked_host_is_not_asked(server):
    def check(url):
        raise HostBlocked(url, "film.example")

    answer = ask(GuardingProxy(Guard.allowing([server.place]), check=check), get(server.url("/")))
    assert answer.startswith(b"HTTP/1.1 403")
    assert server.seen == []


@pytest.mark.parametrize(
    "request_line", ["GET / HTTP/1.1", "GET ftp://a/ HTTP/1.1", "nonsense", "GET http://[ HTTP/1.1"]
)
def test_what_is_no_request_is_a_bad_one(request_line):
    answer = ask(GuardingProxy(Guard()), f"{request_line}\r\nProxy-Authorization: Basic {{token}}\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
