from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.crawlers.rights.right import Right
from junket.crawlers.rights.rights_toml import RightsDecision
from junket.pipelines.recipe import extract
from junket.pipelines.record.parts import extract_parts
from junket.pipelines.record.record import Record
from junket.pipelines.record.rights_decision import decide

SEEN = datetime(2026, 5, 1, tzinfo=UTC)
TEXT = "<p>" + "The harbour had no cranes that winter, and the crew built one out of doors. " * 8 + "</p>"


def page(head: str = "", foot: str = "", **changes: object) -> Page:
    body = f"<html><head><title>Cranes</title>{head}</head><body><h1>Cranes</h1>{TEXT}{foot}</body></html>"
    made = Page(url="https://press.example/cranes", body=body.encode(), charset="utf-8", status=200, fetched_at=SEEN)
    return replace(made, named=True, **changes)


def record_of(given: Page) -> Record:
    outcome = extract(given).outcome
    assert isinstance(outcome, Record)
    return outcome


def seen(given: Page) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for right in record_of(given).rights or ():
        found.setdefault(right.source, []).append(right.value)
    return found


def test_absence_is_recorded_too_with_the_time():
    rights = record_of(page()).rights
    assert [(right.source, right.value) for right in rights or ()] == [
        ("x_robots_tag", None),
        ("tdm_header", None),
        ("meta_robots", None),
        ("tdm_meta", None),
        ("licence", None),
        ("copyright", None),
    ]
    assert all(right.seen_at == SEEN for right in rights or ())


def test_each_signal_is_recorded_word_for_word():
    head = """<meta name="robots" content="noarchive, noai"><meta name="googlebot" content="noindex">
    <meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://press.example/tdm">
    <link rel="license" href="https://press.example/terms">"""
    file = (Right("tdm_file", "0", SEEN), Right("ai_txt", None, SEEN))
    headers = (("X-Robots-Tag", "junket: noarchive"), ("x-robots-tag", "noindex"), ("TDM-Reservation", "0"))
    assert seen(page(head, "<footer><p>© 2026 Harbour Press</p></footer>", headers=headers, site_rights=file)) == {
        "x_robots_tag": ["junket: noarchive", "noindex"],
        "tdm_header": ["0"],
        "meta_robots": ["noarchive, noai", "googlebot: noindex"],
        "tdm_meta": ["1 https://press.example/tdm"],
        "licence": ["https://press.example/terms"],
        "copyright": ["© 2026 Harbour Press"],
        "tdm_file": ["0"],
        "ai_txt": [None],
    }


LD = '<script type="application/ld+json">{}</script>'
CC = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("head", "foot", "licence"),
    [
        ('<link rel="license" href="/terms">', "", "https://press.example/terms"),
        ("", f'<footer><a rel="nofollow license" href="{CC}">CC BY</a></footer>', CC),
        ("", f'<figure><img src=a.jpg><figcaption><a rel=license href="{CC}">CC</a></figcaption></figure>', None),
        (LD.format(f'{{"@type": "NewsArticle", "license": "{CC}"}}'), "", CC),
        (LD.format(f'{{"@type": "Article", "license": [{{"@type": "CreativeWork", "url": "{CC}"}}]}}'), "", CC),
        (LD.format(f'{{"@type": "ImageObject", "license": "{CC}"}}'), "", None),
        (LD.format('{"@type": "Article", "license": {"name": 5}}'), "", None),
        ('<meta name="dcterms.license" content="CC BY-SA 4.0">', "", "CC BY-SA 4.0"),
    ],
)
def test_the_licence_is_the_pages_own(head, foot, licence):
    assert record_of(page(head, foot)).licence == licence


def test_each_licence_is_recorded_word_for_word():
    links = "".join(f'<a rel="license" href="/terms/{number}">T</a>' for number in (1, 2, 1))
    assert seen(page(foot=f"<footer>{links}</footer>"))["licence"] == ["/terms/1", "/terms/2"]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2024 Harbour Press",
        "Все права защищены.",
        "Барлық құқықтар қорғалған",
        "Alle Rechte vorbehalten",
        "Tous droits réservés",
        "Todos los derechos reservados",
        "Tutti i diritti riservati",
    ],
)
def test_copyright_lines_in_the_languages_of_film_press(line):
    assert seen(page(foot=f"<footer><p>{line}</p></footer>"))["copyright"] == [line]


def test_a_bare_text_was_looked_at_nowhere():
    dump = Page.from_text("", "Cranes\n\n" + "The harbour had no cranes that winter. " * 20, media_type="text/plain")
    assert record_of(dump).rights is None


