"""Crawls of small loopback sites, each in a process of its own; what the spider yields is kept as it is."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import forked
import pytest

from junket.crawlers.discovery.series import MAX_BARREN
from junket.crawlers.errors import UsageProblem
from junket.crawlers.rights.rights_files import PATHS
from junket.crawlers.run.crawl_plan import plan_crawl
from junket.crawlers.site.site_file import site_for_url

XML = {"Content-Type": "application/xml"}
HTML = {"Content-Type": "text/html; charset=utf-8"}

CRAWL = """
    import json, sys
    from pathlib import Path
    from scrapy import signals
    from junket.crawlers.errors import JunketError
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    try:
        summary = crawl(settings={"ITEM_PIPELINES": {}, "LOG_ENABLED": False}, **given)
    except JunketError as error:
        print(json.dumps({"raised": type(error).__name__, "line": str(error)}))
        raise SystemExit
    print(json.dumps({"reason": summary.finish_reason, "records": summary.records, "refused": summary.refused,
        "stopped_at": summary.stopped_at}))
"""


def page(*links: str, head: str = "", text: str = ""):
    anchors = "".join(
        f"<li><a href='{link}'>{label or link}</a>" for link, _, label in (x.partition(" ") for x in links)
    )
    body = f"<html><head><title>Film</title>{head}</head><body><p>{text}</p><ul>{anchors}</ul></body></html>"
    return 200, HTML, body.encode()


def urlset(*urls: str):
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return 200, XML, f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()


@pytest.fixture
def crawled(run_script, tmp_path):
    """Runs a crawl; the outcome with the ledger as ``{path: (decision, reason)}``, keyed by path and query."""

    def run(*servers, home=tmp_path / "home", **given):
        given = {"home": str(home), "allow_private": [server.place for server in servers], **given}
        done = run_script(CRAWL, given)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        outcome = json.loads(done.stdout)
        outcome["ledger"] = {}
        ledger = Path(home) / "state" / "ledger.sqlite"
        if ledger.exists():
            rows = sqlite3.connect(ledger).execute("SELECT url, decision, reason FROM urls").fetchall()
            outcome["ledger"] = {"/" + url.split("/", 3)[3]: f"{decision} {reason}" for url, decision, reason in rows}
        return outcome

    return run


def small_site():
    return {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
        "/": page("/films/ Films", "/private/x", "/about", "https://other.invalid/", "/poster.jpg", "/films/?sort=new"),
        "/films/": page(
            "/films/ada-talks-about-bread", "/films/page/2/ Older", head="<link rel='next' href='/films/page/2/'>"
        ),
        "/films/page/2/": page("/films/bo-talks-about-salt", "/films/page/3/ 3"),
        "/films/page/3/": page("/x1 Cy talks at some length about her films"),
        "/films/ada-talks-about-bread": page("/films/bo-talks-about-salt", "/gone", "mailto:a@b.example"),
        "/films/bo-talks-about-salt": page(),
        "/x1": page(),
        "/about": page(),
    }


def test_a_plain_site_without_toml_is_crawled_through_its_pagination(serve, crawled):
    server = serve(small_site())
    outcome = crawled(server, start=[server.url()])
    assert outcome["reason"] == "finished"
    fetched = {path for path, said in outcome["ledger"].items() if said.startswith("fetched")}
    assert fetched == set(small_site()) - {"/robots.txt"}
    assert outcome["ledger"]["/gone"] == "rejected not_found"
    assert outcome["ledger"]["/private/x"] == "refused robots_disallowed"
    assert outcome["ledger"]["/sitemap.xml"] == "skipped no_sitemap"
    assert sorted(server.seen) == sorted(fetched | {"/robots.txt", "/sitemap.xml", "/gone", *PATHS})


def test_sitemaps_and_feeds_are_read(serve, crawled):
    server = serve({})
    rows = "".join(f"<sitemap><loc>{server.url(path)}</loc></sitemap>" for path in ("/a.xml.gz", "/index.xml"))
    index = f"<sitemapindex>{rows}</sitemapindex>"
    feed = f"<rss><channel><item><title>Cy</title><link>{server.url('/c')}</link></item></channel></rss>"
    packed = gzip.compress(urlset(server.url("/ada-talks-about-bread"), "https://other.invalid/x")[2])
    server.routes |= {
        "/robots.txt": (200, {}, f"Sitemap: {server.url('/index.xml')}\n".encode()),
        "/": page(
            head="<link rel=alternate type=application/rss+xml href=/feed>"
            "<link rel=alternate type=application/rss+xml href=/comments/feed>"
        ),
        "/index.xml": (200, XML, index.encode()),
        "/a.xml.gz": (200, {"Content-Type": "application/gzip"}, packed),
        "/feed": (200, XML, feed.encode()),
        "/c": page(),
        "/ada-talks-about-bread": page(),
    }
    outcome = crawled(server, start=[server.url()])
    assert outcome["ledger"] == {
        "/": "fetched page",
        "/c": "fetched page",
        "/ada-talks-about-bread": "fetched page",
        "/index.xml": "skipped sitemap",
        "/a.xml.gz": "skipped sitemap",
        "/feed": "skipped feed",
        "/robots.txt": "skipped robots_txt",
        **dict.fromkeys(PATHS, "skipped rights_file"),
    }


def test_an_endless_calendar_and_a_deepening_path_end_and_say_so(serve, crawled):
    def anything(handler):
        path = handler.path
        if path.startswith("/calendar/"):
            return page(f"/calendar/{int(path.split('/')[2]) + 1}/05/ Next")
        if path.startswith("/loop"):
            return page(path + "/loop")
        return page("/calendar/1995/05/ May", "/loop") if path == "/" else (404, {}, b"")

    server = serve({"*": anything})
    outcome = crawled(server, start=[server.url()])
    assert outcome["reason"] == "finished"
    assert len([path for path in server.seen if path.startswith("/calendar")]) == MAX_BARREN
    assert "skipped series_spent" in outcome["ledger"].values()
    assert outcome["ledger"]["/loop/loop/loop"] == "skipped repeated_segments"
    assert set(outcome["stopped_at"]) == {"series_spent", "repeated_segments"}


def test_a_sitemap_that_includes_itself_is_read_once(serve, crawled):
    server = serve({})
    round_about = [server.url(path) for path in ("/a.xml", "/b.xml")]
    index = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in round_about)
    server.routes |= {
        "/robots.txt": (200, {}, f"Sitemap: {round_about[0]}\n".encode()),
        "/": page(),
        **dict.fromkeys(("/a.xml", "/b.xml"), (200, XML, f"<sitemapindex>{index}</sitemapindex>".encode())),
    }
    assert crawled(server, start=[server.url()])["reason"] == "finished"
    assert sorted(server.seen) == sorted(["/", "/a.xml", "/b.xml", "/robots.txt", *PATHS])


def test_archives_by_month_and_load_more_buttons_lead_to_articles(serve, crawled):
    menu = "<select><option value='/2024/05/'>May</option></select><button data-next-url='/?page=2'>Load more</button>"
    server = serve(
        {
            "/": page(text=menu),
            "/2024/05/": page("/2024/05/06/ada"),
            "/?page=2": page("/2024/04/01/bo"),
            **dict.fromkeys(("/2024/05/06/ada", "/2024/04/01/bo"), page()),
        }
    )
    crawled(server, start=[server.url()])
    assert {"/2024/05/06/ada", "/2024/04/01/bo"} <= set(server.seen)


def test_a_redirect_to_another_site_is_not_followed(serve, crawled):
    other = serve({"*": page()})
    server = serve({})
    server.routes |= {
        "/": page("/away-to-the-other-site"),
        "/away-to-the-other-site": (302, {"Location": other.url("/x")}, b""),
    }
    outcome = crawled(server, other, start=[server.url()])
    assert other.seen == []
    assert outcome["ledger"]["/x"] == "skipped offsite"


def test_max_pages_is_kept_to_the_page(serve, crawled):
    links = [f"/talk-number-{number}-with-somebody" for number in range(40)]
    server = serve({"/": page(*links), "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b""), "*": page()})
    outcome = crawled(server, start=[server.url()], max_pages=7)
    assert outcome["reason"] == "max_pages"
    assert outcome["records"] == 7
    assert len([path for path in server.seen if not path.endswith((".txt", ".xml", ".json"))]) == 7


def test_a_sites_file_rules_its_links(serve, crawled, tmp_path):
    server = serve({})
    server.routes |= {
        "/robots.txt": (404, {}, b""),
        "/begin": page("/t/1", "/t/2", "/u/3", "/secret/4"),
        "/map": urlset(server.url("/t/9")),
        "/atom": (200, XML, f"<feed><entry><link href='{server.url('/t/8')}'/></entry></feed>".encode()),
        "*": page(),
    }
    rules = tmp_path / "rules.toml"
    rules.write_text(
        f"domain = '{server.place}'\nstart = ['{server.url('/begin')}']\nsitemaps = ['{server.url('/map')}']\n"
        f"feeds = ['{server.url('/atom')}']\narticle = ['/t/\\d+$']\ndeny = ['/secret/']\n"
    )
    outcome = crawled(server, sites=[str(rules)])
    assert {"/begin", "/t/1", "/t/2", "/t/8", "/t/9"} <= set(server.seen)
    assert "/secret/4" not in server.seen
    assert outcome["ledger"]["/map"] == "skipped sitemap"
    # The rules are the home's from now on, so that a rebuild reads the pages by them too.
    assert site_for_url(server.url("/t/1"), tmp_path / "home").article == ("/t/\\d+$",)
    rules.write_text(f"domain = '{server.place}'\nstart = ['{server.url('/other')}']\n")
    assert "exists already" in crawled(server, sites=[str(rules)])["line"]


def test_nofollow_is_obeyed(serve, crawled):
    server = serve(
        {
            "/": page("/one-page-of-many-words", "/two-pages-of-many-words"),
            "/one-page-of-many-words": page("/hidden-1", head="<meta name=robots content=nofollow>"),
            "/two-pages-of-many-words": (200, HTML | {"X-Robots-Tag": "nofollow"}, b"<a href='/hidden-2'>x</a>"),
        }
    )
    outcome = crawled(server, start=[server.url()])
    assert not [path for path in server.seen if "hidden" in path]
    assert outcome["ledger"]["/one-page-of-many-words"] == "fetched page"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": ["file:///etc/passwd"]}, "only http and https"),
        ({"sites": ["no.such.site"]}, "no site file has that name"),
        ({"urls_file": "/no/such/file"}, "No such file"),
        ({"start": ["http://127.0.0.1/"], "max_pages": "many"}, "must be a number"),
    ],
)
def test_what_is_not_right_stops_the_crawl_before_it_begins(crawled, given, said):
    outcome = crawled(**given)
    assert said in outcome["line"]
    assert not outcome["ledger"]


def test_no_start_is_no_plan():
    with pytest.raises(UsageProblem, match="nothing to crawl"):
        plan_crawl()


def test_a_broken_line_in_a_file_of_urls_is_named(crawled, tmp_path):
    (tmp_path / "urls").write_text("# films\n\nhttps://film.example/\nnot a url\n")
    assert f"{tmp_path / 'urls'}:4: " in crawled(urls_file=str(tmp_path / "urls"))["line"]


def scrapy(*arguments: str):
    return forked.run(["-m", "scrapy", *arguments])


def test_scrapy_parse_and_crawl_work_in_the_checkout(serve, tmp_path):
    server = serve(small_site())
    private = ["-s", f"JUNKET_ALLOW_PRIVATE={server.place}", "-s", "ITEM_PIPELINES={}"]
    parsed = scrapy("parse", "--spider=interviews", "-c", "parse", "--nocolour", *private, server.url())
    assert "/films/" in parsed.stdout
    assert "'media_type': 'text/html'" in parsed.stdout
    urls = tmp_path / "urls"
    urls.write_text(server.url())
    found = scrapy("crawl", "interviews", "-a", f"urls_file={urls}", *private)
    assert "'finish_reason': 'finished'" in found.stderr
    assert "/films/bo-talks-about-salt" in server.seen


def test_a_site_that_people_decided_to_skip_is_asked_for_nothing(serve, crawled, tmp_path):
    server = serve(small_site())
    reason = 'basis = "their letter of 3 May"\ndecided_by = "A. Reader"\n'
    (tmp_path / "home" / "overrides").mkdir(parents=True)
    (tmp_path / "home" / "overrides" / "rights.toml").write_text(f'[[decision]]\nuse = "skip"\n{reason}')
    outcome = crawled(server, start=[server.url()])
    assert outcome["ledger"] == {"/": "skipped rights_skip"}
    assert server.seen == []
