"""What a WARC's digests say is held against its bytes, in whatever spelling; and reading goes on behind damage."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import time

import pytest
from warc_files import HTML, WHEN, ours, plain, response, urls

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.reader import read_page_at, read_pages
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.page import Page

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
BODY = b"<p>The crew waited for the fog.</p>"
LENGTH = b"Content-Length: %d" % len(OK + BODY)


def found_in(path, data):
    path.write_bytes(data)
    return list(read_pages(path))


def spellings(data, algorithm):
    raw = hashlib.new(algorithm, data).digest()
    return [
        raw.hex(),
        raw.hex().upper(),
        base64.b32encode(raw).decode(),
        base64.b32encode(raw).decode().rstrip("="),
        base64.b32encode(raw).decode().lower(),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    ]


# --- which digests are read ------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["sha1", "SHA1", "sha-1", "sha256", "SHA-256", "sha512", "md5", "sha384"])
@pytest.mark.parametrize("field", ["WARC_Block_Digest", "WARC_Payload_Digest"])
def test_a_digest_is_read_in_each_spelling_and_a_wrong_one_is_damage(tmp_path, label, field):
    algorithm = label.lower().replace("-", "")
    block = OK + BODY
    right = spellings(block if "Block" in field else BODY, algorithm)
    wrong = spellings(b"something else", algorithm)
    for good, bad in zip(right, wrong, strict=True):
        data = plain(
            response(block, url="https://film.example/a", **{field: f"{label}:{good}"}),
            response(block, url="https://film.example/b", **{field: f"{label}:{bad}"}),
            response(block, url="https://film.example/c"),
        )
        a, damage, c = found_in(tmp_path / "x.warc", data)
        assert urls([a, c]) == ["https://film.example/a", "https://film.example/c"]
        assert isinstance(damage, Damage)
        assert "digest" in damage.reason
        assert (damage.offset, damage.resumed_at) == (data.index(b"WARC/", 9), data.rindex(b"WARC/1.0"))


@pytest.mark.parametrize("said", ["crc32:00000000", "blake3:" + "0" * 64, "sha1:none", "sha256:" + "z" * 64, "", "x"])
def test_what_cannot_be_read_is_not_checked(tmp_path, said):
    data = plain(response(OK + BODY, WARC_Block_Digest=said, WARC_Payload_Digest=said))
    (page,) = found_in(tmp_path / "x.warc", data)
    assert page.body == BODY


def test_where_the_block_fits_no_word_about_the_payload_matters(tmp_path):
    """Tools disagree about what a payload is."""
    block = OK + BODY
    fields = {"WARC_Block_Digest": f"sha1:{spellings(block, 'sha1')[2]}", "WARC_Payload_Digest": "sha1:" + "A" * 32}
    (page,) = found_in(tmp_path / "x.warc", plain(response(block, **fields)))
    assert page.body == BODY


def test_a_payload_may_be_meant_with_or_without_its_encodings(tmp_path):
    packed = gzip.compress(BODY)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    for payload in (chunked, packed, BODY, head + chunked):
        said = f"sha1:{spellings(payload, 'sha1')[2]}"
        (page,) = found_in(tmp_path / "x.warc", plain(response(head + chunked, WARC_Payload_Digest=said)))
        assert page.body == BODY
    wrong = plain(response(head + chunked, WARC_Payload_Digest="sha1:" + "A" * 32))
    (damage,) = found_in(tmp_path / "x.warc", wrong)
    assert isinstance(damage, Damage)
    (page,) = found_in(tmp_path / "x.warc.gz", gzip.compress(wrong))  # gzip says that these bytes were written so
    assert page.body == BODY


@pytest.mark.parametrize("partly", [{"WARC_Truncated": "length"}, {"WARC_Segment_Number": "1"}])
def test_the_payload_of_a_record_that_says_it_is_a_part_is_not_checked(tmp_path, partly):
    fields = {"WARC_Payload_Digest": "sha1:" + "A" * 32, **partly}
    (page,) = found_in(tmp_path / "x.warc", plain(response(OK + BODY, **fields)))
    assert page.truncated


def test_a_block_over_the_bound_is_checked_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr("junket.crawlers.archive.records.MAX_BLOCK_BYTES", 100)
    block = OK + BODY * 9
    for said, kind in ((hashlib.sha256(block).hexdigest(), WarcRecord), ("0" * 64, Damage)):
        path = tmp_path / "x.warc"
        path.write_bytes(plain(response(block, WARC_Block_Digest=f"sha256:{said}")))
        assert [type(entry) for entry in read_records(path)] == [kind]


def test_a_page_whose_bytes_are_wrong_is_not_given_by_its_offset_either(tmp_path):
    path = tmp_path / "x.warc"
    good = plain(response(OK + BODY, WARC_Block_Digest="sha256:" + hashlib.sha256(OK + BODY).hexdigest()))
    path.write_bytes(good + good.replace(b"fog", b"dog") + good)
    assert [type(entry) for entry in read_pages(path)] == [Page, Damage, Page]
    assert read_page_at(path, len(good)) is None
    assert read_page_at(path, 2 * len(good)).body == BODY


# --- flipped bits ----------------------------------------------------------------------------------


def log(folder):
    """Our own file with all kinds of records, unpacked and packed."""
    with WarcWriter(folder, operation="crawl") as writer:
        for number in range(4):
            writer.write_exchange(
                Exchange(
                    url=f"https://film.example/{number}",
                    status=200,
                    response_headers=HTML,
                    body=f"<p>Talk {number}.</p>".encode() + BODY * 20,
                    fetched_at=WHEN,
                    robots="allowed",
                )
            )
        writer.write_resource("https://film.example/saved", "text/html", BODY * 9, date=None)
        writer.write_note("urn:junket:ledger:x", "application/x-ndjson", b"{}\n")
        packed = writer.path.read_bytes()
    return gzip.decompress(packed), packed


@pytest.mark.parametrize("form", ["plain", "gzip"])
def test_every_flipped_bit_is_told_or_changes_nothing(tmp_path, form):
    data = log(tmp_path)[form == "gzip"]
    path = tmp_path / f"x.warc{'.gz' * (form == 'gzip')}"
    path.write_bytes(data)
    whole = list(read_records(path))
    sound = [content(record) for record in whole]
    assert len(sound) == 11
    chance = random.Random(7)
    told = 0
    for _ in range(300):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        found = list(read_records(path))
        records = [content(entry) for entry in found if isinstance(entry, WarcRecord)]
        assert all(record in sound for record in records), "a wrong record"
        damages = [entry for entry in found if isinstance(entry, Damage)]
        assert damages or records == sound, "a record lost without a word"
        assert len(records) >= len(sound) - 1, "more than the record that was hurt is lost"
        assert all(damage.file == path.name and damage.reason for damage in damages)
        told += bool(damages)
    assert told > 250


def content(record):
    """What is read of a record: its fields but for the checksum, which a flip in its name takes out of sight."""
    named = [(name, value) for name, value in record.headers if "CRC" not in name.upper() and value]
    return sorted((name.lower(), value) for name, value in named if name.lower() in KNOWN), record.block


KNOWN = {
    "warc-type", "warc-target-uri", "warc-date", "warc-record-id", "content-type", "content-length",
    "warc-junket-robots", "warc-junket-captured-at", "warc-refers-to", "warc-concurrent-to",
}  # fmt: skip
"""What the reader asks for."""


# --- going on behind damage ------------------------------------------------------------------------


def three(**options):
    return [plain(response(OK + BODY, url=f"https://film.example/{number}", **options)) for number in range(3)]


@pytest.mark.parametrize("length", [b"180", b"430", b"99999", b"9" * 18])
def test_a_length_that_is_too_great_swallows_no_record_behind_it(tmp_path, length):
    first, hurt, last = three()
    hurt = hurt.replace(LENGTH, b"Content-Length: " + length)
    damaged = first + hurt + last + last
    found = found_in(tmp_path / "x.warc", damaged)
    assert [type(entry) for entry in found] == [Page, Damage, Page, Page]
    assert (found[1].offset, found[1].resumed_at) == (len(first), len(first + hurt))


def test_lengths_that_reach_over_good_records_cost_no_more_than_reading_once(tmp_path):
    """Each one that is believed would be read to the end of the file."""
    wrong = plain(response(OK + BODY)).replace(LENGTH, b"Content-Length: 7999999")
    path = tmp_path / "x.warc"
    path.write_bytes(wrong * 40_000)
    started = time.process_time()
    assert all(isinstance(entry, Damage) for entry in read_records(path))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("gap", [b"\r\n\r\x1a", b"\r\n?\n", b"\0\n\r\n"])
def test_damage_between_two_records_costs_neither(tmp_path, gap):
    first, second, third = three()
    found = found_in(tmp_path / "x.warc", first + second[:-4] + gap + third)
    assert urls(found) == [f"https://film.example/{number}" for number in range(3)]
    assert sum(isinstance(entry, Damage) for entry in found) == 1


def test_behind_damage_a_record_stands_where_records_stand_in_that_file(tmp_path):
    """A page that prints the first lines of one is no record; a file of other habits is still read."""
    first, _, last = three()
    shown = plain(response(OK + b"<pre>\nWARC/1.0\r\nWARC-Type: response\r\n</pre>", url="https://film.example/1"))
    hurt = shown.replace(b"Content-Length", b"Content-Girth")
    assert urls(found_in(tmp_path / "x.warc", first + hurt + last)) == [
        "https://film.example/0",
        "https://film.example/2",
    ]
    unix = [record.replace(b"\r\n\r\nWARC", b"\nWARC").removesuffix(b"\r\n\r\n") + b"\n" for record in three()]
    unix[1] = unix[1].replace(LENGTH, b"Content-Length: 300")
    found = found_in(tmp_path / "x.warc", b"".join(unix))
    assert urls(found) == ["https://film.example/0", "https://film.example/2"]


def test_our_own_files_read_alike_unpacked(tmp_path):
    path = ours(tmp_path)
    unpacked = tmp_path / "x.warc"
    unpacked.write_bytes(gzip.decompress(path.read_bytes()))
    assert [page.body for page in read_pages(unpacked)] == [page.body for page in read_pages(path)]
