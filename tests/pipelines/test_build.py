"""The last step: what is rejected before and after the parse, and what a record is made of."""

from datetime import UTC, datetime
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.page import Page, WarcLocation
from junket.crawlers.site.site import Site
from junket.pipelines.page.document import Body, Conversation, Document, Metadata, Stripping
from junket.pipelines.reading import Reading
from junket.pipelines.recipe import extract
from junket.pipelines.record.build import STATED, build_record
from junket.pipelines.record.identity import hash_of
from junket.pipelines.record.record import Record, Rejected, Turn
from junket.pipelines.record.sniff import rejection_before_text
from junket.pipelines.verdict import keep_in_crawl

URL = "https://lantern.example/talks/ferry-at-dusk?utm_source=x"
TEXT = "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 9


def early(body, **given):
    return rejection_before_text(Page(url=URL, body=body, **given))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "forbidden"), (403, "forbidden"), (407, "forbidden"), (429, "too_many_requests"), (451, "forbidden"),
        (402, "login_wall"), (404, "not_found"), (410, "not_found"), (418, "no_page"), (100, "no_page"),
        (500, "server_error"), (503, "server_error"),
    ],
)  # fmt: skip
def test_a_status_decides(status, reason):
    found = early(b"<p>Sorry</p>", status=status)
    assert found == Rejected(URL, reason, f"status {status}")
    assert reason in get_args(PageReason)


@pytest.mark.parametrize("status", [None, 200, 203, 206])
def test_a_good_or_unknown_status_does_not(status):
    assert early(b"<p>Text</p>", status=status) is None


@pytest.mark.parametrize("body", [b"", b" \n\t ", b"\0\0\0"])
def test_an_empty_body(body):
    assert getattr(early(body), "reason", None) == "empty"


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "application/json", "video/mp4"])
def test_a_media_type_that_is_no_page(media_type):
    assert getattr(early(b"<p>Text</p>", media_type=media_type), "reason", None) == "not_html"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04\x14\0",
        b"\x1f\x8b\x08\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        bytes(range(256)) * 8,
    ],
)
def test_bytes_that_are_no_page_whatever_the_server_calls_them(body):
    assert getattr(early(body), "reason", None) == "not_html"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Паром</p>".encode("utf-16"),
        "<p>Паром</p>".encode("utf-16-le"),
        "<p>Паром</p>".encode("cp1251"),
        b"plain words",
    ],
)
def test_text_in_other_encodings_is_a_page(body):
    assert early(body) is None


def test_an_octet_stream_that_is_html_is_a_page():
    assert early(b"<!doctype html><p>Text</p>", media_type="application/octet-stream") is None


@given(st.binary(max_size=300))
def test_wild_bytes_never_raise(body):
    found = early(body)
    assert found is None or found.reason in get_args(PageReason)


def settled(*, page=None, site=None, metadata=None, text=TEXT, conversation=None, language="en"):
    page = page or Page(url=URL, body=b"x")
    metadata = metadata or Metadata(title="Ferry at Dusk", canonical_url="https://lantern.example/talks/ferry-at-dusk")
    reading = Reading(page, site)
    reading.document, reading.metadata, reading.stripping = Document(page.url, ()), metadata, Stripping((), ())
    reading.body, reading.language, reading.conversation = Body(text, ()), language, conversation or Conversation()
    return build_record(reading)


def test_a_reading_grows_by_what_is_asked_for_and_by_what_that_needs():
    reading = Reading(Page.from_text(URL, f"<title>Ferry</title><h1>Ferry</h1><p>{TEXT}</p>"))
    assert list(vars(reading)) == ["page", "site"]
    assert reading.body.text == TEXT.strip()
    assert set(vars(reading)) == {"page", "site", "document", "metadata", "stripping", "body"}
    assert reading.body is reading.body
    assert (reading.language, reading.conversation) == ("en", Conversation())


def test_a_step_that_is_set_is_what_the_later_ones_read():
    reading = Reading(Page.from_text(URL, "<p>Ok.</p>"))
    reading.metadata = Metadata(language_claimed="kk")
    assert reading.language == "kk"


