"""Bad input on the real command line: one clear line, the documented exit code, nothing half-written."""

import os
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import forked
import pyarrow.parquet
import pytest
from warcio.archiveiterator import ArchiveIterator

from junket.crawlers.errors import ExitCode
from junket.crawlers.page import MAX_BODY_BYTES

IN_CHECKOUT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8
ARTICLE = (
    "<html><head><title>A talk about a ladder</title></head><body><article><h1>A talk about a ladder</h1>"
    + "".join(
        f"<p>Paragraph {n} of a talk about the ladder that nobody in the crew would climb.</p>" for n in range(40)
    )
    + "</article></body></html>"
).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        kind = self.path.strip("/")
        if kind == "huge":
            return self.huge()
        body = {"article": ARTICLE, "empty": b"", "binary": PNG, "": self.links()}.get(kind)
        if body is None and kind.startswith("random-"):
            body = ARTICLE.replace(b"</article>", b"<p>" + os.urandom(60_000).hex().encode() + b"</p></article>")
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "image/png" if kind == "binary" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")
        return None

    def links(self):
        return b"".join(
            b'<p><a href="/random-article-number-%d">An article about ladders, part %d</a></p>' % (n, n)
            for n in range(60)
        )

    def huge(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(MAX_BODY_BYTES // 2**20 + 1):
                self.wfile.write(b"<p>word</p>" * (2**20 // 11 + 1))
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_args):
        """Nothing: pytest's output is not the server's."""


@pytest.fixture(scope="module")
def host():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def folder(tmp_path):
    """An empty folder to stand in."""
    path = tmp_path / "work"
    path.mkdir()
    return path


def junket(*arguments, cwd):
    return forked.run(["-m", "junket", *map(str, arguments)], cwd=cwd)


def assert_one_clear_line(done, code, *said):
    """One line on stderr that names the object and the remedy; nothing on stdout; the exit code."""
    assert_clear_lines(done, code, [said])


def assert_clear_lines(done, code, said):
    """One such line for each of ``said``, in order."""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == len(said), done.stderr
    for line, words in zip(lines, said, strict=True):
        assert line.startswith("junket: ")
        assert "; " in line, f"no remedy: {line}"
        assert all(word in line for word in words), line
    assert done.stdout == ""
    assert done.returncode == code, done.stderr


class TestTargets:
    @pytest.mark.parametrize("output", [(), ("-o", "records.jsonl")])
    def test_missing_file(self, folder, output):
        assert_one_clear_line(
            junket("scrape", "nothing.html", *output, cwd=folder), ExitCode.UNREACHABLE, "nothing.html"
        )
        assert list(folder.iterdir()) == []

    def test_a_folder_without_a_page(self, folder):
        (folder / "pages").mkdir()
        (folder / "pages" / "picture.png").write_bytes(PNG)
        assert_one_clear_line(junket("scrape", "pages", cwd=folder), ExitCode.NO_TEXT, "pages", ".html")

    @pytest.mark.parametrize("body", [PNG, b"", b"PK\x03\x04", b"PK\x03\x04" + PNG, b"PK\x05\x06" + bytes(18)])
    def test_what_is_called_an_archive_and_is_none(self, folder, body):
        names = ["pages.zip", "book.epub", "talk.webarchive"]
        for name in names:
            (folder / name).write_bytes(body)
        done = junket("scrape", *names, "-o", "records.csv", cwd=folder)
        assert_clear_lines(done, ExitCode.NO_TEXT, [(name,) for name in names])
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("page.htm", "no such file"),
            ("pages.old/talk.html", "there is no file pages.old/talk.html, so it was taken for"),
        ],
    )
    def test_a_name_that_is_neither_file_nor_host(self, folder, name, said):
        assert_one_clear_line(junket("scrape", name, cwd=folder), ExitCode.UNREACHABLE, name, said)

    @pytest.mark.parametrize("name", ["out.html", "out.pdf", "out.jsonl.gz"])
    def test_an_output_of_no_format(self, folder, name):
        (folder / "page.html").write_bytes(ARTICLE)
        assert_one_clear_line(junket("scrape", "page.html", "-o", name, cwd=folder), ExitCode.USAGE, name)
        assert [path.name for path in folder.iterdir()] == ["page.html"]

    def test_an_output_folder_on_a_full_disk(self, folder):
        (folder / "page.html").write_bytes(ARTICLE)
        with small_disk(folder / "disk") as disk:
            (disk / "out").mkdir()
            fill(disk)
            done = junket("scrape", "page.html", "--output-dir", disk / "out", cwd=folder)
            assert_one_clear_line(done, ExitCode.HOME, "page.json")
            assert list((disk / "out").iterdir()) == []

    def test_unknown_host(self, folder):
        done = junket("scrape", "http://nowhere.invalid/", cwd=folder)
        assert_one_clear_line(done, ExitCode.UNREACHABLE, "http://nowhere.invalid/", "unknown host")

    @pytest.mark.parametrize(
        "url", ["http://", "http://[broken/", "https://exa mple.example/", "gopher://old.example/", "http://x:99999/"]
    )
    def test_a_url_that_is_no_url(self, folder, url):
        assert_one_clear_line(junket("scrape", url, cwd=folder), ExitCode.USAGE, url)

    def test_a_crawl_that_cannot_start_makes_no_home(self, folder):
        done = junket("crawl", "http://[broken/", "--home", "home", cwd=folder)
        assert_one_clear_line(done, ExitCode.USAGE, "http://[broken/")
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("gone", ExitCode.UNREACHABLE),
            ("huge", ExitCode.NO_TEXT),
            ("binary", ExitCode.NO_TEXT),
            ("empty", ExitCode.NO_TEXT),
        ],
    )
    def test_a_url_without_a_page(self, folder, host, path, code):
        url = f"http://{host}/{path}"
        done = junket("scrape", url, "--allow-private", host, "-o", "record.json", cwd=folder)
        assert_one_clear_line(done, code, url)
        assert list(folder.iterdir()) == []

    def test_a_private_address_is_refused(self, folder, host):
        url = f"http://{host}/article"
        assert_one_clear_line(junket("scrape", url, cwd=folder), ExitCode.REFUSED, url, "--allow-private")

    @pytest.mark.parametrize("body", [b"", b" \n\t\n", PNG, b"<html><body></body></html>", b"\x00" * 5000])
    def test_files_without_text(self, folder, body):
        names = ["page.html", "page.txt", "page.mhtml", "page.warc.gz"]
        for name in names:
            (folder / name).write_bytes(body)
        done = junket("scrape", *names, "-o", "records.jsonl", cwd=folder)
        assert_clear_lines(done, ExitCode.NO_TEXT, [(name,) for name in names])
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)

    def test_a_file_over_the_bound(self, folder):
        (folder / "huge.html").write_bytes(b"<p>word</p>" * (MAX_BODY_BYTES // 11 + 1000))
        assert_one_clear_line(junket("scrape", "huge.html", cwd=folder), ExitCode.NO_TEXT, "huge.html", "32 MiB")

    def test_one_bad_target_does_not_stop_the_others(self, folder):
        (folder / "good.html").write_bytes(ARTICLE)
        done = junket("scrape", "nothing.html", "good.html", cwd=folder)
        assert done.returncode == ExitCode.UNREACHABLE
        assert done.stderr.count("\n") == 1
        assert "A talk about a ladder" in done.stdout


class TestHomes:
    def test_a_home_under_a_file(self, folder, host):
        (folder / "file").write_text("no folder")
        for command in (("crawl", f"http://{host}/"), ("scrape", f"http://{host}/article", "--save")):
            option = ("file/home",) if command[-1] == "--save" else ("--home", "file/home")
            done = junket(*command, *option, "--allow-private", host, cwd=folder)
            assert_one_clear_line(done, ExitCode.HOME, "file/home")

    @pytest.mark.parametrize("command", ["info", "rebuild"])
    def test_no_home_there(self, folder, command):
        assert_one_clear_line(junket(command, "--home", "nowhere", cwd=folder), ExitCode.HOME, "nowhere")
        assert list(folder.iterdir()) == []

    def test_an_unwritable_home(self, folder, host):
        with read_only(folder / "home") as home:
            done = junket("crawl", f"http://{host}/", "--home", home, "--allow-private", host, cwd=folder)
            assert_one_clear_line(done, ExitCode.HOME, str(home))
            (folder / "page.html").write_bytes(ARTICLE)
            assert_one_clear_line(junket("scrape", "page.html", "--save", home, cwd=folder), ExitCode.HOME, str(home))

    def test_a_home_that_fills_up_during_a_crawl(self, folder, host):
        with small_disk(folder / "disk") as disk:
            home = disk / "home"
            done = junket("crawl", f"http://{host}/", "--home", home, "--allow-private", host, "-q", cwd=folder)
            told = [line for line in done.stderr.splitlines() if "the run's log cannot be written" not in line]
            done.stderr = "\n".join(told) + "\n"
            assert_one_clear_line(done, ExitCode.HOME, str(home), "full")
            assert_nothing_half_written(home)

    def test_a_home_that_is_full_at_a_save(self, folder):
        (folder / "page.html").write_bytes(ARTICLE)
        with small_disk(folder / "disk") as disk:
            home = disk / "home"
            assert junket("scrape", "page.html", "--save", home, cwd=folder).returncode == ExitCode.OK
            fill(disk)
            (folder / "other.html").write_bytes(ARTICLE.replace(b"ladder", b"staircase"))
            done = junket("scrape", "other.html", "--save", home, "-q", cwd=folder)
            assert done.returncode == ExitCode.HOME
            assert "Traceback" not in done.stderr
            assert [line for line in done.stderr.splitlines() if str(home) in line and "; " in line]
            assert_nothing_half_written(home)
            assert pyarrow.parquet.read_table(home / "dataset" / "latest" / "documents").num_rows == 1

    def test_an_output_file_on_a_full_disk(self, folder):
        (folder / "page.html").write_bytes(ARTICLE)
        with small_disk(folder / "disk") as disk:
            fill(disk)
            before = sorted(disk.iterdir())
            done = junket("scrape", "page.html", "-o", disk / "record.json", cwd=folder)
            assert_one_clear_line(done, ExitCode.HOME, "record.json")
            assert sorted(disk.iterdir()) == before


def assert_nothing_half_written(home):
    """Every WARC record can be read to its end, every Parquet file too, and no temporary file is left."""
    for path in (home / "warc").glob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                record.content_stream().read()
    for path in (home / "dataset").rglob("*.parquet"):
        pyarrow.parquet.read_table(path)
    assert [path for path in home.rglob("*") if "tmp" in path.name] == []


def mount(*arguments):
    done = subprocess.run(["mount", "-t", "tmpfs", *map(str, arguments)], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def small_disk(path):
    """A file system of 2 MB."""
    path.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or not mount("-o", "size=2m", "tmpfs", path):
        pytest.skip("a full disk needs root and a tmpfs to mount")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


@contextmanager
def read_only(path):
    """A folder that nobody may write to, root included."""
    path.mkdir()
    if sys.platform == "linux" and os.geteuid() == 0:
        if not mount("-o", "ro,size=1m", "tmpfs", path):
            pytest.skip("as root, an unwritable folder needs a tmpfs to mount")
        try:
            yield path
        finally:
            subprocess.run(["umount", "--lazy", str(path)], check=True)
    else:
        path.chmod(0o500)
        try:
            yield path
        finally:
            path.chmod(0o700)


def fill(disk):
    """Writes until nothing more goes in."""
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return
