"""Reading WARC files: our own, other writers', damaged ones, and wild bytes."""

from __future__ import annotations

import gzip
import io
import random
import tempfile
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.archive.exchange import Exchange
from crawlers.archive.reader import SKIPPED, Skipped, read_page_at, read_pages
from crawlers.archive.record import Record
from crawlers.archive.records import Damage, read_record_at, read_records
from crawlers.archive.writer import WarcWriter
from crawlers.errors import Unreachable
from crawlers.page import MAX_BODY_BYTES, Page

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8")]


def ours(folder, count=5, size=400):
    """A file of ``count`` exchanges with bodies that do not compress."""
    noise = random.Random(count)
    with WarcWriter(Path(folder), operation="crawl") as writer:
        for number in range(count):
            writer.write_exchange(
                Exchange(
                    url=f"https://film.example/{number}",
                    status=200,
                    response_headers=HTML,
                    body=b"<p>" + noise.randbytes(size),
                    fetched_at=WHEN,
                )
            )
        return writer.path


def spliced(path, data):
    path.write_bytes(data)
    return list(read_records(path))


def urls(found):
    return [page.url for page in found if isinstance(page, Page)]


def plain(*records):
    """An uncompressed WARC of (fields, block) pairs."""
    parts = []
    for fields, block in records:
        head = "".join(
            f"{name}: {value}\r\n" for name, value in {"WARC-Date": "2024-05-06T07:08:09Z", **fields}.items()
        )
        parts.append(f"WARC/1.0\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    return b"".join(parts)


def response(block, url="https://film.example/talk", **fields):
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return ({"WARC-Type": "response", "WARC-Target-URI": url, "Content-Type": "application/http", **named}, block)


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


def test_odd_encodings(tmp_path):
    path = tmp_path / "x.warc"
    bare = zlib.compressobj(wbits=-15)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n\r\n"
    assert page_of(path, head % b"deflate" + bare.compress(b"<p>bare") + bare.flush()).body == b"<p>bare"
    assert page_of(path, head % b"gzip" + gzip.compress(b"<p>a") + gzip.compress(b"b")).body == b"<p>ab"
    assert page_of(path, head % b"gzip" + b"<p>not compressed").body == b"<p>not compressed"
    assert page_of(path, head % b"br" + b"<p>not compressed").body == b"<p>not compressed"
    assert page_of(path, head % b"gzip" + b"").body == b""
    assert page_of(path, head % b"zpaq" + b"?").reason == "unknown_content_encoding"
    assert page_of(path, head % b"gzip,gzip,gzip,gzip,gzip,gzip" + b"?").reason == "unknown_content_encoding"


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
def test_a_bomb_is_cut_at_the_bound_and_marked(tmp_path, coding):
    bomb = ENCODERS[coding](bytes(MAX_BODY_BYTES + 1000))
    page = page_of(tmp_path / "x.warc", f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + bomb)
    assert page.truncated
    assert len(page.body) == MAX_BODY_BYTES


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
        )
    )
    found = list(read_pages(path))
    assert all(isinstance(entry, Skipped) for entry in found)
    assert [entry.reason for entry in found] == [
        "redirect",
        "not_modified",
        "robots_txt",
        "not_http",
        "not_http",
        "not_http",
        "not_a_web_address",
        "conversion",
        "continuation",
        "revisit_unresolved",
    ]
    assert {entry.reason for entry in found} | {"unknown_content_encoding"} == set(SKIPPED)


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


# --- damage ----------------------------------------------------------------------------------------


def test_every_truncation_is_noticed_and_costs_only_what_is_cut(tmp_path):
    path = ours(tmp_path, 3, 60)
    data = path.read_bytes()
    whole = list(read_records(path))
    ends = {record.offset + record.length for record in whole} | {0}
    cut = tmp_path / "cut.warc.gz"
    for length in range(len(data)):
        found = spliced(cut, data[:length])
        assert [entry for entry in found if isinstance(entry, Record)] == [
            record for record in whole if record.offset + record.length <= length
        ]
        assert len([entry for entry in found if isinstance(entry, Damage)]) == (0 if length in ends else 1)


