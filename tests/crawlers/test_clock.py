"""A wall clock that jumps: pauses, leases and robots.txt go by another clock, and what is noted stays readable."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from junket.crawlers.archive.reader import read_pages
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.page import Page

_CRAWL = """
    import datetime as module, importlib, itertools, json, pkgutil, sys
    import junket.crawlers

    days, real = itertools.cycle((0, 1, -1)), module.datetime
    class Jumping(real):
        @classmethod
        def now(cls, tz=None):
            return real.now(tz) + module.timedelta(days=next(days))
    for found in pkgutil.walk_packages(junket.crawlers.__path__, "junket.crawlers."):
        if vars(importlib.import_module(found.name)).get("datetime") is real:
            sys.modules[found.name].datetime = Jumping

    from junket.crawlers.run.run import crawl
    summary = crawl(**json.load(sys.stdin))
    json.dump([summary.finish_reason, summary.pending], sys.stdout)
"""


def test_a_clock_that_jumps_a_day_either_way_loses_and_hurries_nothing(serve, html, run_script, tmp_path):
    asked = []

    def busy(_handler):
        asked.append(datetime.now(UTC))
        if len(asked) > 1:
            return html()
        return 503, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)}, b""

    links = "".join(f"<a href='/talk-number-{at}-with-somebody'>{at}</a>" for at in range(12))
    routes = {"/": html(links), "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b""), "*": html()}
    server = serve(routes | {"/talk-number-3-with-somebody": busy})
    given = {"home": str(tmp_path / "home"), "start": [server.url()], "allow_private": [server.place]}
    done = run_script(_CRAWL, {**given, "settings": {"JUNKET_LONGEST_WAIT": 3.0}})
    assert done.stderr == ""
    assert json.loads(done.stdout) == ["finished", 0]
    assert server.seen.count("/robots.txt") == 1
    assert len(asked) == 2
    assert asked[1] - asked[0] >= timedelta(seconds=1)
    home = Home.open(tmp_path / "home")
    pages = [page for file in home.warc_files() for page in read_pages(file) if isinstance(page, Page)]
    assert len({page.url for page in pages}) >= 13
    with Ledger(home, readonly=True) as ledger:
        assert {line.decision for line in ledger.lines()} == {"rejected", "skipped"}
