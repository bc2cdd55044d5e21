"""A site that names this machine's own addresses in every way it can: a canary on them hears nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
CRAWL = """
    import json, sys
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    summary = crawl(settings={"ITEM_PIPELINES": {}, "LOG_ENABLED": False,
                              "TWISTED_DNS_RESOLVER": "rebinding.Zone"}, allow=given.pop("allow"), **given)
    print(json.dumps({"reason": summary.finish_reason, "refused": summary.refused}))
"""
REBINDING = """
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer


@implementer(IHostnameResolver)
class Zone:
    '''Names that resolve to this machine: at once, or from the second question on (DNS rebinding).'''

    asked = {}

    def __init__(self, reactor):
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler, reactor):
        return cls(reactor)

    def install_on_reactor(self):
        self.reactor.installNameResolver(self)

    def resolveHostName(self, receiver, name, port=0, types=None, semantics="TCP"):
        receiver.resolutionBegan(None)
        self.asked[name] = self.asked.get(name, 0) + 1
        addresses = {
            "six.example": ["::1", "::ffff:127.0.0.1"],
            "both.example": ["169.254.169.254", "127.0.0.1"],
            "rebound.example": ["203.0.113.7"] if self.asked[name] == 1 else ["127.0.0.1"],
        }.get(name, ["127.0.0.1"] if name.endswith(".example") else [name])
        for address in addresses:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()
"""
HOSTS = [
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
    "0.0.0.0",  # noqa: S104 - to be refused
    "0", "localhost", "LOCALHOST.", "film.localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]", "１２７.0.0.1", "127。0。0。1", "10.0.0.1",
    "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[fe80::1]", "[fd00::1]", "[ff02::1]",
    "name.example", "six.example", "both.example", "rebound.example",
]  # fmt: skip
ODD = ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:text/html,x", "//127.0.0.1:{port}/n"]


WAYS = ("links", "sitemap", "robots", "feed", "go", "refresh", "next", "more", "options", "pages", "atom")
AT_EACH_HOST = ("robots", "rights")
"""Files that are asked once a host: a host for each spelling, whose file leads there by a redirect."""


def hostile(port: int, way: str) -> list[str]:
    """Every spelling, with addresses of the way's own: no document is refused for being met before."""
    return [f"http://{host}:{port}/{way}-{number}-of-some-words" for number, host in enumerate(HOSTS)] + [
        url.replace("{port}", str(port)) for url in ODD
    ]


def test_a_canary_hears_nothing_of_a_crawl(serve, run_script, tmp_path):
    """Links, redirects, meta refresh, sitemaps, robots.txt and feeds, each with every spelling; prints the sum."""
    canary = serve({"*": (200, {"Content-Type": "text/html"}, b"secret")})
    site = serve({})
    ways = {way: hostile(canary.port, way) for way in WAYS}
    links, mapped, robots, fed, going, refreshed, following, more, options, paged, atom = ways.values()
    hosts = {f"{way}-{n}.example": url for way in AT_EACH_HOST for n, url in enumerate(hostile(canary.port, way))}
    sitemaps = [*robots, site.url("/map.xml"), site.url("/pages.xml")]
    hops = [f"/{way}-{number}-of-some-words" for way in ("go", "refresh") for number in range(len(going))]
    site.routes |= {
        "/": page(*links, *hops, head=ahead(following, more, options)),
        "/.well-known/tdmrep.json": lambda asked: led_on(asked, hosts, "rights"),
        "/ai.txt": lambda asked: led_on(asked, hosts, "rights"),
        "/robots.txt": lambda asked: (
            led_on(asked, hosts, "robots") or (200, {}, "\n".join(f"Sitemap: {url}" for url in sitemaps).encode())
        ),
        "/pages.xml": (200, {}, wrap("urlset", "url", paged)),
        "/feed-2": (
            200,
            {},
            feed_of(atom),
        ),
        "/map.xml": (200, {}, wrap("sitemapindex", "sitemap", mapped)),
        "/feed": (200, {}, f"<rss>{''.join(f'<item><link>{url}</link></item>' for url in fed)}</rss>".encode()),
        **{f"/go-{n}-of-some-words": (302, {"Location": latin(url)}, b"") for n, url in enumerate(going)},
        **{
            f"/refresh-{n}-of-some-words": page(head=f"<meta http-equiv=refresh content='0;url={url}'>")
            for n, url in enumerate(refreshed)
        },
    }
    (tmp_path / "rebinding.py").write_text(REBINDING)
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"}
    given = {
        "home": str(tmp_path / "home"),
        "start": [site.url(), *(f"http://{host}:{site.port}/own" for host in hosts)],
        # The crawl may go to all of them, so that it is the guard that stops it.
        "allow": [f"http://{host}:{canary.port}" for host in HOSTS],
        "allow_private": [site.place, *(f"{host}:{site.port}" for host in hosts)],
    }
    done = run_script(CRAWL, given, env=env)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    references = sum(map(len, ways.values())) + 3 * len(hosts) // 2  # one for robots.txt, two for the rights files
    print(f"canary hits {len(canary.seen)} of {references} hostile references; {outcome['refused']} were refused")  # noqa: T201 - shown with -s
    assert outcome["reason"] == "finished"
    assert {"/map.xml", "/pages.xml", "/feed", "/feed-2", *hops} <= set(site.seen)
    assert site.seen.count("/robots.txt") == 1 + len(hosts)
    assert site.seen.count("/ai.txt") >= 1 + len(hosts) // 2
    assert outcome["refused"] > 5 * len(HOSTS)
    assert canary.seen == []


def led_on(asked, hosts: dict[str, str], way: str):
    """A redirect to the hostile address that belongs to the host asked; None for another."""
    host = asked.headers["Host"].partition(":")[0]
    if host in hosts and host.startswith(way):
        return 302, {"Location": latin(hosts[host])}, b""
    return (404, {}, b"") if host in hosts or way == "rights" else None


def ahead(following: list[str], more: list[str], options: list[str]) -> str:
    """What a page says comes next: links, buttons, a menu."""
    said = "".join(f"<link rel=next href='{url}'>" for url in following)
    said += "".join(f"<button data-url='{url}'>More</button>" for url in more[: len(more) // 2])
    said += "".join(f"<div data-next-url='{url}'>More</div>" for url in more[len(more) // 2 :])
    return (
        said + f"<select>{''.join(f'<option value={chr(34)}{url}{chr(34)}>May</option>' for url in options)}</select>"
    )


def feed_of(following: list[str]) -> bytes:
    """A feed that says where it goes on."""
    said = "".join(f"<link rel='next' href='{url}'/>" for url in following)
    return f"<feed>{said}<entry><link href='/fed-on'/></entry></feed>".encode()


def latin(url: str) -> str:
    """The URL's UTF-8 as http.server writes headers."""
    return url.encode().decode("latin-1")


def page(*links: str, head: str = ""):
    anchors = "".join(f"<a href='{link}'>{link}</a> " for link in links)
    feed = "".join(f"<link rel=alternate type=application/rss+xml href={path}>" for path in ("/feed", "/feed-2"))
    return 200, {"Content-Type": "text/html; charset=utf-8"}, f"<head>{feed}{head}</head>{anchors}".encode()


def wrap(root: str, name: str, urls: list[str]) -> bytes:
    return f"<{root}>{''.join(f'<{name}><loc>{url}</loc></{name}>' for url in urls)}</{root}>".encode()
