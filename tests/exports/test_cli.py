from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.reader import read_pages
from junket.crawlers.errors import ExitCode
from junket.crawlers.ledger.drop import DROPS
from junket.crawlers.page import Page
from junket.exports.cli import run

CHECKOUT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT)}
START = "from junket.exports.cli import main; main()"


PAIRS = (
    ("Why did you wait for the fog?", "Because a film about a harbour needs some of it, and paint would not do."),
    ("Who taught you to edit?", "My aunt did. She cut newsreels by hand, and she never wasted a single frame."),
    ("How long did the shoot take?", "Forty days in all, of which we spent eleven indoors, playing cards and waiting."),
    ("What was the hardest scene?", "The one on the ladder. Nobody in the crew wanted to climb it before me."),
    ("Did the harbour help you?", "They lent us two boats, a crane and a man who knew every rope by its name."),
    ("What comes next for you?", "A short film about bread. It is written, and the baker has already said yes."),
)


def talk(number: int) -> str:
    pairs = "".join(f"<p><b>{question}</b></p><p>{answer} That was part {number}.</p>" for question, answer in PAIRS)
    return (
        f"<html lang='en'><head><title>A talk with Ada Lind, part {number}</title></head><body>"
        f"<nav><a href='/'>All talks</a></nav><article><h1>A talk with Ada Lind, part {number}</h1>"
        f"<time datetime='2024-03-{number % 28 + 1:02d}T10:00:00+05:00'>March</time>{pairs}</article></body></html>"
    )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, body, media_type = self.answer()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        number = re.search(r"a-talk-with-ada-lind-part-(\d+)", self.path)
        if number:
            time.sleep(self.server.delay)
            self.server.talks += 1
            return 200, talk(int(number[1])).encode(), "text/html; charset=utf-8"
        if self.path == "/robots.txt":
            return 200, b"User-agent: *\nDisallow: /private/\n", "text/plain"
        if self.path == "/":
            links = "".join(
                f"<li><a href='/talks/a-talk-with-ada-lind-part-{n}'>A talk with Ada Lind, part {n}</a></li>"
                for n in range(1, self.server.many + 1)
            )
            return 200, f"<html><title>Talks</title><h1>Talks</h1><ul>{links}</ul></html>".encode(), "text/html"
        return 404, b"<h1>Nothing here</h1>", "text/html"

    def log_message(self, *_args):
        """Nothing: pytest's output is not the server's."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.delay = server.talks = 0
        server.many = 8
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def host(server):
    return f"127.0.0.1:{server.server_address[1]}"


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def junket(tmp_path, monkeypatch, capsys):
    """Runs the command line here, in an empty folder: what needs no network and no process of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*args, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture
def process(tmp_path):
    """Runs the command line in a process of its own (Scrapy runs once in each), in the same folder."""

    def call(*args):
        return forked.run(["-c", START, *map(str, args)], cwd=tmp_path)

    return call


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(talk(3))
    return path


def documents(home):
    return pq.read_table(home / "dataset" / "latest" / "documents").to_pylist()


# ---- help


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(junket, shell):
    done = junket("completion", shell)
    assert done.returncode == 0
    assert "_JUNKET_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["--nonsense"], "junket: the command line: No such option '--nonsense'"),
        (["nonsense"], "junket: the command line: No such command 'nonsense'; see junket --help"),
        (["scrap", "page.html"], "junket: the command line: No such command 'scrap'. Did you mean 'scrape'?; see"),
        (["Crawl"], "junket: the command line: No such command 'Crawl'. Did you mean 'crawl'?; see"),
        (
            ["page.html"],
            "junket: the command line: No such command 'page.html'. Did you mean 'junket scrape page.html'?",
        ),
        (
            ["https://a.example/"],
            "junket: the command line: No such command 'https://a.example/'. Did you mean 'junket s",
        ),
        (["help", "scrap"], "junket: the command line: No such command 'scrap'. Did you mean 'scrape'?; see"),
        (["help", "scrape", "x"], "junket: scrape: 'scrape' has no commands of its own; see junket scrape --help"),
        (["scrape", "--nonsense"], "junket: scrape: No such option '--nonsense'"),
        (["scrape"], "junket: scrape: nothing to scrape"),
        (["crawl", "--home", "x"], "junket: crawl: nowhere to start"),
        (["crawl", "https://film.example/"], "junket: crawl: Missing option '--home'"),
        (["scrape", "page.html", "--archived"], "junket: --archived: no target is a URL"),
        (
            ["scrape", "page.html", "page.html", "--url", "https://a.example"],
            "junket: --url: is the address of one file",
        ),
    ],
)
def test_a_call_that_is_off_is_one_line_and_code_2(junket, page, args, line):
    done = junket(*args)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (page.parent / "x").exists()


# ---- scrape


def test_a_file_is_json_lines_in_a_pipe(junket, page):
    done = junket("scrape", page, "--url", "https://film.example/a")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert record["title"] == "A talk with Ada Lind, part 3"
    assert record["url"] == "https://film.example/a"
    assert record["date"] == "2024-03-04"
    assert len(record["turns"]) == 12


