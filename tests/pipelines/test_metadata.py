"""Titles, leads, canonical addresses, tags and rights, from pages of our own writing."""

from datetime import UTC, date, datetime

import pytest

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse

URL = "https://lantern.example/talks/2019/ferry-at-dusk"
PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(html, url=URL, site=None, headers=(), fetched_at=None):
    page = Page(url=url, body=html.encode(), charset="utf-8", headers=headers, named=True, fetched_at=fetched_at)
    return read_metadata(parse(page), page, site)


def page(head="", body="", lang="en"):
    return f"<html lang='{lang}'><head>{head}</head><body>{body}{PROSE}</body></html>"


@pytest.mark.parametrize(
    "head",
    [
        "<title>Ferry at Dusk | Lantern</title><meta property='og:site_name' content='Lantern'>",
        "<title>Lantern: Ferry at Dusk</title>",
        "<title>Ferry at Dusk - The Lantern Online</title><meta property='og:title' content='Ferry at Dusk — Lantern'>",
        "<title>Ferry at Dusk » Interviews » Lantern</title>",
        "<meta property='og:title' content='Ferry at Dusk'><title>Ferry at Dusk | Talks and walks by the water</title>",
        """<script type='application/ld+json'>{"@type":"NewsArticle","headline":"Ferry at Dusk"}</script>""",
    ],
)
def test_the_title_has_no_site_name_with_and_without_a_heading(head):
    assert read(page(head, "<h1>Ferry at Dusk</h1>")).title == "Ferry at Dusk"
    if "»" not in head and "Lantern:" not in head:
        assert read(page(head)).title == "Ferry at Dusk"


def test_the_printed_heading_beats_the_search_engines_title():
    head = (
        "<title>Mira Tolen interview 2019</title><meta property='og:title' content='Mira Tolen interview: ferry, fog'>"
    )
    assert read(page(head, "<h1>Mira Tolen on ferries and fog</h1>")).title == "Mira Tolen on ferries and fog"


def test_a_logo_heading_is_no_title():
    head = "<title>Ferry at Dusk</title><meta property='og:title' content='Ferry at Dusk'>"
    body = "<header><h1 class='logo'>Lantern</h1></header><h2>Ferry at Dusk</h2>"
    found = read(page(head, body))
    assert found.title == "Ferry at Dusk"
    assert found.marked == {0: "site_name", 1: "title"}


def test_of_several_headings_the_one_that_markup_knows():
    head = "<title>Ferry at Dusk</title>"
    assert read(page(head, "<h1>Our sections</h1><h1>Ferry at Dusk</h1><h1>More talks</h1>")).title == "Ferry at Dusk"


def test_a_kicker_in_the_heading_goes_where_the_claimed_title_does_without():
    head = "<meta property='og:title' content='A ferry leaves at dusk'>"
    assert read(page(head, "<h1><span>On location</span>A ferry leaves at dusk</h1>")).title == "A ferry leaves at dusk"


def test_entities_escaped_twice_and_invisible_characters():
    assert (
        read(page("<meta property='og:title' content='Fog &amp;amp; ferries at dusk'>")).title
        == "Fog & ferries at dusk"
    )
    assert read(page("", "<h1>Fer\u00adry at\u200b Dusk</h1>")).title == "Ferry at Dusk"


def test_a_page_without_any_title():
    assert read(page()).title is None


def test_every_exact_title_block_is_marked():
    body = "<h1>Ferry at Dusk</h1><p>Intro to the talk of the day.</p><p>Ferry at Dusk</p>"
    found = read(page("", body))
    assert sorted(found.marked.values()) == ["title", "title"]


def test_the_lead_is_the_described_paragraph():
    lead = "Mira Tolen spent a winter on a river ferry, and came back with a film about waiting."
    head = f"<meta property='og:description' content='{lead}'>"
    assert read(page(head, f"<h1>Ferry at Dusk</h1><p>{lead}</p>")).lead == lead
    assert read(page(head, "<h1>Ferry at Dusk</h1>")).lead is None