def test_every_truncation_of_a_plain_file_is_noticed(tmp_path):
    data = plain(*(response(b"HTTP/1.1 200 OK\r\n\r\n<p>", url=f"https://film.example/{n}") for n in range(3)))
    size = len(data) // 3
    cut = tmp_path / "cut.warc"
    for length in range(len(data)):
        found = spliced(cut, data[:length])
        whole = (length + 4) // size  # the last two line ends are no loss
        assert sum(isinstance(entry, Record) for entry in found) == whole
        assert any(isinstance(entry, Damage) for entry in found) == (length > whole * size)


def test_what_is_appended_behind_a_torn_member_is_read(tmp_path):
    """Every other reader loses these records (20 of 30 in our measurements)."""
    data = ours(tmp_path).read_bytes()
    for torn in (len(data) - 1, len(data) - 9, len(data) - 300, len(data) // 2, 30, 4):
        found = spliced(tmp_path / "torn.warc.gz", data[:torn] + data)
        (damage,) = [entry for entry in found if isinstance(entry, Damage)]
        assert damage.resumed_at == torn
        behind = [entry for entry in found if isinstance(entry, Record) and entry.offset >= torn]
        assert len(behind) == 11


def test_a_flipped_bit_costs_one_record(tmp_path):
    path = ours(tmp_path)
    whole = list(read_records(path))
    data = bytearray(path.read_bytes())
    hurt = whole[3]
    data[hurt.offset + hurt.length // 2] ^= 0x10
    found = spliced(path, bytes(data))
    assert [entry for entry in found if isinstance(entry, Record)] == [record for record in whole if record is not hurt]
    (damage,) = [entry for entry in found if isinstance(entry, Damage)]
    assert (damage.offset, damage.resumed_at) == (hurt.offset, whole[4].offset)


@pytest.mark.parametrize("filler", [b"\0" * 5000, b"garbage " * 50, b"\x1f\x8b\x08\x00" * 5000, b"\r\n"])
def test_foreign_bytes_between_records_are_reported_and_passed(tmp_path, filler):
    path = ours(tmp_path)
    whole = list(read_records(path))
    data = path.read_bytes()
    at = whole[4].offset
    found = spliced(path, filler + data[:at] + filler + data[at:] + filler)
    assert [entry.block for entry in found if isinstance(entry, Record)] == [record.block for record in whole]
    assert [(entry.offset, entry.resumed_at) for entry in found if isinstance(entry, Damage)] == [
        (0, len(filler)),
        (len(filler) + at, 2 * len(filler) + at),
        (2 * len(filler) + len(data), None),
    ]


def test_a_wrong_content_length_costs_one_record(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>hello"
    good = [plain(response(ok, url=f"https://film.example/{number}")) for number in range(3)]
    path = tmp_path / "x.warc"
    for wrong in (
        b"Content-Length: 20",
        b"Content-Length: -1",
        b"Content-Length: x",
        b"Content-Length: " + b"9" * 30,
        b"X: y",
    ):
        hurt = good[1].replace(b"Content-Length: 27", wrong)
        assert hurt != good[1]
        for data in (b"".join([good[0], hurt, good[2]]), b"".join(map(gzip.compress, [good[0], hurt, good[2]]))):
            path.write_bytes(data)
            found = list(read_pages(path))
            assert urls(found) == ["https://film.example/0", "https://film.example/2"]
            assert sum(isinstance(entry, Damage) for entry in found) == 1


def test_a_record_that_says_it_is_longer_does_not_swallow_the_next_one(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>hello"
    good = [plain(response(ok, url=f"https://film.example/{number}")) for number in range(3)]
    hurt = good[1].replace(b"Content-Length: 27", b"Content-Length: 999")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, [good[0], hurt, good[2]])))
    assert urls(read_pages(path)) == ["https://film.example/0", "https://film.example/2"]


def test_a_page_forges_no_record_when_its_own_is_damaged(tmp_path):
    forged = plain(response(b"HTTP/1.1 200 OK\r\n\r\nforged", url="https://forged.example/"))
    hurt = plain(response(b"HTTP/1.1 200 OK\r\n\r\n" + forged)).replace(b"Content-Length", b"Content-Girth", 1)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(hurt) + gzip.compress(plain(response(b"HTTP/1.1 200 OK\r\n\r\n<p>"))))
    damage, page = read_pages(path)
    assert isinstance(damage, Damage)
    assert page.url == "https://film.example/talk"


