"""Scrapy's own commands in the checkout, as every Scrapy user expects them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from junket.crawlers.addon import user_agent
from junket.crawlers.process import project_settings

CHECKOUT = Path(__file__).parents[2]


def scrapy(*arguments: str, stdin: str | None = None):
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=CHECKOUT,
        timeout=60,
        check=False,
    )


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
