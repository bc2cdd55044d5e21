"""What the writer puts on disk, read back with our reader and with warcio."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.reader import read_page_at, read_pages
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.archive.warcinfo import read_fields
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import HomeProblem
from junket.crawlers.page import Page

CHECKOUT = Path(__file__).parents[2]
WHEN = datetime(2024, 5, 6, 7, 8, 9, 120000, tzinfo=UTC)


def exchange(url="https://film.example/talk", body=b"<p>A talk.</p>", **more):
    given = {"status": 200, "response_headers": [("Content-Type", "text/html; charset=utf-8")], "fetched_at": WHEN}
    return Exchange(url=url, body=body, **{**given, **more})


def warcio_records(path):
    """What warcio reads: type, URL, block (or HTTP body)."""
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read())
            for record in ArchiveIterator(stream)
        ]


def test_an_exchange_is_kept_whole(tmp_path):
    with WarcWriter(tmp_path, operation="crawl", user_agent="junket/0 (+x@film.example)") as writer:
        location = writer.write_exchange(
            exchange(
                response_headers=[("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("Set-Cookie", "b=2")],
                request_headers=[("Accept", "text/html")],
                ip_address="192.0.2.7",
                protocol="h2",
                requested_url="https://film.example/old",
                robots="ignored",
                robots_rule="Disallow: /talk",
            )
        )
    path = tmp_path / location.file
    assert re.fullmatch(r"crawl-\d{8}T\d{6}Z-[0-9a-f]{8}\.warc\.gz", location.file)
    info, response, request = list(read_records(path))
    assert [info.kind, response.kind, request.kind] == ["warcinfo", "response", "request"]
    assert (response.offset, response.length, response.record_id) == (
        location.offset,
        location.length,
        location.record_id,
    )
    assert response.header("WARC-IP-Address") == "192.0.2.7"
    assert response.header("WARC-Protocol") == "h2"
    assert request.header("WARC-Concurrent-To") == f"<{location.record_id}>"
    assert request.block.startswith(b"GET /talk HTTP/1.1\r\nHost: film.example\r\nAccept: text/html\r\n\r\n")
    assert location.payload_digest == "sha256:" + hashlib.sha256(b"<p>A talk.</p>").hexdigest()
    (page,) = read_pages(path)
    assert page == Page(
        url="https://film.example/talk",
        body=b"<p>A talk.</p>",
        status=200,
        headers=(("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("Set-Cookie", "b=2")),
        fetched_at=WHEN,
        requested_url="https://film.example/old",
        location=location,
        robots="ignored",
        robots_rule="Disallow: /talk",
    )


def test_the_warcinfo_says_what_is_kept_and_what_is_not(tmp_path):
    with WarcWriter(tmp_path, operation="scrape", user_agent="junket/0") as writer:
        writer.write_exchange(exchange())
        path = writer.path
    info = next(iter(read_records(path)))
    fields = read_fields(info.block)
    assert fields["operation"] == "scrape"
    assert fields["software"].startswith("junket")
    assert fields["http-header-user-agent"] == "junket/0"
    assert "content-encoding" in fields["kept-of-the-wire"]
    for lost in ("transfer-encoding", "letter case", "reason phrase", "Authorization"):
        assert lost in fields["not-kept-of-the-wire"]
    assert info.header("WARC-Filename") == path.name


def test_each_record_is_a_gzip_member_and_warcio_verifies_the_digests(tmp_path):
    with WarcWriter(tmp_path, operation="crawl") as writer:
        location = writer.write_exchange(
            exchange(body=gzip.compress(b"<p>x"), response_headers=[("content-encoding", "gzip")])
        )
        writer.write_resource("https://film.example/a", "text/html", b"<p>", date=WHEN)
        path = writer.path
    raw = path.read_bytes()
    assert gzip.decompress(raw[location.offset : location.offset + location.length]).startswith(b"WARC/1.1\r\n")
    checker = Checker(type("Arguments", (), {"verbose": True, "inputs": [str(path)]})())
    checker.process_all()
    assert checker.exit_value == 0
    assert [kind for kind, _, _ in warcio_records(path)] == ["warcinfo", "response", "request", "resource"]


def test_secrets_do_not_reach_the_log(tmp_path):
    headers = [("authorization", "Basic c2VjcmV0"), ("Proxy-Authorization", "s3cret"), ("COOKIE", "sid=s3cret")]
    with WarcWriter(tmp_path, operation="crawl") as writer:
        writer.write_exchange(exchange(url="https://ada:s3cret@film.example/talk", request_headers=headers))
        path = writer.path
    text = gzip.decompress(path.read_bytes())
    assert b"s3cret" not in text
    assert b"c2VjcmV0" not in text
    assert text.count(b"(not kept)") == 3


def test_transfer_encoding_is_renamed_since_the_body_is_stored_without_it(tmp_path):
    with WarcWriter(tmp_path, operation="crawl") as writer:
        writer.write_exchange(exchange(body=b"3\r\nno chunk", response_headers=[("Transfer-Encoding", "chunked")]))
        path = writer.path
    (page,) = read_pages(path)
    assert page.body == b"3\r\nno chunk"
    assert page.headers == (("X-Archive-Orig-Transfer-Encoding", "chunked"),)


def test_a_copy_from_a_web_archive_keeps_both_addresses_and_the_time_of_the_copy(tmp_path):
    then = datetime(2012, 3, 4, tzinfo=UTC)
    copy = "https://archive.example/web/20120304id_/https://film.example/talk"
    with WarcWriter(tmp_path, operation="scrape") as writer:
        writer.write_exchange(exchange(url=copy, archived_url="https://film.example/talk", archived_at=then))
        writer.write_exchange(exchange(url=copy, archived_url="https://film.example/talk"))
        path = writer.path
    known, unknown = read_pages(path)
    assert (known.url, known.archived_from, known.fetched_at) == ("https://film.example/talk", copy, then)
    assert unknown.fetched_at is None
    assert known.named


def test_a_given_page_reads_back_as_given(tmp_path):
    with WarcWriter(tmp_path, operation="scrape") as writer:
        nameless = writer.write_resource("", "text/plain", b"words", date=None, charset="utf-8")
        dated = writer.write_resource("https://film.example/страница", "text/html", b"<p>x", date=WHEN)
        path = writer.path
    first, second = read_pages(path)
    assert (first.url, first.fetched_at, first.body) == ("", None, b"words")
    assert (first.media_type, first.charset, first.location) == ("text/plain", "utf-8", nameless)
    address = "https://film.example/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0"
    assert (second.url, second.fetched_at, second.location) == (address, WHEN, dated)


def test_metadata_refers_to_its_record(tmp_path):
    with WarcWriter(tmp_path, operation="crawl") as writer:
        page = writer.write_exchange(exchange())
        writer.write_metadata(
            "https://film.example/talk", {"via": "https://film.example/", "note\r\nx": "a\r\nb: c"}, refers_to=page
        )
        path = writer.path
    *_, note = read_records(path)
    assert note.header("WARC-Refers-To") == f"<{page.record_id}>"
    assert read_fields(note.block) == {"via": "https://film.example/", "note__x": "a  b: c"}


def test_a_date_without_a_zone_is_refused_before_anything_is_written(tmp_path):
    with WarcWriter(tmp_path, operation="crawl") as writer, pytest.raises(ValueError, match="time zone"):
        writer.write_exchange(exchange(fetched_at=datetime(2024, 1, 1)))  # noqa: DTZ001 — the point of the test
    assert not list(tmp_path.iterdir())


def test_nothing_written_leaves_no_file(tmp_path):
    with WarcWriter(tmp_path, operation="crawl") as writer:
        assert writer.path is None
    assert not list(tmp_path.iterdir())


def test_a_full_file_is_followed_by_another(tmp_path):
    with WarcWriter(tmp_path, operation="crawl", rotate_at=2000) as writer:
        locations = [writer.write_exchange(exchange(f"https://film.example/{number}")) for number in range(6)]
    assert len({location.file for location in locations}) > 1
    for number, location in enumerate(locations):
        path = tmp_path / location.file
        assert next(iter(read_records(path))).kind == "warcinfo"
        assert read_page_at(path, location.offset).url == f"https://film.example/{number}"


def test_several_threads_may_write(tmp_path):
    with WarcWriter(tmp_path, operation="crawl", rotate_at=10_000) as writer, ThreadPoolExecutor(8) as pool:
        addresses = [f"https://film.example/{number}" for number in range(60)]
        locations = list(pool.map(lambda url: writer.write_exchange(exchange(url)), addresses))
    for url, location in zip(addresses, locations, strict=True):
        assert read_page_at(tmp_path / location.file, location.offset).url == url
    assert not any(isinstance(entry, Damage) for file in tmp_path.iterdir() for entry in read_records(file))


def test_a_missing_folder_is_a_home_problem(tmp_path):
    with WarcWriter(tmp_path / "absent", operation="crawl") as writer, pytest.raises(HomeProblem, match="absent"):
        writer.write_exchange(exchange())


WILD_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    [
        "a\r\nWARC-Type: warcinfo",
        "x\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n",
        "\nContent-Length: 1",
        "\r\n\r\n",
        "\0",
        "",
    ]
)
WILD = WILD_TEXT | st.binary(max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    path=WILD_TEXT,
    headers=st.lists(st.tuples(WILD, WILD), max_size=4),
    body=st.binary(max_size=200) | st.just(b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n"),
    rule=WILD_TEXT,
    method=WILD_TEXT,
)
def test_nothing_that_a_server_sends_forges_a_record_or_a_header(path, headers, body, rule, method):
    """Our reader and warcio count the same records and give the body back, whatever is in URL, headers, rule."""
    with tempfile.TemporaryDirectory() as folder:
        with WarcWriter(Path(folder), operation="crawl") as writer:
            # X-End stands last: if a header could end the header block, it would be part of the body.
            writer.write_exchange(
                exchange(
                    f"https://film.example/{path}",
                    body,
                    response_headers=[*headers, ("X-End", "yes")],
                    request_headers=headers,
                    robots="allowed",
                    robots_rule=rule,
                    method="GET" if not method.isascii() else method,
                )
            )
            file = writer.path
        records = list(read_records(file))
        assert [record.kind for record in records] == ["warcinfo", "response", "request"]
        assert records[1].block.endswith(b"X-End: yes\r\n\r\n" + body)
        assert records[1].block.count(b"\r\n", 0, len(records[1].block) - len(body)) == len(headers) + 3
        assert len({name for name, _ in records[1].headers}) == len(records[1].headers)
        with file.open("rb") as stream:
            read = [
                (found.rec_type, found.raw_stream.read()) for found in ArchiveIterator(stream, no_record_parse=True)
            ]
        assert [(record.kind, record.block) for record in records] == read


_FULL_DISK = """
    import resource, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from junket.crawlers.archive.exchange import Exchange
    from junket.crawlers.archive.writer import WarcWriter
    from junket.crawlers.errors import HomeProblem
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    written = 0
    import random
    body = random.Random(7).randbytes(3000)
    writer = WarcWriter(Path(sys.argv[1]), operation="crawl")
    try:
        while True:
            url = f"https://film.example/{written}"
            writer.write_exchange(Exchange(url=url, status=200, body=body, fetched_at=datetime.now(UTC)))
            written += 1
    except HomeProblem as problem:
        print(written, problem)
