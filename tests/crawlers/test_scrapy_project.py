"""Scrapy's own commands in the checkout, as every Scrapy user expects them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import forked
import pytest

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.run.addon import user_agent
from junket.crawlers.run.process import project_settings
from junket.exports.catalogue.catalogue import Catalogue

CHECKOUT = Path(__file__).parents[2]
DOCUMENT = (CHECKOUT / "docs" / "SCRAPY.md").read_text("utf-8")


def scrapy(*arguments: str, stdin: str | None = None, cwd: Path = CHECKOUT, settings: str | None = None):
    environment = os.environ | ({"SCRAPY_SETTINGS_MODULE": settings} if settings else {})
    return forked.run(["-m", "scrapy", *arguments], given=stdin, cwd=cwd, env=environment)


def test_the_spiders_are_listed():
    assert "named" in scrapy("list").stdout.split()


def test_scrapy_crawl_writes_records_where_o_says_and_archives_nothing(serve, html, tmp_path):
    server = serve({"*": html()})
    out = tmp_path / "records.jsonl"
    urls = f"urls={server.url('/a')} {server.url('/b')}"
    done = scrapy("crawl", "named", "-a", urls, "-s", f"JUNKET_ALLOW_PRIVATE={server.place}", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert " ERROR: " not in done.stderr
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(record["url"] for record in records) == [server.url("/a"), server.url("/b")]
    assert all("Ada made a film" in record["text"] for record in records)
    assert not list(tmp_path.rglob("*.warc.gz"))


def test_scrapy_crawl_archives_into_the_home_it_is_given(serve, html, tmp_path):
    server = serve({"*": html()})
    settings = [f"JUNKET_ALLOW_PRIVATE={server.place}", "ITEM_PIPELINES={}", f"JUNKET_HOME={tmp_path / 'home'}"]
    options = [part for setting in settings for part in ("-s", setting)]
    done = scrapy("crawl", "named", "-a", f"urls={server.url('/a')}", *options)
    assert done.returncode == 0, done.stderr
    [file] = (tmp_path / "home" / "warc").iterdir()
    assert file.name.startswith("scrape-")


def test_scrapy_shell_is_guarded_too(serve, html):
    server = serve({"*": html()})
    stopped = scrapy("shell", "--nolog", server.url("/a"), "-c", "response.status")
    assert "200" not in stopped.stdout
    assert server.seen == []
    allowed = scrapy(
        "shell", "--nolog", "-s", f"JUNKET_ALLOW_PRIVATE={server.place}", server.url("/a"), "-c", "response.status"
    )
    assert "200" in allowed.stdout


@pytest.mark.parametrize("options", [[], ["--spider", "named"]])
def test_scrapy_parse_shows_the_record_with_or_without_a_spider(serve, html, options):
    server = serve({"*": html()})
    allow = ["-s", f"JUNKET_ALLOW_PRIVATE={server.place}"]
    done = scrapy("parse", "--nolog", "--nocolour", "--pipelines", *options, *allow, server.url("/a"))
    assert done.returncode == 0, done.stderr
    assert "'content_hash': 'sha256:" in done.stdout
    assert "'body'" not in done.stdout
    assert server.seen.count("/a") == 1


def test_scrapy_parse_without_pipelines_shows_the_page(serve, html):
    server = serve({"*": html()})
    allow = ["-s", f"JUNKET_ALLOW_PRIVATE={server.place}"]
    done = scrapy("parse", "--nolog", "--nocolour", *allow, server.url("/a"))
    assert "'body': b'" in done.stdout
    assert "content_hash" not in done.stdout


def test_scrapy_parse_stores_the_record_once_and_says_why_there_is_none(serve, html, tmp_path):
    server = serve({"/a": html(), "*": (404, {}, b"")})
    allow, out = ["-s", f"JUNKET_ALLOW_PRIVATE={server.place}"], tmp_path / "records.jsonl"
    scrapy(
        "parse",
        "--nolog",
        "--pipelines",
        *allow,
        "-s",
        f"JUNKET_HOME={tmp_path / 'home'}",
        "-o",
        str(out),
        server.url("/a"),
    )
    assert [json.loads(line)["url"] for line in out.read_text("utf-8").splitlines()] == [server.url("/a")]
    with Ledger(Home(tmp_path / "home"), readonly=True) as ledger:
        assert [line.url for line in ledger.lines() if line.decision == "record"] == [server.url("/a")]
    gone = scrapy("parse", "--pipelines", *allow, server.url("/gone"))
    assert "Dropped: not_found: status 404" in gone.stderr


@pytest.fixture(scope="module")
def own_project(tmp_path_factory):
    """The project of docs/SCRAPY.md: each of its code blocks in the file that its first line names."""
    place = tmp_path_factory.mktemp("own")
    blocks = re.findall(r"^```\w+\n# (\S+)\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    for name, text in [*blocks, ("film/__init__.py", "")]:
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return place


_TALK = """<html><head><title>Talk {0}</title><meta property="og:type" content="article"></head><body><article>
<h1>Talk {0} with Dana Quill</h1><p>By Ib Moss, {0} May 2024</p>
<p>The ferry of film {0} crosses twice a day, and the crew learned its timetable by heart before they shot a frame.</p>
<p>Nobody had asked for number {0}, she says, and the harbour was there every morning when she looked out.</p>
<p>Her brother lit it, as he has lit all {0} of them since they were children with a torch in the attic.</p>
</article></body></html>"""


@pytest.fixture
def site(serve):
    html, paths = {"Content-Type": "text/html"}, [f"/talks/{number}" for number in range(1, 6)]
    routes = {path: (200, html, _TALK.format(path[-1]).encode()) for path in paths}
    links = "".join(f"<a class=talk href={path}>{path}</a>" for path in paths).encode()
    return serve(routes | {"/talks/": (200, html, b"<h1>Talks</h1>" + links), "*": (404, {}, b"")})


@pytest.mark.parametrize("settings", ["film.settings", "film.archived", "film.guarded"])
def test_a_project_of_ones_own_gets_records(own_project, site, tmp_path, settings):
    out, home = tmp_path / "records.jsonl", tmp_path / "home"
    options = ["-s", f"JUNKET_ALLOW_PRIVATE={site.place}", "-s", "DOWNLOAD_DELAY=0", "-o", str(out)]
    options += [] if settings == "film.settings" else ["-s", f"JUNKET_HOME={home}"]
    done = scrapy("crawl", "talks", "-a", f"start={site.url('/talks/')}", *options, cwd=own_project, settings=settings)
    assert done.returncode == 0, done.stderr
    assert "Dropped: not_an_article" in done.stderr
    assert "Traceback" not in done.stderr
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    urls = [site.url(f"/talks/{number}") for number in range(1, 6)]
    assert sorted(record["url"] for record in records) == urls
    if settings == "film.settings":
        assert not home.exists()
        return
    assert all(record["warc_file"] for record in records)
    with Catalogue(Home(home)) as catalogue:
        captures, with_record, rejected = catalogue.counts()
        assert (captures, with_record, rejected) == (6, 5, {"not_an_article": 1})
    with Ledger(Home(home), readonly=True) as ledger:
        assert sorted(line.url for line in ledger.lines() if line.decision == "record") == urls


def test_the_documented_project_is_whole(own_project):
    names = {
        path.relative_to(own_project).as_posix() for path in own_project.rglob("*") if path.suffix in {".py", ".cfg"}
    }
    assert names == {
        "scrapy.cfg",
        "film/__init__.py",
        *(f"film/{name}.py" for name in ("spiders", "settings", "archived", "guarded")),
    }


@pytest.mark.parametrize(
    "setting", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "HTTPPROXY_ENABLED"]
)
def test_what_must_be_off_is_off(setting):
    assert not project_settings().getbool(setting)


def test_only_http_has_handlers():
    handlers = project_settings().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_the_contact_is_part_of_the_user_agent():
    assert user_agent("").startswith("junket")
    assert user_agent("mailto:ada@film.example").endswith(" (+mailto:ada@film.example)")
    assert user_agent("x\r\nHost: evil ()\\é").endswith(" (+xHost: evil)")