def test_the_record_says_where_it_comes_from():
    location = WarcLocation("crawl-1.warc.gz", 12, 34, "<urn:uuid:1>", "sha1:ABC")
    page = Page(
        url=URL, body=b"x", status=200, fetched_at=datetime(2020, 1, 2, tzinfo=UTC), location=location,
        headers=(("X-Robots-Tag", "noai"), ("x-robots-tag", "noarchive")), robots="ignored", robots_rule="Disallow: /",
        archived_from="https://archive.example/1", truncated=True,
    )  # fmt: skip
    record = settled(page=page, site=Site(domain="lantern.example", rules_version="abc"))
    assert isinstance(record, Record)
    assert (record.url, record.canonical_url) == (URL, "https://lantern.example/talks/ferry-at-dusk")
    assert (record.warc_file, record.warc_offset, record.warc_record_id) == ("crawl-1.warc.gz", 12, "<urn:uuid:1>")
    assert (record.payload_digest, record.http_status, record.site_rules_version) == ("sha1:ABC", 200, "abc")
    assert (record.x_robots_tag, record.robots, record.robots_rule) == ("noai, noarchive", "ignored", "Disallow: /")
    assert record.archived_from == "https://archive.example/1"
    assert set(record.warnings) == {"date_missing", "text_truncated"}


def test_what_the_page_states_stands_in_the_record_as_it_was_read():
    metadata = Metadata(title="Ferry", tags=("sea",), licence="CC0", modified_at=datetime(2020, 1, 2, tzinfo=UTC))
    record = settled(metadata=metadata)
    assert isinstance(record, Record)
    assert {name: getattr(record, name) for name in STATED} == {name: getattr(metadata, name) for name in STATED}
    types, shown = get_type_hints(Metadata), get_type_hints(Record)
    assert {name: types[name] for name in STATED} == {name: shown[name] for name in STATED}
    assert {"title", "lead", "authors", "date", "published_at", "canonical_url", "rights"} < STATED


def test_the_id_hangs_on_the_canonical_address_alone():
    other = settled(page=Page(url=URL.replace("utm_source=x", "fbclid=y"), body=b"x"), text=TEXT + "More.")
    assert isinstance(other, Record)
    first = settled()
    assert isinstance(first, Record)
    assert first.id == other.id
    assert first.content_hash != other.content_hash


def test_a_page_without_address_is_named_by_its_content():
    bare = Page(url="", body=b"x")
    one, two = (settled(page=bare, metadata=Metadata(title="Ferry"), text=text) for text in (TEXT, TEXT + "!"))
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert one.url == one.canonical_url == one.site == ""
    assert one.id != two.id
    assert len(one.id) == len(two.id) == 16


def test_the_hash_does_not_hang_on_white_space_and_case():
    assert hash_of("Ferry", "A  b\n\nc") == hash_of("ferry", "a b c")
    assert hash_of("Ferry", "a b c") != hash_of("Ferry", "a b d")
    assert hash_of(None, "\ud800") == hash_of("", "\ud800")


def test_turn_ids_name_their_record_and_do_not_repeat():
    turns = tuple(Turn(turn_id="q1", role="question", text="Why?", start=0, end=4) for _ in range(3))
    record = settled(conversation=Conversation(turns=turns, confidence=0.8, is_interview=True))
    assert isinstance(record, Record)
    ids = [turn.turn_id for turn in record.turns]
    assert ids == [f"{record.id}-q1", f"{record.id}-q1-2", f"{record.id}-q1-3"]
    assert record.kind == "interview"


def test_people_are_the_speakers_without_repeats():
    talk = Conversation(is_interview=True, interviewers=("Oskar Venn",), interviewees=("Mira Tolen", "Oskar Venn"))
    record = settled(conversation=talk)
    assert isinstance(record, Record)
    assert record.people == ("Oskar Venn", "Mira Tolen")


def test_doubts_are_said_once_each():
    doubtful = Conversation(is_interview=True, warnings=("turns_uncertain", "turns_uncertain"))
    record = settled(
        metadata=Metadata(warnings=("timezone_unknown",)), conversation=doubtful, text="Short.", language=None
    )
    assert isinstance(record, Record)
    assert record.warnings == (
        "timezone_unknown", "turns_uncertain", "title_missing", "date_missing", "language_unknown", "text_short",
    )  # fmt: skip


def test_no_text_is_empty():
    found = settled(text=" \n ")
    assert found == Rejected(URL, "empty", "no text")


@pytest.mark.parametrize(
    ("kind", "kept"), [("interview", True), ("news", True), ("review", True), ("listing", False), ("other", False)]
)
def test_what_a_crawl_keeps(kind, kept):
    record = Record(id="1", url=URL, canonical_url=URL, site="lantern.example", kind=kind, content_hash="x")
    assert keep_in_crawl(record) == (None if kept else Rejected(URL, "not_an_article", kind))


def test_a_shell_that_needs_a_script_says_so():
    html = "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script>go()</script>"
    outcome = extract(Page.from_text(URL, html)).outcome
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, outcome.detail) == ("empty", "the page needs JavaScript")