def test_stdin_is_a_target(junket):
    done = junket("scrape", "-", "--format", "json", stdin=talk(1))
    assert json.loads(done.stdout)["title"] == "A talk with Ada Lind, part 1"


def test_json_is_an_object_for_one_target_and_an_array_for_several(junket, page):
    assert isinstance(json.loads(junket("scrape", page, "--format", "json").stdout), dict)
    several = junket("scrape", page, "missing.html", page, "--format", "json")
    assert several.returncode == ExitCode.UNREACHABLE
    assert [record["title"] for record in json.loads(several.stdout)] == ["A talk with Ada Lind, part 3"] * 2
    assert json.loads(junket("scrape", "missing.html", "also-missing.html", "--format", "json").stdout) == []


def test_the_first_failure_gives_the_code_and_each_failure_is_a_line(junket, page, tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    done = junket("scrape", "empty.html", "missing.html", page)
    assert done.returncode == ExitCode.NO_TEXT
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["empty.html", "missing.html"]
    assert len(done.stdout.splitlines()) == 1


def test_an_output_file_takes_its_format_from_its_name_and_appears_whole(junket, page, tmp_path):
    assert junket("scrape", page, "-o", "out.md").stdout == ""
    assert (tmp_path / "out.md").read_text("utf-8").startswith("# A talk with Ada Lind, part 3\n")
    assert junket("scrape", "missing.html", "-o", "none.jsonl").returncode == ExitCode.UNREACHABLE
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.md", "page.html"]


def test_an_output_file_that_cannot_be_written_is_named(junket, page):
    done = junket("scrape", page, "-o", "no-folder/out.md")
    assert done.returncode == ExitCode.HOME
    assert "no-folder/out.md: cannot be written" in done.stderr


def test_a_device_is_written_to_and_not_replaced(process, page):
    done = process("scrape", page, "--format", "md", "-o", "/dev/stdout")
    assert done.stdout.startswith("# A talk")
    assert Path("/dev/stdout").is_symlink()
    full = process("scrape", page, "-o", "/dev/full")
    assert full.returncode == ExitCode.HOME
    assert Path("/dev/full").is_char_device()


def test_a_closed_pipe_is_quiet(page):
    command = [sys.executable, "-c", START, "scrape", *[str(page)] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == ExitCode.PIPE_CLOSED


def test_a_url_is_fetched_and_what_fails_is_named_with_its_code(process, host):
    good = f"http://{host}/talks/a-talk-with-ada-lind-part-2"
    done = process("scrape", f"http://{host}/private/x", good, f"http://{host}/gone", "--allow-private", host)
    assert done.returncode == ExitCode.ROBOTS
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == [good]
    disallowed, gone = done.stderr.splitlines()
    assert "Disallow: /private/" in disallowed
    assert "404" in gone
    refused = process("scrape", good)
    assert refused.returncode == ExitCode.REFUSED
    assert "--allow-private" in refused.stderr


def test_save_keeps_bytes_and_record_of_a_url_and_of_a_file(junket, process, host, page, tmp_path):
    url = f"http://{host}/talks/a-talk-with-ada-lind-part-2"
    done = process("scrape", url, page, "--save", "home", "--allow-private", host)
    assert done.returncode == 0
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    stored = documents(tmp_path / "home")
    assert {row["title"] for row in stored} == {"A talk with Ada Lind, part 2", "A talk with Ada Lind, part 3"}
    assert {row["warc_record_id"] for row in stored} == {each["warc_record_id"] for each in printed}
    assert {row["http_status"] for row in stored} == {200, None}
    again = junket("rebuild", "--home", "home")
    assert "nothing changed" in again.stderr


def test_a_warc_file_gives_its_pages_and_says_what_gave_none(junket, process, host, tmp_path):
    process("scrape", f"http://{host}/talks/a-talk-with-ada-lind-part-2", "--save", "home", "--allow-private", host)
    [warc] = (tmp_path / "home" / "warc").iterdir()
    done = junket("scrape", warc, "--format", "json")
    assert [record["title"] for record in json.loads(done.stdout)] == ["A talk with Ada Lind, part 2"]
    assert "1 records; no record from 3 captures (rights_file 2, robots_txt 1" in done.stderr
    refused = junket("scrape", warc, "--save", "other")
    assert refused.returncode == ExitCode.USAGE
    assert "junket rebuild" in refused.stderr
    warc.write_bytes(warc.read_bytes()[:-40])
    assert "could not be read" in junket("scrape", warc).stderr


def test_a_crawl_ends_in_a_dataset_that_info_describes(junket, process, host, tmp_path):
    done = process("crawl", f"http://{host}/", "--home", "home", "--allow-private", host, "--json")
    assert done.returncode == 0
    summary = json.loads(done.stdout)
    assert summary["finish_reason"] == "finished"
    assert summary["snapshot"]["kinds"] == {"interview": 8}
    assert "interview" not in done.stderr.splitlines()[0]
    assert b'outcome="finished"} 1' in (tmp_path / "home" / "reports" / "metrics.prom").read_bytes()
    stored = documents(tmp_path / "home")
    assert sorted(str(row["date"]) for row in stored) == [f"2024-03-{day:02d}" for day in range(2, 10)]

    found = json.loads(junket("info", "--home", "home", "--json").stdout)
    assert found["dataset"]["documents"] == 8
    assert found["dataset"]["turns"] == 96
    assert found["runs"][0]["operation"] == "crawl"
    assert found["unread_files"] == []
    text = junket("info", "--home", "home").stdout
    assert "interview 8" in text
    assert "not_" in text

    rebuilt = junket("rebuild", "--home", "home")
    assert "nothing changed: v000001: 8 rows" in rebuilt.stderr
    assert documents(tmp_path / "home") == stored


def test_a_crawl_names_what_failed_and_what_to_do(process, host):
    unknown, remedy = "http://no-host.invalid/", DROPS["unknown_host"].remedy
    done = process("crawl", f"http://{host}/", unknown, "--home", "home", "--allow-private", host, "--json")
    assert f"failed  {unknown}  unknown_host: unknown host; {remedy}" in done.stderr
    failed = {"url": unknown, "reason": "unknown_host", "detail": "unknown host", "remedy": remedy}
    assert json.loads(done.stdout)["failures"] == [failed]
    assert (done.returncode, "no-host.invalid: site_dead" in done.stderr) == (ExitCode.UNHEALTHY, True)


@pytest.mark.parametrize(
    ("path", "word", "said"),
    [("/private/x", "robots_disallowed", "Disallow: /private/"), ("/gone", "not_found", "404")],
)
def test_a_crawl_that_gets_nothing_has_failed(process, host, path, word, said):
    done = process("crawl", f"http://{host}{path}", "--home", "home", "-q", "--allow-private", host)
    assert done.returncode == DROPS[word].error.exit_code == (4 if word == "robots_disallowed" else 3)
    assert done.stderr.startswith(f"junket: http://{host}{path}: no page could be fetched")
    assert all(part in done.stderr for part in (word, said, DROPS[word].remedy))


def test_bad_start_leaves_no_home(junket, tmp_path):
    assert junket("crawl", "ftp://film.example/", "--home", "home").returncode == ExitCode.USAGE
    assert junket("crawl", "--urls", "missing.txt", "--home", "home").returncode == ExitCode.UNREACHABLE
    assert not (tmp_path / "home").exists()


def _crawling(host, tmp_path, server):
    server.delay, server.many = 0.2, 200
    command = [sys.executable, "-c", START, "crawl", f"http://{host}/", "--home", "home", "--allow-private", host]
    child = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    deadline = time.monotonic() + 90
    while server.talks < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    return child


def test_an_interrupted_crawl_ends_in_order_and_publishes(host, server, tmp_path):
    with _crawling(host, tmp_path, server) as child:
        child.send_signal(signal.SIGINT)
        _, messages = child.communicate(timeout=60)
    assert child.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in messages
    assert 0 < len(documents(tmp_path / "home")) < 200


def _talks_in_log(home):
    found = [page for path in home.glob("warc/*.warc.gz") for page in read_pages(path)]
    return {page.url for page in found if isinstance(page, Page) and "/talks/" in page.url}


def test_a_killed_crawl_loses_no_page_that_is_in_the_log(junket, host, server, tmp_path):
    home, deadline = tmp_path / "home", time.monotonic() + 90
    with _crawling(host, tmp_path, server) as child:
        # A server has answered before the answer is on disk: what counts is the log.
        while not _talks_in_log(home) and time.monotonic() < deadline:
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    assert not (home / "dataset" / "latest").exists()
    done = junket("rebuild", "--home", "home")
    assert done.returncode == 0
    assert 0 < len(documents(home)) == len(_talks_in_log(home)) < 200


@pytest.mark.parametrize("command", ["info", "rebuild"])
def test_what_is_no_home_is_named(junket, command, tmp_path):
    missing = junket(command, "--home", "nowhere")
    assert missing.returncode == ExitCode.HOME
    assert missing.stderr.startswith("junket: nowhere: does not exist")
    (tmp_path / "folder").mkdir()
    assert "is no Junket home" in junket(command, "--home", "folder").stderr
    assert list((tmp_path / "folder").iterdir()) == []


def test_an_error_in_junket_itself_is_one_line_and_a_traceback_with_v(page):
    broken = "import junket.exports.cli.scraping.scraping as s; s.verdict = lambda *_: 1 / 0; " + START
    for flag, traceback in ((None, False), ("-v", True)):
        done = forked.run(["-c", broken, "scrape", str(page), *([flag] if flag else [])])
        assert done.returncode == ExitCode.INTERNAL
        assert ": an error in Junket itself: ZeroDivisionError" in done.stderr
        assert ("Traceback" in done.stderr) is traceback