def test_the_markup_supersedes_the_header_and_the_header_the_file():
    file = (Right("tdm_file", "1 https://press.example/tdm", SEEN),)
    assert record_of(page(site_rights=file)).tdm_reservation == "1 https://press.example/tdm"
    header = (("tdm-reservation", "0"),)
    assert record_of(page(site_rights=file, headers=header)).tdm_reservation == "0"
    meta = '<meta name="tdm-reservation" content="1">'
    assert record_of(page(meta, site_rights=file, headers=header)).tdm_reservation == "1"


@pytest.mark.parametrize(
    ("source", "value", "use"),
    [
        ("meta_robots", "noarchive", "archive_only"),
        ("meta_robots", "NOINDEX, NoAI", "archive_only"),
        ("meta_robots", "noindex, nofollow, nosnippet, noimageai", "fetch"),
        ("meta_robots", "googlebot: noarchive", "fetch"),
        ("meta_robots", "junket: noarchive", "archive_only"),
        ("x_robots_tag", "noarchive", "archive_only"),
        ("x_robots_tag", "otherbot: noindex, noarchive", "fetch"),
        ("x_robots_tag", "junket: noarchive", "archive_only"),
        ("x_robots_tag", "max-snippet: 3, noarchive", "archive_only"),
        ("x_robots_tag", "unavailable_after: 25 Jun 2030 15:00:00 PST", "fetch"),
        ("ai_txt", "Disallow: / (User-agent: *)", "archive_only"),
        ("ai_txt", "unknown: status 503", "fetch"),
        ("tdm_file", "1 https://press.example/tdm", "archive_only"),
        ("tdm_file", "unknown: status 503", "fetch"),
        ("tdm_header", "0", "fetch"),
        ("tdm_meta", "yes", "fetch"),
        ("licence", "https://press.example/terms", "fetch"),
        ("copyright", "All rights reserved", "fetch"),
        ("meta_robots", None, "fetch"),
    ],
)
def test_what_follows_from_a_signal(source, value, use):
    assert decide([Right(source, value, SEEN)]).use == use


def test_nothing_seen_leads_to_fetch():
    assert decide(None).use == decide([]).use == "fetch"


@pytest.mark.parametrize(
    ("meta", "header", "file", "use"),
    [
        ("0", "1", "1", "fetch"),
        (None, "0", "1", "fetch"),
        (None, None, "1", "archive_only"),
        ("1", "0", "0", "archive_only"),
    ],
)
def test_the_reservation_of_the_highest_source_counts(meta, header, file, use):
    rights = [Right("tdm_file", file, SEEN), Right("tdm_header", header, SEEN), Right("tdm_meta", meta, SEEN)]
    assert decide(rights).use == use


def test_a_persons_decision_stands_above_the_signals():
    rights = [Right("meta_robots", "noarchive", SEEN)]
    licence = RightsDecision(use="fetch", basis="agreement 12", decided_by="A. Reader")
    ruling = decide(rights, licence)
    assert (ruling.use, ruling.signal, ruling.decision) == ("fetch", "noarchive", licence)
    shut = RightsDecision(use="skip", basis="their letter", decided_by="A. Reader", until=date(2030, 1, 1))
    assert decide([], shut).use == "skip"


@given(st.lists(st.tuples(st.sampled_from(["meta_robots", "x_robots_tag", "tdm_meta", "ai_txt", "odd"]), st.text())))
def test_nothing_that_a_page_says_raises(pairs):
    assert decide([Right(source, value, None) for source, value in pairs]).use in ("fetch", "archive_only")


def test_a_page_asked_for_by_name_is_shown_with_a_warning():
    assert "rights_reserved" in record_of(page('<meta name="robots" content="noarchive">')).warnings
    assert "rights_reserved" not in record_of(page('<meta name="robots" content="noindex">')).warnings


def test_one_reserved_part_reserves_the_article():
    first = page('<link rel="next" href="/cranes?page=2">')
    other = "<p>" + "On the second night the wind took the crane and the crew with it. " * 8 + "</p>"
    second = page('<meta name="robots" content="noarchive">', url="https://press.example/cranes?page=2")
    second = replace(second, body=second.body.replace(TEXT.encode(), other.encode()))
    record, held = extract_parts([first, second])
    assert isinstance(record, Record)
    assert held == (0, 1)
    assert "rights_reserved" in record.warnings
    assert decide(record.rights).use == "archive_only"