"""


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit", [100, 10_000, 14_321])
def test_a_write_that_fails_leaves_nothing_half_written(tmp_path, limit):
    """A real failing write (a file size limit takes the full disk's place): only whole records stay."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_FULL_DISK), str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    written, line = done.stdout.split(" ", 1)
    assert "may not grow any further" in line
    files = list(tmp_path.iterdir())
    assert len(files) == (1 if limit > 1000 else 0)
    found = [entry for file in files for entry in read_records(file)]
    assert all(isinstance(entry, WarcRecord) for entry in found)
    assert sum(entry.kind == "response" for entry in found) == int(written)
    assert sum(entry.kind == "request" for entry in found) == int(written)


_ENDLESS = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from junket.crawlers.archive.exchange import Exchange
    from junket.crawlers.archive.writer import WarcWriter
    writer = WarcWriter(Path(sys.argv[1]), operation="crawl")
    number = 0
    while True:
        url = f"https://film.example/{number}"
        at = writer.write_exchange(Exchange(url=url, status=200, body=b"x" * 50_000, fetched_at=datetime.now(UTC)))
        print(at.file, at.offset, number, flush=True)
        number += 1
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_after_a_kill_every_location_given_out_can_be_read(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_ENDLESS), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    ) as process:
        given = [process.stdout.readline().split() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        given += [line.split() for line in process.stdout.read().splitlines() if len(line.split()) == 3]
    for file, offset, number in given:
        assert read_page_at(tmp_path / file, int(offset)).url == f"https://film.example/{number}"
    (file,) = tmp_path.iterdir()
    assert sum(isinstance(entry, Damage) for entry in read_pages(file)) <= 1
