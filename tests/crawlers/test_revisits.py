"""Revisits whose original lies in another file of the same home."""

from __future__ import annotations

import pytest
from warc_files import plain, response

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.reader import Skipped, read_page_at, read_pages
from junket.crawlers.home import Home

URL = "https://film.example/talk"
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Fog."
FIRST = {"WARC_Date": "2024-05-06T07:08:09Z", "WARC_Record_ID": "<urn:uuid:1>", "WARC_Payload_Digest": "odd:AAA"}
"""The digest is of an algorithm that nobody knows, so that it need not be a real one."""


@pytest.fixture
def home(tmp_path):
    home = Home.create(tmp_path / "home")
    other = response(BLOCK.replace(b"Fog", b"Rain"), url="https://film.example/rain", WARC_Record_ID="<urn:uuid:2>")
    (home.warc / "z.warc").write_bytes(plain(response(BLOCK, url=URL, **FIRST), other))
    return home


def revisit(home, **fields):
    """A file that comes before the other one by its name and holds a revisit; what the reader gives for it."""
    named = {"WARC-Type": "revisit", "WARC-Target-URI": URL, "WARC-Date": "2024-06-01T00:00:00Z"}
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    (home.warc / "a.warc").write_bytes(plain((named, b"")))
    return next(read_pages(home.warc / "a.warc"))


@pytest.mark.parametrize(
    "fields",
    [
        {"WARC_Payload_Digest": "odd:AAA"},
        {"WARC_Refers_To": "<urn:uuid:1>"},
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": "2024-05-06T07:08:09Z"},
        {
            "WARC_Target_URI": "https://film.example/same",
            "WARC_Refers_To_Target_URI": URL,
            "WARC_Payload_Digest": "odd:AAA",
        },
    ],
)
def test_the_original_is_found_by_digest_by_id_and_by_address_and_date(home, fields):
    assert revisit(home, **fields).reason == "revisit_unresolved"  # nobody has looked at the other file yet
    CaptureIndex(home).update()
    page = revisit(home, **fields)
    assert page.body == b"<p>Fog."
    assert (page.location.file, page.location.offset) == ("a.warc", 0)
    assert page.url == fields.get("WARC_Target_URI", URL)
    assert page.fetched_at.month == 6
    assert read_page_at(home.warc / "a.warc", 0) == page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"WARC_Payload_Digest": "odd:BBB"},
        {"WARC_Refers_To": "<urn:uuid:2>"},
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": "2024-05-06T07:08:10Z"},
        {"WARC_Refers_To_Target_URI": "https://film.example/none", "WARC_Payload_Digest": "odd:AAA"},
        {  # two answers of one address in one second: the digest tells
            "WARC_Refers_To_Target_URI": URL,
            "WARC_Refers_To_Date": "2024-05-06T07:08:09Z",
            "WARC_Payload_Digest": "odd:BBB",
        },
    ],
)
def test_no_other_capture_is_taken_for_the_original(home, fields):
    CaptureIndex(home).update()
    found = revisit(home, **fields)
    assert isinstance(found, Skipped)
    assert found.reason == "revisit_unresolved"


def test_a_revisit_is_no_original_and_neither_is_a_record_that_has_gone(home):
    revisit(home, WARC_Payload_Digest="odd:CCC")
    CaptureIndex(home).update()
    assert revisit(home, WARC_Payload_Digest="odd:CCC").reason == "revisit_unresolved"
    (home.warc / "z.warc").unlink()
    assert revisit(home, WARC_Payload_Digest="odd:AAA").reason == "revisit_unresolved"
