"""Reading WARC files: our own, other writers', and what a page's headers say of its bytes."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from typing import get_args

import brotli
import pytest
from warc_files import WHEN, ours, plain, response, urls
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from junket.crawlers.archive.reader import Skipped, read_page_at, read_pages
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import Unreachable
from junket.crawlers.ledger.drop import CaptureReason
from junket.crawlers.page import MAX_BODY_BYTES


def page_of(path, block, **fields):
    path.write_bytes(plain(response(block, **fields)))
    (found,) = read_pages(path)
    return found


# --- other writers ---------------------------------------------------------------------------------


def by_warcio(stream, *, compressed):
    writer = WARCWriter(stream, gzip=compressed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "other", "operation": "scrape"}))
    for number in range(3):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(f"<p>{number}".encode())
        record = writer.create_warc_record(
            f"https://film.example/{number}", "response", payload=body, http_headers=headers
        )
        writer.write_record(record)


@pytest.mark.parametrize("layout", ["members", "plain", "one member", "cut anywhere"])
def test_files_of_other_writers(tmp_path, layout):
    stream = io.BytesIO()
    by_warcio(stream, compressed=layout == "members")
    data = stream.getvalue()
    if layout == "one member":
        data = gzip.compress(data)
    if layout == "cut anywhere":  # as block gzip does: records span members
        data = b"".join(gzip.compress(data[at : at + 301]) for at in range(0, len(data), 301))
    path = tmp_path / "foreign.warc.gz"
    path.write_bytes(data)
    pages = list(read_pages(path))
    assert urls(pages) == [f"https://film.example/{number}" for number in range(3)]
    assert [page.body for page in pages] == [b"<p>0", b"<p>1", b"<p>2"]
    assert not any(page.named for page in pages)
    assert len({page.location.offset for page in pages}) == 3
    for page in pages:
        assert read_page_at(path, page.location.offset) == page


def test_a_scrape_of_ours_is_named_wherever_it_lies(tmp_path):
    with WarcWriter(tmp_path, operation="scrape") as writer:
        writer.write_resource("https://film.example/a", "text/html", b"<p>", date=WHEN)
        scrape = writer.path
    crawl = ours(tmp_path, 1)
    joined = tmp_path / "joined.warc.gz"
    joined.write_bytes(scrape.read_bytes() + crawl.read_bytes())
    assert [page.named for page in read_pages(joined)] == [True, False]


def test_a_page_reads_the_same_by_its_offset_as_in_its_turn(tmp_path):
    path = ours(tmp_path)
    for page in read_pages(path):
        assert read_page_at(path, page.location.offset) == page
        assert read_page_at(path, page.location.offset + 1) is None
    assert read_page_at(path, 0) is None
    assert read_page_at(path, -1) is None
    assert read_page_at(path, 10**9) is None


@pytest.mark.parametrize("name", ["absent.warc.gz", "", "nul\0.warc"])
def test_a_file_that_cannot_be_opened(tmp_path, name):
    with pytest.raises(Unreachable, match="cannot be opened"):
        list(read_pages(tmp_path / name))
    with pytest.raises(Unreachable):
        read_page_at(tmp_path / name, 0)


# --- HTTP ------------------------------------------------------------------------------------------

ENCODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "identity": bytes,
    "GZIP , br": lambda data: brotli.compress(gzip.compress(data)),
}


@pytest.mark.parametrize("coding", ENCODERS)
def test_content_encodings_are_taken_off(tmp_path, coding):
    block = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + ENCODERS[coding](b"<p>hello")
    page = page_of(tmp_path / "x.warc", block)
    assert (page.body, page.truncated) == (b"<p>hello", False)


HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%b\r\n"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("said", [b"", b"Content-Encoding: gzip\r\n"])
def test_a_page_whose_header_keeps_its_compression_unsaid_is_unpacked(tmp_path, coding, said):
    packed = ENCODERS[coding](b"<p>hello")
    block = HTML % said + (gzip.compress(packed) if said else packed)
    assert page_of(tmp_path / "x.warc", block).body == b"<p>hello"


def test_what_only_looks_compressed_or_is_a_download_stays(tmp_path):
    path = tmp_path / "x.warc"
    for body in (b"x\x9cis no zlib", b"\x1f\x8b\x08is no gzip", b"x\x01"):
        assert page_of(path, HTML % b"" + body).body == body
    download = gzip.compress(b"<p>hello")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n"
    assert page_of(path, head + download).body == download
    bomb = page_of(path, HTML % b"" + gzip.compress(bytes(MAX_BODY_BYTES + 1), 1))
    assert bomb.reason == "too_large"


def test_odd_encodings(tmp_path):
    path = tmp_path / "x.warc"
    bare = zlib.compressobj(wbits=-15)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n\r\n"
    assert page_of(path, head % b"deflate" + bare.compress(b"<p>bare") + bare.flush()).body == b"<p>bare"
    assert page_of(path, head % b"gzip" + gzip.compress(b"<p>a") + gzip.compress(b"b")).body == b"<p>ab"
    assert page_of(path, head % b"gzip" + b"<p>not compressed").body == b"<p>not compressed"
    assert page_of(path, head % b"br" + b"<p>not compressed").body == b"<p>not compressed"
    assert page_of(path, head % b"gzip" + b"").body == b""
    for unknown in (b"zpaq", b", ".join([b"gzip"] * 6), b"gzip, zpaq"):
        assert page_of(path, head % unknown + gzip.compress(b"<p>packed")).reason == "unknown_content_encoding"
        assert page_of(path, head % unknown + b"<p>not compressed").body == b"<p>not compressed"
    for no_encoding in (b"none", b"utf-8", b"text/html", b"", b"identity"):
        assert page_of(path, head % no_encoding + b"<p>caf\xe9").body == b"<p>caf\xe9"
    assert page_of(path, head % b"gzip" + gzip.compress(b"<p>" * 99)[:11]).reason == "damaged_encoding"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_that_breaks_off_is_kept_so_far_and_marked(tmp_path, coding):
    text = random.Random(1).randbytes(300_000)
    packed = ENCODERS[coding](text)
    page = page_of(
        tmp_path / "x.warc", f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + packed[:200_000]
    )
    assert page.truncated
    assert len(page.body) > 100_000
    assert text.startswith(page.body)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_is_no_page(tmp_path, coding):
    bomb = ENCODERS[coding](bytes(MAX_BODY_BYTES + 1000))
    found = page_of(tmp_path / "x.warc", f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + bomb)
    assert found.reason == "too_large"


PARTS = {
    None: True,
    "bytes 0-2/9": True,
    "bytes 3-5/6": True,
    "bytes 0-2/*": True,
    "pages 1-2/3": True,
    "bytes 0-2/3": False,
    "Bytes 0-2/3": False,
}


@pytest.mark.parametrize("said", PARTS)
def test_an_answer_that_is_a_part_of_the_page_says_so(tmp_path, said):
    named = f"Content-Range: {said}\r\n" if said else ""
    page = page_of(tmp_path / "x.warc", f"HTTP/1.1 206 Partial Content\r\n{named}\r\n<p>".encode())
    assert (page.status, page.truncated) == (206, PARTS[said])
    assert not page_of(tmp_path / "x.warc", f"HTTP/1.1 200 OK\r\n{named}\r\n<p>".encode()).truncated


def test_a_body_of_just_the_bound_is_whole(tmp_path):
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(MAX_BODY_BYTES), 1)
    page = page_of(tmp_path / "x.warc", block)
    assert (len(page.body), page.truncated) == (MAX_BODY_BYTES, False)


def test_chunks_are_joined(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    path = tmp_path / "x.warc"
    assert page_of(path, head + b"3\r\n<p>\r\n5;x=y\r\nhello\r\n0\r\n\r\n").body == b"<p>hello"
    assert page_of(path, head + b"<p>joined already").body == b"<p>joined already"
    cut = page_of(path, head + b"3\r\n<p>\r\nff\r\nhel")
    assert (cut.body, cut.truncated) == (b"<p>hel", True)


def test_header_oddities(tmp_path):
    block = b"HTTP/1.1 200\nSet-Cookie: a\nset-cookie: b\n folded\nno colon\nX: \xe9\n\n<p>"
    page = page_of(tmp_path / "x.warc", block)
    assert page.headers == (("Set-Cookie", "a"), ("set-cookie", "b folded"), ("X", "é"))
    assert page.body == b"<p>"
    assert page_of(tmp_path / "x.warc", b"HTTP/1.1 204 No Content\r\n\r\n").body == b""


def test_what_gives_no_page_gives_its_reason(tmp_path):
    path = tmp_path / "x.warc"
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    path.write_bytes(
        plain(
            response(b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n"),
            response(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
            response(ok, url="https://film.example/robots.txt"),
            response(ok, url="https://film.example/.well-known/tdmrep.json"),
            response(ok, url="https://film.example/ai.txt"),
            response(ok, url="dns:film.example"),
            response(ok, url="https://[broken"),
            response(b"garbage"),
            ({"WARC-Type": "resource", "WARC-Target-URI": "urn:thumbnail:https://film.example/"}, b"x"),
            ({"WARC-Type": "conversion", "WARC-Target-URI": "https://film.example/"}, b"x"),
            ({"WARC-Type": "continuation", "WARC-Target-URI": "https://film.example/"}, b"x"),
            ({"WARC-Type": "revisit", "WARC-Target-URI": "https://film.example/"}, b""),
            ({"WARC-Type": "metadata"}, b"x: y"),
            ({"WARC-Type": "request"}, b"GET / HTTP/1.1\r\n\r\n"),
            ({"WARC-Type": "of the future"}, b""),
            ({"WARC-Tyqe": "response", "WARC-Target-URI": "https://film.example/"}, ok),
        )
    )
    found = list(read_pages(path))
    assert all(isinstance(entry, Skipped) for entry in found)
    assert [entry.reason for entry in found] == [
        "redirect",
        "not_modified",
        "robots_txt",
        "rights_file",
        "rights_file",
        "not_http",
        "not_http",
        "not_http",
        "not_a_web_address",
        "conversion",
        "continuation",
        "revisit_unresolved",
        "unknown_type",
        "unknown_type",
    ]
    others = {"unknown_content_encoding", "damaged_encoding", "too_large"}
    assert {entry.reason for entry in found} | others | SAID_BY_THE_RUN == set(get_args(CaptureReason))


SAID_BY_THE_RUN = {"meta_refresh", "redirect_loop", "given_up", "sitemap", "feed", "no_copy", "rendered", "subresource"}


def test_what_the_run_took_for_no_page_is_none_later(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    for reason in SAID_BY_THE_RUN:
        assert page_of(tmp_path / "x.warc", ok, WARC_Junket_No_Page=reason).reason == reason
    assert page_of(tmp_path / "x.warc", ok, WARC_Junket_No_Page="of another tool").body == b"<p>"


def test_pages_with_an_error_status_are_pages(tmp_path):
    page = page_of(tmp_path / "x.warc", b"HTTP/1.1 404 Not Found\r\n\r\n<p>gone")
    assert (page.status, page.body) == (404, b"<p>gone")


def test_fields_that_say_the_body_is_cut(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    assert page_of(tmp_path / "x.warc", ok, WARC_Truncated="length").truncated
    assert page_of(tmp_path / "x.warc", ok, WARC_Segment_Number="1").truncated
    assert not page_of(tmp_path / "x.warc", ok).truncated


def test_dates_that_are_none(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    for wrong in ("yesterday", "", "0001-01-01T00:00:00+14:00", "2024-13-01T00:00:00Z"):
        assert page_of(tmp_path / "x.warc", ok, WARC_Date=wrong).fetched_at is None
    assert page_of(tmp_path / "x.warc", ok, WARC_Date="2024-05-06T09:08:09+02:00").fetched_at == WHEN


# --- revisits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("compressed", [True, False])
def test_a_revisit_gives_the_page_it_repeats_with_its_own_date(tmp_path, compressed):
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=compressed)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    url = "https://film.example/talk"
    first = writer.create_warc_record(url, "response", payload=io.BytesIO(b"<p>same"), http_headers=headers)
    writer.write_record(first)
    digest = first.rec_headers.get_header("WARC-Payload-Digest")
    again = writer.create_revisit_record(url, digest, url, "2024-01-01T00:00:00Z", http_headers=headers)
    again.rec_headers.replace_header("WARC-Date", "2024-05-06T07:08:09Z")
    writer.write_record(again)
    elsewhere = writer.create_revisit_record(url, "sha1:" + "A" * 32, url, "2024-01-01T00:00:00Z", http_headers=headers)
    writer.write_record(elsewhere)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(stream.getvalue())
    original, repeated, unresolved = read_pages(path)
    assert repeated.body == original.body == b"<p>same"
    assert repeated.fetched_at == WHEN
    assert repeated.location.offset > original.location.offset
    assert read_page_at(path, repeated.location.offset) == repeated
    assert unresolved.reason == "revisit_unresolved"


def test_an_address_has_one_spelling_whoever_wrote_the_file(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    for written in ("https://film.example/a talk (2).html", "<https://film.example/a talk (2).html>"):
        assert page_of(tmp_path / "x.warc", ok, url=written).url == "https://film.example/a%20talk%20(2).html"
    asked = page_of(tmp_path / "x.warc", ok, WARC_Junket_Requested_URI="https://film.example/кино")
    assert asked.requested_url == "https://film.example/%D0%BA%D0%B8%D0%BD%D0%BE"
    assert (
        page_of(tmp_path / "x.warc", ok, url="https://film.example/a?b=c&d=e,f").url
        == "https://film.example/a?b=c&d=e,f"
    )
