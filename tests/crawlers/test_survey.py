"""A survey of loopback sites: what a crawl would fetch and why, with few requests and nothing stored."""

from __future__ import annotations

import json

import pytest

from junket.crawlers.discovery.survey import MAX_DOCUMENTS

SURVEY = """
    import json, sys
    from dataclasses import asdict
    from pathlib import Path
    from junket.crawlers.errors import JunketError
    from junket.crawlers.home import Home
    from junket.crawlers.discovery.survey import survey
    given = json.load(sys.stdin)
    home = given.pop("home", None)
    try:
        found = survey(given.pop("url"), home=Home(Path(home)) if home else None, **given)
    except JunketError as error:
        print(json.dumps({"raised": type(error).__name__, "line": str(error)}))
        raise SystemExit
    print(json.dumps({"sources": [asdict(each) for each in found.sources], "counts": found.counts,
        "urls": {each.url: asdict(each) for each in found.prospects}, "order": [each.url for each in found.prospects],
        "error": found.error and str(found.error)}))
"""
XML = {"Content-Type": "application/xml"}


@pytest.fixture
def surveyed(run_script):
    def run(server, path="/", **given):
        done = run_script(SURVEY, {"url": server.url(path), "allow_private": [server.place], **given})
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout)

    return run


def page(*links: str, head: str = ""):
    anchors = "".join(f"<a href='{link}'>{link}</a>" for link in links)
    return 200, {"Content-Type": "text/html"}, f"<head>{head}</head><body>{anchors}</body>".encode()


def test_each_link_comes_with_its_reason_and_no_page_is_fetched(serve, surveyed):
    server = serve({})
    urls = "".join(f"<url><loc>{server.url(path)}</loc></url>" for path in ("/2024/05/06/from-the-map", "/private/a/b"))
    rss = f"<rss><item><title>x</title><link>{server.url('/fed')}</link></item></rss>"
    robots = f"Sitemap: {server.url('/map.xml')}\nUser-agent: *\nCrawl-delay: 0.01\nDisallow: /private/\n"
    server.routes |= {
        "/robots.txt": (200, {}, robots.encode()),
        "/": page(
            "/2024/05/06/ada-on-bread", "/films/", "/films/page/2/", "/poster.jpg",
            "https://other.example/", "/l/l/l/l",
            head="<link rel=alternate type=application/rss+xml href=/feed>",
        ),
        "/map.xml": (200, XML, f"<urlset>{urls}</urlset>".encode()),
        "/feed": (200, XML, rss.encode()),
    }  # fmt: skip
    found = surveyed(server)
    assert sorted(server.seen) == ["/", "/feed", "/map.xml", "/robots.txt"]
    assert found["sources"][0]["said"] == "allows the start page; crawl-delay 0.01 s; names 1 sitemaps"
    said = {
        url.removeprefix(server.url("/")): (each["fetch"], each["kind"], each["why"])
        for url, each in found["urls"].items()
    }
    assert said == {
        "2024/05/06/ada-on-bread": (True, "article", "date_in_path"),
        "2024/05/06/from-the-map": (True, "article", "date_in_path"),
        "fed": (True, "article", "feed"),
        "films/": (True, "listing", "section"),
        "films/page/2/": (True, "listing", "pagination"),
        "poster.jpg": (False, "skip", "no_page"),
        "https://other.example/": (False, "listing", "offsite"),
        "l/l/l/l": (False, "other", "repeated_segments"),
        "private/a/b": (False, "other", "robots_disallowed (Disallow: /private/ (User-agent: *))"),
    }
    assert found["order"][0] == server.url("/2024/05/06/ada-on-bread")
    assert found["counts"]["fetch article"] == 3


def test_the_requests_are_bounded(serve, surveyed):
    server = serve({})
    rows = "".join(f"<sitemap><loc>{server.url(f'/map-{n}.xml')}</loc></sitemap>" for n in range(50))
    server.routes |= {
        "/": page(),
        "/robots.txt": (404, {}, b""),
        "/sitemap.xml": (200, XML, f"<sitemapindex>{rows}</sitemapindex>".encode()),
        "*": (200, XML, b"<urlset/>"),
    }
    found = surveyed(server)
    assert len(server.seen) == 2 + MAX_DOCUMENTS
    assert "39 more, not read" in [source["said"] for source in found["sources"]]


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /"), "*": page()}, "robots.txt does not allow it"),
        ({"/robots.txt": (404, {}, b"")}, "404"),
        ({"/robots.txt": (503, {}, b""), "*": page()}, "robots.txt answers 503"),
    ],
)
def test_a_start_page_that_cannot_be_had_says_why(serve, surveyed, routes, said):
    assert said in surveyed(serve(routes))["error"]


def test_a_blocked_host_is_not_asked(serve, surveyed, tmp_path):
    server = serve({"*": page()})
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "blocked.toml").write_text(f'hosts = ["{server.place}"]')
    found = surveyed(server, home=str(tmp_path))
    assert found["raised"] == "AddressRefused"
    assert server.seen == []
