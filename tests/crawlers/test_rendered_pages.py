"""Pages that a browser rendered: which are, what the log keeps of them, what a rebuild reads. No browser here."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import forked
import pyarrow.parquet as pq
import pytest
from scrapy.http import HtmlResponse, Request, Response

from junket.crawlers.archive.exchange import Exchange, Rendered
from junket.crawlers.archive.reader import Skipped, read_page_at, read_pages
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.page import Page
from junket.crawlers.render import browser, wanted
from junket.crawlers.render.wanted import Wanted
from junket.crawlers.run.process import project_settings
from junket.pipelines.record.walls import is_shell

URL = "https://film.example/talk"
SHELL = b"<html><head><title>Lamp</title></head><body><div id=root></div><script src=/app.js></script></body></html>"
DOM = "<html><body><article><h1>The lamp</h1><p>Лампа горела three nights.</p></article></body></html>"
THEN = datetime(2026, 5, 3, 12, 30, 15, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("X-Robots-Tag", "noimageai, 100%"), ("Server", "a"))
PROSE = "<p>Ada Lumen made a film about a lamp in the fog, and she told us how it was lit for three nights.</p>" * 12


class Crawler:
    def __init__(self, **settings):
        self.settings = project_settings(settings)


def answer(body=SHELL, status=200, kind=HtmlResponse, url=URL):
    return kind(url, status=status, body=body, headers={"Content-Type": "text/html"})


def written(folder, *, robots="allowed"):
    """A log with an answer, what its script fetched, and its rendition; where that lies."""
    asked = {"url": URL, "status": 200, "fetched_at": THEN, "robots": robots, "response_headers": HEADERS}
    script = Exchange(
        url="https://film.example/app.js", status=200, body=b"<p>no page</p>", fetched_at=THEN, no_page="subresource"
    )
    with WarcWriter(folder, operation="scrape") as writer:
        before = writer.write_exchange(Exchange(**asked, body=SHELL, no_page="rendered"))
        page = Exchange(**asked, body=DOM.encode())
        rendered = Rendered(browser="Chromium/1.2", record_id=before.record_id)
        return before, writer.write_rendition(page, rendered, [script])


def test_the_log_gives_the_rendered_page_in_place_of_its_shell(tmp_path):
    before, place = written(tmp_path)
    found = list(read_pages(tmp_path / place.file))
    assert [each.reason for each in found if isinstance(each, Skipped)] == ["rendered", "subresource"]
    (page,) = [each for each in found if isinstance(each, Page)]
    assert page == read_page_at(tmp_path / place.file, place.offset)
    assert page.body.decode() == DOM
    assert (page.url, page.fetched_at, page.status, page.robots, page.named) == (URL, THEN, 200, "allowed", True)
    assert (page.media_type, page.charset) == ("text/html", "utf-8")
    assert page.headers == HEADERS[:2]
    assert page.location == place
    assert f"WARC-Refers-To: <{before.record_id}>".encode() in unpacked(tmp_path / place.file)


def unpacked(path):
    import gzip

    return gzip.decompress(path.read_bytes())


def test_a_conversion_that_is_not_ours_gives_no_page(tmp_path):
    _, place = written(tmp_path)
    plain = tmp_path / "other.warc"
    plain.write_bytes(unpacked(tmp_path / place.file).replace(b"WARC-Junket-Rendered-By", b"WARC-Other-Rendered-By1"))
    kept = [line for line in plain.read_bytes().split(b"\r\n") if not line.startswith(b"WARC-Junket-Header-CRC32")]
    plain.write_bytes(b"\r\n".join(kept))
    found = list(read_pages(plain))
    assert [each.reason for each in found] == ["rendered", "subresource", "conversion"]


@pytest.mark.parametrize(
    ("body", "shell"),
    [
        (SHELL, True),
        (b"<html><body><noscript>You need to enable JavaScript to run this app.</noscript><script>1</script>", True),
        (SHELL.replace(b"<div id=root></div>", PROSE.encode()), False),
        (b"<html><body></body></html>", False),  # nothing would come of it
        (b"", False),
        (b"<" * 500_000 + b"<script>" * 20_000, False),
    ],
)
def test_a_page_without_text_that_has_scripts_is_a_shell(body, shell):
    assert is_shell(Page(url=URL, body=body, status=200)) is shell


@pytest.mark.parametrize("lacks", [False, True])
def test_who_is_rendered(monkeypatch, tmp_path, lacks):
    monkeypatch.setattr(wanted, "missing", browser.missing if lacks else lambda: None)
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    home = Home.create(tmp_path / "home")
    home.site_overrides.mkdir(parents=True, exist_ok=True)
    (home.site_overrides / "made.example.toml").write_text('domain = "made.example"\nrender = true\n')
    decides = Wanted(Crawler(JUNKET_HOME=str(home.path)))
    text, made = answer(SHELL + PROSE.encode()), answer(PROSE.encode(), url="https://made.example/a")

    def wants(response, **meta):
        return decides.wants(Request(response.url, meta=meta), response)

    assert wants(made)
    assert wants(text, render=True)
    assert wants(answer()) is not lacks  # a shell needs no order, but a browser
    assert not wants(text)
    for meta in ({"role": "feed"}, {"role": "sitemap"}, {"rights_file": True}, {"dont_obey_robotstxt": True}):
        assert not wants(made, **meta)
    assert not wants(answer(status=404, url="https://made.example/a"), render=True)
    assert not wants(answer(kind=Response), render=True)


def test_without_a_browser_the_page_ends_in_the_ledger_and_the_crawl_goes_on(serve, tmp_path):
    listing = b'<html><body><a href="/talk">The lamp and the fog</a></body></html>'
    talk = f"<html><title>The lamp</title><body><article><h1>The lamp</h1>{PROSE}</article></body></html>".encode()
    made, plain = (
        serve({"/": (200, {"Content-Type": "text/html"}, listing), "/talk": (200, {"Content-Type": "text/html"}, talk)})
        for _ in range(2)
    )
    home = Home.create(tmp_path / "home")
    home.site_overrides.mkdir(parents=True, exist_ok=True)
    name = made.place.replace(":", "_")
    (home.site_overrides / f"{name}.toml").write_text(f'domain = "{made.place}"\nrender = true\n')
    allow = ["--allow-private", made.place, "--allow-private", plain.place]
    done = junket("crawl", made.url(), plain.url(), "--home", str(home.path), *allow)
    assert done.returncode == 0, done.stderr
    with Ledger(home, readonly=True) as ledger:
        ended = {line.url: (line.decision, line.reason) for line in ledger.lines()}
    assert ended[made.url()] == ("failed", "browser_missing")
    assert ended[plain.url("/talk")][0] in ("record", "rejected")
    assert plain.url("/talk") in ended


def test_a_rebuild_reads_the_rendition(tmp_path):
    home = Home.create(tmp_path / "home")
    written(home.warc)
    for _ in range(2):
        assert junket("rebuild", "--home", str(home.path)).returncode == 0
        (row,) = pq.read_table(home.dataset / "latest" / "documents").to_pylist()
        assert (row["url"], row["title"]) == (URL, "The lamp")
        assert "Лампа горела" in row["text"]
        shutil.rmtree(home.state)


def test_scrape_says_what_to_install(tmp_path):
    done = junket("scrape", "--render", "http://film.example/", "-o", str(tmp_path / "a.json"))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "install it" in line


def junket(*arguments):
    """Where no browser is found, whatever is installed."""
    return forked.run(["-m", "junket", *arguments], timeout=120, env={"JUNKET_CHROMIUM": "/nowhere/chromium"})
