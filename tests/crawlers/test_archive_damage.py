"""Reading WARC files that are damaged, hostile or no WARC files at all."""

from __future__ import annotations

import gzip
import tempfile
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_files import ours, plain, response, urls

from junket.crawlers.archive.reader import read_page_at, read_pages
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import Damage, read_record_at, read_records
from junket.crawlers.page import MAX_BODY_BYTES, Page


def spliced(path, data):
    path.write_bytes(data)
    return list(read_records(path))


def test_every_truncation_is_noticed_and_costs_only_what_is_cut(tmp_path):
    path = ours(tmp_path, 3, 60)
    data = path.read_bytes()
    whole = list(read_records(path))
    ends = {record.offset + record.length for record in whole} | {0}
    cut = tmp_path / "cut.warc.gz"
    for length in range(len(data)):
        found = spliced(cut, data[:length])
        assert [entry for entry in found if isinstance(entry, WarcRecord)] == [
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
        assert sum(isinstance(entry, WarcRecord) for entry in found) == whole
        assert any(isinstance(entry, Damage) for entry in found) == (length > whole * size)


def test_what_is_appended_behind_a_torn_member_is_read(tmp_path):
    """Every other reader loses these records (20 of 30 in our measurements)."""
    data = ours(tmp_path).read_bytes()
    for torn in (len(data) - 1, len(data) - 9, len(data) - 300, len(data) // 2, 30, 4):
        found = spliced(tmp_path / "torn.warc.gz", data[:torn] + data)
        (damage,) = [entry for entry in found if isinstance(entry, Damage)]
        assert damage.resumed_at == torn
        behind = [entry for entry in found if isinstance(entry, WarcRecord) and entry.offset >= torn]
        assert len(behind) == 11


def test_a_flipped_bit_costs_one_record(tmp_path):
    path = ours(tmp_path)
    whole = list(read_records(path))
    data = bytearray(path.read_bytes())
    hurt = whole[3]
    data[hurt.offset + hurt.length // 2] ^= 0x10
    found = spliced(path, bytes(data))
    assert [entry for entry in found if isinstance(entry, WarcRecord)] == [
        record for record in whole if record is not hurt
    ]
    (damage,) = [entry for entry in found if isinstance(entry, Damage)]
    assert (damage.offset, damage.resumed_at) == (hurt.offset, whole[4].offset)


@pytest.mark.parametrize("filler", [b"\0" * 5000, b"garbage " * 50, b"\x1f\x8b\x08\x00" * 5000, b"\r\n"])
def test_foreign_bytes_between_records_are_reported_and_passed(tmp_path, filler):
    path = ours(tmp_path)
    whole = list(read_records(path))
    data = path.read_bytes()
    at = whole[4].offset
    found = spliced(path, filler + data[:at] + filler + data[at:] + filler)
    assert [entry.block for entry in found if isinstance(entry, WarcRecord)] == [record.block for record in whole]
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
    assert big.reason == "too_large"
    assert small.body == b"x"
    assert peak < 5.5 * MAX_BODY_BYTES


def test_a_hostile_filler_does_not_take_long(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00" * 250_000)
    started = time.process_time()
    assert [type(entry) for entry in read_records(path)] == [Damage]
    assert time.process_time() - started < 10


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
        records = [entry for entry in found if isinstance(entry, WarcRecord)]
        assert len({record.offset for record in records}) == len(records)
        if data.strip(b"\r\n"):
            assert found
        for entry in read_pages(path):
            if isinstance(entry, Page):
                assert read_page_at(path, entry.location.offset).body == entry.body
        for record in records:
            assert read_record_at(path, record.offset).block == record.block
