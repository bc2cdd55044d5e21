"""ARC, Zstandard, WACZ and bare line feeds: other tools' archives, read as the same stream of records."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zipfile

import pytest
from archive_files import FILES, URLS, answer, arc_records, wacz, warc_records, zst

from junket.crawlers.archive.reader import Skipped, read_page_at, read_pages
from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.saved.saved_page import kind_of_file
from junket.exports.catalogue.rebuild import rebuild


@pytest.fixture
def filed(tmp_path):
    def write(data: bytes, name: str = "a.warc.gz"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def found_in(path):
    found = list(read_pages(path))
    return [each for each in found if isinstance(each, Page)], [each for each in found if isinstance(each, Damage)]


def addresses(pages):
    return [page.url.replace("%20", " ") for page in pages]


def titles(path):
    return [each.body.partition(b"</title>")[0].rpartition(b">")[2].decode() for each in found_in(path)[0]]


@pytest.mark.parametrize("name", FILES)
def test_all_captures_are_read_and_each_again_where_it_lies(filed, name):
    path = filed(FILES[name], name)
    pages, damage = found_in(path)
    assert damage == []
    assert addresses(pages) == URLS
    assert titles(path) == ["Talk 0", "Talk 1", "Talk 2"]
    assert {page.media_type for page in pages} == {"text/html"}
    assert {page.fetched_at.year for page in pages} <= {2004, 2024}
    assert len({page.location.offset for page in pages}) == 3
    assert [read_page_at(path, page.location.offset) for page in pages] == pages


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_name_and_by_how_it_begins(filed, name):
    assert kind_of_file(filed(FILES[name], name)) == "warc"
    assert kind_of_file(filed(FILES[name], "download")) == (
        "page" if "dictionary" in name or "packed" in name else "warc"
    )


@pytest.mark.parametrize(
    "data", [b"filedesc: a folder of talks", b"https://film.example/ was read", b"PK\x03\x04" + b"x" * 50]
)
def test_what_only_looks_like_an_archive_is_a_page(filed, data):
    assert kind_of_file(filed(data, "download")) == "page"
    assert kind_of_file(filed(wacz({"word/document.xml": b"<a/>", "archive.warc": b""}), "b.docx")) == "page"


def test_what_an_arc_file_says_of_a_record(filed):
    about, name, *records = read_records(filed(FILES["a.arc"], "a.arc"))
    assert (about.kind, about.target) == ("warcinfo", "filedesc://a.arc")
    assert (name.kind, name.target, name.header("Content-Type"), name.block) == (
        "resource",
        "dns:film.example",
        "text/dns",
        b"A 1",
    )
    assert [record.kind for record in records] == ["response"] * 3
    assert records[0].header("WARC-IP-Address") == "192.0.2.7"
    assert records[0].date.isoformat() == "2004-01-02T03:04:05+00:00"
    reasons = [each.reason for each in read_pages(filed(FILES["a.arc"], "a.arc")) if isinstance(each, Skipped)]
    assert reasons == ["not_a_web_address"]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
@pytest.mark.timeout(30)
def test_members_of_an_arc_file_may_end_where_their_record_ends(filed, end):
    pages = [b"<title>One</title>", b"<title>Two</title><p>2"]
    about = b"1 0 tool\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain %d\n" % len(about) + about
    answers = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page for page in pages]
    records = [
        b"http://film.example/%d 192.0.2.1 20140216050221 text/html %d\n" % (number, len(answer)) + answer
        for number, answer in enumerate(answers)
    ]
    members = b"".join(gzip.compress(record + end, mtime=0) for record in (head, *records))
    assert titles(filed(members, "a.arc.gz")) == ["One", "Two"]


def test_damage_in_an_arc_file_is_told_and_the_rest_read(filed):
    records = arc_records()
    for junk in (b"junk\n", b"https://film.example/x 192.0.2.7 20040102030405 text/html abc\n\n"):
        path = filed(b"".join([*records[:3], junk, *records[3:]]), "a.arc")
        pages, damage = found_in(path)
        assert addresses(pages) == URLS
        assert [(each.offset, each.resumed_at) for each in damage] == [
            (len(b"".join(records[:3])), len(b"".join(records[:3])) + len(junk))
        ]
    wrong = records[2].replace(b" text/html ", b" text/html 9", 1)
    pages, damage = found_in(filed(b"".join([*records[:2], wrong, *records[3:]]), "b.arc"))
    assert (addresses(pages), len(damage)) == (URLS[1:], 1)
    short = records[2].replace(b"text/html %d" % len(answer("Talk 0")), b"text/html 50", 1)
    pages, damage = found_in(filed(b"".join([*records[:2], short, *records[3:]]), "c.arc"))
    assert (addresses(pages), len(damage)) == (URLS[1:], 1)


def test_the_last_page_of_a_cut_arc_file_is_known_to_be_cut(filed):
    pages, damage = found_in(filed(FILES["a.arc"][:-200], "a.arc"))
    assert [page.truncated for page in pages] == [False, False, True]
    assert damage == []
    pages, damage = found_in(filed(FILES["a.arc.gz"][:-20], "a.arc.gz"))
    assert addresses(pages) == URLS[:2]
    assert "torn" in damage[0].reason


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.endswith((".zst", ".arc.gz")) and "single" not in name]
)
def test_a_damaged_member_costs_its_record_alone(filed, name):
    data = bytearray(FILES[name])
    size = len(data)
    pages, _ = found_in(filed(bytes(data), name))
    at = pages[1].location.offset + pages[1].location.length // 2
    data[at : at + 8] = bytes(byte ^ 0xFF for byte in data[at : at + 8])
    left, damage = found_in(filed(bytes(data), name))
    assert pages[0] in left
    assert pages[2] in left
    assert [each.offset for each in damage] == [pages[1].location.offset]
    torn, damage = found_in(filed(bytes(FILES[name][: size - 9]), name))
    assert (torn, len(damage)) == (pages[:2], 1)


@pytest.mark.parametrize("name", FILES)
def test_no_flipped_byte_and_no_cut_is_an_error(filed, name):
    noise = random.Random(name)
    for _ in range(40):
        data = bytearray(FILES[name])
        data[noise.randrange(len(data))] ^= 1 << noise.randrange(8)
        pages, damage = found_in(filed(bytes(data), name))
        cut, told = found_in(filed(FILES[name][: noise.randrange(1, len(data))], name))
        assert len(pages) <= 3 + len(damage)
        assert len(cut) < 3 or told or name.endswith((".arc", ".warc", ".wacz"))


def test_a_dictionary_that_is_none_is_damage(filed):
    path = filed(b"\x5d\x2a\x4d\x18\x04\0\0\0junk" + zst(warc_records()), "a.warc.zst")
    assert [type(found) for found in read_records(path)] == [Damage]
    path = filed(b"\x5d\x2a\x4d\x18\xff\xff\xff\x7fjunk", "a.warc.zst")
    assert "16 MiB" in next(iter(read_records(path))).reason


def test_a_bomb_takes_no_more_memory_than_a_page_may(filed):
    size = 1 << 28
    head = warc_records()[0].partition(b"Content-Length")[0] + b"Content-Length: %d\r\n\r\n" % size
    zeros = b"\0" * (1 << 20)
    with gzip.open(path := filed(b"", "a.warc.gz"), "wb") as sink:
        sink.write(head)
        for _ in range(size >> 20):
            sink.write(zeros)
    packed = zst([gzip.decompress(path.read_bytes())])
    bombs = {
        "a.warc.gz": path.read_bytes(),
        "a.warc.zst": packed,
        "a.wacz": wacz({"archive/a.warc.zst": packed}, packed=True),
    }
    for name, data in bombs.items():
        bomb = filed(data, name)
        tracemalloc.start()
        [record] = read_records(bomb)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert record.truncated
        assert peak < 3 * (1 << 25) + (1 << 23)


def test_a_zip_is_never_unpacked_to_a_name_and_only_what_lies_below_archive_is_read(filed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    record = b"".join(warc_records())
    names = ["../archive/a.warc", "/archive/b.warc", "archive/../../c.warc", "a/archive/d.warc", "archive/e.html"]
    path = filed(wacz(dict.fromkeys(names, record), packed=True), "tricks.wacz")
    before = sorted(tmp_path.rglob("*"))
    pages, _ = found_in(path)
    assert len(pages) in (0, 3)  # of the one below archive/, whose name is no place
    assert (sorted(tmp_path.rglob("*")), sorted(tmp_path.parent.glob("*.warc"))) == (before, [])


def test_a_zip_that_lies_is_damage_and_its_sound_entries_are_read(filed):
    data = wacz({"archive/a.warc": warc_records()[0], "archive/b.warc": b"".join(warc_records()[1:])}, packed=True)
    with zipfile.ZipFile(filed(data, "a.wacz")) as whole:
        size = whole.getinfo("archive/a.warc").file_size
    lying = data.replace(size.to_bytes(4, "little"), (size - 900).to_bytes(4, "little"))
    pages, damage = found_in(filed(lying, "b.wacz"))
    assert addresses(pages) == URLS[1:]
    assert len(damage) >= 1
    stored = FILES["plain.wacz"]
    overlapping = bytearray(stored)
    second = stored.rfind(b"PK\x01\x02")
    first = stored.rfind(b"PK\x01\x02", 0, second)
    overlapping[second + 42 : second + 46] = stored[first + 42 : first + 46]
    pages, damage = found_in(filed(bytes(overlapping), "c.wacz"))
    assert (addresses(pages), len(damage)) == (URLS[:1], 1)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 99,
        FILES["stored.wacz"][:-30],
        wacz({"archive/test.txt": b"a"}),
        b"PK\x03\x04PK\x05\x06" + b"\xff" * 18,
    ],
)  # fmt: skip
def test_a_zip_without_records_is_damage(filed, data):
    assert [type(found) for found in read_records(filed(data, "a.wacz"))] == [Damage]


def test_the_archives_in_a_home_are_rebuilt(tmp_path):
    home = Home.create(tmp_path / "home")
    for number, name in enumerate(("a.arc.gz", "dictionary.warc.zst", "deflated.wacz", "stored.wacz", "feeds.warc")):
        data = FILES[name].replace(b"talks/", b"talk%d/" % number) if name == "feeds.warc" else FILES[name]
        (home.warc / name).write_bytes(data)
    (home.warc / "notes.txt").write_text("no archive")
    done, published = rebuild(home)
    assert (done.records, done.problems) == (15, {})
    assert published.snapshot.tally["documents"] == 6


@pytest.mark.parametrize(
    ("name", "junk"),
    [
        ("a.arc", b"http://a 1.1.1.1 20140216050221 \n"),
        ("a.arc", b"http://a" + b" 1.1.1.1 20140216050221 t" * 300 + b"\n"),
        ("a.arc.gz", gzip.compress(b"http://a 1.1.1.1", mtime=0)[:14]),
        ("a.warc.zst", b"\x28\xb5\x2f\xfd"),
        ("a.warc.zst", b"\x28\xb5\x2f\xfd\x00\x58"),
    ],
)
def test_what_only_looks_like_a_record_costs_what_its_length_costs(filed, name, junk):
    path = filed(FILES[name] + b"x\n" + junk * (2_000_000 // len(junk)), name)
    started = time.process_time()
    pages, damage = found_in(path)
    assert time.process_time() - started < 20
    assert (addresses(pages), len(damage)) == (URLS, 1)
