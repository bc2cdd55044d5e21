"""Pages saved out of the Wayback Machine's window are their sites' again; pages about it stay as they are."""

import time
from datetime import UTC, datetime

import pytest

from junket.crawlers.page import Page
from junket.crawlers.saved.saved_page import read_saved
from junket.crawlers.saved.wayback_copy import as_original
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

OWN = "https://lantern.example/talks/ferry"
COPY = f"https://web.archive.org/web/20210310060000/{OWN}"
AT = datetime(2021, 3, 10, 6, 0, tzinfo=UTC)
BAR = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'><div id='wm-ipp'><a href='/web/2021*/x'>27 captures</a>"
    "<div>10 Mar 2021 - 4 Dec 2023</div></div></div><!-- END WAYBACK TOOLBAR INSERT -->"
)
SHOWN = "<div id=wm-ipp-base lang=en><div id=wm-ipp><p>27 captures</p></div></div>"
SCRIPT = (
    '<script src="//archive.org/includes/athena.js"></script><script>__wm.init("https://web.archive.org/web");'
    f'__wm.wombat("{OWN}","20210310060000","https://web.archive.org/","web","/_static/");</script>'
    "<!-- End Wayback Rewrite JS Include -->"
)
NOTE = (
    "<!--\n     FILE ARCHIVED ON 06:00:00 Mar 10, 2021 AND RETRIEVED FROM THE\n"
    "     INTERNET ARCHIVE ON 08:32:02 Dec 04, 2023.\n-->"
)
PROSE = "".join(
    f"<p>On day {day} the ferry crossed twice and the crew filmed the far bank at dusk.</p>" for day in range(9)
)
LINKED = (
    f"<link rel=canonical href='{COPY}'><body>{{}}<article><h1>Ferry at Dusk</h1>"
    "<img src='/web/20210310060000im_/https://lantern.example/p/quay.jpg'>"
    "<p>Read <a href='https://web.archive.org/web/20210310060000/https://web.archive.org/web/2015/http://old.example/'>"
    f"the old page</a> first.</p>{PROSE}</article></body>"
)


def record(page):
    outcome = extract(page).outcome
    assert isinstance(outcome, Record)
    return outcome


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (LINKED.format(BAR), COPY),
        (LINKED.format(SHOWN), COPY.replace("/https", "mp_/https")),
        (LINKED.format(BAR) + NOTE, None),
        (SCRIPT + LINKED.format(BAR).replace("canonical", "x"), None),
        (LINKED.format(BAR) + NOTE, OWN),
        (LINKED.format(""), COPY.replace("https://lantern", "https:/lantern")),
    ],
)
def test_a_saved_copy_is_the_sites_page_at_the_time_of_its_capture(markup, url):
    found = record(read_saved(f"<!DOCTYPE html><html><head><title>Ferry at Dusk</title>{markup}</html>".encode(), url))
    assert (found.site, found.url, found.canonical_url, found.fetched_at) == ("lantern.example", OWN, OWN, AT)
    assert [image.url for image in found.images] == ["https://lantern.example/p/quay.jpg"]
    assert "captures" not in found.text
    assert "the old page" in found.text


def test_links_lose_what_the_archive_put_before_them_and_nothing_else():
    page = as_original(Page.from_text(COPY, LINKED.format(BAR)))
    assert b"href='https://web.archive.org/web/2015/http://old.example/'" in page.body
    assert b"href='https://lantern.example/talks/ferry'" in page.body
    assert (page.archived_from, page.fetched_at) == (COPY, AT)


@pytest.mark.parametrize(
    "written",
    [
        "<a href='https://web.archive.org/web/2015/http://old.example/'>a copy of 2015</a>",
        "<pre>&lt;!-- BEGIN WAYBACK TOOLBAR INSERT --&gt; FILE ARCHIVED ON 06:00:00 Mar 10, 2021</pre>",
        "<p>The script calls __wm.wombat and the toolbar is called wm-ipp-base.</p>",
        "<p>FILE ARCHIVED ON 06:00:00 Mar 10, 2021 AND RETRIEVED FROM THE INTERNET ARCHIVE</p>",
    ],
)
@pytest.mark.parametrize("url", [OWN, "https://web.archive.org/", "https://blog.archive.org/2021/03/10/web", ""])
def test_a_page_about_the_archive_stays_as_it_is(written, url):
    page = Page.from_text(url, f"<html><body><h1>How the Wayback Machine works</h1>{written}{PROSE}</body></html>")
    assert as_original(page) is page


def test_an_address_with_part_of_a_time_names_no_instant():
    page = as_original(Page.from_text(COPY.replace("20210310060000", "2021"), "<p>Hello</p>"))
    assert (page.url, page.fetched_at) == (OWN, None)


@pytest.mark.parametrize(
    "piece", ["<div ", "<div id=wm-ipp-base>", "<!-- FILE ARCHIVED ON ", "<a href='/web/2021", 'json">', "__wm.wombat("]
)
def test_broken_copies_cost_no_time(piece):
    started = time.process_time()
    as_original(Page.from_text(COPY, piece * (2_000_000 // len(piece))))
    assert time.process_time() - started < 5
