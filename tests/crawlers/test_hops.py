from __future__ import annotations

import pytest

NOWHERE = [
    "javascript:alert(1)", "unix:/var/run/a.sock", "mailto:ada@film.example", "data:text/html,x", "file:///etc/passwd",
    "about:blank", "tel:1", "http://127.0.0.1:99999999/", "http://127.0.0.1:0/", "http://127.0.0.1:port/",
    "http://127.0.0.1:80:90/", "http://[::1", "//[", "http://ex ample/", "http://%zz/", "http://a..b/",
    f"http://{'a' * 300}.example/", "http://\u202e.example/",
]  # fmt: skip


def a_page(head: str, headers: dict[str, str] | None = None):
    body = f"<html><head><title>Bread</title>{head}</head><body><p>Ada made a film about bread.</p></body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"} | (headers or {}), body.encode()


def test_a_page_lives_on_whose_refresh_or_base_leads_nowhere(serve, fetched):
    heads = [f"<meta http-equiv=refresh content='0;url={url}'>" for url in NOWHERE]
    heads += [f"<base href='{url}'><link rel=canonical href='{url}'>" for url in NOWHERE]
    heads += ["<meta http-equiv=refresh content='0;url='>", "<meta http-equiv=refresh content='5;url=#top'>"]
    server = serve({f"/{number}": a_page(head) for number, head in enumerate(heads)})
    outcomes = fetched(*map(server.url, server.routes), allow=(server,))
    assert [outcome["error"] for outcome in outcomes] == [None] * len(heads)
    assert all("Ada made a film" in outcome["page"]["body"] for outcome in outcomes)
    assert sorted(server.seen) == sorted(["/robots.txt", *server.routes])


def test_a_redirect_that_leads_nowhere_is_a_status_without_a_page(serve, fetched):
    routes = {f"/{at}": (302, {"Location": url.encode().decode("latin-1")}, b"") for at, url in enumerate(NOWHERE)}
    server = serve(routes)
    outcomes = fetched(*map(server.url, routes), allow=(server,))
    assert {(outcome["error"], outcome["code"]) for outcome in outcomes} == {("Unreachable", 3)}
    assert all("answers 302, which brings no page" in outcome["line"] for outcome in outcomes)


def test_a_refresh_and_a_redirect_to_another_page_are_followed(serve, fetched):
    server = serve(
        {
            "/a": a_page("<meta http-equiv=refresh content='0; url=/c?x=1'>"),
            "/b": (302, {"Location": "/c?x=1#top"}, b""),
            "/c?x=1": a_page("<meta name=c>"),
            "/d": a_page("<meta http-equiv=refresh content='600; url=/c'>"),
        }
    )
    first, second, third = fetched(server.url("/a"), server.url("/b"), server.url("/d"), allow=(server,))
    assert [each["page"]["url"] for each in (first, second)] == [server.url("/c?x=1")] * 2
    assert third["page"]["url"] == server.url("/d")


@pytest.mark.parametrize("label", ["hex", "idna", "undefined", "rot13", "punycode", "utf-7"])
def test_a_page_comes_whatever_charset_it_states(serve, fetched, label):
    server = serve(
        {
            "/head": a_page("", {"Content-Type": f"text/html; charset={label}"}),
            "/meta": a_page(f"<meta charset={label}>", {"Content-Type": "text/html"}),
            "/on": a_page(
                "<meta http-equiv=refresh content='0; url=/meta'>", {"Content-Type": f"text/html;charset={label}"}
            ),
        }
    )
    outcomes = fetched(server.url("/head"), server.url("/meta"), server.url("/on"), allow=(server,))
    assert [outcome["page"]["url"] for outcome in outcomes] == [
        server.url(path) for path in ("/head", "/meta", "/meta")
    ]