def test_a_cut_description_finds_its_paragraph():
    lead = "Mira Tolen spent a whole winter on a river ferry, and came back with a film about waiting for others."
    head = f"<meta name='description' content='{lead[:80]}…'>"
    assert read(page(head, f"<h1>Ferry at Dusk</h1><p>{lead}</p>")).lead == lead


@pytest.mark.parametrize(
    ("claim", "believed"),
    [
        ("https://lantern.example/talks/ferry-at-dusk", True),
        ("/talks/ferry-at-dusk", True),
        ("https://www.lantern.example/talks/ferry-at-dusk?utm_source=x", True),
        ("https://lantern.example/", False),
        ("https://other.example/talks/ferry-at-dusk", False),
        ("javascript:alert(1)", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_a_canonical_link_is_believed_only_on_its_own_site_and_not_for_the_home_page(claim, believed):
    found = read(page(f"<link rel='canonical' href='{claim}'>")).canonical_url
    assert found.removeprefix("https://").removeprefix("www.") == (
        "lantern.example/talks/ferry-at-dusk" if believed else "lantern.example/talks/2019/ferry-at-dusk"
    )


def test_og_url_where_there_is_no_canonical_link():
    head = "<meta property='og:url' content='https://lantern.example/talks/1'>"
    assert read(page(head)).canonical_url == "https://lantern.example/talks/1"


def test_a_saved_page_of_unknown_address_believes_its_own_canonical():
    assert read(page("<link rel='canonical' href='https://lantern.example/talks/1'>"), url="").canonical_url == (
        "https://lantern.example/talks/1"
    )
    assert read(page(), url="").canonical_url == ""


def test_tags_once_each():
    head = "<meta property='article:tag' content='Ferries'><meta property='article:tag' content='ferries'>"
    head += "<meta property='article:tag' content='Rivers, Fog'><meta name='keywords' content='buy, cheap'>"
    assert read(page(head)).tags == ("Ferries", "Rivers", "Fog")


def test_rights_as_seen():
    head = "<meta name='robots' content='noarchive, noai'><meta name='googlebot' content='nosnippet'>"
    head += "<meta name='tdm-policy' content='https://lantern.example/tdm.json'>"
    head += "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>"
    found = read(page(head), headers=(("TDM-Reservation", "1"),))
    assert found.meta_robots == "noarchive, noai, googlebot: nosnippet"
    assert found.tdm_reservation == "1 https://lantern.example/tdm.json"
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    absent = read(page())
    assert (absent.meta_robots, absent.tdm_reservation, absent.licence) == (None, None, None)


def test_the_claimed_language_and_types():
    head = (
        "<meta property='og:type' content='article'><script type='application/ld+json'>{\"@type\":\"Review\"}</script>"
    )
    found = read(page(head, lang="kk-KZ"))
    assert found.language_claimed == "kk"
    assert set((found.og_type or "").split()) == {"article", "Review"}


def test_a_sites_selectors_outrank_everything():
    rules = Selectors(valid_from=date(2015, 1, 1), title=".t", authors=".a", date=".d")
    site = Site(domain="lantern.example", selectors=(rules,), timezone="Asia/Almaty")
    head = "<meta property='og:title' content='Wrong'><meta name='author' content='Wrong Person'>"
    body = (
        "<div class='t'>Ferry at Dusk</div><i class='a'>Mira Tolen</i><b class='d'>2 May 2019, 10:00</b><h1>Wrong</h1>"
    )
    found = read(page(head, body), site=site)
    assert (found.title, found.authors, found.date) == ("Ferry at Dusk", ("Mira Tolen",), "2019-05-02")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2019-05-02T10:00:00+06:00"


def test_selectors_of_a_later_redesign_leave_an_older_page_alone():
    site = Site(domain="lantern.example", selectors=(Selectors(valid_from=date(2021, 1, 1), title=".t"),))
    head = "<meta property='article:published_time' content='2019-05-02'>"
    assert read(page(head, "<div class='t'>New</div><h1>Ferry at Dusk</h1>"), site=site).title == "Ferry at Dusk"


def test_selectors_hold_by_the_day_of_capture_since_a_redesign_shows_old_articles_too():
    old, new = (Selectors(valid_from=date(day, 1, 1), title=f".t{day}") for day in (2015, 2021))
    site = Site(domain="lantern.example", selectors=(old, new))
    given = page(
        "<meta property='article:published_time' content='2019-05-02'>",
        "<b class='t2015'>From the sidebar</b><div class='t2021'>Ferry at Dusk</div>",
    )
    assert read(given, site=site, fetched_at=datetime(2022, 3, 4, tzinfo=UTC)).title == "Ferry at Dusk"


def dump(text, site=None):
    given = Page.from_text("", text, media_type="text/plain")
    return read_metadata(parse(given), given, site)


def test_a_dump_takes_the_repeated_line():
    text = "Home\n\nNews from the river\n\nFerry at Dusk with Mira\n\nFerry at Dusk with Mira\n\n" + "Prose here. " * 40
    found = dump(text)
    assert found.title == "Ferry at Dusk with Mira"
    assert list(found.marked.values()) == ["title", "title"]


def test_a_dump_with_dateline_title_and_byline():
    text = (
        "3 May 2019 | 08:15\n\nПОДЕЛИТЬСЯ\n\nMira Tolen takes the last ferry of the year\n\n" + "Prose is here. " * 40
    )
    text += "\n\nBy Oskar Venn\n\nЧитайте также"
    found = dump(text)
    assert found.title == "Mira Tolen takes the last ferry of the year"
    assert (found.date, found.published_text) == ("2019-05-03", "3 May 2019 | 08:15")
    assert (found.published_at, found.published_precision) == (None, "minute")
    assert "timezone_unknown" in found.warnings
    assert found.authors == ("Oskar Venn",)
    assert sorted(found.marked.values()) == ["byline", "dateline", "title"]


def test_a_dump_with_its_sites_zone_has_an_instant():
    found = dump(
        "3 May 2019 | 08:15\n\nMira Tolen takes the last ferry", Site(domain="x.example", timezone="Asia/Tokyo")
    )
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2019-05-03T08:15:00+09:00"


def test_an_empty_dump():
    found = dump("")
    assert (found.title, found.authors, found.date, found.marked) == (None, (), None, {})


@pytest.mark.parametrize("head", ["Lantern News :: Ferry at Dusk again", "Lantern News: Talks: Ferry at Dusk again"])
def test_without_a_heading_the_printed_part_of_the_title_is_the_title(head):
    body = "<table><tr><td>LANTERN NEWS</td></tr><tr><td><font>3 May 2019 | 08:15</font>"
    body += "<br><b>Ferry at Dusk again</b></td></tr></table>"
    found = read(page(f"<title>{head}</title>", body), url="")
    assert (found.title, found.date) == ("Ferry at Dusk again", "2019-05-03")
    assert list(found.marked.values()) == ["title"]


def test_a_dump_of_short_paragraphs_does_not_take_a_line_of_the_form_below():
    text = (
        "Connect\nTo Top\n\nMeet the Ferry Woman\n\nThis morning we met the woman who steers it.\n\nHow so?\nBy chance."
    )
    text += "\n\nYour email address will not be published. Required fields are marked *"
    assert dump(text).title == "Meet the Ferry Woman"


@pytest.mark.parametrize("mark", ["★", "…", "»", "| ★"])
def test_a_mark_behind_the_title_is_no_byline_and_no_fault(mark):
    found = read(page("<title>Ferry at Dusk</title>", f"<h1>Ferry at Dusk {mark}</h1>"))
    assert found.title.startswith("Ferry at Dusk")