def test_a_record_in_the_middle_of_a_shared_member_is_passed(tmp_path):
    ok = b"HTTP/1.1 200 OK\r\n\r\n<p>hello"
    good = [plain(response(ok, url=f"https://film.example/{number}")) for number in range(4)]
    good[1] = good[1].replace(b"Content-Length: 27", b"Content-Length: 20")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(b"".join(good)))
    found = list(read_pages(path))
    assert urls(found) == [f"https://film.example/{number}" for number in (0, 2, 3)]
    assert sum(isinstance(entry, Damage) for entry in found) == 1


def test_headers_without_end_are_bounded(tmp_path):
    path = tmp_path / "x.warc.gz"
    for head in (b"WARC/1.1\r\n" + b"a" * 2_000_000, b"WARC/1.1\r\n" + b"a: b\r\n" * 200_000):
        for data in (head, gzip.compress(head)):
            (damage,) = spliced(path, data)
            assert isinstance(damage, Damage)


def test_a_record_over_the_bound_is_read_in_bounded_memory_and_marked(tmp_path):
    size = MAX_BODY_BYTES * 4
    head = plain(response(b"HTTP/1.1 200 OK\r\n\r\n")).replace(
        b"Content-Length: 19", b"Content-Length: %d" % (size + 19)
    )
    packer = zlib.compressobj(1, wbits=31)
    parts = [packer.compress(head[:-4])]
    parts += [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    parts += [packer.compress(b"\r\n\r\n"), packer.flush(), gzip.compress(plain(response(b"HTTP/1.1 200 OK\r\n\r\nx")))]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(parts))
    tracemalloc.start()
    try:
        big, small = read_pages(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert big.truncated
    assert len(big.body) == MAX_BODY_BYTES
    assert small.body == b"x"
    assert peak < 5.5 * MAX_BODY_BYTES


def test_a_hostile_filler_does_not_take_long(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00" * 250_000)
    started = time.perf_counter()
    assert [type(entry) for entry in read_records(path)] == [Damage]
    assert time.perf_counter() - started < 10


@pytest.fixture(scope="module")
def good_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    one = ours(folder, 4, 80).read_bytes()
    text = plain(
        *(response(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>x")) for _ in range(3))
    )
    return [one, text, gzip.compress(text)]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_bytes_raise_and_offsets_lead_back(good_files, data):
    """Wild edits of good files: nothing raises, offsets grow, and each page is found again by its offset."""
    file = bytearray(data.draw(st.sampled_from(good_files)))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(file)))
        end = data.draw(st.integers(start, min(len(file), start + 300)))
        piece = st.binary(max_size=30) | st.sampled_from(
            [b"WARC/1.1\r\n", b"\r\n\r\n", b"\x1f\x8b\x08\x00", bytes(file[:200])]
        )
        file[start:end] = data.draw(piece)
    check_wild(bytes(file))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"WARC/1.1\r\n", b"WARC/1.0\r\nContent-Length: 3\r\n\r\n", b"\x1f\x8b\x08\x00"]),
)
def test_wild_bytes_do_not_raise(noise, start):
    check_wild(start + noise)
    check_wild(gzip.compress(start + noise))


def check_wild(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wild.warc.gz"
        path.write_bytes(data)
        found = list(read_records(path))
        offsets = [entry.offset for entry in found]
        assert offsets == sorted(offsets)
        records = [entry for entry in found if isinstance(entry, Record)]
        assert len({record.offset for record in records}) == len(records)
        if data.strip(b"\r\n"):
            assert found
        for entry in read_pages(path):
            if isinstance(entry, Page):
                assert read_page_at(path, entry.location.offset).body == entry.body
        for record in records:
            assert read_record_at(path, record.offset).block == record.block
