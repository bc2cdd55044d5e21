"""Secrets of addresses and answers, through a whole crawl: they stay in the WARC files and come nowhere else."""

from __future__ import annotations

import os

import forked
import pyarrow.parquet
import pytest

HUSH = "hush12345"
HTML = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": f"sid={HUSH}"}
PROSE = "".join(
    f"<p>On day {n} the director told us, as the film was made, that nobody on the set had known how it is lit.</p>"
    for n in range(20)
)


def article(title: str):
    head = f"<title>{title}</title><meta property='og:image' content='/oven.jpg?token={HUSH}'>"
    dated = "<meta name='author' content='Nora Field'>"
    dated += "<meta property='article:published_time' content='2024-05-01T10:00:00Z'>"
    body = f"<p class='byline'>By Nora Field</p><article><h1>{title}</h1>{PROSE}</article>"
    return 200, HTML, f"<head>{head}{dated}</head>{body}".encode()


def hostile(server) -> dict:
    """A site whose every address holds a token: pages, redirects, errors, refusals, sitemaps and feeds."""
    paths = {
        f"/talk-about-an-oven-at-night?token={HUSH}": article("The oven at night"),
        f"/talk-about-an-oven-in-may?user%5Bpassword%5D={HUSH}&v=7": article("The oven in May"),
        f"/talk-about-an-oven-in-june?u=https%3A%2F%2Fada%3A{HUSH}%40h.example%2F": article("The oven in June"),
        f"/talk-about-an-oven-in-july?preview_nonce={HUSH}": (404, {}, b""),
        f"/go?api_key={HUSH}": (302, {"Location": f"/gone-to-the-oven-at-noon?token={HUSH}"}, b""),
        f"/away?token={HUSH}": (302, {"Location": f"http://elsewhere.example/?token={HUSH}"}, b""),
        f"/loop?token={HUSH}": (302, {"Location": f"/loop?token={HUSH}&again=1"}, b""),
        f"/broken-talk-about-an-oven?sig={HUSH}": (500, {}, b""),
        f"/missing-talk-about-an-oven?key={HUSH}": (404, {}, b""),
        f"/shut/talk-about-an-oven?access_token={HUSH}": article("Shut"),
        f"/login?secret={HUSH}": (200, HTML, b"<title>Log in</title><p>Please log in to continue"),
        f"/a-large-talk-about-an-oven?token={HUSH}": (200, {**HTML, "Content-Length": str(40 * 2**20)}, b""),
        f"/a-paper-about-an-oven?token={HUSH}": (200, HTML | {"Content-Type": "application/pdf"}, b"%PDF-1.4 "),
    }
    feed = f"<link rel=alternate type=application/rss+xml href='/feed?key={HUSH}'>"
    links = [*paths, f"http://10.0.0.1/a?token={HUSH}", f"/a/b/a/b/a/b/a/?token={HUSH}"]
    start = feed + "".join(f"<p><a href='{path}'>A talk about an oven</a>" for path in links)
    robots = f"Sitemap: {server.url('/map.xml?token=' + HUSH)}\nUser-agent: *\nDisallow: /shut/\n"
    mapped = server.url(f"/a-mapped-talk-about-an-oven?token={HUSH}")
    return paths | {
        "/": (200, HTML, start.encode()),
        "/robots.txt": (200, {}, robots.encode()),
        f"/map.xml?token={HUSH}": (200, {}, f"<urlset><url><loc>{mapped}</loc></url></urlset>".encode()),
        f"/feed?key={HUSH}": (200, {}, b"<rss></rss>"),
        f"/a-mapped-talk-about-an-oven?token={HUSH}": article("The mapped oven"),
        f"/gone-to-the-oven-at-noon?token={HUSH}": article("The oven at noon"),
    }


@pytest.mark.parametrize("proxied", [False, True])
def test_secrets_are_in_no_log_ledger_or_parquet(serve, tmp_path, proxied):
    server = serve({})
    server.routes |= hostile(server)
    home = tmp_path / "home"
    command = ["crawl", server.url(), "--home", home, "--allow-private", server.place, "--allow-private", "127.0.0.1:9"]
    proxy = {"http_proxy": f"http://ada:{HUSH}@127.0.0.1:9/"}  # nobody listens there
    settings = "junket.crawlers.settings.HTTPPROXY_ENABLED = True" if proxied else ""
    script = (
        f"import sys, junket.crawlers.settings; {settings}\nfrom junket.exports.cli import main; main(sys.argv[1:])"
    )
    done = forked.run(["-c", script, *map(str, command), "-v"], env={**os.environ, **proxy})
    assert HUSH not in done.stderr + done.stdout
    ledger = b"".join(path.read_bytes() for path in (home / "state").glob("ledger.sqlite*"))
    assert (HUSH.encode() in ledger, server.place.encode() in ledger) == (False, True)
    if proxied:
        assert (done.returncode, server.seen) == (3, [])
        return
    assert done.returncode == 0
    assert done.stderr.count("***") > 2
    tables = [pyarrow.parquet.read_table(path) for path in (home / "dataset").glob("v*/*/*.parquet")]
    rows = [row for table in tables for row in table.to_pylist()]
    assert {row["title"] for row in rows if "title" in row} == {
        "The oven at night",
        "The mapped oven",
        "The oven at noon",
        "The oven in May",
        "The oven in June",
    }
    assert len({row["id"] for row in rows if "title" in row}) == 5
    assert server.url("/talk-about-an-oven-in-may?user%5Bpassword%5D=***&v=7") in {row.get("url") for row in rows}
    assert HUSH not in str(rows)
