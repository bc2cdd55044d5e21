"""Many pages at once on the command line: folders, archives, lists of URLs, processes, one file a record."""

from __future__ import annotations

import functools
import io
import json
import plistlib
import sys
import zipfile
from types import SimpleNamespace

import pytest

from junket.crawlers.errors import ExitCode
from junket.exports import targets
from junket.exports.cli import run
from junket.exports.cli.scraping import jobs
from junket.exports.cli.scraping.output_folder import safe_name
from junket.pipelines.workers.worker_pool import WorkerPool


def talk(name, question="Who lit the lamp?"):
    answers = "".join(
        f"<p><b>{question} And who helped you with it, number {number}?</b></p><p>My aunt did, and part {number} took "
        f"her a whole night, in which nobody on the boat said a single word.</p>"
        for number in range(5)
    )
    head = f"<html lang=en><head><title>A talk with {name}</title></head><body><article><h1>A talk with {name}</h1>"
    return f"{head}{answers}</article></body></html>"


@pytest.fixture
def junket(tmp_path, monkeypatch, capsys):
    """Runs the command line here, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*args, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, stdout=printed.out, stderr=printed.err)

    return call


@pytest.fixture
def pages(tmp_path):
    """A folder as people have them: pages in folders, one saved with its pictures, and other files."""
    folder = tmp_path / "pages"
    for name in ("b.html", "a/ada.htm", "a/ib.html", "a/ib_files/frame.html", "z.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(talk(path.stem.title()), "utf-8")
    (folder / "style.css").write_text("p {}")
    return folder


@pytest.fixture
def fetched(monkeypatch):
    """Puts pages in place of the network; the URLs that were asked for."""
    asked = []

    def fetch(urls, **_options):
        from junket.crawlers.errors import Unreachable
        from junket.crawlers.page import Page
        from junket.crawlers.run.run import Fetched

        asked.extend(urls)
        gone = Unreachable("https://film.example/gone", "status 404", "check the address")
        return [
            Fetched(url, error=gone) if "gone" in url else Fetched(url, Page(url=url, body=talk(url[-1]).encode()))
            for url in urls
        ]

    monkeypatch.setattr("junket.crawlers.run.run.fetch", fetch)
    return asked


def records(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- folders and archives ---------------------------------------------------------------------------


def test_a_folder_gives_its_pages_in_order_each_with_its_file(junket, pages):
    done = junket("scrape", "pages")
    assert done.code == 0
    assert [record["source"] for record in records(done)] == [
        "pages/a/ada.htm",
        "pages/a/ib.html",
        "pages/b.html",
        "pages/z.txt",
    ]
    assert done.stderr == "pages: files left out, which are not called as saved pages are: 1 (.css 1)\n"
    assert junket("scrape", "pages", "-q").stderr == ""
    assert isinstance(json.loads(junket("scrape", pages / "a", "--format", "json").stdout), list)


def test_in_a_folder_what_fails_is_a_line_and_the_others_go_on(junket, pages):
    (pages / "a" / "empty.html").write_bytes(b"")
    (pages / "list.txt").write_text("https://film.example/1\nhttps://film.example/2\n")
    done = junket("scrape", "pages", "-q")
    assert done.code == ExitCode.NO_TEXT
    assert len(records(done)) == 4
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["pages/a/empty.html", "pages/list.txt"]
    assert "is a list of URLs, no page; give it with --urls pages/list.txt" in done.stderr


@pytest.mark.parametrize("output", [("-o", "pages/out.txt"), ("--output-dir", "pages/out", "--format", "text")])
def test_what_an_earlier_call_wrote_is_no_page(junket, pages, output):
    assert junket("scrape", "pages", *output).code == 0
    written = {
        path: path.read_text() for path in pages.rglob("*") if "out" in str(path.relative_to(pages)) and path.is_file()
    }
    assert written
    assert junket("scrape", "pages", *output, *(["--overwrite"] if "--output-dir" in output else [])).code == 0
    assert {path: path.read_text() for path in written} == written
    assert len(list(pages.rglob("*.txt"))) == 1 + len(written)


@pytest.mark.parametrize("option", [("--url", "https://film.example/a"), ("--explain=html",), ("--archived",)])
def test_what_is_for_one_page_is_refused_for_a_folder(junket, pages, option):
    done = junket("scrape", pages, *option)
    assert (done.code, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr.count("\n") == 1


def test_a_zip_archive_names_each_member(junket, tmp_path):
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("in/b.html", talk("Ib"))
        archive.writestr("in/a.html", talk("Ada"))
        archive.writestr("in/a.png", b"\x89PNG")
        archive.writestr("in/c.html", b"")
    done = junket("scrape", "pages.zip", "--format", "json")
    assert done.code == ExitCode.NO_TEXT
    assert [record["source"] for record in json.loads(done.stdout)] == ["pages.zip!/in/a.html", "pages.zip!/in/b.html"]
    assert done.stderr.splitlines() == [
        "junket: pages.zip!/in/c.html: is empty; save the page again",
        "pages.zip: files left out, which are not called as saved pages are: 1 (.png 1)",
    ]


def test_a_safari_archive_is_a_page(junket, tmp_path):
    main = {
        "WebResourceData": talk("Ada").encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceURL": "https://film.example/ada",
    }
    (tmp_path / "ada.webarchive").write_bytes(plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY))
    [record] = records(junket("scrape", "ada.webarchive"))
    assert (record["url"], record["source"]) == ("https://film.example/ada", "ada.webarchive")


@pytest.mark.parametrize(
    ("name", "members", "words"),
    [
        ("book.epub", {"mimetype": "application/epub+zip", "c1.xhtml": "x"}, "is an EPUB book, no page; unpack it"),
        ("talk.docx", {"[Content_Types].xml": "x"}, "is an Office file (.docx or the like), no page; save it as HTML"),
    ],
)
def test_other_archives_say_what_to_do(junket, tmp_path, name, members, words):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    done = junket("scrape", name)
    assert done.code == ExitCode.NO_TEXT
    assert done.stderr.startswith(f"junket: {name}: {words}")
    assert done.stderr.count("\n") == 1


# --- where a record came from -----------------------------------------------------------------------


def test_the_source_survives_a_home_and_its_rebuild(junket, pages, tmp_path):
    import pyarrow.parquet as pq

    (pages / "Ёлка 1%.html").write_text(talk("Ёлка"))
    assert junket("scrape", "pages", "--save", "home").code == 0
    expected = {"pages/a/ada.htm", "pages/a/ib.html", "pages/b.html", "pages/z.txt", "pages/Ёлка 1%.html"}
    for _ in range(2):
        rows = pq.read_table(tmp_path / "home" / "dataset" / "latest" / "documents").to_pylist()
        assert {row["source"] for row in rows} == expected
        (tmp_path / "home" / "state" / "catalogue.sqlite").unlink(missing_ok=True)
        assert junket("rebuild", "--home", "home").code == 0
    [warc] = (tmp_path / "home" / "warc").glob("*.warc.gz")
    assert {record["source"] for record in records(junket("scrape", warc))} == {str(warc)}


@pytest.mark.usefixtures("fetched")
def test_stdin_and_urls_have_no_source_file(junket):
    assert [record["source"] for record in records(junket("scrape", "-", stdin=talk("Ada").encode()))] == [None]
    assert [record["source"] for record in records(junket("scrape", "https://film.example/1"))] == [None]


# --- lists of URLs ----------------------------------------------------------------------------------

LIST = (
    "\ufeff# to read\n\nhttps://film.example/1\nhttp://[broken/\nfilm.example/2\nhttps://film.example/gone\n".encode()
)


def test_a_list_is_fetched_and_its_bad_lines_are_named(junket, fetched, tmp_path):
    (tmp_path / "list").write_bytes(LIST)
    done = junket("scrape", "--urls", "list")
    assert fetched == ["https://film.example/1", "film.example/2", "https://film.example/gone"]
    assert len(records(done)) == 2
    assert done.code == ExitCode.USAGE
    bad, gone = done.stderr.splitlines()
    assert bad.startswith("junket: list:4: 'http://[broken/' is no URL")
    assert gone.startswith("junket: https://film.example/gone: status 404")


def test_a_list_may_come_on_stdin_and_beside_targets(junket, fetched, pages):
    done = junket("scrape", pages / "b.html", "--urls", "-", stdin=b"https://film.example/1\n")
    assert [record["url"] for record in records(done)] == ["", "https://film.example/1"]
    assert fetched == ["https://film.example/1"]


def test_a_file_of_urls_given_as_a_target_is_a_list(junket, fetched, tmp_path):
    (tmp_path / "urls.txt").write_text("https://film.example/1\nhttps://film.example/2\n")
    assert len(records(junket("scrape", "urls.txt"))) == 2
    assert len(fetched) == 2


def test_a_dump_that_begins_with_its_address_is_a_page(junket, fetched, tmp_path):
    words = "A talk with Ada Lind about the lamp, which nobody on the boat had lit before her aunt did.\n\n" * 6
    (tmp_path / "dump.txt").write_text("https://film.example/1\n\n" + words)
    [record] = records(junket("scrape", "dump.txt"))
    assert "nobody on the boat" in record["text"]
    assert fetched == []


@pytest.mark.parametrize(
    ("args", "stdin", "code", "line"),
    [
        (["--urls", "none"], b"", ExitCode.UNREACHABLE, "junket: none: No such file or directory; name a file with"),
        (["--urls", "-"], b"# nothing\n", ExitCode.NO_TEXT, "junket: stdin: no URL in it; write one URL a line"),
        (["-"], b"", ExitCode.NO_TEXT, "junket: stdin: is empty; pipe a page into it"),
        (["-"], b" \n", ExitCode.NO_TEXT, "junket: stdin: is empty; pipe a page into it"),
        (["-"], b"https://film.example/1\n", ExitCode.NO_TEXT, "junket: stdin: is a list of URLs, no page; give it"),
        ([], b"", ExitCode.USAGE, "junket: scrape: nothing to scrape; name a URL, a file or a folder, or - for stdin"),
    ],
)
def test_nothing_to_read_is_one_line_and_no_record(junket, args, stdin, code, line):
    done = junket("scrape", *args, stdin=stdin)
    assert (done.code, done.stdout) == (code, "")
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1


def test_an_empty_batch_says_so(junket):
    done = junket("scrape", "--batch")
    assert (done.code, done.stdout) == (0, "")
    assert "stdin is empty" in done.stderr


def test_too_many_urls_are_refused_before_any_is_fetched(junket, fetched, tmp_path, monkeypatch):
    monkeypatch.setattr(targets, "MAX_URLS", 3)
    (tmp_path / "list").write_text("".join(f"https://film.example/{number}\n" for number in range(4)))
    done = junket("scrape", "--urls", "list")
    assert (done.code, fetched) == (ExitCode.USAGE, [])
    assert "4 URLs are too many at once (at most 3); split the list" in done.stderr


# --- one file a record ------------------------------------------------------------------------------


def test_each_record_gets_a_file_named_after_its_page(junket, pages, tmp_path):
    (pages / "c").mkdir()
    (pages / "c" / "B.HTML").write_text(talk("Bo"))
    done = junket("scrape", "pages", "--output-dir", "out", "-q")
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["B-2.json", "ada.json", "b.json", "ib.json", "z.json"]
    assert json.loads((tmp_path / "out" / "B-2.json").read_text())["source"] == "pages/c/B.HTML"


@pytest.mark.usefixtures("pages")
def test_files_that_are_there_are_left_unless_asked_for(junket, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.md").write_text("mine")
    done = junket("scrape", "pages", "--output-dir", "out", "--format", "md", "-q")
    assert done.code == ExitCode.HOME
    assert done.stderr == "junket: out/b.md: is there already; give another folder, or --overwrite\n"
    assert (tmp_path / "out" / "b.md").read_text() == "mine"
    assert (tmp_path / "out" / "z.md").read_text().startswith("# A talk with Z")
    assert junket("scrape", "pages", "--output-dir", "out", "--format", "md", "-q", "--overwrite").code == 0
    assert (tmp_path / "out" / "b.md").read_text().startswith("# A talk with B")


@pytest.mark.usefixtures("pages")
def test_an_output_folder_that_is_a_file_is_named(junket, tmp_path):
    (tmp_path / "out").write_text("")
    done = junket("scrape", "pages", "--output-dir", "out", "-q")
    assert (done.code, done.stderr) == (ExitCode.HOME, "junket: out: is no folder; name a folder with --output-dir\n")


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["-o", "x.json"], "--output does not go with --output-dir; give one of them"),
        (["--overwrite", "-o", "x.json"], "--overwrite is for --output-dir"),
        (["--jobs", "2", "--explain"], "--explain does not go with --jobs"),
    ],
)
def test_options_that_exclude_each_other_say_so(junket, pages, args, line):
    folder = [] if "--overwrite" in args or "--jobs" in args else ["--output-dir", "out"]
    done = junket("scrape", pages, *args, *folder)
    assert done.code == ExitCode.USAGE
    assert line.replace(" ", ": ", 1) in done.stderr


@pytest.mark.parametrize(
    ("source", "url", "name"),
    [
        ("pages/talk one.html", "", "talk-one"),
        ("a.zip!/../../etc/passwd.html.gz", "", "passwd"),
        ("C:\\pages\\con.html", "", "con-page"),
        (".html", "", "0000000000000001"),
        ("x/Интервью №5.html", "", "Интервью-5"),
        ("x/\u202e\x1b[31m=evil.html", "", "31m-evil"),
        ("x/" + "long" * 90 + ".html", "", ("long" * 90)[:50]),
        (None, "https://film.example/2024/a%20talk/", "a-talk"),
        (None, "https://film.example/", "0000000000000001"),
        ("home/warc/scrape-1.warc.gz", "https://film.example/talk.html?p=1", "talk"),
    ],
)
def test_names_are_safe(a_record, source, url, name):
    record = a_record(source=source, url=url, warc_file="scrape-1.warc.gz")
    assert safe_name(record) == name


# --- processes --------------------------------------------------------------------------------------


def test_several_processes_give_the_same_bytes_in_the_same_order(junket, pages):
    for number in range(12):
        (pages / f"{number:02d}.html").write_text(talk(f"Ada {number}", f"Why {number}, though?"))
    (pages / "05.html").write_bytes(b"")
    (pages / "06.html").write_text("<html><body></body></html>")
    one, two = junket("scrape", "pages"), junket("scrape", "pages", "--jobs", "2")
    assert one.code == two.code == ExitCode.NO_TEXT
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr
    assert len(records(two)) == 14


DIES = """
import os, sys
from junket.pipelines.workers import worker
answer = worker.answer
def deadly(data, home):
    if b"Deadly" in data:
        os._exit(3)
    return answer(data, home)
worker.answer = deadly
worker.main()
"""


def test_a_process_that_dies_names_its_page_and_the_others_go_on(junket, pages, monkeypatch):
    (pages / "a" / "bad.html").write_text(talk("Deadly"))
    monkeypatch.setattr(jobs, "WorkerPool", functools.partial(WorkerPool, program=("-c", DIES)))
    done = junket("scrape", "pages", "--jobs", "2", "-q")
    assert done.code == ExitCode.INTERNAL
    assert done.stderr.startswith("junket: pages/a/bad.html: an error in Junket itself: WorkerDied: ")
    assert done.stderr.count("\n") == 1
    assert [record["source"] for record in records(done)] == [
        "pages/a/ada.htm",
        "pages/a/ib.html",
        "pages/b.html",
        "pages/z.txt",
    ]
