from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warc_files import plain, response

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.index import captures as captures_module
from junket.crawlers.archive.index.captures import MOST_RUNS, CaptureIndex
from junket.crawlers.archive.index.cdxj import REVISIT, Capture, read_line, to_line
from junket.crawlers.archive.index.surt import surt
from junket.crawlers.archive.records import read_record_at
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home

URL = "https://film.example/talk"
TEXT, SIZE = st.text(st.characters(codec="utf-8")), st.integers(0, 2**62)
DAY = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def fetch(home, *urls, day=0, status=200, etag='"v1"'):
    """A WARC file of one capture a URL; where they lie."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", etag), ("Last-Modified", "Mon, 06 May 2024")]
    made = (
        Exchange(url=url, status=status, response_headers=headers, body=b"x", fetched_at=DAY + timedelta(days=day))
        for url in urls
    )
    with WarcWriter(home.warc, operation="crawl") as writer:
        return writer.write_exchanges(made)


def lines(home):
    return sorted(line for run in CaptureIndex(home).runs() for line in run.lines())


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # Of the README and the documentation of the Internet Archive's package.
        ("http://archive.org/goo/?a=2&b&a=1", "org,archive)/goo?a=1&a=2&b"),
        ("http://www.archive.org/", "org,archive)/"),
        ("http://archive.org/goo/?", "org,archive)/goo"),
        ("http://example.com/", "com,example)/"),
        # Our own.
        ("https://www2.Film.example:443//A/./b/../C/#top", "example,film)/a/c"),
        ("http://film.example:8080", "example,film:8080)/"),
        ("https://user:secret@film.example/x", "example,film)/x"),
        ("http://192.0.2.1/info/", "1,2,0,192)/info"),
        ("http://[2001:DB8::1]/x", "2001:db8::1)/x"),
        ("http://bücher.example/ä b?Ü=%c3%9c", "example,xn--bcher-kva)/%c3%a4%20b?%c3%9c=%c3%9c"),
        ("http://film.example/%2541", "example,film)/a"),
        ("urn:junket:nameless:12", "urn:junket:nameless:12"),
        ("dns:film.example", "dns:film.example"),
        ("http://[broken/ x", "http://[broken/%20x"),
        ("http://film.example:port/", "http://film.example:port/"),
    ],
)
def test_the_key_of_an_address(url, key):
    assert surt(url) == key


@given(st.text())
def test_the_key_of_anything_is_one_word(text):
    for url in (text, "http://" + text, "https://film.example/" + text):
        assert not set(surt(url)) & set(" \t\r\n")
        assert surt(url).isascii()


def test_a_line_is_cdxj_and_reads_back(home):
    [place] = fetch(home, URL)
    CaptureIndex(home).update()
    [line] = lines(home)
    key, timestamp, fields = line.decode().split(" ", 2)
    assert (key, timestamp) == ("example,film)/talk", "20240506070809")
    assert json.loads(fields) == {
        "url": URL,
        "mime": "text/html",
        "status": "200",
        "digest": place.payload_digest,
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": place.file,
        "http:etag": '"v1"',
        "http:last-modified": "Mon, 06 May 2024",
    }
    assert to_line(read_line(line)) == line


@given(st.builds(Capture, url=TEXT, etag=TEXT, length=SIZE, offset=SIZE, file=TEXT))
def test_whatever_a_server_says_is_one_line(capture):
    line = to_line(capture)
    assert line.count(b"\n") == 1
    assert read_line(line) == capture


def test_the_newest_capture_of_a_url_is_found_and_leads_to_its_record(home):
    fetch(home, URL, "https://film.example/other", day=1, etag='"old"')
    [newest] = fetch(home, URL, day=9, etag='"new"')
    fetch(home, URL, "http://www.film.example/talk/", day=5)
    index = CaptureIndex(home)
    assert len(index.update()) == 3
    assert [each.timestamp[:8] for each in index.captures(URL)] == ["20240507", "20240511", "20240511", "20240515"]
    found = index.newest(URL)
    assert (found.etag, found.digest) == ('"new"', newest.payload_digest)
    assert read_record_at(home.warc / found.file, found.offset).record_id == newest.record_id
    assert index.newest("http://www.film.example/talk/").timestamp[:8] == "20240511"
    assert (index.newest("https://film.example/tal"), index.newest("https://film.example/talks")) == (None, None)


def test_revisits_resources_and_other_records(home):
    head = b'HTTP/1.1 200 OK\r\nETag: "a"\r\n\r\n'
    records = [
        response(head + b"body", WARC_Payload_Digest="sha1:AAA"),
        ({"WARC-Type": "revisit", "WARC-Target-URI": f"<{URL}>", "WARC-Payload-Digest": "sha1:AAA"}, head),
        ({"WARC-Type": "resource", "WARC-Target-URI": "urn:x:1", "Content-Type": "text/plain; charset=x"}, b"text"),
        ({"WARC-Type": "request", "WARC-Target-URI": URL}, b"GET / HTTP/1.1\r\n\r\n"),
        ({"WARC-Type": "metadata", "WARC-Target-URI": URL}, b"a: b"),
        response(b"no http", url="dns:film.example", WARC_Date="no date"),
    ]
    (home.warc / "other.warc").write_bytes(plain(*records))
    CaptureIndex(home).update()
    found = {(each.url, each.mime, each.status, each.etag, each.digest) for each in map(read_line, lines(home))}
    assert found == {
        (URL, "", 200, '"a"', "sha1:AAA"),
        (URL, REVISIT, 200, "", "sha1:AAA"),
        ("urn:x:1", "text/plain", None, "", ""),
        ("dns:film.example", "application/http", None, "", ""),
    }


def test_it_is_the_same_however_it_was_made_and_many_runs_become_few(home, monkeypatch):
    urls = [f"https://film.example/{number:03}" for number in range(120)]
    for number in range(MOST_RUNS * 2 + 3):
        fetch(home, *urls[number : number + 40], day=number)
        CaptureIndex(home).update()
    grown, runs = lines(home), CaptureIndex(home).runs()
    assert len(runs) <= MOST_RUNS
    assert all(list(run.lines()) == sorted(run.lines()) for run in runs)
    assert len(grown) == 40 * (MOST_RUNS * 2 + 3)
    for url in urls[:75]:
        assert [each.url for each in CaptureIndex(home).captures(url)] == [url] * sum(url.encode() in x for x in grown)
    CaptureIndex(home).clear()
    assert lines(home) == []
    monkeypatch.setattr(captures_module, "_IN_MEMORY", 7)  # a large WARC file is sorted in parts
    CaptureIndex(home).update()
    assert lines(home) == grown


def test_a_run_that_is_cut_or_whose_warc_file_has_changed_is_made_anew(home):
    fetch(home, URL, day=1)
    fetch(home, URL, day=2)
    CaptureIndex(home).update()
    whole = lines(home)
    run = CaptureIndex(home).paths()[0]
    for cut in (run.stat().st_size - 1, 20, 0):
        os.truncate(run, cut)
        assert len(lines(home)) == 1
        assert len(CaptureIndex(home).update()) == 1
        assert lines(home) == whole
    first, second = home.warc_files()
    first.unlink()
    with second.open("ab") as stream:
        stream.write(b"torn")
    assert (lines(home), CaptureIndex(home).stale()) == ([], [second])
    CaptureIndex(home).update()
    assert {read_line(line).file for line in lines(home)} == {second.name}
    assert len(CaptureIndex(home).paths()) == 1


def test_a_merge_that_was_killed_before_its_end_doubles_nothing(home, monkeypatch):
    for day in range(MOST_RUNS + 1):
        fetch(home, URL, day=day)
    with monkeypatch.context() as patched:
        patched.setattr(captures_module.Path, "unlink", _killed)
        with pytest.raises(KeyboardInterrupt):
            CaptureIndex(home).update()
    assert len(CaptureIndex(home).captures(URL)) == MOST_RUNS + 1
    CaptureIndex(home).update()
    fetch(home, URL, day=99)
    CaptureIndex(home).update()
    assert len(CaptureIndex(home).captures(URL)) == MOST_RUNS + 2
    assert len(CaptureIndex(home).paths()) == len(CaptureIndex(home).runs())


def _killed(*args, **_):
    if getattr(args[0], "suffix", ".cdxj") == ".cdxj":
        raise KeyboardInterrupt


@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies its process")
def test_a_process_that_dies_at_any_step_loses_and_doubles_nothing(home, monkeypatch):
    monkeypatch.setattr(captures_module, "MOST_RUNS", 3)
    for day in range(9):
        fetch(home, URL, "https://film.example/other", day=day)
    step, died = 0, True
    while died:
        step += 1
        CaptureIndex(home).clear()
        died = _dies_at(step, home)
        index = CaptureIndex(home)
        seen = {each.file for each in index.captures(URL)}
        assert len(index.captures(URL)) == len(seen)
        assert len(index.update()) == 9 - len(seen)
        assert len(lines(home)) == 18
    assert step > 30


def _dies_at(step, home):
    """Whether a copy of this process that brings the index up to date came to so many lines, renames and removals."""
    child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in {0, 9}
        return code == 9
    left = [step]

    def counted(function):
        def call(*args, **kwargs):
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return function(*args, **kwargs)

        return call

    path = captures_module.Path
    captures_module.to_line, path.replace = counted(captures_module.to_line), counted(path.replace)
    path.unlink = counted(path.unlink)
    try:
        CaptureIndex(home).update()
        os._exit(0)
    finally:
        os._exit(1)


def test_what_breaks_off_leaves_no_run(home, monkeypatch):
    fetch(home, URL)
    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(captures_module, "capture_of", _killed)
        CaptureIndex(home).update()
    assert CaptureIndex(home).paths() == []
    assert len(CaptureIndex(home).update()) == 1


def test_a_line_that_nobody_can_read_is_told_with_its_remedy(home):
    fetch(home, URL)
    CaptureIndex(home).update()
    [run] = CaptureIndex(home).paths()
    run.write_bytes(run.read_bytes().replace(b'"offset"', b'"0ffset"'))
    with pytest.raises(HomeProblem, match=r"capture index is damaged .*junket rebuild"):
        CaptureIndex(home).captures(URL)


def test_what_another_process_wrote_meanwhile_stands(home):
    fetch(home, URL)
    mine, theirs = CaptureIndex(home), CaptureIndex(home)
    mine.update()
    assert theirs.runs() == mine.runs()
    for day in range(1, MOST_RUNS + 2):
        fetch(home, URL, f"{URL}/{day}", day=day)
        theirs.update()  # merges the smaller runs, so that the file that ``mine`` knows of is gone
    assert not any(run.path.exists() for run in mine.runs())
    assert len(mine.captures(URL)) == MOST_RUNS + 2
    fetch(home, URL, day=40)
    mine.update()
    assert len(CaptureIndex(home).captures(URL)) == MOST_RUNS + 3


def test_what_a_killed_process_left_goes_and_a_name_of_any_length_will_do(home):
    (where,) = fetch(home, URL)
    (home.warc / where.file).rename(home.warc / ("a" * 242 + ".warc.gz"))
    home.index.mkdir(parents=True)
    (home.index / ".0123.new").write_bytes(b"half")
    assert len(CaptureIndex(home).update()) == 1
    assert [path.suffix for path in home.index.iterdir()] == [".cdxj"]
    assert len(CaptureIndex(home).captures(URL)) == 1
